"""The feedback in its frame: in the reader's language, for every reader, in both modes."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from page_browser import MODES, TAGS, WIDTHS, page_of
from page_house import PageHouse, soup
from playwright.async_api import Browser, expect

from officina_courses.grading.feedback import Page, render
from officina_courses.grading.request import Showing
from officina_courses.marks import CellMark, NotebookMark, TaskName

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOT = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
        "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
    )
).decode()


def cell(
    kind: str, source: str, grade_id: str, outputs: tuple[dict[str, Any], ...] = (), **told: Any
) -> dict[str, Any]:
    metadata: dict[str, Any] = {"nbgrader": {"grade_id": grade_id}}
    if told:
        metadata["officina"] = told
    found = {"cell_type": kind, "source": source, "metadata": metadata}
    return found | ({"outputs": list(outputs)} if kind == "code" else {})


def sample() -> str:
    """A page with everything that can stand on one."""
    many = {"output_type": "stream", "name": "stdout", "text": "a line that is printed\n" * 300}
    plot = {"output_type": "display_data", "data": {"image/png": DOT}, "metadata": {}}
    table = {
        "output_type": "display_data",
        "data": {"text/html": "<table><tr><th></th><th>n</th></tr><tr><th>0</th><td>7</td></tr>"},
        "metadata": {},
    }
    error = {
        "output_type": "error",
        "ename": "AssertionError",
        "evalue": "",
        "traceback": ["Traceback", "\x1b[31mAssertionError\x1b[0m"],
    }
    notebook = {
        "cells": [
            cell("markdown", "# The mean\n\nText with `code` and [a link](https://a.org).", ""),
            cell(
                "code", "def mean(x):\n    return sum(x)", "mean", (many, plot, table), seconds=2.5
            ),
            cell(
                "code",
                "assert mean([1, 2]) == 1.5",
                "test_mean",
                (error,),
                seconds=0.004,
                expected="[1,\n 2,\n 3]",
                got="[1,\n 4,\n 3]",
            ),
            cell("markdown", "My answer.", "essay"),
        ]
    }
    cells = (
        CellMark(
            grade_id="test_mean",
            task=TaskName(heading="The mean of your numbers", number=1, count=2),
            score=0.0,
            max_score=10.0,
            mode="examined",
            note="The test did not pass (AssertionError).",
            error="AssertionError",
        ),
        CellMark(grade_id="essay", score=None, max_score=2.0, needs_manual=True),
    )
    mark = NotebookMark(name="notebook", state="graded", score=0, max_score=12, cells=cells)
    hints = {"test_mean": ("A mean is a sum divided by something.",)}
    comments = {"essay": "A clear answer."}
    return render(
        Page("leaf", "ada", None, True, mark, comments, notebook, hints, Showing(language="en"))
    )


@pytest_asyncio.fixture(loop_scope="module")
async def house(shown_house: PageHouse) -> PageHouse:
    found = await shown_house.with_tea()
    found.work = await found.hand_in("ada")  # type: ignore[attr-defined]
    await found.grade(page=sample())
    return found


def frame_path(house: PageHouse) -> str:
    return f"api/submissions/{house.work}/feedback/notebook.html"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Expected"), ("de", "Erwartet"), ("fi", "Odotettu")]
)
async def test_the_fixed_words_are_in_the_readers_language(
    house: PageHouse, language: str, expected: str
) -> None:
    answer = await house.open(frame_path(house), "ada", headers={"Accept-Language": language})
    page = soup(answer)
    assert page.html["lang"] == language
    assert page.dt.get_text() == expected
    assert page.select_one("section").parent["lang"] == "en"
    assert page.select_one("td span")["lang"] == language
    assert answer.headers["Content-Language"] == language
    assert "sandbox;" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("mode", MODES)
async def test_axe_finds_nothing_inside_the_frame(
    house: PageHouse, browser: Browser, mode: Any
) -> None:
    content = (await house.open(frame_path(house), "ada")).content.decode()
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    async with page_of(browser, house, "ada", color_scheme=mode) as page:
        await page.set_content(content)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 800})
            found = (await Axe().run(page, options=options)).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
            wide = "document.documentElement.scrollWidth > innerWidth"
            assert not await page.evaluate(wide), f"wider than {width}"


async def test_a_long_output_is_unfolded_by_the_keyboard_where_no_script_runs(
    house: PageHouse, browser: Browser
) -> None:
    path = f"courses/tea/exercises/leaf/submissions/{house.work}/feedback/notebook"  # type: ignore[attr-defined]
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + path)
        frame = page.frame_locator("iframe")
        await expect(frame.locator("details pre")).to_be_hidden()
        await frame.locator("summary").focus()
        await page.keyboard.press("Enter")
        await expect(frame.locator("details pre")).to_be_visible()
