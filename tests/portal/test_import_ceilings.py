"""A package that takes all it can gets its share of processes, disk, memory and time; no more."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from host_listing import adopting
from portal_house import House
from prover_hand import packed, proof_of, start_prover

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
MIB = 1 << 20
MOST_MEMORY_MIB = 512  # of the prover itself; what notebooks hold is their sandboxes'
MOST_DISK_MIB = 200
MOST_SECONDS = 120


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


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Short, as the kernels' sockets lie in it."""
    place = Path(tempfile.mkdtemp(prefix="greedy-"))
    place.chmod(0o711)
    with adopting():
        yield place
    shutil.rmtree(place)


async def largest(folder: Path) -> int:
    """The most bytes that lay there, until cancelled."""
    most = 0
    try:
        while True:
            found = await asyncio.to_thread(bytes_below, folder)
            most = max(most, found)
            await asyncio.sleep(0.2)  # nothing tells of what is written
    except asyncio.CancelledError:
        return most


def bytes_below(folder: Path) -> int:
    done = subprocess.run(["du", "-sbx", folder], capture_output=True, text=True, check=False)
    return int(done.stdout.split()[0])


def most_memory_mib(process: subprocess.Popen[bytes]) -> int:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) >> 10


async def test_what_takes_all_it_can_is_red_and_takes_no_more_than_its_share(
    empty_house: House, tmp_path: Path, greedy: Path, scratch: Path
) -> None:
    package = packed(greedy, tmp_path / "greedy.zip")
    taken = (await empty_house.ask("POST", "imports", "tina", tar=package)).json
    prover = start_prover(empty_house, tmp_path, TMPDIR=str(scratch))
    watch = asyncio.create_task(largest(scratch))
    began = time.monotonic()
    try:
        ran = await proof_of(empty_house, taken["release_id"])
        seconds = time.monotonic() - began
        watch.cancel()
        disk_mib = await watch / MIB
        memory_mib = most_memory_mib(prover)
        assert prover.poll() is None  # it goes on to the next course
    finally:
        prover.terminate()
        prover.wait(30)
    assert ran["state"] == "unproved"
    assert ran["message"] == ""
    # Whether its time or its memory was over first is the machine's affair.
    assert ran["proof"]["measured"][0]["outcome"] in {"timeout", "died"}
    assert memory_mib < MOST_MEMORY_MIB
    assert disk_mib < MOST_DISK_MIB
    assert seconds < MOST_SECONDS
