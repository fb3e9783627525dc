"""What Debian's Slurm 22.05.8 really wrote, recorded on a private cluster, and a false Slurm."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from false_slurm import FalseSlurm

RECORDED = Path(__file__).parent / "recorded"


@pytest.fixture
def recorded() -> Callable[[str], str]:
    """The text of a recording, read as the client reads it."""
    return lambda name: (RECORDED / name).read_bytes().decode("utf-8", "replace")


@pytest.fixture
def recorded_json(recorded: Callable[[str], str]) -> Callable[[str], Any]:
    """A recorded answer of slurmrestd."""
    return lambda name: json.loads(recorded(name))


@pytest.fixture
def false_slurm(tmp_path: Path) -> FalseSlurm:
    """Commands of Slurm's names that do what a test says."""
    return FalseSlurm(tmp_path)
