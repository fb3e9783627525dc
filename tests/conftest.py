"""What every test may rely upon."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    """Programs of ours narrow the umask of their process; a test must not hand that on."""
    before = os.umask(0o022)
    yield
    os.umask(before)
