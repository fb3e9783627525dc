"""Importing the spawner changes nothing of a Hub; the steps of its configuration do."""

from __future__ import annotations

import subprocess
import sys

STORY = """
import batchspawner.api
from jupyterhub.apihandlers import default_handlers as addresses
from jupyterhub.handlers import default_handlers as pages
from jupyterhub.handlers.pages import SpawnHandler

before = list(pages), list(addresses)
from officina_spawners import OfficinaSpawner, door, spawn_page
assert (list(pages), list(addresses)) == before, "an import has changed them"

spawn_page.take_the_place()
shown = [route[1] for route in pages]
assert SpawnHandler not in shown
assert spawn_page.SpawnPage in shown

[ours] = door.handlers()
served = [route[1] for route in addresses]
assert batchspawner.api.BatchSpawnerAPIHandler not in served
assert ours == ("/api/officina/sessions/port", door.PortHandler)
"""


def test_an_import_changes_no_handler_and_each_step_its_own():
    """In a process of its own, since a Hub's handlers are one list for all."""
    ran = subprocess.run([sys.executable, "-c", STORY], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
