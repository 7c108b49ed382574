"""The refusals about reminders that are sent: what, why, what to do. Knows no page."""

from app.domain.erreurs import ErreurMetier


class TropDeConfirmations(ErreurMetier):
    """Too many messages asking to confirm an address, from one carnet in one day."""

    def __init__(self) -> None:
        super().__init__(
            "Nous avons déjà envoyé 3 messages de confirmation depuis hier : nous n'en envoyons pas d'autre. "
            "Regardez dans vos messages indésirables, ou recommencez demain."
        )


class AdresseRefusee(ErreurMetier):
    """An address nothing can be sent to."""

    def __init__(self) -> None:
        super().__init__(
            "Cette adresse e-mail n'est pas complète : rien n'est noté. "
            "Elle contient un seul @ et aucun espace. Exemple : prenom@exemple.fr"
        )


class CanalInconnu(ErreurMetier):
    """A way of sending that this service does not have."""

    def __init__(self) -> None:
        super().__init__(
            "Ce moyen de recevoir vos rappels n'existe pas ici : rien n'est changé. "
            "Choisissez-en un sur la page « Recevoir mes rappels »."
        )
