"""Turns the letters of a batch into one PDF (PDF/UA-1), a page each. Fetches nothing, keeps nothing."""

from typing import NoReturn

from weasyprint import HTML
from weasyprint.urls import URLFetcher


class LettresTropLongues(Exception):
    """A letter that took more than its page: nothing is printed, or envelopes would be mixed up."""


class _Rien(URLFetcher):
    """Fetches nothing: no font, no image, no file, no address."""

    def fetch(self, *_: object, **__: object) -> NoReturn:
        """Refuse."""
        raise ValueError("a letter fetches nothing")


def print_letters(html: str, nombre: int) -> bytes:
    """The PDF of so many letters; LettresTropLongues unless it has as many pages."""
    document = HTML(string=html, url_fetcher=_Rien()).render(pdf_variant="pdf/ua-1")
    if len(document.pages) != nombre:
        raise LettresTropLongues
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return pdf
