"""Reads the dated figures (parametres/) and the acts (actes/), and the faults that show only between them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from app.content.croisements import plus_proche
from app.content.fichiers import FichierLu, attendu, empreinte_de, lire, valider
from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.campagnes import Campagne
from app.domain.citations import citations, faute, montant_cite
from app.domain.cout_conseil import ecarts_de_prix
from app.domain.droits import Droit
from app.domain.erreurs import ParametreInconnu
from app.domain.familles import CHIFFRES_DES_REGLES
from app.domain.fiches import Fiche
from app.domain.lieux import LieuDeSoin
from app.domain.parametres import Parametre, Parametres
from app.domain.reperes import Repere
from app.domain.vaccination_lignes import LigneVaccin

UniteCitante = Fiche | Campagne | Repere | Droit | LieuDeSoin | LigneVaccin | Acte
Empreintes = dict[str, str]


def read_couts(racine: Path, problemes: list[str]) -> tuple[Bareme, Empreintes]:
    """Everything that has a price, and the hash of each act and figure under the name it is signed by."""
    empreintes: Empreintes = {}
    parametres = _parametres(racine, problemes, empreintes)
    actes = _actes(racine, problemes, empreintes)
    problemes += _croisements(parametres, actes)
    return Bareme(Parametres(parametres.values()), (acte for _, acte in actes)), empreintes


def check_prix(fiches: Iterable[Fiche], bareme: Bareme) -> Iterator[str]:
    """The advices whose written price is not that of the acts they name."""
    for fiche in fiches:
        nom = f"recommandations/{fiche.id}.yaml"
        inconnus = [id_ for id_ in fiche.cout.actes if id_ not in bareme.actes]
        yield from (f"{nom} : acte inconnu « {id_} »{plus_proche(id_, bareme.actes)}" for id_ in inconnus)
        if fiche.cout.actes and not inconnus:
            try:
                yield from (f"{nom} : {ecart}" for ecart in ecarts_de_prix(fiche, bareme))
            except ParametreInconnu as inconnu:
                yield f"{nom} : {inconnu.message}"


def check_actes_des_vaccins(lignes: Iterable[LigneVaccin], bareme: Bareme) -> Iterator[str]:
    """The vaccine lines that name an act nobody wrote."""
    for ligne in lignes:
        inconnus = [id_ for id_ in ligne.actes if id_ not in bareme.actes]
        yield from (
            f"vaccins/{ligne.id}.yaml : acte inconnu « {id_} »{plus_proche(id_, bareme.actes)}" for id_ in inconnus
        )


def check_citations(unites: Iterable[tuple[str, UniteCitante]], bareme: Bareme) -> Iterator[str]:
    """The amounts a text cites that do not exist, or that nobody knows on the day the text was checked."""
    for nom, unite in unites:
        for citation in sorted(set(citations(unite))):
            if dite := faute(citation, bareme):
                connus = bareme.actes if dite.startswith("soin") else bareme.parametres.par_id
                yield f"{nom} : {dite}{plus_proche(citation.nom, connus)}"
                continue
            try:
                montant_cite(citation, bareme, unite.verifie_le)
            except ParametreInconnu:
                yield f"{nom} : « {citation.genre}:{citation.nom} » n'a pas de montant connu le {unite.verifie_le}"
        for textes in (unite.normal, unite.falc):
            if any(citations(getattr(textes, "titre", getattr(textes, "libelle", "")))):
                yield f"{nom} : un titre ne cite pas de montant"


def _parametres(racine: Path, problemes: list[str], empreintes: Empreintes) -> dict[str, Parametre]:
    parametres: dict[str, Parametre] = {}
    for lu in lire(racine, sorted((racine / "parametres").glob("*.yaml")), problemes):
        for position, contenu in enumerate(attendu(list, lu, problemes)):
            nom = contenu.get("id", position) if isinstance(contenu, dict) else position
            parametre = valider(Parametre, lu._replace(nom=f"{lu.nom} [{nom}]"), contenu, problemes)
            if parametre and parametre.id in parametres:
                problemes.append(f"{lu.nom} : le chiffre « {parametre.id} » existe déjà")
            elif parametre:
                parametres[parametre.id] = parametre
                empreintes[f"parametres/{parametre.id}"] = empreinte_de(parametre)
    return parametres


def _actes(racine: Path, problemes: list[str], empreintes: Empreintes) -> list[tuple[FichierLu, Acte]]:
    actes: dict[str, tuple[FichierLu, Acte]] = {}
    for lu in lire(racine, sorted((racine / "actes").glob("*/*.yaml")), problemes):
        acte = valider(Acte, lu, lu.contenu, problemes)
        if acte is None:
            continue
        if acte.id in actes:
            problemes.append(f"{lu.nom} : l'acte « {acte.id} » existe déjà")
        if acte.id != lu.racine:
            problemes.append(f"{lu.nom} : id « {acte.id} » différent du nom du fichier")
        if acte.famille != Path(lu.nom).parent.name:
            problemes.append(f"{lu.nom} : famille « {acte.famille} » différente du nom du dossier")
        actes[acte.id] = (lu, acte)
        empreintes[f"actes/{acte.id}"] = lu.empreinte
    return list(actes.values())


def _croisements(parametres: dict[str, Parametre], actes: Iterable[tuple[FichierLu, Acte]]) -> Iterator[str]:
    if parametres or actes:  # a small content folder may do without prices, not with half of them
        for nom in CHIFFRES_DES_REGLES:
            if nom not in parametres:
                yield f"parametres : il manque le chiffre « {nom} », que les règles lisent"
    for lu, acte in actes:
        for nom in acte.parametres_lus():
            if nom not in parametres:
                yield f"{lu.nom} : chiffre inconnu « {nom} »{plus_proche(nom, parametres)}"
        for terme in (*(acte.base or ()), *(acte.tarif or ())):
            if (trouve := parametres.get(terme.parametre)) and trouve.unite not in ("euros", "coefficient"):
                yield f"{lu.nom} : « {terme.parametre} » n'est pas un montant"
        if acte.taux and (trouve := parametres.get(acte.taux)) and trouve.unite != "taux":
            yield f"{lu.nom} : « {acte.taux} » n'est pas un taux"
