"""Writes the pages of those who publish: sign-in, their places, someone's week, who comes. Publishes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.creneaux import Profession, TrancheDAge
from app.domain.publication import Attendu, Horaires, LieuGere, Source
from app.rendering.formats import nombre_de
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.mots_creneaux import il_y_a, quand_complet
from app.rendering.page import Page

JOURS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
DEMI_JOURNEES = (("m", "matin"), ("a", "après-midi"))
SOURCES = {
    Source.FORMULAIRE: "formulaire",
    Source.CSV: "fichier CSV",
    Source.ICAL: "calendrier",
    Source.FHIR: "bundle FHIR",
    Source.PLATEFORME: "une plateforme que nous relevons",
}
PROFESSIONS = {
    Profession.MEDECIN: "Médecin",
    Profession.INFIRMIER: "Infirmier, infirmière",
    Profession.PHARMACIEN: "Pharmacien, pharmacienne",
    Profession.SAGE_FEMME: "Sage-femme",
}
ABSENCES = 3
HORIZONS = (2, 4, 6, 8, 12, 26)
REFUSE = (
    "Cela n'ouvre pas. Vérifiez les 3 réponses : le code change toutes les 30 secondes et ne sert qu'une fois. Après "
    "5 essais, attendez 15 minutes."
)
TROP = "Trop d'essais sous ce nom. Attendez 15 minutes, puis recommencez avec un nouveau code."
DIFFERENTS = "Les deux nouveaux mots de passe diffèrent. Écrivez deux fois le même."
CONFIRME = "C'est publié."


@dataclass(frozen=True, slots=True)
class VueLieu:
    """A place in a list, or at the top of its page."""

    id: str
    nom: str
    adresse: str
    etat: str
    muet: bool
    creneaux: str


@dataclass(frozen=True, slots=True)
class VueQui:
    """Someone who receives, and their week in words; days that came one by one in a file are changed there."""

    id: str
    nom: str
    semaine: tuple[str, ...]
    a_changer: bool


def page_connexion(erreur: str = "", identifiant: str = "", *, possible: bool = True) -> Page:
    """The three questions; none of them where the browser could not keep the session."""
    autres = {"erreur": erreur, "identifiant": identifiant, "possible": possible}
    return _page("operateurs_connexion", "Connexion", "/connexion", None, **autres)


def page_mot_de_passe(erreur: str = "", nouveau: str = "", *, fait: bool = False) -> Page:
    """Their own password: what went wrong with the proof, or with the new one."""
    return _page(
        "operateurs_mot_de_passe", "Mot de passe", "/mot-de-passe", None, erreur=erreur, nouveau=nouveau, fait=fait
    )


def page_lieux(organisation: str, lieux: Sequence[LieuGere], maintenant: datetime) -> Page:
    """The places of the organisation, the silent ones said to be so."""
    vues = [vue_lieu(gere, maintenant) for gere in lieux]
    return _page("operateurs_lieux", "Vos lieux", "", vues, organisation=organisation)


def page_lieu(gere: LieuGere, semaines: Sequence[Horaires], maintenant: datetime, message: str = "") -> Page:
    """One place: what people see of it, who receives, and the button that says nothing changed."""
    qui = [VueQui(h.id, _nom(h), _semaine(h), a_changer=h.is_weekly) for h in semaines]
    au_formulaire = gere.source in (None, Source.FORMULAIRE)
    horizons = [(n, f"{n} semaines", n == gere.horizon_semaines) for n in HORIZONS]
    autres = {"qui": qui, "message": message, "horizons": horizons, "au_formulaire": au_formulaire}
    return _page("operateurs_lieu", "Un lieu", f"/lieux/{gere.lieu.id}", vue_lieu(gere, maintenant), **autres)


def page_horaires(gere: LieuGere, champs: Mapping[str, str], erreurs: Mapping[str, str]) -> Page:
    """Someone's week: what was typed, with what to correct."""
    tranches = champs.get("tranches", "").split(",")
    autres = {
        "champs": champs,
        "erreurs": erreurs,
        "jours": tuple(enumerate(JOURS)),
        "demi_journees": DEMI_JOURNEES,
        "professions": [(p.value, nom, champs.get("profession") == p) for p, nom in PROFESSIONS.items()],
        "tranches": [(t.value, t.value.replace("-", " à ") + " ans", t.value in tranches) for t in TrancheDAge],
        "absences": range(ABSENCES),
    }
    return _page("operateurs_horaires", "Horaires", f"/lieux/{gere.lieu.id}/horaires", gere.lieu, **autres)


