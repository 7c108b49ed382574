"""Writes one advice in full: what, why me, when, how, how much, from which source. Judges nothing."""

from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.dates import Duree
from app.domain.fiches import Fiche, Territoire
from app.domain.moteur import Evaluation
from app.domain.verdicts import Resultat, Verdict
from app.rendering.calendrier import lignes_de_calendrier
from app.rendering.etats import derniere_fois, etat_de, quand, quand_falc
from app.rendering.formats import (
    ages_en_mots,
    date_approchee_en_mots,
    enumeration,
    jour_complet,
    jour_en_mots,
    majuscule,
    rythme_en_mots,
    typographie,
)
from app.rendering.fragments import POUR_TOUS, rythme_de, se_date
from app.rendering.gabarits import Cadre, Mode, page, paragraphes
from app.rendering.genres import genres_du_conseil
from app.rendering.lecture import Lecture
from app.rendering.liens import liens_reperes
from app.rendering.page import Page
from app.rendering.prix_conseil import prix_du_conseil
from app.rendering.raisons import parce_que, sans_redite, texte
from app.rendering.urgences import urgences_de
from app.rendering.voix import LECTEUR, Destinataire, Voix, clause_de, lignes_de_cadre, says_vous
from app.rendering.vues import VueChamp, VueFiche, VueSource

PAS_RELU = "Pas encore relu par un professionnel de santé ni une association."
A_RELIRE = "Relu avant une modification : à relire."
#: Advices whose appointments can be looked for here.
AVEC_AGENDA = "mon-bilan-prevention-"
HORS_POURQUOI = frozenset({"rythme", "deja_fait"})


def pour_qui(fiche: Fiche) -> str:
    """Femmes, de 50 à 74 ans — with a word when answers decide too."""
    cible = fiche.pour_qui
    qui = {"F": "Femmes", "M": "Hommes", None: "Tout le monde"}[cible.sexe]
    selon = ", selon vos réponses" if cible.conditions else ""
    return f"{qui}, {ages_en_mots(cible.ages)}{selon}"


def page_fiche(  # noqa: PLR0913 - the whole state of a page
    catalogue: Catalogue,
    fiche: Fiche,
    mode: Mode,
    *,
    au: date,
    lecture: Lecture | None,
    champ: VueChamp,
    gardees: bool,
    qui: Destinataire = LECTEUR,
) -> Page:
    """The page of one advice; without answers it speaks to anyone and its title may name the advice."""
    evaluation = lecture.evaluation if lecture else None
    resultat = next((r for r in evaluation.resultats if r.fiche.id == fiche.id), None) if evaluation else None
    vue = _vue(catalogue, fiche, mode, evaluation, resultat, voix=qui.voix, au=au)
    titre = "Un conseil" if resultat else (fiche.falc.titre if mode is Mode.FALC else fiche.normal.titre)
    return page(
        "fiche",
        Cadre(titre, f"/conseils/{fiche.id}", mode),
        vue,
        champ=champ,
        gardees=gardees,
        qui=qui,
        urgences_a_montrer=urgences_de(lecture.profil, catalogue.faits, mode, qui.voix) if lecture else (),
    )


def _vue(
    catalogue: Catalogue,
    fiche: Fiche,
    mode: Mode,
    evaluation: Evaluation | None,
    resultat: Resultat | None,
    *,
    voix: Voix,
    au: date,
) -> VueFiche:
    falc = mode is Mode.FALC
    textes = fiche.falc if falc else fiche.normal
    departement = evaluation.situation.departement if evaluation else None
    fait_le = derniere_fois(resultat) if resultat else ""
    return VueFiche(
        id=fiche.id,
        titre=typographie(textes.titre),
        resume=typographie(textes.resume),
        pictogramme=fiche.pictogramme,
        etat=etat_de(resultat, voix) if resultat else None,
        sujet=voix.sujet,
        cadre_de_lecture=lignes_de_cadre(voix, falc=falc) if says_vous(fiche, _tout(fiche, falc=falc)) else (),
        pourquoi_moi=_pourquoi_moi(catalogue, resultat, voix, falc=falc),
        pourquoi=typographie(fiche.normal.pourquoi),
        pour_qui=typographie(f"{pour_qui(fiche)}."),
        sauf_si=_sauf_si(catalogue, fiche, evaluation, resultat, voix),
        texte=tuple(map(typographie, fiche.falc.texte if falc else paragraphes(fiche.normal.texte))),
        rythme=typographie(_rythme(fiche, resultat)),
        prochaine=typographie(_prochaine(resultat, voix, falc=falc)),
        calendrier=lignes_de_calendrier(fiche, evaluation.situation, falc=falc) if evaluation else (),
        comment=tuple(map(typographie, textes.comment)),
        sans_internet=fiche.falc.sans_internet if falc else (fiche.normal.sans_internet,),
        prix=prix_du_conseil(catalogue, fiche, mode, au, voix),
        limites=typographie(fiche.normal.limites or ""),
        mots=tuple(typographie(mot.sens) for mot in fiche.falc.mots),
        territoires=tuple(typographie(t.texte) for t in _territoires(fiche, departement)),
        perime=perime(fiche, au, mode),
        doute=typographie(fiche.doute or ""),
        sources=tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in fiche.sources),
        verifie=_verifie(fiche.verifie_le, fiche.a_relire_avant),
        relecture=relecture(catalogue, fiche.id),
        se_date=se_date(fiche),
        deja_fait=_deja_fait(fait_le, voix, falc=falc),
        signes_urgents=fiche.signes_urgents,
        lieux=genres_du_conseil(catalogue, fiche.id, mode),
        voir_aussi=(*_creneaux(fiche, mode), *liens_reperes(catalogue, fiche.id, mode)),
    )


