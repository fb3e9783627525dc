"""Shapes of test cells as trainers write them: what is given, an answer, a wrong one, its tests.

``guarded`` are the tests that need more than values and calls.
"""

from __future__ import annotations

from typing import NamedTuple


class Shape(NamedTuple):
    """One question of the corpus."""

    right: str
    wrong: str
    tests: tuple[str, ...]
    given: str = ""
    guarded: tuple[str, ...] = ()


NOTHING = "pass"
SHAPES: dict[str, Shape] = {
    "equal": Shape(
        "def equal(x): return 2 * x",
        "def equal(x): return x",
        ("assert equal(2) == 4", "assert equal('a') == 'aa'\nassert equal([1]) == [1, 1]"),
    ),
    "missing": Shape("def here(): return 1", NOTHING, ("assert here() == 1",)),
    "broken": Shape("def broken(): return 1", "def broken(:", ("assert broken() == 1",)),
    "variable": Shape(
        "total = 42\nnames = ['ada', 'bo']",
        "total = 41\nnames = ()",
        (
            "assert total == 42",
            "assert len(names) == 2\nassert 'ada' in names",
            "assert isinstance(names, list) and isinstance(total, int)",
        ),
    ),
    "isclose": Shape(
        "def third(): return 1 / 3",
        "def third(): return 0.33",
        (
            "import math\nassert math.isclose(third(), 0.333333333333)",
            "assert abs(third() - 1 / 3) < 1e-9",
            "assert round(third(), 4) == 0.3333",
        ),
    ),
    "numpy": Shape(
        "import numpy as np\ndef squares(n): return np.arange(n) ** 2\nmatrix = np.eye(2)",
        "import numpy as np\ndef squares(n): return np.arange(n)\nmatrix = [[1, 0], [0, 1]]",
        (
            "assert np.allclose(squares(4), [0, 1, 4, 9])",
            "np.testing.assert_array_equal(squares(3), np.array([0, 1, 4]))",
            "from numpy.testing import assert_allclose\nassert_allclose(squares(3), [0, 1, 4])",
            "assert matrix.shape == (2, 2)",
            "assert squares(3).dtype.kind == 'i'\nassert squares(5).sum() == 30",
        ),
        given="import numpy as np",
    ),
    "pandas": Shape(
        "def clean(t):\n    t = t.dropna()\n    t['b'] = t['a'] * 2\n    return t\n"
        "table = clean(pd.DataFrame({'a': [1.0, None, 3.0]}))\nmeans = table.mean()",
        "def clean(t): return t\ntable = pd.DataFrame({'a': [1.0]})\nmeans = table.mean()",
        (
            "assert list(table.columns) == ['a', 'b']",
            "assert len(clean(pd.DataFrame({'a': [1, 2]}))) == 2\n"
            "assert set(clean(pd.DataFrame({'a': [1, 2]})).columns) == {'a', 'b'}",
            "pd.testing.assert_frame_equal(table.reset_index(drop=True),\n"
            "    pd.DataFrame({'a': [1.0, 3.0], 'b': [2.0, 6.0]}))",
            "assert isinstance(table, pd.DataFrame) and means['b'] == 4.0",
        ),
        given="import pandas as pd",
    ),
    "raising": Shape(
        "def root(x):\n    if x < 0:\n        raise ValueError('x is negative')\n"
        "    return x ** 0.5",
        "def root(x):\n    return abs(x) ** 0.5",
        (
            "try:\n    root(-1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError",
            "try:\n    root(-1)\nexcept ValueError as error:\n"
            "    assert 'negative' in str(error)\nelse:\n    assert False",
            "caught = False\ntry:\n    root(-4)\nexcept Exception as error:\n"
            "    caught = type(error) is ValueError\nassert caught",
            "from contextlib import suppress\nwith suppress(ValueError):\n"
            "    root(-1)\n    raise AssertionError('it did not raise')",
        ),
    ),
    "printed": Shape(
        "def greet(name): print('Hello', name)",
        "def greet(name): print('Bye')",
        (
            "import io\nfrom contextlib import redirect_stdout\nsaid = io.StringIO()\n"
            "with redirect_stdout(said):\n    greet('Ada')\n"
            "assert said.getvalue() == 'Hello Ada\\n'",
            "from IPython.utils.capture import capture_output\n"
            "with capture_output() as caught:\n    greet('Bo')\n"
            "assert caught.stdout == 'Hello Bo\\n'",
        ),
        guarded=(
            "from IPython.utils.capture import capture_output\n"
            "with capture_output() as caught:\n    greet('Bo')\n"
            "assert caught.stdout == 'Hello Bo\\n'",
        ),
    ),
    "mutable": Shape(
        "def push(stack, x):\n    stack.append(x)\ndef double_all(d):\n    for k in d: d[k] *= 2\n"
        "def zero(a):\n    a[0] = 0",
        "def push(stack, x):\n    return stack + [x]\ndef double_all(d):\n    return d\n"
        "def zero(a):\n    return a",
        (
            "s = [1]\npush(s, 2)\nassert s == [1, 2]",
            "inner = [1]\nouter = [inner]\npush(inner, 5)\npush(outer, 0)\n"
            "assert outer == [[1, 5], 0]",
            "d = {'a': 1}\ndouble_all(d)\nassert d == {'a': 2}",
            "import numpy as np\narray = np.ones(2)\nzero(array)\nassert array.tolist() == [0, 1]",
        ),
    ),
    "in_place": Shape(
        "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2]})\ndef add(f): f['b'] = f['a'] + 1",
        "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2]})\ndef add(f): return f",
        (
            "add(frame)\nassert list(frame.columns) == ['a', 'b']",
            "own = pd.DataFrame({'a': [5]})\nadd(own)\nassert own['b'].tolist() == [6]",
        ),
        given="import pandas as pd",
    ),
    "recursion": Shape(
        "def fact(n): return 1 if n < 2 else n * fact(n - 1)\n"
        "def depth(x): return 1 + max(map(depth, x), default=0) if isinstance(x, list) else 0",
        "def fact(n): return n * fact(n - 1)\ndef depth(x): return 1",
        (
            "assert fact(30) == 265252859812191058636308480000000",
            "assert depth([1, [2, [3]]]) == 3",
        ),
    ),
    "generators": Shape(
        "def evens():\n    n = 0\n    while True:\n        yield n\n        n += 2\n"
        "def pairs(xs): return zip(xs, xs[1:])",
        "def evens(): return [0]\ndef pairs(xs): return [xs]",
        (
            "it = evens()\nassert [next(it) for _ in range(3)] == [0, 2, 4]",
            "from itertools import islice\nassert list(islice(evens(), 4)) == [0, 2, 4, 6]",
            "assert list(pairs([1, 2, 3])) == [(1, 2), (2, 3)]",
        ),
    ),
    "closures": Shape(
        "def adder(n): return lambda x: x + n\n"
        "def counter():\n    n = 0\n    def count():\n        nonlocal n\n        n += 1\n"
        "        return n\n    return count",
        "def adder(n): return lambda x: n\ndef counter(): return lambda: 1",
        (
            "assert adder(2)(3) == 5",
            "count = counter()\ncount()\nassert count() == 2",
            "assert callable(adder(1))",
            "assert list(map(adder(1), [1, 2])) == [2, 3]",
        ),
    ),
    "classes": Shape(
        "class Point:\n    def __init__(self, x, y): self.x, self.y = x, y\n"
        "    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5",
        "class Point:\n    def __init__(self, x, y): pass\n    def norm(self): return 0",
        ("assert Point(3, 4).norm() == 5", "p = Point(1, 2)\nassert (p.x, p.y) == (1, 2)"),
        guarded=(
            "assert Point(3, 4).norm() == 5",
            "p = Point(1, 2)\nassert (p.x, p.y) == (1, 2)",
        ),
    ),
    "state": Shape(
        "calls = 0\nhistory = []\ndef tick():\n    global calls\n    calls += 1\n"
        "    history.append(calls)\n    return calls",
        "calls = 0\nhistory = []\ndef tick(): return 1",
        (
            "tick()\nassert calls == 1",
            "assert tick() == 2",
            "assert tick() == 3 and calls == 3 and history == [1, 2, 3]",
            "before = calls\ntick()\nassert calls == before + 1",
        ),
    ),
    "names_of_tests": Shape(
        "def plus(a, b): return a + b",
        "def plus(a, b): return a",
        (
            "cases = [((1, 2), 3), ((0, 5), 5)]\nfor args, expected in cases:\n"
            "    assert plus(*args) == expected, args",
            "assert all(plus(*args) == expected for args, expected in cases)",
            "def check(f, args, expected):\n    assert f(*args) == expected\n"
            "check(plus, (2, 2), 4)",
            "check(plus, (2, 5), 7)",
        ),
    ),
    "partial": Shape(
        "def square(x): return x * x",
        "def square(x): return 4",
        (
            "sum(square(n) == n * n for n in range(4)) / 4",
            "points = 0\nif square(2) == 4:\n    points += 0.5\nif square(3) == 9:\n"
            "    points += 0.5\npoints",
            "0.25",
            "square(3) == 9",
            "assert square(2) == 4\n'text'",
            "assert square(2) == 4\n0.5;",
            "None",
        ),
    ),
    "keywords": Shape(
        "def power(base, *, to=2): return base ** to",
        "def power(base, to): return base",
        (
            "assert power(3) == 9",
            "assert power(base=2, to=3) == 8",
            "try:\n    power(2, 3)\nexcept TypeError:\n    pass\nelse:\n    assert False",
            "assert power(*[2], **{'to': 4}) == 16",
        ),
    ),
    "kinds": Shape(
        "import datetime, decimal, fractions, collections\n"
        "day = datetime.date(2026, 11, 21)\nprice = decimal.Decimal('1.10')\n"
        "count = collections.Counter('abca')\nempty = None\nhuge = 10 ** 40\nboth = (1, {2, 3})\n"
        "nan = float('nan')\nraw = b'ab'\nsome = range(3)",
        "import datetime\nday = datetime.datetime(2026, 11, 21)\nprice = 1.1\ncount = {'a': 2}\n"
        "empty = []\nhuge = 1e40\nboth = [1, {2, 3}]\nnan = 0.0\nraw = 'ab'\nsome = [0, 1, 2]",
        (
            "import datetime\nassert day == datetime.date(2026, 11, 21)",
            "assert str(price) == '1.10'",
            "assert count['c'] == 1 and count.most_common(1) == [('a', 2)]",
            "assert empty is None",
            "assert huge == 10 ** 40 and isinstance(huge, int)",
            "assert both == (1, {2, 3})",
            "assert nan != nan",
            "assert raw == b'ab'",
            "assert list(some) == [0, 1, 2] and type(some) is range",
        ),
    ),
    "given_helpers": Shape(
        "def mean(xs): return sum(xs) / len(xs)",
        "def mean(xs): return 0",
        ("check_mean([1, 2], 1.5)", "assert abs(mean(NUMBERS) - 2) < TOLERANCE"),
        given="TOLERANCE = 1e-9\nNUMBERS = [1, 2, 3]\ndef check_mean(xs, expected):\n"
        "    assert abs(mean(xs) - expected) < TOLERANCE",
    ),
    "builtin_name": Shape(
        "def sum(xs):\n    n = 0\n    for x in xs: n += x\n    return n + 0.0",
        NOTHING,
        ("assert isinstance(sum([1, 2]), float)",),
    ),
    "names": Shape(
        "def shout(text):\n    'Make it loud.'\n    return text.upper() + '!'",
        "def shout(text): return text",
        (
            "assert shout.__name__ == 'shout' and shout.__doc__ and shout('a') == 'A!'",
            "assert shout('straße') == 'STRASSE!'",
            "x = shout('a')\ny = shout(x)\nassert (x, y) == ('A!', 'A!!')",
        ),
    ),
    "used_by_orig": Shape(
        "def one(): return 1\ndef two(): return one() + one()",
        "def one(): return 1\ndef two(): return 2",
        (
            "kept = one\ndel one\ntry:\n    two()\nexcept NameError:\n    pass\nelse:\n"
            "    raise AssertionError\nfinally:\n    one = kept",
            "assert two() == 2",
        ),
        guarded=(
            "kept = one\ndel one\ntry:\n    two()\nexcept NameError:\n    pass\nelse:\n"
            "    raise AssertionError\nfinally:\n    one = kept",
        ),
    ),
    "callbacks": Shape(
        "def apply(f, xs): return [f(x) for x in xs]",
        "def apply(f, xs): return xs",
        (
            "assert apply(lambda x: x + 1, [1]) == [2]",
            "assert apply(abs, [-1, 2]) == [1, 2]",
        ),
        guarded=("assert apply(lambda x: x + 1, [1]) == [2]",),
    ),
    "files": Shape(
        "def save(text):\n    with open('out.txt', 'w') as file: file.write(text)",
        "def save(text): pass",
        ("save('a')\nassert open('out.txt').read() == 'a'",),
        guarded=("save('a')\nassert open('out.txt').read() == 'a'",),
    ),
    "seeds": Shape(
        "import random\ndef roll(): return random.randint(1, 6)",
        "import random\ndef roll(): return 0",
        (
            "import random\nrandom.seed(3)\nfirst = roll()\nrandom.seed(3)\n"
            "assert roll() == first and 1 <= first",
            "assert all(1 <= roll() <= 6 for _ in range(20))",
        ),
        guarded=(
            "import random\nrandom.seed(3)\nfirst = roll()\nrandom.seed(3)\n"
            "assert roll() == first and 1 <= first",
        ),
    ),
    "magic": Shape(
        "def slow(): return 7",
        "def slow(): return 8",
        ("%time assert slow() == 7",),
        guarded=("%time assert slow() == 7",),
    ),
    "later_cell": Shape(
        "def inc(x): return x + step\nstep = 1",
        "def inc(x): return x\nstep = 0",
        ("assert inc(1) == 2", "reached = inc(41)\nassert reached == 42"),
    ),
    "after_test": Shape(
        "copied = reached",
        "copied = reached + 1",
        ("assert copied in (42, 43) and copied == 42",),
    ),
}
