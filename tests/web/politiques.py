"""Who each route answers about, and to whom. One line for each route: a route that is not here fails the suite."""

from enum import StrEnum

from tests.web.test_droits_d_acces import POLITIQUES as DES_OPERATEURS


class Politique(StrEnum):
    """What a route may read or write."""

    #: The same for everyone; nothing about anybody.
    PUBLIQUE = "publique"
    #: The answers sealed in the caller's own browser, and nobody else's.
    NAVIGATEUR = "navigateur"
    #: What the request itself carries; nothing is kept.
    CALCUL = "calcul"
    #: A new line of the base, that belongs to the caller through the code they are given.
    NOUVELLE = "nouvelle"
    #: The places of the caller's own organisation: test_droits_d_acces.py tries each of these addresses.
    ORGANISATION = "organisation"
    #: The one appointment, or the one request that waits, whose code the caller gives.
    CODE = "code"
    #: What one link of one message lets do, or the days of one agenda address, whoever opens it; it names nobody.
    LIEN = "lien"
    #: The one summary whose code the caller gives.
    PARTAGE = "partage"
    #: The carnet open on this device, and no other; without one, what the browser keeps, or nothing.
    CARNET = "carnet"


_PAR_POLITIQUE: dict[Politique, str] = {
    Politique.PUBLIQUE: """
        GET /mes-donnees/schema.json, GET /transparence, GET /transparence.json, GET /transparence.csv,
        GET /accessibilite, GET /campagnes, GET /confidentialite, GET /hors-ligne, GET /sans-internet,
        GET /plan-du-site,
        GET /conseils/{id}/avis, POST /conseils/{id}/avis, GET /creneaux, POST /creneaux, GET /rendez-vous,
        GET /medicaments, POST /medicaments, GET /validation, GET /validation/{id}, GET /vaccins/regles,
        GET /ou, POST /ou,
        GET /reperes, GET /manifest.webmanifest, GET /sw.js, GET /sante, GET /pret,
        GET /api/v1/actes, GET /api/v1/creneaux, GET /api/v1/openapi.json, GET /api/v1/version
    """,
    Politique.NAVIGATEUR: """
        GET /, POST /, GET /conseils, GET /conseils/{id}, GET /questions, POST /questions, POST /historique,
        POST /entretiens, POST /effacer, POST /quitter, GET /imprimer, GET /imprimer/droits/{id}, GET /imprimer/frigo,
        GET /imprimer/mon-annee, GET /imprimer/vaccins, GET /couts, GET /couts/{acte}, POST /couts/{acte},
        GET /mon-annee, POST /mon-annee, GET /mon-annee.csv, GET /mon-annee/ajouter, POST /mon-annee/ajouter,
        GET /mon-annee/autre, GET /proches, GET /proches/ajouter, POST /proches/ajouter, POST /proches/choisir,
        GET /proches/modifier, POST /proches/modifier, POST /proches/retirer, GET /rappels, GET /rappels.ics,
        POST /rappels.ics, GET /reperes/{id}, GET /vaccins, POST /vaccins, GET /vaccins/{id}, GET /vaccins/carnet,
        POST /vaccins/carnet, GET /vaccins/questions, POST /vaccins/questions, GET /droits, GET /droits/{id},
        GET /droits/test-c2s, POST /droits/test-c2s, GET /ce-qui-a-change, GET /cest-plus-cher,
        GET /bilan-prevention, POST /bilan-prevention, GET /bilan-prevention/questionnaire,
        POST /bilan-prevention/questionnaire, GET /imprimer/bilan-prevention, GET /imprimer/questionnaire-bilan,
        GET /jai-renonce-a-un-soin, GET /ou-aller-ce-soir, GET /avant-ma-consultation
    """,
    Politique.CALCUL: """
        POST /api/v1/conseils, POST /api/v1/vaccins, POST /api/v1/decomptes, POST /api/v1/budgets
    """,
    Politique.NOUVELLE: """
        POST /api/v1/rendez-vous, POST /creneaux/tenir, POST /creneaux/attendre, POST /carnet/creer,
        POST /carnet/cles/defi
    """,
    Politique.CODE: """
        DELETE /api/v1/rendez-vous/{code}, POST /rendez-vous, POST /rendez-vous.ics, POST /rendez-vous/annuler,
        POST /rendez-vous/attendre, POST /rendez-vous/deplacer, POST /rendez-vous/ne-plus-attendre,
        POST /rendez-vous/offre, POST /creneaux/confirmer
    """,
    Politique.LIEN: """
        GET /reponse/{jeton}, POST /reponse/{jeton}, GET /arret/{jeton}, POST /arret/{jeton},
        GET /agenda/{jeton}.ics
    """,
    Politique.PARTAGE: """
        GET /partage, POST /partage
    """,
    Politique.CARNET: """
        GET /carnet/rappels, POST /carnet/rappels, POST /carnet/rappels/reprendre, POST /carnet/agenda,
        GET /carnet/reponse, POST /carnet/reponse,
        GET /carnet/personnes, POST /carnet/personnes/code, POST /carnet/personnes/annuler,
        POST /carnet/personnes/arreter, GET /carnet/recevoir, POST /carnet/recevoir, POST /carnet/recevoir/accepter,
        POST /carnet/accord, GET /carnet, POST /carnet/ouvrir, POST /carnet/fermer, POST /carnet/fermer-partout,
        POST /carnet/appareil, POST /carnet/codes, POST /carnet/cles/ajouter, POST /carnet/cles/entrer,
        POST /carnet/cles/nouvelle, POST /carnet/cles/retirer, POST /carnet/identite, POST /carnet/identite/delier,
        POST /carnet/identite/relier, GET /carnet/identite/retour, GET /carnet/preuve, POST /carnet/preuve,
        POST /carnet/identite/prouver, GET /consentements, POST /consentements,
        POST /consentements/carnet, GET /partages, POST /partages, POST /partages/arreter, GET /mes-donnees,
        GET /mes-donnees/copie.json, GET /mes-donnees/copie.fhir.json, GET /mes-donnees/copie.pdf,
        GET /imprimer/mes-donnees, POST /mes-donnees/copie, POST /mes-donnees/effacer
    """,
}
POLITIQUES: dict[str, Politique] = {
    route: politique
    for politique, routes in _PAR_POLITIQUE.items()
    for route in (morceau.strip() for morceau in routes.split(","))
}
POLITIQUES |= {f"{methode} {chemin}": Politique.ORGANISATION for methode, chemin in DES_OPERATEURS}
