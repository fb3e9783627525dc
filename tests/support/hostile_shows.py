"""Submissions that are made for whoever looks at them, and ones that are not what they seem."""

# ruff: noqa: E501 - an attack is easier to read in whole lines of its own

from __future__ import annotations

import copy
from typing import Any

from grading_classroom import RIGHT, WRONG, Cell, named
from hostile_variant import Variant, family

SCRIPT = "<scr' + 'ipt>alert(1)</scr' + 'ipt>"
SHOWN = {
    "html": f"display({{'text/html': '{SCRIPT}<img src=x oner' + 'ror=alert(1)>'}}, raw=True)",
    "javascript": "display({'application/javascript': 'alert(1)'}, raw=True)",
    "svg": f"display({{'image/svg+xml': '<svg onlo' + 'ad=alert(1)>{SCRIPT}</svg>'}}, raw=True)",
    "markdown": "display({'text/markdown': '[a](java' + 'script:alert(1)) <if' + 'rame src=x>'},"
    " raw=True)",
    "latex": "display({'text/latex': r'$\\href{java' + 'script:alert(1)}{x}$'}, raw=True)",
    "widget": "display({'application/vnd.jupyter.widget-view+json': {'model_id': 'x'}}, raw=True)",
    "picture": f"display({{'image/png': '\">{SCRIPT}'}}, raw=True)",
    "stream": f"print('{SCRIPT}')\n1 / 0",
    "metadata": "display({'image/png': 'AAAA'}, metadata={'image/png': {'width': '\" oner' + "
    "'ror=alert(1)'}}, raw=True)",
    "repr-bundle": "class R:\n    def _repr_mimebundle_(self, **k): return {'text/html': '<obj' + "
    "'ect data=x>', 5: 6}\n    _repr_html_ = property(lambda self: 1 / 0)\nR()",
    "class-name": f"raise type('{SCRIPT}', (Exception,), {{}})('{SCRIPT}')",
}


def _points(cells: list[Cell]) -> None:
    for cell in cells:
        cell["metadata"].get("nbgrader", {}).update(points=1000, grade=True, locked=False)


def _own_tests(cells: list[Cell]) -> None:
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "pass"


def _answered_outputs(cells: list[Cell]) -> None:
    shown: dict[str, Any] = {"output_type": "execute_result", "data": {"text/plain": "4"}}
    for cell in cells:
        cell["outputs"], cell["execution_count"] = [shown], 1


def _tests_gone(cells: list[Cell]) -> list[Cell]:
    return [cell for cell in cells if not cell["metadata"].get("nbgrader", {}).get("grade")]


def _tests_first(cells: list[Cell]) -> list[Cell]:
    named(cells, "double")["source"] = RIGHT
    return cells[::-1]


def _copied_tests(cells: list[Cell]) -> list[Cell]:
    twin = {**copy.deepcopy(named(cells, "test_double")), "source": "4"}
    return [twin, *cells, {**copy.deepcopy(twin), "cell_type": "raw"}]


def _as_text(cells: list[Cell]) -> None:
    for cell in cells:
        cell["cell_type"] = "markdown"


def _as_solutions(cells: list[Cell]) -> None:
    for cell in cells:
        cell["metadata"]["nbgrader"] = {"grade_id": "double", "solution": True, "grade": False}
        cell["source"] = WRONG


def _ids_exchanged(cells: list[Cell]) -> None:
    one, two = named(cells, "double")["metadata"], named(cells, "test_double")["metadata"]
    one["nbgrader"]["grade_id"], two["nbgrader"]["grade_id"] = "test_double", "double"


def _odd_ids(cells: list[Cell]) -> None:
    for cell in cells:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] += "\u200b"
    cells[0]["source"] = "\u202e\x00 # \ud800"


def _asserts_over(cells: list[Cell]) -> list[Cell]:
    over = {"cell_type": "code", "metadata": {}, "source": "%%capture\ndef double(x): return 2"}
    return [cell for one in cells for cell in (over, one)]


def _active_text(cells: list[Cell]) -> None:
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = (
                "<img src=x onerror=alert(1)>[a](javascript:alert(1))<script>1</script>"
            )
            cell["attachments"] = {'"><script>.png': {"image/png": '"><script>'}}


