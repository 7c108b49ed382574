"""People as the product itself writes them: a row in every table that may speak of someone. Tests nothing.

Nothing is put in a table by hand: carnets, keys, accounts, summaries and reminders come from the services that keep
them, and the first message of a reminder has left and was answered.
"""

import base64
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Table
from sqlmodel import Session, col, select

from app.domain.abonnement_push import read_push
from app.domain.adresses_rappel import read_appelable, read_lettre, read_mobile
from app.domain.carnet_en_ligne import CarnetOuvert
from app.domain.consentement import Finalite
from app.domain.depenses import Depense, Depenses
from app.domain.dossier import Dossier
from app.domain.envois import CanalRappel, Rythme
from app.domain.partage import DUREES, DureeDePartage, Resume
from app.domain.rappels_choisis import ChoixDeRappel, Destination
from app.domain.rendez_vous import Personne
from app.models import PersonneCarnet
from app.services import cles_acces
from app.services.agenda_abonne import make_address
from app.services.attente import wait_for_a_place
from app.services.carnet import create, load, open_with
from app.services.cles_acces import Domaine
from app.services.envois.abonnements import confirm, subscribe
from app.services.envois.file import Poste, send_due
from app.services.invitations import use
from app.services.liens_identite import join
from app.services.partages import APartager, share
from app.services.passages import offer_carnet
from app.services.rendez_vous import Demande, take
from app.services.suivi_a_deux import follow, offer_to_follow
from tests.agendas import MAINTENANT, demain, empreintes, make_creneaux, make_lieu, make_professionnel
from tests.base.carnets import ACTE, personne, scribe
from tests.base.epreuve import Lieu, Temoin, bureau, classeur, guichet, owned, tables_of_people
from tests.base.registre import Sort, of
from tests.envois.rappels import PARIS, SITE, Memoriel
from tests.factories import contenu_reel
from tests.web.cles import Telephone

PAR_CRENEAU = 40
FOURNISSEUR = "https://compte.exemple.fr"
#: How everything drawn at random or hashed is written.
_TIRE = re.compile(r"[0-9a-f]{16,}")
_ECRITS = (CanalRappel.COURRIEL, CanalRappel.SMS)


@dataclass(frozen=True)
class Ouvrage:
    """What is known of a person while they are being written: their carnet, and what only they were given."""

    carnet: str
    jeton: str
    code: str
    partage: str
    rendez_vous: str
    attente: str
    nom: str
    contact: str
    mots: tuple[str, ...]
    adresses: tuple[str, ...]


