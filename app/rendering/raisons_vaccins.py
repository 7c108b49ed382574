"""Holds the French words of the vaccine engine's coded reasons, plain and FALC. Decides no status."""

from collections.abc import Callable, Mapping
from datetime import date

from app.domain.dates import parse_duree
from app.domain.faits import Fait
from app.domain.vaccination_lignes import AvisProfessionnel, DoseTropTot, LigneVaccin
from app.domain.vaccination_verdicts import RaisonVaccin
from app.rendering.formats import date_approchee_en_mots, duree_en_mots, jour_complet, jour_en_mots, majuscule

Faits = Mapping[str, Fait]
_Ecrire = Callable[[RaisonVaccin, LigneVaccin, Faits], str]

#: Events in the sentence "attendre … après".
EVENEMENTS = {
    "covid": "un Covid-19", "dengue": "une dengue", "mpox": "un mpox", "varicelle": "une varicelle", "zona": "un zona",
}  # fmt: skip


def texte_vaccin(raison: RaisonVaccin, ligne: LigneVaccin, faits: Faits, *, falc: bool = False) -> str:
    """One or two whole sentences for one reason."""
    ecrire = (_FALC.get(raison.code) if falc else None) or _NORMAL[raison.code]
    return ecrire(raison, ligne, faits)


def _duree(raison: RaisonVaccin, rang: int = 0) -> str:
    return duree_en_mots(parse_duree(raison.valeurs[rang]))


def _age(raison: RaisonVaccin, debut: str) -> str:
    duree = _duree(raison)
    return f"{debut} {'à ' if debut == 'Conseillé' else 'dès '}{duree}." if duree else f"{debut} dès la naissance."


def _lu(raison: RaisonVaccin) -> date:
    return date.fromisoformat(str(raison.valeurs[0]))


def _fait(raison: RaisonVaccin, faits: Faits, *, vrai: bool) -> str:
    fait = faits.get(raison.critere)
    if fait is None or fait.question is None:
        return "Vos réponses le disent."
    return f"{majuscule(fait.question.affirmation if vrai else fait.question.negation)}."


def _inconnu(raison: RaisonVaccin, faits: Faits, *, falc: bool) -> str:
    fait = faits.get(raison.critere)
    if fait is None or fait.question is None:
        return "Il nous manque une réponse."
    libelle = fait.question.question_falc if falc else fait.question.question
    return libelle if falc else f"Il nous manque une réponse : {libelle[:1].lower()}{libelle[1:]}"


def _exclusion(raison: RaisonVaccin, ligne: LigneVaccin, *, falc: bool) -> str:
    exclusion = ligne.sauf[int(raison.valeurs[0])]
    return exclusion.parce_que_falc if falc else exclusion.parce_que


def _pourquoi(texte: AvisProfessionnel | DoseTropTot | None, *, falc: bool) -> str:
    """The words of the line, or where to ask when it has none."""
    if texte is None:
        return "Demandez au médecin." if falc else "Demandez l'avis d'un professionnel."
    return texte.parce_que_falc if falc else texte.parce_que


def _fermee(raison: RaisonVaccin) -> str:
    if not raison.valeurs[0]:
        return "Hors campagne. Les dates de la prochaine ne sont pas connues."
    return f"Hors campagne. La prochaine ouvre le {_jour(raison)}, sous réserve de confirmation."


def _jour(raison: RaisonVaccin) -> str:
    return jour_en_mots(_lu(raison))


