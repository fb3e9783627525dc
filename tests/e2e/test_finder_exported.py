"""The page that a finder exports, opened from a file with the network off."""

from __future__ import annotations

from pathlib import Path

import pytest
import walk
from accessible import faults
from finder_samples import HOSTILE, KeptCatalogue, dataset, filed
from playwright.sync_api import Browser, Page, expect

from officina_widgets import find_datasets

pytestmark = pytest.mark.e2e
WIDTHS = (320, 768, 1280)


def test_the_page_that_was_exported_searches_two_thousand_records_without_network(
    chromium: Browser, tmp_path: Path
):
    records = [filed(dataset(number), number) for number in range(1, 2000)]
    hostile = filed(dataset(9, title={"en": HOSTILE}, themes=("TRAN",)), 2000)
    path = tmp_path / "datasets.html"
    assert find_datasets(catalogue=KeptCatalogue(*records, hostile)).export_html(path) == 2000
    asked: list[str] = []
    for scheme in ("light", "dark"):
        context = chromium.new_context(offline=True, locale="en-GB", color_scheme=scheme)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: pytest.fail(f"a record ran code: {dialog.message}"))
        page.goto(path.as_uri())
        search_exported(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width
            walk.screenshot(page, f"find-exported-{scheme}-{width}")
        assert faults(page, "html") == []
        context.close()
    assert asked == [path.as_uri()] * 2


def search_exported(page: Page) -> None:
    count = page.locator(".officina-count")
    expect(count).to_have_text("2,000 found")
    page.get_by_role("searchbox").fill("wether")
    expect(count).to_contain_text("Nothing was found")
    page.get_by_role("searchbox").fill("FÓRECAST weath")
    expect(count).to_have_text("1,999 found")
    page.get_by_role("searchbox").fill("Forecast wether 1999")
    instead = "Nothing was found for “Forecast wether 1999”, so this is for “Forecast 1999”."
    expect(count).to_have_text(f"{instead} Left out: wether. 1 found")
    page.get_by_role("searchbox").fill("rot13")
    expect(count).to_have_text("1 found")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".officina-facts")).to_contain_text("Changed")
    assert HOSTILE[:9] in page.locator(".officina-card-title").inner_text()
    page.get_by_role("searchbox").fill("")
    page.get_by_role("checkbox", name="Transport").check()
    expect(count).to_have_text("1 found")


def test_what_is_near_in_meaning_stands_below_a_heading_and_arrows_pass_it(
    chromium: Browser, tmp_path: Path
):
    """An exported page has no such group, so its search is made to tell one, as a portal does."""
    path = tmp_path / "datasets.html"
    records = [filed(dataset(number), number) for number in range(1, 6)]
    find_datasets(catalogue=KeptCatalogue(*records)).export_html(path)
    nothing, page = "others: []", path.read_text("utf-8")
    assert nothing in page
    path.write_text(page.replace(nothing, "others: cards.splice(3)"), "utf-8")
    context = chromium.new_context(offline=True, locale="en-GB")
    shown = context.new_page()
    shown.goto(path.as_uri())
    list_ = shown.locator(".officina-card-title, .officina-others")
    expect(list_).to_have_count(6)
    expect(list_.nth(3)).to_have_text("Near in meaning, in other languages")
    shown.get_by_role("searchbox").focus()
    for _ in range(4):
        shown.keyboard.press("ArrowDown")
    expect(list_.nth(4)).to_be_focused()
    assert faults(shown, "html") == []
    shown.get_by_role("searchbox").fill("1")
    expect(list_).to_have_count(1)
    context.close()
