"""Writes what is asked of people, what they answered, and the receipts of it. Keeps nothing and asks nothing twice."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.carnet_en_ligne import RecuEffacement
from app.domain.communes import PARIS
from app.domain.consentement import Accord, ActeConsentement, Auteur, Canal, EtatConsentement, Finalite, Geste, etat_de
from app.rendering.formats import jour_en_mots, nombre_de
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.mots_creneaux import heure
from app.rendering.page import Page
from app.rendering.vues_carnet import VueAccord, VueConsentements, VueRecu

TITRE, ADRESSE = "Mes accords", "/consentements"
FORMAT_RECU = "mon-budget-sante/recu/1"
_ETATS: Mapping[EtatConsentement, str] = {
    EtatConsentement.JAMAIS: "Vous n'avez pas dit oui.",
    EtatConsentement.DONNE: "Vous avez dit oui",
    EtatConsentement.REFUSE: "Vous avez dit non.",
    EtatConsentement.RETIRE: "Vous avez retiré votre accord.",
    EtatConsentement.A_REDEMANDER: "Le texte a changé. Votre ancien oui ne suffit plus.",
}
GESTES: Mapping[Geste, str] = {
    Geste.DONNE: "oui",
    Geste.REFUSE: "non",
    Geste.RETIRE: "accord retiré",
    Geste.EXPIRE: "fin après 24 mois sans visite",
    Geste.INVALIDE: "accord annulé",
}


def vue_accord(accord: Accord, actes: Iterable[ActeConsentement], le: date, mode: Mode) -> VueAccord:
    """One purpose as it is asked on that day, and what the acts say of it."""
    actes = tuple(actes)
    version, etat = accord.du(le), etat_de(actes, accord, le)
    texte = version.texte(mode)
    phrase = _ETATS[etat]
    if etat is EtatConsentement.DONNE:
        donne = [acte for acte in actes if acte.finalite is accord.id][-1]
        phrase = f"{phrase} le {jour_en_mots(donne.le.astimezone(ZoneInfo(PARIS)).date())}."
    return VueAccord(
        id=accord.id,
        titre=texte.titre,
        phrases=texte.phrases,
        oui=texte.oui,
        non=texte.non,
        empreinte=version.empreinte(accord.id, mode),
        etat=phrase,
        donne=etat is EtatConsentement.DONNE,
    )


def page_consentements(vue: VueConsentements, mode: Mode) -> Page:
    """Every purpose that is asked for, each alone."""
    return page("consentements", Cadre(TITRE, ADRESSE, mode), vue)


def page_recu_ici(acte: ActeConsentement, accord: Accord, mode: Mode) -> Page:
    """The receipt of a yes, a no or a withdrawal about this device."""
    phrases = {
        Geste.DONNE: ("Vos réponses restent maintenant sur cet appareil.",),
        Geste.REFUSE: ("Nous ne gardons rien sur cet appareil.", "Le site marche pareil."),
    }.get(acte.geste, ("Tout ce que ce navigateur gardait pour nous est effacé.",))
    if mode is Mode.FALC and acte.geste is Geste.RETIRE:
        phrases = ("Nous avons effacé vos réponses de cet appareil.",)
    return page_recu(acte, accord, phrases, mode, ("/consentements", "Revenir à mes accords"))


_CANAUX: Mapping[Canal, str] = {
    Canal.SITE: "sur le site",
    Canal.TELEPHONE: "par téléphone",
    Canal.PAPIER: "sur papier",
}
_AUTEURS: Mapping[Auteur, str] = {
    Auteur.SOI: "par la personne",
    Auteur.AIDE: "par la personne aidée",
    Auteur.ENFANT_ET_PARENT: "par un enfant et un parent",
    Auteur.ENFANT: "par l'enfant",
    Auteur.PARENT: "par un parent",
}
#: What changes at once, for each purpose of an open carnet: after a yes, after anything else; normal, then easy.
_EFFETS: Mapping[Finalite, tuple[tuple[str, str], tuple[str, str]]] = {
    Finalite.COMMUNE: (
        ("Votre carnet retient votre commune.", "Le carnet garde le nom de votre commune."),
        ("Votre carnet ne retient pas de commune.", "Le carnet ne garde pas votre commune."),
    ),
    Finalite.STATISTIQUES: (
        ("Vous serez compté une seule fois, au début d'un mois.", "Nous vous comptons 1 seule fois."),
        (
            "Vous ne serez pas compté. Un total déjà publié reste : personne ne peut vous y retrouver.",
            "Nous ne vous comptons pas.",
        ),
    ),
}


def page_recu_du_carnet(acte: ActeConsentement, accord: Accord, mode: Mode) -> Page:
    """The receipt of a yes, a no or a withdrawal about one purpose of the carnet."""
    phrase = _EFFETS[acte.finalite][acte.geste is not Geste.DONNE][mode is Mode.FALC]
    return page_recu(acte, accord, (phrase,), mode, ("/consentements", "Revenir à mes accords"), "C'est noté")


def page_recu_effacement(recu: RecuEffacement, accord: Accord, mode: Mode) -> Page:
    """The receipt of an erasure, of one person or of everything."""
    qui = nombre_de(recu.personnes, "personne")
    phrases = [f"Nous avons effacé {qui} de votre carnet." if not recu.tout else "Nous avons effacé votre carnet."]
    if recu.tout:
        phrases += ["Les codes de votre feuille ne marchent plus.", "Le carnet est fermé sur tous vos appareils."]
    if not recu.balaye:
        phrases.append("Une copie technique chiffrée part dans quelques minutes.")
    suite = ("/conseils", "Revenir aux conseils") if recu.tout else ("/mes-donnees", "Revenir à mes données")
    if recu.acte is not None:
        return page_recu(recu.acte, accord, tuple(phrases), mode, suite)
    lignes = (("Le", _quand(recu.le, mode)),)
    contenu = {"format": FORMAT_RECU, "geste": "personne effacée", "personnes": recu.personnes, "le": _iso(recu.le)}
    return _page(VueRecu("C'est effacé", tuple(phrases), lignes, _json(contenu), suite), mode)


def ligne_acte(acte: ActeConsentement, accords: Mapping[Finalite, Accord], mode: Mode) -> tuple[str, str]:
    """One act, when then what."""
    accord = accords.get(acte.finalite)
    titre = accord.versions[acte.version - 1].texte(mode).titre if accord else acte.finalite
    return _quand(acte.le, mode), f"{titre} : {GESTES[acte.geste]}"


def ligne_entiere(acte: ActeConsentement, accords: Mapping[Finalite, Accord], mode: Mode) -> tuple[str, str]:
    """The same on the sheet to keep: which text was shown, how, and who answered."""
    quand, quoi = ligne_acte(acte, accords, mode)
    lecture = "en facile à lire" if acte.mode == Mode.FALC else "en lecture normale"
    qui = f"{_CANAUX[acte.canal]}, {_AUTEURS[acte.auteur]}"
    return quand, f"{quoi} (texte {acte.version}, {lecture}, {qui}, empreinte {acte.empreinte[:16]})"


def acte_en_json(acte: ActeConsentement) -> dict[str, object]:
    """One act as it is exported."""
    return {
        "finalite": acte.finalite,
        "geste": acte.geste,
        "version_du_texte": acte.version,
        "empreinte_du_texte": acte.empreinte,
        "lecture": acte.mode,
        "le": _iso(acte.le),
        "canal": acte.canal,
        "auteur": acte.auteur,
    }


def page_recu(
    acte: ActeConsentement,
    accord: Accord,
    phrases: tuple[str, ...],
    mode: Mode,
    suite: tuple[str, str],
    titre: str = "",
) -> Page:
    """The receipt of any act."""
    lignes: tuple[tuple[str, str], ...] = (
        ("Sujet", accord.versions[acte.version - 1].texte(mode).titre),
        ("Réponse", GESTES[acte.geste]),
        ("Le", _quand(acte.le, mode)),
        ("Texte", f"version {acte.version}"),
        ("Empreinte du texte", f"{acte.empreinte[:16]}…"),
    )
    if mode is Mode.FALC:
        lignes = lignes[:3]
    titre = titre or ("C'est effacé" if acte.geste is Geste.RETIRE else "C'est noté")
    return _page(VueRecu(titre, phrases, lignes, _json({"format": FORMAT_RECU, **acte_en_json(acte)}), suite), mode)


def _page(vue: VueRecu, mode: Mode) -> Page:
    return page("recu", Cadre("Reçu", ADRESSE, mode), vue)


def _quand(instant: datetime, mode: Mode) -> str:
    jour = jour_en_mots(instant.astimezone(ZoneInfo(PARIS)).date())
    return f"{jour} à {heure(instant, PARIS, falc=mode is Mode.FALC)}"


def _iso(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")


def _json(contenu: Mapping[str, object]) -> str:
    return json.dumps(contenu, ensure_ascii=False, indent=1)
