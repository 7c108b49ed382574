"""Holds the easy-to-read (FALC) rules a machine can check in content. Reads texts only; knows no person, no page.

The rule numbers F1 to F29 are those of the project's FALC checklist. A clean result is not an approval: that takes
readers with intellectual disability.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from app.domain.actes import Acte
from app.domain.campagnes import Campagne
from app.domain.contacts import Contact
from app.domain.droits import Droit
from app.domain.faits import QuestionPosee
from app.domain.fiches import AGE_MAX, Fiche, MotExplique
from app.domain.lieux import LieuDeSoin
from app.domain.reperes import Repere

MOTS_PAR_PHRASE, MOTS_AU_PLUS, PART_DE_PHRASES_LONGUES = 12, 15, 0.05
MOTS_PAR_PAGE, PHRASES_PAR_PAGE, MOTS_PAR_TITRE = 250, 25, 8
#: Acronyms a page may use when `mots` explains them.
SIGLES = frozenset({"SAMU", "SMS", "IRM", "PMI"})

_MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_MOT = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*'?")
_TELEPHONE = re.compile(
    r"(?<![\d,])(?:0(?: ?\d){9}|3\d ?\d\d|116 ?\d{3}|11[24569]|(?<=[Ll]e )1[578]|(?<=[Aa]u )1[578]|(?<=ou )1[578])"
    rf"(?!,?\d| \d| (?:ans?|mois|euros?|heures?|jours?|minutes?|semaines?|{_MOIS})\b)"
)
_MONTANT = re.compile(r"(?<![\d,])(\d+)(?:,(\d\d))? ?(?:€|euros?)(?: (\d\d)\b)?")
_AGES = re.compile(r"(\d+(?:(?:\s*(?:,|-|–|à|et|ou|puis)\s*)+\d+)*)\s*(?:ans?\b|e anniversaire)")
_FIN = re.compile(r"(?<=[.?!]) +(?=[A-ZÀÉÈ])")
_NOMBRE = re.compile(r"\d+")
_SIGLE = re.compile(r"(?<![\w'’])(?:[A-ZÀÉÈ]{2,}\d*|[A-ZÀÉÈ]\.[A-ZÀÉÈ]\.)(?!\w)")
_ROMAIN = re.compile(r"\b(?=[IVXLC]{2,}\b)X{0,3}(?:IX|IV|V?I{0,3})\b|\b[IVX]+(?:e|ème)\b")
_LETTRES = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100,
}  # fmt: skip
_EN_LETTRES = re.compile(rf"\b(?:{'|'.join(_LETTRES)})\b", re.IGNORECASE)
_CHAQUE_ANNEE = re.compile(r"\b(?:chaque année|par an|tous les ans|un an)\b", re.IGNORECASE)
_JOUR_ET_ANNEE = re.compile(rf"\b(?:1er|\d{{1,2}}) (?:{_MOIS}) \d{{4}}\b")
_JOUR_ENTIER = re.compile(
    rf"\b(?i:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:1er|\d{{1,2}}) (?:{_MOIS}) \d{{4}}\b"
)
_DATE_CHIFFREE = re.compile(r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{4}-\d\d(?:-\d\d)?\b|\b\d{1,2} ?h(?: ?\d\d)?\b")
_TU = re.compile(r"\b(?:tu|toi|ton|ta|tes|te)\b|\bt['’]", re.IGNORECASE)

#: One word for one thing: what is written, and what it must be.
TERMES = {
    r"praticiens?|docteurs?|généralistes?|toubibs?": "médecin",
    r"assurance maladie|cpam|amo|sécurité sociale": "Sécu",
    r"mutuelles?|amc": "complémentaire santé",
    r"officines?|apothicaires?": "pharmacie",
    r"médications?": "médicament",
}
#: Words of money and images that say nothing plainly: banned, or to be explained in `mots`.
INTERDITS = ("ticket modérateur", "feu vert", "coup de pouce", "tirer la sonnette", "clé en main", "pas à pas")
A_EXPLIQUER = ("reste à charge", "tiers payant", "dépassement d'honoraires", "avance de frais")
#: What a share is counted on is not what anyone pays.
_BASE = re.compile(r"\btarif de \d+(?:,\d\d)? euros")
_FINIE = re.compile(r"[.?!]( ?»)?$")
_SIGNES = {"F4": re.compile(r"[;()\[\]…—–]|\.\.\.| - "), "F5": re.compile(r"[%&#§/<>@_*|]")}
_ABREVIATION = re.compile(r"\b(?:etc|p\. ?ex|cf)\b\.?|\bn°|\bM(?:mes?|r)?\. |\bMme\b", re.IGNORECASE)


class ProblemeFalc(NamedTuple):
    """A broken rule and where: rule number, place in the file, what to change."""

    regle: str
    ou: str
    message: str

    def __str__(self) -> str:
        """One line, as the content check prints it."""
        return f"falc {self.ou} : {self.regle}, {self.message}"


class _Phrase(NamedTuple):
    ou: str
    texte: str


def problemes_fiche(fiche: Fiche) -> Iterator[ProblemeFalc]:
    """Every broken rule of one content unit."""
    falc = fiche.falc
    titre = _Phrase("titre", falc.titre)
    phrases = [_Phrase("resume", falc.resume)]
    for nom in ("texte", "comment", "sans_internet", "prix"):
        phrases += _phrases(nom, getattr(falc, nom))
    phrases += _phrases("mots", (mot.sens for mot in falc.mots))
    for position, exclusion in enumerate(fiche.sauf):  # a reason may hold two short sentences
        phrases += [_Phrase(f"sauf[{position}]", texte) for texte in _FIN.split(exclusion.parce_que_falc)]
    page = [phrase for phrase in phrases if not phrase.ou.startswith("sauf")]
    yield from _titre(titre)
    for phrase in phrases:
        yield from _phrase(phrase)
    yield from _mots_expliques([titre, *phrases], falc.mots)
    yield from _longueurs(page)
    yield from _memes_faits(fiche, [titre, *page])


def problemes_question(question: QuestionPosee) -> Iterator[ProblemeFalc]:
    """Every broken rule of one question, of why it is asked and of its emergency text, for oneself and a relative."""
    phrases = [
        _Phrase(f"{question.fait}.question_falc", question.question_falc),
        _Phrase(f"{question.fait}.pourquoi_falc", question.pourquoi_falc),
    ]
    if question.urgence:
        phrases += _phrases(f"{question.fait}.urgence", question.urgence.texte_falc)
    if question.proche:
        autre = question.proche
        phrases += _phrases(f"{question.fait}.proche", filter(None, (autre.question_falc, autre.pourquoi_falc)))
        phrases += _phrases(f"{question.fait}.proche.urgence", autre.urgence_falc or ())
    for phrase in phrases:
        yield from _phrase(phrase)
    yield from _rien_de_plus(
        question.fait, f"{question.question} {question.pourquoi}", f"{question.question_falc} {question.pourquoi_falc}"
    )
    if question.urgence:
        urgence, falc = question.urgence, " ".join(question.urgence.texte_falc)
        yield from _rien_de_plus(f"{question.fait}.urgence", urgence.texte, falc)
        for numero in sorted({numero.replace(" ", "") for numero in urgence.numeros}):
            for nom, texte in (("falc", falc), ("normal", urgence.texte)):
                if not re.search(rf"(?<!\d){' ?'.join(numero)}(?!\d)", texte):
                    yield ProblemeFalc("F28", f"{question.fait}.urgence", f"le {numero}, absent du texte {nom}")


def problemes_contact(contact: Contact) -> Iterator[ProblemeFalc]:
    """Every broken rule of one phone line or counter."""
    ou = f"{contact.id}.quand"
    for phrase in _phrases(ou, contact.falc.quand):
        yield from _phrase(phrase)
    normal, numero = contact.normal, contact.numero or ""
    dits = (normal.nom, normal.quand, contact.heures or "", contact.prix or "", f"le {numero} ", contact.doute or "")
    yield from _rien_de_plus(ou, ". ".join(dits), " ".join((contact.falc.nom, *contact.falc.quand)))


def problemes_campagne(campagne: Campagne) -> Iterator[ProblemeFalc]:
    """Every broken rule of one campaign."""
    normal, falc = campagne.normal, campagne.falc
    yield from problemes_texte(falc.titre, {"texte": falc.texte}, (), (normal.titre, normal.texte))


def problemes_repere(repere: Repere) -> Iterator[ProblemeFalc]:
    """Every broken rule of one landmark."""
    normal, falc = repere.normal, repere.falc
    parties = {"resume": (falc.resume,)} | {
        nom: getattr(falc, nom) for nom in ("pour_qui", "texte", "points", "comment", "sans_internet", "prix")
    }
    plain = (normal.titre, normal.resume, normal.pour_qui, normal.texte, *normal.points, *normal.comment)
    plain = (*plain, normal.sans_internet, normal.prix, normal.limites or "")
    yield from problemes_texte(falc.titre, parties, falc.mots, plain)


def problemes_texte(
    titre: str, parties: Mapping[str, Iterable[str]], mots: tuple[MotExplique, ...], normal: Iterable[str]
) -> Iterator[ProblemeFalc]:
    """The rules of a text that has no bounds and no amounts of its own; its figures are those of the plain text."""
    phrases = [phrase for nom, textes in parties.items() for phrase in _phrases(nom, textes)]
    phrases += _phrases("mots", (mot.sens for mot in mots))
    page = [_Phrase("titre", titre), *phrases]
    yield from _titre(page[0])
    for phrase in phrases:
        yield from _phrase(phrase)
    yield from _mots_expliques(page, mots)
    yield from _longueurs(phrases)
    yield from _rien_de_plus("page", "\n".join(normal), "\n".join(p.texte for p in page))


def problemes_droit(droit: Droit) -> Iterator[ProblemeFalc]:
    """Every broken rule of one right."""
    falc, normal = droit.falc, droit.normal
    parties = {"resume": (falc.resume,)} | {
        nom: getattr(falc, nom) for nom in ("texte", "points", "comment", "sans_internet", "prix")
    }
    plain = (normal.titre, normal.resume, normal.texte, *normal.points, *normal.comment)
    yield from problemes_texte(falc.titre, parties, falc.mots, (*plain, normal.sans_internet, normal.prix))
    yield from _titre(_Phrase("points_titre", falc.points_titre or ""))
    yield from _memes_appels(normal.sans_internet, faits_chiffres("\n".join(chain(*parties.values()))))
    a_dire = faits_chiffres(normal.prix)["montant"] & faits_chiffres(" ".join(droit.a_dire))["montant"]
    for montant in sorted(a_dire - faits_chiffres(" ".join(falc.prix))["montant"]):
        yield ProblemeFalc("F28", "prix", f"{montant} euros, absent du prix falc")


def problemes_lieu(lieu: LieuDeSoin) -> Iterator[ProblemeFalc]:
    """Every broken rule of one place of care."""
    parties = {nom: getattr(lieu.falc, nom) for nom in ("quoi", "vous_payez", "tous_payent")}
    yield from problemes_texte(lieu.falc.nom, parties, (), lieu.normal.model_dump(exclude_none=True).values())


def problemes_page(titres: Iterable[str], phrases: Iterable[str]) -> Iterator[ProblemeFalc]:
    """Every broken rule of a page as it is read, whatever it is made of.

    What does not end as a sentence is read as a heading. A word is explained by a sentence that says what it is.
    """
    lignes = _phrases("phrase", phrases)
    entieres = [ligne for ligne in lignes if _FINIE.search(ligne.texte)]
    courtes = [*_phrases("titre", titres), *(ligne for ligne in lignes if not _FINIE.search(ligne.texte))]
    for titre in courtes:
        yield from _titre(titre)
    for phrase in entieres:
        yield from _phrase(phrase)
    tout = " ".join(ligne.texte for ligne in entieres)
    difficiles = {*_SIGLE.findall(tout), *A_EXPLIQUER}
    expliques = (mot for mot in difficiles if re.search(rf"\b{mot}s? (?:est|sont)\b", tout, re.IGNORECASE))
    yield from _mots_expliques([*courtes, *entieres], tuple(MotExplique(mot=mot, sens=mot) for mot in expliques))
    yield from _longueurs(entieres)


@lru_cache(maxsize=2048)
def motif_du_mot(mot: str) -> re.Pattern[str]:
    """What finds a word or an expression in a text, singular or plural, whatever its case."""
    corps = r"[sx]?\s+".join(map(re.escape, mot.split()))
    return re.compile(rf"(?<![\w-]){corps}[sx]?(?![\w-])", re.IGNORECASE)


def problemes_acte(acte: Acte) -> Iterator[ProblemeFalc]:
    """Every broken rule of one act of care."""
    normal, falc, cout = acte.normal, acte.falc, acte.cout_reel
    parties = {"texte": falc.texte, "cout_reel": (cout.texte_falc,) if cout else ()}
    plain = (normal.libelle, normal.resume, *normal.bon_a_savoir, *normal.peut_etre_facture, cout.texte if cout else "")
    yield from problemes_texte(falc.libelle, parties, falc.mots, plain)


@lru_cache(maxsize=8192)
def compte_mots(texte: str) -> int:
    """Words of a sentence: a phone number counts as one, an elision goes with its word."""
    return len(_MOT.findall(_TELEPHONE.sub("numéro", texte)))


def faits_chiffres(texte: str) -> dict[str, frozenset[str]]:
    """The ages, amounts in euros and phone numbers a text states, each in one form whatever its writing."""
    texte = _EN_LETTRES.sub(lambda trouve: str(_LETTRES[trouve.group().lower()]), _CHAQUE_ANNEE.sub("1 an", texte))
    telephones = {trouve.group().replace(" ", "") for trouve in _TELEPHONE.finditer(texte)}
    sans_telephone = _TELEPHONE.sub(" ", texte)
    montants = {
        f"{int(euros)}.{virgule or centimes or '00'}" for euros, virgule, centimes in _MONTANT.findall(sans_telephone)
    }
    if re.search(r"\bgratuit|\bne coûte rien\b", texte, re.IGNORECASE):
        montants.add("0.00")
    ages = {str(int(age)) for suite in _AGES.findall(sans_telephone) for age in _NOMBRE.findall(suite)}
    return {"âge": frozenset(ages), "montant": frozenset(montants), "téléphone": frozenset(telephones)}


def _phrases(nom: str, textes: Iterable[str]) -> list[_Phrase]:
    return [_Phrase(f"{nom}[{position}]", texte) for position, texte in enumerate(textes)]


def _titre(titre: _Phrase) -> Iterator[ProblemeFalc]:
    if compte_mots(titre.texte) > MOTS_PAR_TITRE:
        yield ProblemeFalc("F18", titre.ou, f"{MOTS_PAR_TITRE} mots au plus dans un titre")
    yield from _ecriture(titre)


def _phrase(phrase: _Phrase) -> Iterator[ProblemeFalc]:
    """The rules each sentence follows by itself."""
    mots = compte_mots(phrase.texte)
    if mots > MOTS_AU_PLUS:
        yield ProblemeFalc("F1", phrase.ou, f"{mots} mots, {MOTS_AU_PLUS} au plus")
    sans_citation = re.sub(r"[.?!](?= ?»)", "", phrase.texte)
    if len(re.findall(r"[.?!]+(?=\s|$)", sans_citation)) != 1 or not _FINIE.search(phrase.texte):
        yield ProblemeFalc("F2", phrase.ou, "une phrase par ligne, finie par un point")
    yield from _ecriture(phrase)


def _ecriture(phrase: _Phrase) -> Iterator[ProblemeFalc]:
    for probleme in _fautes(phrase.texte):
        yield probleme._replace(ou=phrase.ou)


@lru_cache(maxsize=8192)
def _fautes(texte: str) -> tuple[ProblemeFalc, ...]:
    """The faults of writing, kept: pages repeat the same sentences many times."""
    return tuple(_fautes_d_ecriture("", texte))


def _fautes_d_ecriture(ou: str, texte: str) -> Iterator[ProblemeFalc]:
    for regle, signes in _SIGNES.items():
        for signe in signes.findall(texte):
            yield ProblemeFalc(regle, ou, f"le signe « {signe.strip()} » est à remplacer par des mots")
    for trouve in _ABREVIATION.findall(texte):
        yield ProblemeFalc("F5", ou, f"l'abréviation « {trouve.strip()} » est à écrire en entier")
    yield from _nombres(ou, texte)
    for motif, terme in TERMES.items():
        for trouve in re.findall(rf"\b(?:{motif})\b", texte, re.IGNORECASE):
            yield ProblemeFalc("F11", ou, f"écrivez « {terme} » au lieu de « {trouve} »")
    for trouve in _TU.findall(texte):
        yield ProblemeFalc("F12", ou, f"dites « vous », pas « {trouve} »")
    for image in INTERDITS:
        if image in texte.lower():
            yield ProblemeFalc("F29", ou, f"« {image} » est à dire autrement")


def _nombres(ou: str, texte: str) -> Iterator[ProblemeFalc]:
    if "€" in texte or re.search(r"\d,\d", texte):
        yield ProblemeFalc("F7", ou, "les montants s'écrivent « 30 euros » ou « 8 euros 50 »")
    if _DATE_CHIFFREE.search(texte) or _JOUR_ET_ANNEE.search(_JOUR_ENTIER.sub("", texte)):
        yield ProblemeFalc("F8", ou, "une date s'écrit « lundi 4 mai 2026 », une heure « 14 heures 30 »")
    for trouve in chain(_ROMAIN.findall(texte), _EN_LETTRES.findall(texte)):
        yield ProblemeFalc("F6", ou, f"écrivez « {trouve} » en chiffres")
    sans_montant = _MONTANT.sub(" ", _TELEPHONE.sub(" ", texte))
    if re.search(r"\d ?[-–] ?\d", sans_montant):
        yield ProblemeFalc("F6", ou, "un intervalle s'écrit « de 50 à 74 ans »")
    nombres = [int(nombre) for nombre in _NOMBRE.findall(sans_montant)]
    if len(nombres) > 2:
        yield ProblemeFalc("F6", ou, "2 nombres au plus dans une phrase")
    if any(nombre > 1000 and not 1900 <= nombre <= 2100 for nombre in nombres):
        yield ProblemeFalc("F6", ou, "un nombre de plus de 1000 est à éviter")


def _mots_expliques(phrases: list[_Phrase], mots: tuple[MotExplique, ...]) -> Iterator[ProblemeFalc]:
    """Acronyms, and words of money: used only when `mots` explains them."""
    expliques = {mot.mot.lower() for mot in mots}
    vus: set[str] = set()
    for ou, texte in phrases:
        for sigle in _SIGLE.findall(texte):
            if sigle in vus:
                continue
            vus.add(sigle)
            if sigle not in SIGLES:
                yield ProblemeFalc("F9", ou, f"le sigle « {sigle} » est à remplacer par des mots")
            elif sigle.lower() not in expliques:
                yield ProblemeFalc("F9", ou, f"le sigle « {sigle} » est à expliquer dans mots")
        for mot in A_EXPLIQUER:
            if mot in texte.lower() and mot not in expliques:
                yield ProblemeFalc("F29", ou, f"« {mot} » est à expliquer dans mots, ou à remplacer")


def _longueurs(page: list[_Phrase]) -> Iterator[ProblemeFalc]:
    """The rules of the whole page: share of long sentences, number of sentences and of words."""
    longues = [phrase.ou for phrase in page if compte_mots(phrase.texte) > MOTS_PAR_PHRASE]
    if len(longues) > PART_DE_PHRASES_LONGUES * len(page):
        yield ProblemeFalc("F1", ", ".join(longues), f"plus de {MOTS_PAR_PHRASE} mots")
    if len(page) > PHRASES_PAR_PAGE:
        yield ProblemeFalc("F17", "page", f"{len(page)} phrases, {PHRASES_PAR_PAGE} au plus")
    mots = sum(compte_mots(phrase.texte) for phrase in page)
    if mots > MOTS_PAR_PAGE:
        yield ProblemeFalc("F17", "page", f"{mots} mots, {MOTS_PAR_PAGE} au plus")


def _memes_faits(fiche: Fiche, page: list[_Phrase]) -> Iterator[ProblemeFalc]:
    """F28: nothing that the plain text does not say, and nothing vital left out of either."""
    normal = fiche.normal
    textes = (normal.titre, normal.resume, normal.texte, normal.pourquoi, normal.limites or "", normal.sans_internet)
    tout = "\n".join((*textes, normal.prix, *normal.comment))
    dits = faits_chiffres(tout)
    dits_falc = faits_chiffres("\n".join(phrase.texte for phrase in page))
    yield from _absents("page", dits, dits_falc)
    for position, exclusion in enumerate(fiche.sauf):
        # The page of the unit shows both: an exclusion may repeat in FALC what the plain text of the unit says.
        yield from _rien_de_plus(f"sauf[{position}]", f"{exclusion.parce_que} {tout}", exclusion.parce_que_falc)
    for ages in _ages_a_dire(fiche):
        for nom, lus in (("falc", dits_falc), ("normal", dits)):
            if lus["âge"].isdisjoint(ages):
                yield ProblemeFalc("F28", "page", f"âge {' ou '.join(sorted(ages))}, absent du texte {nom}")
    yield from _prix_et_telephone(fiche, dits_falc)


def _rien_de_plus(ou: str, normal: str, falc: str) -> Iterator[ProblemeFalc]:
    yield from _absents(ou, faits_chiffres(normal), faits_chiffres(falc))


def _absents(ou: str, dits: dict[str, frozenset[str]], dits_falc: dict[str, frozenset[str]]) -> Iterator[ProblemeFalc]:
    """F28: the ages, amounts and numbers the easy text adds to the plain one."""
    for genre, valeurs in dits_falc.items():
        for valeur in sorted(valeurs - dits[genre]):
            yield ProblemeFalc("F28", ou, f"{genre} {valeur}, absent du texte normal")


def _memes_appels(sans_internet: str, dits_falc: dict[str, frozenset[str]]) -> Iterator[ProblemeFalc]:
    """Every number the plain text gives to who has no internet is given in easy-to-read too."""
    for trouve in _TELEPHONE.finditer(sans_internet):
        if trouve.group().replace(" ", "") not in dits_falc["téléphone"]:
            yield ProblemeFalc("F28", "sans_internet", f"le {trouve.group()} est à donner aussi en FALC")


def _ages_a_dire(fiche: Fiche) -> Iterator[frozenset[str]]:
    """Each bound that matters; the end may be told as the last age or as the first age after it."""
    debut, fin = fiche.pour_qui.ages[0][0], fiche.pour_qui.ages[-1][1]
    if debut > 0:
        yield frozenset({str(debut)})
    if fin < AGE_MAX:
        yield frozenset({str(fin), str(fin + 1)})


def _prix_et_telephone(fiche: Fiche, dits_falc: dict[str, frozenset[str]]) -> Iterator[ProblemeFalc]:
    gardes = {fiche.cout.a_payer, fiche.cout.reste_a_charge} - {None}
    for montant in gardes:
        for nom, texte in (("falc", " ".join(fiche.falc.prix)), ("normal", fiche.normal.prix)):
            if str(montant) not in faits_chiffres(texte)["montant"]:
                yield ProblemeFalc("F28", "prix", f"{montant} euros, absent du prix {nom}")
    payes = faits_chiffres(_BASE.sub(" ", fiche.normal.prix))["montant"]
    for paye in sorted(payes - dits_falc["montant"] - set(map(str, gardes))):
        yield ProblemeFalc("F28", "prix", f"{paye} euros, absent du texte falc")
    yield from _memes_appels(fiche.normal.sans_internet, dits_falc)
