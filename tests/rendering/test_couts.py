"""The pages of prices: the sum shown adds up to the cent for every act, in words that stay easy, within one flight."""

import re
from datetime import date
from decimal import Decimal

import pytest

from app.domain import falc
from app.domain.catalogue import Catalogue
from app.domain.decompte_ouvert import Fourchette
from app.domain.suppositions import Supposition
from app.rendering.couts import page_cout
from app.rendering.familles_de_soins import FAMILLES_DE_SOINS
from app.rendering.gabarits import PICTOGRAMMES, Mode
from app.rendering.liste_des_prix import PAR_PAGE_FALC, page_couts
from app.rendering.monnaie import pieces_de
from app.rendering.montants import colonne, colonne_ouverte, euros_falc, phrase, phrase_falc
from app.rendering.mots_prix import SUPPOSITIONS
from app.rendering.vues_couts import SaisiePrix
from tests.factories import AUJOURDHUI, contenu_reel
from tests.rendering.conftest import phrases_falc, visible
from tests.tables import each

ACTES = sorted(contenu_reel().bareme.actes)
PREMIER_VOL = 14_600
PHRASES_PAR_PAGE = 25
S = Supposition
CAS: dict[str, frozenset[Supposition]] = {
    "au départ": frozenset(),
    "sans complémentaire, hors parcours": frozenset({S.SANS_COMPLEMENTAIRE, S.HORS_PARCOURS}),
    "C2S": frozenset({S.C2S}),
    "AME": frozenset({S.AME}),
    "ALD, Alsace": frozenset({S.ALD, S.ALSACE_MOSELLE}),
    "enfant": frozenset({S.ENFANT}),
    "grossesse": frozenset({S.GROSSESSE}),
    "accident du travail": frozenset({S.AT_MP}),
    "tout couvert": frozenset({S.DEPASSEMENT_COUVERT, S.MEDICAMENTS_COUVERTS}),
}
INCONNUE = frozenset({S.INCONNUE})


def ecrite(
    catalogue: Catalogue,
    acte: str,
    mode: Mode = Mode.NORMAL,
    faites: frozenset[Supposition] = frozenset(),
    *,
    prix: str | None = None,
    le: date = AUJOURDHUI,
) -> str:
    saisie = SaisiePrix(le, faites, Decimal(prix) if prix else None)
    contenu, _ = page_cout(catalogue, catalogue.bareme.acte(acte), saisie, mode, AUJOURDHUI)
    assert len(contenu.gzip()) < PREMIER_VOL, acte
    return contenu.texte


def montants(page: str, titre: str) -> list[Decimal]:
    """The amounts printed in one column, as anyone reads them, the last one being the total."""
    bloc = page.partition(f'id="{titre}"')[2].partition("</dl>")[0]
    return [lis(brut) for brut in re.findall(r"<dd>(.*?)</dd>", bloc)]


def lis(brut: str) -> Decimal:
    plat = brut.replace("\u202f", "").replace("\u00a0", "").replace("−", "-").replace("+", "")
    assert re.fullmatch(r"-?\d+,\d\d€", plat), brut
    return Decimal(plat[:-1].replace(",", "."))


@each("acte", ACTES)
def test_la_somme_imprimee_tombe_juste(catalogue: Catalogue, acte: str) -> None:
    prix = "73.37" if catalogue.bareme.actes[acte].prix_constate else None
    for cas, faites in CAS.items():
        page = ecrite(catalogue, acte, faites=faites, prix=prix)
        *lignes, total = montants(page, "somme")
        assert sum(lignes) == total, cas
        *parts, tout = montants(page, "qui")
        assert sum(parts) == tout, cas
        assert total == parts[-1], "« Vous » is what remains"
        assert all(part >= 0 for part in parts), cas


