"""A near-copy of a course here is told to whoever publishes it, and published all the same."""

from __future__ import annotations

import io
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from portal_house import House
from sqlalchemy import select

from officina_courses.archive import COURSE_LIMITS, tar_folder
from officina_courses.forking import fork_course
from officina_courses.marks import ExerciseBuilt
from officina_courses.model import Origin
from officina_courses.packages import write_package
from officina_courses.scaffold import new_course
from officina_courses.similarity.material import Sketch
from officina_courses.sources.folder import build_course
from officina_hub.portal.db import tables as t
from officina_hub.portal.sketch_keeping import sketch_earlier_releases
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.courses import course_of_release
from officina_hub.portal.store.publishing import publish
from officina_widgets.wire import PrepareResult

NUMBERS = random.Random(7)
WORDS = ["gpu", "loss", "batch", "node", "queue", "mask", "graph", "row"]
PROSE = [" ".join(NUMBERS.choices(WORDS, k=50)) for _ in range(30)]


def made(folder: Path, course_id: str, title: str) -> Path:
    new_course(folder, course_id=course_id, title=title)
    for source in folder.glob("source/**/*.py"):  # the notebook is written by hand
        source.unlink()
    path = next(folder.glob("source/*/*.ipynb"))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [nbformat.v4.new_markdown_cell(text) for text in PROSE]
    nbformat.write(notebook, path)
    return folder


def packed(folder: Path) -> bytes:
    tar = io.BytesIO()
    tar_folder(folder, tar, limits=COURSE_LIMITS)
    return tar.getvalue()


async def advice(house: House, folder: Path, course_id: str) -> list[str]:
    sent = await house.ask("POST", f"courses/{course_id}/releases", "tina", tar=packed(folder))
    assert sent.status == 202, sent.json
    return [one["message"] for one in sent.json["findings"] if one["code"] == "OFF901"]


def learners_get(house: House, course_id: str) -> None:
    """The newest release of a course, as if a grader had prepared it."""
    with house.portal.database.writing() as session:
        newest = select(t.Release).filter_by(course_id=course_id).order_by(t.Release.id.desc())
        release = session.scalars(newest).first()
        built = tuple(
            ExerciseBuilt(id=each.id, max_score=10, has_manual=False, notebooks=(each.id,))
            for each in course_of_release(session, release.id).exercises
        )
        act = Act(user="officina-grader", at=house.clock())
        publish(session, release.id, PrepareResult(exercises=built), act)


@pytest.fixture
async def first(empty_house: House, tmp_path: Path) -> House:
    assert await advice(empty_house, made(tmp_path / "tea", "tea", "All about tea"), "tea") == []
    learners_get(empty_house, "tea")
    return empty_house


async def test_a_copy_is_told_with_its_share_and_a_way_out(first: House, tmp_path: Path):
    told = await advice(first, made(tmp_path / "chai", "chai", "Chai"), "chai")
    assert len(told) == 1
    assert "'All about tea' (tea " in told[0]
    assert "officina course fork" in told[0]
    percent = int(told[0].split("About ")[1].split(" %")[0])
    assert percent > 85


async def test_others_may_write_while_courses_are_compared(
    first: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = first.settings.home / "portal.sqlite"
    share_in, compared = Sketch.share_in, []

    def watched(mine: Sketch, other: Sketch) -> float:
        with closing(sqlite3.connect(file, timeout=0)) as writer:
            writer.execute("BEGIN IMMEDIATE")  # refused where somebody else is writing
            writer.rollback()
        compared.append(other)
        return share_in(mine, other)

    monkeypatch.setattr(Sketch, "share_in", watched)
    made(tmp_path / "chai", "chai", "Chai")
    assert len(await advice(first, tmp_path / "chai", "chai")) == 1
    write_package(tmp_path / "chai", tmp_path / "chai.zip")
    package = (tmp_path / "chai.zip").read_bytes()
    taken = await first.ask("POST", "imports?course_id=leaf", "theo", tar=package)
    assert "OFF901" in {one["code"] for one in taken.json["findings"]}
    assert len(compared) >= 2


def with_lesson(folder: Path, name: str, texts: list[str]) -> None:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_markdown_cell(f"# {name}"),
        *map(nbformat.v4.new_markdown_cell, texts),
    ]
    nbformat.write(notebook, next(folder.glob("source/*")) / f"{name}.ipynb")


