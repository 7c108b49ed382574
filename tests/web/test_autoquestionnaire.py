"""The self-questionnaire through its pages: kept in the cookie alone, danger first, erased whole."""

import asyncio
import html
from dataclasses import replace
from itertools import cycle

import pytest
from starlette.testclient import TestClient

from app.atelier.navigation import Navigateur, PageLue
from app.atelier.textes_falc import textes_des_pages
from app.domain.autoquestionnaire import Reponses, themes_de
from app.domain.catalogue import Catalogue
from app.domain.creneaux import TrancheDAge
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.erreurs import ReponsesIllisibles, TropDeReponses
from app.main import Application
from app.services import reponses_chiffrees
from app.services.personnes_gardees import pack_personne
from app.services.reponses_chiffrees import NOM, OCTETS_MAX, CodecReponses
from tests.factories import make_profil
from tests.web.conftest import Journal
from tests.web.test_reponses_chiffrees import CLE, MIDI, PROFIL

AILLEURS = {"Sec-Fetch-Site": "same-origin"}
CHEMIN = "/bilan-prevention/questionnaire"
FEUILLE = "/imprimer/questionnaire-bilan"
NAISSANCES = {"18-25": "01/01/2004", "45-50": "25/07/1976", "60-65": "01/01/1963", "70-75": "01/01/1953"}


def simple(texte: str) -> str:
    return html.unescape(texte).replace("\u00a0", " ").replace("\u202f", " ")


def read(client: TestClient, chemin: str) -> str:
    reponse = client.get(chemin)
    assert reponse.status_code == 200
    return simple(reponse.text)


@pytest.fixture
def elle(client: TestClient) -> TestClient:
    client.headers.update(AILLEURS)
    client.post("/", data={"date_naissance": "25/07/1976", "sexe": "F"})
    return client


def fin(catalogue: Catalogue, tranche: str = "45-50") -> int:
    return sum(not theme.personnel for theme in themes_de(catalogue.themes_du_bilan, TrancheDAge(tranche))) + 1


def etape_de(catalogue: Catalogue, id_: str, tranche: str = "45-50") -> int:
    noms = [theme.id for theme in themes_de(catalogue.themes_du_bilan, TrancheDAge(tranche))]
    rang = noms.index(id_) + 1
    return rang + 1 if rang >= fin(catalogue, tranche) else rang


def test_without_a_birth_date_or_a_window_it_leads_to_the_page_that_says_when(client: TestClient) -> None:
    for prefixe in ("", "/falc"):
        for reponse in (client.get(prefixe + CHEMIN, follow_redirects=False),
                        client.post(prefixe + CHEMIN, headers=AILLEURS, follow_redirects=False)):  # fmt: skip
            assert (reponse.status_code, reponse.headers["location"]) == (303, f"{prefixe}/bilan-prevention")
    client.post("/", data={"date_naissance": "10/01/1940"}, headers=AILLEURS)
    assert client.get(CHEMIN, follow_redirects=False).status_code == 303


def test_one_theme_a_page_then_the_end(elle: TestClient, catalogue: Catalogue) -> None:
    page = read(elle, CHEMIN)
    assert f"Page 1 sur {fin(catalogue) - 1}" in page
    assert page.count("Je ne sais pas") == page.count("Je préfère ne pas dire") == page.count("<fieldset") == 5
    for etape in range(1, fin(catalogue)):
        reponse = elle.post(CHEMIN, data={"etape": str(etape)}, follow_redirects=False)
        assert reponse.headers["location"] == f"{CHEMIN}?etape={etape + 1}"
    assert "Vos réponses sont prêtes" in read(elle, f"{CHEMIN}?etape={fin(catalogue)}")


def test_an_answer_comes_back_checked_and_on_the_sheet(elle: TestClient) -> None:
    elle.post(CHEMIN, data={"etape": "2", "fruits-legumes": "certains-jours", "boissons-sucrees": "ne-dis-pas"})
    page = read(elle, f"{CHEMIN}?etape=2")
    assert 'name="fruits-legumes" value="certains-jours" checked' in page
    assert 'name="boissons-sucrees" value="ne-dis-pas" checked' in page
    assert "<b>Certains jours</b>" in read(elle, FEUILLE)
    elle.post(CHEMIN, data={"etape": "3", "activite": "rarement"})
    assert "<b>Certains jours</b>" in read(elle, FEUILLE)


