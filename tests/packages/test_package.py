"""A package carries a course whole, always in the same bytes, and says who signed it."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from package_samples import FILES, Packed, write_course

from officina_courses.archive import ArchiveError
from officina_courses.check import check_course
from officina_courses.course_files import course_files
from officina_courses.errors import CourseFileError
from officina_courses.packages import (
    PACKAGE_LIMITS,
    PackageRefused,
    new_key,
    read_facts,
    unpack_package,
    verify_package,
    write_package,
)
from officina_courses.shipped import shipped_courses


def contents(folder: Path) -> dict[str, bytes]:
    return {file.path: (folder / file.path).read_bytes() for file in course_files(folder)}


def test_facts_are_those_of_the_course_and_its_files(packed: Packed) -> None:
    facts = packed.facts
    assert (facts.course.id, facts.course.version, facts.languages) == ("demo", "1.2.0", ("en",))
    assert [file.path for file in facts.files] == sorted(FILES)
    assert facts.bytes == packed.file.stat().st_size
    assert facts.file_name == "demo-1.2.0.course.zip"
    assert read_facts(packed.file) == facts


def test_facts_tell_apart_who_is_said_to_have_signed_and_who_was_checked(packed: Packed) -> None:
    both = tuple(sorted((packed.key.id, packed.second.id)))
    assert (packed.facts.claimed_by, packed.facts.signed_by) == (both, ())
    trusted = {packed.key.id: packed.key.public}
    assert verify_package(packed.file, trusted).signed_by == (packed.key.id,)


def test_it_unpacks_to_the_same_files(packed: Packed, tmp_path: Path) -> None:
    trusted = {packed.second.id: packed.second.public}
    unpack_package(packed.file, tmp_path / "new", trusted=trusted)
    assert contents(tmp_path / "new") == FILES


def test_unpacking_leaves_a_folder_alone_that_holds_something(
    packed: Packed, tmp_path: Path
) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(PackageRefused, match="is not empty"):
        unpack_package(packed.file, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_unpacking_asks_for_a_trusted_signature_before_it_writes(
    packed: Packed, tmp_path: Path
) -> None:
    with pytest.raises(PackageRefused, match="none of these keys is trusted"):
        unpack_package(packed.file, tmp_path / "new", trusted={})
    assert list(tmp_path.iterdir()) == []


PACK = """
import os, sys
from pathlib import Path
from officina_courses.packages import read_private_key, write_package
os.umask(int(sys.argv[4], 8))
write_package(Path(sys.argv[1]), Path(sys.argv[2]), keys=[read_private_key(Path(sys.argv[3]))])
"""


def test_the_same_files_give_the_same_bytes(packed: Packed, tmp_path: Path) -> None:
    """In another folder, written in another order, at other times, with another umask and zone."""
    key = tmp_path / "key"
    new_key(key)
    first = write_course(tmp_path / "first")
    second = write_course(tmp_path / "elsewhere/second", dict(reversed(FILES.items())))
    for number, path in enumerate(sorted(second.rglob("*"))):
        os.utime(path, (number * 1e8, number * 1e8))
    (second / "source/ps1/squares.ipynb").chmod(0o777)
    made = []
    for folder, umask, zone in ((first, "022", "UTC"), (second, "077", "Asia/Tokyo")):
        target = tmp_path / f"{folder.name}.course.zip"
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": umask.lstrip("0")}
        command = [sys.executable, "-c", PACK, folder, target, key, umask]
        subprocess.run(command, env=environment, check=True)
        made.append(read_facts(target).sha256)
    assert made[0] == made[1]


def test_other_programs_for_archives_read_it(packed: Packed) -> None:
    with zipfile.ZipFile(packed.file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert names == [f"course/{path}" for path in sorted(FILES)] + [
        "ro-crate-metadata.json",
        "signature.json",
    ]


def test_every_shipped_course_travels_whole(tmp_path: Path) -> None:
    key = new_key(tmp_path / "key")
    for folder in shipped_courses():
        package, unpacked = tmp_path / "course.zip", tmp_path / folder.name
        facts = write_package(folder, package, keys=[key])
        assert verify_package(package, {key.id: key.public}).course == facts.course
        unpack_package(package, unpacked)
        assert contents(unpacked) == contents(folder)
        assert check_course(unpacked).findings == check_course(folder).findings == ()
        assert write_package(unpacked, package, keys=[key]).sha256 == facts.sha256


def test_a_fork_says_what_it_was_forked_from(packed: Packed, tmp_path: Path) -> None:
    origin = packed.facts.as_origin("https://lumi.example/demo-1.2.0.course.zip")
    write_package(packed.folder, tmp_path / "fork.zip", forked_from=origin)
    assert read_facts(tmp_path / "fork.zip").origin == origin
    assert packed.facts.origin is None


def test_a_package_has_a_name_made_of_its_content(packed: Packed, tmp_path: Path) -> None:
    """RFC 6920's own form, with the digest in base64url."""
    by_name = packed.facts.as_origin()
    assert by_name.iri.startswith("ni:///sha-256;")
    assert len(by_name.iri) == len("ni:///sha-256;") + 43
    write_package(packed.folder, tmp_path / "fork.zip", forked_from=by_name)
    assert read_facts(tmp_path / "fork.zip").origin == by_name


