"""People and keys for the tests of carnets. Tests nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.dates import parse_date_approchee
from app.domain.depenses import Depense, Depenses
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.profil import ActePasse, Profil
from app.services.carnet import (
    Classeur,
)
from app.services.carnet_scelle import Scribe
from app.services.coffre_carnet import CoffreCarnet
from tests.factories import contenu_reel

LE = datetime(2026, 11, 22, 9, tzinfo=UTC)
CLE, AUTRE_CLE = bytes(range(32)), bytes(range(32, 64))
ACTE = ActeConsentement(Finalite.CARNET, Geste.DONNE, 1, "0" * 64, "normal", LE)
Classeurs = Callable[..., Classeur]


def scribe(*cles: bytes) -> Scribe:
    return Scribe(CoffreCarnet(cles or (CLE,)), contenu_reel().faits)


def personne(naissance: str = "1972-05-14", **autres: object) -> EtatNavigateur:
    profil = Profil(
        date_naissance=parse_date_approchee(naissance),
        sexe="F",
        reponses={"fumeur": True, "imc": 27.5},
        historique=(ActePasse(id="depistage-cancer-sein", le=parse_date_approchee("2025-03")),),
    )
    depenses = Depenses((Depense(date(2026, 3, 2), "", "Lunettes", 1),))
    return replace(EtatNavigateur(profil=profil, depenses=depenses), **autres)  # type: ignore[arg-type]


def famille() -> Dossier:
    return Dossier((personne(),)).ajouter(personne("2020-01-15", proche=True, nom="A.B.")).choisir(0)