def test_une_ligne_oubliee_serait_vue(catalogue: Catalogue) -> None:
    """The planted bug: the participation left out of the print."""
    page = ecrite(catalogue, "consultation-generaliste")
    trouee = re.sub(r"<div><dt>Participation.*?</div>", "", page, count=1, flags=re.DOTALL)
    assert trouee != page
    *lignes, total = montants(trouee, "somme")
    assert sum(lignes) != total


@each("acte", ACTES)
def test_ce_qu_on_ne_sait_pas_est_une_fourchette_jamais_zero(catalogue: Catalogue, acte: str) -> None:
    constate = catalogue.bareme.actes[acte].prix_constate
    texte = visible(ecrite(catalogue, acte, faites=INCONNUE))
    if constate is not None and constate.min != constate.max:
        assert re.search(r"À la fin, il vous reste (de .* à|.* ou plus)", texte)
        assert "Ici, le prix est libre" in texte
    assert "nan" not in texte.lower().split()
    assert "None" not in texte


def test_le_premier_regard(catalogue: Catalogue) -> None:
    texte = visible(ecrite(catalogue, "consultation-generaliste"))
    assert "Sur place 30 € À la fin, il vous reste 2 €" in texte
    assert "Calcul pour un adulte, avec une complémentaire santé, en passant par le médecin traitant." in texte
    assert "Selon la situation, il reste de 2 € à 21,60 €." in texte
    assert "70 % de 30 €, depuis le 1er janvier 2005" in texte
    assert "retenue sur le remboursement, depuis le 15 mai 2024" in texte
    assert "environ 39,90 € à tous" in texte
    assert "La différence vous est remboursée ensuite." in texte


def test_payer_zero_montre_quand_meme_le_prix_pour_tous(catalogue: Catalogue) -> None:
    texte = visible(ecrite(catalogue, "mon-bilan-prevention"))
    assert "À la fin, il vous reste 0 €" in texte
    assert "Ce soin coûte 30 €. La Sécu paie tout" in texte or "à tous" in texte


def test_un_tarif_d_une_autre_date(catalogue: Catalogue) -> None:
    texte = visible(ecrite(catalogue, "consultation-generaliste", le=date(2024, 12, 21)))
    assert "26,50 €" in texte
    assert "Prix au 21 décembre 2024" in texte
    assert "30,00 €" in visible(ecrite(catalogue, "consultation-generaliste", le=date(2024, 12, 22)))


def test_avant_le_premier_chiffre_la_page_le_dit_et_garde_le_formulaire(catalogue: Catalogue) -> None:
    saisie = SaisiePrix(date(1950, 1, 1), frozenset({S.C2S}), Decimal("25.00"))
    acte = catalogue.bareme.acte("consultation-generaliste")
    contenu, statut = page_cout(catalogue, acte, saisie, Mode.NORMAL, AUJOURDHUI)
    assert statut == 422
    texte = visible(contenu.texte)
    assert "Un chiffre manque pour ce jour" in texte
    assert "Nous ne le devinons pas" in texte
    assert 'name="cas" value="c2s"' in contenu.texte


def test_une_date_future_previent(catalogue: Catalogue) -> None:
    texte = visible(ecrite(catalogue, "seance-kine", le=date(2027, 7, 1)))
    assert "Cette date est dans le futur" in texte
    assert "depuis le 1er juillet 2027" in texte


@each("acte", ACTES)
def test_chaque_doute_et_chaque_source_sont_montres(catalogue: Catalogue, acte: str) -> None:
    texte = visible(ecrite(catalogue, acte))
    unite = catalogue.bareme.actes[acte]
    assert all(visible(source.titre) in texte for source in unite.sources)
    assert unite.doute is None or visible(unite.doute) in texte
    assert all(visible(phrase) in texte for phrase in (*unite.normal.peut_etre_facture, *unite.normal.bon_a_savoir))
    assert "Pas encore relu" in texte


