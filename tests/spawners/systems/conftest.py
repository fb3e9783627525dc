"""A false batch system of each kind, and a learner whose home is the test's own folder."""

from __future__ import annotations

import pwd
from pathlib import Path

import pytest
from false_system import FalseSystem

from officina_spawners.systems.table import SYSTEMS


@pytest.fixture(params=sorted(SYSTEMS))
def false_system(request, tmp_path) -> FalseSystem:
    """Each test runs with all of them."""
    return FalseSystem(SYSTEMS[request.param], tmp_path)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """The home of ``learner``, who has an account on the cluster."""
    folder = tmp_path / "home"
    folder.mkdir()
    entry = pwd.struct_passwd(("learner", "x", 12_345, 12_345, "", str(folder), "/bin/bash"))
    monkeypatch.setattr(pwd, "getpwnam", lambda name: {"learner": entry}[name])
    return folder
