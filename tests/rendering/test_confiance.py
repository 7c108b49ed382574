"""The pages of trust, for every unit and family: whole, light, easy to read; readings, cases and changes in words."""

from dataclasses import replace
from datetime import date
from html import escape
from types import SimpleNamespace
from typing import Any

import pytest

from app.content.cas import Bancs
from app.content.loader import load_catalogue
from app.domain import falc
from app.domain.avis import Avis
from app.domain.cas import Attente, Cas, CasIllisible, EtatDesCas, play
from app.domain.catalogue import Catalogue
from app.domain.fiches import Lecture
from app.rendering.avis import page_avis
from app.rendering.changements import DemandeChangements, page_changements
from app.rendering.familles import FAMILLES
from app.rendering.formats import typographie
from app.rendering.gabarits import Mode
from app.rendering.page import Page
from app.rendering.validation import Confiance, page_famille, page_unite, page_validation
from app.rendering.validation_annexes import ANNEXES, annexes
from tests.factories import AUJOURDHUI, contenu_fiche, contenu_reel, make_profil, write_contenu, yaml_text
from tests.rendering.conftest import phrases_falc, visible
from tests.tables import each

PREMIER_VOL = 14_600
PERIME = date(2029, 1, 1)
IDS = sorted(contenu_reel().par_id)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real content as if nobody had read it yet."""
    reel = contenu_reel()
    fiches = tuple(fiche.model_copy(update={"relu_par": ()}) for fiche in reel.fiches)
    return replace(reel, fiches=fiches, par_id={fiche.id: fiche for fiche in fiches}, relectures={})


@pytest.fixture(scope="module")
def cas() -> EtatDesCas:
    """Every case of the real content, played, as if no institution had written any."""
    return Bancs(contenu_reel()).etat()._replace(institutions=(), illisibles=())


def su(catalogue: Catalogue, cas: EtatDesCas, au: date = AUJOURDHUI, avis: Any = None) -> Confiance:
    return Confiance(catalogue, cas, {} if avis is None else avis, au)


def fautes_falc(contenu: Page) -> list[str]:
    phrases = phrases_falc(contenu.texte)
    assert phrases
    assert len(phrases) <= 25
    return [str(f) for p in phrases if not p.startswith("Page ") for f in falc._phrase(falc._Phrase("page", p))]


@each("id_", IDS)
def test_chaque_conseil_dit_comment_il_est_verifie(catalogue: Catalogue, cas: EtatDesCas, id_: str) -> None:
    fiche = catalogue.par_id[id_]
    normale = page_unite(su(catalogue, cas), fiche, Mode.NORMAL)
    assert len(normale.gzip()) < PREMIER_VOL
    texte = visible(normale.texte)
    assert "Pas encore relu : aucun professionnel de santé, aucune association." in texte
    assert all(visible(source.titre) in texte for source in fiche.sources)
    assert f"{len(cas.par_conseil[id_])} cas, tous verts." in texte
    assert fiche.doute is None or visible(fiche.doute) in texte
    for au in (AUJOURDHUI, PERIME):
        assert fautes_falc(page_unite(su(catalogue, cas, au), fiche, Mode.FALC)) == []


@pytest.mark.parametrize("famille", FAMILLES)
def test_chaque_famille_tient_dans_le_premier_vol(catalogue: Catalogue, cas: EtatDesCas, famille: str) -> None:
    attendus = {f.id for f in catalogue.fiches if f.famille == famille}
    normale = page_famille(su(catalogue, cas), famille, Mode.NORMAL)
    assert normale is not None
    assert len(normale.gzip()) < PREMIER_VOL
    assert {id_ for id_ in attendus if f'/validation/{id_}"' in normale.texte} == attendus
    vus: set[str] = set()
    for numero in range(1, 9):
        simple = page_famille(su(catalogue, cas), famille, Mode.FALC, numero)
        assert simple is not None
        assert fautes_falc(simple) == []
        vus |= {id_ for id_ in attendus if f'/validation/{id_}"' in simple.texte}
    assert vus == attendus


@pytest.mark.parametrize("sujet", ANNEXES)
def test_ce_qui_est_a_cote_des_conseils_est_verifie_aussi(catalogue: Catalogue, cas: EtatDesCas, sujet: str) -> None:
    pages = toutes_les_pages(su(catalogue, cas), sujet, Mode.NORMAL)
    assert max(len(contenu.gzip()) for contenu in pages) < PREMIER_VOL
    brut = "".join(contenu.texte for contenu in pages).replace("&amp;", "&")
    texte = visible(brut)
    for unite in annexes(catalogue, sujet):
        assert all(str(source.url) in brut for source in unite.sources)
        assert visible(escape(unite.titre[1:], quote=False)) in texte
        assert unite.unite.doute is None or visible(escape(unite.unite.doute, quote=False)) in texte
    assert texte.count("Pas encore relu.") == len(annexes(catalogue, sujet))
    tard = toutes_les_pages(su(catalogue, cas, PERIME), sujet, Mode.NORMAL)
    assert all("Sûr." not in visible(contenu.texte) for contenu in tard)
    for simple in toutes_les_pages(su(catalogue, cas), sujet, Mode.FALC):
        assert len(simple.gzip()) < PREMIER_VOL
        assert fautes_falc(simple) == []


def toutes_les_pages(confiance: Confiance, sujet: str, mode: Mode) -> list[Page]:
    """Every page of a subject, each reached by the link of the one before."""
    pages: list[Page] = []
    while not pages or f"sujet={sujet}&amp;page={len(pages) + 1}" in pages[-1].texte:
        contenu = page_famille(confiance, sujet, mode, len(pages) + 1)
        assert contenu is not None
        pages.append(contenu)
    return pages


@pytest.mark.parametrize("sujet", ["vaccins", "soins", "chiffres"])
def test_une_longue_liste_se_lit_partie_par_partie(catalogue: Catalogue, cas: EtatDesCas, sujet: str) -> None:
    """Each part is one touch from the first page, and a page never mixes two parts."""
    pages = toutes_les_pages(su(catalogue, cas), sujet, Mode.NORMAL)
    parties = {texte.groupe for texte in annexes(catalogue, sujet)}
    sommaire = pages[0].texte.partition("</details>")[0]
    assert len(parties) > 3
    assert sommaire.count(f'href="/validation?sujet={sujet}&amp;page=') == len(parties)
    for contenu in pages:
        ici = visible(contenu.texte)
        assert sum(f"{visible(typographie(partie))}, page" in ici for partie in parties) == 1


def test_une_famille_inconnue_n_a_pas_de_page(catalogue: Catalogue, cas: EtatDesCas) -> None:
    assert page_famille(su(catalogue, cas), "chirurgie", Mode.NORMAL) is None


@pytest.mark.parametrize("au", [AUJOURDHUI, PERIME])
def test_le_resume_compte_juste(catalogue: Catalogue, cas: EtatDesCas, au: date) -> None:
    for mode in Mode:
        assert len(page_validation(su(catalogue, cas, au), mode).gzip()) < PREMIER_VOL
    assert fautes_falc(page_validation(su(catalogue, cas, au), Mode.FALC)) == []
    texte = visible(page_validation(su(catalogue, cas, au), Mode.NORMAL).texte)
    sures = sum(f.certitude_le(au) == "sure" for f in catalogue.fiches)
    assert f"Personne n'a encore relu ces {len(catalogue.fiches)} conseils" in texte
    assert f"Sûrs aujourd'hui {sures} À vérifier {len(catalogue.fiches) - sures}" in texte
    assert "Date de révision dépassée " + ("0" if au == AUJOURDHUI else str(len(catalogue.fiches))) in texte
    assert "Aucune institution n'a encore écrit de cas." in texte


def relu(catalogue: Catalogue, id_: str, *, valide: bool) -> Catalogue:
    """The same content with one trial reading."""
    empreinte = catalogue.empreintes[id_] if valide else "0" * 64
    lecture = Lecture(nom="Essai", role="essai", organisation="Essai", le=AUJOURDHUI, empreinte=empreinte)
    fiche = catalogue.par_id[id_].model_copy(update={"relu_par": (lecture,) if valide else ()})
    fiches = tuple(fiche if f.id == id_ else f for f in catalogue.fiches)
    return replace(catalogue, fiches=fiches, par_id={**catalogue.par_id, id_: fiche}, relectures={id_: (lecture,)})


def test_une_relecture_se_voit_puis_tombe(catalogue: Catalogue, cas: EtatDesCas) -> None:
    valide, perimee = (relu(catalogue, "tabac-arret", valide=oui) for oui in (True, False))
    for contenu, attendu, famille, resume in (
        (valide, "Essai, essai, Essai, le 22 novembre 2026.", "Relu par 1 personne", "Relus dans leur texte actuel 1"),
        (perimee, "relu avant une modification, à relire", "Relu avant une modification, à relire", "actuel 0"),
    ):
        fiche = contenu.par_id["tabac-arret"]
        assert attendu in visible(page_unite(su(contenu, cas), fiche, Mode.NORMAL).texte)
        liste = page_famille(su(contenu, cas), "addictions", Mode.NORMAL)
        assert liste is not None
        assert famille in visible(liste.texte)
        assert resume in visible(page_validation(su(contenu, cas), Mode.NORMAL).texte)
        for simple in (page_unite(su(contenu, cas), fiche, Mode.FALC), page_validation(su(contenu, cas), Mode.FALC)):
            assert fautes_falc(simple) == []


def test_les_cas_d_une_institution_sont_verts_ou_rouges_et_signes(catalogue: Catalogue, cas: EtatDesCas) -> None:
    def ecrit(verdict: str) -> Any:
        attente = Attente("depistage-cancer-sein", frozenset({verdict}))
        profil = make_profil("1972-05-14", "F")
        return play(Cas("Femme de 54 ans", AUJOURDHUI, profil, (attente,), "Essai", "Org", AUJOURDHUI), catalogue)

    vide = visible(page_validation(su(catalogue, cas), Mode.NORMAL).texte)
    assert "Rouge" not in vide
    etat = cas._replace(
        institutions=(ecrit("A_FAIRE"), ecrit("A_JOUR")), illisibles=(CasIllisible("x.yaml", "ligne 3 : mal formé"),)
    )
    texte = visible(page_validation(su(catalogue, etat), Mode.NORMAL).texte)
    assert "1 vert, 2 rouges." in texte
    assert "Vert Femme de 54 ans Essai, Org, le 22 novembre 2026" in texte
    assert "attendu A_JOUR, trouvé A_FAIRE" in texte
    assert "Rouge x.yaml ligne 3 : mal formé" in texte
    fiche = catalogue.par_id["depistage-cancer-sein"]
    assert "Vert Femme de 54 ans" in visible(page_unite(su(catalogue, etat), fiche, Mode.NORMAL).texte)


def test_une_installation_sans_cas_le_dit(catalogue: Catalogue) -> None:
    vide = EtatDesCas({}, (), (), presents=False)
    assert "Exemples essayés absents ici" in visible(page_validation(su(catalogue, vide), Mode.NORMAL).texte)
    fiche = catalogue.par_id["tabac-arret"]
    assert "ils ne sont pas installés ici" in visible(page_unite(su(catalogue, vide), fiche, Mode.NORMAL).texte)


@pytest.mark.parametrize("avis", [None, *Avis])
def test_la_page_d_avis_reste_facile(catalogue: Catalogue, avis: Avis | None) -> None:
    fiche = catalogue.par_id["tabac-arret"]
    for recu in (False, True):
        contenu = page_avis(fiche, Mode.FALC, avis, recu=recu)
        phrases = phrases_falc(contenu.texte)
        assert [str(f) for p in phrases for f in falc._phrase(falc._Phrase("avis", p))] == []


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A content where one advice began at 40, now at 50, and where another was reworded."""
    racine = write_contenu(tmp_path_factory.mktemp("contenu"), contenu_fiche(), contenu_fiche("autre", ages=[[20, 90]]))
    textes = {
        "normal": {"avant": "Avant A.", "maintenant": "Après A."},
        "falc": {"avant": ["A."], "maintenant": ["B."]},
    }
    entrees = [
        {"le": AUJOURDHUI, "normal": {"maintenant": "Le site ouvre."}, "falc": {"maintenant": ["Il ouvre."]}},
        {
            "le": date(2027, 1, 1), "conseils": ["conseil"],
            "regle_avant": {"conseil": {"pour_qui": {"ages": [[40, 60]]}}}, **textes,
        },
        {
            "le": date(2027, 2, 1), "conseils": ["autre"],
            "normal": {"maintenant": "Plus clair."}, "falc": {"maintenant": ["Plus clair."]},
        },
    ]  # fmt: skip
    (racine / "changements.yaml").write_text(yaml_text(entrees), "utf-8")
    return load_catalogue(racine)


