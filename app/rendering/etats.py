"""Holds the words and shapes of the verdicts, and the dates that go with them. Decides no verdict."""

from app.domain.verdicts import Resultat, Verdict
from app.rendering.formats import jour_complet, jour_en_mots, mois_en_mots
from app.rendering.voix import Voix, sujet_majuscule
from app.rendering.vues import VueEtat

ETATS = {
    Verdict.A_FAIRE: VueEtat("À faire", "a-faire"),
    Verdict.BIENTOT: VueEtat("Bientôt", "bientot"),
    Verdict.A_PRECISER: VueEtat("À préciser", "a-preciser"),
    Verdict.A_JOUR: VueEtat("À jour", "a-jour"),
}
GENRES_A_FAIRE = frozenset({"alerte", "depistage", "rendez-vous", "orientation", "campagne"})


def etat_de(resultat: Resultat, voix: Voix = Voix.VOUS) -> VueEtat:
    """The word of a verdict, chosen by kind when the verdict is "concerns you now".

    Habits, rights and information concern a person; they are not errands to run.
    """
    if resultat.verdict is Verdict.A_FAIRE and resultat.fiche.genre not in GENRES_A_FAIRE:
        return VueEtat(f"Pour {voix.sujet}", "a-jour")
    if resultat.verdict is Verdict.PAS_CONCERNE:
        return VueEtat(f"Pas pour {voix.sujet} aujourd'hui", "pas-concerne")
    return ETATS[resultat.verdict]


def derniere_fois(resultat: Resultat) -> str:
    """The ISO text of the last act the verdict counted; empty when none is known."""
    return next((str(raison.valeurs[0]) for raison in resultat.raisons if raison.code == "deja_fait"), "")


def quand(resultat: Resultat) -> str:
    """When, in words; empty when the verdict has no date."""
    if resultat.a_partir_du is not None:
        return f"à partir du {jour_en_mots(resultat.a_partir_du)}"
    if resultat.verdict is Verdict.A_JOUR:
        return f"prochaine fois en {mois_en_mots(resultat.echeance)}" if resultat.echeance else "c'est fait"
    if resultat.echeance is None:
        return ""
    if resultat.verdict is Verdict.BIENTOT:
        return f"à partir du {jour_en_mots(resultat.echeance)}"
    return f"prévu depuis {mois_en_mots(resultat.echeance)}"


def quand_falc(resultat: Resultat, voix: Voix = Voix.VOUS) -> str:
    """The same as a whole FALC sentence, day of the week included."""
    if resultat.a_partir_du is not None:
        return f"Ce sera pour {voix.sujet} le {jour_complet(resultat.a_partir_du)}."
    if resultat.verdict is Verdict.A_JOUR:
        return f"La prochaine fois : {jour_complet(resultat.echeance)}." if resultat.echeance else "C'est fait."
    if resultat.echeance is None:
        return ""
    if resultat.verdict is Verdict.BIENTOT:
        pourra = voix.choisir("Vous pourrez", f"{sujet_majuscule(voix)} pourra")
        return f"{pourra} le faire le {jour_complet(resultat.echeance)}."
    return f"C'était prévu le {jour_complet(resultat.echeance)}."
