"""Writes the page of "Mon bilan prévention" and its sheet: which window, how long is left, what happens, what it costs.

Every text is that of the advice of one window: the page adds none about care or money.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from app.domain.bilan import EtatFenetre, Fenetre, MesFenetres
from app.domain.catalogue import Catalogue
from app.domain.dates import Duree, mois_revolus
from app.domain.falc import motif_du_mot
from app.domain.fiches import Fiche
from app.domain.profil import Profil
from app.rendering.decompte_bilan import compte_a_rebours, ligne_de_vie
from app.rendering.etats import derniere_fois, etat_de
from app.rendering.feuille import numero_de
from app.rendering.fiche import perime
from app.rendering.formats import (
    ages_en_mots,
    date_approchee_en_mots,
    duree_en_mots,
    jour_complet,
    jour_en_mots,
    majuscule,
    nombre_de,
    typographie,
)
from app.rendering.gabarits import Cadre, Mode, page, paragraphes
from app.rendering.page import Page
from app.rendering.voix import LECTEUR, Destinataire, Voix, lignes_de_cadre
from app.rendering.vues import VueAccueil, VueEtat, VueNumero, VueSource, VueUrgence
from app.rendering.vues_bilan import VueBilan, VueFenetre

CHEMIN = "/bilan-prevention"
TITRE = "Mon bilan prévention"
#: Those who tell who does the bilan nearby, without internet.
QUI_APPELER = ("tel-3646", "contact-pharmacie")
FAITE = VueEtat("Fait", "a-jour")
A_VENIR = VueEtat("Plus tard", "bientot")
Texte = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LectureBilan:
    """One person's windows as a page needs them; without a birth date `accueil` holds the two questions."""

    fenetres: MesFenetres
    au: date
    profil: Profil
    qui: Destinataire = LECTEUR
    perdues: bool = False
    urgences: tuple[VueUrgence, ...] = ()
    accueil: VueAccueil | None = None


def page_bilan(catalogue: Catalogue, lue: LectureBilan, mode: Mode) -> Page:
    """The page."""
    return page("bilan", Cadre("Rendez-vous de prévention", CHEMIN, mode), _vue(catalogue, lue, mode), qui=lue.qui)


def page_feuille_bilan(catalogue: Catalogue, lue: LectureBilan, mode: Mode) -> Page:
    """The same facts on paper."""
    cadre = Cadre("Ma feuille", "/imprimer/bilan-prevention", mode, feuille=True)
    return page("imprimer_bilan", cadre, _vue(catalogue, lue, mode), qui=lue.qui)


def _vue(catalogue: Catalogue, lue: LectureBilan, mode: Mode) -> VueBilan:
    falc, voix = mode is Mode.FALC, lue.qui.voix
    connu = lue.accueil is None
    presente = lue.fenetres.presente if connu else None
    montree = presente or lue.fenetres.prochaine or lue.fenetres.toutes[-1]
    fiche, ouverte = montree.fiche, montree.etat is EtatFenetre.OUVERTE
    texte, comment = _textes(lue.fenetres, montree, mode, connu=connu)
    plus_rien = connu and presente is None and lue.fenetres.prochaine is None
    sans_internet = fiche.falc.sans_internet if falc else (fiche.normal.sans_internet,)
    return VueBilan(
        titre=typographie(lue.qui.titre(_titre(lue.fenetres) if connu else TITRE)),
        sous_titre="" if falc else typographie(fiche.normal.resume),
        etat=_etat(montree, voix) if connu and not plus_rien else None,
        phrases=tuple(map(typographie, _phrases(lue, mode))) if connu else (),
        dessin=compte_a_rebours(montree, lue.au) if connu and ouverte else _vie(lue, connu=connu),
        conseil=f"{mode.prefixe}/conseils/{fiche.id}" if presente else "",
        reserver=ouverte,
        preparer="" if not connu or plus_rien or montree.etat is EtatFenetre.FAITE else f"{CHEMIN}/questionnaire",
        fenetres=tuple(_fenetre(fenetre, mode, connu=connu) for fenetre in lue.fenetres.toutes),
        resume=typographie(fiche.falc.resume if falc else fiche.normal.pourquoi) if connu else "",
        texte=texte,
        comment=comment,
        sans_internet=sans_internet,
        prix=tuple(map(typographie, fiche.falc.prix if falc else (fiche.normal.prix,))),
        limites=typographie(fiche.normal.limites or "") if connu else "",
        perime=perime(fiche, lue.au, mode),
        mots=_mots(fiche, (TITRE, *texte, *comment, *sans_internet)),
        sources=tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in fiche.sources),
        verifie=f"Vérifié le {jour_en_mots(fiche.verifie_le)}, à revoir avant le {jour_en_mots(fiche.a_relire_avant)}.",
        cadre_de_lecture=lignes_de_cadre(voix, falc=falc),
        contacts=_contacts(catalogue, QUI_APPELER, mode, lue.au),
        urgences=lue.urgences,
        perdues=lue.perdues,
        accueil=lue.accueil,
        date=_jour(lue.au, mode),
        version=catalogue.version_contenu[:8],
    )


