"""What is taken away for other programs and on paper: the FHIR bundle, the PDF. Whole, nameless, nothing fetched."""

import asyncio
import json
import re
import socket
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.consent import Consent
from fhir.resources.R4B.immunization import Immunization
from fhir.resources.R4B.immunizationrecommendation import ImmunizationRecommendation
from fhir.resources.R4B.patient import Patient
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.domain import falc
from app.domain.copie import PersonneCopiee
from app.main import Application, each_day
from app.services.effacements import carnets_to_warn
from app.services.imprimerie import PAR_MINUTE, Imprimerie
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import answer, enter, make
from tests.web.conftest import Ouvre

#: What the bundle leaves out on purpose: a Patient here has no name, and ranks are ours.
HORS_FHIR = {"nom", "numero", "proche"}


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    """Somebody who said a little of everything, and a child, in a carnet."""
    client = ouvre()
    answer(client)
    make(client)
    client.post("/questions", data={"fait": "fumeur", "reponse": "oui"})
    client.post("/historique", data={"id": "depistage-cancer-sein", "le": "03/2025"})
    client.post("/mon-annee/ajouter", data={"acte": "", "libelle": "Lunettes", "le": "30/06/2026", "prix": "12,50"})
    client.post("/vaccins/carnet", data={"action": "noter", "vaccin-1": "Revaxis", "le-1": "05/2020"})
    client.post("/proches/ajouter", data={"naissance": "10/10/2022", "sexe": "F", "nom": "Zoé B."})
    client.post("/proches/choisir", data={"personne": "0", "vers": "/conseils"})
    return client


def bundle_of(client: TestClient) -> tuple[dict[str, Any], Bundle]:
    reponse = client.get("/mes-donnees/copie.fhir.json")
    assert reponse.headers["content-type"] == "application/fhir+json"
    assert "no-store" in reponse.headers["cache-control"]
    return reponse.json(), Bundle.model_validate_json(reponse.content)


def test_the_bundle_is_valid_and_has_each_kind(client: TestClient) -> None:
    _, bundle = bundle_of(client)
    genres = {type(entree.resource) for entree in bundle.entry}
    assert genres == {Patient, QuestionnaireResponse, Immunization, ImmunizationRecommendation, Consent}
    connus = {entree.fullUrl for entree in bundle.entry}
    assert len(connus) == len(bundle.entry)
    cites = re.findall(r'"reference": ?"([^"]+)"', bundle.model_dump_json())
    assert cites
    assert set(cites) <= connus


def test_the_classes_refuse_what_is_not_fhir(client: TestClient) -> None:
    """The planted fault: the checker really checks."""
    brut, _ = bundle_of(client)
    vaccin = next(e["resource"] for e in brut["entry"] if e["resource"]["resourceType"] == "Immunization")
    del vaccin["vaccineCode"]
    with pytest.raises(ValidationError):
        Bundle.model_validate(brut)


def test_a_patient_has_no_identity(client: TestClient) -> None:
    brut, bundle = bundle_of(client)
    patients = [e["resource"] for e in brut["entry"] if e["resource"]["resourceType"] == "Patient"]
    assert {cle for patient in patients for cle in patient} == {"resourceType", "id", "gender", "birthDate"}
    assert "Zoé" not in bundle.model_dump_json()


def test_the_bundle_leaves_nothing_out_but_the_names(client: TestClient) -> None:
    """Each value of the whole copy is in the bundle; a field more in the copy must be said here."""
    texte = json.dumps(bundle_of(client)[0], ensure_ascii=False)
    copie = client.get("/mes-donnees/copie.json").json()
    for personne in copie["personnes"]:
        for champ, valeur in personne.items():
            assert champ in HORS_FHIR or all(feuille in texte for feuille in leaves(valeur)), champ
    assert copie["accords"][0]["empreinte_du_texte"] in texte
    rendus = {"profil", "personnel", "vaccinations", "maladies", "depenses", "couverture", "questionnaire", "commune"}
    assert set(PersonneCopiee.model_fields) == HORS_FHIR | rendus


def leaves(valeur: Any) -> set[str]:
    """Every date, word and number, as FHIR writes them."""
    if isinstance(valeur, dict):
        return set().union(*(leaves(v) | ({cle} if v is True else set()) for cle, v in valeur.items()), set())
    if isinstance(valeur, list):
        return set().union(*(leaves(v) for v in valeur), set())
    mots = {None: set(), "": set(), "F": {"female"}, "inconnue": set(), "12.50": {"12.5"}}
    return mots.get(valeur, {str(valeur)}) if not isinstance(valeur, bool) else set()


def pdf_of(client: TestClient) -> bytes:
    reponse = client.get("/mes-donnees/copie.pdf")
    assert reponse.headers["content-type"] == "application/pdf"
    assert "no-store" in reponse.headers["cache-control"]
    return reponse.content


def test_the_pdf_is_for_everyone(client: TestClient) -> None:
    with pikepdf.open(BytesIO(pdf_of(client))) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as dit:
            assert dit["pdfuaid:part"] == "1"
            assert dit["dc:title"] == "Mes données – Mon Budget Santé"
        assert {str(page.Tabs) for page in pdf.pages} == {"/S"}
        images = [x for page in pdf.pages for x in page.Resources.get("/XObject", {}).values()]
        assert not [image for image in images if image.Subtype == "/Image"]
        assert all("/FontFile2" in police_of(f) for page in pdf.pages for f in page.Resources.Font.values())


def police_of(font: Any) -> Any:
    return font.DescendantFonts[0].FontDescriptor


