"""Holds the refusal of a backup or of a restore: its message is in French, for the person at the keyboard."""


class SauvegardeRefusee(Exception):
    """Nothing was written or replaced; the message says why and what to do."""
