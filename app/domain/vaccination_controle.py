"""Checks that doses, dated events and campaigns are possible. Lists every fault; never repeats a value."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.domain.dates import DateApprochee
from app.domain.erreurs import Probleme, VaccinationsInvalides
from app.domain.profil import Profil
from app.domain.vaccination import CalendrierVaccinal
from app.domain.vaccination_codes import ReglagesVaccins
from app.domain.vaccination_dossier import PeriodeDeCampagne, Vaccination

#: Campaigns of other years cannot be open on a day the rules are applied on.
CAMPAGNE_MIN, CAMPAGNE_MAX = date(1999, 1, 1), date(2100, 12, 31)


def check_vaccinations(
    vaccinations: Sequence[Vaccination],
    evenements: Mapping[str, DateApprochee],
    campagnes: Mapping[str, PeriodeDeCampagne],
    *,
    profil: Profil,
    au: date,
    calendrier: CalendrierVaccinal,
) -> None:
    """Raise VaccinationsInvalides with every fault found; return nothing when all is possible on the day `au`."""
    problemes: list[Probleme] = []
    naissance, codes, reglages = profil.date_naissance, calendrier.codes, calendrier.reglages
    for position, dose in enumerate(vaccinations):
        champ = f"vaccinations[{position}]"
        if dose.vaccin not in codes:
            problemes.append(
                Probleme(
                    f"{champ}.vaccin",
                    "Nous ne connaissons pas ce code de vaccin. Prenez-le dans la liste de /api/v1/openapi.json.",
                )
            )
        problemes += _jour(f"{champ}.le", dose.le, naissance, au, "quand la dose a été reçue")
    for position, (nom, quand) in enumerate(evenements.items()):
        if nom in reglages.evenements:
            problemes += _jour(f"autres_dates.{nom}", quand, naissance, au, "quand cela s'est passé")
        else:
            problemes.append(
                Probleme(
                    "autres_dates",
                    f"La date numéro {position + 1} porte un nom que nous ne connaissons pas. "
                    f"Écrivez {', '.join(sorted(reglages.evenements))}, ou retirez-la.",
                )
            )
    for position, (cle, jours) in enumerate(campagnes.items()):
        problemes += _campagne(position + 1, cle, jours, reglages)
    if problemes:
        raise VaccinationsInvalides(tuple(problemes))


def _jour(champ: str, quand: DateApprochee, naissance: DateApprochee | None, au: date, quoi: str) -> Iterator[Probleme]:
    if quand.premier > au:
        yield Probleme(champ, f"Cette date est dans le futur. Indiquez {quoi}.")
    elif naissance is not None and quand.dernier < naissance.premier:
        yield Probleme(champ, "Cette date est avant la naissance. Vérifiez l'année.")


def _campagne(numero: int, cle: str, jours: PeriodeDeCampagne, reglages: ReglagesVaccins) -> Iterator[Probleme]:
    famille, _, annee = cle.rpartition("-")
    if famille not in reglages.campagnes or len(annee) != 4 or not (annee.isascii() and annee.isdigit()):
        formes = ", ".join(f"{nom}-AAAA" for nom in reglages.campagnes)
        yield Probleme(
            "campagnes", f"La campagne numéro {numero} porte un nom que nous ne connaissons pas. Écrivez {formes}."
        )
    elif jours.au < jours.du:
        yield Probleme("campagnes", f"La campagne numéro {numero} finit avant de commencer. Vérifiez ses deux dates.")
    elif jours.du < CAMPAGNE_MIN or jours.au > CAMPAGNE_MAX:
        yield Probleme(
            "campagnes",
            f"La campagne numéro {numero} est trop loin d'aujourd'hui. "
            f"Écrivez des dates entre {CAMPAGNE_MIN.year} et {CAMPAGNE_MAX.year}.",
        )
