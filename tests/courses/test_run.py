"""Running a course: in a sandbox without network, and each way to fail is told with its cell."""

import json
from pathlib import Path
from typing import Any

import pytest

from officina_courses import run, sandbox
from officina_courses.errors import RunImpossible
from officina_courses.model import Finding
from officina_courses.run import RunReport, run_course
from officina_courses.running import warm
from officina_courses.running.bounded import BoundedClient
from officina_courses.running.protocol import RunResult
from officina_courses.scaffold import new_course

pytestmark = pytest.mark.sandbox

LOOKS_AROUND = """\
import os, socket, pathlib
assert os.getuid() != 0
assert not pathlib.Path("/etc/shadow").exists()
assert "SECRET" not in os.environ
assert pathlib.Path("data.csv").read_text() == "1"
pathlib.Path("written").write_text("here only")
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError as error:
    assert "unreachable" in str(error), error
else:
    raise AssertionError("there is a network")
"""
# Bounded, so that a machine without the ceiling is not brought down by its test.
FORKS = """\
import os, signal, time
children = []
try:
    for _ in range(1500):
        child = os.fork()
        if not child:
            time.sleep(60)
            os._exit(0)
        children.append(child)
except OSError:
    pass
for child in children:
    os.kill(child, signal.SIGKILL)
assert len(children) < 300, len(children)
"""
FILLS = """\
import pathlib, shutil
written = 0
try:
    with pathlib.Path("full").open("wb", buffering=0) as file:
        for _ in range(3 << 6):
            written += file.write(bytes(16 << 20))
except OSError:
    pass
finally:
    pathlib.Path("full").unlink()
assert written <= 1 << 30, written
"""
# Eight threads that hold something take 64 MiB of address space each, beside their stacks, if let.
THREADS = """\
import pathlib, threading

def size():
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("VmSize"))

def hold(begun):
    held = bytearray(70_000)
    begun.wait()
    end.wait()

before, end = size(), threading.Event()
for _ in range(8):
    begun = threading.Barrier(2)
    threading.Thread(target=hold, args=(begun,)).start()
    begun.wait()
grown = size() - before
end.set()
assert grown < 8 * 64, f"{grown} MiB"
"""
NOTEBOOKS = {
    "a-passes": [LOOKS_AROUND],
    "b-fails": ["x = 1", "assert x == 2, 'x is not 2'", "x"],
    "c-endless": ["x = 1", "while True: pass"],
    "d-dies": ["import os; os._exit(1)"],
    "e-asks": ["x = 1", "input('your name')"],
    "f-floods": ["print('x' * 100_000)", "print('x' * 100_000)", "assert False"],
    "h-forks": [FORKS],
    "i-fills": [FILLS],
    "j-threads": [THREADS],
    "g-plots": ["import matplotlib.pyplot as plt\nplt.plot([1, 2])", "import helper\nhelper.one"],
}


NO_NESTING = sandbox.Isolation(kind="none", reason="for this test")


def never(*args: object, **options: object) -> RunResult:
    raise AssertionError("a warm kernel did not serve")


def notebook(sources: list[str]) -> str:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [],
         "execution_count": None}
        for source in sources
    ]  # fmt: skip
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})


