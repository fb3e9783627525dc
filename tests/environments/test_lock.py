"""environment.lock: pins and nothing else, and what is otherwise than before."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_courses.environments.lock import (
    Lock,
    compare,
    parse_lock,
    read_lock,
    write_lock,
)
from officina_courses.errors import EnvironmentRefused


def test_a_lock_reads_back_as_it_was_written(tmp_path: Path) -> None:
    lock = Lock({"numpy": "2.0.2", "scikit-learn": "1.9.0"})
    write_lock(tmp_path, lock, made_for="a test")
    assert read_lock(tmp_path) == lock
    assert (tmp_path / "environment.lock").stat().st_mode & 0o777 == 0o644


def test_a_course_may_have_no_lock(tmp_path: Path) -> None:
    assert read_lock(tmp_path) is None


@pytest.mark.parametrize(
    "line",
    [
        "--index-url http://198.51.100.1/simple",
        "-e ./package",
        "numpy @ file:///tmp/numpy.whl",
        "numpy>=2",
        "numpy==2.*",
        "numpy==2.0 --hash=sha256:00",
        "numpy==2.0; python_version > '3'",
    ],
)
def test_a_line_that_is_no_pin_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(EnvironmentRefused, match=r"Line 2 of environment\.lock"):
        parse_lock(f"pandas==2.3.3\n{line}\n")


def test_one_package_has_one_pin() -> None:
    with pytest.raises(EnvironmentRefused, match="pins ruamel-yaml a second time"):
        parse_lock("ruamel.yaml==0.18.0\nRuamel_YAML==0.18.1\n")


def test_packages_that_no_pin_fits_are_told() -> None:
    lock = parse_lock("pandas==2.3.3\nnumpy==2.0.2\n")
    assert not list(lock.misses(["pandas>=2,<3", "NumPy"]))
    told = list(lock.misses(["pandas>=3", "duckdb", "colorama; sys_platform == 'win32'"]))
    assert told == ["pandas>=3 is asked for and 2.3.3 is in it", "duckdb is not in it"]


def test_what_is_otherwise_is_told() -> None:
    changes = compare(Lock({"a": "1", "b": "1"}), Lock({"b": "2", "c": "1"}))
    assert changes.added == ("c 1",)
    assert changes.removed == ("a 1",)
    assert changes.changed == ("b 1 -> 2",)