def lue(change: Catalogue, naissance: str | None, au: date = date(2027, 3, 1), **options: Any) -> str:
    reglages = SimpleNamespace(mode=Mode.NORMAL, tout=False, numero=1, taire=frozenset())
    vars(reglages).update(options)
    demande = DemandeChangements(reglages.numero, reglages.tout)
    contenu = page_changements(change, reglages.mode, au, make_profil(naissance), reglages.taire, demande)
    return visible(contenu.texte.partition("<main")[2].partition("</main>")[0])


def test_sans_reponse_toute_l_histoire_est_montree_la_plus_recente_d_abord(change: Catalogue) -> None:
    texte = lue(change, None)
    assert (
        texte.index("Plus clair.") < texte.index("Avant Avant A. Maintenant Après A.") < texte.index("Le site ouvre.")
    )
    assert "pour vous" not in texte.partition("Ce qui a changé")[2].partition("Donnez")[0]


def test_ce_qui_n_est_pas_encore_arrive_n_est_pas_annonce(change: Catalogue) -> None:
    assert "Après A." not in lue(change, None, date(2026, 12, 31))
    assert "Après A." in lue(change, None, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [
        ("1982-01-01", "Ce conseil ne vous concerne plus, parce qu'il commence à 50 ans."),
        ("1970-01-01", "Ce conseil est toujours pour vous."),
        ("1960-01-01", "Ce conseil est maintenant pour vous."),
    ],
)
def test_chacun_lit_ce_que_le_changement_lui_fait(change: Catalogue, naissance: str, attendu: str) -> None:
    texte = lue(change, naissance)
    assert "Ce qui a changé pour vous" in texte
    assert attendu in texte
    assert texte.count("Avant A.") == 1


