"""Feedback and checks tell the course's own texts in the language that a learner takes it in."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from check_samples import CHECKED, ask_check, see_check
from grader_hand import claim, hand_in
from lesson_samples import publish_lessons
from page_house import PageHouse, soup, text_of

from officina_courses.grading.feedback import Page, render
from officina_courses.marks import CellMark, NotebookMark, TaskName
from officina_courses.translations.texts import source_hash
from officina_courses.translations.words import Words
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.courses import published

TEXT = "## Count\n\nHow many cups?"
HINT = "Think of the empty list."
TASK = "The mean of your numbers"  # as the sample grade has it
WORDS = Words(
    language="de",
    cells={source_hash(TEXT): "<p>Wie viele Tassen?</p>"},
    headings={TASK: "Der Mittelwert Ihrer Zahlen"},
    hints={HINT: "Denken Sie an die leere Liste."},
    messages={"{1} cups are not 3.": "3 Tassen sind es, nicht {1}."},
)
SAID = "7 cups are not 3."


def feedback() -> str:
    error = {"output_type": "error", "ename": "AssertionError", "evalue": SAID, "traceback": [SAID]}
    test = {"nbgrader": {"grade_id": "test_mean"}}
    own = {"nbgrader": {"grade_id": "essay", "solution": True}}
    cells = [
        {"cell_type": "markdown", "source": TEXT, "metadata": {}},
        {"cell_type": "code", "source": "x", "metadata": test, "outputs": [error]},
        {"cell_type": "markdown", "source": "My own words.", "metadata": own},
    ]
    task = TaskName(heading=TASK)
    mark = CellMark(grade_id="test_mean", task=task, score=0.0, max_score=10.0, mode="examined")
    marks = NotebookMark(name="notebook", state="graded", score=0, max_score=10, cells=(mark,))
    hints = {"test_mean": (HINT,)}
    return render(Page("leaf", "ada", None, False, marks, {}, {"cells": cells}, hints))


@pytest.fixture
async def tea(empty_house: PageHouse) -> PageHouse:
    """A course with the words of one notebook in German; ada takes it in German, bob does not."""
    portal = empty_house.portal
    publish_lessons(portal)
    blob = portal.blobs.put_bytes(WORDS.model_dump_json().encode())
    with portal.database.writing() as session:
        release = published(session, "tea").release_id
        for name in ("notebook", "leaf"):
            path = f"@de/leaf/{name}.words.json"
            known = {"kind": "student", "sha256": blob.sha256, "size": blob.size}
            session.add(t.ReleaseFile(release_id=release, path=path, **known))
    assert (await claim(empty_house))["kind"] == "prepare"  # out of the way: it is published
    await empty_house.enrol("ada")
    await empty_house.enrol("bob")
    await empty_house.ask("PUT", "courses/tea/enrolment?language=de", "ada")
    return empty_house


async def graded(house: PageHouse, name: str) -> str:
    work = await house.hand_in(name)
    await house.grade(page=feedback())
    return work


async def test_the_feedback_of_who_chose_german_is_in_german(tea: PageHouse) -> None:
    work = await graded(tea, "ada")
    page = soup(
        await tea.open(f"courses/tea/exercises/leaf/submissions/{work}/feedback/notebook", "ada")
    )
    assert "Der Mittelwert Ihrer Zahlen" in page.select_one("table").get_text()
    address = tea.location_of(page.iframe["src"])
    # The frame's own address, and the one that nbgrader's commands ask, without a language.
    for path in (address, address.partition("?")[0]):
        told = text_of(await tea.open(path, "ada"))
        assert "Wie viele Tassen?" in told
        assert "Denken Sie an die leere Liste." in told
        assert "3 Tassen sind es, nicht 7." in told
        assert "Der Mittelwert Ihrer Zahlen" in told
        assert "My own words." in told
        assert TASK not in told
    english = text_of(await tea.open(f"{address.partition('?')[0]}?language=en", "ada"))
    assert "How many cups?" in english
    assert "Tassen" not in english


async def test_who_chose_none_reads_the_courses_own_words(tea: PageHouse) -> None:
    work = await graded(tea, "bob")
    page = text_of(await tea.open(f"api/submissions/{work}/feedback/notebook.html", "bob"))
    assert HINT in page
    assert "Tassen" not in page


async def test_a_check_is_told_in_the_chosen_language(tea: PageHouse) -> None:
    checked: Any = copy.deepcopy(CHECKED)
    [notebook] = checked["notebooks"]
    notebook["tasks"][1]["task"] = {"heading": TASK, "number": 1, "count": 1}
    notebook["cells"][0]["error"] = f"AssertionError: {SAID}"
    begun = (await ask_check(tea)).json
    assert await hand_in(tea, await claim(tea), check=checked) == 204
    [notebook] = (await see_check(tea, begun["id"])).json["result"]["notebooks"]
    task = notebook["tasks"][1]
    assert task["task"]["heading"] == "Der Mittelwert Ihrer Zahlen"
    assert task["hints"] == ["Denken Sie an die leere Liste."]
    assert task["expected"] == "4"
    assert notebook["cells"][0]["error"] == "AssertionError: 3 Tassen sind es, nicht 7."
    await tea.ask("PUT", "courses/tea/enrolment?language=en", "ada")
    [notebook] = (await see_check(tea, begun["id"])).json["result"]["notebooks"]
    assert notebook["tasks"][1]["hints"] == [HINT]
    assert notebook["cells"][0]["error"].endswith(SAID)