_NORMAL: dict[str, _Ecrire] = {
    "age_conseille": lambda raison, ligne, faits: _age(raison, "Conseillé"),
    "age_possible": lambda raison, ligne, faits: _age(raison, "Possible"),
    "intervalle": lambda raison, ligne, faits: f"Il faut {_duree(raison)} après la dose précédente.",
    "depuis_la_premiere": lambda raison, ligne, faits: f"Il faut {_duree(raison)} après la première dose.",
    "precedent": lambda raison, ligne, faits: f"Il faut {_duree(raison)} après le dernier vaccin de ce type.",
    "evenement": lambda raison, ligne, faits: (
        f"Il faut attendre {_duree(raison, 1)} après {EVENEMENTS.get(str(raison.valeurs[0]), 'cette maladie')}."
    ),
    "vivants": lambda raison, ligne, faits: (
        f"Deux vaccins vivants se font le même jour ou à {_duree(raison)} d'écart."
    ),
    "terme": lambda raison, ligne, faits: (
        f"Entre {_duree(raison)} et {_duree(raison, 1)} depuis le premier jour des dernières règles."
    ),
    "terme_inconnu": lambda raison, ligne, faits: (
        f"À faire entre {_duree(raison)} et {_duree(raison, 1)} depuis les dernières règles. Il nous manque leur date."
    ),
    "fenetre_passee": lambda raison, ligne, faits: f"En retard depuis le {_jour(raison)}.",
    "dose_trop_tot": lambda raison, ligne, faits: (
        f"La dose reçue {date_approchee_en_mots(str(raison.valeurs[0]))} est trop tôt : elle ne compte pas ici."
    ),
    "dose_trop_tot_avis": lambda raison, ligne, faits: _pourquoi(ligne.dose_trop_tot, falc=False),
    "limite": lambda raison, ligne, faits: f"À faire avant le {_jour(raison)}.",
    "limite_passee": lambda raison, ligne, faits: f"Trop tard depuis le {_jour(raison)}.",
    "age_passe": lambda raison, ligne, faits: "L'âge de cette ligne est passé : une autre prend la suite.",
    "ne_depuis": lambda raison, ligne, faits: f"Pour les personnes nées depuis le {_jour(raison)}.",
    "ne_avant": lambda raison, ligne, faits: f"Pour les personnes nées avant le {_jour(raison)}.",
    "fait_vrai": lambda raison, ligne, faits: _fait(raison, faits, vrai=True),
    "fait_faux": lambda raison, ligne, faits: _fait(raison, faits, vrai=False),
    "fait_inconnu": lambda raison, ligne, faits: _inconnu(raison, faits, falc=False),
    "saison_ouverte": lambda raison, ligne, faits: f"La campagne est ouverte jusqu'au {_jour(raison)}.",
    "saison_fermee": lambda raison, ligne, faits: _fermee(raison),
    "fait_cette_saison": lambda raison, ligne, faits: "Déjà fait cette saison.",
    "complet": lambda raison, ligne, faits: "Toutes les doses sont faites.",
    "exclusion": lambda raison, ligne, faits: _exclusion(raison, ligne, falc=False),
    "avis": lambda raison, ligne, faits: _pourquoi(ligne.avis, falc=False),
    "report": lambda raison, ligne, faits: (
        f"Le dernier rappel aurait moins de {_duree(raison)} : on attend le rendez-vous suivant."
    ),
    "rattrapage": lambda raison, ligne, faits: "C'est un rattrapage : il reste possible.",
    "obligatoire": lambda raison, ligne, faits: "Vaccin obligatoire à cet âge, et pas encore fait.",
    "au_choix": lambda raison, ligne, faits: "Ce vaccin peut être proposé : vous choisissez.",
    "autre_schema": lambda raison, ligne, faits: "La vaccination a commencé à un autre âge : une autre ligne la suit.",
    "autre_produit": lambda raison, ligne, faits: "La vaccination a commencé avec un autre vaccin : on ne mélange pas.",
    "carnet_perdu": lambda raison, ligne, faits: "Sans carnet, une dose déjà faite peut manquer ici.",
    "date_imprecise": lambda raison, ligne, faits: "Une date de dose n'est pas précise : le jour exact compte.",
    "naissance_imprecise": lambda raison, ligne, faits: "Le jour de naissance exact peut changer cette réponse.",
}  # fmt: skip

_FALC: dict[str, _Ecrire] = {
    "intervalle": lambda raison, ligne, faits: f"Attendez {_duree(raison)} après la dose d'avant.",
    "depuis_la_premiere": lambda raison, ligne, faits: f"Attendez {_duree(raison)} après la première dose.",
    "precedent": lambda raison, ligne, faits: f"Attendez {_duree(raison)} après le dernier vaccin.",
    "evenement": lambda raison, ligne, faits: (
        f"Attendez {_duree(raison, 1)} après {EVENEMENTS.get(str(raison.valeurs[0]), 'cette maladie')}."
    ),
    "vivants": lambda raison, ligne, faits: f"Attendez {_duree(raison)} entre ces 2 vaccins.",
    "terme": lambda raison, ligne, faits: f"C'est entre {_duree(raison)} et {_duree(raison, 1)} de grossesse.",
    "terme_inconnu": lambda raison, ligne, faits: "Demandez la date à la sage-femme.",
    "fenetre_passee": lambda raison, ligne, faits: f"Vous êtes en retard depuis le {jour_complet(_lu(raison))}.",
    "dose_trop_tot": lambda raison, ligne, faits: "Une dose faite trop tôt ne compte pas.",
    "dose_trop_tot_avis": lambda raison, ligne, faits: _pourquoi(ligne.dose_trop_tot, falc=True),
    "limite": lambda raison, ligne, faits: f"Faites ce vaccin avant le {jour_complet(_lu(raison))}.",
    "limite_passee": lambda raison, ligne, faits: f"C'est trop tard depuis le {jour_complet(_lu(raison))}.",
    "age_passe": lambda raison, ligne, faits: "L'âge de ce vaccin est passé.",
    "ne_depuis": lambda raison, ligne, faits: "Ce n'est pas pour votre année de naissance.",
    "ne_avant": lambda raison, ligne, faits: "Ce n'est pas pour votre année de naissance.",
    "fait_inconnu": lambda raison, ligne, faits: _inconnu(raison, faits, falc=True),
    "saison_ouverte": lambda raison, ligne, faits: "C'est la bonne saison.",
    "saison_fermee": lambda raison, ligne, faits: "Ce n'est pas la saison. Attendez la prochaine campagne.",
    "exclusion": lambda raison, ligne, faits: _exclusion(raison, ligne, falc=True),
    "avis": lambda raison, ligne, faits: _pourquoi(ligne.avis, falc=True),
    "report": lambda raison, ligne, faits: "Votre dernier rappel est trop récent. Attendez le prochain.",
    "rattrapage": lambda raison, ligne, faits: "Vous pouvez encore le faire.",
    "obligatoire": lambda raison, ligne, faits: "La loi demande ce vaccin à cet âge.",
    "au_choix": lambda raison, ligne, faits: "Vous choisissez.",
    "autre_schema": lambda raison, ligne, faits: "Une autre ligne suit ce vaccin.",
    "autre_produit": lambda raison, ligne, faits: "Vous avez commencé avec un autre vaccin.",
    "carnet_perdu": lambda raison, ligne, faits: "Sans carnet, il manque peut-être une dose.",
    "date_imprecise": lambda raison, ligne, faits: "Nous avons besoin d'une date exacte.",
    "naissance_imprecise": lambda raison, ligne, faits: "Nous avons besoin de votre jour de naissance.",
}
