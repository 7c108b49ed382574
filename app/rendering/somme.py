"""Writes the sum of a price: its signed lines, who pays, what is paid at the counter and in the end. Counts nothing.

Every amount comes from the décompte; this module only sets them out.
"""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.decompte_ouvert import DecompteOuvert, Fourchette, LigneOuverte
from app.domain.euros import ZERO
from app.domain.prix_suppose import PrixDemande, PrixSuppose
from app.domain.suppositions import Supposition
from app.rendering.formats import euros, jour_en_mots, typographie
from app.rendering.gabarits import Mode
from app.rendering.monnaie import pieces_de
from app.rendering.montants import colonne_ouverte, euros_falc, phrase, phrase_falc
from app.rendering.mots_couts import libelle
from app.rendering.mots_prix import PAYEUR_ORDINAIRE, PAYEURS
from app.rendering.vues_couts import VueLigneSomme, VuePart, VueSomme

#: The picture is this wide; what is paid is never thinner than `MINCE`, or nobody would see it.
LARGEUR, MINCE = 320, 7
#: Why a line is worth nothing: such a line is kept, its words say so. Without a reason it would be noise.
_MUETTES = frozenset({"", "taux", "responsable", "aucune"})
PLUS_TARD = "Ce qui ne vous est pas demandé sur place est retenu plus tard, sur un autre remboursement."
REMBOURSE = "La différence vous est remboursée ensuite."


def somme_de(prix: PrixSuppose, mode: Mode) -> VueSomme:
    """The whole sum, in the words of the mode."""
    decompte = prix.decompte
    montants = decompte.montants
    payer, reste = montants["a_payer_sur_place"], montants["reste_a_charge"]
    parts = tuple(_parts(decompte, falc=mode is Mode.FALC))
    falc = mode is Mode.FALC
    return VueSomme(
        sur_place=phrase_falc(payer) if falc else phrase(payer),
        reste=phrase_falc(reste) if falc else phrase(reste),
        selon=_selon(prix),
        plus_tard=_plus_tard(payer, reste),
        tiers_payant=payer.montant is None and montants["tarif"].montant is not None,
        lignes=tuple(_lignes(decompte, prix.demande)),
        parts=parts,
        total=colonne_ouverte(_total(decompte)),
        dessin=any(part.largeur for part in parts),
        pour_tous=typographie(_pour_tous_falc(prix) if falc else _pour_tous(prix)),
        phrases=tuple(map(typographie, _phrases(decompte))),
        billets=pieces_de(payer.montant) if payer.montant else (),
        pieces=pieces_de(reste.montant) if reste.montant else (),
    )


def _total(decompte: DecompteOuvert) -> Fourchette:
    """Everything somebody pays: the price, and the forfait journalier that is added to it."""
    montants = decompte.montants
    ajoute = next((ligne.montant for ligne in decompte.lignes if ligne.code == "forfait_journalier"), None)
    prix = montants["tarif"]
    if ajoute is None:
        return prix
    return Fourchette(_plus(prix.minimum, ajoute.minimum), _plus(prix.maximum, ajoute.maximum))


def _plus(un: Decimal | None, autre: Decimal | None) -> Decimal | None:
    return None if un is None or autre is None else un + autre


def _selon(prix: PrixSuppose) -> str:
    """The range of what remains when nothing is known of the person; empty once something is, or when it is the
    same for everyone."""
    if prix.demande.suppositions:
        return ""
    for et_si in prix.et_si:
        if et_si.supposition is Supposition.INCONNUE and not et_si.faite:
            return typographie(f"Selon la situation, il reste {phrase(et_si.reste)}.")
    return ""


def _plus_tard(payer: Fourchette, reste: Fourchette) -> str:
    if payer.minimum is None or reste.minimum is None:
        return ""
    if payer.minimum < reste.minimum:
        return PLUS_TARD
    return REMBOURSE if reste.maximum is not None and payer.minimum > reste.maximum else ""


def _lignes(decompte: DecompteOuvert, demande: PrixDemande) -> Iterator[VueLigneSomme]:
    for ligne in decompte.lignes:
        if ligne.montant.montant == ZERO and ligne.raison in _MUETTES and ligne.code != "tarif":
            continue
        yield VueLigneSomme(
            typographie(libelle(ligne)),
            colonne_ouverte(ligne.montant, signe=ligne.code != "tarif"),
            typographie(_note(ligne, decompte, demande)),
        )


def _note(ligne: LigneOuverte, decompte: DecompteOuvert, demande: PrixDemande) -> str:
    """Why the line is worth what it is worth, and since when."""
    depuis = f"depuis le {jour_en_mots(ligne.chiffres[0].depuis)}" if ligne.chiffres else ""
    if ligne.code == "tarif":
        return _note_du_prix(decompte, demande, depuis)
    if ligne.code == "part_complementaire":
        return _note_de_la_complementaire(ligne, decompte)
    if ligne.montant.montant == ZERO or not depuis:
        return ""
    return ", ".join(morceau for morceau in (_regle(ligne, decompte), depuis) if morceau)


