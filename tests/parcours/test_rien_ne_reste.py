"""After whole journeys, none of 200 distinctive answers is found anywhere the service could have written it."""

import os
import random
import re
from datetime import date, timedelta
from urllib.parse import unquote

import httpx2

from tests.parcours.conftest import Site
from tests.parcours.gestes import Telephone

#: Each visitor gives three of the answers looked for: a birth date, a body mass index, the name of a relative.
VISITEURS, VISITEURS_COMPLET = 67, 200
#: Fewer than the opinions accepted in a minute on one unit.
PHRASES = 15
_GRAINE = 20261122


def sentinels(nombre: int = VISITEURS) -> list[tuple[str, str]]:
    """Birth dates and body mass indexes no other text of the service holds by chance."""
    hasard = random.Random(_GRAINE)
    couples = []
    for rang in range(nombre):
        naissance = date(1931, 1, 1) + timedelta(days=hasard.randrange(25_000))
        couples.append((naissance.isoformat(), f"{20 + rang % 20}.{hasard.randrange(10**8, 10**9)}"))
    return couples


def test_aucune_de_200_reponses_n_est_retrouvee(site: Site, complet: bool) -> None:
    couples = sentinels(VISITEURS_COMPLET if complet else VISITEURS)
    with httpx2.Client(base_url=site.adresse, headers={"Sec-Fetch-Site": "same-origin"}) as visiteur:
        for naissance, imc in couples:
            answer_everything(visiteur, naissance, imc)
            visiteur.cookies.clear()
    reponses = {reponse for naissance, imc in couples for reponse in (naissance, imc, initials(imc))}
    assert len(reponses) >= 200
    cherches = {texte.encode() for texte in reponses | {french(naissance) for naissance, _ in couples}}
    assert found_in(site, cherches) == {}


def test_la_recherche_trouve_ce_qu_on_ecrit(site: Site) -> None:
    """The planted leak: an answer written to a temporary file is found."""
    fuite = site.dossier / "tmp" / "fuite.txt"
    naissance, imc = sentinels()[0]
    fuite.write_text(f"{naissance} {imc}", "utf-8")
    try:
        assert found_in(site, {naissance.encode(), imc.encode()}) == {"tmp/fuite.txt": 2}
    finally:
        fuite.unlink()


def test_le_test_de_la_complementaire_ne_laisse_aucun_montant(site: Site) -> None:
    """Right or wrong, the household, the place and the money told are answered and forgotten."""
    hasard = random.Random(_GRAINE)
    montants = {f"{hasard.randrange(10**5, 10**6)}.{hasard.randrange(10, 100)}7" for _ in range(PHRASES)}
    with httpx2.Client(base_url=site.adresse, headers={"Sec-Fetch-Site": "same-origin"}) as visiteur:
        for rang, montant in enumerate(montants):
            page = ("" if rang % 2 else "/falc") + "/droits/test-c2s"
            for donnees in (
                {"personnes": montant, "lieu": "metropole"},
                {"personnes": "3", "lieu": montant},
                {"personnes": "3", "lieu": "metropole", "suite": "1", "tranche": montant},
            ):
                recu = visiteur.post(page, data=donnees)
                assert recu.status_code == 422
                assert not any(montant in partie for partie in (str(recu.url), str(recu.headers)))
    assert found_in(site, {montant.encode() for montant in montants}) == {}


