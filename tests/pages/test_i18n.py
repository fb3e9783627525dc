"""Every text in every language: none missing, placeholders kept, the right language chosen."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from page_house import PageHouse, soup, text_of

from officina_hub.portal.errors import Forbidden
from officina_hub.portal.i18n import LANGUAGES, negotiate, translations
from officina_hub.portal.i18n.catalog import FOLDER
from officina_hub.portal.i18n.update import TEMPLATE, extract
from officina_hub.portal.pages.curate.base import NOT_A_CURATOR
from officina_hub.portal.pages.operate import NOT_AN_OPERATOR
from officina_hub.portal.pages.problems import explain
from officina_hub.portal.web import NO_XSRF, NOT_SO

FOREIGN = sorted(set(LANGUAGES) - {"en"})
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


def catalogue(name: str) -> Catalog:
    with (FOLDER / name).open("rb") as source:
        return read_po(source)


def ids(texts: Catalog) -> set[str | tuple[str, ...]]:
    return {_hashable(message.id) for message in texts if message.id}


def _hashable(identifier: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return identifier if isinstance(identifier, str) else tuple(identifier)


@pytest.mark.parametrize("name", [TEMPLATE, *(f"{language}.po" for language in FOREIGN)])
def test_the_catalogues_have_exactly_the_texts_of_the_pages(name: str) -> None:
    assert ids(catalogue(name)) == ids(extract()), "run python -m officina_hub.portal.i18n.update"


@pytest.mark.parametrize("language", FOREIGN)
def test_every_text_is_translated_with_its_placeholders(language: str) -> None:
    texts = catalogue(f"{language}.po")
    for message in texts:
        if not message.id:
            continue
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        found = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(found), message.id
        assert not message.fuzzy
        if not isinstance(message.id, str):
            assert len(found) == texts.num_plurals
        wanted = set(PLACEHOLDER.findall(originals[-1]))
        for text in found:
            assert set(PLACEHOLDER.findall(text)) <= wanted
        assert set(PLACEHOLDER.findall(found[-1])) == wanted


@pytest.mark.parametrize(
    ("chosen", "header", "expected"),
    [
        (None, "", "en"),
        (None, "de-AT,de;q=0.9,en;q=0.5", "de"),
        (None, "fr, fi;q=0.4, en;q=0.2", "fi"),
        (None, "en;q=0.1, fi;q=0.9", "fi"),
        (None, "xx-!!, *;q=oops", "en"),
        ("fi", "de", "fi"),
        ("tlh", "de", "de"),
    ],
)
def test_the_readers_choice_comes_first_then_the_browsers(
    chosen: str | None, header: str, expected: str
) -> None:
    assert negotiate(chosen, header) == expected


def test_plurals_follow_the_language() -> None:
    german = translations("de")
    assert german.ngettext("%(count)s exercise", "%(count)s exercises", 1) == "%(count)s Übung"
    assert german.ngettext("%(count)s exercise", "%(count)s exercises", 2) == "%(count)s Übungen"


@pytest.mark.parametrize(("language", "word"), [("de", "Kurse"), ("fi", "Kurssit")])
async def test_a_page_speaks_the_readers_language(
    house: PageHouse, language: str, word: str
) -> None:
    answer = await house.open("courses", "ada", headers={"Accept-Language": language})
    page = soup(answer)
    assert page.html["lang"] == language
    assert page.h1.get_text() == word
    # The course itself stays in its own language, and says so.
    assert page.select_one(".tile h2")["lang"] == "en"


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("path", ["", "courses", "courses/tea/mine", "launch", "help"])
async def test_no_english_is_left_on_a_translated_page(
    house: PageHouse, language: str, path: str
) -> None:
    text = text_of(await house.open(path, "ada", headers={"Accept-Language": language}))
    for leftover in (" the ", " your ", " and ", "Search", "Deadline"):
        assert leftover not in text


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/services/officina//evil", "/hub/logout"]
)
async def test_the_choice_never_leads_to_another_site(house: PageHouse, target: str) -> None:
    answer = await house.open("language", form={"language": "de", "next": target})
    assert answer.headers["Location"] == "/services/officina/"
    assert "officina-language=de" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "refusal", [NOT_A_CURATOR, NOT_AN_OPERATOR, NOT_SO, NO_XSRF], ids=lambda said: said.text[:20]
)
@pytest.mark.parametrize("language", ["de", "fi"])
def test_who_may_not_is_told_in_the_readers_language(refusal, language):
    told = explain(translations(language), Forbidden("no", refusal.with_values(name="lea")), "x")
    assert told.happened != str(refusal.with_values(name="lea"))
    assert "%(" not in told.happened
