"""Each panel is one module that imports nothing, and finds each word that it says."""

from __future__ import annotations

import re

import pytest

from officina_widgets.panels.view_code import module_code
from officina_widgets.panels.words import words

SAID = re.compile(r"words\.(?:say|count)\('([a-z_.]+)'")


@pytest.mark.parametrize("name", ["session", "progress"])
def test_it_imports_nothing_reads_no_markup_and_finds_its_words(name: str):
    code = module_code(name)
    assert not re.search(r"^\s*import\b", code, re.MULTILINE)
    assert re.findall(r"^export .*$", code, re.MULTILINE) == ["export default { render };"]
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", code)
    said = set(SAID.findall(code))
    assert "silent" in said
    assert said <= words()["en"].keys()


def test_every_language_says_the_same_with_the_same_values():
    english = words()["en"]
    for table in words().values():
        assert table.keys() == english.keys()
        for key, text in table.items():
            assert sorted(re.findall(r"%\d", text)) == sorted(re.findall(r"%\d", english[key]))
