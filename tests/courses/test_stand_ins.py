"""A module that is put off: for one importer alone, and never twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from officina_courses.stand_ins import Wish, put_off


class Placeholder:
    """Used until the real one is there."""


HEAVY, USER = "heavy_thing", "user_of_heavy_thing"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules can be imported, and are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / HEAVY).mkdir()
    (tmp_path / HEAVY / "__init__.py").write_text("WEIGHT = 5\nclass Name:\n    pass\n")
    (tmp_path / HEAVY / "part.py").write_text("")
    before = list(sys.meta_path)
    yield tmp_path
    sys.meta_path[:] = before
    for name in [name for name in sys.modules if HEAVY in name]:
        del sys.modules[name]


def imported(folder: Path, line: str) -> object:
    (folder / f"{USER}.py").write_text(f"{line}\ndef weight():\n    return {HEAVY}.WEIGHT\n")
    with put_off({USER: Wish(HEAVY, {"Name": Placeholder})}):
        return import_module(USER)


def test_it_is_loaded_when_it_is_used(written: Path) -> None:
    user = imported(written, f"import {HEAVY}")
    assert HEAVY not in sys.modules
    assert user.weight() == 5  # type: ignore[attr-defined]
    assert HEAVY in sys.modules


def test_others_get_the_real_one_and_it_is_the_same(written: Path) -> None:
    user = imported(written, f"import {HEAVY}")
    real = import_module(HEAVY)
    assert real.WEIGHT == 5
    real.WEIGHT = 7
    assert user.weight() == 7  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "line",
    [
        f"from {HEAVY} import WEIGHT; import {HEAVY}",
        f"import {HEAVY}; {HEAVY}.WEIGHT",
        f"import {HEAVY}.part",
        f"from {HEAVY}.part import __name__ as part; import {HEAVY}",
    ],
)
def test_who_needs_it_at_once_gets_it_at_once(written: Path, line: str) -> None:
    user = imported(written, line)
    assert import_module(HEAVY).WEIGHT == 5
    assert user.weight() == 5  # type: ignore[attr-defined]


TAKES_NAME = f"from {HEAVY} import Name"


def test_a_name_is_a_placeholder_until_anybody_imports_its_module(written: Path) -> None:
    user = imported(written, TAKES_NAME)
    assert user.Name is Placeholder  # type: ignore[attr-defined]
    real = import_module(HEAVY)
    assert user.Name is real.Name  # type: ignore[attr-defined]


@pytest.mark.parametrize("line", [f"{TAKES_NAME}, WEIGHT", f"{TAKES_NAME}; import {HEAVY}.part"])
def test_who_needs_more_has_the_real_name_at_once(written: Path, line: str) -> None:
    user = imported(written, line)
    assert user.Name is import_module(HEAVY).Name  # type: ignore[attr-defined]


def test_what_is_missing_is_missing_for_its_importer(written: Path) -> None:
    with pytest.raises(ModuleNotFoundError, match="nowhere_at_all"):
        imported(written, "import nowhere_at_all")
    assert HEAVY not in sys.modules


def test_the_importer_looks_as_if_nobody_had_been_there(written: Path) -> None:
    user = imported(written, f"import {HEAVY}")
    assert user.__loader__ is user.__spec__.loader  # type: ignore[attr-defined]
    assert type(user.__loader__).__name__ == "SourceFileLoader"  # type: ignore[attr-defined]


def test_afterwards_nothing_is_put_off_any_more(written: Path) -> None:
    before = list(sys.meta_path)
    imported(written, TAKES_NAME)
    import_module(HEAVY)
    assert sys.meta_path == before
