"""Writes the sheet to print: the same facts as the list, telephone numbers first, for A4 in black and white."""

from datetime import date
from functools import lru_cache

from markupsafe import Markup

from app.domain.catalogue import Catalogue
from app.domain.contacts import Contact
from app.domain.situation import Situation
from app.domain.verdicts import Resultat
from app.rendering.etats import etat_de, quand, quand_falc
from app.rendering.formats import jour_complet, jour_en_mots, majuscule, nombre_de, typographie
from app.rendering.fragments import POUR_TOUS, prix_de, rythme_de
from app.rendering.gabarits import Cadre, Mode, call_macro, page
from app.rendering.liste import Rangement, naissance_de, qui_de, titre_de
from app.rendering.page import Page
from app.rendering.presentation import Lecture, Presentation, phrase_perimes, phrases_perimes_falc
from app.rendering.raisons import parce_que, texte
from app.rendering.urgences import urgences_de
from app.rendering.vues import VueArticle, VueEtat, VueFeuille, VueNumero

#: With the urgent ones, what a sheet of paper needs: the whole list has its own page, to be printed apart.
SUR_PAPIER = frozenset(
    {"tel-3646", "tel-116117", "contact-pharmacie", "contact-cpam-guichet", "contact-france-services"}
)
RIEN = Markup("")
REMEDE = "Leur liste est sur la page « Mes conseils », qui s'imprime aussi."


def page_feuille(
    presentation: Presentation, lecture: Lecture | None, au: date, mode: Mode, *, grand: bool = False
) -> Page:
    """The sheet of one person, or the general one when no birth date is known."""
    connue = lecture is not None and lecture.profil.date_naissance is not None
    vue = _personnelle(presentation, lecture, au, mode) if connue and lecture else _generale(presentation, au, mode)
    return page("imprimer", Cadre("Ma feuille", "/imprimer", mode, feuille=True, grand=grand), vue)


def _generale(presentation: Presentation, au: date, mode: Mode) -> VueFeuille:
    return VueFeuille(
        titre="Les conseils, âge par âge",
        qui="",
        urgences=(),
        a_faire=RIEN,
        suite=RIEN,
        autres=RIEN,
        tranches=presentation.generale.groupes(mode, "papier_general", presentation.douteuses(au)),
        a_verifier=RIEN,
        reste=(),
        numeros=_numeros_de_feuille(presentation.catalogue, mode),
        date=_date(au, mode),
        version=presentation.catalogue.version_contenu[:8],
        personnelle=False,
    )


def _personnelle(presentation: Presentation, lecture: Lecture, au: date, mode: Mode) -> VueFeuille:
    catalogue, join = presentation.catalogue, presentation.fragments.join
    rangement, situation = presentation.ranger(lecture), lecture.evaluation.situation
    return VueFeuille(
        titre=titre_de(rangement),
        qui=_qui(situation, mode),
        urgences=urgences_de(lecture.profil, catalogue.faits, mode),
        a_faire=Markup("").join(_article(catalogue, r, mode) for r in rangement.premiers),
        suite=join([resultat for _, resultat in rangement.suite], mode, "papier"),
        autres=join(rangement.autres, mode, "papier_titre"),
        tranches=(),
        a_verifier=join(rangement.a_verifier, mode, "papier_doute"),
        reste=(*_perimes(presentation.perimes(rangement, situation.au), mode), *_reste(rangement, mode)),
        numeros=_numeros_de_feuille(catalogue, mode),
        date=_date(au, mode),
        version=catalogue.version_contenu[:8],
        personnelle=True,
    )


def _date(au: date, mode: Mode) -> str:
    return jour_complet(au) if mode is Mode.FALC else jour_en_mots(au)


def _qui(situation: Situation, mode: Mode) -> str:
    """Who the sheet is for; in FALC one sentence a line."""
    qui, naissance = qui_de(situation), naissance_de(situation, mode)
    return f"Pour vous : {qui}.\n{majuscule(naissance)}." if mode is Mode.FALC else f"{qui}, {naissance}"


def _perimes(nombre: int, mode: Mode) -> tuple[str, ...]:
    return phrases_perimes_falc(nombre) if mode is Mode.FALC else tuple(filter(None, (phrase_perimes(nombre),)))


def _reste(rangement: Rangement, mode: Mode) -> tuple[str, ...]:
    """How many advices are left out of the sheet, and where to read them."""
    a_preciser = len(rangement.a_preciser) + len(rangement.doutes_a_preciser)
    fermes = len(rangement.pas_concerne) + len(rangement.fermees)
    phrases = []
    if a_preciser:
        phrases.append(f"{nombre_de(a_preciser, 'autre conseil', 'autres conseils')} : il nous manque vos réponses.")
    if fermes:
        phrases.append(f"{nombre_de(fermes, 'conseil')} : ce n'est pas pour vous aujourd'hui.")
    if phrases:
        phrases.append("La page « Mes conseils » en donne la liste." if mode is Mode.FALC else REMEDE)
    return tuple(map(typographie, phrases))


def _numeros_de_feuille(catalogue: Catalogue, mode: Mode) -> tuple[VueNumero, ...]:
    return tuple(numero for numero in numeros(catalogue, mode) if numero.urgence or numero.id in SUR_PAPIER)


def _article(catalogue: Catalogue, resultat: Resultat, mode: Mode) -> Markup:
    fiche, falc = resultat.fiche, mode is Mode.FALC
    textes = fiche.falc if falc else fiche.normal
    etat = etat_de(resultat)
    raisons = [texte(r, fiche, catalogue.faits, falc=True) for r in resultat.raisons if r.code != "deja_fait"]
    prix = prix_de(fiche, mode)
    vue = VueArticle(
        titre=typographie(textes.titre),
        etat=VueEtat(etat.mot, etat.forme, (quand_falc if falc else quand)(resultat)),
        raison=typographie("\n".join(raisons) if falc else parce_que(resultat.raisons, catalogue.faits) or POUR_TOUS),
        rythme="" if falc else typographie(rythme_de(resultat.raisons)),
        prix="\n".join(prix.phrases) if falc else prix.phrases[0],
        comment=tuple(map(typographie, textes.comment[:1])),
        sans_internet=tuple(fiche.falc.sans_internet) if falc else (fiche.normal.sans_internet,),
        pictogramme=fiche.pictogramme,
    )
    return call_macro("feuille", "article_falc" if falc else "article", vue)


def numeros(catalogue: Catalogue, mode: Mode) -> tuple[VueNumero, ...]:
    """Every phone line and counter of the content, urgent ones first."""
    contacts = sorted(catalogue.contacts.values(), key=lambda contact: not contact.urgence)
    return tuple(numero_de(contact, mode) for contact in contacts)


@lru_cache(maxsize=256)
def _lignes(nom: str, phrases: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return typographie(majuscule(nom)), tuple(map(typographie, phrases))


def numero_de(contact: Contact, mode: Mode) -> VueNumero:
    """One phone line or counter, ready to show."""
    textes = contact.falc if mode is Mode.FALC else contact.normal
    quand_appeler = (textes.quand,) if isinstance(textes.quand, str) else textes.quand
    nom, phrases = _lignes(textes.nom.removeprefix(f"{contact.numero}, "), quand_appeler)
    return VueNumero(
        id=contact.id,
        nom=nom,
        numero=contact.numero or "",
        phrases=phrases,
        urgence=contact.urgence,
        doute=typographie(contact.doute or ""),
        heures=typographie(contact.heures or ""),
        prix=typographie(contact.prix or ""),
    )