def test_un_avis_n_est_ecrit_que_la_ou_la_page_le_dit(site: Site) -> None:
    """Words sent on purpose are kept in the base alone; refused words are kept nowhere."""
    hasard = random.Random(_GRAINE + 1)
    mots = [f"Zx{hasard.randrange(10**9, 10**10)}w" for _ in range(PHRASES)]
    refuses = [f"Qy{hasard.randrange(10**9, 10**10)}v" for _ in range(PHRASES)]
    page = "/conseils/soleil-uv/avis"
    with httpx2.Client(base_url=site.adresse, headers={"Sec-Fetch-Site": "same-origin"}) as visiteur:
        for garde, refuse in zip(mots, refuses, strict=True):
            recu = visiteur.post(page, data={"avis": "faux", "texte": f"Je crois que {garde} n'est pas juste."})
            assert recu.status_code == 303
            assert garde not in str(recu.headers)
            for texte in (f"Écrivez à {refuse}@exemple.fr", refuse * 40):
                recu = visiteur.post(page, data={"avis": "faux", "texte": texte})
                assert recu.status_code == 422
                assert refuse not in str(recu.headers)
            # A browser that puts the form in the address by mistake: the address is not written down.
            visiteur.get(page, params={"avis": "faux", "texte": refuse, "nom": refuse})
    assert found_in(site, {mot.encode() for mot in refuses}) == {}
    ailleurs = {fichier for fichier in found_in(site, {mot.encode() for mot in mots}) if not fichier.startswith("var/")}
    assert ailleurs == set()
    assert found_in(site, {mots[0].encode()}), "ce qui est envoyé est gardé, et la recherche le voit"


def test_aucune_adresse_demandee_ne_porte_une_reponse(telephone: Telephone) -> None:
    """What the browser itself asks for, through the forms: names, dates, opinions and households stay out of it."""
    telephone.va("/")
    telephone.repond()
    telephone.va("/proches/ajouter")
    telephone.saisit(telephone.page.locator("#naissance"), "03/1948")
    telephone.touche(telephone.page.get_by_text("Femme ou fille", exact=True))
    telephone.saisit(telephone.page.locator("#nom"), "Zéphyrine")
    telephone.ouvre(telephone.bouton("accord"))
    telephone.va("/droits/test-c2s")
    telephone.page.locator("#personnes").fill("1948,37")
    telephone.ouvre(telephone.bouton("Continuer"))
    telephone.va("/conseils/soleil-uv/avis?avis=faux")
    telephone.page.locator("#texte").fill("Zéphyrine, bonjour@exemple.fr")
    telephone.ouvre(telephone.bouton("Envoyer"))
    assert "e-mail" in telephone.texte or "adresse" in telephone.texte
    demandees = unquote(" ".join(telephone.demandes))
    assert len(telephone.demandes) > 8
    assert not {mot for mot in ("1972", "1948", "Zéphyrine", "exemple.fr", "14/05") if mot in demandees}


def initials(imc: str) -> str:
    """A short name no other text of the service holds by chance."""
    return f"Z{imc[3:]}W."


def french(iso: str) -> str:
    annee, mois, jour = iso.split("-")
    return f"{jour}/{mois}/{annee}"