def _regle(ligne: LigneOuverte, decompte: DecompteOuvert) -> str:
    """The rule of a line in a few words; nothing when its label says it all."""
    unite, base = ligne.chiffres[0].valeur, decompte.montants["base"].montant
    if ligne.code == "amo" and decompte.taux is not None and ligne.raison != "acte_lourd" and base:
        return f"{decompte.taux * 100:.0f} % de {euros(base)}"
    if ligne.code == "forfait_journalier":
        return f"{euros(unite)} par jour"
    if ligne.code in ("participation_forfaitaire", "franchise"):
        plusieurs = ligne.montant.montant is not None and ligne.montant.montant > unite
        return f"{euros(unite)} l'unité, retenue sur le remboursement" if plusieurs else "retenue sur le remboursement"
    return ""


def _note_du_prix(decompte: DecompteOuvert, demande: PrixDemande, depuis: str) -> str:
    base = decompte.montants["base"].montant
    if demande.prix is not None:
        return f"le prix que vous avez écrit ; la Sécu compte sur {euros(base)}" if base else "le prix écrit"
    if demande.acte.prix_constate is not None:
        return "prix libre : écrivez celui qu'on vous demande"
    return f"prix fixé, {depuis}" if depuis else ""


def _note_de_la_complementaire(ligne: LigneOuverte, decompte: DecompteOuvert) -> str:
    depassement = decompte.montants["depassement"].montant
    if ligne.raison == "non_tenue" or ligne.montant.montant is None:
        return ""
    if depassement and decompte.montants["reste_a_charge"].montant:
        return "ce que la Sécu ne paie pas, sans le dépassement"
    return "ce que la Sécu ne paie pas"


def _parts(decompte: DecompteOuvert, *, falc: bool) -> Iterator[VuePart]:
    """The Sécu, the complementary, the person; drawn only when all three are known."""
    raison = next((ligne.raison for ligne in decompte.lignes if ligne.code == "part_complementaire"), "")
    payeur = PAYEURS.get(raison, PAYEUR_ORDINAIRE)[falc]
    montants = decompte.montants
    parts = [
        ("La Sécu", montants["amo_net"], "secu"),
        (payeur, montants["part_complementaire"], "complementaire"),
        ("Vous", montants["reste_a_charge"], "vous"),
    ]
    places = _places([fourchette.montant for _, fourchette, _ in parts])
    for (nom, fourchette, forme), (debut, largeur) in zip(parts, places, strict=True):
        if fourchette.montant != ZERO or forme == "vous":
            yield VuePart(nom, colonne_ouverte(fourchette), forme, debut, largeur)


def _places(montants: list[Decimal | None]) -> list[tuple[int, int]]:
    """Where each part begins and how wide it is; nothing is drawn when one of them is not known."""
    connus = [montant for montant in montants if montant is not None]
    total = sum(connus, ZERO)
    if len(connus) < len(montants) or not total:
        return [(0, 0)] * len(montants)
    minces = sum(MINCE for montant in connus if montant)
    places, debut = [], 0
    for montant in connus:
        largeur = MINCE + int((LARGEUR - minces) * montant / total) if montant else 0
        places.append((debut, largeur))
        debut += largeur
    return places


def _pour_tous(prix: PrixSuppose) -> str:
    """What the care costs everyone, even when the person pays nothing."""
    reel = prix.demande.acte.cout_reel
    if reel is not None:
        return reel.texte
    montants = prix.decompte.montants
    total, secu = _total(prix.decompte).montant, montants["amo_net"].montant
    if not secu:
        return ""
    if total == secu:
        return f"Ce soin coûte {euros(secu)}. La Sécu paie tout, avec les cotisations et les impôts de tous."
    ensemble = f"Ce soin coûte {euros(total)} en tout. " if total else ""
    return f"{ensemble}La Sécu en paie {euros(secu)}, avec les cotisations et les impôts de tous."


def _pour_tous_falc(prix: PrixSuppose) -> str:
    reel = prix.demande.acte.cout_reel
    if reel is not None:
        return reel.texte_falc
    return "La Sécu paie avec l'argent de tous." if prix.decompte.montants["amo_net"].montant else ""


def _phrases(decompte: DecompteOuvert) -> Iterator[str]:
    """The sum as easy sentences, in the order things happen."""
    montants = decompte.montants
    yield le_prix_est(montants["tarif"])
    ajoute = next((ligne.montant for ligne in decompte.lignes if ligne.code == "forfait_journalier"), None)
    if ajoute and ajoute.montant:
        yield f"L'hôpital ajoute {euros_falc(ajoute.montant)} pour les jours."
    if "amo" in {ligne.code for ligne in decompte.lignes}:
        yield f"La Sécu paie {phrase_falc(montants['amo_net'])}."
    if montants["part_complementaire"].montant != ZERO:
        part = next(p for p in _parts(decompte, falc=True) if p.forme == "complementaire")
        yield f"{part.nom} paie {phrase_falc(montants['part_complementaire'])}."


def le_prix_est(tarif: Fourchette) -> str:
    """The price as an easy sentence."""
    if tarif.montant is not None or tarif.maximum is None:
        return f"Le prix est de {phrase_falc(tarif)}."
    return f"Le prix est {phrase_falc(tarif)}."
