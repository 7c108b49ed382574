"""Each table and each column of the models is in the register: erased how, copied where. One more is seen."""

import pytest
from sqlalchemy import Column, MetaData, String

from app.domain.copie import Copie
from app.models import Table
from tests.base.registre import REGISTRE, Entree, Sort, faults, of
from tests.base.test_donnees import sections

#: Kinds of docs/donnees.md that say something of a person who uses the site.
D_UNE_PERSONNE = {"personnelle", "chiffrée", "pseudonyme", "accord", "condensé"}


def twin() -> MetaData:
    copie = MetaData()
    for table in Table.metadata.sorted_tables:
        table.to_metadata(copie)
    return copie


def test_every_table_and_column_is_in_the_register() -> None:
    assert faults(Table.metadata) == []


def test_a_column_more_is_seen() -> None:
    modeles = twin()
    modeles.tables["personne_carnet"].append_column(Column("taille", String(3)))
    (dit,) = faults(modeles)
    assert dit.startswith("La colonne personne_carnet.taille n'est ni copiée, ni laissée avec une raison")


def test_a_table_more_is_seen() -> None:
    (dit,) = faults(Table.metadata, {nom: e for nom, e in REGISTRE.items() if nom != "code_carnet"})
    assert dit.startswith("La table code_carnet n'est pas au registre.")


def test_a_table_that_says_nothing_of_people_has_no_column_that_does() -> None:
    dites = {nom: D_UNE_PERSONNE & set(sections()[nom].values()) for nom in of(Sort.NEUTRE)}
    assert {nom: sortes for nom, sortes in dites.items() if sortes} == {}


def test_whatever_hangs_on_a_carnet_goes_with_it() -> None:
    """A table that refers to a carnet, or to a table that does, cannot have another fate."""
    suspendues = {"carnet"}
    for table in Table.metadata.sorted_tables:
        if any(cle.column.table.name in suspendues for cle in table.foreign_keys):
            suspendues.add(table.name)
    assert suspendues == of(Sort.AVEC_LE_CARNET)


def test_where_the_copy_is_said_to_give_a_column_it_does() -> None:
    champs = set(Copie.model_fields)
    dites = {ou.split(".")[0].split(" ")[0] for e in REGISTRE.values() for ou in e.copie.values()}
    assert dites - {"non"} <= champs


@pytest.mark.parametrize("entree", [e for e in REGISTRE.values() if e.sort is Sort.NEUTRE])
def test_what_is_neutral_says_why(entree: Entree) -> None:
    assert entree.pourquoi
