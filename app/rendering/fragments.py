"""Renders each advice once for each verdict and set of reasons, and keeps the pieces. Keeps no date of anyone's.

Dates depend on a birthday or a past act: a fragment is kept in halves, and the date, which our own words write, is put
between them.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from operator import itemgetter

from markupsafe import Markup

from app.domain.catalogue import Catalogue
from app.domain.dates import Duree, parse_duree
from app.domain.fiches import Fiche
from app.domain.verdicts import Raison, Resultat, Verdict
from app.rendering.etats import etat_de, quand, quand_falc
from app.rendering.formats import euros, nombre_de, rythme_en_mots, typographie
from app.rendering.gabarits import Mode, call_macro
from app.rendering.raisons import INCONNUES, libelle_question, parce_que, sans_redite, texte
from app.rendering.voix import Voix, says_vous
from app.rendering.vues import VueConseil, VuePrix

#: Stands for the date in a kept fragment.
_DATE = "\x01"
A_JOUR = Verdict.A_JOUR
_CODE = itemgetter(1)
POUR_TOUS = "Parce que c'est utile à tout le monde."
INTROS = frozenset({"rythme", "deja_fait"})


def se_date(fiche: Fiche) -> bool:
    """Whether a past act of this advice counts, so that it is worth telling."""
    rythme = fiche.frequence
    if fiche.genre == "alerte":
        return False
    return rythme is not None and not (isinstance(rythme, Duree) and rythme.au_plus_un_mois)


def prix_de(fiche: Fiche, mode: Mode, voix: Voix = Voix.VOUS) -> VuePrix:
    """The price of an advice: amounts when the content knows them, and its sentence."""
    cout = fiche.cout
    if mode is Mode.FALC:
        return VuePrix((), tuple(map(typographie, fiche.falc.prix)))
    lignes: tuple[tuple[str, str], ...] = ()
    if cout.a_payer is not None and cout.a_payer == cout.reste_a_charge:
        lignes = ((voix.choisir("Vous payez", "À payer"), euros(cout.a_payer)),)
    elif cout.a_payer is not None or cout.reste_a_charge is not None:
        payer = "à préciser" if cout.a_payer is None else euros(cout.a_payer)
        reste = "à préciser" if cout.reste_a_charge is None else euros(cout.reste_a_charge)
        lignes = (("À payer sur place", payer), (voix.choisir("Reste à vous", "Reste à payer"), reste))
    return VuePrix(lignes, (typographie(fiche.normal.prix),), tuple(map(typographie, cout.peut_etre_facture)))


class Fragments:
    """The cards and rows of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._halves: dict[tuple[str, Mode, Voix], Callable[..., list[str]]] = {}

    def join(self, resultats: Iterable[Resultat], mode: Mode, macro: str, voix: Voix = Voix.VOUS) -> Markup:
        """The fragments of these results as one; `macro` names which part of an advice is told, `voix` of whom."""
        return Markup("".join(self.write(resultats, mode, macro, voix)))  # noqa: S704 - our own fragments

    def write(self, resultats: Iterable[Resultat], mode: Mode, macro: str, voix: Voix = Voix.VOUS) -> list[str]:
        """One fragment for each result, already escaped."""
        halves = self._halves.get((macro, mode, voix))
        if halves is None:
            halves = lru_cache(maxsize=4096)(partial(self._render_halves, (macro, mode, voix)))
            self._halves[macro, mode, voix] = halves
        fragments = []
        for resultat in resultats:
            fiche, verdict, echeance, a_partir_du, raisons = resultat
            if "deja_fait" in map(_CODE, raisons):
                raisons = tuple(raison for raison in raisons if raison.code != "deja_fait")
            date = ""
            if echeance or a_partir_du or verdict is A_JOUR:
                date = quand_falc(resultat, voix) if mode is Mode.FALC else quand(resultat)
            morceaux = halves(fiche.id, verdict.value, raisons, bool(date))
            fragments.append(date.join(morceaux) if date else morceaux[0])
        return fragments

    def _render_halves(
        self, forme: tuple[str, Mode, Voix], id_: str, verdict: str, raisons: tuple[Raison, ...], datee: bool
    ) -> list[str]:
        macro, mode, voix = forme
        fiche = self._catalogue.par_id[id_]
        vue = self._vue(fiche, Verdict(verdict), raisons, mode, voix, _DATE if datee else "")
        composant = "conseil_falc" if mode is Mode.FALC else "conseil"
        return str(call_macro(composant, macro, vue)).strip().split(_DATE)

    def _vue(
        self, fiche: Fiche, verdict: Verdict, raisons: tuple[Raison, ...], mode: Mode, voix: Voix, date: str
    ) -> VueConseil:
        falc = mode is Mode.FALC
        faits = self._catalogue.faits
        etat = etat_de(Resultat(fiche, verdict, None, None, raisons), voix)
        textes = fiche.falc if falc else fiche.normal
        autres = [texte(r, fiche, faits, falc=falc, voix=voix) for r in raisons if r.code not in INTROS]
        if not falc and verdict in (Verdict.A_FAIRE, Verdict.BIENTOT, Verdict.A_JOUR):
            autres = [parce_que(raisons, faits, voix) or POUR_TOUS]
        elif verdict is Verdict.A_PRECISER:
            autres = self._manque(fiche, raisons, voix, falc=falc)
        return VueConseil(
            url=f"{mode.prefixe}/conseils/{fiche.id}",
            titre=typographie(textes.titre),
            etat=type(etat)(etat.mot, etat.forme, date),
            raison=typographie(" ".join(sans_redite(autres))) if not falc else "\n".join(map(typographie, autres[:2])),
            detail="" if fiche.genre == "alerte" else typographie(rythme_de(raisons)),
            prix=prix_de(fiche, mode, voix),
            se_date=se_date(fiche),
            pictogramme=fiche.pictogramme,
            resume=typographie(self._resume(fiche, textes.resume, autres, voix)),
        )

    @staticmethod
    def _resume(fiche: Fiche, resume: str, autres: list[str], voix: Voix) -> str:
        """The advice in a line; for a relative, the reason instead when that line says "vous"."""
        if voix is not Voix.VOUS and says_vous(fiche, resume):
            return " ".join(sans_redite(autres[:2]))
        return resume

    def _manque(self, fiche: Fiche, raisons: tuple[Raison, ...], voix: Voix, *, falc: bool) -> list[str]:
        """What decides, told by its first ordinary question; a personal one only when nothing else waits."""
        faits = self._catalogue.faits
        inconnues = [raison for raison in raisons if raison.code in INCONNUES]
        libres = [r for r in inconnues if r.critere not in faits or faits[r.critere].groupe != "personnel"]
        premiere = (libres or inconnues)[0]
        if falc or premiere.code != "fait_inconnu":
            return [texte(premiere, fiche, faits, falc=falc, voix=voix)]
        autres = len(inconnues) - 1
        reste = f" Et {nombre_de(autres, 'autre question', 'autres questions')}." if autres else ""
        return [f"Selon votre réponse : {libelle_question(faits.get(premiere.critere), voix=voix)}{reste}"]


def rythme_de(raisons: tuple[Raison, ...]) -> str:
    """The rhythm carried by the reasons, in words."""
    for raison in raisons:
        if raison.code == "rythme":
            valeur = str(raison.valeurs[0])
            return rythme_en_mots("une_fois" if valeur == "une_fois" else parse_duree(valeur)) + "."
    return ""
