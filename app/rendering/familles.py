"""Holds the names and pictograms of the families of advice, in the order pages show them."""

from app.domain.fiches import Famille

FAMILLES: dict[Famille, tuple[str, str, str]] = {
    # plain name, FALC name, pictogram
    "securite": ("Signes à ne pas laisser passer", "Les signes à montrer", "alerte"),
    "violences": ("Être protégé", "Être en sécurité", "bouclier"),
    "cancers": ("Cancers", "Les cancers", "peau"),
    "bilans": ("Bilans", "Les bilans", "bilan"),
    "coeur": ("Cœur et vaisseaux", "Le cœur", "coeur"),
    "enfants": ("Enfants", "Les enfants", "enfant"),
    "grossesse": ("Grossesse", "La grossesse", "grossesse"),
    "femmes": ("Santé des femmes", "La santé des femmes", "medecin"),
    "sexualite": ("Vie sexuelle", "La vie sexuelle", "bouclier"),
    "os": ("Os", "Les os", "os"),
    "vision": ("Vue", "Les yeux", "oeil"),
    "audition": ("Oreilles", "Les oreilles", "oreille"),
    "sante-mentale": ("Moral et sommeil", "Le moral", "cerveau"),
    "addictions": ("Tabac, alcool", "Le tabac et l'alcool", "tabac"),
    "mode-de-vie": ("Au quotidien", "Tous les jours", "marche"),
    "seniors": ("Avec l'âge", "Avec l'âge", "famille"),
    "environnement": ("Autour de soi", "Autour de vous", "maison"),
}
