"""Measures by ratio: the contestants take turns, each round gives ratios, the median round is kept."""

import gc
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
Tour = Callable[[], object]


def cpu(tour: Tour) -> float:
    """Processor seconds of this process, threads included, spent in one call."""
    debut = time.process_time()
    tour()
    return time.process_time() - debut


def mesurer(concurrents: Mapping[str, Tour], tours: int) -> dict[str, list[float]]:
    """CPU seconds of each contestant at each round, in turn, after a round that does not count."""
    for tour in concurrents.values():
        tour()
    temps: dict[str, list[float]] = {nom: [] for nom in concurrents}
    gc.collect()
    gc.disable()
    for _ in range(tours):
        for nom, tour in concurrents.items():
            temps[nom].append(cpu(tour))
    gc.enable()
    return temps


def rapport(haut: list[float], bas: list[float]) -> float:
    """Median of the ratios taken round by round."""
    return statistics.median(h / b for h, b in zip(haut, bas, strict=True))


def etendue(haut: list[float], bas: list[float]) -> str:
    """Lowest and highest ratio of all the rounds: how noisy the machine was."""
    rapports = sorted(h / b for h, b in zip(haut, bas, strict=True))
    return f"{rapports[0]:.3g} à {rapports[-1]:.3g}"


def versions(*paquets: str) -> str:
    """What was compared, to quote with any figure."""
    noms = [f"Python {platform.python_version()}", *(f"{paquet} {version(paquet)}" for paquet in paquets)]
    return ", ".join(noms)