def test_submissions_and_marks_beside_the_course_stay_at_home(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "demo")
    for private in ("submitted/ada/ps1/squares.ipynb", "gradebook.db", ".git/config"):
        (folder / private).parent.mkdir(parents=True, exist_ok=True)
        (folder / private).write_text("private")
    facts = write_package(folder, tmp_path / "p.zip")
    assert [file.path for file in facts.files] == sorted(FILES)


def link(folder: Path) -> None:
    (folder / "source/ps1/link").symlink_to("/etc/passwd")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "source/ps1/pipe")


def two_by_case(folder: Path) -> None:
    (folder / "source/ps1/Squares.ipynb").write_text("")


def a_colon(folder: Path) -> None:
    (folder / "source/ps1/12:30.csv").write_text("")


def no_course(folder: Path) -> None:
    (folder / "course.toml").unlink()


@pytest.mark.parametrize("spoil", [link, pipe, two_by_case, a_colon, no_course])
def test_what_no_other_factory_could_take_is_not_packed(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = write_course(tmp_path / "demo")
    spoil(folder)
    (tmp_path / "p.zip").write_text("an earlier package")
    with pytest.raises((ArchiveError, CourseFileError)):
        write_package(folder, tmp_path / "p.zip")
    assert (tmp_path / "p.zip").read_text() == "an earlier package"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", "p.zip"]


def test_a_course_above_the_limits_is_not_packed(packed: Packed, tmp_path: Path) -> None:
    for bound in ({"max_files": 6}, {"max_file_bytes": 100}, {"max_total_bytes": 800}):
        limits = PACKAGE_LIMITS.model_copy(update=bound)
        with pytest.raises(ArchiveError, match=r"more than|may have"):
            write_package(packed.folder, tmp_path / "p.zip", limits=limits)
    assert list(tmp_path.iterdir()) == []


def test_a_package_without_a_place_is_told(packed: Packed, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="There is no folder"):
        write_package(packed.folder, tmp_path / "missing/p.zip")


def test_a_file_that_changes_after_it_was_read_is_not_unpacked(
    packed: Packed, tmp_path: Path
) -> None:
    """Between the first reading and the writing: nothing is kept of what was not checked."""
    from officina_courses.archive.extracting import write_members
    from officina_courses.packages.reading import open_package

    copy = tmp_path / "p.zip"
    shutil.copy(packed.file, copy)
    with open_package(copy) as package:
        with copy.open("r+b") as file:
            file.seek(package.stored[-3].start)
            file.write(b"X")
        with pytest.raises(PackageRefused, match="not what its checksum"):
            write_members(package.members(), tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["p.zip"]