def fill(ici: Lieu, nombre: int) -> list[Temoin]:
    """So many people: three in each carnet, every way in, a summary, reminders asked for, an appointment, a request.

    Each follows the child of the second after them: those who leave and those who stay never follow one another.
    """
    hasard = random.Random(20261122)
    with ici.session() as session:
        lieu, qui = make_lieu(session), make_professionnel(session)
        debuts = [demain(9, rang) for rang in range(nombre // PAR_CRENEAU + 1)]
        creneaux = [c.id for c in make_creneaux(session, lieu, qui, debuts, places=PAR_CRENEAU)]
        lieux = [make_lieu(session).id for _ in range(nombre // PAR_CRENEAU + 1)]
    ouvrages = []
    for rang in range(nombre):
        with ici.session() as session:
            groupe = rang // PAR_CRENEAU
            ouvrages.append(_one(session, hasard, rang, creneaux[groupe], lieux[groupe]))
    for adulte, autre in zip(ouvrages, ouvrages[2:], strict=False):
        with ici.session() as session:
            _follow_the_child_of(session, adulte, autre)
    arrets = _answer_first_messages(ici)
    with ici.session() as session:
        temoins = [_witness(session, ouvrage, arrets) for ouvrage in ouvrages]
        maitresses = {maitresse.encode("ascii").hex() for maitresse in session.exec(select(PersonneCarnet.maitresse))}
    # The name of a master key is everybody's, and the number of a child one follows is that of another carnet.
    a_qui = {numero.encode("ascii").hex(): t.jeton for t in temoins for numero in t.numeros}
    return [
        replace(t, traces=tuple(o for o in t.traces if o not in maitresses and a_qui.get(o, t.jeton) == t.jeton))
        for t in temoins
    ]


def _one(session: Session, hasard: random.Random, rang: int, creneau: str, lieu: str) -> Ouvrage:
    mots = (f"Zq{hasard.randrange(10**8, 10**9)}", f"Lunettes {hasard.randrange(10**9, 10**10)}")
    nom, contact = f"Wx{hasard.randrange(10**9, 10**10)}", f"06{hasard.randrange(10**7, 10**8)}"
    depenses = Depenses((Depense(MAINTENANT.date(), "", mots[1], 1),))
    naissance = f"19{hasard.randrange(30, 99)}-0{hasard.randrange(1, 10)}-11"
    deux = Dossier((personne(naissance, depenses=depenses),)).ajouter(personne("2020-01", proche=True, nom=mots[0]))
    trois = deux.ajouter(personne("2009-05", proche=True, nom=mots[0]))
    cree = create(classeur(session), trois.choisir(0), replace(ACTE, le=MAINTENANT))
    jeton = open_with(classeur(session), cree.codes[9], cree.jeton)
    rdv = take(guichet(session), Demande(creneau, f"cle-{rang:06}", Personne("Ana", nom, contact)))
    attente = wait_for_a_place(guichet(session), lieu, "18-25", f"attente-{rang:06}")
    ouvert = load(classeur(session), jeton or "")
    assert ouvert is not None
    sujet = f"sub-{hasard.randrange(10**15, 10**16)}"
    _other_ways_in(session, ouvert, sujet)
    resume = Resume(MAINTENANT, MAINTENANT + DUREES[DureeDePartage.SEMAINE], (("Vaccins", (("Noté", mots[0]),)),))
    accord = replace(ACTE, finalite=Finalite.PARTAGE, le=MAINTENANT)
    partage = share(classeur(session), ouvert, APartager(1, resume), accord)
    adresses = _ask_reminders(session, hasard, rang, ouvert)
    agenda = make_address(classeur(session), ouvert, replace(ACTE, finalite=Finalite.RAPPELS_AGENDA, le=MAINTENANT))
    depart = offer_carnet(classeur(session), ouvert, 2, MAINTENANT.date())
    codes = (partage, partage.replace("-", ""), depart, depart.replace("-", ""))
    dits = (*mots, sujet, agenda, *codes, *(bout for a in adresses for bout in a.splitlines()[:2]))
    return Ouvrage(ouvert.id, jeton or "", cree.codes[0], partage, rdv.code, attente.code, nom, contact, dits, adresses)


def _follow_the_child_of(session: Session, adulte: Ouvrage, autre: Ouvrage) -> None:
    """Have a second adult follow the child of another carnet, by the code its owner gave them."""
    donneur, suiveur = (load(classeur(session), ouvrage.jeton) for ouvrage in (autre, adulte))
    assert donneur is not None
    assert suiveur is not None
    code = offer_to_follow(classeur(session), donneur, 1, MAINTENANT.date())
    trouvee = use(classeur(session), code, suiveur.id)
    follow(classeur(session), suiveur, trouvee, MAINTENANT.date(), replace(ACTE, le=MAINTENANT))


def _other_ways_in(session: Session, ouvert: CarnetOuvert, sujet: str) -> None:
    """A key made by a device, and an account elsewhere."""
    telephone, domaine, secret = Telephone(), Domaine("testserver", Telephone.origine), ouvert.session[:32]
    options = json.loads(cles_acces.ask_new(classeur(session), domaine, ouvert, secret))
    assert cles_acces.add(classeur(session), domaine, ouvert, secret, telephone.make(options))
    assert join(classeur(session), ouvert, empreintes().de("identite", FOURNISSEUR, sujet))


def _ask_reminders(session: Session, hasard: random.Random, rang: int, ouvert: CarnetOuvert) -> tuple[str, ...]:
    """By e-mail, and by another way in turn: what was given, in clear."""
    canal = tuple(_DESTINATIONS)[rang // 2 % len(_DESTINATIONS)]
    donnees = {CanalRappel.COURRIEL: f"zq{hasard.randrange(10**9, 10**10)}@exemple.fr"}
    donnees[canal] = _DESTINATIONS[canal](hasard)
    for moyen, adresse in donnees.items():
        choix = ChoixDeRappel(Destination(adresse), PARIS, 9, Rythme.TRIMESTRE)
        acte = replace(ACTE, finalite=moyen.finalite, le=MAINTENANT)
        subscribe(bureau(session), ouvert.id, moyen, choix, acte)
    return tuple(donnees.values())


def _lettre(hasard: random.Random) -> str:
    return read_lettre(
        f"Zoé Zq{hasard.randrange(10**8, 10**9)}\n{hasard.randrange(10**6, 10**7)} rue du Bois\n71000 Mâcon"
    )


def _push(hasard: random.Random) -> str:
    point, auth = (base64.urlsafe_b64encode(o).decode() for o in (b"\4" + hasard.randbytes(64), hasard.randbytes(16)))
    endpoint = f"https://fcm.googleapis.com/fcm/send/{hasard.randbytes(16).hex()}"
    return read_push(json.dumps({"endpoint": endpoint, "keys": {"p256dh": point, "auth": auth}}))


_DESTINATIONS: dict[CanalRappel, Callable[[random.Random], str]] = {
    CanalRappel.LETTRE: _lettre,
    CanalRappel.PUSH: _push,
    CanalRappel.SMS: lambda hasard: read_mobile(f"06{hasard.randrange(10**7, 10**8)}"),
    CanalRappel.APPEL: lambda hasard: read_appelable(f"0385{hasard.randrange(10**5, 10**6)}"),
}


def _answer_first_messages(ici: Lieu) -> dict[str, list[str]]:
    """Have the messages that ask to confirm leave, and answer them; the tokens of their links, by address."""
    boites = {canal: Memoriel(canal) for canal in _ECRITS}
    poste = Poste(ici.session, scribe(), contenu_reel(), boites, lambda: MAINTENANT, SITE)
    send_due(poste)
    jetons: dict[str, list[str]] = {}
    for message in (recu for boite in boites.values() for recu in boite.recus):
        reponse, arret = (lien.rpartition("/")[2] for lien in (message.lien_reponse, message.lien_arret))
        jetons.setdefault(message.destination, []).extend((reponse, arret))
        with ici.session() as session:
            assert confirm(bureau(session), reponse)
    return jetons


def _witness(session: Session, ouvrage: Ouvrage, jetons: dict[str, list[str]]) -> Temoin:
    """Every sequence of bytes by which this person could be found again, as it is once all is written."""
    lignes = select(PersonneCarnet.id).where(PersonneCarnet.carnet_id == ouvrage.carnet)
    numeros = (ouvrage.carnet, *session.exec(lignes.order_by(col(PersonneCarnet.numero))))
    siennes = {table.name: _sequences(session, table, numeros) for table in tables_of_people()}
    fermees = siennes.pop("session_carnet")
    return Temoin(
        jeton=ouvrage.jeton,
        code=ouvrage.code,
        partage=ouvrage.partage,
        rendez_vous=ouvrage.rendez_vous,
        attente=ouvrage.attente,
        mots=(*ouvrage.mots, *(jeton for adresse in ouvrage.adresses for jeton in jetons.get(adresse, ()))),
        adresses=ouvrage.adresses,
        nom=ouvrage.nom,
        contact=ouvrage.contact,
        numeros=numeros,
        traces=tuple(octets.hex() for octets in dict.fromkeys(o for table in siennes.values() for o in table)),
        fermees=tuple(octets.hex() for octets in fermees if octets.decode() not in numeros),
    )


def _sequences(session: Session, table: Table, numeros: tuple[str, ...]) -> list[bytes]:
    """What is in the rows of these people and nowhere else: random numbers, hashes, keys, sealed texts.

    Whatever the table: one that joins the register is searched for like the others. The number of a row that stays
    (a reminder that becomes a count) is not theirs.
    """
    siennes = of(Sort.AVEC_LE_CARNET)
    colonnes = [c for c in table.columns if all(cle.column.table.name in siennes for cle in c.foreign_keys)]
    valeurs = [valeur for ligne in session.execute(select(*colonnes).where(owned(table, numeros))) for valeur in ligne]
    textes = [valeur.encode("ascii") for valeur in valeurs if isinstance(valeur, str) and _TIRE.fullmatch(valeur)]
    return [*textes, *(bytes(valeur) for valeur in valeurs if isinstance(valeur, bytes) and len(valeur) >= 16)]