@pytest.mark.parametrize("naissance", ["2000-01-01", "1940-01-01"])
def test_qui_n_est_pas_touche_ne_voit_rien(change: Catalogue, naissance: str) -> None:
    texte = lue(change, naissance)
    assert "Après A." not in texte
    assert ("Plus clair." in texte) is True, "the reworded advice is theirs"
    assert "Après A." in lue(change, naissance, tout=True)
    assert "pour vous" not in lue(change, naissance, tout=True)


def test_une_question_personnelle_ne_se_nomme_pas(tmp_path_factory: pytest.TempPathFactory) -> None:
    racine = write_contenu(
        tmp_path_factory.mktemp("contenu"), contenu_fiche(conditions=[{"fait": "fumeur"}]), contenu_fiche("autre")
    )
    entree = {"le": AUJOURDHUI, "conseils": ["conseil"], "normal": {"maintenant": "C"}, "falc": {"maintenant": ["C."]}}
    (racine / "changements.yaml").write_text(yaml_text([entree]), "utf-8")
    catalogue = load_catalogue(racine)
    assert "Ce changement dépend de vos réponses." in lue(catalogue, "1970-01-01")
    assert "Rien n'a changé." in lue(catalogue, "1970-01-01", taire=frozenset({"fumeur"}))


@pytest.mark.parametrize("naissance", [None, "1982-01-01", "1970-01-01", "1960-01-01", "2000-01-01"])
def test_les_changements_restent_faciles_a_lire(change: Catalogue, naissance: str | None) -> None:
    profil = make_profil(naissance)
    contenu = page_changements(change, Mode.FALC, date(2027, 3, 1), profil, frozenset(), DemandeChangements())
    ecrites = [p for p in phrases_falc(contenu.texte) if p not in {"A.", "B."}]
    assert [str(f) for p in ecrites for f in falc._phrase(falc._Phrase("page", p))] == []
    assert "n'est plus pour vous" in visible(contenu.texte) or naissance != "1982-01-01"


def test_le_vrai_journal_commence_par_l_ouverture(catalogue: Catalogue) -> None:
    assert "Le site ouvre." in lue(catalogue, None, AUJOURDHUI)
    assert "Le site ouvre." in lue(catalogue, "1972-05-14", AUJOURDHUI)
