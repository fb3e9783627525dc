"""A Python that graders cannot reach is refused when it is built, and told when the hub starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from course_environment import COURSE, FOLDER, built_environment

from officina_courses.environments import reaching
from officina_courses.environments.folder import FOLDER_VARIABLE, EnvironmentsFolder
from officina_hub.cli.main import cli
from officina_hub.data_folder import DataFolder
from officina_hub.factory import Factory
from officina_hub.up.unreachable_pythons import python_checks

pytestmark = pytest.mark.sandbox


@pytest.fixture
def copy() -> Iterator[Path]:
    """A folder of Pythons with one in it, where sandboxes have nothing of their own."""
    built = built_environment()[1].built
    with tempfile.TemporaryDirectory(dir=sys.prefix, prefix="reaching-") as above:
        into = Path(above, "environments")
        shutil.copytree(FOLDER / "kernels", into / "kernels")
        shutil.copytree(built.place, into / built.place.relative_to(FOLDER), symlinks=True)
        yield into
        for place in into.rglob("humanize"):
            place.chmod(0o755)


def closed(into: Path) -> Path:
    (place,) = into.glob("pythons/*/lib/python*/site-packages/humanize")
    place.chmod(0o700 if os.geteuid() == 0 else 0)
    return place


def told(into: Path) -> list[str]:
    factory = Factory.model_validate({"portal": {"course_environments": str(into)}})
    return [check.message for check in python_checks(factory, DataFolder(into.parent / "data"))]


def test_a_build_into_a_folder_that_graders_may_not_read_is_refused_with_the_place(
    copy: Path,
) -> None:
    build = ["course", "environment", "build", str(COURSE), "--into", str(copy)]
    assert CliRunner().invoke(cli, build).exit_code == 0
    place = closed(copy)
    refused = str(CliRunner().invoke(cli, build).exception)
    who = "the account of graders (uid 64100 to 64499)" if os.geteuid() == 0 else f"{os.geteuid()})"
    assert f"{who} may not read {place}." in refused
    assert "Learners would read: No module named 'humanize'." in refused
    assert f"chmod -R o+rX {place}" in refused


def test_the_start_tells_it_of_each_kernel_and_of_a_folder_that_is_not_there(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(copy) == []
    with monkeypatch.context() as late:
        late.setattr(reaching, "SECONDS", 0)
        (message,) = told(copy)
    assert 'The Python of the kernel "with-packages" did not answer for 0 seconds.' in message
    place = closed(copy)
    (message,) = told(copy)
    assert f"may not read {place}." in message
    (missing,) = told(copy.parent / "none")
    assert f"There is no folder {copy.parent / 'none'}" in missing


def test_a_folder_of_which_each_sandbox_has_its_own_is_refused_before_anything_is_built(
    tmp_path: Path,
) -> None:
    build = ["course", "environment", "build", str(COURSE), "--into", str(tmp_path / "new")]
    refused = str(CliRunner().invoke(cli, build).exception)
    assert f"cannot lie in {tmp_path / 'new'}: no grader, session or run" in refused
    assert "Each sandbox has a /tmp of its own" in refused
    assert not (tmp_path / "new").exists()
    built = built_environment()[1].built
    there = tmp_path / "there"
    shutil.copytree(FOLDER / "kernels", there / "kernels")
    (there / "pythons").mkdir()
    (there / built.place.relative_to(FOLDER)).symlink_to(built.place)
    assert told(there) == []
    shutil.rmtree(there / "pythons")
    shutil.copytree(built.place, there / built.place.relative_to(FOLDER), symlinks=True)
    (message,) = told(there)
    assert "Each sandbox has a /tmp of its own" in message


def looked_at_by_another_account(into: Path) -> str:
    look = (
        "import sys; from pathlib import Path; from officina_courses.environments import folder, "
        "reaching; print(*reaching.unreachable(folder.EnvironmentsFolder(Path(sys.argv[1]))))"
    )
    drop = ["setpriv", "--reuid=64100", "--regid=64100", "--clear-groups", "--"]
    ran = subprocess.run(
        [*(drop if os.geteuid() == 0 else ()), sys.executable, "-c", look, into],
        capture_output=True, text=True, check=True, cwd="/",
    )  # fmt: skip
    return ran.stdout


def test_a_folder_that_the_hubs_own_account_may_not_enter_is_told(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0)
    told = looked_at_by_another_account(shut / "environments")
    assert f"are looked for in {shut / 'environments'}, and the account" in told
    assert "Let that account in: chmod o+rx /" in told


def test_one_python_that_the_hubs_own_account_may_not_enter_is_told() -> None:
    with tempfile.TemporaryDirectory(dir=sys.prefix, prefix="reaching-") as above:
        place = Path(above, "pythons", "a1b2")
        place.mkdir(parents=True)
        Path(above, "kernels").mkdir()
        Path(above).chmod(0o755)
        assert looked_at_by_another_account(Path(above)).strip() == ""
        place.chmod(0)
        told = looked_at_by_another_account(Path(above))
    assert f"may not enter {place}." in told
    assert f"chmod -R o+rX {place}" in told


def test_a_folder_below_one_that_only_root_enters_is_no_fault(copy: Path) -> None:
    copy.parent.chmod(0o700)
    assert told(copy) == []
    assert next(EnvironmentsFolder(copy).kernels_there()).kernel == "with-packages"


def test_a_folder_of_pythons_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    named = {FOLDER_VARIABLE: str(tmp_path / "file")}
    told = CliRunner().invoke(cli, ["course", "environment", "list"], env=named)
    assert f"is built in {tmp_path / 'file'}, which is no folder." in told.output
