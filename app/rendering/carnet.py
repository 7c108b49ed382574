"""Writes the page where doses are noted, and the sheet for the health record. Reads no form, forecasts nothing."""

from dataclasses import dataclass, field
from functools import lru_cache

from app.domain.carnet import dose_key
from app.domain.catalogue import Catalogue
from app.domain.dates import DateApprochee
from app.domain.vaccination import CalendrierVaccinal
from app.domain.vaccination_codes import CodeVaccin
from app.rendering.calendrier_vaccins import nom_de_la_dose
from app.rendering.formats import date_approchee_en_mots, jour_complet, jour_en_mots, majuscule, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.groupes_vaccins import A_FAIRE, Redaction, arrange
from app.rendering.lecture_vaccins import LectureVaccins
from app.rendering.liste import naissance_de, qui_de
from app.rendering.page import Page
from app.rendering.vaccins import calendrier_de, est_perdu
from app.rendering.voix import Voix
from app.rendering.vues import VueChamp
from app.rendering.vues_vaccins import VueAge, VueCarnet, VueDose, VueGroupeVaccins, VueMaladie, VueSaisie

#: The illnesses that change a vaccine date: plain name, easy name.
MALADIES = {
    "covid": ("Covid-19", "Le Covid"),
    "dengue": ("Dengue", "La dengue"),
    "mpox": ("Mpox (variole du singe)", "Le mpox"),
    "varicelle": ("Varicelle", "La varicelle"),
    "zona": ("Zona", "Le zona"),
}
#: Rows of the form: five at once on a page, one in easy-to-read.
SAISIES, SAISIES_FALC = 5, 1


def rows(mode: Mode) -> int:
    """How many doses the form of this mode takes at once."""
    return SAISIES_FALC if mode is Mode.FALC else SAISIES


def empty_rows(mode: Mode) -> tuple[VueSaisie, ...]:
    """The form as it is before anything is typed."""
    return tuple(VueSaisie(rang, VueChamp(), VueChamp()) for rang in range(1, rows(mode) + 1))


def name_of(code: CodeVaccin) -> str:
    """How a vaccine is offered when a name may mean several: its words, with its brands."""
    marques = [marque for marque in code.marques if marque not in code.libelle]
    return typographie(f"{code.libelle} : {', '.join(marques)}" if marques else code.libelle)


@lru_cache(maxsize=4)
def _noms(calendrier: CalendrierVaccinal) -> tuple[str, ...]:
    return tuple(code.libelle for code in calendrier.codes.values())


@dataclass(frozen=True, slots=True)
class SaisieMaladie:
    """An illness as it was typed, with what to correct."""

    nom: str = ""
    erreur: str = ""
    le: VueChamp = field(default_factory=VueChamp)


def page_carnet(
    catalogue: Catalogue,
    lue: LectureVaccins,
    mode: Mode,
    saisies: tuple[VueSaisie, ...],
    remplace: str = "",
    maladie: SaisieMaladie | None = None,
) -> Page:
    """The doses noted and the forms; `remplace` is the key of the dose being corrected."""
    maladie = maladie or SaisieMaladie()
    lecture, voix = lue.lecture, lue.lecture.qui.voix
    vue = VueCarnet(
        doses=_doses(catalogue, lue, mode),
        saisies=saisies,
        maladies=tuple(VueDose(nom, nom_de_la_maladie(nom, mode), _quand(le, mode)) for nom, le in lue.maladies),
        maladie=VueMaladie(
            choix=tuple((nom, nom_de_la_maladie(nom, mode)) for nom in catalogue.vaccins.reglages.evenements),
            choisie=maladie.nom,
            erreur=maladie.erreur,
            le=maladie.le,
        ),
        erreurs=(*_erreurs(saisies), *_erreurs_de_maladie(catalogue, maladie)),
        remplace=remplace,
        noms=_noms(catalogue.vaccins),
        perdu=est_perdu(catalogue, lue),
        conseil_perdu=_conseil_perdu(catalogue, mode),
        annees_seules=any(len(dose.le.texte) == len("2015") for dose in lue.carnet),
        proche=voix is not Voix.VOUS,
        gardees=lecture.gardees,
        perdues=lecture.perdues,
    )
    return page("carnet", Cadre("Carnet", "/vaccins/carnet", mode), vue, qui=lecture.qui)


