"""Holds a décompte with unknown answers: what is sure, what is between two amounts, and what an answer would move.

An unknown price, pathway or complementary leaves several worlds open: an amount equal in all of them is given, any
other is null with its range. An unknown status counts as "no" and is listed with the difference it would make.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.calcul import calcule, soin_de
from app.domain.dates import age_on
from app.domain.decompte import MONTANTS, ORDRE, CodeLigne, Decompte, Ligne
from app.domain.erreurs import ParametreInconnu
from app.domain.euros import MONTANT_MAX, ZERO
from app.domain.parametres import Certitude, Chiffre
from app.domain.soins import LecteurDeChiffres, SituationDeSoins, Soin, Statuts, age_certain

#: Outside these ages a pregnancy is not worth a line.
_AGES_GROSSESSE = (10, 60)
#: How long a stay of unknown length is supposed to be, at most: past it the law changes.
_JOURS_SUPPOSES = 30


@dataclass(frozen=True, slots=True)
class Fourchette:
    """An amount when `minimum` and `maximum` are equal, a range otherwise; None is an end nobody knows."""

    minimum: Decimal | None
    maximum: Decimal | None

    @property
    def montant(self) -> Decimal | None:
        """The amount when it is known."""
        return self.minimum if self.minimum == self.maximum else None


@dataclass(frozen=True, slots=True)
class LigneOuverte:
    """A line whose amount may be a range."""

    code: CodeLigne
    montant: Fourchette
    raison: str
    chiffres: tuple[Chiffre, ...]


@dataclass(frozen=True, slots=True)
class Si:
    """What one unknown answer would move: the difference it makes to what remains; None when no figure tells."""

    fait: str
    delta: Fourchette | None


@dataclass(frozen=True, slots=True)
class DecompteOuvert:
    """The whole answer for one care. `doutes` says what is not certain in it."""

    le: date
    acte: Acte | None
    montants: dict[str, Fourchette]
    taux: Decimal | None
    lignes: tuple[LigneOuverte, ...]
    si: tuple[Si, ...]
    doutes: tuple[str, ...]

    @property
    def certitude(self) -> Certitude:
        """Sure when nothing it was made with is doubtful."""
        return "a_verifier" if self.doutes else "sure"


@dataclass(frozen=True, slots=True)
class Demande:
    """What is asked: a free care or an act of the catalogue, the price and the days when they are known."""

    le: date
    situation: SituationDeSoins
    soin: Soin | None = None
    acte: Acte | None = None
    prix: Decimal | None = None
    jours: int | None = None


@dataclass(frozen=True, slots=True)
class _Monde:
    """One way the unknown answers may turn out; `sans_fin` when its price stands for one without upper end."""

    soin: Soin
    statuts: Statuts
    sans_fin: bool


def etablit(demande: Demande, bareme: Bareme) -> DecompteOuvert:
    """The décompte of what is asked, on its day, for what is known of the person."""
    lecteur = LecteurDeChiffres(bareme.parametres, demande.le)
    mondes = [
        _Monde(soin, statuts, sans_fin)
        for statuts, (soin, sans_fin) in product(statuts_possibles(demande.situation), _soins(demande, lecteur))
    ]
    decomptes = [calcule(monde.soin, monde.statuts, lecteur) for monde in mondes]
    doutes = tuple(lecteur.doutes)  # before the suppositions: a doubt about what is not the case is none
    montants = {
        nom: _entre(mondes, [getattr(decompte, nom) for decompte in decomptes])
        for nom in (*MONTANTS, "a_payer_min", "a_payer_max")
    }
    comptoir = (montants.pop("a_payer_min"), montants.pop("a_payer_max"))
    montants["a_payer_sur_place"] = Fourchette(comptoir[0].minimum, comptoir[1].maximum)
    return DecompteOuvert(
        le=demande.le,
        acte=demande.acte,
        montants=montants,
        taux=decomptes[0].taux if len({decompte.taux for decompte in decomptes}) == 1 else None,
        lignes=tuple(_lignes(mondes, decomptes)),
        si=tuple(_suppositions(demande.situation, mondes, decomptes, lecteur)),
        doutes=doutes,
    )


def _entre(mondes: Sequence[_Monde], valeurs: Sequence[Decimal]) -> Fourchette:
    """One value when all worlds agree, a range otherwise, open where the amount follows a price without end."""
    connues = [valeur for monde, valeur in zip(mondes, valeurs, strict=True) if not monde.sans_fin]
    bas, haut = min(connues), max(connues)
    lointaines = [valeur for monde, valeur in zip(mondes, valeurs, strict=True) if monde.sans_fin]
    return Fourchette(
        None if any(valeur < bas for valeur in lointaines) else bas,
        None if any(valeur > haut for valeur in lointaines) else haut,
    )


def _soins(demande: Demande, lecteur: LecteurDeChiffres) -> list[tuple[Soin, bool]]:
    """The care at each possible price and number of days; True for the price that stands for "no known end"."""
    soin = demande.soin or soin_de(_acte(demande), lecteur)
    jours = [demande.jours]
    if demande.jours is None:  # an act that says 0 days (an operation of one day) is not one that says nothing
        dits = demande.acte is not None and demande.acte.jours is not None
        jours = [soin.jours] if dits or soin.jours or soin.famille != "hospitalisation" else [0, _JOURS_SUPPOSES]
    prix = demande.acte.prix_constate if demande.acte and demande.prix is None else None
    if prix is None:
        montants = [(demande.prix if demande.prix is not None else soin.prix, False)]
    else:
        bas = soin.base if prix.min is None else prix.min
        haut = (bas + MONTANT_MAX, True) if prix.max is None else (prix.max, False)
        montants = [(bas, False), haut]
    return [
        (replace(soin, prix=montant, jours=nombre or 0), sans_fin)
        for nombre, (montant, sans_fin) in product(jours, montants)
    ]


def _acte(demande: Demande) -> Acte:
    if demande.acte is None:
        raise ValueError("un soin ou un acte est attendu")
    return demande.acte


def statuts_possibles(situation: SituationDeSoins) -> list[Statuts]:
    """Every settled situation the answers leave open: the pathway and the complementary may be unknown."""
    parcours = [situation.parcours] if situation.parcours else ["respecte", "hors_parcours"]
    contrats = [situation.complementaire] if situation.complementaire else ["aucune", "responsable"]
    return [
        Statuts(
            naissance=situation.date_naissance,
            hors_parcours=chemin == "hors_parcours",
            ald=bool(situation.ald),
            ald_liee=bool(situation.ald and situation.acte_en_lien_ald),
            c2s=bool(situation.c2s),
            ame=bool(situation.ame),
            mois_de_grossesse=situation.mois_de_grossesse or 0,
            alsace_moselle=bool(situation.alsace_moselle),
            at_mp=bool(situation.at_mp),
            responsable=contrat == "responsable",
            depassement_couvert=situation.complementaire_depassement,
            medicaments_couverts=bool(situation.complementaire_medicaments_30_15),
        )
        for chemin, contrat in product(parcours, contrats)
    ]


def _lignes(mondes: Sequence[_Monde], decomptes: Sequence[Decompte]) -> Iterator[LigneOuverte]:
    """The lines of all the worlds in reading order; a line absent from a world is zero there."""
    par_code: list[dict[CodeLigne, Ligne]] = [{ligne.code: ligne for ligne in d.lignes} for d in decomptes]
    for code in ORDRE:
        presentes = [lignes[code] for lignes in par_code if code in lignes]
        if presentes:
            # The world that pays most explains best: it is the one where the line is not empty.
            modele = max(presentes, key=lambda ligne: abs(ligne.montant))
            valeurs = [lignes[code].montant if code in lignes else ZERO for lignes in par_code]
            yield LigneOuverte(code, _entre(mondes, valeurs), modele.raison, modele.chiffres)


def _suppositions(
    situation: SituationDeSoins, mondes: Sequence[_Monde], decomptes: Sequence[Decompte], lecteur: LecteurDeChiffres
) -> Iterator[Si]:
    """One line for each status nobody told: the same worlds with it, and what that moves."""
    for fait, suppose in _absents(situation, mondes[0].soin, lecteur):
        try:
            deltas = [
                calcule(monde.soin, suppose(monde.statuts, decompte), lecteur).reste_a_charge - decompte.reste_a_charge
                for monde, decompte in zip(mondes, decomptes, strict=True)
            ]
        except ParametreInconnu:
            yield Si(fait, None)
        else:
            yield Si(fait, _entre(mondes, deltas))


Supposition = Callable[[Statuts, Decompte], Statuts]


def _absents(situation: SituationDeSoins, soin: Soin, lecteur: LecteurDeChiffres) -> Iterator[tuple[str, Supposition]]:
    naissance = situation.date_naissance
    janvier = date(lecteur.le.year, 1, 1)
    limite = lecteur.connait("participation-age")
    if naissance is None or (limite and not age_certain(naissance, limite, janvier)):
        yield "mineur", lambda statuts, _: replace(statuts, mineur=True)
    if situation.ald is None:
        lie = situation.acte_en_lien_ald is not False
        yield "ald", lambda statuts, _: replace(statuts, ald=True, ald_liee=lie)
    elif situation.ald and situation.acte_en_lien_ald is None:
        yield "acte_en_lien_ald", lambda statuts, _: replace(statuts, ald_liee=True)
    if situation.c2s is None:
        yield "c2s", lambda statuts, _: replace(statuts, c2s=True)
    if situation.ame is None:
        yield "ame", lambda statuts, _: replace(statuts, ame=True)
    mois = lecteur.connait("mois-de-maternite")
    if situation.mois_de_grossesse is None and mois and _peut_etre_enceinte(situation, lecteur.le):
        sixieme = int(mois.valeur)
        yield "mois_de_grossesse", lambda statuts, _: replace(statuts, mois_de_grossesse=sixieme)
    if situation.alsace_moselle is None:
        yield "alsace_moselle", lambda statuts, _: replace(statuts, alsace_moselle=True)
    if situation.at_mp is None:
        yield "at_mp", lambda statuts, _: replace(statuts, at_mp=True)
    if situation.complementaire != "aucune":
        if situation.complementaire_depassement is None:
            yield (
                "complementaire_depassement",
                lambda statuts, decompte: replace(statuts, depassement_couvert=decompte.depassement),
            )
        if situation.complementaire_medicaments_30_15 is None and soin.famille == "medicament":
            yield "complementaire_medicaments_30_15", lambda statuts, _: replace(statuts, medicaments_couverts=True)


def _peut_etre_enceinte(situation: SituationDeSoins, le: date) -> bool:
    if situation.date_naissance is None:
        return True
    plus_jeune, plus_vieux = _AGES_GROSSESSE
    naissance = situation.date_naissance
    return age_on(naissance.premier, le) >= plus_jeune and age_on(naissance.dernier, le) <= plus_vieux
