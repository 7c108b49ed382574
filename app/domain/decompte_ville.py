"""Holds the décompte of care outside a stay: doctors, dentists, analyses, medicines, transports, devices and so on."""

from decimal import Decimal

from app.domain import euros
from app.domain.decompte import Decompte, Ligne, Prise, au_comptoir, couverture, exoneration
from app.domain.euros import UN, ZERO
from app.domain.familles import REGLES, RegleDeFamille
from app.domain.parametres import Chiffre
from app.domain.soins import LecteurDeChiffres, Soin, Statuts

DOUTE_PARCOURS = (
    "Hors parcours de soins, nous n'avons pas relu le texte qui dit si la majoration s'applique aussi aux soins "
    "pris en charge à 100 % : nous la comptons."
)
DOUTE_SEUIL = (
    "Cet acte dépasse le seuil des actes lourds. Si c'est un acte technique, un forfait remplace le ticket modérateur."
)


def decompte_ville(soin: Soin, statuts: Statuts, lecteur: LecteurDeChiffres) -> Decompte:
    """Price, share of the Assurance Maladie (R160-5 CSS), what is held back from it, share of the complementary."""
    regle = REGLES[soin.famille]
    base = min(soin.base, soin.prix)
    depassement = soin.prix - base
    nominal = _nominal(soin, regle, lecteur)
    prise = _prise(soin, statuts, nominal, lecteur)
    brut, lus = _part_amo(soin, base, prise, lecteur)
    majoration, parcours = _majoration(soin, statuts, regle, brut, prise, lecteur)
    brut -= majoration
    participation, retenue_p = _participation(soin, statuts, regle, brut, lecteur)
    franchise, retenue_f = _franchise(soin, statuts, regle, brut - participation, lecteur)
    ticket = base - brut - majoration
    tenue = regle.complementaire and not soin.complementaire_exclue and not _faible(soin, statuts, nominal, lecteur)
    if prise.raison == "ame_exclu":
        part, payeur = ZERO, "ame_exclu"
    else:
        part, payeur = couverture(soin, statuts, ticket, depassement, tenue=tenue)
    payer = au_comptoir(soin, statuts, soin.prix, brut, part, plein=prise.taux == UN and prise.raison != "taux")
    lignes = [Ligne("tarif", soin.prix, "depassement" if base and depassement else "", soin.chiffres)]
    if base or prise.raison in ("ame_exclu", "non_rembourse"):
        lignes.append(Ligne("amo", -(brut + majoration), prise.raison, lus))
    lignes += [ligne for ligne in (parcours, retenue_p, retenue_f) if ligne]
    if part or payeur != "aucune":
        lignes.append(Ligne("part_complementaire", -part, payeur))
    return Decompte(
        tarif=soin.prix,
        base=base,
        taux=prise.taux,
        amo_brut=brut,
        majoration_hors_parcours=majoration,
        ticket_moderateur=ticket,
        participation_forfaitaire=participation,
        franchise=franchise,
        depassement=depassement,
        part_complementaire=part,
        a_payer_min=payer[0],
        a_payer_max=payer[1],
        lignes=tuple(lignes),
        doutes=tuple(lecteur.doutes),
    )


def _nominal(soin: Soin, regle: RegleDeFamille, lecteur: LecteurDeChiffres) -> Prise:
    """The rate of the act, or that of its family on that day."""
    if soin.taux is not None:
        return Prise(soin.taux, "taux", soin.chiffres)
    if regle.taux is None:
        return Prise(ZERO, "non_rembourse", ())
    chiffre = lecteur.lis(regle.taux)
    return Prise(chiffre.valeur, "taux", (chiffre,))


def _prise(soin: Soin, statuts: Statuts, nominal: Prise, lecteur: LecteurDeChiffres) -> Prise:
    """The rate for this person: what is not reimbursed at all stays so, whoever they are."""
    if nominal.taux == ZERO:
        return Prise(ZERO, "non_rembourse", nominal.chiffres)
    if statuts.ame and not statuts.c2s and soin.famille == "medicament":
        faible = lecteur.lis("taux-medicament-faible")
        if nominal.taux <= faible.valeur:  # L251-2 CASF leaves out the medicines of low benefit
            return Prise(ZERO, "ame_exclu", (faible,))
    if plein := exoneration(soin, statuts, lecteur):
        return plein
    if soin.famille == "imagerie" and (seuil := _seuil_depasse(soin.base, lecteur)):
        # R160-16 II CSS: heavy imaging owes neither the ticket modérateur nor the flat sum that replaces it.
        entier = lecteur.lis("taux-exoneration")
        return Prise(entier.valeur, "imagerie_lourde", (entier, seuil))
    if statuts.alsace_moselle:
        return _regime_local(soin, nominal, lecteur)
    return nominal


def _seuil_depasse(base: Decimal, lecteur: LecteurDeChiffres) -> Chiffre | None:
    """The threshold of heavy acts when the base reaches it; there was none before its first value."""
    seuil = lecteur.connait("forfait-acte-lourd-seuil")
    return seuil if seuil and base >= seuil.valeur else None


