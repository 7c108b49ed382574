"""Writes the vaccine pages: one person's, everyone's by age, one line in full. Receives forecasts, makes none."""

from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.dates import Duree
from app.domain.situation import Situation
from app.domain.vaccination_lignes import LigneVaccin
from app.domain.vaccination_verdicts import Prevision
from app.rendering.calendrier_vaccins import age_en_mots, ages_pour_tous, enfance, frise_vaccins, vie
from app.rendering.etats_vaccins import etat_vaccin, quand_vaccin, quand_vaccin_falc
from app.rendering.fiche import relecture
from app.rendering.formats import duree_en_mots, jour_en_mots, majuscule, nombre_de, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.groupes_vaccins import A_FAIRE, DISCRETS, SUITE, Redaction, arrange
from app.rendering.lecture_vaccins import LectureVaccins
from app.rendering.liste import naissance_de, qui_de
from app.rendering.lots import lot_de
from app.rendering.page import Page
from app.rendering.prix_vaccin import prix_du_vaccin
from app.rendering.questions_vaccins import questions_left
from app.rendering.raisons_vaccins import texte_vaccin
from app.rendering.reperes_vaccins import pratiques
from app.rendering.urgences import urgences_de
from app.rendering.voix import Destinataire, Voix, lignes_de_cadre
from app.rendering.vues import VueAccueil, VueEtat, VueSource
from app.rendering.vues_vaccins import (
    VueAge,
    VueLigneDuCalendrier,
    VueVaccins,
    VueVaccinsFalc,
    VueVaccinsPourTous,
)

TITRE, CHEMIN = "Mes vaccins", "/vaccins"
MAJORITE = 18
CARTES_FALC, LIGNES_FALC, AGES_FALC = 3, 5, 3
#: The lists of the easy-to-read pages, and the groups each one holds.
LISTES_FALC = {"": A_FAIRE, "suite": SUITE, "autres": DISCRETS}
_TITRES_FALC = {"suite": "Plus tard, et déjà fait", "autres": "Les autres vaccins"}


def page_vaccins(catalogue: Catalogue, lue: LectureVaccins, mode: Mode, numero: int = 1, liste: str = "") -> Page:
    """The vaccines of one person; in FALC, one page of one list."""
    if mode is Mode.FALC:
        return _page_falc(catalogue, lue, numero, liste if liste in LISTES_FALC else "")
    lecture, qui = lue.lecture, lue.lecture.qui
    situation = lecture.evaluation.situation
    ranges = arrange(lue.previsions, lue.au, lue.tues)
    ecrire = Redaction(catalogue, lue.au, mode, qui.voix).groupes
    vue = VueVaccins(
        titre=typographie(qui.titre(_titre(len(ranges["en-retard"]), len(ranges["a-faire"])))),
        qui=qui_de(situation),
        naissance=naissance_de(situation, mode),
        cadre_de_lecture=lignes_de_cadre(qui.voix, falc=False),
        urgences=urgences_de(lecture.profil, catalogue.faits, mode, qui.voix),
        frise=frise_vaccins(lue.previsions, lue.carnet, lue.au),
        a_faire=ecrire(ranges, A_FAIRE),
        suite=ecrire(ranges, SUITE),
        discrets=ecrire(ranges, DISCRETS),
        calendrier=calendrier_de(catalogue, lue, mode),
        questions=questions_left(catalogue, lue),
        enfant=_est_enfant(situation),
        reperes=pratiques(catalogue.vaccins, mode),
        notees=nombre_de(len(lue.carnet), "dose notée", "doses notées") if lue.carnet else "",
        carnet_perdu=est_perdu(catalogue, lue),
        gardees=lecture.gardees,
        perdues=lecture.perdues,
        personnel=qui.voix.sujet,
    )
    return page("vaccins", Cadre(TITRE, CHEMIN, mode), vue, qui=qui)