def _tout(fiche: Fiche, *, falc: bool) -> str:
    """Every text of the advice the page shows, to know whether they call someone "vous"."""
    if falc:
        return " ".join((fiche.falc.titre, fiche.falc.resume, *fiche.falc.texte, *fiche.falc.comment))
    normal = fiche.normal
    return " ".join((normal.titre, normal.resume, normal.pourquoi, normal.texte, *normal.comment))


def _pourquoi_moi(catalogue: Catalogue, resultat: Resultat | None, voix: Voix, *, falc: bool) -> tuple[str, ...]:
    if resultat is None:
        return ()
    raisons = [raison for raison in resultat.raisons if raison.code not in HORS_POURQUOI]
    if falc or resultat.verdict in (Verdict.PAS_CONCERNE, Verdict.A_PRECISER):
        phrases = [texte(raison, resultat.fiche, catalogue.faits, falc=falc, voix=voix) for raison in raisons]
    else:
        autres = [r for r in raisons if r.code == "mois_campagne"]
        phrases = [
            parce_que(raisons, catalogue.faits, voix) or POUR_TOUS,
            *(texte(r, resultat.fiche, catalogue.faits, voix=voix) for r in autres),
        ]
    return tuple(map(typographie, sans_redite(phrases) or ["Ce conseil est pour tout le monde."]))


def _sauf_si(
    catalogue: Catalogue, fiche: Fiche, evaluation: Evaluation | None, resultat: Resultat | None, voix: Voix
) -> tuple[str, ...]:
    """The exclusions whose answer is not known: the advice holds unless one of them is true."""
    if resultat is not None and resultat.verdict is Verdict.PAS_CONCERNE:
        return ()
    positions = catalogue.moteur.sauf_si(fiche, evaluation.situation) if evaluation else range(len(fiche.sauf))
    cas = []
    for position in positions:
        clause = fiche.sauf[position].si
        fait = catalogue.faits.get(clause.fait)
        if fait is not None and fait.question is not None:
            cas.append(clause_de(fait.question, voix, vrai=clause.vaut is not False))
    return tuple(typographie(f"{phrase}.") for phrase in dict.fromkeys(cas))


def _rythme(fiche: Fiche, resultat: Resultat | None) -> str:
    if resultat is not None:
        rythme = rythme_de(resultat.raisons)
        if rythme:
            return rythme
    if isinstance(fiche.frequence, Duree) or fiche.frequence == "une_fois":
        return f"{rythme_en_mots(fiche.frequence)}."
    return ""


def _prochaine(resultat: Resultat | None, voix: Voix, *, falc: bool) -> str:
    if resultat is None:
        return ""
    if falc:
        return quand_falc(resultat, voix)
    phrase = quand(resultat)
    if resultat.verdict is Verdict.PAS_CONCERNE:
        return f"Pas pour {voix.sujet} aujourd'hui{f' — {phrase}' if phrase else ''}."
    return f"{majuscule(phrase)}." if phrase else ""


def _deja_fait(iso: str, voix: Voix, *, falc: bool) -> str:
    if not iso:
        return ""
    avoir = voix.choisir("Vous l'avez", "Votre proche l'a")
    if falc and len(iso) == 10:
        return f"{avoir} fait le {jour_complet(date.fromisoformat(iso))}."
    return f"{avoir} fait {date_approchee_en_mots(iso)}."


def _territoires(fiche: Fiche, departement: str | None) -> list[Territoire]:
    return [t for t in fiche.territoires if departement is None or departement in t.departements]


def _verifie(le: date, avant: date) -> str:
    return f"Vérifié le {jour_en_mots(le)}, à revoir avant le {jour_en_mots(avant)}."


def perime(fiche: Fiche, au: date, mode: Mode) -> tuple[str, ...]:
    """What a unit past its review date must say of itself; nothing before."""
    if not fiche.perimee_le(au):
        return ()
    if mode is Mode.FALC:
        return (
            "Ce conseil est ancien.",
            typographie(f"Nous devions le revoir avant le {jour_complet(fiche.a_relire_avant)}."),
            "Parlez à un médecin ou à un pharmacien.",
        )
    return (
        typographie(
            f"Ce conseil devait être revu avant le {jour_en_mots(fiche.a_relire_avant)}. Il ne l'a pas été : "
            "il n'est plus dans la liste des conseils sûrs. Vérifiez-le avec un professionnel."
        ),
    )


def relecture(catalogue: Catalogue, cle: str) -> str:
    """Who read the present text of what is signed by this name, nobody included."""
    lectures = catalogue.relectures_valides(cle)
    if not lectures:
        return A_RELIRE if catalogue.relectures_perimees(cle) else PAS_RELU
    lecteurs = [f"{lecture.nom}, {lecture.role} ({lecture.organisation})" for lecture in lectures]
    return f"Relu par {enumeration(lecteurs)}."


def _creneaux(fiche: Fiche, mode: Mode) -> tuple[tuple[str, str], ...]:
    """Where to book what this advice is about, when we have an agenda for it."""
    avec_agenda = fiche.id.startswith(AVEC_AGENDA)
    return ((f"{mode.prefixe}/creneaux", "Prendre un rendez-vous près de chez vous"),) if avec_agenda else ()
