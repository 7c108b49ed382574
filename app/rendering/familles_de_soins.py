"""Holds the names and pictograms of the families of care, in the order pages show them."""

from app.domain.familles import FamilleDeSoins

FAMILLES_DE_SOINS: dict[FamilleDeSoins, tuple[str, str, str]] = {
    # plain name, FALC name, pictogram
    "medecin": ("Médecins", "Les médecins", "medecin"),
    "dentaire": ("Dents", "Les dents", "dents"),
    "biologie": ("Analyses", "Les analyses", "bilan"),
    "imagerie": ("Radios, échographies, scanners", "Les radios", "os"),
    "medicament": ("Médicaments", "Les médicaments", "medicament"),
    "pharmacien": ("À la pharmacie", "À la pharmacie", "bouclier"),
    "appareillage": ("Lunettes, audition, appareils", "Les lunettes et les appareils", "oeil"),
    "auxiliaire": ("Infirmiers, kinés, orthophonistes", "Les soins à la maison", "marche"),
    "sage_femme": ("Sages-femmes", "Les sages-femmes", "grossesse"),
    "hospitalisation": ("Hôpital", "L'hôpital", "maison"),
    "urgences": ("Urgences", "Les urgences", "alerte"),
    "psychologue": ("Psychologues", "Les psychologues", "cerveau"),
    "transport": ("Transports", "Les transports", "voiture"),
    "vehicule_personnel": ("Voiture personnelle", "Votre voiture", "voiture"),
    "ivg": ("Interruption de grossesse", "Arrêter une grossesse", "coeur"),
    "cure": ("Cures", "Les cures", "soleil"),
    "non_rembourse": ("Ce qui n'est pas remboursé", "Ce que la Sécu ne paie pas", "piece"),
}