@each("acte", ACTES)
def test_chaque_prix_reste_facile_a_lire(catalogue: Catalogue, acte: str) -> None:
    for faites in (frozenset[Supposition](), frozenset({S.SANS_COMPLEMENTAIRE, S.HORS_PARCOURS}), INCONNUE):
        page = ecrite(catalogue, acte, Mode.FALC, faites)
        phrases = phrases_falc(page)
        assert 4 <= len(phrases) <= PHRASES_PAR_PAGE
        assert [str(p) for texte in phrases for p in falc._phrase(falc._Phrase("page", texte))] == []
        principal = page.partition("<main")[2].partition("</main>")[0]
        assert "%" not in visible(principal).replace(visible(catalogue.bareme.actes[acte].falc.libelle), "")


def test_les_mots_des_suppositions_sont_faciles() -> None:
    assert set(SUPPOSITIONS) == set(Supposition)
    for mots in SUPPOSITIONS.values():
        assert [str(p) for p in falc._titre(falc._Phrase("choix", mots.choix_falc))] == []
        assert [str(p) for p in falc._phrase(falc._Phrase("cas", mots.cas_falc))] == []


def test_les_billets_et_les_pieces_font_la_somme() -> None:
    for centimes in [*range(2_000), 3_137, 88_888, 450_000]:
        montant = Decimal(centimes) / 100
        assert sum(piece.centimes * piece.nombre for piece in pieces_de(montant)) == centimes
        assert all(1 <= piece.dessins <= piece.nombre for piece in pieces_de(montant))
    assert [(p.mot, p.nombre) for p in pieces_de(Decimal("38.88"))] == [
        ("20 €", 1), ("10 €", 1), ("5 €", 1), ("2 €", 1), ("1 €", 1), ("50 c", 1), ("20 c", 1), ("10 c", 1),
        ("5 c", 1), ("2 c", 1), ("1 c", 1),
    ]  # fmt: skip


def test_les_pieces_dessinees_disent_le_montant(catalogue: Catalogue) -> None:
    page = ecrite(catalogue, "consultation-generaliste", Mode.FALC)
    assert re.findall(r"<text[^>]*>(.*?)</text>", page) == ["20 €", "10 €", "2 €"]
    assert "Sur place, vous payez 30 euros ." in visible(page) or "Sur place, vous payez 30 euros." in visible(page)


@pytest.mark.parametrize(
    ("montant", "mots"),
    [("0", "0 euro"), ("1", "1 euro"), ("1.76", "1 euro 76"), ("0.42", "42 centimes"), ("0.01", "1 centime"),
     ("8.50", "8 euros 50"), ("30", "30 euros"), ("4500", "4 500 euros")],
)  # fmt: skip
def test_les_euros_faciles(montant: str, mots: str) -> None:
    assert " ".join(euros_falc(Decimal(montant)).split()) == mots


def test_les_fourchettes_en_mots() -> None:
    def dit(bas: str | None, haut: str | None) -> tuple[str, ...]:
        bouts = Fourchette(Decimal(bas) if bas else None, Decimal(haut) if haut else None)
        return tuple(" ".join(f(bouts).split()) for f in (phrase, phrase_falc, colonne_ouverte))

    assert dit("2", "2") == ("2 €", "2 euros", "2,00 €")
    assert dit("2", "21.6") == ("de 2 € à 21,60 €", "entre 2 euros et 21 euros 60", "de 2,00 € à 21,60 €")
    assert dit("30", None) == ("30 € ou plus", "30 euros ou plus", "30,00 € ou plus")
    assert dit(None, "30") == ("30 € au plus", "30 euros au plus", "30,00 € ou plus")
    assert dit("-19", "-8.4")[2] == "de − 8,40 € à − 19,00 €"
    assert " ".join(colonne(Decimal("1234.5"), signe=True).split()) == "+ 1 234,50 €"


