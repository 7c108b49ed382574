"""Holds the décompte of a stay in hospital and of an emergency visit without a stay."""

from decimal import Decimal

from app.domain import euros
from app.domain.decompte import Decompte, Ligne, Prise, au_comptoir, couverture, exoneration
from app.domain.euros import UN, ZERO
from app.domain.familles import REGLES
from app.domain.parametres import Chiffre
from app.domain.soins import LecteurDeChiffres, Soin, Statuts

JOURS_A_TICKET = 30
DOUTE_LONG = (
    "Après 30 jours d'hospitalisation, le séjour est pris en charge à 100 %. "
    "Ce calcul ne coupe pas le séjour en deux : demandez le détail à l'hôpital."
)
DOUTE_PARCOURS = (
    "Sans passer par votre médecin traitant, une majoration peut s'ajouter aux honoraires du séjour. "
    "Elle n'est pas comptée."
)


def decompte_hospitalisation(soin: Soin, statuts: Statuts, lecteur: LecteurDeChiffres) -> Decompte:
    """A stay: 20 % of its price (R160-5 1° CSS) or the flat sum of heavy acts (R160-16), and the forfait journalier.

    L174-4 CSS: the person owes the higher of the ticket modérateur and the forfait journalier, not their sum; with a
    heavy act the forfait journalier is added to the flat sum.
    """
    base = min(soin.base, soin.prix)
    depassement = soin.prix - base
    ticket, prise = _ticket(soin, statuts, base, lecteur)
    journalier, ligne_journalier = _forfait_journalier(soin, statuts, lecteur)
    ajoute = journalier if soin.acte_lourd else max(ZERO, journalier - ticket)
    if journalier and ticket and not soin.acte_lourd:
        lecteur.lis("imputation-forfait-journalier")
    if soin.jours > JOURS_A_TICKET:
        lecteur.note(DOUTE_LONG)
    if statuts.hors_parcours and not (soin.prevention or lecteur.est_hors_age_du_parcours(statuts)):
        lecteur.note(DOUTE_PARCOURS)
    amo = base - ticket
    part, payeur = couverture(soin, statuts, ticket + ajoute, depassement, tenue=not soin.complementaire_exclue)
    payer = au_comptoir(soin, statuts, soin.prix + ajoute, amo, part, plein=True)
    lignes = [Ligne("tarif", soin.prix, "depassement" if depassement else "", soin.chiffres)]
    if ligne_journalier:
        raison = "impute" if journalier and not ajoute else ligne_journalier.raison
        lignes.append(Ligne("forfait_journalier", ajoute, raison, ligne_journalier.chiffres))
    lignes.append(Ligne("amo", -amo, prise.raison, prise.chiffres))
    if part or payeur != "aucune":
        lignes.append(Ligne("part_complementaire", -part, payeur))
    return Decompte(
        tarif=soin.prix,
        base=base,
        taux=prise.taux,
        amo_brut=amo,
        ticket_moderateur=ticket,
        forfait_journalier=journalier,
        forfait_non_impute=ajoute,
        depassement=depassement,
        part_complementaire=part,
        a_payer_min=payer[0],
        a_payer_max=payer[1],
        lignes=tuple(lignes),
        doutes=tuple(lecteur.doutes),
    )


def _ticket(soin: Soin, statuts: Statuts, base: Decimal, lecteur: LecteurDeChiffres) -> tuple[Decimal, Prise]:
    """What the Assurance Maladie leaves of the stay itself."""
    if plein := exoneration(soin, statuts, lecteur):
        return ZERO, plein
    if lecteur.est_nouveau_ne(statuts):  # L160-9 CSS
        plein_taux = lecteur.lis("taux-exoneration")
        return ZERO, Prise(plein_taux.valeur, "nouveau_ne", (plein_taux,))
    if statuts.alsace_moselle:  # L325-1 CSS: the local scheme pays the stay whole
        plein_taux = lecteur.lis("taux-exoneration")
        lecteur.lis("taux-alsace-moselle")
        return ZERO, Prise(plein_taux.valeur, "alsace_moselle", (plein_taux,))
    if soin.taux is None and soin.acte_lourd:
        forfait = lecteur.lis("forfait-acte-lourd")
        return min(forfait.valeur, base), Prise(UN, "acte_lourd", (forfait,))
    if soin.taux is not None:
        return base - euros.part(base, soin.taux), Prise(soin.taux, "taux", soin.chiffres)
    chiffre = lecteur.lis(REGLES[soin.famille].taux or "")
    return base - euros.part(base, chiffre.valeur), Prise(chiffre.valeur, "taux", (chiffre,))


def _forfait_journalier(soin: Soin, statuts: Statuts, lecteur: LecteurDeChiffres) -> tuple[Decimal, Ligne | None]:
    """L174-4 CSS: by day, the last one included; neither for maternity, newborns, accidents at work nor in
    Alsace-Moselle where the local scheme pays it. A long-term illness does not exempt from it."""
    if not soin.jours:
        return ZERO, None
    chiffre = lecteur.lis("forfait-journalier-psychiatrie" if soin.psychiatrie else "forfait-journalier")
    raison = ""
    if statuts.at_mp:
        raison = "at_mp"
    elif soin.maternite or lecteur.est_en_maternite(statuts):
        raison = "maternite"
    elif lecteur.est_nouveau_ne(statuts):
        raison = "nouveau_ne"
    elif statuts.alsace_moselle:
        raison = "alsace_moselle"
    if raison:
        return ZERO, Ligne("forfait_journalier", ZERO, raison, (chiffre,))
    montant = chiffre.valeur * soin.jours
    return montant, Ligne("forfait_journalier", montant, "", (chiffre,))


def decompte_urgences(soin: Soin, statuts: Statuts, lecteur: LecteurDeChiffres) -> Decompte:
    """An emergency visit without a stay: one flat sum (L160-13, R160-17-1 CSS), reduced for any ALD and for AT/MP,
    none in maternity nor for a newborn. Minors owe it. It replaces everything else, and a contract pays it."""
    raison, lus = _forfait_urgences(statuts, lecteur)
    forfait = lus[0].valeur if lus and raison not in ("maternite", "nouveau_ne") else ZERO
    part, payeur = couverture(soin, statuts, forfait, ZERO, tenue=True)
    payer = au_comptoir(soin, statuts, forfait, ZERO, part, plein=True)
    lignes = [Ligne("tarif", forfait, raison, lus)]
    if part:
        lignes.append(Ligne("part_complementaire", -part, payeur))
    return Decompte(
        tarif=forfait,
        base=ZERO,
        taux=ZERO,
        forfait=forfait,
        part_complementaire=part,
        a_payer_min=payer[0],
        a_payer_max=payer[1],
        lignes=tuple(lignes),
        doutes=tuple(lecteur.doutes),
    )


def _forfait_urgences(statuts: Statuts, lecteur: LecteurDeChiffres) -> tuple[str, tuple[Chiffre, ...]]:
    plein = lecteur.lis("forfait-urgences")
    if mois := lecteur.est_en_maternite(statuts):
        return "maternite", (plein, mois)
    if lecteur.est_nouveau_ne(statuts):
        return "nouveau_ne", (plein,)
    if statuts.ald:
        return "forfait_minore_ald", (lecteur.lis("forfait-urgences-minore"),)
    if statuts.at_mp:
        return "forfait_minore_at_mp", (lecteur.lis("forfait-urgences-minore"),)
    return "forfait_urgences", (plein,)
