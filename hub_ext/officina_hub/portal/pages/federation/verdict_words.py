"""The verdict on a peer in a few words of the reader's language, with an icon."""

from __future__ import annotations

from babel.support import NullTranslations

from officina_hub.portal.pages.states import Chip

PROBLEM = "state-problem"
ICON = "fa-triangle-exclamation"


def verdict_chip(t: NullTranslations, verdict: str, *, is_signed: bool) -> Chip:
    """How the last harvest found it."""
    if verdict == "fresh":
        label = t.gettext("Signed and up to date") if is_signed else t.gettext("Could be read")
        return Chip(label, "fa-check", "state-graded")
    labels = {
        "": t.gettext("Not harvested yet"),
        "expired": t.gettext("Its signature has ended"),
        "frozen": t.gettext("News is kept back"),
        "rolled-back": t.gettext("Older than before"),
        "replayed": t.gettext("An old state was shown again"),
        "tampered": t.gettext("Not what was signed"),
        "not-for-this-factory": t.gettext("Signed by somebody else"),
        "key-changed-without-root": t.gettext("Unknown key"),
        "too-large": t.gettext("Too large"),
        "too-slow": t.gettext("Too slow"),
    }
    label = labels.get(verdict) or t.gettext("Could not be read")
    return Chip(label, "fa-circle-notch" if not verdict else ICON, PROBLEM if verdict else "")
