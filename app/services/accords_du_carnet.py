"""Writes an answer about one purpose of an open carnet, and does at once what it entails. Never commits."""

from app.domain.carnet_en_ligne import CarnetOuvert
from app.domain.consentement import ActeConsentement
from app.services.carnet import Classeur, accept_again


def answer(classeur: Classeur, ouvert: CarnetOuvert, acte: ActeConsentement) -> None:
    """Write the act; what a purpose kept goes in the same transaction when the answer is not a yes."""
    accept_again(classeur, ouvert, acte)
