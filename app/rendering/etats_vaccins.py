"""Holds the French words and the shapes of the vaccine statuses, and the dates that go with them. Decides no status."""

from app.domain.vaccination_verdicts import Prevision, StatutVaccin
from app.rendering.formats import jour_complet, jour_en_mots, mois_en_mots
from app.rendering.voix import Voix, sujet_majuscule
from app.rendering.vues import VueEtat

S = StatutVaccin
ETATS = {
    S.EN_RETARD: VueEtat("En retard", "a-faire"),
    S.A_FAIRE: VueEtat("À faire", "a-faire"),
    S.RATTRAPAGE: VueEtat("À rattraper", "a-faire"),
    S.AVIS_PROFESSIONNEL: VueEtat("À voir avec un professionnel", "a-preciser"),
    S.POSSIBLE: VueEtat("Possible", "a-preciser"),
    S.PLUS_TARD: VueEtat("Plus tard", "bientot"),
    S.HORS_SAISON: VueEtat("Hors saison", "bientot"),
    S.CONTRE_INDIQUE: VueEtat("Contre-indiqué", "pas-concerne"),
    S.TROP_TARD: VueEtat("Trop tard", "pas-concerne"),
    S.COMPLET: VueEtat("Terminé", "a-jour"),
    S.PAS_INDIQUE: VueEtat("Pas indiqué", "pas-concerne"),
}
SELON = VueEtat("Selon la situation", "a-preciser")
#: Due at a moment that a missing date would tell.
A_DATER = VueEtat("À préciser", "a-preciser")
#: The first day is only worth saying when it is to come, or is what makes the dose late.
_A_VENIR = frozenset({S.PLUS_TARD, S.HORS_SAISON})


def etat_vaccin(prevision: Prevision) -> VueEtat:
    """The word of a status; a line that waits for an answer says so."""
    if prevision.statut is S.PAS_INDIQUE and prevision.a_preciser:
        return SELON
    if prevision.statut is S.A_FAIRE and prevision.a_preciser:
        return A_DATER
    return ETATS[prevision.statut]


def quand_vaccin(prevision: Prevision) -> str:
    """When, in words; empty when the status has no date to tell."""
    if prevision.statut is S.EN_RETARD and prevision.en_retard_depuis is not None:
        return f"depuis {mois_en_mots(prevision.en_retard_depuis)}"
    if prevision.statut in _A_VENIR and prevision.date_conseillee is not None:
        return f"à partir du {jour_en_mots(prevision.date_conseillee)}"
    if prevision.date_limite is not None and prevision.statut in (S.A_FAIRE, S.RATTRAPAGE):
        return f"avant le {jour_en_mots(prevision.date_limite)}"
    return ""


def quand_vaccin_falc(prevision: Prevision, voix: Voix) -> str:
    """The same as one FALC sentence, day of the week included."""
    statut, jour = prevision.statut, prevision.date_conseillee
    sujet = sujet_majuscule(voix)
    if statut is S.A_FAIRE and prevision.a_preciser:
        return "Il nous manque une date."
    if statut is S.EN_RETARD and prevision.en_retard_depuis is not None:
        etre = voix.choisir("Vous êtes", f"{sujet} est")
        return f"{etre} en retard depuis le {jour_complet(prevision.en_retard_depuis)}."
    if statut in _A_VENIR and jour is not None:
        return f"{voix.choisir('Vous pourrez', f'{sujet} pourra')} le faire le {jour_complet(jour)}."
    return _FALC.get(statut, "") or f"{voix.choisir('Vous pouvez', f'{sujet} peut')} le faire maintenant."


_FALC = {
    S.RATTRAPAGE: "Il est encore temps de le faire.",
    S.AVIS_PROFESSIONNEL: "Parlez de ce vaccin à un médecin.",
    S.POSSIBLE: "Ce vaccin est au choix.",
    S.HORS_SAISON: "Attendez la prochaine campagne.",
    S.CONTRE_INDIQUE: "Ne faites pas ce vaccin maintenant.",
    S.TROP_TARD: "C'est trop tard pour ce vaccin.",
    S.COMPLET: "C'est fait.",
    S.PAS_INDIQUE: "Ce vaccin est utile dans certains cas.",
}
