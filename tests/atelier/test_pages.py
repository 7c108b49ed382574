"""Links, forms, anchors and FALC sentences of the pages as they are read: one planted fault for each check."""

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.atelier import liens, textes_falc
from app.atelier.navigation import Bloc, Navigateur, PageLue, _Lecteur
from app.main import Application, create_app
from app.settings import Settings
from tests.atelier.test_coherence import petit_catalogue
from tests.factories import contenu_fiche, contenu_reel, make_fiche


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    application = create_app(Settings(var=tmp_path_factory.mktemp("var")), contenu_reel(), date(2026, 11, 22))
    yield application
    application.state.parties.engine.dispose()


def lue(html: str) -> PageLue:
    page = PageLue(200, html)
    _Lecteur(page).feed(html)
    return page


def test_a_page_is_read_as_sentences_headings_and_links() -> None:
    page = lue(
        '<body><p>Dehors.</p><main id="contenu"><h1>Titre</h1><p>Une <b>phrase</b>, appelez le <a href="tel:15">15</a>.'
        '</p><p class="actions"><a href="/falc">Aller<span class="hors-vue"> plus loin</span></a></p>'
        "<ul><li><p>Dans une liste.</p></li></ul><p class=petit>Tu.</p><svg><p>dessin</p></svg>"
        "<form method=post action=/falc/effacer><button>Effacer</button></form></main><p>Après.</p></body>"
    )
    assert page.blocs == [
        Bloc("titre", "Titre"),
        Bloc("lien", "15"),
        Bloc("phrase", "Une phrase, appelez le 15."),
        Bloc("lien", "Aller"),
        Bloc("phrase", "Dans une liste."),
        Bloc("lien", "Effacer"),
    ]
    assert (page.ancres, page.liens) == ({"contenu"}, ["tel:15", "/falc"])
    assert page.formulaires == [("POST", "/falc/effacer")]


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<a href="/nulle-part">x</a>', "le lien /nulle-part ne mène nulle part"),
        ('<a href="/absente">x</a>', "le lien /absente répond 404"),
        ('<a href="/cible#rien">x</a>', "le lien /cible#rien : rien ne s'appelle « rien » sur cette page"),
        ('<b id="la"></b><a href="#ici">x</a>', "le lien #ici : rien ne s'appelle « ici » sur cette page"),
        ('<form method="post" action="/conseils"></form>', "le formulaire POST /conseils n'a pas de route"),
    ],
)
def test_what_leads_nowhere_is_told(app: Application, html: str, message: str) -> None:
    pages = {"/page": lue(html), "/cible": lue('<b id="oui"></b>')}
    perdues = {"/absente": PageLue(404, "")} if "/absente" in html else {}
    constats = [constat.message for constat in liens.liens_morts(app, pages | perdues, [])]
    assert message in constats


def test_what_leads_somewhere_is_right(app: Application) -> None:
    html = '<a href="/cible#oui">x</a><a href="https://ailleurs.fr">y</a><form method="post" action="/effacer"></form>'
    pages = {"/page": lue(html), "/cible": lue('<b id="oui"></b>')}
    assert list(liens.liens_morts(app, pages, [("/autre", lue('<a href="/conseils">x</a>'))])) == []


