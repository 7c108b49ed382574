"""Writes the self-questionnaire of "Mon bilan prévention", one theme a page, and its sheet. Sends it to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.autoquestionnaire import (
    NE_DIS_PAS,
    NE_SAIS_PAS,
    QuestionDuBilan,
    Reponses,
    ThemeDuBilan,
    faits_de_danger,
    themes_de,
)
from app.domain.catalogue import Catalogue
from app.domain.creneaux import TrancheDAge
from app.domain.profil import Profil
from app.rendering.feuille import numero_de
from app.rendering.formats import jour_complet, jour_en_mots, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page
from app.rendering.urgences import urgences_de
from app.rendering.voix import LECTEUR, Destinataire, lignes_de_cadre
from app.rendering.vues import VueUrgence
from app.rendering.vues_autoquestionnaire import (
    VueAutoquestionnaire,
    VueFeuilleDuBilan,
    VueQuestionDuBilan,
    VueTheme,
)

CHEMIN = "/bilan-prevention/questionnaire"
FEUILLE = "/imprimer/questionnaire-bilan"
AUTRES = ((NE_SAIS_PAS, "Je ne sais pas"), (NE_DIS_PAS, "Je préfère ne pas dire"))


@dataclass(frozen=True, slots=True)
class Preparation:
    """What one person answered so far, at the age band of their window."""

    tranche: TrancheDAge
    reponses: Reponses
    profil: Profil
    au: date
    qui: Destinataire = LECTEUR
    #: A carnet keeps none of these answers: they are for the browser alone.
    carnet: bool = False
    gardees: bool = True
    perdues: bool = False


@dataclass(frozen=True, slots=True)
class Etapes:
    """The pages in order: the themes for all, the end, then the optional ones."""

    communes: tuple[ThemeDuBilan, ...]
    personnelles: tuple[ThemeDuBilan, ...]

    @property
    def fin(self) -> int:
        """The number of the last page for all."""
        return len(self.communes) + 1

    def theme(self, etape: int) -> ThemeDuBilan | None:
        """The theme of a page; None at the end."""
        if etape == self.fin:
            return None
        return self.communes[etape - 1] if etape < self.fin else self.personnelles[etape - self.fin - 1]

    def suivante(self, etape: int) -> int:
        """The page after this one; the last optional one comes back to the end."""
        return etape + 1 if etape < self.fin + len(self.personnelles) else self.fin

    def connue(self, etape: int) -> int:
        """The same page when it exists, or the nearest."""
        return min(max(etape, 1), self.fin + len(self.personnelles))


def etapes_de(catalogue: Catalogue, tranche: TrancheDAge) -> Etapes:
    """The pages of one age band."""
    themes = themes_de(catalogue.themes_du_bilan, tranche)
    return Etapes(
        tuple(theme for theme in themes if not theme.personnel), tuple(theme for theme in themes if theme.personnel)
    )


def page_etape(catalogue: Catalogue, lue: Preparation, mode: Mode, etape: int, *, refus: str = "") -> Page:
    """One page of questions, or the end."""
    etapes = etapes_de(catalogue, lue.tranche)
    theme, reste = etapes.theme(etape), len(etapes.personnelles)
    vue = VueAutoquestionnaire(
        theme=_theme(catalogue, theme, lue, mode) if theme else None,
        etape=etape,
        rang=_rang(etapes, etape),
        precedente=etapes.fin if etape == etapes.fin + 1 else etape - 1,
        personnels=etapes.fin + 1 if reste else 0,
        combien_de_personnels=reste,
        repondues=sum(valeur not in (NE_SAIS_PAS, NE_DIS_PAS) for _, valeur in lue.reponses),
        refus=refus,
        gardees=lue.gardees,
        carnet=lue.carnet,
        perdues=lue.perdues,
        cadre_de_lecture=lignes_de_cadre(lue.qui.voix, falc=mode is Mode.FALC),
        urgences=urgences_du_bilan(catalogue, lue, mode),
        ages=ages_de(lue.tranche),
        personnelle=theme is not None and theme.personnel,
    )
    return page("autoquestionnaire", Cadre("Préparer un rendez-vous", CHEMIN, mode), vue, qui=lue.qui)


def page_feuille(
    catalogue: Catalogue, lue: Preparation | None, mode: Mode, au: date, *, tout: bool, choisie: str = ""
) -> Page:
    """The sheet: what was answered, boxes for the rest; the optional themes only when they are asked for."""
    etapes = etapes_de(catalogue, lue.tranche) if lue else Etapes((), ())
    themes = etapes.communes + (etapes.personnelles if tout else ())
    vue = VueFeuilleDuBilan(
        ages=ages_de(lue.tranche) if lue else "",
        themes=tuple(_theme(catalogue, theme, lue, mode) for theme in themes) if lue else (),
        tranches=() if lue else tuple((tranche.value, ages_de(tranche)) for tranche in TrancheDAge),
        tout=tout,
        adresse=f"{mode.prefixe}{FEUILLE}",
        suite=f"&tranche={choisie}" if choisie else "",
        personnels=len(etapes.personnelles),
        cadre_de_lecture=lignes_de_cadre(lue.qui.voix, falc=mode is Mode.FALC) if lue else (),
        urgences=urgences_du_bilan(catalogue, lue, mode) if lue else (),
        date=jour_complet(au) if mode is Mode.FALC else jour_en_mots(au),
        version=catalogue.version_contenu[:8],
    )
    cadre = Cadre("Ma feuille", f"{FEUILLE}?tranche={choisie}" if choisie else FEUILLE, mode, feuille=True)
    return page("imprimer_questionnaire", cadre, vue, qui=lue.qui if lue else LECTEUR)


def ages_de(tranche: TrancheDAge) -> str:
    """De 45 à 50 ans."""
    return typographie(f"De {tranche.value.replace('-', ' à ')} ans")


def urgences_du_bilan(catalogue: Catalogue, lue: Preparation, mode: Mode) -> tuple[VueUrgence, ...]:
    """What must be read first, from these answers and from those given elsewhere."""
    dangers = dict.fromkeys(faits_de_danger(catalogue.themes_du_bilan, lue.reponses), True)
    profil = lue.profil.model_copy(update={"reponses": {**lue.profil.reponses, **dangers}})
    return urgences_de(profil, catalogue.faits, mode, lue.qui.voix)


def _rang(etapes: Etapes, etape: int) -> str:
    if etape == etapes.fin:
        return ""
    if etape < etapes.fin:
        return f"Page {etape} sur {len(etapes.communes)}"
    return f"Page facultative {etape - etapes.fin} sur {len(etapes.personnelles)}"


def _theme(catalogue: Catalogue, theme: ThemeDuBilan, lue: Preparation, mode: Mode) -> VueTheme:
    falc = mode is Mode.FALC
    textes = theme.falc if falc else theme.normal
    intro: Iterable[str] = theme.falc.intro if falc else (theme.normal.intro,)
    dites = dict(lue.reponses)
    return VueTheme(
        titre=typographie(textes.titre),
        intro=tuple(map(typographie, intro)),
        pictogramme=theme.pictogramme,
        questions=tuple(_question(q, dites.get(q.id, ""), falc=falc) for q in theme.pour(lue.tranche)),
        contacts=tuple(numero_de(catalogue.contacts[nom], mode, lue.au) for nom in theme.contacts),
        doute=typographie(theme.doute or "") if theme.certitude_le(lue.au) == "a_verifier" else "",
    )


def _question(question: QuestionDuBilan, dite: str, *, falc: bool) -> VueQuestionDuBilan:
    mots = [(choix.valeur, choix.falc if falc else choix.normal) for choix in question.choix] + list(AUTRES)
    return VueQuestionDuBilan(
        id=question.id,
        texte=typographie(question.falc if falc else question.normal),
        choix=tuple((valeur, mot, valeur == dite) for valeur, mot in mots),
        dite=dict(mots).get(dite, ""),
    )