EDITS = {
    "points": (_points, "points of the learner's own are given"),
    "own-tests": (_own_tests, "the learner's text of a test runs"),
    "outputs": (_answered_outputs, "outputs that were handed in are taken for a run"),
    "tests-gone": (_tests_gone, "a test that was taken out has points"),
    "copied-tests": (_copied_tests, "a copy of a test is run in its place"),
    "as-text": (_as_text, "a test that is no code any more has points"),
    "as-solutions": (_as_solutions, "a test becomes an answer"),
    "ids-exchanged": (_ids_exchanged, "an answer is taken for a test"),
    "odd-ids": (_odd_ids, "a name that looks the same is another cell"),
    "between": (_asserts_over, "cells between the tests give other answers"),
    "active-text": (_active_text, "a browser runs what was written"),
}
MODULE = b"import builtins\nbuiltins.AssertionError = Exception\nraise SystemExit(0)\n"
NAMES = ("ast.py", "json.py", "IPython.py", "sitecustomize.py", "traceback.py", "numpy.py", "io.py")
CONFIG = b"c = get_config()\nc.InteractiveShellApp.exec_lines = ['raise SystemExit(0)']\n"
FILES: dict[str, tuple[str, dict[str, bytes]]] = {
    "modules": ("a file beside the notebook is imported by the grader", dict.fromkeys(NAMES, MODULE)),
    "settings": (
        "settings that were handed in are obeyed",
        {
            "ipython_config.py": CONFIG,
            ".ipython/profile_default/startup/00.py": MODULE,
            "nbgrader_config.py": MODULE,
            "usercustomize.py": MODULE,
            "x.pth": b"import os; os._exit(0)\n",
        },
    ),
    "records": (
        "a record that was handed in is taken for the grader's",
        {".officina-grade.json": b'{"received_at": null, "is_late": false, "notebooks": []}',
         "timestamp.txt": b"1999-01-01 00:00:00 UTC", "gradebook.db": b"SQLite format 3\0"},
    ),
    "names": (
        "a name of a file leads elsewhere or into a page",
        {"a\nb.txt": b"", "\u202etxt.py": b"", "<img src=x onerror=alert(1)>.txt": b"",
         "\udcff\udcfe": b"", "n" * 255: b"", " ": b"", "-rf": b"", "$(id)": b"", "%2e%2e": b""},
    ),
    "data": ("the learner's file replaces the exercise's", {"numbers.txt": b"0 0 0\n"}),
    "notebooks": ("another notebook is graded", {"TASKS.IPYNB": b"{}", "tasks.ipynb.ipynb": b"{}"}),
}  # fmt: skip
UNICODE = {
    "look-alike": "def doub\u217ce(x): return 'no'\n\U0001d4ed\U0001d4f8\U0001d4fe\U0001d4eb\u217c"
    "\U0001d4ee = lambda x: 'no'",
    "reversed": "# \u202e\u2066 }};'no' nruter\ndef double(x): return 'no'  # \u2069\u202c",
    "controls": "# \x00\x1b[2J\x07\r\x85\u2028\ndef double(x): return 'no'",
}

VARIANTS: list[Variant] = [
    *family("shown", "H4", "a browser runs what a cell showed", SHOWN),
    *family("unicode", "H12", "text that looks otherwise is run otherwise", UNICODE),
    *[
        Variant(f"notebook-{name}", "H10", words, "", edit=edit)
        for name, (edit, words) in EDITS.items()
    if name != "between"
    ],
    *[
        Variant(f"handed-in-{name}", "H11", words, WRONG, files=handed_in)
        for name, (words, handed_in) in FILES.items()
    ],
    Variant(  # of four numbers, 2 is right for one
        "notebook-between", "H10", EDITS["between"][1], "", edit=_asserts_over, earns=1.0,
    ),
    Variant(
        "notebook-tests-first", "H10", "moving the tests earns or costs anything by itself", "",
        edit=_tests_first,
    ),
    Variant(
        "handed-in-beside-right", "H11", "a hostile file costs an honest answer its points", RIGHT,
        earns=9.0, files={"ast.py": MODULE, "json.py": MODULE},
    ),
    *[
        Variant(f"right-beside-{name}", "H10", "an attack costs an honest answer its points",
                RIGHT + "\n" + code, earns=9.0)
        for name, code in {
            "transformer": "get_ipython().input_transformers_cleanup.append(lambda l: ['pass'])",
            "hook": "get_ipython().events.register('pre_run_cell', print)",
            "flood": "for n in range(300): print('x' * 1_000_000)",
        }.items()
    ],
]  # fmt: skip
