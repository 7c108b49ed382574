"""Writes an answer about one purpose of an open carnet, and does at once what it entails. Never commits."""

from app.domain.carnet_en_ligne import CarnetOuvert
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.services.carnet import Classeur, accept_again, save


def answer(classeur: Classeur, ouvert: CarnetOuvert, acte: ActeConsentement, commune: str = "") -> None:
    """Write the act; what it lets keep, or what it ends, is written or erased in the same transaction."""
    accept_again(classeur, ouvert, acte)
    if acte.finalite is Finalite.COMMUNE:
        retenue = commune if acte.geste is Geste.DONNE else ""
        save(classeur, ouvert, ouvert.dossier.retenir(retenue))
