"""Classes of solutions for the tests of similarity: written alone, and copied with disguise."""

from __future__ import annotations

import builtins
import io
import keyword
import random
import tokenize
from collections.abc import Mapping, Sequence

from similar_answers import LONG, LONG_GIVEN, SHORT, SHORT_GIVEN
from similar_habits import in_own_words

from officina_courses.grade_cells import GradeCell
from officina_courses.notebooks import Cell, Notebook

Cells = Mapping[str, str]
PLACEHOLDER = "\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
DEAD = (
    "unused = [number * number for number in range(20)]",
    "def gap(first, second):\n    if first > second:\n        return first - second\n    return 0",
    "checked = {name: len(name) for name in ('north', 'south', 'east', 'west')}",
    "def describe(value):\n    kind = type(value).__name__\n    return kind + ' ' + repr(value)",
)


def notebook(cells: Cells) -> Notebook:
    """A notebook with one solution cell for each of these."""
    made = tuple(
        Cell(
            index=place,
            kind="code",
            source=source,
            grading=GradeCell(grade_id=name, solution=True),
        )
        for place, (name, source) in enumerate(cells.items(), 1)
    )
    return Notebook(name="work.ipynb", cells=made, content={})


def _body(text: str) -> str:
    return "\n" + "".join(f"    {line}\n" for line in text.splitlines())


def long_release() -> Notebook:
    """What learners get of the long exercise."""
    return notebook({name: given + PLACEHOLDER for name, given in LONG_GIVEN.items()})


def short_release() -> Notebook:
    """What learners get of the short exercise."""
    return notebook({"common": SHORT_GIVEN})


def short_alone(dice: random.Random) -> dict[str, str]:
    """One right answer to the short exercise, the usual ones more often."""
    weights = [1 / place for place in range(1, len(SHORT) + 1)]
    chosen = dice.choices(SHORT, weights)[0]
    head = "\n".join(SHORT_GIVEN.splitlines()[:2])
    return in_own_words({"common": head + _body(chosen)}, dice)


def long_alone(dice: random.Random) -> dict[str, str]:
    """A right answer to the long exercise by somebody who chose each way alone."""
    chosen = {
        name: dice.choices(ways, [1 / place for place in range(1, len(ways) + 1)])[0]
        for name, ways in LONG.items()
    }
    written = {name: LONG_GIVEN[name] + _body(text) for name, text in chosen.items()}
    return in_own_words(written, dice)


def renamed(cells: Cells, dice: random.Random) -> dict[str, str]:
    """All names that are not Python's get others."""
    names: dict[str, str] = {}
    return {name: _renamed(source, names, dice) for name, source in cells.items()}


def _renamed(source: str, names: dict[str, str], dice: random.Random) -> str:
    result, before = [], ""
    for each in tokenize.generate_tokens(io.StringIO(source).readline):
        text = each.string
        is_own = each.type == tokenize.NAME and not keyword.iskeyword(text)
        if is_own and before not in {".", "import", "from"} and not hasattr(builtins, text):
            text = names.setdefault(text, f"name_{dice.randrange(10**6)}")
        result.append((each.type, text))
        before = each.string
    return tokenize.untokenize(result)


def reformatted(cells: Cells) -> dict[str, str]:
    """Comments, blank lines and other quotes."""
    return {
        name: "# my own solution\n\n"
        + "\n".join(
            f"{line}  # step {place}\n"
            if line.strip() and not line.endswith(("(", "[", "{", ","))
            else line
            for place, line in enumerate(source.replace("'", '"').splitlines())
        )
        for name, source in cells.items()
    }


def reordered(cells: Cells) -> dict[str, str]:
    """The cells the other way round."""
    return dict(reversed(list(cells.items())))


def with_dead_code(cells: Cells) -> dict[str, str]:
    """Code that does nothing, before and behind."""
    return {
        name: f"{DEAD[place % len(DEAD)]}\n\n{source}\n\n{DEAD[(place + 1) % len(DEAD)]}\n"
        for place, (name, source) in enumerate(cells.items())
    }


def broken(cells: Cells) -> dict[str, str]:
    """A bracket and a quote too many in the midst of it, as in work that was not finished."""
    result = {}
    for name, source in cells.items():
        lines = source.splitlines()
        result[name] = "\n".join([*lines[:3], "    x = ((1, 'two", *lines[3:]])
    return result


def disguised(cells: Cells, dice: random.Random) -> dict[str, str]:
    """All of it together."""
    return with_dead_code(reordered(reformatted(renamed(cells, dice))))


DISGUISES: Sequence[str] = ("renamed", "reformatted", "reordered", "dead code", "broken", "all")


def copy_of(cells: Cells, disguise: str, dice: random.Random) -> dict[str, str]:
    """A copy in that disguise."""
    ways = {
        "renamed": lambda: renamed(cells, dice),
        "reformatted": lambda: reformatted(cells),
        "reordered": lambda: reordered(cells),
        "dead code": lambda: with_dead_code(cells),
        "broken": lambda: broken(cells),
        "all": lambda: disguised(cells, dice),
    }
    return ways[disguise]()