async def test_one_notebook_of_a_large_course_is_found_in_another(
    empty_house: House, tmp_path: Path
):
    """It is a twentieth of each, so the courses as a whole are not alike."""
    chance = random.Random(11)
    lesson, *others = (
        [" ".join(f"w{chance.randrange(300)}" for _ in range(60)) for _ in range(12)]
        for _ in range(40)
    )
    large, mine = made(tmp_path / "tea", "tea", "All about tea"), tmp_path / "chai"
    for place, texts in enumerate(others[:19]):
        with_lesson(large, f"more-{place}", texts)
    with_lesson(large, "masks", lesson)
    assert await advice(empty_house, large, "tea") == []
    learners_get(empty_house, "tea")
    new_course(mine, course_id="chai", title="Chai")
    for place, texts in enumerate(others[19:]):
        with_lesson(mine, f"other-{place}", texts)
    with_lesson(mine, "graphs", [*lesson[:11], "and a word of our own"])
    # Both have the notebook that new_course made, too, which is no advice.
    (told,) = await advice(empty_house, mine, "chai")
    assert "of this notebook stands in source/" in told
    assert "masks.ipynb of 'All about tea' (tea 0.1.0)" in told
    percent = int(told.split("About ")[1].split(" %")[0])
    assert percent > 75


async def test_two_new_courses_that_were_little_edited_are_no_copies(
    empty_house: House, tmp_path: Path
):
    for name in ("tea", "chai"):
        new_course(tmp_path / name, course_id=name, title=name)
        (source,) = (tmp_path / name).glob("source/*/*.py")
        source.write_text(source.read_text().replace("A bakery", f"Our shop for {name}"))
        build_course(tmp_path / name)
    assert await advice(empty_house, tmp_path / "tea", "tea") == []
    learners_get(empty_house, "tea")
    assert await advice(empty_house, tmp_path / "chai", "chai") == []


async def test_what_somebody_took_in_and_has_not_published_is_told_to_nobody_else(
    empty_house: House, tmp_path: Path
):
    write_package(made(tmp_path / "plan", "secret-plan", "What we bid"), tmp_path / "plan.zip")
    package = (tmp_path / "plan.zip").read_bytes()
    taken = await empty_house.ask("POST", "imports", "theo", tar=package)
    assert taken.status == 202, taken.json
    assert await advice(empty_house, made(tmp_path / "tea", "tea", "All about tea"), "tea") == []
    # Nor is what a trainer's own course is like before learners have it.
    assert await advice(empty_house, made(tmp_path / "chai", "chai", "Chai"), "chai") == []


async def test_a_fork_that_says_so_and_a_new_version_are_told_nothing(first: House, tmp_path: Path):
    folder = made(tmp_path / "chai", "chai", "Chai")
    origin = Origin(
        iri="ni:///sha-256;abc", sha256="a" * 64, course_id="tea", version="0.1.0", title="Tea"
    )
    fork_course(folder, "our-tea", origin)
    assert await advice(first, folder, "our-tea") == []
    toml = tmp_path / "tea/course.toml"
    toml.write_text(toml.read_text().replace('version = "0.1.0"', 'version = "0.2.0"'))
    assert await advice(first, tmp_path / "tea", "tea") == []


async def test_releases_of_before_are_looked_at_when_the_portal_starts(
    first: House, tmp_path: Path
):
    with first.portal.database.writing() as session:
        session.query(t.MaterialSketch).delete()
        session.query(t.NotebookSketch).delete()
    await sketch_earlier_releases(first.portal)
    with first.portal.database.reading() as session:
        assert session.query(t.NotebookSketch).count() == 1
    assert len(await advice(first, made(tmp_path / "chai", "chai", "Chai"), "chai")) == 1
