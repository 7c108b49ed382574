"""A person's vaccines forecast with twenty past doses, and every birth date swept: both against their advice judged.

Run `python -m bench.vaccins`. Fails when a dose is advised before birth or when two rounds differ; never on a time.
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from app.content.loader import load_catalogue
from app.domain.catalogue import Catalogue
from app.domain.profil import Profil
from app.domain.vaccination_dossier import Vaccination, read_dossiers, read_saisons
from bench.mesure import etendue, mesurer, rapport, versions
from bench.personnes import AU

DOSES = 20
#: One birth date in so many days, from 1920 on: enough to meet every age and cohort.
PAS = 61
PREMIERE = date(1920, 1, 1)
#: A life of vaccines, in the order they are received.
VIE = (
    "hexavalent", "hexavalent", "hexavalent", "vpc13", "vpc13", "vpc13", "neisvac", "ror", "ror", "dtcap",
    "dtcap", "gardasil-9", "gardasil-9", "dtcap", "dtp", "grippe", "grippe", "covid", "covid", "vpc20",
)  # fmt: skip


def avec_doses(naissance: date) -> tuple[Profil, list[Vaccination]]:
    """Someone who received twenty doses, spread from birth to now."""
    pas = (AU - naissance) / (DOSES + 1)
    jours = [(naissance + pas * rang).isoformat() for rang in range(1, DOSES + 1)]
    doses = [Vaccination.model_validate({"vaccin": code, "le": le}) for code, le in zip(VIE, jours, strict=True)]
    return Profil.model_validate({"date_naissance": naissance.isoformat(), "sexe": "F"}), doses


def sans_doses() -> list[tuple[Profil, list[Vaccination]]]:
    """Someone born every so many days since 1920, without any record."""
    jours = range(0, (AU - PREMIERE).days, PAS)
    naissances = [(PREMIERE + timedelta(days=jour)).isoformat() for jour in jours]
    return [(Profil.model_validate({"date_naissance": naissance, "sexe": "F"}), []) for naissance in naissances]


def prevoir(catalogue: Catalogue, personnes: Iterable[tuple[Profil, list[Vaccination]]]) -> Counter[str]:
    """Forecast each person; keep how many of each status."""
    calendrier, statuts = catalogue.vaccins, Counter[str]()
    saisons = read_saisons(calendrier.campagnes, {}, None)
    for profil, doses in personnes:
        dossiers = read_dossiers(profil, doses, {}, saisons, AU, calendrier.reglages)
        assert dossiers is not None
        for prevision in calendrier.forecast(dossiers):
            assert prevision.au_plus_tot is None or prevision.au_plus_tot >= dossiers.dernier.naissance
            statuts[prevision.statut] += 1
    return statuts


def juger(catalogue: Catalogue, personnes: Iterable[tuple[Profil, list[Vaccination]]]) -> int:
    """Judge the advice of the same people, as the reference; how many verdicts."""
    return sum(len(catalogue.moteur.evaluate(profil, AU).resultats) for profil, _ in personnes)


def main() -> None:
    """Time both, by turns, on the same people."""
    lecteur = argparse.ArgumentParser(description="Vaccine forecast, against the advice of the same people.")
    lecteur.add_argument("--tours", type=int, default=5)
    options = lecteur.parse_args()
    catalogue = load_catalogue()
    print(versions("pydantic"))
    balayage = sans_doses()
    groupes = {
        f"une personne, {DOSES} doses": [avec_doses(date(1976, 7, 25))] * 200,
        "balayage sans dose": balayage,
    }
    for nom, personnes in groupes.items():
        premier = prevoir(catalogue, personnes)
        juger(catalogue, personnes)  # what each age and sex decide is worked out once, and kept
        assert prevoir(catalogue, personnes) == premier
        temps = mesurer(
            {
                "vaccins": lambda personnes=personnes: prevoir(catalogue, personnes),  # type: ignore[misc]
                "conseils": lambda personnes=personnes: juger(catalogue, personnes),  # type: ignore[misc]
            },
            options.tours,
        )
        vaccins, conseils = temps["vaccins"], temps["conseils"]
        par_personne = sorted(vaccins)[len(vaccins) // 2] / len(personnes)
        print(
            f"{nom} : {rapport(vaccins, conseils):.1f} fois ses conseils ({etendue(vaccins, conseils)}), "
            f"{par_personne * 1e6:.0f} µs, {1 / par_personne:.0f} personnes par seconde"
        )


if __name__ == "__main__":
    main()
