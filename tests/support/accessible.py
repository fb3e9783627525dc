"""What axe-core finds wrong with a part of a page, by the rules of WCAG 2.2 AA."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Page, place: str) -> list[str]:
    """Each with what would mend it."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=place, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['failureSummary']}" for one in found]
