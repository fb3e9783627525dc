"""Which engine a grader gets on which machine."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from forked import forked

from officina_courses import sandbox
from officina_courses.grading import best_engine
from officina_courses.grading.engine import CellToRun
from officina_courses.grading.zygote.host import Zygote
from officina_courses.grading.zygote.warm_engine import MOST_ZYGOTES, WarmEngine
from officina_courses.sandbox import Isolation, Sandbox


def test_without_isolation_nothing_is_kept_warm() -> None:
    with best_engine("off") as engine:
        assert engine is None


def test_where_namespaces_cannot_be_nested_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nothing = Isolation(kind="none", reason="the moon is full")
    monkeypatch.setattr("officina_courses.sandbox.probe_nesting", lambda: nothing)
    with caplog.at_level(logging.WARNING), best_engine("required") as engine:
        assert engine is None
    assert "the moon is full" in caplog.text


@pytest.mark.sandbox
def test_a_warm_engine_is_gone_with_its_block() -> None:
    with best_engine("required") as engine:
        assert isinstance(engine, WarmEngine)
        with forked(engine.zygote_for(())) as fork:
            stage = fork.started.zygote.stage
    assert not stage.exists()


def test_more_sets_of_imports_than_zygotes_share_them() -> None:
    """No process is started here: a zygote starts with its first fork."""
    engine = WarmEngine(spare=None)
    imports = ("", "import numpy", "import pandas", "import numpy, pandas", "import matplotlib")

    def ask() -> list[Zygote]:
        return [engine.zygote_for([CellToRun("a", source)]) for source in imports]

    ask()
    settled = ask()
    assert len(set(settled)) == MOST_ZYGOTES
    assert ask() == ask() == settled


def test_while_there_is_room_a_notebook_has_a_zygote_of_its_own() -> None:
    engine = WarmEngine(spare=None)
    imports = ("import numpy, pandas", "import numpy", "")
    assert len({engine.zygote_for([CellToRun("a", source)]) for source in imports}) == len(imports)


@pytest.mark.sandbox
def test_an_older_linux_that_counts_processes_by_account_keeps_nothing_warm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "COUNTS_PROCESSES_APART", (99, 0))
    found = sandbox.probe_nesting.__wrapped__()
    assert not found.is_possible
    assert os.uname().release in found.reason


@pytest.mark.sandbox
def test_a_python_that_the_sandboxs_account_cannot_reach_keeps_nothing_warm(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    found = sandbox.probe_nesting.__wrapped__()
    assert not found.is_possible
    assert "cannot reach this Python" in found.reason


def test_root_names_an_account_also_where_namespaces_are_nested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(ValueError, match="never runs as uid 0"):
        sandbox.nesting_command(Sandbox(), ["true"])
