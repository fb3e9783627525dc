"""A fork says where it came from, in its own file and in its packages."""

from __future__ import annotations

from pathlib import Path

from officina_courses.forking import fork_course
from officina_courses.loader import load_course
from officina_courses.packages import read_facts, unpack_package, write_package
from officina_courses.scaffold import new_course


def test_a_fork_of_a_fork_names_the_nearest(tmp_path: Path):
    new_course(tmp_path / "tea", course_id="tea", title="Tea")
    facts = write_package(tmp_path / "tea", tmp_path / "tea.zip")
    for course_id, folder in (("chai", "one"), ("latte", "two")):
        unpack_package(tmp_path / "tea.zip", tmp_path / folder)
        forked = fork_course(tmp_path / folder, course_id, facts.as_origin())
        facts = write_package(tmp_path / folder, tmp_path / "tea.zip")
        assert facts.origin == forked.forked_from
    assert read_facts(tmp_path / "tea.zip").origin.course_id == "chai"
    course = load_course(tmp_path / "two")
    assert (course.id, course.title, course.forked_from.title) == ("latte", "Tea", "Tea")