def _erreurs(saisies: tuple[VueSaisie, ...]) -> tuple[tuple[str, str], ...]:
    champs = [(f"vaccin-{saisie.rang}", saisie.vaccin) for saisie in saisies]
    champs += [(f"le-{saisie.rang}", saisie.le) for saisie in saisies]
    champs.sort(key=lambda couple: couple[0].rpartition("-")[2])
    return tuple((id_, champ.erreur) for id_, champ in champs if champ.erreur)


def _doses(catalogue: Catalogue, lue: LectureVaccins, mode: Mode) -> tuple[VueDose, ...]:
    return tuple(
        VueDose(
            dose_key(dose),
            nom_de_la_dose(catalogue, dose.vaccin, mode),
            _quand(dose.le, mode),
        )
        for dose in lue.carnet
    )


def _quand(le: DateApprochee, mode: Mode) -> str:
    exact = mode is Mode.FALC and le.exacte
    return typographie(jour_complet(le.premier) if exact else date_approchee_en_mots(le).removeprefix("le "))


def _erreurs_de_maladie(catalogue: Catalogue, maladie: SaisieMaladie) -> tuple[tuple[str, str], ...]:
    premiere = next(iter(catalogue.vaccins.reglages.evenements), "")
    champs = ((f"maladie-{premiere}", maladie.erreur), ("le-maladie", maladie.le.erreur))
    return tuple((id_, erreur) for id_, erreur in champs if erreur)


def nom_de_la_maladie(nom: str, mode: Mode) -> str:
    """How an illness is named; a new one of the content by its own word."""
    return MALADIES.get(nom, (majuscule(nom), majuscule(nom)))[mode is Mode.FALC]


def _conseil_perdu(catalogue: Catalogue, mode: Mode) -> tuple[str, ...]:
    """What to do without a record: the line that the lost record opens says it."""
    perdu = catalogue.vaccins.reglages.carnet_perdu
    ligne = next((ligne for ligne in catalogue.vaccins.lignes if ligne.id == perdu), None)
    if ligne is None:
        return ()
    textes = (ligne.falc.resume, *ligne.falc.pourquoi) if mode is Mode.FALC else (ligne.normal.resume,)
    return tuple(map(typographie, textes))


@dataclass(frozen=True, slots=True)
class FeuilleVaccins:
    """The sheet that goes with the health record."""

    titre: str
    qui: str
    date: str
    doses: tuple[VueDose, ...]
    groupes: tuple[VueGroupeVaccins, ...]
    suite: tuple[VueGroupeVaccins, ...]
    calendrier: tuple[VueAge, ...]
    version: str


def page_feuille_vaccins(catalogue: Catalogue, lue: LectureVaccins, mode: Mode, *, grand: bool) -> Page:
    """One person's vaccines on paper: received, to do, later; nothing that does not concern them."""
    lecture, falc = lue.lecture, mode is Mode.FALC
    situation, qui = lecture.evaluation.situation, lecture.qui
    voix = Voix.ENFANT if qui.voix is Voix.ENFANT else Voix.VOUS  # an adult's sheet is theirs: it tells them "vous"
    ecrire = Redaction(catalogue, lue.au, mode, voix).groupes
    ranges = arrange(lue.previsions, lue.au, lue.tues)
    nom = f"{qui.nom}, " if qui.nom else ""
    vue = FeuilleVaccins(
        titre="Les vaccins",
        qui=typographie(majuscule(f"{nom}{qui_de(situation)}, {naissance_de(situation, mode)}")),
        date=jour_complet(lue.au) if falc else jour_en_mots(lue.au),
        doses=_doses(catalogue, lue, mode),
        groupes=ecrire(ranges, A_FAIRE),
        suite=ecrire(ranges, ("plus-tard",)),
        calendrier=calendrier_de(catalogue, lue, mode) if situation.age_max < 18 else (),
        version=catalogue.version_contenu[:8],
    )
    cadre = Cadre("Ma feuille", "/imprimer/vaccins", mode, feuille=True, grand=grand)
    return page("imprimer_vaccins", cadre, vue, qui=qui)
