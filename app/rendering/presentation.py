"""Writes the list of advice, of one person or for anyone. Receives evaluations; evaluates nothing itself."""

from datetime import date
from functools import lru_cache, partial

from markupsafe import Markup

from app.domain.catalogue import Catalogue
from app.domain.profil import Profil
from app.domain.situation import Situation
from app.domain.vaccination_saisie import RechercheDeVaccin
from app.domain.verdicts import Resultat, Verdict
from app.rendering.campagnes import ce_mois_ci
from app.rendering.formats import jour_complet, majuscule, nombre_de, typographie
from app.rendering.fragments import Fragments
from app.rendering.frise import frise
from app.rendering.gabarits import Cadre, Mode, page, page_moulee
from app.rendering.generale import Generale
from app.rendering.lecture import Lecture
from app.rendering.liste import (
    Rangement,
    naissance_de,
    points_de,
    qui_de,
    ranger,
    titre_de,
    write_groupes,
    write_suite,
)
from app.rendering.lots import choisir, couper
from app.rendering.page import Page
from app.rendering.questionnaire import est_personnelle
from app.rendering.urgences import urgences_de, write_urgences
from app.rendering.voix import Destinataire, Voix, lignes_de_cadre
from app.rendering.vues import PageFalc, VueGenerale

RIEN = Markup("")
CARTES_FALC = 3
LIGNES_FALC = 5


