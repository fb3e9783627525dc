"""Why a learner's session could not be prepared, for the trainer who asked for it.

The Hub's own sentences speak to the learner; a trainer is told whose limit it is, and nothing of
anybody's budget or jobs. Codes without a sentence here keep the Hub's own words.
"""

from __future__ import annotations

from babel.support import NullTranslations

from officina_hub.portal.store.prestart_work import NO_LEARNER, NO_TRAINER

PLAIN = NullTranslations()


def refusal_words(t: NullTranslations, code: str, message: str) -> str:
    """The sentence for this code in the reader's language."""
    return _sentences(t).get(code, message)


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
