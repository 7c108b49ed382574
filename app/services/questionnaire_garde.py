"""Packs the answers of the self-questionnaire as briefly as a cookie needs, and reads them back. Stores nothing."""

import re
from typing import Any

from app.domain.autoquestionnaire import Reponses

#: More questions than all the themes ask.
QUESTIONS_MAX = 120
_MOT = re.compile(r"[a-z0-9-]{1,24}", re.ASCII)


def pack_reponses(reponses: Reponses) -> dict[str, str]:
    """Question and value: the compressor knows both words."""
    return dict(reponses)


def unpack_reponses(paquet: Any) -> Reponses:
    """The same answers; ValueError or TypeError when they are not."""
    lues = tuple((str(question), str(valeur)) for question, valeur in dict(paquet).items())
    if len(lues) > QUESTIONS_MAX or not all(_MOT.fullmatch(mot) for couple in lues for mot in couple):
        raise ValueError("not the answers of a questionnaire")
    return lues
