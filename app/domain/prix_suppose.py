"""Holds the price of one act as a page shows it: its sum under some suppositions, and what each other would move."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.decompte_ouvert import DecompteOuvert, Demande, Fourchette, etablit
from app.domain.erreurs import ParametreInconnu
from app.domain.suppositions import Supposition, Suppositions, bascule, situation_de, suppositions_de

#: Those that count even when nothing else remains to pay: their point is also to advance no money.
SANS_AVANCE = frozenset({Supposition.C2S, Supposition.ALD})


@dataclass(frozen=True, slots=True)
class PrixDemande:
    """What a page is asked: the act, the day, the suppositions, the price and the days when they are told."""

    acte: Acte
    le: date
    suppositions: Suppositions = frozenset()
    prix: Decimal | None = None
    jours: int | None = None


@dataclass(frozen=True, slots=True)
class EtSi:
    """One supposition that counts for this act: whether it is made, and what is paid once it is turned over."""

    supposition: Supposition
    faite: bool
    reste: Fourchette
    a_payer: Fourchette
    #: What turning it over adds to what remains; None when either end is not known.
    delta: Decimal | None


@dataclass(frozen=True, slots=True)
class PrixSuppose:
    """The décompte shown, and the suppositions that would change it."""

    demande: PrixDemande
    decompte: DecompteOuvert
    et_si: tuple[EtSi, ...]


def etablit_prix(demande: PrixDemande, bareme: Bareme) -> PrixSuppose:
    """The sum, and every supposition already made or that moves what is paid."""
    decompte = _decompte(demande, demande.suppositions, bareme)
    return PrixSuppose(demande, decompte, tuple(_et_si(demande, decompte, bareme)))


def decompte_au_depart(acte: Acte, le: date, bareme: Bareme) -> DecompteOuvert | None:
    """The sum a page shows before anything is told; None when a figure of it is not known that day."""
    demande = PrixDemande(acte, le, suppositions_de(acte, None, le))
    try:
        return _decompte(demande, demande.suppositions, bareme)
    except ParametreInconnu:
        return None


def _decompte(demande: PrixDemande, suppositions: Suppositions, bareme: Bareme) -> DecompteOuvert:
    situation = situation_de(suppositions, demande.le)
    return etablit(Demande(demande.le, situation, acte=demande.acte, prix=demande.prix, jours=demande.jours), bareme)


def _et_si(demande: PrixDemande, decompte: DecompteOuvert, bareme: Bareme) -> Iterator[EtSi]:
    for supposition in Supposition:
        faite = supposition in demande.suppositions
        voulues = bascule(demande.suppositions, supposition)
        try:
            autre = _decompte(demande, voulues, bareme)
            # Turned on, it may turn others off: what it moves is told apart from what they did.
            sans = voulues - {supposition}
            temoin = decompte if sans == demande.suppositions else _decompte(demande, sans, bareme)
        except ParametreInconnu:
            continue  # the figure it needs is not known that day: nothing can be said of it
        if faite or _compte(supposition, temoin, autre):
            reste = autre.montants["reste_a_charge"]
            delta = _delta(decompte.montants["reste_a_charge"], reste)
            yield EtSi(supposition, faite, reste, autre.montants["a_payer_sur_place"], delta)


def _compte(supposition: Supposition, avant: DecompteOuvert, apres: DecompteOuvert) -> bool:
    noms = ["reste_a_charge", *(["a_payer_sur_place"] if supposition in SANS_AVANCE else [])]
    return any(avant.montants[nom] != apres.montants[nom] for nom in noms)


def _delta(avant: Fourchette, apres: Fourchette) -> Decimal | None:
    if avant.montant is None or apres.montant is None:
        return None
    return apres.montant - avant.montant
