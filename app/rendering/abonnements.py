"""Writes the page of the reminders that are sent and the pages the links of messages open. Nothing of health here."""

from collections.abc import Mapping
from typing import NamedTuple

from app.domain.consentement import Accord, ActeConsentement
from app.domain.envois import A_LIEN, HEURES, CanalRappel, Rythme
from app.domain.rappels_choisis import Abonnement
from app.rendering.consentements import page_recu
from app.rendering.formats import jour_en_mots
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page
from app.rendering.vues import VueChamp
from app.rendering.vues_abonnements import VueAbonnements, VueAgendaAbonne, VueCanal, VueChoix, VueMisDeCote, VueReponse
from app.rendering.vues_carnet import VueAccord

TITRE, ADRESSE = "Recevoir mes rappels", "/carnet/rappels"


class Saisie(NamedTuple):
    """How an address is asked: its name, an example, a line, several or the device's own, what fills it in."""

    libelle: str
    aide: str
    forme: str = "ligne"
    auto: str = "tel"
    clavier: str = "tel"


#: What is asked on each channel, and how it is typed.
CHAMPS: Mapping[CanalRappel, Saisie] = {
    CanalRappel.COURRIEL: Saisie("Votre adresse e-mail", "Exemple : prenom@exemple.fr", auto="email", clavier="email"),
    CanalRappel.LETTRE: Saisie(
        "Votre adresse, comme sur une enveloppe", "De 3 à 6 lignes. La dernière : 71000 Mâcon", "lignes", "off", "text"
    ),
    CanalRappel.PUSH: Saisie("", "", "appareil", "off", "text"),
    CanalRappel.SMS: Saisie("Votre numéro de portable", "Exemple : 06 12 34 56 78"),
    CanalRappel.APPEL: Saisie("Votre numéro de téléphone", "Exemple : 03 85 12 34 56"),
}
RYTHMES: Mapping[Rythme, str] = {
    Rythme.MOIS: "1 mois",
    Rythme.TRIMESTRE: "3 mois",
    Rythme.SEMESTRE: "6 mois",
    Rythme.AN: "1 an",
}
_MOTIFS = (
    ("deja-suivi", "Je suis déjà suivi ou suivie"),
    ("medecin", "Mon médecin me l'a déconseillé"),
    ("pas-envie", "Je ne veux pas"),
    ("autre", "Une autre raison"),
)
MOTS_DES_MOTIFS: Mapping[str, str] = dict(_MOTIFS)
_MOTIFS_FALC = (
    ("deja-suivi", "Un médecin me suit déjà"),
    ("medecin", "Mon médecin a dit non"),
    ("pas-envie", "Je ne veux pas"),
    ("autre", "Une autre raison"),
)
MOTS_DES_MOTIFS_FALC: Mapping[str, str] = dict(_MOTIFS_FALC)
LIEN_MORT = "Ce lien ne marche plus : il a déjà servi, ou il a plus de 60 jours."
LIEN_MORT_FALC = ("Ce lien ne marche plus.", "Un lien marche 1 fois.")
PARTI = "Un message partait au même moment : il peut encore arriver dans les minutes qui viennent."
PARTI_FALC = "Un dernier message arrive peut-être."


def page_abonnements(
    canaux: tuple[VueCanal, ...],
    mode: Mode,
    agenda: VueAgendaAbonne | None = None,
    de_cote: tuple[VueMisDeCote, ...] = (),
) -> Page:
    """The ways to be reminded that this service has, each with its own yes and no; then what was put aside."""
    return page("abonnements", Cadre(TITRE, ADRESSE, mode), VueAbonnements(canaux, agenda, de_cote))


def vue_canal(
    canal: CanalRappel,
    accord: VueAccord,
    abonnement: Abonnement | None,
    mode: Mode,
    champ: VueChamp | None = None,
    cle: str = "",
) -> VueCanal:
    """One way: what is asked, what is kept; `champ` is what was typed when it was refused."""
    saisie = CHAMPS[canal]
    gardee = abonnement.adresse if abonnement and saisie.forme != "appareil" else ""
    heure = abonnement.heure if abonnement else HEURES[0]
    rythme = abonnement.rythme if abonnement else Rythme.TRIMESTRE
    return VueCanal(
        canal=canal,
        accord=accord,
        libelle=saisie.libelle,
        aide=saisie.aide,
        forme=saisie.forme,
        auto=saisie.auto,
        clavier=saisie.clavier,
        champ=champ or VueChamp(gardee),
        cle=cle,
        heures=tuple(VueChoix(str(h), f"{h} heures", h == heure) for h in HEURES),
        rythmes=tuple(VueChoix(str(int(r)), mots, r is rythme) for r, mots in RYTHMES.items()),
        etat=_etat(abonnement, falc=mode is Mode.FALC) if abonnement else (),
        nouvelles=VueChoix("oui", "", abonnement is not None and abonnement.nouvelles) if canal in A_LIEN else None,
    )


def page_recu_rappels(acte: ActeConsentement, accord: Accord, mode: Mode, *, parti: bool) -> Page:
    """The receipt of the end of a channel; `parti` when a message may still arrive."""
    phrases: tuple[str, ...] = ("Votre adresse est effacée. Nous ne vous écrivons plus par ce moyen.",)
    if mode is Mode.FALC:
        phrases = ("Nous avons effacé votre adresse.", "Nous ne vous écrivons plus.")
    if parti:
        phrases = (*phrases, PARTI_FALC if mode is Mode.FALC else PARTI)
    return page_recu(acte, accord, phrases, mode, (ADRESSE, "Revenir à mes rappels"))