def calendrier_de(catalogue: Catalogue, lue: LectureVaccins, mode: Mode) -> tuple[VueAge, ...]:
    """The same facts as a table: from birth to 18 for a child, received then to come for an adult."""
    situation = lue.lecture.evaluation.situation
    if situation.naissance is not None and _est_enfant(situation):
        return enfance(catalogue, lue.previsions, situation.naissance, mode)
    return vie(lue.previsions, lue.carnet, catalogue, mode)


def est_perdu(catalogue: Catalogue, lue: LectureVaccins) -> bool:
    """Whether the person said that the record is lost."""
    return lue.lecture.profil.reponses.get(catalogue.vaccins.reglages.carnet_perdu) is True


def _est_enfant(situation: Situation) -> bool:
    return situation.naissance is not None and situation.age_max < MAJORITE


def _titre(en_retard: int, a_faire: int) -> str:
    """How many things there are to do, and how many are late."""
    if not en_retard and not a_faire:
        return "Rien à faire aujourd'hui"
    if not a_faire:
        return f"{nombre_de(en_retard, 'vaccin')} en retard"
    compte = f"{nombre_de(en_retard + a_faire, 'vaccin')} à faire"
    return f"{compte}, dont {en_retard} en retard" if en_retard else compte


def _page_falc(catalogue: Catalogue, lue: LectureVaccins, numero: int, liste: str) -> Page:
    lecture, qui = lue.lecture, lue.lecture.qui
    ranges = arrange(lue.previsions, lue.au, lue.tues)
    toutes = [prevision for id_ in LISTES_FALC[liste] for prevision in ranges[id_]]
    montrees, numero, pages = lot_de(toutes, numero, CARTES_FALC if not liste else LIGNES_FALC)
    redaction = Redaction(catalogue, lue.au, Mode.FALC, qui.voix)
    vue = VueVaccinsFalc(
        titre=typographie(_titre_falc(len(ranges["en-retard"]) + len(ranges["a-faire"]), qui, liste)),
        liste=liste,
        urgences=urgences_de(lecture.profil, catalogue.faits, Mode.FALC, qui.voix),
        cadre_de_lecture=lignes_de_cadre(qui.voix, falc=True),
        introduction=_introduction_falc(lue, qui) if not liste and numero == 1 else (),
        cartes=tuple(redaction.ligne(prevision) for prevision in montrees),
        page=numero,
        pages=pages,
        questions=questions_left(catalogue, lue),
        proche=qui.voix is not Voix.VOUS,
        gardees=lecture.gardees,
        perdues=lecture.perdues,
    )
    return page("vaccins", Cadre(TITRE, CHEMIN, Mode.FALC), vue, qui=qui)


def _titre_falc(compte: int, qui: Destinataire, liste: str) -> str:
    if liste:
        return _TITRES_FALC[liste]
    avoir = qui.voix.choisir("Vous avez", f"{majuscule(qui.appele)} a")
    return f"{avoir} {nombre_de(compte, 'vaccin')} à faire" if compte else "Rien à faire aujourd'hui"


def _introduction_falc(lue: LectureVaccins, qui: Destinataire) -> tuple[str, ...]:
    if lue.carnet:
        return (f"Nous avons compté {nombre_de(len(lue.carnet), 'dose notée', 'doses notées')}.",)
    noter = qui.voix.choisir("Notez les vaccins déjà faits.", "Notez ses vaccins déjà faits.")
    return "Nous ne connaissons pas les vaccins déjà faits.", noter


