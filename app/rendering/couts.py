"""Writes the pages of prices: the search, and one act with its sum. Decides no amount and keeps nothing of anyone."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.erreurs import ParametreInconnu
from app.domain.familles import FAMILLES
from app.domain.prix_suppose import EtSi, PrixDemande, PrixSuppose, decompte_au_depart, etablit_prix
from app.domain.suppositions import Supposition
from app.rendering.familles_de_soins import FAMILLES_DE_SOINS
from app.rendering.fiche import PAS_RELU
from app.rendering.formats import jour_complet, jour_en_mots, majuscule, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.montants import colonne, phrase, phrase_falc
from app.rendering.mots_prix import SUPPOSITIONS
from app.rendering.page import Page
from app.rendering.somme import le_prix_est, somme_de
from app.rendering.vues import VueChamp, VueSource
from app.rendering.vues_couts import SaisiePrix, VueCout, VueCouts, VueEtSi, VueLigneActe

PAR_PAGE_FALC = 3
#: The frequent acts shown at once; the others by their subject or by their words.
PREMIERS = 12
#: The suppositions shown at once; the rarer ones wait under a heading of their own.
RARES = frozenset({Supposition.GROSSESSE, Supposition.ALSACE_MOSELLE, Supposition.AT_MP, Supposition.AME})
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
REFUS_SECU = "N'écrivez jamais votre numéro de Sécurité sociale ici. Nous ne l'avons pas gardé."


def page_couts(
    bareme: Bareme, mode: Mode, au: date, *, q: str = "", famille: str = "", numero: int = 1, refus: str = ""
) -> Page:
    """The acts found for some words, those of a family, or the frequent ones; in FALC three a page."""
    famille = famille if not q and famille in FAMILLES else ""
    actes = _choisis(bareme, mode, q, famille)
    vide = not actes
    if vide:
        actes = bareme.index.frequents()[:PREMIERS]
    pages = 1
    if mode is Mode.FALC:
        pages = max(1, -(-len(actes) // PAR_PAGE_FALC))
        numero = min(max(numero, 1), pages)
        actes = actes[(numero - 1) * PAR_PAGE_FALC : numero * PAR_PAGE_FALC]
    vue = VueCouts(
        q=q,
        famille=famille,
        titre=typographie(_titre_de_la_liste(q, famille, mode, vide=vide)),
        lignes=tuple(_ligne(bareme, acte, mode, au) for acte in actes),
        familles=tuple((cle, noms[0]) for cle, noms in FAMILLES_DE_SOINS.items() if cle in _presentes(bareme)),
        vide=vide,
        refus=refus,
        page=numero,
        pages=pages,
    )
    requete = f"?{urlencode({'q': q})}" if q else f"?famille={famille}" if famille else ""
    return page("couts", Cadre("Les prix", f"/couts{requete}", mode), vue)


def _presentes(bareme: Bareme) -> frozenset[str]:
    return frozenset(acte.famille for acte in bareme.actes.values())


def _choisis(bareme: Bareme, mode: Mode, q: str, famille: str) -> Sequence[Acte]:
    if q:
        return bareme.index.cherche(q)
    if famille:
        return tuple(acte for acte in bareme.index.tous() if acte.famille == famille)
    return bareme.index.tous() if mode is Mode.FALC else bareme.index.frequents()[:PREMIERS]


def _titre_de_la_liste(q: str, famille: str, mode: Mode, *, vide: bool) -> str:
    falc = mode is Mode.FALC
    if vide or not (q or famille):
        return "Les prix" if falc else "Les plus demandés"
    if q:
        return "Les soins trouvés" if falc else "Ce que nous avons trouvé"
    return next(noms[falc] for cle, noms in FAMILLES_DE_SOINS.items() if cle == famille)


def _ligne(bareme: Bareme, acte: Acte, mode: Mode, au: date) -> VueLigneActe:
    falc = mode is Mode.FALC
    decompte = decompte_au_depart(acte, au, bareme)
    prix, reste = ("Nous ne savons pas le prix.", "") if falc else ("à préciser", "")
    if decompte is not None:
        tarif, fin = decompte.montants["tarif"], decompte.montants["reste_a_charge"]
        prix = majuscule(le_prix_est(tarif)) if falc else phrase(tarif)
        reste = f"À la fin, vous payez {phrase_falc(fin)}." if falc else f"reste {phrase(fin)}"
    return VueLigneActe(
        f"{mode.prefixe}/couts/{acte.id}",
        typographie(acte.falc.libelle if falc else acte.normal.libelle),
        typographie(prix),
        typographie(reste),
        FAMILLES_DE_SOINS[acte.famille][2],
    )


def page_cout(bareme: Bareme, acte: Acte, saisie: SaisiePrix, mode: Mode, au: date) -> tuple[Page, int]:
    """One act with its sum, and the status: 422 when something typed could not be used, the form kept as it was."""
    champs = dict(saisie.champs)
    demande = PrixDemande(acte, saisie.le, saisie.suppositions, saisie.prix, saisie.jours)
    prix, manque = _etablit(demande, bareme)
    if manque and saisie.le != au:
        champs["le"] = VueChamp(champs["le"].saisie if "le" in champs else "", manque)
        demande = PrixDemande(acte, au, saisie.suppositions, saisie.prix, saisie.jours)
        prix, manque = _etablit(demande, bareme)
    erreurs = tuple((nom, champ.erreur) for nom, champ in champs.items() if champ.erreur)
    champs = {"prix": VueChamp(), "jours": VueChamp(str(acte.jours or "")), "le": VueChamp(f"{demande.le:%d/%m/%Y}")} | champs
    vue = _vue(acte, demande, prix, manque, mode, au, champs, erreurs)
    return page("cout", Cadre("Un prix", f"/couts/{acte.id}", mode), vue), 422 if erreurs else 200


def _etablit(demande: PrixDemande, bareme: Bareme) -> tuple[PrixSuppose | None, str]:
    try:
        return etablit_prix(demande, bareme), ""
    except ParametreInconnu as erreur:
        return None, erreur.message


def _vue(
    acte: Acte,
    demande: PrixDemande,
    prix: PrixSuppose | None,
    manque: str,
    mode: Mode,
    au: date,
    champs: dict[str, VueChamp],
    erreurs: tuple[tuple[str, str], ...],
) -> VueCout:
    falc = mode is Mode.FALC
    textes = acte.falc.texte if falc else (acte.normal.resume,)
    et_si = [_et_si(ligne, falc=falc) for ligne in prix.et_si] if prix else []
    rares = {str(supposition) for supposition in RARES} if not falc else set()
    return VueCout(
        id=acte.id,
        titre=typographie(acte.falc.libelle if falc else acte.normal.libelle),
        resume=tuple(map(typographie, textes)),
        mots=tuple(typographie(mot.sens) for mot in acte.falc.mots),
        pictogramme=FAMILLES_DE_SOINS[acte.famille][2],
        le=jour_complet(demande.le) if falc else jour_en_mots(demande.le),
        cas=tuple(_cas(demande, prix, falc=falc)),
        somme=somme_de(prix, mode) if prix else None,
        manque=typographie(manque),
        et_si=tuple(sorted((e for e in et_si if e.faite or e.code not in rares), key=lambda e: not e.faite)),
        autres=tuple(e for e in et_si if not e.faite and e.code in rares),
        suppositions=" ".join(sorted(demande.suppositions)),
        champs=champs,
        avec_jours=acte.famille == "hospitalisation",
        libre=acte.prix_constate is not None,
        erreurs=erreurs,
        bon_a_savoir=tuple(map(typographie, acte.normal.bon_a_savoir)),
        factures=tuple(map(typographie, acte.normal.peut_etre_facture)),
        doutes=tuple(map(typographie, _doutes(demande, prix, au))),
        sources=tuple(_sources(acte, prix)),
        verifie=f"Vérifié le {jour_en_mots(acte.verifie_le)}, à revoir avant le {jour_en_mots(acte.a_relire_avant)}. "
        f"{PAS_RELU}",
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


def _cas(demande: PrixDemande, prix: PrixSuppose | None, *, falc: bool) -> list[str]:
    """Whom the sum is for, said as a supposition: never taken for the person's own answer."""
    faites = demande.suppositions
    choisies = [SUPPOSITIONS[s] for s in ORDRE_DES_CAS if s in faites]
    parcours = prix is not None and any(e.supposition is Supposition.HORS_PARCOURS for e in prix.et_si)
    couverts = not faites & COUVERTURES
    if falc:
        qui = SUPPOSITIONS[Supposition.ENFANT].cas_falc if Supposition.ENFANT in faites else "C'est pour un adulte."
        phrases = [qui, *(["Vous avez une complémentaire santé."] if couverts else [])]
        if parcours and Supposition.HORS_PARCOURS not in faites:
            phrases.append("Vous passez par votre médecin traitant.")
        return [typographie(texte) for texte in (*phrases, *(mots.cas_falc for mots in choisies))]
    qui = SUPPOSITIONS[Supposition.ENFANT].cas if Supposition.ENFANT in faites else "un adulte"
    if Supposition.GROSSESSE in faites:
        qui = SUPPOSITIONS[Supposition.GROSSESSE].cas
    suite = [SUPPOSITIONS[s].cas for s in ORDRE_DES_CAS if s in faites and s is not Supposition.GROSSESSE]
    if couverts:
        suite.insert(0, "avec une complémentaire santé")
    if parcours and Supposition.HORS_PARCOURS not in faites and Supposition.INCONNUE not in faites:
        suite.append("en passant par le médecin traitant")
    return [typographie(f"Calcul pour {', '.join([qui, *suite])}.")]


def _doutes(demande: PrixDemande, prix: PrixSuppose | None, au: date) -> list[str]:
    doutes = list(prix.decompte.doutes) if prix else []
    if demande.le > au:
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
