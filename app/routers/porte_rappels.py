"""Does one thing about reminders beside the event loop, and waits for what was already leaving. Shows no page."""

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from app.dependencies import Parties, now, with_seals
from app.services.envois.adresses import Bureau

#: How long the answer to « stop » waits for a message that was leaving; a provider rarely takes a second.
ESSAIS, PAUSE_S = 50, 0.1

P = ParamSpec("P")
T = TypeVar("T")


async def at_bureau(
    ensemble: Parties, geste: Callable[Concatenate[Bureau, P], T], *quoi: P.args, **comment: P.kwargs
) -> T:
    """One transaction; CarnetFerme when this service keeps no carnet."""
    return await with_seals(
        ensemble,
        lambda session, scribe: geste(Bureau(session, scribe, ensemble.catalogue, now(ensemble)), *quoi, **comment),
    )


async def wait_for_departures(ensemble: Parties, compter: Callable[[Bureau], int]) -> bool:
    """Answer only once nothing is between us and the provider any more; False when it takes too long, to be said."""
    for _ in range(ESSAIS):
        if not await at_bureau(ensemble, compter):
            return True
        await asyncio.sleep(PAUSE_S)
    return False