def page_pour_tous(catalogue: Catalogue, accueil: VueAccueil, mode: Mode, numero: int, *, ages: bool) -> Page:
    """The schedule by age and the two questions; in FALC, either the questions or some ages."""
    tous = ages_pour_tous(catalogue, mode)
    pages = 0
    if mode is Mode.FALC:
        pages = -(-len(tous) // AGES_FALC) if ages else 0
        numero = min(max(numero, 1), max(pages, 1))
        tous = tous[(numero - 1) * AGES_FALC : numero * AGES_FALC] if ages else ()
    vue = VueVaccinsPourTous(accueil, tous, pratiques(catalogue.vaccins, mode), numero, pages)
    return page("vaccins_pour_tous", Cadre("Les vaccins par âge", CHEMIN, mode), vue)


def page_ligne(catalogue: Catalogue, ligne: LigneVaccin, lue: LectureVaccins | None, mode: Mode, au: date) -> Page:
    """One line in full; with answers, its status first and a neutral title."""
    prevision = next((p for p in lue.previsions if p.ligne.id == ligne.id), None) if lue else None
    falc, voix = mode is Mode.FALC, lue.lecture.qui.voix if lue else Voix.VOUS
    textes = ligne.falc if falc else ligne.normal
    departement = lue.lecture.profil.departement if lue else None
    vue = VueLigneDuCalendrier(
        id=ligne.id,
        titre=typographie(textes.titre),
        resume=typographie(textes.resume),
        obligatoire=ligne.genre == "obligatoire",
        etat=_etat(prevision, voix, falc=falc) if prevision else None,
        raisons=_raisons(catalogue, prevision, falc=falc) if prevision else (),
        cadre_de_lecture=lignes_de_cadre(voix, falc=falc),
        doses=tuple(map(typographie, _doses(ligne))) if not falc else (),
        pourquoi=_phrases(textes.pourquoi),
        ou=_phrases(textes.ou),
        prix=prix_du_vaccin(catalogue, ligne, mode, au, voix),
        preuve=_phrases(textes.preuve),
        precautions=_phrases(ligne.normal.precautions),
        origine=typographie(ligne.normal.origine),
        mots=tuple(typographie(mot.sens) for mot in ligne.falc.mots),
        territoires=tuple(
            typographie(t.texte) for t in ligne.territoires if departement is None or departement in t.departements
        ),
        doute=typographie(ligne.doute or ""),
        certaine=ligne.certitude_le(au) == "sure",
        sources=tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in ligne.sources),
        verifie=f"Vérifié le {jour_en_mots(ligne.verifie_le)}, à relire avant le {jour_en_mots(ligne.a_relire_avant)}.",
        relecture=relecture(catalogue, ligne.id),
    )
    cadre = Cadre("Un vaccin" if prevision else textes.titre, f"/vaccins/{ligne.id}", mode)
    urgences = urgences_de(lue.lecture.profil, catalogue.faits, mode, voix) if lue else ()
    return page("vaccin", cadre, vue, urgences_a_montrer=urgences, qui=lue.lecture.qui if lue else Destinataire())


def _phrases(textes: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(typographie, (textes,) if isinstance(textes, str) else textes))


def _etat(prevision: Prevision, voix: Voix, *, falc: bool) -> VueEtat:
    etat = etat_vaccin(prevision)
    quand = quand_vaccin_falc(prevision, voix) if falc else quand_vaccin(prevision)
    return VueEtat(etat.mot, etat.forme, typographie(quand))


def _raisons(catalogue: Catalogue, prevision: Prevision, *, falc: bool) -> tuple[str, ...]:
    textes = [texte_vaccin(raison, prevision.ligne, catalogue.faits, falc=falc) for raison in prevision.raisons]
    return tuple(map(typographie, dict.fromkeys(textes)))


def _doses(ligne: LigneVaccin) -> list[str]:
    """The doses of the usual scheme, one line each."""
    if not ligne.schemas:
        return []
    lignes = []
    for rang, dose in enumerate(ligne.schemas[0].doses, 1):
        ecart = dose.intervalle or dose.intervalle_min
        if dose.age is not None:
            quand = _a_l_age(dose.age)
        elif dose.intervalle_depuis_la_premiere is not None:
            quand = f"{duree_en_mots(dose.intervalle_depuis_la_premiere)} après la première dose"
        elif ecart is not None and rang > 1:
            quand = f"{duree_en_mots(ecart)} après la dose précédente"
        else:
            quand = _a_l_age(ligne.pour_qui.de) if ligne.pour_qui.de else "selon le calendrier"
        lignes.append(f"Dose {rang} : {quand}.")
    return lignes if len(lignes) > 1 or ligne.schemas[0].doses[0].age else []


def _a_l_age(age: Duree) -> str:
    mots = age_en_mots(age)
    return mots[:1].lower() + mots[1:] if mots.startswith("À") else f"à {mots}"
