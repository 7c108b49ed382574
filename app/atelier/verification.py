"""Runs every check of the content and gathers what each one says. Holds no rule itself."""

import asyncio
import io
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from app.atelier import coherence, liens, textes_falc
from app.atelier.constats import Constat, erreur
from app.atelier.navigation import PageLue
from app.content.loader import CONTENU, load_catalogue
from app.domain.catalogue import Catalogue
from app.domain.erreurs import ContenuInvalide
from app.journal import configure_journal
from app.main import Application, create_app
from app.models import Table
from app.settings import RACINE, Settings

SCENARIOS = RACINE / "tests/scenarios/recommandations"
GLOSSAIRE = RACINE / "docs/glossaire.md"
#: Pages that change with the person: visited again with answers.
PERSONNELLES = (
    *("/conseils", "/falc/conseils", "/questions", "/falc/questions", "/vaccins", "/falc/vaccins"),
    *("/imprimer", "/falc/imprimer", "/falc"),
)


class Lieux(NamedTuple):
    """Where the content and what goes with it are."""

    contenu: Path = CONTENU
    scenarios: Path = SCENARIOS
    glossaire: Path = GLOSSAIRE


def verifier(le: date, lieux: Lieux | None = None) -> list[Constat]:
    """Everything there is to say, all at once; pages only when the content can be served."""
    lieux = lieux or Lieux()
    constats = [*coherence.fichiers(lieux.contenu)]
    constats += coherence.scenarios(lieux.contenu / "recommandations", lieux.scenarios)
    try:
        catalogue = load_catalogue(lieux.contenu)
    except ContenuInvalide as refus:
        return constats + [erreur("contenu", probleme) for probleme in refus.problemes]
    constats += chain(
        coherence.orphelins(catalogue),
        coherence.pictogrammes(catalogue),
        textes_falc.textes_du_contenu(catalogue),
        textes_falc.mots_difficiles(catalogue, lieux.glossaire),
        pages_et_liens(catalogue, le),
        coherence.relectures(catalogue, le),
    )
    return constats


def pages_et_liens(catalogue: Catalogue, le: date) -> Iterator[Constat]:
    """Serve the content to ourselves on that day; follow the links, read the FALC pages."""
    with tempfile.TemporaryDirectory() as dossier:
        app = create_app(Settings(var=Path(dossier)), catalogue, le)
        configure_journal(io.StringIO())
        # Its own empty base: the pages that read one are visited too.
        Table.metadata.create_all(app.state.parties.engine)
        try:
            pages, autres = asyncio.run(_visiter(app, list(catalogue.par_id)))
            yield from liens.liens_morts(app, pages, autres)
            yield from liens.liens_des_gabarits(app)
            yield from textes_falc.textes_des_pages([*pages.items(), *autres])
        finally:
            app.state.parties.engine.dispose()
            configure_journal()


async def _visiter(app: Application, ids: list[str]) -> tuple[dict[str, PageLue], list[tuple[str, PageLue]]]:
    pages = await liens.parcourir(app, liens.departs(app, ids))
    return pages, await liens.parcourir_en_personne(app, PERSONNELLES)
