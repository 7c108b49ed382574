"""Keeps the record of the content versions served. Never commits: the caller owns the transaction."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.models import VersionContenu


def record_version(session: Session, *, empreinte: str, application: str, maintenant: datetime) -> VersionContenu:
    """The row of this content version, written the first time it is served and left as it was afterwards."""
    connue = session.get(VersionContenu, empreinte)
    if connue is not None:
        return connue
    version = VersionContenu(empreinte=empreinte, application=application, premiere_mise_en_service=maintenant)
    try:
        # A savepoint: several processes start together, and only one of them is the first.
        with session.begin_nested():
            session.add(version)
    except IntegrityError:
        return session.get_one(VersionContenu, empreinte)
    return version