@pytest.fixture(scope="module", params=["warm kernels", "fresh sandboxes"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RunReport:
    """One run, in either way, of a course with a notebook for each outcome."""
    folder = tmp_path_factory.mktemp("run") / "c"
    course = new_course(folder, course_id="c", title="C")
    exercise = folder / "source" / course.exercises[0].id
    (exercise / "data.csv").write_text("1")
    (exercise / "helper.py").write_text("one = 1\n")
    for name, sources in NOTEBOOKS.items():
        (exercise / f"{name}.ipynb").write_text(notebook(sources))
    with (folder / "course.toml").open("a") as file:
        file.write("\n[environment]\ncell_timeout_seconds = 5\n")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET", "token")
        if request.param == "fresh sandboxes":
            patch.setattr(sandbox, "probe_nesting", lambda: NO_NESTING)
        else:
            patch.setattr(warm.sandboxed, "run_notebook", never)
            patch.setattr(BoundedClient, "_room", 150_000)
        made = run_course(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    return made


def about(report: RunReport, name: str) -> list[Finding]:
    return [finding for finding in report.findings if name in finding.path]


def test_every_notebook_is_run(report: RunReport) -> None:
    assert len(report.notebooks) == len(NOTEBOOKS) + 1


def test_a_new_course_passes_its_own_tests(report: RunReport) -> None:
    assert about(report, "first-steps.ipynb") == []


def test_a_notebook_sees_its_own_files_and_neither_network_nor_secrets(report: RunReport) -> None:
    assert about(report, "a-passes") == []


def test_a_failing_cell_is_told_with_its_error(report: RunReport) -> None:
    [finding] = about(report, "b-fails")
    assert (finding.code, finding.cell) == ("OFF060", "cell 2")
    assert "AssertionError: x is not 2" in finding.message


def test_an_endless_cell_is_told(report: RunReport) -> None:
    [finding] = about(report, "c-endless")
    assert (finding.code, finding.cell) == ("OFF061", "cell 2")
    assert "longer than 5 seconds" in finding.message


def test_a_cell_that_ends_the_kernel_is_told(report: RunReport) -> None:
    [finding] = about(report, "d-dies")
    assert (finding.code, finding.cell) == ("OFF060", "cell 1")


def test_a_cell_that_asks_for_input_is_told(report: RunReport) -> None:
    [finding] = about(report, "e-asks")
    assert (finding.code, finding.cell) == ("OFF060", "cell 2")
    assert "StdinNotImplementedError" in finding.message


def test_a_flood_of_output_hides_no_later_failure(report: RunReport) -> None:
    [finding] = about(report, "f-floods")
    assert (finding.code, finding.cell) == ("OFF060", "cell 3")


def test_a_notebook_that_forks_without_end_has_its_share_of_processes(report: RunReport) -> None:
    assert about(report, "h-forks") == []


def test_a_notebook_that_fills_the_disk_has_its_share_of_it(report: RunReport) -> None:
    assert about(report, "i-fills") == []


def test_threads_of_a_kernel_take_little_of_its_address_space(report: RunReport) -> None:
    assert about(report, "j-threads") == []


def test_plots_and_the_exercises_own_modules_work(report: RunReport) -> None:
    assert about(report, "g-plots") == []


def test_a_notebook_is_run_anew_where_no_warm_kernel_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("officina_courses.grading.zygote.process.MODULE", "there.is.no.such.module")
    new_course(tmp_path / "c", course_id="c", title="C")
    assert run_course(tmp_path / "c").findings == ()


def test_a_kernel_that_is_not_installed_is_told(tmp_path: Path) -> None:
    new_course(tmp_path / "c", course_id="c", title="C")
    with (tmp_path / "c/course.toml").open("a") as file:
        file.write('\n[environment]\nkernel = "cobol"\n')
    [finding] = run_course(tmp_path / "c").findings
    assert finding.code == "OFF062"
    assert 'no kernel "cobol"' in finding.message


def test_a_kernel_without_room_to_start_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    new_course(folder, course_id="c", title="C")
    with (folder / "course.toml").open("a") as file:
        file.write("\n[environment]\nmemory_mib = 64\n")
    [finding] = run_course(folder).findings
    assert finding.code == "OFF062"
    assert "its kernel did not start, most often for want of memory" in finding.message


def test_a_machine_without_sandbox_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = sandbox.Isolation(kind="none", reason="user namespaces are off")
    monkeypatch.setattr(run, "probe", lambda: none)
    with pytest.raises(RunImpossible, match="user namespaces are off"):
        run_course(tmp_path)


def test_a_notebook_in_r_is_run_by_r(tmp_path: Path) -> None:
    course = new_course(tmp_path / "c", course_id="c", title="C")
    exercise = tmp_path / "c" / "source" / course.exercises[0].id
    for path in exercise.glob("*.ipynb"):
        path.unlink()
    content = json.loads(notebook(["square <- function(x) x^2", "stopifnot(square(3) == 9)"]))
    content["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    (exercise / "r.ipynb").write_text(json.dumps(content))
    assert run_course(tmp_path / "c").findings == ()
