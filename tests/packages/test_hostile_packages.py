"""Bad packages are refused with the reason, in bounded memory and time, and write nothing.

Each is read in a process of its own that may not write a byte, and that tells the most memory it
ever had.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile_package_cases import CASES, SIGNATURES
from hostile_packages import Forge, large, nested_archives
from package_samples import FILES, Packed, write_course

from officina_courses.packages import (
    PACKAGE_LIMITS,
    REFUSALS,
    PackageRefused,
    new_key,
    read_facts,
    verify_package,
    write_package,
)

WATCH = Path(__file__).parents[1] / "support/package_watch.py"
ALL = CASES | SIGNATURES
CEILING_MIB = 40  # above what the program itself has
CEILING_SECONDS = 5.0

Told = dict[str, Any]


@pytest.fixture(scope="module")
def told(packed: Packed, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """What became of each package, by its case."""
    folder = tmp_path_factory.mktemp("hostile")
    forge = Forge(packed)
    names = {f"{number:03}": name for number, name in enumerate(ALL)}
    for number, name in names.items():
        (folder / f"{number}.zip").write_bytes(ALL[name][2](forge))
    command = [sys.executable, WATCH, folder, packed.key.public.hex]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    shutil.rmtree(folder)
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    return {names[answer["name"]]: answer for answer in answers}


@pytest.mark.parametrize("name", ALL)
def test_it_is_refused_with_the_reason(told: dict[str, Told], name: str) -> None:
    code, words, _ = ALL[name]
    assert told[name]["codes"] == [code, code], told[name]
    assert words in told[name]["what"]


def test_nothing_is_written_and_memory_and_time_stay_below_their_ceilings(
    told: dict[str, Told],
) -> None:
    for name, one in told.items():
        assert one["left"] == [], name
        assert one["mib"] < CEILING_MIB, (name, one)
        assert one["seconds"] < CEILING_SECONDS, (name, one)
    assert len(told) == len(ALL)


def test_every_code_is_in_the_table() -> None:
    assert {code for code, _, _ in ALL.values()} <= REFUSALS.keys()


WHOLE = """
import sys
from pathlib import Path
from package_watch import peak_mib
from officina_courses.packages import read_public_key, unpack_package, verify_package
key = read_public_key(sys.argv[3]); key.verifier
before = peak_mib()
facts = verify_package(Path(sys.argv[1]), {key.id: key})
unpack_package(Path(sys.argv[1]), Path(sys.argv[2]), trusted={key.id: key})
print(peak_mib() - before)
"""


def cost_mib(package: Path, dest: Path, public: str) -> float:
    ran = subprocess.run(
        [sys.executable, "-c", WHOLE, package, dest, public], capture_output=True, text=True,
        check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    return float(ran.stdout)


def bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_an_honest_package_of_60_mib_takes_little_memory_and_its_own_size_on_disk(
    packed: Packed, tmp_path: Path
) -> None:
    package = large(tmp_path / "course", tmp_path / "p.zip", [packed.key])
    assert cost_mib(package, tmp_path / "new", packed.key.public.hex) < 48
    assert 60 * 1024 * 1024 < bytes_below(tmp_path / "new") < package.stat().st_size


def test_archives_in_a_course_are_files_that_nobody_opens(packed: Packed, tmp_path: Path) -> None:
    """A hundred archives that unpack to 64 MiB each."""
    folder = nested_archives(tmp_path / "course")
    write_package(folder, tmp_path / "p.zip", keys=[packed.key])
    assert cost_mib(tmp_path / "p.zip", tmp_path / "new", packed.key.public.hex) < CEILING_MIB
    path = "source/ps1/data/nested.zip"
    assert bytes_below(tmp_path / "new") <= (tmp_path / "p.zip").stat().st_size
    assert (tmp_path / "new" / path).read_bytes() == (folder / path).read_bytes()


def test_what_cannot_be_a_package_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "pipe", Path("a\0b")):
        with pytest.raises(PackageRefused) as caught:
            read_facts(path)
        assert caught.value.code == "package-unreadable"


def test_limits_may_be_narrower(packed: Packed) -> None:
    for bound, code in (
        ({"max_files": 3}, "package-too-many-files"),
        ({"max_file_bytes": 100}, "package-too-large"),
        ({"max_total_bytes": 300, "max_document_bytes": 300}, "package-too-large"),
        ({"max_document_bytes": 3000}, "package-too-large"),
    ):
        with pytest.raises(PackageRefused) as caught:
            read_facts(packed.file, PACKAGE_LIMITS.model_copy(update=bound))
        assert caught.value.code == code


FULL = """
import json, os, sys
from pathlib import Path
from package_watch import peak_mib
from officina_courses.packages import read_public_key, unpack_package
key = read_public_key(sys.argv[3]); key.verifier
before, disk = peak_mib(), Path(sys.argv[2])
def bytes_on_disk():
    found = os.statvfs(disk)
    return (found.f_blocks - found.f_bfree) * found.f_frsize
try:
    unpack_package(Path(sys.argv[1]), disk / "new", trusted={key.id: key})
    became = "unpacked"
except OSError as error:
    became = error.strerror
print(json.dumps([became, peak_mib() - before, bytes_on_disk(), os.listdir(disk)]))
"""


def test_a_full_disk_leaves_nothing_behind(packed: Packed, tmp_path: Path) -> None:
    """A disk of 32 MiB, which only this process sees, and a package of 60."""
    package = large(tmp_path / "course", tmp_path / "p.zip", [packed.key])
    disk = tmp_path / "disk"
    disk.mkdir()
    ran = subprocess.run(
        ["bwrap", "--dev-bind", "/", "/", "--size", str(32 * 1024 * 1024), "--tmpfs", disk,
         sys.executable, "-c", FULL, package, disk, packed.key.public.hex],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    became, mib, kept, left = json.loads(ran.stdout)
    assert became == "No space left on device"
    assert mib < 48
    assert (kept, left) == (0, [])


def test_another_factorys_signature_does_not_make_a_package_ours(
    packed: Packed, tmp_path: Path
) -> None:
    """Both keys are trusted; a signature is taken from one package into another."""
    other = write_package(
        write_course(tmp_path / "x", FILES | {"README.md": b"x"}), tmp_path / "x.zip",
        keys=[packed.key],
    )  # fmt: skip
    forge = Forge(packed)
    foreign = Forge(packed._replace(file=tmp_path / "x.zip")).files["signature.json"]
    (tmp_path / "mixed.zip").write_bytes(forge.with_files(**{"signature.json": foreign}))
    with pytest.raises(PackageRefused, match="is missing") as caught:
        verify_package(tmp_path / "mixed.zip", {packed.key.id: packed.key.public})
    assert caught.value.code == "package-tampered"
    assert other.claimed_by == (packed.key.id,)


def test_a_key_that_is_trusted_under_another_name_is_not_believed(packed: Packed) -> None:
    """The name of a key is nothing; its digits are."""
    with pytest.raises(PackageRefused, match="does not fit"):
        verify_package(packed.file, {packed.key.id: packed.second.public})


def test_too_many_signatures_are_refused(packed: Packed, tmp_path: Path) -> None:
    keys = [new_key(tmp_path / f"keys/{number}") for number in range(17)]
    with pytest.raises(PackageRefused, match="no envelope"):
        write_package(packed.folder, tmp_path / "p.zip", keys=keys)
    assert not (tmp_path / "p.zip").exists()