class Presentation:
    """The lists of one catalogue, its fragments kept from one request to the next."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.fragments = Fragments(catalogue)
        self.generale = Generale(catalogue)
        self.recherche = RechercheDeVaccin(catalogue.vaccins.codes)
        self._personnels = {
            sexe: frozenset(nom for nom, fait in catalogue.faits.items() if est_personnelle(fait, sexe))
            for sexe in ("F", "M", None)
        }
        self._douteuses = lru_cache(maxsize=8)(self._find_douteuses)
        self.ce_mois_ci = lru_cache(maxsize=8)(partial(ce_mois_ci, catalogue))
        self._perimees = lru_cache(maxsize=8)(self._find_perimees)
        self._fermees: dict[tuple[int, int, str | None, Voix], Markup] = {}

    def taire(self, profil: Profil, *, ouvertes: bool) -> frozenset[str]:
        """The facts of personal questions: kept silent until the person opens them."""
        return frozenset() if ouvertes else self._personnels[profil.sexe]

    def ranger(self, lecture: Lecture) -> Rangement:
        """Arrange one person's results, personal questions kept silent until they are opened."""
        taire = self.taire(lecture.profil, ouvertes=lecture.ouvertes)
        douteuses = self._douteuses(lecture.evaluation.situation.au)
        return ranger(
            lecture.evaluation, taire | lecture.evaluation.cellule.sans_objet, lecture.profil.reponses, douteuses
        )

    def _find_douteuses(self, au: date) -> frozenset[str]:
        """The advice that is not certain on a day: pages list it apart."""
        return frozenset(fiche.id for fiche in self.catalogue.fiches if fiche.certitude_le(au) == "a_verifier")

    def _find_perimees(self, au: date) -> frozenset[str]:
        """The advice whose review date is past on a day."""
        return frozenset(fiche.id for fiche in self.catalogue.fiches if fiche.perimee_le(au))

    def perimes(self, rangement: Rangement, au: date) -> int:
        """How many of the advices set apart are there because nobody reviewed them in time."""
        tous = self._perimees(au)
        return sum(r.fiche.id in tous for r in (*rangement.a_verifier, *rangement.doutes_a_preciser)) if tous else 0

    def conseils(
        self, lecture: Lecture, mode: Mode, numero: int = 1, *, autres: bool = False, vaccins: Markup = RIEN
    ) -> Page:
        """The personal list; in FALC, one page of the advice that concerns the person, or of the others."""
        if mode is Mode.FALC:
            return self._conseils_falc(lecture, numero, autres=autres, vaccins=vaccins)
        rangement = self.ranger(lecture)
        fragments, situation = self.fragments, lecture.evaluation.situation
        join, faits, voix = fragments.join, self.catalogue.faits, lecture.qui.voix
        suite, plus_loin, nombre_plus_loin = write_suite(rangement, fragments, mode, voix)
        champs: dict[str, str] = {
            "urgences": write_urgences(urgences_de(lecture.profil, faits, mode, voix)),
            "barre": lecture.qui.barre,
            "qui": qui_de(situation),
            "naissance": naissance_de(situation, mode),
            "titre": typographie(titre_de(rangement, lecture.qui)),
            "perimes": phrase_perimes(self.perimes(rangement, situation.au)),
            "frise": frise(points_de(rangement)),
            "premiers": join(rangement.premiers, mode, "carte", voix),
            "vaccins": vaccins,
            "questions": _phrase_questions(rangement.questions),
            "suite": suite,
            "plus_loin": plus_loin,
            "nombre_plus_loin": str(nombre_plus_loin),
            "groupes": write_groupes(rangement.autres, fragments, mode, "pour_vous", voix),
            "a_verifier": join(rangement.a_verifier, mode, "doute", voix),
            "nombre_a_preciser": str(len(rangement.a_preciser) + len(rangement.doutes_a_preciser) or ""),
            "a_preciser": join(rangement.a_preciser, mode, "a_preciser", voix),
            "doutes_a_preciser": join(rangement.doutes_a_preciser, mode, "a_preciser", voix),
            "pas_concerne": join(rangement.pas_concerne, mode, "pas_concerne", voix),
            "nombre_pas_concerne": str(len(rangement.pas_concerne)),
            "fermees": self._rows_closed(situation, rangement, voix),
            "nombre_fermees": str(len(rangement.fermees)),
            "sujet": voix.sujet,
            "ce_mois_ci": self.ce_mois_ci(situation.au, mode),
        }
        drapeaux = frozenset(
            ("perdues",) * lecture.perdues
            + ("non_gardees",) * (not lecture.gardees)
            + ("proche",) * (voix is not Voix.VOUS)
        )
        return page_moulee("conseils", Cadre("Mes conseils", "/conseils", mode), champs, drapeaux)

    def _rows_closed(self, situation: Situation, rangement: Rangement, voix: Voix) -> Markup:
        """The rows that age or sex close for good, joined once for each age and sex."""
        cle = (situation.age_min, situation.age_max, situation.sexe, voix)
        lignes = self._fermees.get(cle)
        if lignes is None:
            lignes = self._fermees[cle] = self.fragments.join(rangement.fermees, Mode.NORMAL, "pas_concerne", voix)
        return lignes

    def _conseils_falc(self, lecture: Lecture, numero: int, *, autres: bool, vaccins: Markup) -> Page:
        rangement, voix = self.ranger(lecture), lecture.qui.voix
        cartes, numero, pages = choisir(self._lots_falc(rangement, voix, autres=autres), numero)
        vue = PageFalc(
            titre=typographie(_titre_falc(rangement, lecture.qui, autres=autres)),
            barre=lecture.qui.barre,
            proche=voix is not Voix.VOUS,
            cadre_de_lecture=lignes_de_cadre(voix, falc=True) if voix is Voix.PROCHE else (),
            qui=() if autres or numero > 1 else _qui_falc(lecture.evaluation.situation, voix),
            urgences=urgences_de(lecture.profil, self.catalogue.faits, Mode.FALC, voix),
            cartes=cartes,
            page=numero,
            pages=pages,
            questions=rangement.questions,
            gardees=lecture.gardees,
            perdues=lecture.perdues,
            personnelle=True,
            autres=autres,
            ce_mois_ci=self.ce_mois_ci(lecture.evaluation.situation.au, Mode.FALC),
            perimes=phrases_perimes_falc(self.perimes(rangement, lecture.evaluation.situation.au)),
            vaccins=vaccins if numero == 1 and not autres else "",
        )
        return page("conseils", Cadre("Mes conseils", "/conseils", Mode.FALC), vue)

    def _lots_falc(self, rangement: Rangement, voix: Voix, *, autres: bool) -> list[Markup]:
        """Three advices a page; those that wait for an answer or do not concern the person, five a page."""
        futurs = [resultat for _, resultat in rangement.suite]
        concernes = [
            *rangement.premiers, *rangement.autres, *(r for r in futurs if r.verdict is not Verdict.PAS_CONCERNE),
            *rangement.a_verifier,
        ]  # fmt: skip
        lignes = [
            *rangement.a_preciser, *rangement.doutes_a_preciser,
            *(r for r in futurs if r.verdict is Verdict.PAS_CONCERNE), *rangement.pas_concerne, *rangement.fermees,
        ]  # fmt: skip
        if autres:
            return self._split(lignes, LIGNES_FALC, "ligne", voix)
        return self._split(concernes, CARTES_FALC, "carte", voix)

    def _split(self, resultats: list[Resultat], taille: int, macro: str, voix: Voix) -> list[Markup]:
        return [self.fragments.join(part, Mode.FALC, macro, voix) for part in couper(resultats, taille)]

    def conseils_pour_tous(
        self,
        profil: Profil,
        au: date,
        mode: Mode,
        numero: int = 1,
        *,
        perdues: bool = False,
        barre: Markup = RIEN,
    ) -> Page:
        """The advice for anyone, by the age at which it begins; what is not certain on that day comes last."""
        douteuses, perimes = self._douteuses(au), len(self._perimees(au))
        urgences = urgences_de(profil, self.catalogue.faits, mode)
        cadre = Cadre("Les conseils par âge", "/conseils", mode)
        if mode is Mode.NORMAL:
            groupes = self.generale.groupes(mode, "generale", douteuses)
            vue_generale = VueGenerale(
                groupes, urgences, perdues, barre, phrase_perimes(perimes), self.ce_mois_ci(au, mode)
            )
            return page("generale", cadre, vue_generale)
        cartes, numero, pages = choisir(self.generale.lots(CARTES_FALC, douteuses), numero)
        vue = PageFalc(
            titre="Les conseils pour tous",
            barre=barre,
            proche=False,
            cadre_de_lecture=(),
            qui=(),
            urgences=urgences,
            cartes=cartes,
            page=numero,
            pages=pages,
            questions=0,
            gardees=True,
            perdues=perdues,
            personnelle=False,
            autres=False,
            ce_mois_ci=self.ce_mois_ci(au, mode),
            perimes=phrases_perimes_falc(perimes),
        )
        return page("conseils", cadre, vue)

    def douteuses(self, au: date) -> frozenset[str]:
        """The advice that is not certain on a day."""
        return self._douteuses(au)


