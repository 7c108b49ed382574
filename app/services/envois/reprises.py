"""Has something put aside be recalled again, on every channel of the owner of a carnet. Never commits."""

from dataclasses import replace

from app.domain.envois import reprendre
from app.models import AdresseRappel
from app.services.envois.adresses import Bureau, Memoire, lock_person
from app.services.envois.reponses import change_all, plan_all
from app.services.envois.titulaire import owner_of


def resume(bureau: Bureau, carnet: str, place: str) -> None:
    """Forget that « not for me » (`0/unite`) and plan anew; the second time, or for another name, changes nothing."""
    personne = lock_person(bureau.session, owner_of(bureau.session, carnet))
    if personne is None:
        return

    def resumed(connue: Memoire, _: AdresseRappel) -> Memoire:
        siens = {
            chose: reprendre(suivi) if suivi.se_tait and chose.rsplit("/", 1)[0] == place else suivi
            for chose, suivi in connue.suivis.items()
        }
        return replace(connue, suivis=siens)

    change_all(bureau, personne, resumed)
    plan_all(bureau, personne)
