"""What tests share that kill graders."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from officina_courses.grading.removal import remove_tree


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where graders that are started from now on have their temporary files.

    Not below ``tmp_path``, which the accounts of learners' code cannot come through.
    """
    folder = Path(tempfile.mkdtemp(prefix="killed-"))
    folder.chmod(0o711)
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    remove_tree(folder)