def test_the_pdf_says_what_the_page_says(client: TestClient, tmp_path: Path) -> None:
    fichier = tmp_path / "copie.pdf"
    fichier.write_bytes(pdf_of(client))
    with pikepdf.open(fichier) as pdf:
        assert len(pdf.pages) <= 2
    page = visible(client.get("/imprimer/mes-donnees").text)
    for mot in ("14 mai 1972", "Femme", "mars 2025", "Lunettes", "12,50", "Zoé B.", "mai 2020", "24 mois"):
        assert mot in page.replace("\u00a0", " ").replace("\u202f", " ")


def test_nothing_is_fetched_from_anywhere(tmp_path: Path) -> None:
    """A page that asks for a file, an address or a data: none comes, and the PDF is made all the same."""
    secret = tmp_path / "secret.css"
    secret.write_text('body::before { content: "SECRET" }', "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as ecoute:
        ecoute.settimeout(0.2)
        adresse = f"http://127.0.0.1:{ecoute.getsockname()[1]}/"
        page = f"""<!doctype html><html lang="fr"><head><title>x</title>
        <link rel="stylesheet" href="{adresse}a.css"><link rel="stylesheet" href="{secret.as_uri()}">
        <style>@import url({adresse}b.css); @font-face {{ font-family: z; src: url({adresse}c.ttf) }}
        p {{ font-family: z; background: url({adresse}d.png) }}</style></head>
        <body><p>bonjour <img src="{adresse}e.png" alt="f"><img src="file:///etc/hostname" alt="h">
        <object data="{secret.as_uri()}">o</object></p></body></html>"""
        pdf = Imprimerie().print_page(page)
        with pytest.raises(TimeoutError):
            ecoute.accept()
    with pikepdf.open(BytesIO(pdf)) as lu:
        assert len(lu.pages) == 1
        assert "/Names" not in lu.Root
        flux = b"".join(page.Contents.read_bytes() for page in lu.pages)
    assert b"SECRET" not in flux


def test_it_is_made_beside_the_event_loop_and_counted(
    client: TestClient, service: Application, monkeypatch: pytest.MonkeyPatch, horloge: Horloge
) -> None:
    boucles: list[bool] = []

    def look(_presse: Imprimerie, _page: str) -> bytes:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            boucles.append(False)
        else:
            boucles.append(True)
        return b"%PDF"

    monkeypatch.setattr(Imprimerie, "print_page", look)
    statuts = [client.get("/mes-donnees/copie.pdf").status_code for _ in range(PAR_MINUTE + 1)]
    assert statuts == [200] * PAR_MINUTE + [429]
    assert set(boucles) == {False}
    horloge.instant += timedelta(minutes=1)
    assert client.get("/mes-donnees/copie.pdf").status_code == 200


def test_one_pdf_at_a_time_and_those_who_wait_too_long_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.domain.erreurs import TropDeDemandes
    from app.services import imprimerie

    monkeypatch.setattr(imprimerie, "ATTENTE_S", 0.01)
    presse = Imprimerie()
    with presse._tour, pytest.raises(TropDeDemandes):
        presse.print_page("<p>x</p>")


def test_without_anything_kept_the_files_say_so(ouvre: Ouvre) -> None:
    personne = ouvre()
    assert personne.get("/mes-donnees/copie.fhir.json").json()["entry"] == []
    assert "Rien n'est gardé" in visible(personne.get("/imprimer/mes-donnees").text)
    assert personne.get("/mes-donnees/copie.pdf").content.startswith(b"%PDF-1.7")


def test_the_sheet_is_easy_to_read(client: TestClient) -> None:
    texte = client.get("/falc/imprimer/mes-donnees").text
    titres = [visible(titre) for titre in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", texte)]
    assert [str(p) for p in falc.problemes_page(titres, phrases_falc(texte))] == []


def test_who_comes_back_just_in_time_is_told_that_day_and_no_other(
    ouvre: Ouvre, service: Application, horloge: Horloge
) -> None:
    client = ouvre()
    answer(client)
    codes = make(client)
    parties = service.state.parties
    texte = visible(client.get("/mes-donnees").text)
    assert "sera effacé le 23 novembre 2028" in texte.replace("\u00a0", " ")
    horloge.instant += timedelta(days=702)  # 29 days before
    each_day(parties)
    with parties.liste.transaction(parties.engine, horloge()) as session:
        assert [str(le) for _, le in carnets_to_warn(session, horloge().date())] == ["2028-11-23"]
    assert enter(client, codes[0]).status_code == 303
    for _ in range(2):
        page = visible(client.get("/mes-donnees").text).replace("\u00a0", " ")
        assert "allait être effacé le 23 novembre 2028. Votre visite le garde 24 mois de plus." in page
    page_falc = client.get("/falc/mes-donnees").text
    assert [str(p) for p in falc.problemes_page(["Mes données"], phrases_falc(page_falc))] == []
    with parties.liste.transaction(parties.engine, horloge()) as session:
        assert carnets_to_warn(session, horloge().date()) == ()
    horloge.instant += timedelta(days=1)
    each_day(parties)
    assert enter(client, codes[1]).status_code == 303
    assert "allait être effacé" not in visible(client.get("/mes-donnees").text)


def test_poppler_reads_the_same_words(client: TestClient, tmp_path: Path) -> None:
    fichier = tmp_path / "copie.pdf"
    fichier.write_bytes(pdf_of(client))
    lu = subprocess.run(["pdftotext", "-layout", fichier, "-"], capture_output=True, text=True, check=True).stdout
    mots = re.sub(r"\s+", " ", lu)
    faits = ("14 mai 1972", "mars 2025", "Lunettes", "12,50 €", "Zoé B.", "mai 2020", "Garder un carnet en ligne : oui")
    assert [mot for mot in faits if mot not in mots] == []
