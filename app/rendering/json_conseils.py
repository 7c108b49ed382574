"""Writes an evaluation as the JSON of the contract, its unchanging parts prepared once. Decides no verdict."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import orjson

from app.domain.catalogue import Catalogue
from app.domain.fiches import Euros, Fiche, Source
from app.domain.moteur import Evaluation, Question
from app.domain.verdicts import Raison, Verdict
from app.rendering.raisons import libelle_question, texte

Objet = dict[str, Any]
#: Enough for the usual reasons of every unit; what does not fit is written each time.
CACHE_MAX = 20_000
PAS_CONCERNE = Verdict.PAS_CONCERNE
#: Without a birth date almost every fact could matter; the date itself is worth more than the thirtieth of them.
QUESTIONS_SANS_NAISSANCE = 30
MANQUE = "Il nous manque une réponse : voyez questions."


class RedacteurConseils:
    """Writes answers for one catalogue.

    An object is its fixed members, written once for each unit, verdict and reasons, then the few that change with the
    person: those are dates and a rank, never text, so joining bytes is as safe as a serializer and twenty times faster.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._faits = catalogue.faits
        self._version = orjson.dumps(catalogue.version_contenu)
        self._fixes = {
            textes: {fiche.id: _fixed(fiche, textes=textes) for fiche in catalogue.fiches} for textes in (True, False)
        }
        self._certitudes = {f.id: (f.a_relire_avant, f.certitude.encode("ascii")) for f in catalogue.fiches}
        self._objets: dict[tuple[bool, str, str, tuple[Raison, ...]], bytes] = {}
        self._fermees: dict[tuple[bool, int, int, str | None], list[bytes]] = {}
        self._questions = {
            textes: {
                nom: orjson.dumps({"fait": nom} | ({"libelle": libelle_question(fait)} if textes else {}))[:-1]
                for nom, fait in catalogue.faits.items()
            }
            for textes in (True, False)
        }

    def write(self, au: date, evaluation: Evaluation, questions: Sequence[Question], *, textes: bool) -> bytes:
        """Give the whole body; `textes` False leaves out everything that is for reading, except the titles."""
        departement = evaluation.situation.departement
        ouvertes = evaluation.resultats[: len(evaluation.resultats) - len(evaluation.cellule.fermees)]
        conseils: list[bytes] = []
        # One loop without a call in it for the usual case: it runs for every unit of every answer.
        for rang, (fiche, verdict, echeance, a_partir_du, raisons) in enumerate(ouvertes, 1):
            cle = (textes, fiche.id, verdict, raisons)
            debut = self._objets.get(cle) or self._begin(cle, fiche)
            retour = b"null" if a_partir_du is None else _jour(a_partir_du)
            if verdict is PAS_CONCERNE:
                conseils.append(b'%b,"a_partir_du":%b}' % (debut, retour))
                continue
            quand = b"null" if echeance is None else _jour(echeance)
            relire_avant, certitude = self._certitudes[fiche.id]
            suite = _territoires(fiche, departement) if textes and fiche.territoires else b""
            conseils.append(
                b'%b,"a_partir_du":%b,"echeance":%b,"rang":%d,"certitude":"%b"%b}'
                % (debut, retour, quand, rang, certitude if au <= relire_avant else b"a_verifier", suite)
            )
        conseils += self._closed(evaluation, textes=textes)
        posees = self._questions[textes]
        naissance_connue = evaluation.situation.naissance is not None
        suivantes = questions if naissance_connue else questions[:QUESTIONS_SANS_NAISSANCE]
        utiles = [b'%b,"peut_changer":%d}' % (posees[question[0].nom], question[1]) for question in suivantes]
        return b'{"au":%b,"version_contenu":%b,"conseils":[%b],"questions":[%b]}' % (
            _jour(au),
            self._version,
            b",".join(conseils),
            b",".join(utiles),
        )

    def _closed(self, evaluation: Evaluation, *, textes: bool) -> list[bytes]:
        """What age or sex close for good: written once for each age and sex."""
        situation = evaluation.situation
        cle = (textes, situation.age_min, situation.age_max, situation.sexe)
        ecrites = self._fermees.get(cle)
        if ecrites is None:
            fermees = evaluation.cellule.fermees
            debuts = (self._begin((textes, r.fiche.id, r.verdict, r.raisons), r.fiche) for r in fermees)
            ecrites = self._fermees[cle] = [b'%b,"a_partir_du":null}' % debut for debut in debuts]
        return ecrites

    def _begin(self, cle: tuple[bool, str, str, tuple[Raison, ...]], fiche: Fiche) -> bytes:
        """Write the members that depend on the unit, the verdict and the reasons, without the closing brace."""
        textes, _, verdict, raisons = cle
        fixes = self._fixes[textes][fiche.id][Verdict(verdict)]
        dites = orjson.dumps(self._raisons(raisons, fiche, textes=textes))
        debut = b'%b,"verdict":"%b","raisons":%b' % (fixes, verdict.encode("ascii"), dites)
        # A reason that holds a date of the person's is written each time: nothing of theirs stays here.
        if all(raison.code != "deja_fait" for raison in raisons) and len(self._objets) < CACHE_MAX:
            self._objets[cle] = debut
        return debut

    def _raisons(self, raisons: Sequence[Raison], fiche: Fiche, *, textes: bool) -> list[Objet]:
        if not textes:
            return [{"critere": raison.critere} for raison in raisons]
        return [{"critere": raison.critere, "texte": self._dite(raison, fiche)} for raison in raisons]

    def _dite(self, raison: Raison, fiche: Fiche) -> str:
        """The sentence of a reason; a missing answer is asked once, under `questions`."""
        return MANQUE if raison.code == "fait_inconnu" else texte(raison, fiche, self._faits)


