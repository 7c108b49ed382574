"""Holds the French words of a décompte: its lines, why they are so, what an answer would move. Counts nothing."""

from collections.abc import Mapping

from app.domain.decompte import CodeLigne
from app.domain.decompte_ouvert import LigneOuverte, Si

#: Line and reason → the words. The reason "" is the ordinary one.
LIBELLES: Mapping[tuple[CodeLigne, str], str] = {
    ("tarif", ""): "Prix",
    ("tarif", "depassement"): "Prix, dépassement compris",
    ("tarif", "forfait_urgences"): "Forfait patient urgences",
    ("tarif", "forfait_minore_ald"): "Forfait patient urgences réduit (affection de longue durée)",
    ("tarif", "forfait_minore_at_mp"): "Forfait patient urgences réduit (accident du travail, maladie professionnelle)",
    ("tarif", "maternite"): "Forfait patient urgences : rien à payer à partir du 6e mois de grossesse",
    ("tarif", "nouveau_ne"): "Forfait patient urgences : rien à payer jusqu'à 30 jours",
    ("amo", ""): "Part de l'Assurance Maladie",
    ("amo", "taux"): "Part de l'Assurance Maladie",
    ("amo", "ald"): "Part de l'Assurance Maladie : soin lié à votre affection de longue durée",
    ("amo", "maternite"): "Part de l'Assurance Maladie : maternité",
    ("amo", "at_mp"): "Part de l'Assurance Maladie : accident du travail ou maladie professionnelle",
    ("amo", "alsace_moselle"): "Part de l'Assurance Maladie, régime local d'Alsace-Moselle compris",
    ("amo", "imagerie_lourde"): "Part de l'Assurance Maladie : imagerie prise en charge à 100 %",
    ("amo", "acte_lourd"): "Part de l'Assurance Maladie : tout sauf le forfait pour acte lourd",
    ("amo", "nouveau_ne"): "Part de l'Assurance Maladie : nouveau-né",
    ("amo", "ame_exclu"): "Ce médicament n'est pas pris en charge par l'aide médicale de l'État",
    ("amo", "non_rembourse"): "L'Assurance Maladie ne rembourse pas ce soin",
    ("majoration_hors_parcours", ""): "Retenue hors parcours de soins",
    ("majoration_hors_parcours", "plafond"): "Retenue hors parcours de soins, au plafond",
    ("participation_forfaitaire", ""): "Participation forfaitaire",
    ("participation_forfaitaire", "mineur"): "Participation forfaitaire : rien, moins de 18 ans au 1er janvier",
    ("participation_forfaitaire", "maternite"): "Participation forfaitaire : rien, maternité",
    ("participation_forfaitaire", "c2s"): "Participation forfaitaire : rien avec la Complémentaire santé solidaire",
    ("participation_forfaitaire", "ame"): "Participation forfaitaire : rien avec l'aide médicale de l'État",
    ("franchise", ""): "Franchise",
    ("franchise", "ecretee"): "Franchise, limitée à ce que l'Assurance Maladie rembourse",
    ("franchise", "mineur"): "Franchise : rien, moins de 18 ans au 1er janvier",
    ("franchise", "maternite"): "Franchise : rien, maternité",
    ("franchise", "c2s"): "Franchise : rien avec la Complémentaire santé solidaire",
    ("franchise", "ame"): "Franchise : rien avec l'aide médicale de l'État",
    ("forfait_journalier", ""): "Forfait journalier qui s'ajoute",
    ("forfait_journalier", "impute"): "Forfait journalier : déjà compris dans ce qui reste du séjour",
    ("forfait_journalier", "at_mp"): "Forfait journalier : rien, accident du travail ou maladie professionnelle",
    ("forfait_journalier", "maternite"): "Forfait journalier : rien, maternité",
    ("forfait_journalier", "nouveau_ne"): "Forfait journalier : rien, nouveau-né",
    ("forfait_journalier", "alsace_moselle"): "Forfait journalier : payé par le régime local d'Alsace-Moselle",
    ("part_complementaire", ""): "Part de votre complémentaire santé",
    ("part_complementaire", "responsable"): "Part de votre complémentaire santé",
    ("part_complementaire", "non_tenue"): "Votre complémentaire santé n'est pas obligée de payer le reste de ce soin",
    ("part_complementaire", "c2s"): "Part de la Complémentaire santé solidaire",
    ("part_complementaire", "ame"): "Part de l'aide médicale de l'État",
    ("part_complementaire", "ame_exclu"): "L'aide médicale de l'État ne paie pas ce médicament",
}  # fmt: skip

#: An unknown answer → the words of the supposition.
SI: Mapping[str, str] = {
    "mineur": "Si vous n'aviez pas 18 ans au 1er janvier",
    "ald": "Si ce soin est lié à une affection de longue durée (ALD)",
    "acte_en_lien_ald": "Si ce soin est lié à votre affection de longue durée (ALD)",
    "c2s": "Si vous avez la Complémentaire santé solidaire (C2S)",
    "ame": "Si vous avez l'aide médicale de l'État (AME)",
    "mois_de_grossesse": "Si vous êtes enceinte de 6 mois ou plus",
    "alsace_moselle": "Si vous dépendez du régime local d'Alsace-Moselle",
    "at_mp": "Si ce soin suit un accident du travail ou une maladie professionnelle",
    "complementaire_depassement": "Si votre complémentaire santé paie tout le dépassement",
    "complementaire_medicaments_30_15": "Si votre complémentaire santé paie aussi les médicaments à 30 % et à 15 %",
}


def libelle(ligne: LigneOuverte) -> str:
    """The words of a line."""
    return LIBELLES[ligne.code, ligne.raison]


def libelle_si(si: Si) -> str:
    """The words of a supposition."""
    return SI[si.fait]
