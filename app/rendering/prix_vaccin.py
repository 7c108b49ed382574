"""Writes the price of one vaccine dose: the amounts of the engine where an act is named, and says where none is."""

from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.cout_conseil import CoutConseil, cout_vaccin_connu
from app.domain.vaccination_lignes import LigneVaccin
from app.rendering.formats import typographie
from app.rendering.gabarits import Mode
from app.rendering.montants import etendue, euros_falc
from app.rendering.voix import Voix
from app.rendering.vues import VuePrix

INCONNU = "Nous n'avons pas calculé de prix pour ce vaccin. Demandez-le au pharmacien avant la piqûre."
SELON = "Ce qui reste dépend de la complémentaire santé."
#: When both ends are one amount, nothing else to say.
_GRATUIT_FALC = "Vous payez 0 euro pour le vaccin."


def prix_du_vaccin(catalogue: Catalogue, ligne: LigneVaccin, mode: Mode, au: date, voix: Voix) -> VuePrix:
    """What the content writes, then the amounts of the day, for anyone the line concerns."""
    calcule, falc = cout_vaccin_connu(ligne, catalogue.bareme, au), mode is Mode.FALC
    dits = ligne.falc.prix if falc else (ligne.normal.prix,)
    actes = [catalogue.bareme.acte(id_) for id_ in ligne.actes]
    liens = tuple(
        (f"{mode.prefixe}/couts/{acte.id}", typographie(acte.falc.libelle if falc else acte.normal.libelle))
        for acte in actes
    )
    if falc:
        return VuePrix((), tuple(map(typographie, (*dits, *_montants_falc(calcule)))), liens=liens)
    if calcule is None:
        return VuePrix((), tuple(map(typographie, (*dits, INCONNU))))
    lignes = (
        ("Prix du vaccin", etendue(calcule.tarif, mode)),
        ("À payer sur place", etendue(calcule.a_payer, mode)),
        (voix.choisir("Reste à vous", "Reste à payer"), etendue(calcule.reste_a_charge, mode)),
    )
    selon = (SELON,) if calcule.reste_a_charge.montant is None else ()
    doutes = (f"À vérifier : {doute}" for doute in calcule.doutes)
    phrases = tuple(map(typographie, (*dits, *selon, *doutes)))
    return VuePrix(lignes, phrases, tuple(map(typographie, calcule.peut_etre_facture)), liens)


def _montants_falc(calcule: CoutConseil | None) -> tuple[str, ...]:
    if calcule is None:
        return ("Demandez le prix au pharmacien.",)
    reste = calcule.reste_a_charge
    if reste.montant == 0:
        return (_GRATUIT_FALC,)
    restes = (f"À la fin, il reste {etendue(reste, Mode.FALC)} à payer.",)
    if reste.minimum is not None and reste.maximum is not None and reste.montant is None:
        au_moins = (f"Il reste au moins {euros_falc(reste.minimum)} à payer.",) if reste.minimum else ()
        restes = (*au_moins, f"Il reste au plus {euros_falc(reste.maximum)} à payer.")
    dites = (f"Le vaccin coûte {etendue(calcule.tarif, Mode.FALC)}.", *restes)
    return (*dites, "Ce prix n'est pas certain.") if calcule.doutes else dites
