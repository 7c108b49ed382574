"""Lists the routers of the pages, in the order they are tried."""

from app.routers import (
    pages_accueil,
    pages_annee,
    pages_avis,
    pages_changements,
    pages_conseils,
    pages_couts,
    pages_droits,
    pages_hors_ligne,
    pages_informations,
    pages_proches,
    pages_questions,
    pages_rappels,
    pages_reperes,
    pages_vaccins,
    pages_vaccins_questions,
    pages_validation,
)

PAGES = (
    pages_conseils.router,
    pages_rappels.router,
    pages_questions.router,
    pages_accueil.router,
    pages_informations.router,
    pages_proches.router,
    pages_reperes.router,
    pages_avis.router,
    pages_changements.router,
    pages_validation.router,
    pages_droits.router,
    pages_annee.router,
    pages_hors_ligne.router,
    pages_vaccins_questions.router,
    pages_vaccins.router,
    pages_couts.router,
)