def test_sensitive_themes_are_closed_optional_and_left_out_of_the_sheet(elle: TestClient, catalogue: Catalogue) -> None:
    for etape in range(1, fin(catalogue)):
        page = read(elle, f"{CHEMIN}?etape={etape}")
        assert not any(mot in page for mot in ("mourir", "drogue", "sexuel", "fait-il du mal"))
    assert "Ouvrir ces 4 thèmes" in read(elle, f"{CHEMIN}?etape={fin(catalogue)}")
    assert "3114" in read(elle, f"{CHEMIN}?etape={etape_de(catalogue, 'moral')}")
    elle.post(CHEMIN, data={"etape": str(etape_de(catalogue, "autres-produits")), "drogues": "parfois"})
    assert "cannabis" not in read(elle, FEUILLE)
    assert "cannabis" in read(elle, f"{FEUILLE}?tout=oui")


@pytest.mark.parametrize("prefixe", ["", "/falc"])
@pytest.mark.parametrize(
    ("theme", "question", "numero"), [("moral", "idees-de-mort", "3114"), ("securite", "violences", "3919")]
)
def test_danger_comes_first(
    elle: TestClient, catalogue: Catalogue, prefixe: str, theme: str, question: str, numero: str
) -> None:
    reponse = elle.post(prefixe + CHEMIN, data={"etape": str(etape_de(catalogue, theme)), question: "parfois"})
    page = simple(reponse.text)
    principal = page[page.index("<main") :]
    assert principal.index("À faire maintenant") < principal.index("<h1")
    assert f'href="tel:{numero}"' in principal
    elle.post(CHEMIN, data={"etape": str(etape_de(catalogue, theme)), question: "jamais"})
    assert "À faire maintenant" not in read(elle, CHEMIN)


def test_danger_comes_first_even_when_nothing_can_be_kept(application: Application, catalogue: Catalogue) -> None:
    """On plain http no answer is kept: it is read, told, and forgotten."""
    parties = application.state.parties
    dossier = Dossier().ajouter(EtatNavigateur(make_profil(date_naissance="1976-07-25")))
    entetes = {"cookie": f"{NOM}={parties.codec.seal(dossier, parties.horloge())}", "origin": "http://testserver"}
    elle = TestClient(application, base_url="http://testserver", headers=entetes)
    champs = {"etape": str(etape_de(catalogue, "moral")), "idees-de-mort": "souvent"}
    reponse = elle.post(CHEMIN, data=champs, follow_redirects=False)
    assert reponse.status_code == 200
    assert "À faire maintenant" in simple(reponse.text)
    assert "ne peuvent pas être gardées" in simple(reponse.text)
    assert "set-cookie" not in reponse.headers


def test_what_is_not_an_answer_changes_nothing(elle: TestClient) -> None:
    avant = elle.cookies.get(NOM)
    for champs in ({"etape": "2", "fruits-legumes": "<b>"}, {"etape": "999", "fume": "oui"}, {"etape": "x"}, {}):
        assert elle.post(CHEMIN, data=champs, follow_redirects=False).status_code == 303
        assert "<b>" not in read(elle, FEUILLE).split("<main")[1]
    assert elle.post(CHEMIN, data={"personne": "9"}).status_code == 409
    assert avant is not None


def test_erased_by_its_own_button_and_by_the_one_of_every_page(elle: TestClient, catalogue: Catalogue) -> None:
    for adresse, champs in ((CHEMIN, {"action": "effacer"}), ("/effacer", {})):
        elle.post(CHEMIN, data={"etape": "2", "fruits-legumes": "rarement"})
        assert "Effacer ces réponses" in read(elle, f"{CHEMIN}?etape={fin(catalogue)}")
        elle.post(adresse, data=champs)
        elle.post("/", data={"date_naissance": "25/07/1976", "sexe": "F"})
        assert "Effacer ces réponses" not in read(elle, f"{CHEMIN}?etape={fin(catalogue)}")


def test_an_empty_sheet_for_who_said_nothing(client: TestClient) -> None:
    assert "Choisissez l'âge" in read(client, FEUILLE)
    page = read(client, f"{FEUILLE}?tranche=70-75")
    assert "De 70 à 75 ans" in page
    assert "?tout=oui&tranche=70-75" in page
    assert "Choisissez l'âge" in read(client, f"{FEUILLE}?tranche=12-99")


def test_nothing_is_logged_nor_in_an_address(elle: TestClient, catalogue: Catalogue, journal: Journal) -> None:
    reponse = elle.post(CHEMIN, data={"etape": str(etape_de(catalogue, "moral")), "idees-de-mort": "parfois"})
    assert "mort" not in str(reponse.url)
    assert "idees" not in journal()
    assert "parfois" not in journal()