def _regime_local(soin: Soin, nominal: Prise, lecteur: LecteurDeChiffres) -> Prise:
    """L325-1 and D325-6 CSS: the local scheme brings the rate to 90 %, or 80 % for the less reimbursed medicines."""
    reduit = soin.famille == "medicament" and nominal.taux < lecteur.lis("taux-medicament-important").valeur
    chiffre = lecteur.lis("taux-alsace-moselle-medicaments" if reduit else "taux-alsace-moselle")
    if chiffre.valeur <= nominal.taux:
        return nominal
    return Prise(chiffre.valeur, "alsace_moselle", (chiffre,))


def _part_amo(
    soin: Soin, base: Decimal, prise: Prise, lecteur: LecteurDeChiffres
) -> tuple[Decimal, tuple[Chiffre, ...]]:
    """The share of the base, before anything is held back from it.

    R160-16 CSS: for a heavy technical act a flat sum replaces the ticket modérateur; the local scheme pays it.
    """
    if soin.acte_lourd and prise.taux not in (ZERO, UN) and prise.raison != "alsace_moselle":
        forfait = lecteur.lis("forfait-acte-lourd")
        return base - min(forfait.valeur, base), (forfait,)
    if soin.famille == "medecin" and prise.taux != UN and _seuil_depasse(base, lecteur):
        lecteur.note(DOUTE_SEUIL)
    return euros.part(base, prise.taux), prise.chiffres


def _majoration(
    soin: Soin, statuts: Statuts, regle: RegleDeFamille, brut: Decimal, prise: Prise, lecteur: LecteurDeChiffres
) -> tuple[Decimal, Ligne | None]:
    """Outside the care pathway (L162-5-3, R160-6 CSS): 40 points of the base less, within a cap, from 16 years on.

    Not for what has direct access nor for prevention; not for an accident at work nor the AME, which are not bound.
    """
    if not (regle.parcours and statuts.hors_parcours and brut) or soin.acces_direct or soin.prevention:
        return ZERO, None
    if statuts.at_mp or statuts.ame or lecteur.est_hors_age_du_parcours(statuts):
        return ZERO, None
    if prise.raison in ("ald", "maternite"):
        lecteur.note(DOUTE_PARCOURS)
    points, plafond = lecteur.lis("hors-parcours-majoration"), lecteur.lis("hors-parcours-plafond")
    entiere = euros.part(min(soin.base, soin.prix), points.valeur)
    majoration = min(entiere, plafond.valeur, brut)
    lus = (plafond, points) if majoration < entiere else (points, plafond)
    return majoration, Ligne("majoration_hors_parcours", majoration, "plafond" if majoration < entiere else "", lus)


def _exempt(statuts: Statuts, soin: Soin, lecteur: LecteurDeChiffres) -> tuple[str, tuple[Chiffre, ...]] | None:
    """Who owes neither participation nor franchise: L160-13, L160-15 and L160-9 CSS, L251-2 CASF."""
    if statuts.c2s:
        return "c2s", ()
    if statuts.ame:
        return "ame", ()
    if limite := lecteur.est_mineur(statuts):
        return "mineur", (limite,)
    if mois := lecteur.est_en_maternite(statuts):
        return "maternite", (mois,)
    return ("maternite", ()) if soin.maternite else None


def _participation(
    soin: Soin, statuts: Statuts, regle: RegleDeFamille, brut: Decimal, lecteur: LecteurDeChiffres
) -> tuple[Decimal, Ligne | None]:
    """L160-13 II CSS: one by act of a doctor or analysis, four a day at most (D160-8), never more than is paid back."""
    if not regle.participation or soin.sans_participation or not brut:
        return ZERO, None
    unitaire = lecteur.lis("participation-forfaitaire")
    if exempt := _exempt(statuts, soin, lecteur):
        return ZERO, Ligne("participation_forfaitaire", ZERO, exempt[0], (*exempt[1], unitaire))
    nombre, lus = soin.participations, [unitaire]
    if nombre > 1:
        par_jour = lecteur.lis("participation-plafond-jour")
        nombre, lus = min(nombre, int(par_jour.valeur)), [unitaire, par_jour]
    montant = min(unitaire.valeur * nombre, brut)
    return montant, Ligne("participation_forfaitaire", montant, "", tuple(lus))


def _franchise(
    soin: Soin, statuts: Statuts, regle: RegleDeFamille, disponible: Decimal, lecteur: LecteurDeChiffres
) -> tuple[Decimal, Ligne | None]:
    """L160-13 III and D160-9 CSS: one by box, act or trip, never more than what the Assurance Maladie pays."""
    if regle.franchise is None or soin.sans_franchise or not disponible:
        return ZERO, None
    unitaire = lecteur.lis(regle.franchise)
    if exempt := _exempt(statuts, soin, lecteur):
        return ZERO, Ligne("franchise", ZERO, exempt[0], (*exempt[1], unitaire))
    montant = min(unitaire.valeur, disponible)
    return montant, Ligne("franchise", montant, "ecretee" if montant < unitaire.valeur else "", (unitaire,))


def _faible(soin: Soin, statuts: Statuts, nominal: Prise, lecteur: LecteurDeChiffres) -> bool:
    """Whether a contrat responsable may leave the medicine unpaid (R871-2 CSS): those below the usual rate."""
    if soin.famille != "medicament" or statuts.medicaments_couverts:
        return False
    return nominal.taux < lecteur.lis("taux-medicament-important").valeur
