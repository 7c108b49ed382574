"""Holds how certain a content is, and until when. Every text or figure a citizen may rely on is one of these."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator


class Verifiable(BaseModel):
    """What somebody checked on a day and must read again before another. What is not certain says why."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    certitude: Literal["sure", "a_verifier"]
    doute: str | None = None
    verifie_le: dt.date
    a_relire_avant: dt.date

    @model_validator(mode="after")
    def _doubt_is_said(self) -> "Verifiable":
        if self.certitude == "a_verifier" and not self.doute:
            raise ValueError("doute : dites ce qui n'est pas certain, puisque la certitude est a_verifier")
        if self.a_relire_avant <= self.verifie_le:
            raise ValueError("a_relire_avant : une date après verifie_le")
        return self

    def perimee_le(self, au: dt.date) -> bool:
        """Whether it should have been read again before this day."""
        return au > self.a_relire_avant

    def certitude_le(self, au: dt.date) -> Literal["sure", "a_verifier"]:
        """Certainty on a day: past its review date, a content leaves the certain list by itself."""
        return "a_verifier" if self.perimee_le(au) else self.certitude

    def doute_le(self, au: dt.date) -> str:
        """What is doubtful on a day: what the content says, or the age of the last check; empty when nothing is."""
        if self.certitude == "a_verifier":
            return self.doute or ""
        return f"À relire depuis le {self.a_relire_avant:%d/%m/%Y}." if self.perimee_le(au) else ""
