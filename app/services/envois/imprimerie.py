"""Turns the letters of a batch into one PDF (PDF/UA-1), a page each. Fetches nothing, keeps nothing."""

from functools import lru_cache
from typing import Any


class LettresTropLongues(Exception):
    """A letter that took more than its page: nothing is printed, or envelopes would be mixed up."""


def print_letters(html: str, nombre: int) -> bytes:
    """The PDF of so many letters; LettresTropLongues unless it has as many pages. To be called in a thread."""
    page, refus = _press()
    document = page(string=html, url_fetcher=refus).render(pdf_variant="pdf/ua-1", pdf_tags=True)
    if len(document.pages) != nombre:
        raise LettresTropLongues
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return pdf


@lru_cache(maxsize=1)
def _press() -> tuple[Any, Any]:
    """WeasyPrint, loaded the first time only: the site starts without it."""
    from weasyprint import HTML  # noqa: PLC0415 - half a second that most processes never need
    from weasyprint.urls import URLFetcher, URLFetchingError  # noqa: PLC0415

    class Refus(URLFetcher):  # type: ignore[misc]
        """No font, no image, no file, no address."""

        def fetch(self, *_: Any, **__: Any) -> Any:
            raise URLFetchingError("a letter fetches nothing")

    return HTML, Refus()
