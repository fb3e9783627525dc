"""Why sessions could not be prepared, for the trainer who asked for them.

The Hub's own sentences speak to the learner; a trainer is told whose limit it is, and nothing of
anybody's budget or jobs. Codes without a sentence here keep the Hub's own words.
"""

from __future__ import annotations

from babel.support import NullTranslations

from officina_hub.portal.store.prestart_order import PAST, TOO_LATE
from officina_hub.portal.store.prestart_work import NO_LEARNER, NO_TRAINER
from officina_hub.portal.store.prestarts import OTHER, TAKEN_BACK

PLAIN = NullTranslations()


def refusal_words(t: NullTranslations, code: str, message: str) -> str:
    """The sentence for this code in the reader's language."""
    return _sentences(t).get(code, message)


def order_words(t: NullTranslations, code: str) -> str:
    """Why the whole order was refused, as the form says it; empty for what the form cannot send."""
    return {
        PAST: t.gettext(
            "The start has passed, so nothing was prepared: it would have begun at once. Choose a "
            "time to come, or leave the start empty to begin now."
        ),
        TOO_LATE: t.gettext(
            "The start is more than 60 days away, so nothing was prepared. Choose a nearer time."
        ),
        OTHER: t.gettext(
            "This form was sent before with other values, and that plan goes on as it is. Cancel "
            "it above if these are to take its place, then press the button again."
        ),
        TAKEN_BACK: t.gettext(
            "This form was sent before, and what it had prepared was cancelled, so nothing was "
            "prepared now. Press the button again to prepare it anew."
        ),
    }.get(code, "")


def _sentences(t: NullTranslations) -> dict[str, str]:
    return {
        "account-refused": t.gettext(
            "They may not use this account. Choose another one, or each learner's own."
        ),
        "budget": t.gettext(
            "Their account has too few GPU-hours left. Choose less time, or another account."
        ),
        "closed": t.gettext("None of their accounts on the cluster may be used for this kind."),
        "no-account": t.gettext(
            "They have no account on the cluster. The operator can give them one."
        ),
        "time-limit": t.gettext("It is longer than the partition allows. Choose less time."),
        "too-many": t.gettext("They have as many sessions of this kind as one person may have."),
        "unknown-user": t.gettext("They have never logged in here, so nobody can start for them."),
        NO_LEARNER: t.gettext("They were no learner of the course any more when it was time."),
        NO_TRAINER: t.gettext(
            "Whoever planned it was no trainer of the course any more when it was time."
        ),
        "hub-refused": t.gettext("The Hub refused to start it. The operator finds why in its log."),
    }