def test_an_address_written_in_a_template_must_have_a_route(
    app: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(liens.liens_des_gabarits(app)) == []
    (tmp_path / "page.html").write_text(
        '<a href="{{ p }}/conseils/{{ id }}#x">a</a><a href="{{ p }}/conseil/{{ id }}">b</a>', "utf-8"
    )
    monkeypatch.setattr(liens, "DOSSIER", tmp_path)
    assert [str(c) for c in liens.liens_des_gabarits(app)] == [
        "page.html : l'adresse {{ p }}/conseil/{{ id }} n'a pas de route"
    ]


async def _personne(app: Application) -> PageLue:
    navigateur = Navigateur(app)
    envoyee = await navigateur.post("/falc", liens.PERSONNES[0])
    assert envoyee.statut == 303
    return await navigateur.get("/falc/conseils")


def test_a_visitor_keeps_its_answers(app: Application) -> None:
    page = asyncio.run(_personne(app))
    assert "Vous avez 55 ans." in [bloc.texte.replace("\u00a0", " ") for bloc in page.blocs]


PAGE_JUSTE = [
    Bloc("titre", "Vos conseils"),
    Bloc("phrase", "Page 1 sur 3"),
    Bloc("phrase", "Écrivez un SMS."),
    Bloc("phrase", "Un SMS est un message écrit."),
    Bloc("lien", "La page suivante"),
]


def fautes(*blocs: Bloc, adresse: str = "/falc/page") -> list[str]:
    page = PageLue(200, "", blocs=list(blocs))
    return [constat.message[:3].rstrip(",") for constat in textes_falc.textes_des_pages([(adresse, page)])]


def test_a_right_page_is_right() -> None:
    assert fautes(*PAGE_JUSTE) == []


@pytest.mark.parametrize(
    ("bloc", "regle"),
    [
        (Bloc("phrase", "Vous venez le matin avec vos papiers et vous parlez longtemps avec le médecin et eux."), "F1"),
        (Bloc("phrase", "Vous venez. Vous parlez."), "F2"),
        (Bloc("phrase", "Une ligne sans point qui dit beaucoup trop de choses à la fois"), "F18"),
        (Bloc("titre", "Un titre qui dit vraiment beaucoup trop de choses à la fois"), "F18"),
        (Bloc("lien", "Voir la liste (complète)"), "F4"),
        (Bloc("phrase", "La Sécu paie 70 % du prix."), "F5"),
        (Bloc("phrase", "Venez le 4 mai 2026."), "F8"),
        (Bloc("phrase", "Vous recevez un HPV."), "F9"),
        (Bloc("phrase", "Voyez un praticien."), "F11"),
    ],
)
def test_a_fault_of_a_page_is_told_by_its_rule(bloc: Bloc, regle: str) -> None:
    assert regle in fautes(*PAGE_JUSTE, bloc)
    assert fautes(*PAGE_JUSTE, bloc, adresse="/page") == []


def test_a_page_too_long_is_told_and_the_sheet_is_not() -> None:
    longue = [Bloc("phrase", f"Vous prenez le rendez-vous {rang}.") for rang in range(26)]
    assert fautes(*longue) == ["F17"]
    assert fautes(*longue, adresse="/falc/imprimer") == []


def glossaire(tmp_path: Path) -> Path:
    fichier = tmp_path / "glossaire.md"
    fichier.write_text(
        "## La prévention\n\n| Mot | Ce que c'est | En FALC |\n|---|---|---|\n"
        "| conseil | Une règle. | un conseil |\n| franchise | Somme retenue. | une petite somme |\n"
        "## La mécanique\n\n| Mot | Ce que c'est | En FALC |\n|---|---|---|\n| règle | x | y |\n",
        "utf-8",
    )
    return fichier


def test_a_hard_word_is_explained_wherever_it_is_used(tmp_path: Path) -> None:
    mots = [{"mot": "kit", "sens": "Un kit est une boîte."}]
    falc = contenu_fiche()["falc"]
    explique = make_fiche("explique", falc=falc | {"comment": ["Demandez le kit."], "mots": mots})
    muet = make_fiche("muet", falc=falc | {"comment": ["Demandez des kits et payez la franchise."]})
    constats = textes_falc.mots_difficiles(petit_catalogue(explique, muet), glossaire(tmp_path))
    assert [str(constat) for constat in constats] == [
        "recommandations/muet.yaml : falc : F10, « franchise » est à expliquer dans mots",
        "recommandations/muet.yaml : falc : F10, « kit » est à expliquer dans mots",
    ]


def test_the_glossary_gives_the_words_said_otherwise_in_falc(tmp_path: Path) -> None:
    assert textes_falc.mots_du_glossaire(glossaire(tmp_path)) == {"franchise"}


def test_the_content_is_read_by_the_same_rules() -> None:
    falc = contenu_fiche()["falc"] | {"comment": ["Voyez un praticien."]}
    constats = list(textes_falc.textes_du_contenu(petit_catalogue(make_fiche(falc=falc), contacts={})))
    assert [str(constat) for constat in constats] == [
        "recommandations/conseil.yaml : falc comment[0] : F11, écrivez « médecin » au lieu de « praticien »"
    ]
