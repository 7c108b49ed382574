"""Writes the links between advice, landmarks and campaigns. Decides no rule and knows no person."""

from collections.abc import Iterable

from app.domain.catalogue import Catalogue
from app.rendering.formats import typographie
from app.rendering.gabarits import Mode

Lien = tuple[str, str]


def liens_conseils(catalogue: Catalogue, ids: Iterable[str], mode: Mode) -> tuple[Lien, ...]:
    """Address and title of each of these advices."""
    fiches = [catalogue.par_id[id_] for id_ in ids]
    falc = mode is Mode.FALC
    return tuple(
        (f"{mode.prefixe}/conseils/{fiche.id}", typographie(fiche.falc.titre if falc else fiche.normal.titre))
        for fiche in fiches
    )


def liens_reperes(catalogue: Catalogue, conseil: str, mode: Mode) -> tuple[Lien, ...]:
    """Address and title of each landmark that goes with one advice."""
    falc = mode is Mode.FALC
    return tuple(
        (f"{mode.prefixe}/reperes/{repere.id}", typographie(repere.falc.titre if falc else repere.normal.titre))
        for repere in catalogue.reperes.values()
        if conseil in repere.conseils
    )
