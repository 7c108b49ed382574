"""The tables. Importing this package makes every one of them known to the migrations; it holds no rule."""

from app.models.acces import CleAcces, DefiAcces, LienIdentite
from app.models.agenda import Absence, Creneau, Plage
from app.models.agenda_abonne import AgendaAbonne
from app.models.attente import Attente
from app.models.avis import AvisCompte, AvisTexte
from app.models.carnet import AccesCarnet, Carnet, CodeCarnet, Effacement, PersonneCarnet, SessionCarnet
from app.models.consentement import ActeConsenti
from app.models.envois import AdresseRappel, Envoi, JetonReponse
from app.models.lieux import Lieu, Professionnel
from app.models.medicaments import BoiteMedicament, LotMedicaments
from app.models.operateurs import ClePartenaire, EssaiConnexion, Operateur, Organisation, SessionOperateur
from app.models.partage import PartageCarnet
from app.models.passage import InvitationCarnet, SuiviPersonne
from app.models.pieces_rappel import LotRappel, PieceRappel
from app.models.publication import JournalActions, LieuPublie, TeteJournal
from app.models.rendez_vous import RendezVous
from app.models.sources import ReleveSource, SourceAgenda
from app.models.statistiques import CasePubliee
from app.models.tables import Table
from app.models.version_contenu import VersionContenu

__all__ = [
    "Absence",
    "AccesCarnet",
    "ActeConsenti",
    "AdresseRappel",
    "AgendaAbonne",
    "Attente",
    "AvisCompte",
    "AvisTexte",
    "BoiteMedicament",
    "Carnet",
    "CasePubliee",
    "CleAcces",
    "ClePartenaire",
    "CodeCarnet",
    "Creneau",
    "DefiAcces",
    "Effacement",
    "Envoi",
    "EssaiConnexion",
    "InvitationCarnet",
    "JetonReponse",
    "JournalActions",
    "LienIdentite",
    "Lieu",
    "LieuPublie",
    "LotMedicaments",
    "LotRappel",
    "Operateur",
    "Organisation",
    "PartageCarnet",
    "PersonneCarnet",
    "PieceRappel",
    "Plage",
    "Professionnel",
    "ReleveSource",
    "RendezVous",
    "SessionCarnet",
    "SessionOperateur",
    "SourceAgenda",
    "SuiviPersonne",
    "Table",
    "TeteJournal",
    "VersionContenu",
]
