"""batchspawner's own tests, from a checkout that OFFICINA_BATCHSPAWNER_CHECKOUT names.

They are not in its wheel, and are not copied here. Without a checkout there is nothing to run.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import pwd
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType

import batchspawner
import pytest
from traitlets import Unicode

CHECKOUT = os.environ.get("OFFICINA_BATCHSPAWNER_CHECKOUT", "")
NAME = "batchspawner.tests.test_spawners"

collect_ignore = [] if CHECKOUT else ["test_batchspawner_suite.py"]


@pytest.fixture
async def theirs(tmp_path, monkeypatch) -> AsyncIterator[ModuleType]:
    """Their tests' module, in which every spawner that it imports is ours."""
    sys.path.insert(0, str(Path(__file__).parent))
    from adapter import RUNNING, Adapted

    class AdaptedHere(Adapted):
        data_dir = Unicode(str(tmp_path))

    entry = pwd.getpwuid(os.getuid())
    monkeypatch.setattr(pwd, "getpwnam", lambda name: entry)
    for name in ("BatchSpawnerRegexStates", "SlurmSpawner"):
        monkeypatch.setattr(batchspawner, name, AdaptedHere)
    file = Path(CHECKOUT, *NAME.split(".")).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(NAME, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(Path(__file__).parent))
    for watcher in Adapted.made:
        await watcher.close()
    Adapted.made.clear()
    await asyncio.gather(*RUNNING, return_exceptions=True)
