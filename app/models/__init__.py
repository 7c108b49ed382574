"""The tables. Importing this package makes every one of them known to the migrations; it holds no rule."""

from app.models.avis import AvisCompte, AvisTexte
from app.models.medicaments import BoiteMedicament, LotMedicaments
from app.models.tables import Table
from app.models.version_contenu import VersionContenu

__all__ = ["AvisCompte", "AvisTexte", "BoiteMedicament", "LotMedicaments", "Table", "VersionContenu"]
