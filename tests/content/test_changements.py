"""What changed: entries are checked, tell citizens of every rule that moved, and reach those they concern."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.content.loader import CONTENU, load_catalogue
from app.content.releve import entries, main, read_releve, write_releve
from app.domain import falc
from app.domain.catalogue import Catalogue
from app.domain.changements import Changement, Releve, empreinte_regle, untold
from app.domain.fiches import Fiche
from app.domain.verdicts import Verdict
from tests.content.refus import refus
from tests.factories import contenu_fiche, contenu_reel, make_fiche, make_profil, write_contenu, yaml_text

OUVERTURE = {
    "le": date(2026, 11, 22),
    "normal": {"maintenant": "Le site ouvre."},
    "falc": {"maintenant": ["Il ouvre."]},
}
PLUS_TARD = date(2027, 3, 2)


def entree(**changes: Any) -> dict[str, Any]:
    """A change of the unit `conseil`, which was for ages 40 to 74."""
    return {
        "le": date(2027, 3, 1),
        "conseils": ["conseil"],
        "regle_avant": {"conseil": {"pour_qui": {"ages": [[40, 74]]}}},
        "normal": {"avant": "De 40 à 74 ans.", "maintenant": "De 50 à 74 ans."},
        "falc": {"avant": ["C'était à 40 ans."], "maintenant": ["C'est à 50 ans."]},
        **changes,
    }


def contenu(racine: Path, *entrees: dict[str, Any], **changes: Any) -> Path:
    write_contenu(racine, contenu_fiche(**changes), contenu_fiche("autre"))
    (racine / "changements.yaml").write_text(yaml_text(list(entrees)), "utf-8")
    return racine


@pytest.mark.parametrize(
    ("mauvaise", "attendu"),
    [
        (entree(conseils=["conseils"]), "regle_avant : un conseil cité ici est aussi dans conseils"),
        (entree(conseils=["conseils"], regle_avant={}), "conseil inconnu « conseils », vouliez-vous écrire"),
        (entree(falc={"maintenant": ["C'est à 50 ans."]}), "avant : dans les deux textes"),
        (entree(normal={"avant": "x"}), "normal.maintenant : clé obligatoire absente"),
        (entree(regle_avant={"conseil": {}}), "recopiez les clés de la règle"),
        (entree(regle_avant={"conseil": {"ages": [[40, 74]]}}), "ages : clé inconnue"),
        (
            entree(regle_avant={"conseil": {"pour_qui": {"ages": [[40, 74]], "conditions": [{"fait": "fumeurs"}]}}}),
            "fait inconnu « fumeurs »",
        ),
        (entree(le=date(2026, 1, 1)), "du plus ancien au plus récent"),
        (entree(quand="x"), "quand : clé inconnue"),
    ],
)
def test_a_badly_written_entry_is_refused(tmp_path: Path, mauvaise: dict[str, Any], attendu: str) -> None:
    problemes = refus(contenu(tmp_path, OUVERTURE, mauvaise))
    assert any(attendu in probleme and "changements.yaml [1]" in probleme for probleme in problemes), problemes


def verdicts(catalogue: Catalogue, naissance: str, au: date = PLUS_TARD) -> list[tuple[str, str]]:
    """Before and after, for each unit of the newest entry."""
    effets = catalogue.changements[0].effets(make_profil(naissance), au)
    return [(str(e.avant.verdict), str(e.apres.verdict)) for e in effets]


def test_a_change_is_applied_before_and_after(tmp_path: Path) -> None:
    catalogue = load_catalogue(contenu(tmp_path, OUVERTURE, entree()))
    assert verdicts(catalogue, "1982-01-01") == [(Verdict.A_FAIRE, Verdict.PAS_CONCERNE)]
    assert verdicts(catalogue, "1970-01-01") == [(Verdict.A_FAIRE, Verdict.A_FAIRE)]
    assert verdicts(catalogue, "2000-01-01") == [(Verdict.PAS_CONCERNE, Verdict.PAS_CONCERNE)]


def test_two_changes_of_one_rule_follow_one_another(tmp_path: Path) -> None:
    """The rule "after" the first is the rule "before" the second, not today's."""
    seconde = entree(le=date(2028, 1, 1), regle_avant={"conseil": {"pour_qui": {"ages": [[45, 74]]}}})
    catalogue = load_catalogue(contenu(tmp_path, OUVERTURE, entree(), seconde))
    premiere = catalogue.changements[1].effets(make_profil("1980-01-01"), date(2028, 1, 2))
    assert [(e.avant.fiche.pour_qui.ages, e.apres.fiche.pour_qui.ages) for e in premiere] == [
        (((40, 74),), ((45, 74),))
    ]
    assert verdicts(catalogue, "1980-01-01", date(2028, 1, 2)) == [(Verdict.A_FAIRE, Verdict.PAS_CONCERNE)]


