"""The grammars of addresses: left out until somebody asks, each tried in a Python of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

FIRST = "from officina_courses.late_grammars import grammars_later; grammars_later(); "


def said_by(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-c", FIRST + code], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("module", ["nbformat", "jupyterhub.app"])
def test_what_needs_none_compiles_none(module: str) -> None:
    assert said_by(f"import sys, {module}; print('lark' in sys.modules)") == "False"


def test_who_asks_is_answered_as_ever() -> None:
    said = said_by(
        "import nbformat; from jsonschema import FormatChecker; ok = FormatChecker().conforms; "
        "print(ok('http://example.org/ü', 'iri'), ok('no iri', 'iri'), ok('no uri', 'uri'))"
    )
    assert said.split() == ["True", "False", "False"]


def test_what_is_not_installed_is_not_there_either() -> None:
    said = said_by(
        "import sys; sys.modules['rfc3987_syntax'] = None; grammars_later(); "
        "print(sys.modules['rfc3987_syntax'])"
    )
    assert said == "None"
