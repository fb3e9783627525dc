"""The memory of a grader's own process has a bound, which what is let in does not reach."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from officina_hub.grader import memory
from officina_hub.grader.main import Seat

BOUND = """
import resource
from officina_hub.grader import memory
memory.bound_memory()
try:
    bytearray(memory.MOST_MIB << 20)
except MemoryError:
    print("refused")
resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30))
memory.bound_memory()
print(resource.getrlimit(resource.RLIMIT_DATA) == (1 << 30, 1 << 30))
"""
# A notebook has what its course gives it, though the grader has less for itself.
LARGE_CELL = """
import tempfile
from pathlib import Path
from officina_courses.grading.engine import CellToRun, Pass
from officina_courses.grading.engines import best_engine
from officina_courses.grading.request import Limits
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_hub.grader import memory
memory.MOST_MIB = 500
memory.bound_memory()
cell = CellToRun("cell", "len(bytearray(800 << 20)) >> 20")
files = Path(tempfile.mkdtemp())
work = Pass((cell,), files, Limits(memory_mib=2048), "show")
with best_engine("required") as best:
    for engine in (best, SandboxedEngine(isolated=True)):
        ran = engine.run(work) if engine else None
        print(ran.cells[0].status if ran and ran.cells else ran)
files.rmdir()
"""
# Objects that know each other, as what a template was rendered with: nobody needs them any more.
RING = """
import gc
from officina_hub.grader import memory
gc.disable()  # what Python clears away by itself, and when, is not what is looked at
ring = [b"x" * (memory.WORN_MIB + 20 << 20)]
ring.append(ring)
print(int(memory.has_grown()))
del ring
print(int(memory.has_grown()))
"""
# The worst that is let in: as much as may be read, in many forms, and as much as may be shown.
WORST = """
import json, resource, sys
from pathlib import Path
from officina_courses.grading.autograded import build
from officina_courses.grading.engine import CellRan
from officina_courses.grading.feedback import Page, render
from officina_courses.grading.matching import Matched, Placed
from officina_courses.grading.outputless import load_outputless
from officina_courses.grading.request import Limits
from officina_courses.grading.spec import NotebookSpec
from officina_courses.marks import NotebookMark
from officina_courses.notebooks import NotebookLimits
from officina_hub.grader import memory

memory.bound_memory()
limits = Limits()
most = limits.notebook_bytes - 1000

def read(name, metadata, outputs):
    place = Path(sys.argv[1], name + ".ipynb")
    place.write_text(
        '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code",'
        ' "source": "1", "metadata": {"a": [' + metadata + ']}, "outputs": [' + outputs + ']}]}'
    )
    bounds = NotebookLimits(max_bytes=limits.notebook_bytes, max_cells=limits.cells)
    load_outputless(place, name=name, limits=bounds, file_bytes=limits.notebook_file_bytes)
    place.unlink()

def show():
    each = limits.output_bytes
    kinds = ("'", "<", "\\x1b[31mx", "\\x1b[31mx\\n", "&", '"', "\\U0001f389", "a\\n")
    ran = {}
    for number, text in enumerate(kinds):
        output = {"output_type": "stream", "name": "stdout", "text": text * (each // len(text))}
        ran[f"#{number + 1}"] = CellRan(f"#{number + 1}", "ok", outputs=(output,))
    cells = tuple(Placed("code", "'" * (most // len(kinds))) for _ in kinds)
    spec = NotebookSpec(name="nb", kernelspec=None, layout=(), cells=())
    notebook = build(spec, Matched(cells, (), {}), ran)
    text = json.dumps(notebook)
    mark = NotebookMark(name="nb", state="graded", score=0, max_score=0)
    html = render(Page("leaf", "ada", None, False, mark, {}, notebook))
    return len(text) >> 20, len(json.dumps({"html": html}).encode()) >> 20

read("shown", "0", ",".join(['"' + "x" * 1000 + '"'] * 100_000))
read("keys", ",".join('{"%d":0}' % n for n in range(900_000)), "")
shown = show()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(*shown, peak, int(memory.has_grown()))
"""


def ran(script: str, *arguments: str) -> str:
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_more_than_the_bound_is_refused_and_a_lower_one_is_kept() -> None:
    assert ran(BOUND).splitlines() == ["refused", "True"]


@pytest.mark.sandbox
def test_what_a_notebook_may_have_is_not_the_graders_own() -> None:
    assert ran(LARGE_CELL).splitlines() == ["ok", "ok"]


def test_the_worst_that_is_let_in_stays_below_the_bound_and_is_given_back(tmp_path: Path) -> None:
    notebook, page, peak, has_grown = map(int, ran(WORST, str(tmp_path)).split())
    assert notebook >= 16
    assert page > notebook
    assert 0 < peak < memory.MOST_MIB
    assert not has_grown


def test_what_only_knows_itself_is_given_back_before_a_grader_counts_as_grown() -> None:
    assert ran(RING).splitlines() == ["1", "0"]


@pytest.mark.parametrize(
    ("status", "mib"),
    [
        ("RssAnon:\t2048 kB\nRssFile:\t9000 kB\nVmSwap:\t1024 kB\n", 3),
        ("VmRSS:\t4096 kB\nVmSwap:\t1024 kB\n", 5),
        ("VmRSS:\t4096 kB\n", 4),
    ],
    ids=["swapped out", "own and files together", "no swap"],
)
def test_what_a_grader_holds_is_told_wherever_it_lies_and_by_whatever_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str, mib: int
) -> None:
    (tmp_path / "status").write_text(status)
    monkeypatch.setattr(memory, "STATUS", tmp_path / "status")
    assert memory.held_mib() == mib


def test_a_grader_ends_when_its_process_has_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = importlib.import_module("officina_hub.grader.main")
    (tmp_path / "factory.toml").write_text("")
    seats: list[Seat] = []
    monkeypatch.setattr(main, "work", lambda data_dir, factory, seat: seats.append(seat))
    assert main.main(tmp_path) == 0
    shift = seats[0].shift
    monkeypatch.setattr(memory, "WORN_MIB", 1 << 20)
    shift.worked()
    assert not shift.is_over
    monkeypatch.setattr(memory, "WORN_MIB", 0)
    shift.worked()
    assert shift.is_over
