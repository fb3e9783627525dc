"""A package that takes all it can gets its share of processes, disk, memory and time; no more."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from portal_house import House
from prover_hand import packed
from prover_watch import check_ceilings, proved_by

from officina_courses.scaffold import new_course

# The forks are counted, so that a machine without the ceiling is not brought down by its test.
GREEDY = """
import os, pathlib, signal, time
children = []
def take(deed, most):
    try:
        for _ in range(most):
            deed()
    except OSError:
        pass
def fork():
    child = os.fork()
    if not child:
        time.sleep(60)
        os._exit(0)
    children.append(child)
take(fork, 1000)
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
with pathlib.Path("full").open("wb", buffering=0) as file:
    take(lambda: file.write(bytes(1 << 24)), 256)
while True:
    print("x" * 10_000)
"""


@pytest.fixture
def greedy(tmp_path: Path) -> Path:
    folder = tmp_path / "greedy"
    new_course(folder, course_id="rain", title="Rain")
    course = folder / "course.toml"
    limits = "\n[environment]\ncell_timeout_seconds = 3\nmemory_mib = 2048\n\n[profiles.smoke]"
    course.write_text(course.read_text().replace("\n[profiles.smoke]", limits))
    notebook = folder / "source" / "01-first-steps" / "first-steps.ipynb"
    content = nbformat.read(notebook, as_version=4)
    content.cells.append(nbformat.v4.new_code_cell(GREEDY, id="greedy"))
    nbformat.write(content, notebook)
    return folder


async def test_what_takes_all_it_can_is_red_and_takes_no_more_than_its_share(
    empty_house: House, tmp_path: Path, greedy: Path, scratch: Path
) -> None:
    package = packed(greedy, tmp_path / "greedy.zip")
    taken = (await empty_house.ask("POST", "imports", "tina", tar=package)).json
    ran, cost = await proved_by(empty_house, tmp_path, taken["release_id"], scratch=scratch)
    assert ran["state"] == "unproved"
    assert ran["message"] == ""
    # Whether its time or its memory was over first is the machine's affair.
    assert ran["proof"]["measured"][0]["outcome"] in {"timeout", "died"}
    check_ceilings(cost)
