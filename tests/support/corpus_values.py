"""A test cell that ends in whatever the answer makes: numbers that count, and others."""

from __future__ import annotations

from corpus_deviations import TRAVELS
from corpus_kinds import Differs, Exercise, Handed, Mark, answered, rewritten
from grading_classroom import code, notebook

NAME = "values"
VALUES = {
    "all": "2",
    "half": "1.0",
    "third": "2 / 3",
    "tiny": "1e-12",
    "nothing": "0",
    "minus-zero": "-0.0",
    "below": "-1",
    "above": "3",
    "not-a-number": "float('nan')",
    "infinity": "float('inf')",
    "true": "True",
    "false": "False",
    "none": "None",
    "text": "'1.5 points'",
    "text-of-a-number": "'1.5'",
    "list": "[0.5]",
    "complex": "1 + 0j",
    "large-integer": "10 ** 400",
    "fraction": "__import__('fractions').Fraction(1, 2)",
    "decimal": "__import__('decimal').Decimal('0.5')",
    "numpy-float": "__import__('numpy').float64(0.5)",
    "numpy-integer": "__import__('numpy').int64(1)",
    "numpy-bool": "__import__('numpy').bool_(True)",
    "own-class": "type('Half', (), {'__repr__': lambda self: '0.5'})()",
    "broken-class": "type('Half', (), {'__repr__': lambda self: 1 / 0})()",
    "raises": "1 / 0",
}
OUTSIDE = "a test ends in a number that is less than 0, NaN, or more than the points of its cell"
NUMPY = "a test ends in a number of NumPy's (`np.float64(1.5)`)"
UNSAID = "a test that ends in a number with the trainer's own answer ends in none"
ALL, LOOKED_AT = Mark(2.0), Mark(0.0, waits=True)
DIFFERS = {
    "below": Differs(OUTSIDE, LOOKED_AT, ALL),
    "not-a-number": Differs(OUTSIDE, LOOKED_AT, ALL),
    "numpy-float": Differs(NUMPY, Mark(0.5), ALL),
    "numpy-integer": Differs(NUMPY, Mark(1.0), ALL),
    "own-class": Differs(TRAVELS, Mark(None, waits=True), Mark(0.5)),
}
DIFFERS |= {
    name: Differs(UNSAID, Mark(None, waits=True), ALL)
    for name in (
        *("true", "false", "none", "text", "text-of-a-number", "list", "complex"),
        *("fraction", "decimal", "numpy-bool"),
    )
}
REFUSED = ("above", "infinity", "large-integer")


def values() -> Exercise:
    """The exercise with one submission for each value."""
    cells = [
        code(
            "def mark():\n    ### BEGIN SOLUTION\n    return 2\n    ### END SOLUTION",
            grade_id="mark",
            solution=True,
        ),
        code("mark()", grade_id="test_mark", grade=True, locked=True, points=2),
    ]
    handed = tuple(
        Handed(
            NAME,
            name,
            rewritten("tasks", answered({"mark": f"def mark():\n    return {value}"})),
            differs={"tasks.test_mark": DIFFERS[name]} if name in DIFFERS else {},
            refused=OUTSIDE if name in REFUSED else "",
            ours={"tasks.test_mark": LOOKED_AT} if name in REFUSED else {},
        )
        for name, value in VALUES.items()
    )
    return Exercise(NAME, {"tasks": notebook(cells)}, handed)
