"""A Python is made of a lock, whole or not at all, and found by its kernel."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from course_environment import COURSE, Silent, built_environment

from officina_courses.environments import pip
from officina_courses.environments.building import Outcome, Wanted, build, wanted_by
from officina_courses.environments.folder import EnvironmentsFolder, default_folder
from officina_courses.environments.lock import Lock
from officina_courses.environments.removing import remove
from officina_courses.errors import EnvironmentMissing, EnvironmentRefused
from officina_courses.model import Course

There = tuple[EnvironmentsFolder, Outcome]


@pytest.fixture(scope="module")
def there() -> There:
    return built_environment()


@pytest.fixture
def wanted() -> Wanted:
    found = wanted_by(COURSE)
    assert found is not None
    return found


def test_a_python_has_what_the_lock_says(there: There, wanted: Wanted) -> None:
    environments, outcome = there
    found = environments.find("with-packages")
    assert found == outcome.built
    assert set(wanted.lock.lines) <= set(found.record.installed)
    assert found.record.imports == ("humanize", "packaging")
    asked = "import humanize, packaging, sys; print(packaging.__version__, humanize.__file__)"
    said = subprocess.run([found.program, "-c", asked], capture_output=True, text=True, check=True)
    version, place = said.stdout.split()
    assert version == "24.2"
    assert Path(place).is_relative_to(found.place)


def test_its_programs_start_and_tell_their_own_paths(there: There) -> None:
    place = there[1].built.place
    subprocess.run([place / "bin" / "ipython", "--version"], check=True, capture_output=True)
    said = subprocess.run(
        [place / "bin" / "python", "-c", "import humanize; humanize.activate('xx')"],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    assert str(place) in said
    assert "building" not in said


def test_it_can_be_read_by_everybody_and_has_its_bytecode(there: There) -> None:
    place = there[1].built.place
    for path in (place, *place.rglob("*")):
        assert path.is_symlink() or path.stat().st_mode & 0o444 == 0o444, path
    compiled = list(place.glob("lib/python*/site-packages/humanize/__pycache__/number.*.pyc"))
    assert compiled


def test_a_kernel_leads_to_it(there: There) -> None:
    environments, outcome = there
    spec = json.loads((environments.kernels / "with-packages" / "kernel.json").read_text())
    assert spec["argv"][:3] == [str(outcome.built.program), "-m", "ipykernel_launcher"]
    assert spec["language"] == "python"


def test_the_same_again_finds_it_built(there: There, wanted: Wanted) -> None:
    assert build(wanted, there[0], Silent()).was_there


@pytest.fixture
def own_folder(there: There, tmp_path: Path) -> Iterator[EnvironmentsFolder]:
    """A folder of the test's own that has that Python too, as a link."""
    environments = EnvironmentsFolder(tmp_path / "environments")
    environments.make()
    record = there[1].built.record
    place = environments.pythons / record.key
    place.mkdir()
    shutil.copyfile(
        there[1].built.place / "officina-environment.json", place / "officina-environment.json"
    )
    yield environments
    assert not list(environments.building.iterdir())


def other(wanted: Wanted, **changes: object) -> Wanted:
    return wanted._replace(course=Course.model_validate({**wanted.course.model_dump(), **changes}))


def test_two_courses_with_one_lock_share_a_python(
    own_folder: EnvironmentsFolder, wanted: Wanted
) -> None:
    environment = {"packages": ["humanize"], "kernel": "shared"}
    build(other(wanted, environment=environment), own_folder, Silent())
    second = build(other(wanted, id="second", environment=environment), own_folder, Silent())
    assert second.was_there
    assert second.built.courses == ("second", "with-packages")


def test_a_kernel_does_not_change_under_another_course(
    own_folder: EnvironmentsFolder, wanted: Wanted
) -> None:
    build(wanted, own_folder, Silent())
    course = other(wanted, id="second").course
    with pytest.raises(EnvironmentRefused, match="belongs to with-packages too"):
        own_folder.name_kernel("with-packages", "0" * 16, course)


def test_a_later_lock_of_the_same_course_takes_the_kernel_over(
    own_folder: EnvironmentsFolder, wanted: Wanted
) -> None:
    build(wanted, own_folder, Silent())
    own_folder.name_kernel("with-packages", "0" * 16, wanted.course)
    assert own_folder.find("with-packages") is None  # that Python is not there
    assert [record.key for record in own_folder.unused()] == [wanted.key]


def test_removing_takes_the_python_when_no_kernel_is_left(
    own_folder: EnvironmentsFolder, wanted: Wanted
) -> None:
    build(wanted, own_folder, Silent())
    build(other(wanted, id="second", environment={"packages": ["humanize"]}), own_folder, Silent())
    assert remove(["with-packages"], own_folder) == ["the kernel with-packages"]
    assert len(remove(["second"], own_folder)) == 2
    assert not list(own_folder.pythons.iterdir())
    with pytest.raises(EnvironmentMissing, match='no environment "second"'):
        remove(["second"], own_folder)


def test_a_build_that_fails_leaves_nothing(
    own_folder: EnvironmentsFolder, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> tuple[pip.Got, ...]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pip, "install", full)
    with pytest.raises(EnvironmentRefused, match="The disk is full"):
        build(wanted._replace(lock=Lock({"humanize": "4.9.0"})), own_folder, Silent())
    assert len(list(own_folder.pythons.iterdir())) == 1


def test_what_a_killed_build_left_goes_with_the_next(
    own_folder: EnvironmentsFolder, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = wanted._replace(lock=Lock({"humanize": "4.9.0"}))
    (own_folder.building / f"{left.key}-dead").mkdir()
    monkeypatch.setattr(pip, "install", lambda *args, **options: ())
    assert not build(left, own_folder, Silent()).was_there


@pytest.mark.parametrize(
    ("lock", "message"),
    [(None, "has no environment.lock"), ("humanize==1.0.0\npackaging==24.2\n", "does not fit")],
)
def test_a_course_without_a_lock_that_fits_is_told_the_command(
    tmp_path: Path, lock: str | None, message: str
) -> None:
    shutil.copy(COURSE / "course.toml", tmp_path)
    if lock is not None:
        (tmp_path / "environment.lock").write_text(lock)
    with pytest.raises(EnvironmentRefused, match=message) as refused:
        wanted_by(tmp_path)
    assert "officina course environment lock" in str(refused.value)


def test_the_folder_is_the_hubs_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OFFICINA_ENVIRONMENTS", raising=False)
    monkeypatch.setenv("OFFICINA_DATA_DIR", "/srv/hub")
    assert default_folder() == Path("/srv/hub/environments")
    monkeypatch.setenv("OFFICINA_ENVIRONMENTS", "/srv/pythons")
    assert default_folder() == Path("/srv/pythons")


def test_no_kernels_name_leads_out_of_the_folder(there: There) -> None:
    assert there[0].find("../kernels/with-packages") is None
    assert os.fspath(there[0].kernels)
