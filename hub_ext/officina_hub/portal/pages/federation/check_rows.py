"""What was found of each factory by the common service standard, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from babel.support import NullTranslations

from officina_hub.federation.checking.report import ITEMS, Answered
from officina_hub.portal.pages.states import Chip
from officina_hub.portal.store.federation_checks import KeptCheck

STATES: Final = {
    "met": ("fa-circle-check", "state-graded"),
    "missed": ("fa-triangle-exclamation", "state-problem"),
    "open": ("fa-circle-question", ""),
}


class Seen(NamedTuple):
    """One item at one factory; ``found`` and ``todo`` stand there where it is not met."""

    chip: Chip
    found: str
    todo: str


class CheckRow(NamedTuple):
    """One item at every factory; None where it was not looked at."""

    label: str
    cells: tuple[Seen | None, ...]


def check_rows(t: NullTranslations, checks: Sequence[KeptCheck | None]) -> list[CheckRow]:
    """In the order of the standard; none where no factory was looked at."""
    if not any(checks):
        return []
    labels = _labels(t)
    return [CheckRow(labels[item], tuple(_seen(t, item, one) for one in checks)) for item in ITEMS]


def _seen(t: NullTranslations, item: str, kept: KeptCheck | None) -> Seen | None:
    items = kept.report.items if kept and kept.report else ()
    found = next((one for one in items if one.id == item), None)
    return _told(t, found) if found else None


def _told(t: NullTranslations, item: Answered) -> Seen:
    words = {
        "met": t.gettext("met"),
        "missed": t.gettext("missed"),
        "open": t.gettext("not looked at"),
    }
    chip = Chip(words[item.state], *STATES[item.state])
    return Seen(chip, *(("", "") if item.state == "met" else (item.found, item.todo)))


def _labels(t: NullTranslations) -> dict[str, str]:
    return {
        "tls": t.gettext("Reached by https, with a certificate that holds"),
        "profile": t.gettext("Its profile has all facts"),
        "signed": t.gettext("Signed under the root that is trusted"),
        "fresh": t.gettext("Its signatures have not ended"),
        "feed": t.gettext("Its feed can be read"),
        "catalogue": t.gettext("Its catalogue can be had in DCAT-AP"),
        "sitemap": t.gettext("A sitemap lists its courses"),
        "bioschemas": t.gettext("Pages of courses have what Bioschemas asks for"),
        "oai-pmh": t.gettext("It answers OAI-PMH"),
        "accessible": t.gettext("Its pages have what accessibility needs first"),
        "quick": t.gettext("It answers within a second"),
    }
