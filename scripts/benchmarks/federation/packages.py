"""Packing, verifying, unpacking and comparing courses, beside the RO-Crate project's own library.

Each act is done in a process of its own, which tells its time and the most memory it took beyond
what the program and its modules have before they begin.
"""

from __future__ import annotations

import importlib
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

ROUNDS: Final = 3
MB: Final = 1_000_000
HEAD: Final = """\
id = "bench"
title = "A course to be measured"
version = "1.0.0"
summary = "Made up for a benchmark."
minutes = 60
licence = "CC-BY-4.0"

[[exercises]]
id = "ps1"
title = "First"
minutes = 60
"""


class Cost(NamedTuple):
    """What one act took."""

    seconds: float
    cpu_seconds: float
    mib: float


def run() -> str:
    """Measure; gives the section for the reference."""
    with tempfile.TemporaryDirectory(prefix="officina-bench-") as folder:
        courses = dict(_courses(Path(folder)))
        rows = [
            row
            for name, course in courses.items()
            for row in _rows(name, course, Path(folder) / "work")
        ]
    return _section(rows)


def _courses(folder: Path) -> Iterator[tuple[str, Path]]:
    """The largest that is shipped, one of 100 MB in seven files, and one of 5,000 small files."""
    from officina_courses.shipped import shipped_courses

    yield (
        "largest shipped course",
        max(shipped_courses(), key=lambda each: sum(p.stat().st_size for p in each.rglob("*"))),
    )
    chance = random.Random(7)
    data = {f"data-{n}.csv": chance.randbytes(7 * MB).hex().encode() for n in range(7)}
    yield "100 MB in 10 files", _made(folder / "large", data)
    data = {f"{n:04}.csv": chance.randbytes(500).hex().encode() for n in range(4990)}
    yield "5 MB in 5,000 files", _made(folder / "many", data)


def _made(folder: Path, data: Mapping[str, bytes]) -> Path:
    source = folder / "source/ps1"
    source.mkdir(parents=True)
    (folder / "course.toml").write_text(HEAD)
    cells = [
        {"cell_type": "code", "id": f"c{n}", "source": f"print({n})", "metadata": {},
         "outputs": [], "execution_count": None}
        for n in range(100)
    ]  # fmt: skip
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    for name in ("one.ipynb", "two.ipynb"):
        (source / name).write_text(json.dumps(notebook))
    for name, content in data.items():
        (source / name).write_bytes(content)
    return folder


def _rows(name: str, course: Path, work: Path) -> Iterator[str]:
    work.mkdir()
    package = work / "p.course.zip"
    size = 0.0
    for act, (label, _) in ACTS.items():
        costs = []
        for number in range(ROUNDS):
            argv = [sys.executable, __file__, act, course, work, str(number)]
            ran = subprocess.run(argv, stdout=subprocess.PIPE, check=True)
            costs.append(Cost(*json.loads(ran.stdout)))
        size = package.stat().st_size / MB
        middle = [statistics.median(column) for column in zip(*costs, strict=True)]
        seconds, cpu, mib = middle
        rate = f"{size / seconds:.0f}" if size > 1 else ""
        yield (
            f"| {name}, {size:.1f} MB | {label} | {seconds:.2f} | {cpu:.2f} | {mib:.0f} | {rate} |"
        )
    for left in sorted(work.rglob("*"), reverse=True):
        left.rmdir() if left.is_dir() else left.unlink()
    work.rmdir()


def _section(rows: list[str]) -> str:
    table = "\n".join(rows)
    return f"""### Course packages

Each act {ROUNDS} times, in a process of its own; medians. Memory is the most that it took beyond \
the program and its modules. Packing reads the package back before it is kept, so its time holds \
one verifying. The library of the RO-Crate project writes a compressed archive and checks neither \
checksums nor signatures.

| course | act | seconds | CPU s | MiB | MB/s |
|---|---|---|---|---|---|
{table}

rocrate {version("rocrate")}."""


def _pack(course: Path, work: Path, _number: str) -> None:
    from officina_courses.packages import new_key, read_private_key, write_package

    if not (work / "key").exists():
        new_key(work / "key")
    write_package(course, work / "p.course.zip", keys=[read_private_key(work / "key")])


def _verify(_course: Path, work: Path, _number: str) -> None:
    from officina_courses.packages import trusted_keys, verify_package

    verify_package(work / "p.course.zip", trusted_keys([str(work / "key.pub")]))


def _unpack(_course: Path, work: Path, number: str) -> None:
    from officina_courses.packages import unpack_package

    unpack_package(work / "p.course.zip", work / f"unpacked-{number}")


def _compare(course: Path, work: Path, _number: str) -> None:
    from officina_courses.packages import compare

    compare(work / "p.course.zip", course)


def _rocrate_write(course: Path, work: Path, _number: str) -> None:
    from rocrate.rocrate import ROCrate

    ROCrate(course, init=True).write_zip(work / "by-rocrate.zip")


def _rocrate_read(_course: Path, work: Path, _number: str) -> None:
    from rocrate.rocrate import ROCrate

    ROCrate(work / "by-rocrate.zip")


Act = Callable[[Path, Path, str], None]
ACTS: Final[Mapping[str, tuple[str, Act]]] = {
    "pack": ("pack and sign", _pack),
    "verify": ("verify", _verify),
    "unpack": ("unpack", _unpack),
    "compare": ("compare with its folder", _compare),
    "rocrate-write": ("rocrate: write a zip", _rocrate_write),
    "rocrate-read": ("rocrate: read it", _rocrate_read),
}


MODULES: Final = (
    "officina_courses.packages",
    "rocrate.rocrate",
    "securesystemslib.dsse",
    "securesystemslib.signer",
)


def _peak_mib() -> float:
    # Not getrusage: there a process begins with the most that its parent had.
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _measured(act: Act, course: Path, work: Path, number: str) -> Cost:
    for module in MODULES:
        importlib.import_module(module)
    before, began, cpu = _peak_mib(), time.perf_counter(), time.process_time()
    act(course, work, number)
    return Cost(time.perf_counter() - began, time.process_time() - cpu, _peak_mib() - before)


if __name__ == "__main__":
    _, chosen, at, scratch, count = sys.argv
    sys.stdout.write(json.dumps(_measured(ACTS[chosen][1], Path(at), Path(scratch), count)))
