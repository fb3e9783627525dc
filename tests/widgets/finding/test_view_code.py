"""The view is one module that imports nothing, and finds each word that it says."""

from __future__ import annotations

import re

from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.records import KINDS
from officina_widgets.finding.kinds import COURSES, DATASETS, SERVICES
from officina_widgets.finding.view_code import MODULES, STATIC, module_code, page_code
from officina_widgets.finding.words import words

SAID = re.compile(r"words\.(?:say|count)\('([a-z_.]+)'")
NAMED = re.compile(r"^(?:export )?(?:async )?(?:function|class|const) (\w+)", re.MULTILINE)


def test_it_imports_nothing_and_exports_what_anywidget_calls():
    code = module_code()
    assert not re.search(r"^\s*import\b", code, re.MULTILINE)
    assert re.findall(r"^export .*$", code, re.MULTILINE) == ["export default { render };"]
    assert "export " not in page_code()


def test_no_two_parts_use_one_name_for_two_things():
    parts = [(STATIC / f"{name}.js").read_text() for name in (*MODULES, "searching", "page")]
    names = [name for part in parts for name in NAMED.findall(part)]
    assert len(names) == len(set(names))


def test_every_part_is_used():
    assert {path.stem for path in STATIC.glob("*.js")} == {*MODULES, "searching", "page"}


def test_no_text_is_ever_read_as_markup():
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", page_code())


def test_every_language_says_the_same_with_the_same_values():
    english = words()["en"]
    for table in words().values():
        assert table.keys() == english.keys()
        for key, text in table.items():
            assert sorted(re.findall(r"%\d", text)) == sorted(re.findall(r"%\d", english[key]))


def test_every_word_that_the_view_says_is_there():
    said = set(SAID.findall(module_code()))
    assert {"none", "use", "silent"} <= said
    plural = {"found", "selected"}
    wanted = (said - plural) | {f"{name}.{form}" for name in plural for form in ("one", "other")}
    wanted |= {f"facet.{name}" for name in FACET_NAMES} | {f"kind.{name}" for name in KINDS}
    for kind in (DATASETS, SERVICES, COURSES):
        wanted |= {f"name.{kind.name}", f"search.{kind.name}"}
    assert wanted <= words()["en"].keys()
