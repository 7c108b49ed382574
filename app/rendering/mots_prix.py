"""Holds the words of the suppositions of a price and of its easy-to-read lines. Counts nothing, decides nothing."""

from collections.abc import Mapping
from typing import NamedTuple

from app.domain.suppositions import Supposition


class MotsSupposition(NamedTuple):
    """One supposition: as a choice and as the case shown, in plain French then easy to read."""

    choix: str
    cas: str
    choix_falc: str
    cas_falc: str


SUPPOSITIONS: Mapping[Supposition, MotsSupposition] = {
    Supposition.SANS_COMPLEMENTAIRE: MotsSupposition(
        "Sans complémentaire santé",
        "sans complémentaire santé",
        "Je n'ai pas de complémentaire santé",
        "Vous n'avez pas de complémentaire santé.",
    ),
    Supposition.DEPASSEMENT_COUVERT: MotsSupposition(
        "Ma complémentaire paie tout le dépassement",
        "dont la complémentaire paie tout le dépassement",
        "Ma complémentaire santé paie tout",
        "Votre complémentaire santé paie tout.",
    ),
    Supposition.MEDICAMENTS_COUVERTS: MotsSupposition(
        "Ma complémentaire paie aussi ce médicament",
        "dont la complémentaire paie aussi ce médicament",
        "Ma complémentaire santé paie ce médicament",
        "Votre complémentaire santé paie ce médicament.",
    ),
    Supposition.C2S: MotsSupposition(
        "Avec la complémentaire santé solidaire (C2S)",
        "avec la complémentaire santé solidaire (C2S)",
        "J'ai la complémentaire santé solidaire",
        "Vous avez la complémentaire santé solidaire.",
    ),
    Supposition.ALD: MotsSupposition(
        "Soin lié à une affection de longue durée (ALD)",
        "pour un soin lié à une affection de longue durée (ALD)",
        "C'est pour ma maladie longue",
        "C'est un soin pour votre maladie longue.",
    ),
    Supposition.HORS_PARCOURS: MotsSupposition(
        "Sans passer par le médecin traitant",
        "sans passer par le médecin traitant",
        "Je ne passe pas par mon médecin traitant",
        "Vous ne passez pas par votre médecin traitant.",
    ),
    Supposition.ENFANT: MotsSupposition(
        "Pour un enfant de moins de 16 ans",
        "un enfant de moins de 16 ans",
        "C'est pour un enfant",
        "C'est pour un enfant de moins de 16 ans.",
    ),
    Supposition.GROSSESSE: MotsSupposition(
        "Enceinte de 6 mois ou plus",
        "une femme enceinte de 6 mois ou plus",
        "Je suis enceinte de 6 mois",
        "Vous êtes enceinte de 6 mois ou plus.",
    ),
    Supposition.ALSACE_MOSELLE: MotsSupposition(
        "Avec le régime local d'Alsace-Moselle",
        "au régime local d'Alsace-Moselle",
        "J'ai la Sécu d'Alsace ou de Moselle",
        "Vous avez la Sécu d'Alsace ou de Moselle.",
    ),
    Supposition.AT_MP: MotsSupposition(
        "Accident du travail, maladie professionnelle",
        "après un accident du travail ou une maladie professionnelle",
        "C'est un accident du travail",
        "C'est un accident du travail.",
    ),
    Supposition.AME: MotsSupposition(
        "Avec l'aide médicale de l'État (AME)",
        "avec l'aide médicale de l'État (AME)",
        "J'ai l'aide médicale de l'État",
        "Vous avez l'aide médicale de l'État.",
    ),
    Supposition.INCONNUE: MotsSupposition(
        "Je ne connais pas ma situation",
        "sans savoir s'il a une complémentaire santé et un médecin traitant",
        "Je ne sais pas",
        "Nous ne savons pas si vous avez une complémentaire santé.",
    ),
}

#: Who pays beside the Sécu and the person, by the reason of the line: plain, easy to read.
PAYEURS: Mapping[str, tuple[str, str]] = {
    "c2s": ("La complémentaire santé solidaire", "La complémentaire santé solidaire"),
    "ame": ("L'aide médicale de l'État", "L'aide médicale de l'État"),
}
PAYEUR_ORDINAIRE = ("Votre complémentaire santé", "Votre complémentaire santé")
