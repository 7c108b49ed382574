"""Writes the search of prices: the acts found, those of a subject, or the most asked for. Knows no person."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.familles import FAMILLES
from app.domain.prix_suppose import decompte_au_depart
from app.rendering.familles_de_soins import FAMILLES_DE_SOINS
from app.rendering.formats import majuscule, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lots import lot_de
from app.rendering.montants import phrase, phrase_falc
from app.rendering.page import Page
from app.rendering.somme import le_prix_est
from app.rendering.vues_couts import VueCouts, VueLigneActe

PAR_PAGE_FALC = 3
#: The frequent acts shown at once; the others by their subject or by their words.
PREMIERS = 12


def page_couts(
    bareme: Bareme, mode: Mode, au: date, *, q: str = "", famille: str = "", numero: int = 1, refus: str = ""
) -> Page:
    """The acts found for some words, those of a family, or the frequent ones; in FALC three a page."""
    famille = famille if not q and famille in FAMILLES else ""
    actes = _choisis(bareme, q, famille)
    proches = not actes
    if proches:
        actes = bareme.index.proches(q)
    vide = not actes
    if vide:
        actes = bareme.index.frequents()[:PREMIERS]
    actes, numero, pages = lot_de(actes, numero, PAR_PAGE_FALC if mode is Mode.FALC else None)
    vue = VueCouts(
        q=q,
        famille=famille,
        titre=typographie(_titre_de_la_liste(q, famille, mode, vide=vide, proches=proches)),
        lignes=tuple(_ligne(bareme, acte, mode, au) for acte in actes),
        familles=tuple(
            (cle, noms[mode is Mode.FALC]) for cle, noms in FAMILLES_DE_SOINS.items() if cle in _presentes(bareme)
        ),
        vide=vide,
        proches=proches and not vide,
        refus=refus,
        page=numero,
        pages=pages,
    )
    requete = f"?{urlencode({'q': q})}" if q else f"?famille={famille}" if famille else ""
    return page("couts", Cadre("Les prix", f"/couts{requete}", mode), vue)


def _presentes(bareme: Bareme) -> frozenset[str]:
    return frozenset(acte.famille for acte in bareme.actes.values())


def _choisis(bareme: Bareme, q: str, famille: str) -> Sequence[Acte]:
    if q:
        return bareme.index.cherche(q)
    if famille:
        return tuple(acte for acte in bareme.index.tous() if acte.famille == famille)
    return bareme.index.frequents()[:PREMIERS]


def _titre_de_la_liste(q: str, famille: str, mode: Mode, *, vide: bool, proches: bool) -> str:
    falc = mode is Mode.FALC
    if vide or not (q or famille):
        return "Les prix" if falc else "Les plus demandés"
    if proches:
        return "Des soins proches" if falc else "Ce qui s'en approche"
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
        debut = "À la fin, vous payez" if fin.montant is not None else "À la fin :"
        reste = f"{debut} {phrase_falc(fin)}." if falc else f"reste {phrase(fin)}"
    return VueLigneActe(
        f"{mode.prefixe}/couts/{acte.id}",
        typographie(acte.falc.libelle if falc else acte.normal.libelle),
        typographie(prix),
        typographie(reste),
        FAMILLES_DE_SOINS[acte.famille][2],
        tuple(typographie(mot.sens) for mot in acte.falc.mots) if falc else (),
    )
