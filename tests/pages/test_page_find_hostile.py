"""HTML and script in every text of every kind of record: text on the page, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from find_samples import id_of, load
from finder_samples import KeptCatalogue, filed
from hostile_records import KINDS, MARK, SCRIPT, hostile
from page_house import PageHouse, soup

from officina_widgets import find_courses, find_datasets, find_services
from officina_widgets.catalogue.records import Record

FINDERS = {
    "dataset": find_datasets,
    "series": find_datasets,
    "data_service": find_datasets,
    "service": find_services,
    "training": find_courses,
    "organisation": find_services,
}


def texts_in(value: Any) -> list[str]:
    """All strings of a JSON document, however deep."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts_in(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts_in(each)]
    return [value] if isinstance(value, str) else []


def check_harmless(page: Any) -> None:
    assert not page.select("[onerror], [onload], img[src=x], b.evil, iframe")
    for element in page.select("[href], [src], [action]"):
        for name in ("href", "src", "action"):
            address = str(element.get(name, "")).strip().lower()
            assert not address.startswith(("javascript:", "data:text", "vbscript:")), element


@pytest.mark.parametrize("kind", KINDS)
async def test_on_its_page_and_in_the_list_it_is_text(house: PageHouse, kind: str) -> None:
    record = hostile(kind)
    await load(house, [record])
    for path in (f"find/{id_of(record)}", f"find?q={MARK}"):
        answer = await house.open(path, "ada")
        assert answer.status == 200
        page = soup(answer)
        check_harmless(page)
        scripts = [script for script in page.select("script") if MARK in str(script)]
        assert all(script["type"] == "application/ld+json" for script in scripts)
        assert SCRIPT in page.get_text()


@pytest.mark.parametrize("kind", KINDS)
async def test_in_the_data_block_of_its_page_it_ends_nothing(house: PageHouse, kind: str) -> None:
    record = hostile(kind)
    await load(house, [record])
    answer = await house.open(f"find/{id_of(record)}", "ada")
    (block,) = re.findall(
        rb'<script type="application/ld\+json">(.*?)</script>', answer.content, re.DOTALL
    )
    assert not re.search(rb"[<>&]", block)
    assert any(SCRIPT in text for text in texts_in(json.loads(block)))


@pytest.mark.parametrize("kind", KINDS)
async def test_by_rest_it_comes_as_json_that_no_browser_takes_for_a_page(
    house: PageHouse, kind: str
) -> None:
    record = hostile(kind)
    await load(house, [record])
    answer = await house.ask("GET", f"catalogue/records/{id_of(record)}", "ada")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert any(SCRIPT in text for text in texts_in(answer.json))


@pytest.mark.parametrize("kind", KINDS)
def test_in_an_exported_page_and_in_a_mimebundle_it_is_text(tmp_path: Path, kind: str) -> None:
    record: Record = hostile(kind)
    finder = FINDERS[kind](catalogue=KeptCatalogue(filed(record)))
    path = tmp_path / "page.html"
    assert finder.export_html(path) == 1
    text = path.read_text(encoding="utf-8")
    assert text.count("<script") == 2
    bundle = finder._repr_mimebundle_()
    shown = bundle[0] if isinstance(bundle, tuple) else bundle
    from bs4 import BeautifulSoup

    for html in (text, str(shown["text/html"])):
        check_harmless(BeautifulSoup(html, "html.parser"))