def toutes(catalogue: Catalogue, tranche: TrancheDAge) -> Reponses:
    """Every question answered, with answers that vary."""
    tour = cycle(range(4))
    return tuple(
        (question.id, sorted(question.valeurs)[next(tour) % len(question.valeurs)])
        for theme in themes_de(catalogue.themes_du_bilan, tranche)
        for question in theme.pour(tranche)
    )


def codec_de(catalogue: Catalogue) -> CodecReponses:
    questions = [question.id for theme in catalogue.themes_du_bilan for question in theme.questions]
    return CodecReponses(CLE, catalogue.faits, catalogue.par_id, soins=catalogue.bareme.actes, questions=questions)


@pytest.mark.parametrize("tranche", TrancheDAge)
def test_a_whole_questionnaire_comes_back_and_is_small(catalogue: Catalogue, tranche: TrancheDAge) -> None:
    codec = codec_de(catalogue)
    seul = Dossier().ajouter(EtatNavigateur(PROFIL, questionnaire=toutes(catalogue, tranche)))
    nu = Dossier().ajouter(EtatNavigateur(PROFIL))
    assert codec.open(codec.seal(seul, MIDI), MIDI) == seul
    assert len(codec.seal(seul, MIDI)) - len(codec.seal(nu, MIDI)) <= 420


def test_a_couple_fits_and_beyond_the_size_it_is_refused(catalogue: Catalogue) -> None:
    codec = codec_de(catalogue)
    a_deux = Dossier()
    for tranche in (TrancheDAge.T45_50, TrancheDAge.T70_75):
        proche = bool(a_deux.personnes)
        a_deux = a_deux.ajouter(EtatNavigateur(PROFIL, proche=proche, questionnaire=toutes(catalogue, tranche)))
    assert len(codec.set_cookie(a_deux, MIDI)) <= OCTETS_MAX // 2
    trop = tuple((f"q-{rang * 7919 % 999983}", f"v-{rang * 104729 % 999979}") for rang in range(600))
    with pytest.raises(TropDeReponses):
        codec.seal(replace(a_deux, personnes=(replace(a_deux.personne, questionnaire=trop),)), MIDI)


def test_what_is_not_a_questionnaire_is_refused(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    codec = codec_de(catalogue)
    etat = Dossier((EtatNavigateur(questionnaire=(("fume", "oui"),)),))
    for paquet in ([1], "oui", {"<b>": "oui"}, {"fume": "x" * 99}, {str(n): "oui" for n in range(200)}, 3):
        with monkeypatch.context() as change:
            change.setattr(reponses_chiffrees, "pack_reponses", lambda _, paquet=paquet: paquet)
            valeur = codec.seal(etat, MIDI)
        with pytest.raises(ReponsesIllisibles):
            codec.open(valeur, MIDI)


def test_a_refusal_keeps_the_form(elle: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as change:
        change.setattr("app.routers.pages_autoquestionnaire.go", _refuse)
        reponse = elle.post(CHEMIN, data={"etape": "2", "fruits-legumes": "rarement"})
    assert reponse.status_code == 413
    page = simple(reponse.text)
    assert "ne peut pas garder autant de réponses" in page
    assert 'value="rarement" checked' in page


def _refuse(*_: object) -> None:
    raise TropDeReponses


def test_the_pages_are_easy_to_read(application: Application, catalogue: Catalogue) -> None:
    async def visit() -> list[tuple[str, PageLue]]:
        vide = Navigateur(application)
        lues = [
            (f"/falc{chemin}", await vide.get(f"/falc{chemin}")) for chemin in (FEUILLE, f"{FEUILLE}?tranche=18-25")
        ]
        for tranche, naissance in NAISSANCES.items():
            navigateur = Navigateur(application)
            await navigateur.post("/falc", {"date_naissance": naissance, "sexe": "F"})
            etapes = len(themes_de(catalogue.themes_du_bilan, TrancheDAge(tranche))) + 1
            for chemin in (*(f"{CHEMIN}?etape={n}" for n in range(1, etapes + 1)), FEUILLE, f"{FEUILLE}?tout=oui"):
                page = await navigateur.get(f"/falc{chemin}")
                assert page.statut == 200, chemin
                lues.append((f"/falc{chemin}", page))
        return lues

    assert [str(constat) for constat in textes_des_pages(asyncio.run(visit()))] == []


def test_a_carnet_never_holds_the_answers(catalogue: Catalogue) -> None:
    """What a carnet seals of a person is the same with and without them."""
    etat = EtatNavigateur(PROFIL, questionnaire=toutes(catalogue, TrancheDAge.T45_50))
    paquet = pack_personne(etat, MIDI.date())
    assert paquet == pack_personne(replace(etat, questionnaire=()), MIDI.date())