def _fixed(fiche: Fiche, *, textes: bool) -> dict[Verdict, bytes]:
    """Write the members that depend on the unit and the verdict alone, without the closing brace.

    The list says what to read first; the page of each unit says the rest. What is not settled yet says less.
    """
    normal, falc, cout = fiche.normal, fiche.falc, fiche.cout
    identite: Objet = {"id": fiche.id, "titre": normal.titre}
    montants: Objet = {"a_payer": _euros(cout.a_payer), "reste_a_charge": _euros(cout.reste_a_charge)}
    a_preciser = complet = identite | {"cout": montants}
    if textes:
        montants |= {"texte": normal.prix, "peut_etre_facture": cout.peut_etre_facture}
        a_preciser = complet | {
            "texte": normal.resume,
            "texte_falc": falc.resume,
            "comment": [normal.sans_internet],
            "sources": _sources(fiche.sources[:1]),
        }
        complet = a_preciser | {"comment": [normal.comment[0], normal.sans_internet]}
    membres = {Verdict.PAS_CONCERNE: identite, Verdict.A_PRECISER: a_preciser}
    return {verdict: orjson.dumps(membres.get(verdict, complet))[:-1] for verdict in Verdict}


def _sources(sources: Iterable[Source]) -> list[Objet]:
    return [
        {"editeur": s.editeur, "titre": s.titre, "url": str(s.url), "date": s.date, "verifie_le": s.vu_le}
        for s in sources
    ]


def _jour(jour: date) -> bytes:
    return b'"%b"' % jour.isoformat().encode("ascii")


def _euros(montant: Euros | None) -> str | None:
    return None if montant is None else f"{montant:.2f}"


def _territoires(fiche: Fiche, departement: str | None) -> bytes:
    """What another territory changes: everything when it is not known, the person's own otherwise."""
    concernes = [
        {"departements": territoire.departements, "texte": territoire.texte}
        for territoire in fiche.territoires
        if departement is None or departement in territoire.departements
    ]
    return b',"territoires":%b' % orjson.dumps(concernes)
