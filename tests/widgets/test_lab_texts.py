"""Each text of the JupyterLab plugins stands in each catalogue, and nothing else does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import officina_widgets

HOME = Path(officina_widgets.__file__).parent
SCRIPTS = sorted(HOME.glob("labextensions/*/static/*.js"))
TEXT = r"'((?:[^'\\]|\\.)*)'"
ONE = re.compile(rf"trans\s*\.__\(\s*{TEXT}")
MANY = re.compile(rf"trans\s*\._n\(\s*{TEXT},\s*{TEXT}")
CATALOGUES = sorted(HOME.glob("locale/*/LC_MESSAGES/officina.json"))


def texts() -> dict[str, int]:
    """Each text, and how many forms it needs."""
    code = "".join(path.read_text() for path in SCRIPTS)
    assert code.count("trans.__(") + code.count("trans._n(") == len(ONE.findall(code)) + len(
        MANY.findall(code)
    ), "a text that is no plain literal cannot be found by translators"
    return dict.fromkeys(ONE.findall(code), 1) | {one: 2 for one, _ in MANY.findall(code)}


def test_there_are_catalogues():
    assert [path.parts[-3] for path in CATALOGUES] == ["de_DE", "fi_FI"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_has_each_text_in_each_form(path: Path):
    catalogue = json.loads(path.read_text())
    head = catalogue.pop("")
    # JupyterLab looks the texts up under its own form of the name.
    assert (head["domain"], head["language"]) == ("officina", path.parts[-3].replace("_", "-"))
    assert {text: len(forms) for text, forms in catalogue.items()} == texts()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_no_translation_loses_a_value(path: Path):
    catalogue = json.loads(path.read_text())
    del catalogue[""]
    for text, forms in catalogue.items():
        wanted = set(re.findall(r"%\d", text))
        assert all(set(re.findall(r"%\d", form)) == wanted for form in forms), text