def test_la_liste_commence_par_les_plus_demandes_et_mene_a_tout(catalogue: Catalogue) -> None:
    bareme = catalogue.bareme
    contenu = page_couts(bareme, Mode.NORMAL, AUJOURDHUI)
    assert len(contenu.gzip()) < PREMIER_VOL
    assert contenu.texte.index("/couts/consultation-generaliste") < contenu.texte.index("/couts/seance-kine")
    vus: set[str] = set()
    for famille in FAMILLES_DE_SOINS:
        page = page_couts(bareme, Mode.NORMAL, AUJOURDHUI, famille=famille)
        assert len(page.gzip()) < PREMIER_VOL
        vus |= set(re.findall(r'href="/couts/([a-z0-9-]+)"', page.texte))
    assert vus == set(bareme.actes)


def test_la_liste_falc_va_trois_par_trois_sans_rien_oublier(catalogue: Catalogue) -> None:
    bareme = catalogue.bareme
    vus: set[str] = set()
    toutes = [(famille, numero) for famille in ("", *FAMILLES_DE_SOINS) for numero in range(1, 30)]
    finies: set[str] = set()
    for famille, numero in toutes:
        if famille in finies:
            continue
        texte = page_couts(bareme, Mode.FALC, AUJOURDHUI, famille=famille, numero=numero).texte
        if "La page suivante" not in texte:
            finies.add(famille)
        trouves = re.findall(r'href="/falc/couts/([a-z0-9-]+)"', texte)
        assert len(trouves) <= PAR_PAGE_FALC
        vus |= set(trouves)
        phrases = [phrase for phrase in phrases_falc(texte) if not phrase.startswith("Page ")]
        assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []
    assert finies == {"", *FAMILLES_DE_SOINS}
    assert vus == set(bareme.actes)


@pytest.mark.parametrize("mode", list(Mode))
def test_chercher_avec_ses_mots(catalogue: Catalogue, mode: Mode) -> None:
    for mots, acte in (
        ("prises de sang", "bilan-sanguin"),
        ("LUNETTES", "lunettes-100-sante"),
        ("kine", "seance-kine"),
    ):
        page = page_couts(catalogue.bareme, mode, AUJOURDHUI, q=mots)
        tout = "".join(page_couts(catalogue.bareme, mode, AUJOURDHUI, q=mots, numero=n).texte for n in range(1, 8))
        assert f"/couts/{acte}" in tout
        assert f'value="{mots}"' in page.texte


@pytest.mark.parametrize("mode", list(Mode))
def test_ne_rien_trouver_laisse_une_issue(catalogue: Catalogue, mode: Mode) -> None:
    texte = page_couts(catalogue.bareme, mode, AUJOURDHUI, q="zzzz").texte
    assert "Nous n'avons pas" in visible(texte)
    assert 'href="tel:3646"' in texte
    assert f'href="{mode.prefixe}/couts/consultation-generaliste"' in texte


@pytest.mark.parametrize("mode", list(Mode))
def test_un_nom_inconnu_montre_ce_qui_s_en_approche_et_le_dit(catalogue: Catalogue, mode: Mode) -> None:
    texte = page_couts(catalogue.bareme, mode, AUJOURDHUI, q="osteopate").texte
    assert "Nous n'avons pas" in visible(texte)
    assert f'href="{mode.prefixe}/couts/osteopathe"' in texte
    assert 'href="tel:3646"' in texte


def test_chaque_famille_a_son_nom_et_son_dessin(catalogue: Catalogue) -> None:
    noms = {chemin.stem for chemin in PICTOGRAMMES.glob("*.svg")}
    assert {acte.famille for acte in catalogue.bareme.actes.values()} <= set(FAMILLES_DE_SOINS)
    assert {pictogramme for _, _, pictogramme in FAMILLES_DE_SOINS.values()} <= noms
    for _, nom_falc, _ in FAMILLES_DE_SOINS.values():
        assert [str(p) for p in falc._titre(falc._Phrase("famille", nom_falc))] == []
