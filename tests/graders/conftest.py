"""A keeper between a portal and a cluster in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept_graders import KeptGraders


@pytest.fixture
def kept(tmp_path: Path) -> KeptGraders:
    return KeptGraders(tmp_path)
