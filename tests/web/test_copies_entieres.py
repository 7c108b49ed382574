"""Every column the register says is copied is found in the three copies: JSON, FHIR, and the words of the PDF.

And a copy taken away then brought back brings people, never a yes nor an address of reminders.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain.communes import PARIS
from app.domain.consentement import ActeConsentement, Geste
from app.domain.envois import CanalRappel, Rythme
from app.domain.rappels_choisis import ChoixDeRappel, Destination
from app.main import Application
from app.models import AdresseRappel, Carnet, CleAcces
from app.rendering import fhir_copie, mes_donnees
from app.rendering.comptes_rappels import NOMS
from app.rendering.consentements import GESTES
from app.rendering.formats import date_approchee_en_mots, jour_en_mots
from app.rendering.mes_donnees import _GESTES
from app.rendering.mes_donnees_carnet import APPAREIL
from app.routers.porte_carnet import TEMOIN
from app.services.carnet import Classeur, load
from app.services.envois.abonnements import confirm, subscribe
from app.services.envois.adresses import Bureau
from app.services.envois.file import Poste, send_due
from app.services.envois.reponses import Reponse
from app.services.envois.reponses import answer as answer_message
from app.services.liens_identite import join
from app.settings import Settings
from tests.base.registre import REGISTRE
from tests.envois.rappels import SITE, Memoriel
from tests.factories import contenu_reel
from tests.horloge import Horloge
from tests.web.carnets import answer, empreinte, enter, make
from tests.web.cles import Telephone, add_key, enter_with
from tests.web.conftest import ORIGINE, Ouvre

PUSH = '{"endpoint":"https://fcm.googleapis.com/fcm/send/Sentinelle","p256dh":"x","auth":"y"}'
ADRESSES = {
    CanalRappel.COURRIEL: "sentinelle@exemple.fr",
    CanalRappel.LETTRE: "Mme Zoé Essai\n12 RUE DU BOIS\n71000 MACON",
    CanalRappel.PUSH: PUSH,
    CanalRappel.SMS: "+33612345678",
    CanalRappel.APPEL: "+33385123456",
}


@pytest.fixture
def reglages(tmp_path: Path) -> Settings:
    """A site that has a name: keys of devices are offered."""
    return Settings(var=tmp_path, origine=ORIGINE)


@pytest.fixture
def client(ouvre: Ouvre, service: Application, horloge: Horloge) -> TestClient:
    """Somebody who uses everything: five ways to be reminded, a key, an account, a summary, the public count."""
    client, telephone, parties = ouvre(), Telephone(), service.state.parties
    answer(client)
    codes = make(client)
    add_key(client, telephone)
    enter_with(client, telephone)
    boite = Memoriel()
    with parties.liste.transaction(parties.engine, horloge()) as session:
        ouvert = load(Classeur(session, parties.scribe, horloge()), client.cookies[TEMOIN])
        assert ouvert is not None
        assert join(Classeur(session, parties.scribe, horloge()), ouvert, "a" * 64)
        bureau = Bureau(session, parties.scribe, contenu_reel(), horloge())
        for canal, adresse in ADRESSES.items():
            choix = ChoixDeRappel(Destination(adresse), PARIS, 9, Rythme.TRIMESTRE)
            subscribe(bureau, ouvert.id, canal, choix, acte(canal, horloge()))
        session.get_one(Carnet, ouvert.id).compte_en = "2026-10"

    def ouvrir() -> Any:
        return parties.liste.transaction(parties.engine, horloge())

    poste = Poste(ouvrir, parties.scribe, contenu_reel(), {CanalRappel.COURRIEL: boite}, horloge, SITE)
    send_due(poste)
    with ouvrir() as session:
        assert confirm(poste.bureau(session), boite.recus[-1].lien_reponse.rpartition("/")[2])
    horloge.instant += timedelta(days=8)
    assert send_due(poste) == 1
    with ouvrir() as session:
        jeton = boite.recus[-1].lien_reponse.rpartition("/")[2]
        assert answer_message(poste.bureau(session), jeton, Reponse.PLUS_TARD)
    assert enter(client, codes[0]).status_code == 303
    page = client.get("/carnet/rappels").text
    oui = {"geste": "donne", "empreinte": empreinte(page, "/carnet/agenda")}
    assert client.post("/carnet/agenda", data=oui).status_code == 200
    donnees = {"empreinte": empreinte(client.get("/partages").text, "/partages"), "fait": "oui", "duree": "1-jour"}
    lu = re.search(r'<p class="titre">([0-9A-Z-]{17})</p>', client.post("/partages", data=donnees).text)
    assert lu
    assert ouvre().post("/partage", data={"code": lu[1]}).status_code == 200
    return client


def acte(canal: CanalRappel, le: datetime) -> ActeConsentement:
    texte = contenu_reel().consentements[canal.finalite].versions[0]
    return ActeConsentement(canal.finalite, Geste.DONNE, 1, texte.empreinte(canal.finalite, "normal"), "normal", le)


def said() -> Iterator[tuple[str, str]]:
    """Each column the register says is copied, and where; what is in `personnes` is tested with the people."""
    for table, entree in REGISTRE.items():
        for colonne, ou in entree.copie.items():
            champ = ou.split(" ")[0]
            if champ != "non" and not champ.startswith("personnes"):
                yield f"{table}.{colonne}", champ


def missing_of(client: TestClient, tmp_path: Path) -> list[str]:
    """The columns, and where, of what a copy should give and does not."""
    copie = client.get("/mes-donnees/copie.json").json()
    fhir = client.get("/mes-donnees/copie.fhir.json").json()
    fichier = tmp_path / "copie.pdf"
    fichier.write_bytes(client.get("/mes-donnees/copie.pdf").content)
    lu = subprocess.run(["pdftotext", fichier, "-"], capture_output=True, text=True, check=True).stdout
    papier, manque = squeeze(lu), []
    for colonne, ou in said():
        champ, _, sous = ou.partition(".")
        valeurs = [(cle, v) for cle, v in leaves(copie[champ], champ) if cle.startswith(ou) and v not in {None, ""}]
        manque += [f"JSON {colonne}"] * (not valeurs)
        for cle, valeur in valeurs:
            manque += [f"FHIR {colonne} {valeur}"] * (in_fhir(cle, valeur) not in part_of(fhir, champ))
            manque += [f"PDF {colonne} {mot}" for mot in words(cle, valeur) if squeeze(mot) not in papier]
        assert sous or champ in {"gestes", "accords", "rappels", "compte_en"}, ou
    # `gestes` ends with the taking away itself, which the sheet says too.
    return sorted(set(manque))


def part_of(fhir: Any, champ: str) -> str:
    """The resources of the bundle that carry one section of the copy."""
    nom = "statistiques" if champ == "compte_en" else champ
    gardees = [
        entree["resource"]
        for entree in fhir["entry"]
        if entree["resource"].get("questionnaire") == f"urn:mon-budget-sante:{nom}"
        or (champ == "accords" and entree["resource"]["resourceType"] == "Consent")
    ]
    return json.dumps(gardees, ensure_ascii=False)


def leaves(valeur: Any, cle: str) -> Iterator[tuple[str, Any]]:
    """Every value with its path, lists being walked through."""
    if isinstance(valeur, dict):
        for nom, sous in valeur.items():
            # The address of a device is told as what it is, everywhere but in the JSON.
            un_appareil = nom == "adresse" and valeur.get("canal") == "push"
            yield from leaves(APPAREIL if un_appareil else sous, f"{cle}.{nom}")
    elif isinstance(valeur, list):
        for sous in valeur:
            yield from leaves(sous, cle)
    else:
        yield cle, valeur


def in_fhir(cle: str, valeur: Any) -> str:
    """How a value is written there; the end of a consent is a word of its rule."""
    if cle == "accords.version_du_texte":
        return f"(version {valeur}, "
    return json.dumps(valeur, ensure_ascii=False).strip('"')


def words(cle: str, valeur: Any) -> Iterator[str]:
    """What the sheet says of a value."""
    mots = {
        "accords.finalite": lambda v: contenu_reel().consentements[v].versions[0].normal.titre,
        "accords.geste": lambda v: f": {GESTES[v]} (",
        "accords.version_du_texte": lambda v: f"(texte {v},",
        "accords.empreinte_du_texte": lambda v: v[:16],
        "accords.lecture": lambda _: "en lecture normale",
        "accords.canal": lambda _: "sur le site",
        "accords.auteur": lambda _: "par la personne",
        "gestes.geste": lambda v: _GESTES[v],
        "rappels.canal": lambda v: "Mon adresse d'agenda" if v == "agenda" else NOMS[v],
        "rappels.prendre_des_nouvelles": lambda v: "une question vous est posée" if v else "aucune question",
        "rappels.heure": lambda v: f"à {v} heures",
        "rappels.mois_entre_deux_rappels": lambda v: f"silence de {v} mois",
        "rappels.deja_dit.quoi": lambda v: titre_de(v.split("/")[1]),
        "rappels.deja_dit.fois": lambda v: f"{v} message" if v else "",
        "partages.personne": lambda _: "Vous",
        "partages.lu": lambda v: f"lu {v} fois",
        "compte_en": date_approchee_en_mots,
    }
    if cle in mots:
        yield mots[cle](valeur)
    elif isinstance(valeur, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", valeur):
        yield jour_en_mots(date.fromisoformat(valeur))
    elif isinstance(valeur, str) and re.match(r"\d{4}-\d\d-\d\dT", valeur):
        yield jour_en_mots(datetime.fromisoformat(valeur).astimezone(ZoneInfo(PARIS)).date())
    else:
        yield from str(valeur).splitlines()


def titre_de(unite: str) -> str:
    catalogue = contenu_reel()
    connue = catalogue.par_id.get(unite) or catalogue.vaccins.par_id[unite]
    return connue.normal.titre


def squeeze(texte: str) -> str:
    """Without the spaces, which paper puts where it likes, nor the signs that typography changes."""
    return re.sub(r"[\s\u00a0\u202f\u00ad]", "", texte).replace("’", "'").casefold()


def test_every_column_said_to_be_copied_is_in_the_three_copies(client: TestClient, tmp_path: Path) -> None:
    assert missing_of(client, tmp_path) == []


def test_a_fact_left_out_of_one_copy_is_seen(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted faults: a sheet without what is beside people, a bundle whose reminders lose their facts."""
    monkeypatch.setattr(mes_donnees, "rubriques_du_carnet", lambda *_: ())
    monkeypatch.setattr(fhir_copie, "items_of", lambda nom, _: [{"linkId": nom}])
    manque = {ligne.rsplit(" ", 1)[0] for ligne in missing_of(client, tmp_path)}
    assert {"PDF adresse_rappel.adresse", "FHIR adresse_rappel.adresse", "FHIR cle_acces.cree_le"} <= manque


def test_bringing_a_copy_back_brings_no_yes_and_no_address(
    client: TestClient, ouvre: Ouvre, service: Application
) -> None:
    brut = client.get("/mes-donnees/copie.json")
    assert {"sentinelle@exemple.fr", PUSH} <= {rappel.get("adresse") for rappel in brut.json()["rappels"]}
    autre = ouvre()
    make(autre)
    fichier = {"fichier": ("x.json", brut.content, "application/json")}
    assert autre.post("/mes-donnees/copie", files=fichier).status_code == 303
    rendue = autre.get("/mes-donnees/copie.json").json()
    assert rendue["personnes"] == brut.json()["personnes"]
    assert (rendue["rappels"], rendue["partages"], rendue["acces"], rendue["compte_en"]) == ([], [], [], None)
    assert [accord["finalite"] for accord in rendue["accords"]] == ["carnet"]
    with Session(service.state.parties.engine) as session:
        assert len(session.exec(select(AdresseRappel)).all()) == len(ADRESSES)
        assert len(session.exec(select(CleAcces)).all()) == 1
