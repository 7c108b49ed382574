"""Writes the page of one act with its price. Decides no amount and keeps nothing of anyone."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.catalogue import Catalogue
from app.domain.erreurs import ParametreInconnu
from app.domain.prix_suppose import EtSi, PrixDemande, PrixSuppose, etablit_prix
from app.domain.suppositions import Supposition
from app.rendering.familles_de_soins import FAMILLES_DE_SOINS
from app.rendering.fiche import relecture
from app.rendering.formats import jour_complet, jour_en_mots, majuscule, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.montants import colonne, phrase, phrase_falc
from app.rendering.mots_prix import SUPPOSITIONS
from app.rendering.page import Page
from app.rendering.somme import somme_de
from app.rendering.vues import VueChamp, VueSource
from app.rendering.vues_couts import SaisiePrix, VueCout, VueEtSi

#: The suppositions that wait under a heading of their own.
RARES = frozenset({Supposition.GROSSESSE, Supposition.ALSACE_MOSELLE, Supposition.AT_MP, Supposition.AME})
RARES_FALC = RARES | {Supposition.INCONNUE}
ORDRE_DES_CAS = (
    Supposition.GROSSESSE, Supposition.AT_MP, Supposition.ALD, Supposition.SANS_COMPLEMENTAIRE, Supposition.C2S,
    Supposition.AME, Supposition.DEPASSEMENT_COUVERT, Supposition.MEDICAMENTS_COUVERTS, Supposition.ALSACE_MOSELLE,
    Supposition.HORS_PARCOURS, Supposition.INCONNUE,
)  # fmt: skip
COUVERTURES = frozenset(
    {
        Supposition.SANS_COMPLEMENTAIRE, Supposition.C2S, Supposition.AME, Supposition.INCONNUE,
        Supposition.DEPASSEMENT_COUVERT, Supposition.MEDICAMENTS_COUVERTS,
    }
)  # fmt: skip


class _Reponse(NamedTuple):
    """What the page answers: the price, or what is missing to know it, and the fields as they were typed."""

    demande: PrixDemande
    prix: PrixSuppose | None
    manque: str
    champs: Mapping[str, VueChamp]
    suite: bool


def page_cout(catalogue: Catalogue, acte: Acte, saisie: SaisiePrix, mode: Mode, au: date) -> tuple[Page, int]:
    """One act with its sum, and the status: 422 when something typed could not be used, the form kept as it was."""
    reponse = _repond(catalogue.bareme, acte, saisie, au)
    statut = 422 if any(champ.erreur for champ in reponse.champs.values()) else 200
    return page("cout", Cadre("Un prix", f"/couts/{acte.id}", mode), _vue(catalogue, reponse, mode, au)), statut


def _repond(bareme: Bareme, acte: Acte, saisie: SaisiePrix, au: date) -> _Reponse:
    """The price asked; today's, with the reason beside the date, when nobody knows that of the day asked."""
    connus = {"prix": VueChamp(), "jours": VueChamp(str(acte.jours or "")), "le": VueChamp(f"{saisie.le:%d/%m/%Y}")}
    champs = connus | dict(saisie.champs)
    demande = PrixDemande(acte, saisie.le, saisie.suppositions, saisie.prix, saisie.jours)
    prix, manque = _etablit(demande, bareme)
    if manque and saisie.le != au:
        champs["le"] = VueChamp(champs["le"].saisie, manque)
        demande = PrixDemande(acte, au, saisie.suppositions, saisie.prix, saisie.jours)
        prix, manque = _etablit(demande, bareme)
    return _Reponse(demande, prix, manque, champs, saisie.suite)


def _etablit(demande: PrixDemande, bareme: Bareme) -> tuple[PrixSuppose | None, str]:
    try:
        return etablit_prix(demande, bareme), ""
    except ParametreInconnu as erreur:
        return None, erreur.message


