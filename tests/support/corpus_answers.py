"""One exercise, and answers that are right, wrong, partly right, or something else altogether."""

from __future__ import annotations

from corpus_kinds import Handed, Notebook, answered, rewritten
from grading_classroom import code, notebook, text

NAME = "shapes"
BOOK = "tasks"
RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "triple": "def triple(x):\n    return 3 * x",
    "by_hand": "plot = 'mine'",
    "essay": "Two halves make a whole.",
}
NOTEBOOK: Notebook = notebook(
    [
        text("# Shapes: Übung π"),
        code("import math\noffset = 40\nwords = ['é', 'ß']", grade_id="setup", locked=True),
        code(
            "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
            grade_id="double",
            solution=True,
        ),
        text("Try it here."),
        code("double(3)"),
        code(
            "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(21) == 42\n"
            "### END HIDDEN TESTS",
            grade_id="test_double",
            grade=True,
            locked=True,
            points=2,
        ),
        code(
            "sum(double(n) == 2 * n for n in range(4))",
            grade_id="test_partly",
            grade=True,
            locked=True,
            points=4,
        ),
        code(
            "### BEGIN SOLUTION\ndef triple(x):\n    return 3 * x\n### END SOLUTION",
            grade_id="triple",
            solution=True,
        ),
        code(
            "assert [triple(n) for n in (1, 2)] == [3, 6], 'three times'",
            grade_id="test_triple",
            grade=True,
            locked=True,
            points=1,
        ),
        code(
            "### BEGIN SOLUTION\nplot = 1\n### END SOLUTION",
            grade_id="by_hand",
            grade=True,
            solution=True,
            points=2,
        ),
        text(
            "Because two halves make a whole.",
            grade_id="essay",
            grade=True,
            solution=True,
            points=3,
        ),
        text("Draw it.", grade_id="drawing", locked=True, task=True, points=5),
        code("print('read only')", grade_id="note", locked=True),
    ]
)
ANSWERS: dict[str, str] = {
    "syntax-error": "def double(x)\n    return 2 * x",
    "indentation-error": "def double(x):\nreturn 2 * x",
    "unfinished-string": "double = 'abc",
    "misspelt-name": "def double(x):\n    return 2 * y",
    "raises-at-once": "raise ValueError('no')\ndef double(x):\n    return 2 * x",
    "raises-after": "def double(x):\n    return 2 * x\nraise ValueError('late')",
    "partly-right": "def double(x):\n    return 2 * x if x < 3 else 0",
    "hidden-wrong": "def double(x):\n    return 2 * x if x < 20 else 0",
    "fractions": "def double(x):\n    return 2 * x + 1e-9",
    "floats": "def double(x):\n    return 2.0 * x",
    "prints": "def double(x):\n    print('doubling', x)\n    return 2 * x",
    "prints-much": "def double(x):\n    for _ in range(2000):\n        print(x)\n    return 2 * x",
    "unicode": "def double(größe):\n    π = '🜚 ﷽ \\u202e'\n    print(π)\n    return 2 * größe",
    "tabs": "def double(x):\n\treturn 2 * x",
    "annotated": "def double(x: 'int | None' = None, *rest) -> int:\n    return 2 * (x or 0)",
    "recursion": "def double(x):\n    return double(x)",
    "generator": "def double(x):\n    yield 2 * x",
    "lambda": "double = lambda x: x + x",
    "partial": "import functools, operator\ndouble = functools.partial(operator.mul, 2)",
    "coroutine": "async def double(x):\n    return 2 * x",
    "awaits": "import asyncio\nawait asyncio.sleep(0)\ndef double(x):\n    return 2 * x",
    "system-exit": "import sys\ndef double(x):\n    sys.exit(0)",
    "exits-at-once": "def double(x):\n    return 2 * x\nraise SystemExit",
    "assertion": "def double(x):\n    assert x > 1\n    return 2 * x",
    "asks": "name = input('Who? ')\ndef double(x):\n    return 2 * x",
    "time-magic": "%time x = 1\ndef double(x):\n    return 2 * x",
    "cell-magic": "%%time\ndef double(x):\n    return 2 * x",
    "capture-magic": "%%capture said\ndef double(x):\n    return 2 * x",
    "unknown-magic": "%nosuchmagic\ndef double(x):\n    return 2 * x",
    "shell": "!echo hello\ndef double(x):\n    return 2 * x",
    "help": "?print\ndef double(x):\n    return 2 * x",
    "html": "from IPython.display import HTML, display\ndisplay(HTML('<b>hi</b>'))\n"
    "def double(x):\n    return 2 * x",
    "plot": "import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\n"
    "plt.plot([1, 2])\ndef double(x):\n    return 2 * x",
    "numpy": "import numpy as np\ndef double(x):\n    return int(np.array([x]) @ np.array([2]))",
    "warns-beside": "import warnings\nwarnings.warn('old')\ndef double(x):\n    return 2 * x",
    "writes-a-file": "def double(x):\n    open('seen.txt', 'a').write('x')\n    return 2 * x",
    "reads-its-file": "open('two.txt', 'w').write('2')\ndef double(x):\n"
    "    return int(open('two.txt').read()) * x",
    "keeps-count": "seen = []\ndef double(x):\n    seen.append(x)\n    return len(seen) and 2 * x",
    "global": "two = 0\ndef double(x):\n    global two\n    two = 2\n    return two * x",
    "both-wrong": "def double(x):\n    return 0\n\n\ndef triple(x):\n    return 0",
    "empty": "",
    "only-a-comment": "# I do not know",
    "as-released": "# YOUR CODE HERE\nraise NotImplementedError()",
}


def answers() -> tuple[Handed, ...]:
    """Each of these in the place of the right one."""
    return tuple(
        Handed(NAME, f"answer-{name}", rewritten(BOOK, answered({**RIGHT, "double": source})))
        for name, source in ANSWERS.items()
    )