def _textes(fenetres: MesFenetres, montree: Fenetre, mode: Mode, *, connu: bool) -> tuple[Texte, Texte]:
    """What the bilan is and how to do it; in easy-to-read, or when the age is not known, what is said at every age."""
    lus = {fenetre.tranche: _lus(fenetre, mode) for fenetre in fenetres.toutes}
    ici = lus[montree.tranche]
    autres = (ici,) if connu and mode is Mode.NORMAL else lus.values()
    texte, comment = (
        tuple(typographie(phrase) for phrase in ici[rang] if all(phrase in autre[rang] for autre in autres))
        for rang in (0, 1)
    )
    return texte, comment


def _mots(fiche: Fiche, textes: Iterable[str]) -> Texte:
    """The hard words of the texts shown, and no other."""
    tout = " ".join(textes)
    return tuple(typographie(mot.sens) for mot in fiche.falc.mots if motif_du_mot(mot.mot).search(tout))


def _lus(fenetre: Fenetre, mode: Mode) -> tuple[Texte, Texte]:
    fiche = fenetre.fiche
    if mode is Mode.FALC:
        return fiche.falc.texte, fiche.falc.comment
    return tuple(paragraphes(fiche.normal.texte)), fiche.normal.comment


def _titre(fenetres: MesFenetres) -> str:
    presente = fenetres.presente
    if presente is None:
        return "Bilan prévention : plus tard" if fenetres.prochaine else "Bilan prévention : plus de date"
    if presente.etat is EtatFenetre.OUVERTE:
        return "Bilan prévention : c'est le moment"
    return "Bilan prévention : c'est fait" if presente.etat is EtatFenetre.FAITE else "Bilan prévention : à préciser"


def _etat(fenetre: Fenetre, voix: Voix) -> VueEtat:
    if fenetre.etat is EtatFenetre.FAITE:
        return FAITE
    return A_VENIR if fenetre.etat is EtatFenetre.A_VENIR else etat_de(fenetre.resultat, voix)


def _phrases(lue: LectureBilan, mode: Mode) -> tuple[str, ...]:
    """Where the person is: the window of today, then the next one."""
    presente, prochaine = lue.fenetres.presente, lue.fenetres.prochaine
    phrases = list(_maintenant(presente, lue.au, mode)) if presente else []
    if prochaine is not None:
        phrases += _ensuite(prochaine, mode)
    elif presente is None:
        phrases.append("Il n'y a plus de bilan prévu après 75 ans.")
    return tuple(phrases)