def _titre_falc(rangement: Rangement, qui: Destinataire, *, autres: bool) -> str:
    if autres:
        return "Les autres conseils"
    if not rangement.a_faire:
        return "Vos conseils" if qui.voix is Voix.VOUS else f"Conseils pour {qui.appele}"
    avoir = qui.voix.choisir("Vous avez", f"{majuscule(qui.appele)} a")
    return f"{avoir} {nombre_de(rangement.a_faire, 'chose')} à faire"


def _qui_falc(situation: Situation, voix: Voix) -> tuple[str, ...]:
    naissance = situation.naissance
    if naissance is None:
        return ()
    age = f"{voix.choisir('Vous avez', 'Votre proche a')} {qui_de(situation).rpartition(', ')[2]}."
    if not naissance.exacte:
        return (typographie(age),)
    date_de = voix.choisir("Votre date de naissance", "Sa date de naissance")
    return (typographie(age), typographie(f"{date_de} : {jour_complet(naissance.premier)}."))


def _phrase_questions(nombre: int) -> str:
    if not nombre:
        return ""
    return f"{nombre_de(nombre, 'question possible', 'questions possibles')}, les plus utiles d'abord."


def phrase_perimes(nombre: int) -> str:
    """The banner of a list that holds advice past its review date; empty when it holds none."""
    if not nombre:
        return ""
    if nombre == 1:
        return typographie("1 conseil n'a pas été revu à temps. Vérifiez-le avec un professionnel.")
    return typographie(f"{nombre} conseils n'ont pas été revus à temps. Vérifiez-les avec un professionnel.")


def phrases_perimes_falc(nombre: int) -> tuple[str, ...]:
    """The same, easy to read."""
    if not nombre:
        return ()
    anciens = "1 conseil est ancien." if nombre == 1 else f"{nombre} conseils sont anciens."
    return (typographie(anciens), "Parlez à un médecin ou à un pharmacien.")