def answer_everything(visiteur: httpx2.Client, naissance: str, imc: str) -> None:
    """A journey through every form, right and wrong, and the API, right and wrong."""
    profil = {"date_naissance": naissance, "sexe": "F", "reponses": {"imc": float(imc)}}
    assert visiteur.post("/api/v1/conseils", json={"profil": profil}).status_code == 200
    faux = {"profil": profil | {"inconnu": naissance, "departement": imc}}
    assert visiteur.post("/api/v1/conseils", json=faux).status_code == 422
    accueil = visiteur.post("/", data={"date_naissance": french(naissance), "sexe": "F"})
    assert accueil.status_code == 303
    temoin = re.match(r"([^=]+)=([^;]+)", accueil.headers["set-cookie"])
    assert temoin is not None
    # The cookie asks for https, which a program on plain http does not claim: hand it over by hand.
    cookie = {"Cookie": f"{temoin[1]}={temoin[2]}"}
    for chemin in (
        "/conseils",
        "/questions",
        "/imprimer",
        "/falc/conseils",
        "/conseils/depistage-cancer-sein",
        "/ce-qui-a-change",
        "/rappels",
        "/rappels.ics",
        "/falc/rappels",
        "/imprimer/frigo?mots=clairs",
    ):
        assert visiteur.get(chemin, headers=cookie).status_code == 200
    visiteur.post("/questions", data={"fait": "imc", "reponse": "nombre", "nombre": imc}, headers=cookie)
    visiteur.post("/questions", data={"fait": "imc", "reponse": "nombre", "nombre": imc + "x"}, headers=cookie)
    visiteur.post("/historique", data={"id": "depistage-cancer-sein", "le": french(naissance)}, headers=cookie)
    visiteur.post("/", data={"date_naissance": imc, "sexe": naissance}, headers=cookie)
    assert visiteur.get(f"/conseils/{naissance}", headers=cookie).status_code == 404
    nom = initials(imc)
    proche = visiteur.post("/proches/ajouter", data={"naissance": french(naissance), "nom": nom}, headers=cookie)
    assert proche.status_code == 303
    temoin = re.match(r"([^=]+)=([^;]+)", proche.headers["set-cookie"])
    assert temoin is not None
    cookie = {"Cookie": f"{temoin[1]}={temoin[2]}"}
    visiteur.post("/rappels.ics", data={"mots": nom, "personne": nom}, headers=cookie)
    visiteur.post("/rappels.ics", data={"mots": "clairs", "personne": "1"}, headers=cookie)
    for chemin in ("/conseils", "/rappels", "/proches", "/proches/modifier", "/imprimer?pour=tous", "/falc/questions"):
        assert nom in visiteur.get(chemin, headers=cookie).text
    visiteur.post("/proches/choisir", data={"personne": nom, "vers": nom}, headers=cookie)
    visiteur.post("/proches/modifier", data={"personne": "1", "naissance": imc, "nom": nom}, headers=cookie)
    vaccin = {"action": "noter", "vaccin-1": "Stamaril", "le-1": french(naissance)}
    assert visiteur.post("/vaccins/carnet", data=vaccin, headers=cookie).status_code == 303
    assert visiteur.post("/vaccins/carnet", data=vaccin | {"vaccin-1": imc}, headers=cookie).status_code == 422
    for chemin in ("/vaccins", "/falc/vaccins", "/imprimer/vaccins", "/vaccins/questions"):
        assert visiteur.get(chemin, headers=cookie).status_code == 200
    note_a_year(visiteur, cookie, french(naissance), nom, imc)
    prix = {"prix": imc, "le": french(naissance), "cas": "ald", "si": "grossesse"}
    assert visiteur.post("/couts/consultation-generaliste", data=prix, headers=cookie).status_code == 422
    visiteur.post("/effacer", headers=cookie)


def note_a_year(visiteur: httpx2.Client, cookie: dict[str, str], jour: str, nom: str, imc: str) -> None:
    """A cost with distinctive words, right and wrong, seen on every page that shows it."""
    depense = {"acte": "", "libelle": nom, "le": "30/06/2026", "prix": "12"}
    reponse = visiteur.post("/mon-annee/ajouter", data=depense, headers=cookie)
    assert reponse.status_code == 303
    temoin = re.match(r"([^=]+)=([^;]+)", reponse.headers["set-cookie"])
    assert temoin is not None
    note = {"Cookie": f"{temoin[1]}={temoin[2]}"}
    for chemin in ("/mon-annee", "/falc/mon-annee?page=3", "/imprimer/mon-annee", "/mon-annee.csv"):
        assert nom in visiteur.get(chemin, headers=note).text
    visiteur.post("/mon-annee/ajouter", data=depense | {"le": jour, "prix": imc}, headers=note)
    visiteur.post("/mon-annee/ajouter", data={"q": nom + imc}, headers=note)
    visiteur.post("/mon-annee", data={"ligne": nom + imc, "action": "corriger"}, headers=note)


def found_in(site: Site, cherches: set[bytes]) -> dict[str, int]:
    """How many of the answers are found in each file: base, its log, temporary files, everything printed."""
    trouves: dict[str, int] = {}
    for dossier, _, fichiers in os.walk(site.dossier):
        for nom in fichiers:
            chemin = site.dossier.__class__(dossier) / nom
            contenu = chemin.read_bytes()
            nombre = sum(cherche in contenu for cherche in cherches)
            if nombre:
                trouves[chemin.relative_to(site.dossier).as_posix()] = nombre
    return trouves