def _maintenant(fenetre: Fenetre, au: date, mode: Mode) -> tuple[str, ...]:
    falc, (debut, fin) = mode is Mode.FALC, fenetre.ages
    if fenetre.etat is EtatFenetre.FAITE:
        fait = derniere_fois(fenetre.resultat)
        quand = f" {date_approchee_en_mots(fait)}" if fait and not (falc and len(fait) == 10) else ""
        return (f"Le bilan de {debut} à {fin} ans est fait{quand}.",)
    if fenetre.etat is EtatFenetre.A_PRECISER:
        if falc:
            return ("Nous ne savons pas si c'est le moment.", "Donnez le jour et le mois de naissance.")
        return (f"Le jour et le mois de naissance disent si la fenêtre de {debut} à {fin} ans est ouverte.",)
    if fenetre.ouvre is None or fenetre.ferme is None:
        return ("C'est le moment de faire ce bilan.", f"La fenêtre se ferme la veille des {fin + 1} ans.")
    reste = reste_en_mots(au, fenetre.ferme)
    if falc:
        return ("C'est le moment de faire ce bilan.", f"Le dernier jour est le {jour_complet(fenetre.ferme)}.",
                f"Il reste {reste}.")  # fmt: skip
    depuis = f"La fenêtre de {debut} à {fin} ans est ouverte depuis le {jour_en_mots(fenetre.ouvre)}."
    return (f"Il reste {reste}, jusqu'au {jour_en_mots(fenetre.ferme)}.", depuis)


def _ensuite(fenetre: Fenetre, mode: Mode) -> tuple[str, ...]:
    debut, fin = fenetre.ages
    if fenetre.ouvre is None:
        return (f"Le prochain bilan est de {debut} à {fin} ans.",)
    if mode is Mode.FALC:
        return (f"Le prochain bilan est de {debut} à {fin} ans.", f"Il commence le {jour_complet(fenetre.ouvre)}.")
    return (f"La prochaine fenêtre, de {debut} à {fin} ans, s'ouvre le {jour_en_mots(fenetre.ouvre)}.",)


def reste_en_mots(au: date, ferme: date) -> str:
    """8 mois, 2 ans et 1 mois; the days when less than two months are left, today included."""
    fin = ferme + timedelta(days=1)
    mois = mois_revolus(au, fin)
    return nombre_de((fin - au).days, "jour") if mois < 2 else duree_en_mots(Duree(mois, 0))


def _vie(lue: LectureBilan, *, connu: bool) -> Markup:
    situation = lue.fenetres.situation
    return ligne_de_vie(lue.fenetres.toutes, situation.age_min if connu else None)


def _fenetre(fenetre: Fenetre, mode: Mode, *, connu: bool) -> VueFenetre:
    return VueFenetre(
        ages=typographie(majuscule(ages_en_mots((fenetre.ages,)))),
        etat=None,
        phrase=typographie(_resume(fenetre, mode)) if connu else "",
        url=f"{mode.prefixe}/conseils/{fenetre.fiche.id}",
    )


def _resume(fenetre: Fenetre, mode: Mode) -> str:
    """One window in a few words."""
    if fenetre.etat is EtatFenetre.A_VENIR:
        return f"S'ouvre le {_jour(fenetre.ouvre, mode)}." if fenetre.ouvre else "Plus tard."
    if fenetre.etat is EtatFenetre.OUVERTE:
        return f"Ouverte jusqu'au {_jour(fenetre.ferme, mode)}." if fenetre.ferme else "Ouverte."
    return {
        EtatFenetre.FAITE: "C'est fait.",
        EtatFenetre.PASSEE: "Passée.",
        EtatFenetre.A_PRECISER: "À préciser.",
    }[fenetre.etat]


def _jour(jour: date, mode: Mode) -> str:
    return jour_complet(jour) if mode is Mode.FALC else jour_en_mots(jour)


def _contacts(catalogue: Catalogue, noms: Iterable[str], mode: Mode, au: date) -> tuple[VueNumero, ...]:
    return tuple(numero_de(catalogue.contacts[nom], mode, au) for nom in noms)