REGLES: dict[str, dict[str, Any]] = {
    "âges": {"ages": [[51, 74]]},
    "sexe": {"sexe": "F"},
    "condition": {"conditions": [{"fait": "fumeur"}]},
    "rythme": {"frequence": "P2Y"},
    "exclusion": {
        "sauf": [{"si": {"fait": "fumeur"}, "parce_que": "Cela ne va pas.", "parce_que_falc": "Cela ne va pas."}]
    },
    "prix": {"cout": {"a_payer": "1.00", "reste_a_charge": "0.00"}},
    "mois": {"mois": 10},
}


@pytest.mark.parametrize("partie", REGLES)
def test_the_hash_of_a_rule_moves_with_each_part_of_it(partie: str) -> None:
    assert empreinte_regle(make_fiche(**REGLES[partie])) != empreinte_regle(make_fiche())


def test_the_hash_of_a_rule_does_not_move_with_its_words() -> None:
    textes = contenu_fiche()["normal"] | {"titre": "Un autre titre"}
    assert empreinte_regle(make_fiche(normal=textes, verifie_le=date(2026, 11, 23))) == empreinte_regle(make_fiche())


def manques(fiche: Fiche, *entrees: dict[str, Any], releve: dict[str, Releve] | None = None) -> list[str]:
    connu = releve if releve is not None else {"conseil": Releve(empreinte_regle(make_fiche()), 0)}
    return untold([fiche], [Changement.model_validate(e) for e in (OUVERTURE, *entrees)], connu)


def test_a_rule_that_changes_demands_an_entry() -> None:
    """The planted change."""
    changee = make_fiche(ages=[[51, 74]])
    assert manques(make_fiche()) == []
    assert manques(changee) == ["conseil : la règle ou le prix a changé, à dire dans changements.yaml"]
    assert manques(changee, entree()) == []
    deja_dit = {"conseil": Releve(empreinte_regle(make_fiche()), 1)}
    assert manques(changee, entree(), releve=deja_dit) != [], "an old entry does not tell a new change"


def test_a_new_unit_demands_one_too_unless_it_opened_with_the_site() -> None:
    assert manques(make_fiche(), releve={}) == []
    tardive = make_fiche(verifie_le=date(2027, 1, 1))
    assert manques(tardive, releve={}) == ["conseil : conseil nouveau, à annoncer dans changements.yaml"]
    assert manques(tardive, entree(), releve={}) == []


def test_the_record_is_not_written_over_a_change_nobody_told(tmp_path: Path) -> None:
    racine = contenu(tmp_path, OUVERTURE)
    assert write_releve(load_catalogue(racine), racine, {}) == []
    avant = read_releve(racine)
    contenu(tmp_path, OUVERTURE, ages=[[55, 74]])
    assert main([str(racine)]) == 1
    assert read_releve(racine) == avant
    contenu(tmp_path, OUVERTURE, entree(), ages=[[55, 74]])
    assert main([str(racine)]) == 0
    assert read_releve(racine)["conseil"].changements == 1
    contenu(tmp_path, OUVERTURE, entree(), ages=[[60, 74]])
    assert main([str(racine), "--premiere-publication"]) == 1, "too late to begin again"


def test_every_rule_change_of_the_real_content_was_told() -> None:
    catalogue = contenu_reel()
    assert untold(catalogue.fiches, entries(catalogue), read_releve()) == []


def test_the_record_of_the_real_content_is_up_to_date() -> None:
    """Otherwise: python -m app.content.releve (before any announced change, with --premiere-publication)."""
    assert {id_: ligne.regle for id_, ligne in read_releve().items()} == {
        id_: empreinte_regle(fiche) for id_, fiche in contenu_reel().par_id.items()
    }


def test_the_history_begins_with_the_opening_of_the_site() -> None:
    premiere = entries(contenu_reel())[0]
    assert (premiere.le, premiere.conseils) == (date(2026, 11, 22), ())
    assert (CONTENU / "changements.yaml").read_text("utf-8").startswith("# Ce qui a changé")


def test_the_easy_to_read_entries_are() -> None:
    phrases = [p for c in entries(contenu_reel()) for p in (*c.falc.avant, *c.falc.maintenant)]
    assert [str(faute) for p in phrases for faute in falc._phrase(falc._Phrase("changements", p))] == []
