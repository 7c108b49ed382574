"""Writes the page of the outside sources of an organisation: what came, what did not and why. Pulls nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.sources import PERIODE, Etat, Panne, Releve, SourceVue
from app.rendering.formats import nombre_de
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.mots_creneaux import il_y_a, quand_complet
from app.rendering.page import Page

PANNES: Mapping[Panne, str] = {
    Panne.DELAI: "Elle n'a pas répondu en 7 secondes.",
    Panne.NOM: "Son nom n'existe pas, ou ne se trouve pas.",
    Panne.INTERDITE: "Son nom mène à une adresse privée : nous ne l'appelons pas.",
    Panne.CONNEXION: "La connexion a échoué : serveur éteint, ou certificat refusé.",
    Panne.COUPEE: "Sa réponse s'est arrêtée au milieu.",
    Panne.REDIRECTION: "Elle renvoie vers une autre adresse : donnez l'adresse finale.",
    Panne.STATUT: "Elle a répondu par une erreur ({}).",
    Panne.TROP_LONGUE: "Sa réponse dépasse 4 Mio.",
    Panne.TYPE: "Sa réponse n'est pas annoncée comme du FHIR en JSON sans compression.",
    Panne.ILLISIBLE: "Sa réponse n'est pas un agenda lisible. {}",
    Panne.AUCUNE_LIGNE: "Aucun de ses créneaux n'est bon : rien n'a changé.",
    Panne.JETON: "Son jeton ne s'ouvre plus : la clé du service a changé. Ajoutez la source de nouveau.",
}
ETATS: Mapping[Etat, str] = {
    Etat.FERME: "Relevée normalement.",
    Etat.OUVERT: "Suspendue : elle a manqué {}. Prochain essai : {}.",
    Etat.ESSAI: "Suspendue, elle va être essayée une fois. Elle a manqué {}.",
}


@dataclass(frozen=True, slots=True)
class VueSource:
    """One source in words."""

    lieu: str
    nom: str
    hote: str
    numero: str
    muette: bool
    dernier_succes: str
    derniere_panne: str
    disjoncteur: str
    releves: tuple[tuple[str, str], ...]


def page_sources(organisation: str, sources: Sequence[SourceVue], maintenant: datetime) -> Page:
    """Every source of the organisation, the silent ones said to be so."""
    vues = [_vue(source, maintenant) for source in sources]
    periode = int(PERIODE.total_seconds()) // 60
    cadre = Cadre("Vos sources", "/operateurs/sources", Mode.NORMAL, equipe=True)
    return page("operateurs_sources", cadre, vues, organisation=organisation, periode=periode)


def ce_qui_est_venu(releve: Releve) -> str:
    """One pull in one sentence or two."""
    if releve.panne is not None:
        return f"{PANNES[releve.panne].format(releve.precision)} {_premier_refus(releve)}".strip()
    lus = nombre_de(releve.lus, "créneau lu", "créneaux lus")
    montres = nombre_de(releve.montres, "montré", "montrés")
    gardes, refuses = nombre_de(releve.acceptes, "gardé"), nombre_de(releve.lus - releve.acceptes, "refusé")
    return f"{lus} = {gardes} + {refuses}, {montres}. {_premier_refus(releve)}".strip()


def _premier_refus(releve: Releve) -> str:
    return f"Premier refus : {releve.raison}." if releve.raison else ""


def _vue(source: SourceVue, maintenant: datetime) -> VueSource:
    fuseau, muette = source.lieu.fuseau, source.is_silent(maintenant)
    if source.vue_le is None:
        succes = "Elle n'a jamais répondu. Les gens lisent : on ne sait pas."
    else:
        quand = f"{il_y_a(source.vue_le, maintenant)} ({quand_complet(source.vue_le, fuseau)})"
        suite = "Source muette depuis ce moment : les gens lisent que l'on ne sait pas." if muette else ""
        succes = f"Dernière réponse {quand}. {suite}".strip()
    panne = source.derniere_panne
    manquee = "" if panne is None else f"{quand_complet(panne.le, fuseau)}. {ce_qui_est_venu(panne)}"
    etat = source.disjoncteur.etat(maintenant)
    fois = nombre_de(source.disjoncteur.echecs, "fois de suite", "fois de suite")
    prochain = quand_complet(source.prochaine_le, fuseau)
    releves = tuple((quand_complet(releve.le, fuseau), ce_qui_est_venu(releve)) for releve in source.releves)
    return VueSource(
        source.lieu.id,
        source.lieu.nom,
        source.hote,
        source.id,
        muette,
        succes,
        manquee,
        ETATS[etat].format(fois, prochain),
        releves,
    )
