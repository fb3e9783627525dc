"""What a stranger wrote is looked at in time that grows with its size, and not with the square."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from officina_courses.errors import TranslationRefused
from officina_courses.grading.searched import bare
from officina_courses.translations.faithful import MOST_ENVIRONMENTS, unfaithful
from officina_courses.translations.overlay import MOST_OF_ONE, read_entries
from officina_courses.translations.texts import MOST_CHARACTERS

PATTERNS = (
    "](", "[](", "[a](b ", '[](a "', "[", "`", "`a``a", "$", "$a", "$$a", "<", "<a ", '<a x="',
    "<a '", "<!--", "\\(", "\\\\[", "\\begin{a}", "![", "#", "# ", "# a #", "# a  ", "]: ", "][",
    "a@", "http:/", "www.", "**", "__a", "\n", " ", "\n# ", "    a\n\n", "```\n", "- a\n", "a@a.",
    "> ", "- ", "*a**a_", "|", "|a|\n|-|\n", "[a]: b\n", "[a][b]", "<a>", "<pre>", "<div>\n\n",
    "<?", "<!A", "<a href=b>", "<code>a", "$ a ", "\\begin{align}\n", "&#", "\\", "![a](b)",
)  # fmt: skip
# Of these the expressions of the checks themselves once made minutes.
IN_CELLS = ("[](", "`", "\n", " ", "#", "&#")
CEILING = 1.5  # seconds of CPU for each; the former expressions took minutes
# As long as texts may be, and all in one process of its own, so that what never ends is ended.
COMPARING = """
import json, sys, time
from officina_courses.translations.faithful import MOST_CHARACTERS, unfaithful
list(unfaithful("text", "x", "x"))  # pays for the parser
for pattern in json.load(sys.stdin):
    text = (pattern * MOST_CHARACTERS)[:MOST_CHARACTERS - 1] + "x"
    begun = time.process_time()
    list(unfaithful("text", "x", text))
    print(json.dumps([pattern, time.process_time() - begun]), flush=True)
"""
CHECKING = """
import json, sys, time
from pathlib import Path
from officina_courses.check import GATE_CHECKS, check_course
from officina_courses.checks.subject import read_subject

from officina_courses.sources.building import title_in
from officina_courses.sources.cell_ids import cell_ids
folder = Path(sys.argv[1])
[path] = folder.glob("source/*/*.ipynb")
book = json.loads(path.read_text())
for pattern in ["a", *json.load(sys.stdin)]:  # the first one pays for imports
    text = "# a" + (pattern * 50_000)[:50_000] + "x"
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": text},
        {"cell_type": "code", "id": "b", "metadata": {}, "source": text, "outputs": [],
         "execution_count": None},
    ]
    path.write_text(json.dumps({**book, "cells": cells}))
    begun = time.process_time()
    check_course(folder)
    subject = read_subject(folder)
    for check in GATE_CHECKS:
        list(check(subject))
    title_in(text), cell_ids([(None, text)])
    print(json.dumps([pattern, time.process_time() - begun]), flush=True)
"""


def seconds(program: str, patterns: tuple[str, ...], *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=json.dumps(patterns), capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return dict(json.loads(line) for line in done.stdout.splitlines())


def test_comparing_a_hostile_translation_takes_no_time_to_speak_of() -> None:
    taken = seconds(COMPARING, PATTERNS)
    assert set(taken) == set(PATTERNS)
    assert {pattern: took for pattern, took in taken.items() if took > CEILING} == {}


def test_checking_a_hostile_cell_takes_no_time_to_speak_of(course_folder: Path) -> None:
    taken = seconds(CHECKING, IN_CELLS, str(course_folder))
    assert taken.pop("a") > 0
    assert set(taken) == set(IN_CELLS)
    assert {pattern: took for pattern, took in taken.items() if took > CEILING} == {}


def test_a_text_longer_than_any_lesson_is_told_and_not_compared() -> None:
    [said] = unfaithful("text", "x", "x" * (MOST_CHARACTERS + 1))
    assert str(MOST_CHARACTERS) in said


def test_a_text_with_more_formulas_than_any_lesson_is_told_and_not_compared() -> None:
    [said] = unfaithful("text", "x", "\\begin{align}\n" * (MOST_ENVIRONMENTS + 1))
    assert str(MOST_ENVIRONMENTS) in said


def test_an_entity_with_more_digits_than_are_read_is_text() -> None:
    endless = f"&#{'4' * 5000};"
    assert list(unfaithful("text", f"<p>{endless}</p>", f"<p>{endless}</p>")) == []
    assert bare(f"a &lt; b {endless}") == f"a<b{endless}"


@pytest.mark.parametrize("line", ['"a"\n', "# a\n"])
def test_a_file_with_one_endless_text_is_refused_before_it_is_read(
    tmp_path: Path, line: str
) -> None:
    file = tmp_path / "course.po"
    file.write_text(f'msgid "a"\nmsgstr "b"\n{line * (MOST_OF_ONE // len(line))}')
    with pytest.raises(TranslationRefused, match="in one text"):
        read_entries(file, "course.po")
