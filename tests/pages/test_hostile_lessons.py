"""Pages of what strangers wrote are made in time that grows with its size, and in little of it."""

from __future__ import annotations

import json
import subprocess
import sys

IN_PROSE = (
    "[", "[[", "](", "[](", "[a](b ", "![", "**a", "*a **b ", "_a__", "~~a", "`", "`a``", "> ",
    "- ", "1. ", "* a\n  ", "> - ", "a|b\n-|-\n", "| a ", "|", "$a ", "$$", "\\begin{a}", "<a ",
    "<!--", "&#1", "# a\n", "x\n===\n", "[a]: b\n", "[a][b", "\\", "```\n", "http://a", "a@b.",
)  # fmt: skip
IN_CODE = ("**a", "\n", "'", '"""', "/*", "(", "\\", "a=", "$((", "<<a\n")
CEILING = 1.5  # seconds of CPU for one page; 0.9 on a quiet machine
# In a process of its own: what never ends fails there, and nothing else waits for it.
PAGES = """
import hashlib, json, sys, time
from officina_courses.packages.lines import Differ
from officina_hub.portal.lessons import Places, read_lesson
from officina_hub.portal.lessons.highlighting import LONGEST, TRIED, code_html
from officina_hub.portal.lessons.prose import LONGEST as LONGEST_PROSE
from officina_hub.portal.pages.prose import render_markdown

def told(place, pattern, act):
    begun = time.process_time()
    act()
    print(json.dumps([place, pattern, time.process_time() - begun]), flush=True)

def lesson(cells, language):
    rows = [{"metadata": {}, "source": text, "cell_type": kind,
             **({"outputs": [], "execution_count": None} if kind == "code" else {})}
            for kind, text in cells]
    book = {"cells": rows, "nbformat": 4, "nbformat_minor": 4,
            "metadata": {"language_info": {"name": language}}}
    content = json.dumps(book).encode()
    places = Places(course="/c", exercise_id="e", notebook="n", files=(), lessons=frozenset())
    return read_lesson(content, hashlib.sha256(content).hexdigest(), places)

in_prose, in_code = json.load(sys.stdin)
lesson([("markdown", "# a\\n$a$"), ("code", "a")], "python")
for pattern in in_prose:
    text = (pattern * LONGEST_PROSE)[:LONGEST_PROSE]
    told("description", pattern, lambda: render_markdown(text[:20_000]))
    told("cell", pattern, lambda: lesson([("markdown", text)], "python"))
table = ("a|b\\n-|-\\n" * LONGEST_PROSE)[:LONGEST_PROSE]
told("lesson", "a table", lambda: lesson([("markdown", table)] * 100, "python"))
for language in sorted({*TRIED.values(), "c", "raku"}):
    for pattern in in_code:
        told(language, pattern, lambda: code_html((pattern * LONGEST)[:LONGEST], language))
told("ipython", "a notebook", lambda: lesson([("code", "\\n" * 30_000 + "a")], "ipython"))
differ = Differ()
told("differences", "a, a, b", lambda: [
    differ.compare("a\\n" * 199, f"{each}\\n" + "a\\nb\\n" * 99) for each in range(400)])
"""


def test_no_page_of_a_strangers_text_takes_for_ever() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PAGES], input=json.dumps([IN_PROSE, IN_CODE]),
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    taken = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(taken) > 2 * len(IN_PROSE) + 10 * len(IN_CODE)
    assert [one for one in taken if one[2] > CEILING] == []
