"""Gathers the requests that wait while the base is busy, and has them served together. Knows no request and no base.

Nobody is answered before the transaction of their lot is committed. Alone, a request goes at once; it waits for
others only as long as the lot before it takes.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

#: Requests served together: as many as wait, within what one transaction does in a few milliseconds.
LOT = 64

D = TypeVar("D")
R = TypeVar("R")
Service = Callable[[Sequence[D]], Sequence[R]]


class _File(Generic[D, R]):
    """The requests of one loop, first come, first served."""

    def __init__(self) -> None:
        self.attendent: deque[tuple[D, asyncio.Future[R]]] = deque()
        self.tache: asyncio.Task[None] | None = None


class Comptoir(Generic[D, R]):
    """One for the whole service; each event loop has its own line."""

    def __init__(self) -> None:
        self._files: WeakKeyDictionary[asyncio.AbstractEventLoop, _File[D, R]] = WeakKeyDictionary()

    async def ask(self, demande: D, servir: Service[D, R]) -> R:
        """Wait for the answer of one request; what `servir` raises is raised to each of its lot."""
        boucle = asyncio.get_running_loop()
        file = self._files.setdefault(boucle, _File())
        reponse: asyncio.Future[R] = boucle.create_future()
        file.attendent.append((demande, reponse))
        if file.tache is None:
            file.tache = asyncio.create_task(_serve(file, servir))
        return await reponse


async def _serve(file: _File[D, R], servir: Service[D, R]) -> None:
    """Lot after lot, until nobody waits."""
    try:
        while file.attendent:
            lot = [file.attendent.popleft() for _ in range(min(LOT, len(file.attendent)))]
            fait = asyncio.get_running_loop().run_in_executor(None, servir, [demande for demande, _ in lot])
            await asyncio.wait([fait])
            erreur = fait.exception()
            reponses = () if erreur else fait.result()
            for rang, (_, reponse) in enumerate(lot):
                if reponse.done():  # who asked has left
                    continue
                if erreur is not None:
                    reponse.set_exception(erreur)
                else:
                    reponse.set_result(reponses[rang])
    finally:
        file.tache = None
