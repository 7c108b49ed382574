"""Holds the refusals of the ways into a carnet besides its codes; knows nothing of HTTP.

ErreurMetier
 |- CleRefusee        an access key that cannot be added
 |- PreuveDemandee     the owner must prove to be one again first
 |- IdentiteRefusee   the account elsewhere cannot open or join a carnet
 `- IdentiteMuette    the service that knows that account does not answer
"""

from app.domain.erreurs import ErreurMetier


class CleRefusee(ErreurMetier):
    """What the device answered adds no key: too late, for another page, or too many already."""

    def __init__(self) -> None:
        super().__init__(
            "La clé d'accès n'est pas ajoutée : cette demande a expiré, ou votre carnet a déjà 10 clés. "
            "Rouvrez la page « Mon carnet » et recommencez. Vos codes marchent toujours."
        )


class PreuveDemandee(ErreurMetier):
    """What opens the carnet is about to change, and nobody has proved to be its owner for a while."""

    def __init__(self) -> None:
        super().__init__(
            "Il faut d'abord prouver que ce carnet est le vôtre : rien n'est changé. "
            "Ouvrez la page « Mon carnet » et recommencez, avec un code de votre feuille."
        )


class IdentiteRefusee(ErreurMetier):
    """The way back from the other service proves nothing here, or its account is joined to another carnet."""

    def __init__(self) -> None:
        super().__init__(
            "Ce compte ne peut pas servir ici : la demande a expiré, ou il ouvre déjà un autre carnet. "
            "Rien n'est changé. Ouvrez votre carnet avec un code, ou recommencez depuis la page « Mon carnet »."
        )


class IdentiteMuette(ErreurMetier):
    """The other service does not answer, or answers what cannot be read."""

    def __init__(self) -> None:
        super().__init__(
            "Le service qui vérifie votre compte ne répond pas. Rien n'est changé. "
            "Ouvrez votre carnet avec un code, ou recommencez dans un moment."
        )
