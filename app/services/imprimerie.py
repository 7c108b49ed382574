"""Turns a page into a PDF that screen readers can read, beside the event loop. Fetches nothing, from anywhere, ever.

One at a time: a page costs the processor for a moment, and those who wait only wait for their own.
"""

import logging
import threading
from datetime import datetime
from functools import lru_cache
from typing import Any

from app.domain.avis import Debit
from app.domain.erreurs import TropDeDemandes

#: How many may be asked of this process in a minute, and how long one waits for its turn.
PAR_MINUTE, ATTENTE_S = 30, 20.0
#: What WeasyPrint does not centre as browsers do is simply laid flat.
_A_PLAT = ".pied .cadre, .urgences { display: block; text-align: left } .urgences a { display: inline }"


class Imprimerie:
    """The only place where PDF files are made."""

    def __init__(self) -> None:
        self._tour = threading.Lock()
        self._debit = Debit(par_unite=PAR_MINUTE, en_tout=PAR_MINUTE, refus=TropDeDemandes)

    def take(self, maintenant: datetime) -> None:
        """Count one more; TropDeDemandes beyond what people ask for."""
        self._debit.take("pdf", maintenant)

    def print_page(self, page: str) -> bytes:
        """The page as PDF/UA-1; TropDeDemandes when too many wait. To be called in a thread."""
        if not self._tour.acquire(timeout=ATTENTE_S):
            raise TropDeDemandes
        try:
            return _write(page)
        finally:
            self._tour.release()


def _write(page: str) -> bytes:
    html, feuille, refus = _press()
    ecrit = html(string=page, url_fetcher=refus)
    pdf: bytes = ecrit.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, stylesheets=[feuille])
    return pdf


@lru_cache(maxsize=1)
def _press() -> tuple[Any, Any, Any]:
    """WeasyPrint, loaded the first time only: the site starts without it."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - half a second that most processes never need
    from weasyprint.urls import URLFetcher, URLFetchingError  # noqa: PLC0415

    class Refus(URLFetcher):  # type: ignore[misc]
        """No picture, no sheet, no font comes from an address, a file or a data: the page holds all it needs."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - signature
            raise URLFetchingError("nothing is fetched")

    # It tells each style it does not know: the words of a page must never reach the log.
    for nom in ("weasyprint", "fontTools"):
        logging.getLogger(nom).setLevel(logging.CRITICAL)
    return HTML, CSS(string=_A_PLAT), Refus()
