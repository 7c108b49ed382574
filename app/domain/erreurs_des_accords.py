"""Holds what is refused about consents: whom they are not asked of, and how much may be shown at once."""

from app.domain.erreurs import ErreurMetier


class AccordDUnEnfant(ErreurMetier):
    """Asked of a reader who is too young to agree alone."""

    def __init__(self) -> None:
        super().__init__(
            "Avant 15 ans, cet accord ne se demande pas : rien n'est noté. "
            "Votre carnet et vos conseils marchent pareil."
        )


class TropDePartages(ErreurMetier):
    """As many summaries can be read as anyone needs at once."""

    def __init__(self) -> None:
        super().__init__("5 résumés peuvent déjà être lus. Celui-ci n'est pas créé. Arrêtez-en un, puis recommencez.")
