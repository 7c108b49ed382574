"""The register each table must join: what it keeps of a person, how that is erased, what of it a person takes away.

Tests nothing. A table or a column that is not here fails tests/base/test_registre.py with what to write.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import MetaData


class Sort(StrEnum):
    """What becomes of the rows of a table when the person they are about erases everything."""

    #: They go with the carnet: none is left that bears its number or that of someone in it.
    AVEC_LE_CARNET = "avec-le-carnet"
    #: They stay, and nothing ties them to anyone any more.
    SANS_LIEN = "sans-lien"
    #: They go, or lose whoever they named, by a gesture of their own, with the code the person has.
    A_PART = "a-part"
    #: They never say anything of a person who uses the site.
    NEUTRE = "neutre"


@dataclass(frozen=True)
class Entree:
    """One table. `copie` says of each column where the copy gives it, or why not ("non : …")."""

    sort: Sort
    copie: Mapping[str, str]
    pourquoi: str = ""


def _neutre(pourquoi: str) -> Entree:
    return Entree(Sort.NEUTRE, {}, pourquoi)


_NUMERO = "non : numéro technique tiré au hasard"
_HACHE = "non : haché, il ne rend rien"
_RELIE = "non : relie les lignes, ne dit rien de plus"
REGISTRE: Mapping[str, Entree] = {
    "carnet": Entree(
        Sort.AVEC_LE_CARNET,
        {
            "id": _NUMERO,
            "revision": "non : compte les écritures",
            "crees": "non : compte les proches ajoutés",
            "sel": "non : relie aux accords, qui sont copiés",
            "cree_le": "gestes (le premier : « cree »)",
            "utilise_le": "gestes (le dernier)",
            "prevenu_pour": "non : se calcule, montré sur la page et sur la feuille",
            "compte_en": "compte_en",
            "oublier_commune": "non : ordre technique, après une sauvegarde rendue",
        },
    ),
    "personne_carnet": Entree(
        Sort.AVEC_LE_CARNET,
        {
            "id": _NUMERO,
            "carnet_id": _RELIE,
            "numero": "personnes.numero",
            "maitresse": "non : nomme une clé",
            "cle": "non : clé, qui ouvrirait la copie à sa place",
            "profil": "personnes",
            "historique": "personnes",
        },
    ),
    "code_carnet": Entree(Sort.AVEC_LE_CARNET, {"condense": _HACHE, "carnet_id": _RELIE}),
    "session_carnet": Entree(
        Sort.AVEC_LE_CARNET,
        {
            "condense": _HACHE,
            "carnet_id": _RELIE,
            "appareil": _NUMERO,
            "ouvert_le": "gestes (« ouvert »)",
            "vu_le": "non : 12 heures au plus, montré dans « Mon carnet »",
            "montre": "non : la personne montrée à l'écran",
            "prouve_le": "non : quelques minutes, une preuve vient d'être donnée",
        },
    ),
    "acces_carnet": Entree(
        Sort.AVEC_LE_CARNET, {"id": _NUMERO, "carnet_id": _RELIE, "le": "gestes.le", "geste": "gestes.geste"}
    ),
    "agenda_abonne": Entree(
        Sort.AVEC_LE_CARNET,
        {
            "condense": _HACHE,
            "carnet_id": _RELIE,
            "fait_le": "rappels (« agenda »)",
            "lu_le": "rappels (« agenda »)",
        },
    ),
    "partage_carnet": Entree(
        Sort.AVEC_LE_CARNET,
        {
            "condense": _HACHE,
            "id": _NUMERO,
            "carnet_id": _RELIE,
            "numero": "partages.personne",
            "cree_le": "partages.du",
            "expire_le": "partages.au",
            "ouvertures": "partages.lu",
            "vu_le": "gestes (« partage-lu »)",
            "contenu": "non : scellé par le code, dit ce que « personnes » donne déjà",
        },
    ),
    "invitation_carnet": Entree(
        Sort.AVEC_LE_CARNET,
        {
            "condense": _HACHE,
            "carnet_id": _RELIE,
            "personne": _RELIE,
            "genre": "gestes (« code-donne »)",
            "expire_le": "non : 7 jours au plus, montré dans « Les personnes de mon carnet »",
        },
    ),
    "suivi_personne": Entree(
        Sort.AVEC_LE_CARNET,
        {
            "id": _NUMERO,
            "carnet_id": _RELIE,
            "numero": "personnes.numero",
            "personne": _RELIE,
            "maitresse": "non : nomme une clé",
            "cle": "non : clé, qui ouvrirait la copie à sa place",
        },
    ),
    "acte_consentement": Entree(
        Sort.SANS_LIEN,
        {
            "id": _NUMERO,
            "sujet": _HACHE,
            "rang": "accords (leur ordre)",
            "finalite": "accords.finalite",
            "geste": "accords.geste",
            "version": "accords.version_du_texte",
            "empreinte": "accords.empreinte_du_texte",
            "mode": "accords.lecture",
            "le": "accords.le",
            "canal": "accords.canal",
            "auteur": "accords.auteur",
            "sceau": "non : prouve que rien n'a été changé, se calcule",
        },
    ),
    "effacement": Entree(
        Sort.SANS_LIEN,
        {"condense": _HACHE, "le": "non : il n'y a plus personne à qui le copier", "balaye": "non : état technique"},
    ),
    "adresse_rappel": Entree(
        Sort.AVEC_LE_CARNET,
        {
            "id": _NUMERO,
            "personne": _RELIE,
            "canal": "rappels.canal",
            "adresse": "rappels.adresse",
            "suivi": "rappels.deja_dit",
            "zone": "rappels.fuseau",
            "heure": "rappels.heure",
            "rythme": "rappels.mois_entre_deux_rappels",
            "confirme_le": "rappels.confirmee_le",
            "revoir_le": "non : le jour où nous recalculons",
        },
    ),
    "cle_acces": Entree(
        Sort.AVEC_LE_CARNET,
        dict.fromkeys(
            ("condense", "carnet_id", "identifiant", "publique", "compteur"),
            "non : ouvre le carnet, ne dit rien de la personne",
        )
        | {"cree_le": "acces.le", "utilise_le": "acces.servie_le"},
    ),
    "lien_identite": Entree(
        Sort.AVEC_LE_CARNET,
        {"carnet_id": _RELIE, "empreinte": _HACHE, "cree_le": "acces.le"},
    ),
    "jeton_reponse": Entree(
        Sort.AVEC_LE_CARNET,
        dict.fromkeys(("condense", "usage", "envoi_id", "personne", "canal", "expire_le"), _HACHE),
    ),
    "defi_acces": Entree(Sort.A_PART, dict.fromkeys(("condense", "valeur", "finit_le"), "non : sert une fois")),
    "envoi": Entree(
        Sort.SANS_LIEN,
        dict.fromkeys(
            (
                "id", "cle", "personne", "canal", "genre", "jour", "prevu_le", "etat", "motif", "essais", "prise",
                "pris_jusqu_a", "recu", "fini_le",
            ),
            "non : un envoi, sans contenu ; il reste un compte, sans personne",
        ),
    ),
    "lot_rappel": _neutre("des totaux de lettres et d'appels"),
    "piece_rappel": Entree(
        Sort.A_PART,
        dict.fromkeys(
            ("cle", "canal", "reference", "phrase", "lot_id", "expire_le"), "non : ni nom ni adresse, finit vite"
        ),
    ),
    "rendez_vous": Entree(
        Sort.A_PART,
        dict.fromkeys(
            (
                "id", "creneau_id", "place", "etat", "cle", "corps", "code", "personne", "prenom", "nom", "contact",
                "tenu_jusqu_a", "version",
            ),
            "non : sans lien avec le carnet ; tout se lit et s'annule avec son code",
        ),
    ),
    "attente": Entree(
        Sort.A_PART,
        dict.fromkeys(
            ("id", "lieu_id", "code", "tranche", "avant", "depuis", "jusqu_a", "offre_id"),
            "non : sans lien avec le carnet ; tout se lit et se quitte avec son code",
        ),
    ),
    "absence": _neutre("agenda publié"),
    "avis_compte": _neutre("des totaux"),
    "avis_texte": _neutre("des mots sans auteur, effacés après 90 jours"),
    "boite_medicament": _neutre("liste publique"),
    "case_publiee": _neutre("des totaux publiés, où personne ne se retrouve"),
    "cle_partenaire": _neutre("ceux qui publient"),
    "creneau": _neutre("agenda publié"),
    "essai_connexion": _neutre("ceux qui publient"),
    "journal_actions": _neutre("ceux qui publient"),
    "lieu": _neutre("agenda publié"),
    "lieu_publie": _neutre("ceux qui publient"),
    "lot_medicaments": _neutre("liste publique"),
    "operateur": _neutre("ceux qui publient"),
    "organisation": _neutre("ceux qui publient"),
    "plage": _neutre("agenda publié"),
    "professionnel": _neutre("agenda publié"),
    "releve_source": _neutre("agenda publié"),
    "session_operateur": _neutre("ceux qui publient"),
    "source_agenda": _neutre("agenda publié"),
    "tete_journal": _neutre("ceux qui publient"),
    "version_contenu": _neutre("le contenu servi"),
}  # fmt: skip


def of(sort: Sort) -> set[str]:
    """The tables of that fate."""
    return {nom for nom, entree in REGISTRE.items() if entree.sort is sort}


def faults(metadata: MetaData, registre: Mapping[str, Entree] = REGISTRE) -> list[str]:
    """Everything that is in the models and not in the register, or the reverse, with what to do."""
    ou = "tests/base/registre.py"
    tables = metadata.tables.keys()
    dits = [
        f"La table {nom} n'est pas au registre. Dites dans {ou} ce qu'elle devient quand la personne efface tout, "
        "et ce que la copie en donne, colonne par colonne."
        for nom in sorted(tables - registre.keys())
    ]
    dits += [f"La table {nom} n'existe plus : retirez-la de {ou}." for nom in sorted(registre.keys() - tables)]
    for nom, entree in registre.items():
        if entree.sort is Sort.NEUTRE or nom not in metadata.tables:
            continue
        colonnes = {colonne.name for colonne in metadata.tables[nom].columns}
        dits += [
            f"La colonne {nom}.{colonne} n'est ni copiée, ni laissée avec une raison : dites-le dans {ou}."
            for colonne in sorted(colonnes - entree.copie.keys())
        ]
        dits += [f"La colonne {nom}.{colonne} n'existe plus." for colonne in sorted(entree.copie.keys() - colonnes)]
    return dits