def _vue(catalogue: Catalogue, reponse: _Reponse, mode: Mode, au: date) -> VueCout:
    falc = mode is Mode.FALC
    demande, prix = reponse.demande, reponse.prix
    acte, textes = demande.acte, demande.acte.falc if falc else demande.acte.normal
    et_si = [_et_si(ligne, falc=falc) for ligne in prix.et_si] if prix else []
    rares = [e for e in et_si if e.code in (RARES_FALC if falc else RARES) and not e.faite]
    return VueCout(
        id=acte.id,
        titre=typographie(textes.libelle),
        resume=tuple(map(typographie, acte.falc.texte if falc else (acte.normal.resume,))),
        mots=tuple(typographie(mot.sens) for mot in acte.falc.mots),
        pictogramme=FAMILLES_DE_SOINS[acte.famille][2],
        le=jour_complet(demande.le) if falc else jour_en_mots(demande.le),
        cas=tuple(_cas_falc(reponse) if falc else (_cas(reponse),)),
        somme=somme_de(prix, mode) if prix else None,
        manque=typographie(reponse.manque),
        et_si=tuple(sorted((e for e in et_si if e not in rares), key=lambda e: not e.faite)),
        autres=tuple(rares),
        suite=reponse.suite and bool(rares),
        suppositions=" ".join(sorted(demande.suppositions)),
        champs=reponse.champs,
        avec_jours=acte.famille == "hospitalisation",
        libre=acte.prix_constate is not None,
        erreurs=tuple((nom, champ.erreur) for nom, champ in reponse.champs.items() if champ.erreur),
        bon_a_savoir=tuple(map(typographie, acte.normal.bon_a_savoir)),
        factures=tuple(map(typographie, acte.normal.peut_etre_facture)),
        doutes=tuple(map(typographie, _doutes(reponse, au))),
        sources=tuple(_sources(acte, prix)),
        verifie=f"Vérifié le {jour_en_mots(acte.verifie_le)}, à revoir avant le {jour_en_mots(acte.a_relire_avant)}. "
        f"{relecture(catalogue, f'actes/{acte.id}')}",
    )


def _et_si(ligne: EtSi, *, falc: bool) -> VueEtSi:
    mots = SUPPOSITIONS[ligne.supposition]
    delta = colonne(ligne.delta, signe=True) if ligne.delta else ""
    return VueEtSi(
        str(ligne.supposition),
        typographie(mots.choix_falc if falc else mots.choix),
        ligne.faite,
        f"Vous payez {phrase_falc(ligne.reste)}." if falc else majuscule(phrase(ligne.reste)),
        delta,
    )


def _par_le_medecin_traitant(reponse: _Reponse) -> bool:
    """Whether the sum supposes that the person goes through their doctor, and would be another otherwise."""
    if reponse.demande.suppositions & {Supposition.HORS_PARCOURS, Supposition.INCONNUE} or not reponse.prix:
        return False
    return any(e.supposition is Supposition.HORS_PARCOURS for e in reponse.prix.et_si)


def _cas(reponse: _Reponse) -> str:
    """Whom the sum is for, said as a supposition: never taken for the person's own answer."""
    faites = reponse.demande.suppositions
    personne = next((s for s in (Supposition.ENFANT, Supposition.GROSSESSE) if s in faites), None)
    qui = SUPPOSITIONS[personne].cas if personne else "un adulte"
    suite = [] if faites & COUVERTURES else ["avec une complémentaire santé"]
    suite += [SUPPOSITIONS[s].cas for s in ORDRE_DES_CAS if s in faites and s is not personne]
    if _par_le_medecin_traitant(reponse):
        suite.append("en passant par le médecin traitant")
    return typographie(f"Calcul pour {', '.join([qui, *suite])}.")


def _cas_falc(reponse: _Reponse) -> list[str]:
    faites = reponse.demande.suppositions
    enfant = Supposition.ENFANT in faites
    phrases = [SUPPOSITIONS[Supposition.ENFANT].cas_falc if enfant else "C'est pour un adulte."]
    if not faites & COUVERTURES:
        phrases.append("Vous avez une complémentaire santé.")
    if _par_le_medecin_traitant(reponse):
        phrases.append("Vous passez par votre médecin traitant.")
    phrases += [SUPPOSITIONS[s].cas_falc for s in ORDRE_DES_CAS if s in faites]
    return list(map(typographie, phrases))


def _doutes(reponse: _Reponse, au: date) -> list[str]:
    doutes = list(reponse.prix.decompte.doutes) if reponse.prix else []
    if reponse.demande.le > au:
        doutes.insert(0, "Cette date est dans le futur : les prix peuvent changer d'ici là.")
    return doutes


def _sources(acte: Acte, prix: PrixSuppose | None) -> list[VueSource]:
    """Where the act and every figure of the sum come from, each once."""
    sources = [*acte.sources]
    if acte.prix_constate:
        sources.append(acte.prix_constate.source)
    if acte.cout_reel:
        sources.append(acte.cout_reel.source)
    if prix:
        sources += [chiffre.source for ligne in prix.decompte.lignes for chiffre in ligne.chiffres]
    uniques = {(source.titre, str(source.url)): source for source in sources}
    return [VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in uniques.values()]
