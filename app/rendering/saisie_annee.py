"""Writes the pages where one line of the year is chosen, typed or corrected. Reads no form and keeps nothing."""

from collections.abc import Sequence
from datetime import date

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.depenses import Depense
from app.rendering.formats import typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lots import lot_de
from app.rendering.montants import montant
from app.rendering.page import Page
from app.rendering.voix import Destinataire
from app.rendering.vues import VueChamp
from app.rendering.vues_annee import VueChoix, VueRecherche, VueSaisie

ADRESSE, AUTRE = "/mon-annee/ajouter", "/mon-annee/autre"
CHOIX_PAR_PAGE, CHOIX_FALC = 9, 3


def page_recherche(
    bareme: Bareme, qui: Destinataire, mode: Mode, au: date, champ: VueChamp | None = None, numero: int = 1
) -> Page:
    """The search with what it found, or the frequent acts when nothing was asked."""
    champ = champ or VueChamp()
    trouves = () if champ.erreur else bareme.index.cherche(champ.saisie)
    montres, numero, nombre = lot_de(trouves, numero, CHOIX_FALC if mode is Mode.FALC else CHOIX_PAR_PAGE)
    vue = VueRecherche(
        champ=champ,
        cherche=bool(champ.saisie),
        choix=_choix(montres, bareme, mode, au),
        page=numero,
        nombre=nombre,
        mots=tuple(dict.fromkeys(mot for acte in montres for mot in mots_de(acte, mode))),
    )
    return page("choisir_soin", Cadre("Ajouter à mon année", ADRESSE, mode), vue, qui=qui)


def page_saisie(vue: VueSaisie, qui: Destinataire, mode: Mode, annee: int) -> Page:
    """The form about one line."""
    # The other reading of a form about one act starts at the choice of the act: its address alone does not say which.
    adresse = ADRESSE if vue.acte else AUTRE
    return page("saisir_depense", Cadre("Ajouter à mon année", adresse, mode), vue, qui=qui, annee=annee)


def saisie_nouvelle(acte: Acte | None, bareme: Bareme, mode: Mode, au: date) -> VueSaisie:
    """An empty form, on the day of today: the person sees it and may change it."""
    return VueSaisie(
        titre=titre_de(acte, mode),
        acte=acte.id if acte else "",
        prix_fixe=prix_fixe(acte, bareme, mode, au) if acte else "",
        mots=mots_de(acte, mode),
        le=VueChamp(f"{au:%d/%m/%Y}"),
        quantite=VueChamp("1"),
    )


def saisie_connue(depense: Depense, bareme: Bareme, mode: Mode) -> VueSaisie:
    """The form about a line already noted."""
    acte = bareme.acte(depense.acte) if depense.acte else None
    prix = f"{depense.prix:.2f}".replace(".", ",") if depense.prix is not None else ""
    return VueSaisie(
        titre=titre_de(acte, mode),
        acte=depense.acte,
        ligne=depense.cle,
        prix_fixe=prix_fixe(acte, bareme, mode, depense.le) if acte else "",
        mots=mots_de(acte, mode),
        le=VueChamp(f"{depense.le:%d/%m/%Y}"),
        quantite=VueChamp(str(depense.quantite)),
        prix=VueChamp(prix),
        libelle=VueChamp(depense.libelle),
    )


def titre_de(acte: Acte | None, mode: Mode) -> str:
    """The name of the act, or what the other costs are."""
    if acte is None:
        return "Une autre dépense" if mode is Mode.FALC else "Une dépense sans remboursement"
    return typographie(acte.falc.libelle if mode is Mode.FALC else acte.normal.libelle)


def mots_de(acte: Acte | None, mode: Mode) -> tuple[str, ...]:
    """What the hard words of its easy name mean."""
    return tuple(mot.sens for mot in acte.falc.mots) if acte and mode is Mode.FALC else ()


def prix_fixe(acte: Acte, bareme: Bareme, mode: Mode, le: date) -> str:
    """The set price that day; nothing when the price is free or not known."""
    tarif = bareme.tarif_le(acte, le)
    return "" if tarif is None else montant(tarif, mode)


def _choix(actes: Sequence[Acte], bareme: Bareme, mode: Mode, au: date) -> tuple[VueChoix, ...]:
    return tuple(VueChoix(acte.id, titre_de(acte, mode), prix_fixe(acte, bareme, mode, au)) for acte in actes)