def page_attendus(gere: LieuGere, attendus: Sequence[Attendu]) -> Page:
    """Who comes, day after day."""
    lignes = [(quand_complet(a.debut, gere.lieu.fuseau), a.qui, f"{a.prenom} {a.nom}", a.contact) for a in attendus]
    return _page("operateurs_attendus", "Rendez-vous", f"/lieux/{gere.lieu.id}/rendez-vous", gere.lieu, lignes=lignes)


def champs_de(horaires: Horaires | None, fuseau: str) -> dict[str, str]:
    """What the form shows of a week already published; a new one proposes ordinary lengths."""
    champs = {"duree": "45", "places": "1", "preavis": "24", "tranches": ",".join(TrancheDAge), "profession": ""}
    if horaires is None:
        return champs
    champs.update(prenom=horaires.qui.prenom, nom=horaires.qui.nom, profession=horaires.qui.profession)
    for ouverture in horaires.ouvertures:
        cle = f"{ouverture.jour}m" if f"{ouverture.jour}m-debut" not in champs else f"{ouverture.jour}a"
        champs |= {f"{cle}-debut": f"{ouverture.debut:%H:%M}", f"{cle}-fin": f"{ouverture.fin:%H:%M}"}
        champs |= {
            "duree": str(int(ouverture.duree.total_seconds()) // 60),
            "places": str(ouverture.places),
            "preavis": str(int(ouverture.preavis.total_seconds()) // 3600),
            "tranches": ouverture.tranches,
        }
    for rang, absence in enumerate(horaires.absences[:ABSENCES]):
        debut, fin = (instant.astimezone(ZoneInfo(fuseau)) for instant in absence)
        # An absence lasts whole days there: its end is the midnight after the last.
        dernier = fin.replace(tzinfo=None).date().toordinal() - 1
        champs |= {f"abs{rang}-du": f"{debut:%Y-%m-%d}", f"abs{rang}-au": debut.fromordinal(dernier).date().isoformat()}
    return champs


def vue_lieu(gere: LieuGere, maintenant: datetime) -> VueLieu:
    """A place in words."""
    lieu, muet = gere.lieu, gere.is_silent(maintenant)
    if gere.source is None:
        etat = "Rien n'est publié. Les gens lisent : on ne sait pas."
    elif muet:
        etat = f"Muet : les gens lisent que l'on ne sait pas. Dernier signe {il_y_a(lieu.vu_le, maintenant)}."
    else:
        quand = quand_complet(gere.perime_le, lieu.fuseau)
        etat = f"Publié par {SOURCES[gere.source]}, {il_y_a(lieu.vu_le, maintenant)}. À confirmer avant : {quand}."
    ou = f"{lieu.adresse}, {lieu.code_postal} {lieu.ville}"
    return VueLieu(lieu.id, lieu.nom, ou, etat, muet, nombre_de(gere.creneaux, "créneau visible", "créneaux visibles"))


def _nom(horaires: Horaires) -> str:
    qui = horaires.qui
    return f"{qui.prenom} {qui.nom}".strip() + f", {PROFESSIONS[qui.profession].split(',')[0].lower()}"


def _semaine(horaires: Horaires) -> tuple[str, ...]:
    return tuple(
        f"{JOURS[o.jour] if o.du != o.au else f'{o.du:%d/%m/%Y}'} : {o.debut:%H:%M} à {o.fin:%H:%M}"
        for o in horaires.ouvertures[:14]
    )


def _page(nom: str, titre: str, chemin: str, vue: object, **autres: object) -> Page:
    return page(nom, Cadre(titre, f"/operateurs{chemin}", Mode.NORMAL, equipe=True), vue, **autres)
