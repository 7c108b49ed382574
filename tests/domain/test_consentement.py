"""Consent is computed from acts: any history of any purposes, a text that changes, a chain that cannot be mended."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from pydantic import ValidationError

from app.domain.consentement import (
    SANS_PRECEDENT,
    Accord,
    ActeConsentement,
    EtatConsentement,
    Finalite,
    Geste,
    chain_holds,
    etat_de,
)
from app.domain.erreurs import TexteChange

LE = datetime(2026, 11, 22, 9, tzinfo=UTC)
JOUR = date(2026, 11, 22)
TEXTE = {"titre": "Garder", "phrases": ["Nous gardons vos réponses."], "oui": "Oui", "non": "Non"}
ATTENDUS = {
    Geste.DONNE: EtatConsentement.DONNE,
    Geste.REFUSE: EtatConsentement.REFUSE,
    Geste.RETIRE: EtatConsentement.RETIRE,
    Geste.EXPIRE: EtatConsentement.A_REDEMANDER,
    Geste.INVALIDE: EtatConsentement.A_REDEMANDER,
}


def accord(finalite: Finalite = Finalite.CARNET, *changes: str) -> Accord:
    """A purpose whose text changed each first of the month since January 2027."""
    versions = [{"numero": 1, "depuis": JOUR, "change": "fond", "normal": TEXTE, "falc": TEXTE}]
    for rang, change in enumerate(changes, 1):
        texte = TEXTE | {"titre": f"Garder {rang}"}
        versions.append(
            {"numero": rang + 1, "depuis": date(2027, rang, 1), "change": change, "normal": texte, "falc": texte}
        )
    return Accord.model_validate({"id": finalite, "versions": versions})


def acte(geste: Geste, finalite: Finalite = Finalite.CARNET, version: int = 1) -> ActeConsentement:
    empreinte = accord(finalite).versions[0].empreinte(finalite, "normal")
    return ActeConsentement(finalite, geste, version, empreinte, "normal", LE)


def test_without_any_act_nothing_is_allowed() -> None:
    assert etat_de((), accord(), JOUR) is EtatConsentement.JAMAIS


@pytest.mark.parametrize("longueur", [1, 2, 3])
def test_the_last_act_wins_whatever_came_before(longueur: int) -> None:
    for gestes in product(Geste, repeat=longueur):
        actes = [acte(geste) for geste in gestes]
        assert etat_de(actes, accord(), JOUR) is ATTENDUS[gestes[-1]]


def test_each_purpose_stands_alone_in_all_their_combinations() -> None:
    for choix in product((True, False), repeat=len(Finalite)):
        voulu = dict(zip(Finalite, choix, strict=True))
        actes = [acte(Geste.DONNE, finalite) for finalite in Finalite]
        actes += [acte(Geste.RETIRE, finalite) for finalite, garde in voulu.items() if not garde]
        lus = {f: etat_de(actes, accord(f), JOUR) is EtatConsentement.DONNE for f in Finalite}
        assert lus == voulu


def test_a_change_of_substance_asks_again_and_a_change_of_form_does_not() -> None:
    deux = accord(Finalite.CARNET, "forme", "fond")
    donne = [acte(Geste.DONNE)]
    assert etat_de(donne, deux, date(2026, 12, 31)) is EtatConsentement.DONNE
    assert etat_de(donne, deux, date(2027, 1, 1)) is EtatConsentement.DONNE
    assert etat_de(donne, deux, date(2027, 1, 31)) is EtatConsentement.DONNE
    assert etat_de(donne, deux, date(2027, 2, 1)) is EtatConsentement.A_REDEMANDER
    assert etat_de([acte(Geste.DONNE, version=3)], deux, date(2027, 2, 1)) is EtatConsentement.DONNE


def test_a_form_that_shows_another_text_agrees_to_nothing() -> None:
    deux = accord(Finalite.CARNET, "fond")
    ancien, nouveau = (version.empreinte(Finalite.CARNET, "normal") for version in deux.versions)
    assert deux.check(ancien, "normal", JOUR).numero == 1
    for empreinte, mode, le in (
        (ancien, "normal", date(2027, 1, 1)),
        (nouveau, "normal", JOUR),
        (ancien, "falc", JOUR),
        ("", "normal", JOUR),
    ):
        with pytest.raises(TexteChange):
            deux.check(empreinte, mode, le)


def test_the_same_words_for_another_purpose_are_another_text() -> None:
    empreintes = {accord(f).versions[0].empreinte(f, mode) for f in Finalite for mode in ("normal", "falc")}
    assert len(empreintes) == 2 * len(Finalite)


@pytest.mark.parametrize(
    "abime",
    [
        lambda v: v[1:],
        lambda v: [v[0], v[1] | {"numero": 3}],
        lambda v: [v[0], v[1] | {"depuis": JOUR}],
        lambda v: [v[0] | {"change": "forme"}, v[1]],
        lambda v: [v[0] | {"normal": TEXTE | {"oui": ""}}, v[1]],
    ],
)
def test_versions_only_grow(abime: object) -> None:
    versions = accord(Finalite.CARNET, "fond").model_dump()["versions"]
    with pytest.raises(ValidationError):
        Accord.model_validate({"id": "carnet", "versions": abime(list(versions))})  # type: ignore[operator]


def chaine() -> list[tuple[ActeConsentement, str]]:
    actes, precedent = [], SANS_PRECEDENT
    for rang, geste in enumerate((Geste.DONNE, Geste.RETIRE, Geste.DONNE, Geste.EXPIRE)):
        suivant = replace(acte(geste), le=LE + timedelta(days=rang))
        precedent = suivant.sceau(precedent)
        actes.append((suivant, precedent))
    return actes


def test_a_chain_holds_until_one_act_is_edited_removed_or_moved() -> None:
    actes = chaine()
    assert chain_holds(actes)
    for rang in range(len(actes)):
        modifie = replace(actes[rang][0], geste=Geste.REFUSE)
        assert not chain_holds([*actes[:rang], (modifie, actes[rang][1]), *actes[rang + 1 :]])
    assert not chain_holds(actes[1:])
    assert not chain_holds([actes[0], *actes[2:]])
    assert not chain_holds([actes[1], actes[0], *actes[2:]])
