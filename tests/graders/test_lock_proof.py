"""The keeper's locks, and a grader that looks whether they reach it."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from officina_hub.errors import StartError
from officina_hub.graders import lock_proof

HOLDS = """
import signal, sys
from pathlib import Path
from officina_hub.graders.lock_proof import held

with held(Path(sys.argv[1])):
    print("in", flush=True)
    signal.pause()
"""


@contextmanager
def a_keeper(run: Path) -> Iterator[None]:
    argv = [sys.executable, "-c", HOLDS, str(run)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield
        process.kill()


def test_a_grader_begins_where_it_is_refused_what_the_keeper_holds(tmp_path):
    with a_keeper(tmp_path):
        lock_proof.make_sure(tmp_path, seconds=0)


def test_a_grader_does_not_begin_where_the_locks_are_free(tmp_path):
    with pytest.raises(StartError, match=r"flock .* is free here.* across machines"):
        lock_proof.make_sure(tmp_path, seconds=0)


@pytest.mark.parametrize("blind", ["flock", "fcntl"])
def test_one_kind_of_lock_that_does_not_reach_is_enough(tmp_path, monkeypatch, blind):
    """A file system that gives each machine locks of its own, for one of the two kinds."""
    kinds = tuple(
        (kind, lock if kind != blind else lambda handle, how: None)
        for kind, lock in lock_proof.KINDS
    )
    with a_keeper(tmp_path):
        monkeypatch.setattr(lock_proof, "KINDS", kinds)
        with pytest.raises(StartError, match=f"lock of {blind}"):
            lock_proof.make_sure(tmp_path, seconds=0)


def test_a_file_system_without_locks_is_told(tmp_path, monkeypatch):
    def refused(handle: int, how: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(lock_proof, "KINDS", (("flock", refused), ("fcntl", fcntl.lockf)))
    with pytest.raises(StartError, match="No locks available"), lock_proof.held(tmp_path):
        pass
    with pytest.raises(StartError, match="No locks available"):
        lock_proof.make_sure(tmp_path, seconds=0)


def test_a_second_keeper_does_not_begin(tmp_path):
    with (
        a_keeper(tmp_path),
        pytest.raises(StartError, match="Another keeper"),
        lock_proof.held(tmp_path),
    ):
        pass


def test_a_keeper_begins_again_after_one_that_was_killed(tmp_path):
    with a_keeper(tmp_path):
        pass
    with lock_proof.held(tmp_path):
        pass
