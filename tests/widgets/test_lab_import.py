"""JupyterLab is imported without a question to Node.js, which is there again afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LEAN = "from officina_widgets.lab_import import import_lab; import_lab(); "
PLAIN = "import jupyterlab.labapp; "


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """A folder with a Node.js that writes down that it was asked."""
    program = tmp_path / "node"
    program.write_text(f'#!/bin/sh\necho "$2" >> {tmp_path / "asked"}\n')
    program.chmod(0o755)
    return tmp_path


def asked(node: Path, code: str) -> list[str]:
    path = f"{node}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "PATH": path},
        check=True,
        timeout=60,
    )
    record = node / "asked"
    return record.read_text().split() if record.exists() else []


def test_the_import_asks_nobody(node: Path) -> None:
    assert asked(node, LEAN + "import jupyterlab.labapp") == []


def test_without_us_it_asks_so_this_is_not_deleted_yet(node: Path) -> None:
    assert asked(node, PLAIN) == ["config"]


def test_who_builds_gets_the_answer_of_node_afterwards(node: Path) -> None:
    code = "from jupyterlab.commands import AppOptions; print(AppOptions().registry)"
    assert asked(node, LEAN + code) == ["config"]


def test_the_path_is_as_it_was_also_where_there_is_no_jupyterlab() -> None:
    code = (
        "import os, sys; sys.modules['jupyterlab'] = None; before = dict(os.environ); "
        + LEAN
        + "assert dict(os.environ) == before; del os.environ['PATH']; import_lab(); "
        "assert 'PATH' not in os.environ"
    )
    subprocess.run([sys.executable, "-P", "-c", code], check=True, timeout=60)
