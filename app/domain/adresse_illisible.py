"""Holds the refusal of an address that no reminder can be sent to. Reads none."""

from app.domain.erreurs import ErreurMetier


class AdresseIllisible(ErreurMetier):
    """A postal address, a number or a browser; the message says what to correct."""
