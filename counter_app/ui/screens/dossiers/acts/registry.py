"""All acts by name: what the page offers is looked up here."""

from counter_app.services.life_offers import Act
from counter_app.ui.screens.dossiers.acts import endings, late, particulars, steps, waiting
from counter_app.ui.screens.dossiers.acts.describing import ActForm

FORMS: dict[Act, ActForm] = {
    **waiting.FORMS,
    **steps.FORMS,
    **late.FORMS,
    **particulars.FORMS,
    **endings.FORMS,
}