def page_choix(jeton: str, mode: Mode, erreur: VueChamp | None = None) -> Page:
    """The four answers to a reminder."""
    falc = mode is Mode.FALC
    motifs = tuple(VueChoix(valeur, libelle, False) for valeur, libelle in (_MOTIFS_FALC if falc else _MOTIFS))
    return _reponse(VueReponse("Votre rappel", (), "repondre", jeton, erreur or VueChamp(), motifs), mode)


def page_confirmer(jeton: str, mode: Mode) -> Page:
    """One button: the address is the person's own."""
    normal = ("Cette adresse recevra les rappels demandés dans un carnet. Si ce n'est pas vous, fermez cette page.",)
    falc = ("Un carnet veut envoyer des rappels ici.", "Ce n'est pas vous ? Fermez cette page.")
    phrases = falc if mode is Mode.FALC else normal
    return _reponse(VueReponse("Recevoir les rappels ici", phrases, "confirmer", jeton), mode)


def page_arreter(jeton: str, mode: Mode) -> Page:
    """One button: no more messages."""
    normal = ("Nous ne vous écrirons plus par ce moyen, et votre adresse sera effacée.",)
    falc = ("Appuyez sur le bouton.", "Nous ne vous écrivons plus.")
    phrases = falc if mode is Mode.FALC else normal
    return _reponse(VueReponse("Arrêter les rappels", phrases, "arreter", jeton), mode)


def page_du_nouveau(mode: Mode) -> Page:
    """A rule changed: what it is about is told in the carnet alone."""
    normal = ("Une règle a changé depuis un de nos rappels. Ouvrez votre carnet, puis « Ce qui a changé pour moi ».",)
    falc = ("Une règle a changé.", "Ouvrez votre carnet.", "Lisez : ce qui a changé pour vous.")
    return page_fin("Il y a du nouveau", falc if mode is Mode.FALC else normal, mode)


def page_fin(titre: str, phrases: tuple[str, ...], mode: Mode) -> Page:
    """What came of it."""
    return _reponse(VueReponse(titre, phrases), mode)


def page_lien_mort(mode: Mode) -> Page:
    """A link that serves no more."""
    return page_fin("Ce lien est fini", LIEN_MORT_FALC if mode is Mode.FALC else (LIEN_MORT,), mode)


def abonnement_en_json(abonnement: Abonnement) -> dict[str, object]:
    """One channel as it is exported."""
    return {
        "canal": abonnement.canal,
        "adresse": abonnement.adresse,
        "fuseau": abonnement.zone,
        "heure": abonnement.heure,
        "mois_entre_deux_rappels": int(abonnement.rythme),
        "lecture": abonnement.mode,
        "confirmee_le": abonnement.confirme_le.isoformat() if abonnement.confirme_le else None,
        "prochain_rappel": abonnement.prochain.isoformat() if abonnement.prochain else None,
        "dernier_message": abonnement.dernier.isoformat() if abonnement.dernier else None,
        "prendre_des_nouvelles": abonnement.nouvelles,
        "nouvelles": [
            {"quoi": nom, "le": nouvelle.jour.isoformat(), "demandee": nouvelle.demandee}
            for nom, nouvelle in sorted(abonnement.demandes.items())
        ],
        "reponses_a_preciser": [
            {"le": le.isoformat(), "reponse": reponse, "quoi": list(choses)}
            for le, reponse, choses in abonnement.a_preciser
        ],
        "arretes": [
            {"quoi": nom, "dit_le": arret.dit_le.isoformat(), "arrete_le": arret.le.isoformat(), "cause": arret.cause}
            for nom, arret in sorted(abonnement.arretes.items())
        ],
        "deja_dit": [
            {
                "quoi": chose,
                "dit_le": suivi.dit_le.isoformat() if suivi.dit_le else None,
                "fois": suivi.fois,
                "pas_avant": suivi.pas_avant.isoformat() if suivi.pas_avant else None,
                "ecarte": suivi.ecarte,
            }
            for chose, suivi in sorted(abonnement.suivis.items())
        ],
    }


def _reponse(vue: VueReponse, mode: Mode) -> Page:
    chemin = f"/{'arret' if vue.geste == 'arreter' else 'reponse'}/{vue.jeton}" if vue.jeton else "/"
    return page("reponse", Cadre(vue.titre, chemin, mode), vue)


def _etat(abonnement: Abonnement, *, falc: bool) -> tuple[str, ...]:
    """What is true of one channel today."""
    if abonnement.confirme_le is None:
        if abonnement.en_attente:
            return ("Nous vous envoyons un message.", "Ouvrez le lien du message pour commencer.")
        if falc:
            return ("Ouvrez le lien de notre message.", "Sans cela nous n'envoyons rien.")
        return ("Ouvrez le lien de notre message pour commencer. Rien d'autre n'est envoyé avant.",)
    if abonnement.prochain is None:
        return ("Vous recevez vos rappels ici.", "Aucun rappel n'est prévu pour le moment.")
    jour = jour_en_mots(abonnement.prochain)
    return (
        "Vous recevez vos rappels ici.",
        f"Prochain rappel le {jour}.",
    )
