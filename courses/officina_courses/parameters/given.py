"""What a person wrote for a run: ``name=value``, or a JSON file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Final

from pydantic_core import from_json

from officina_courses.errors import ParametersError

MOST_BYTES: Final = 1 << 20
MOST_VALUES: Final = 200
MOST_DIGITS: Final = 1000


def read_pair(text: str) -> tuple[str, str]:
    """The name and the text of one ``name=value``; raises ``ParametersError``."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip().isidentifier():
        raise ParametersError(
            f"{text[:80]!r} is not name=value.",
            why="Without a name and a sign of equality nobody knows what is to be set.",
            todo="Write it as epochs=3; officina course parameters FOLDER lists the names.",
        )
    return name.strip(), value


def read_given(pairs: tuple[str, ...], file: Path | None) -> dict[str, object]:
    """The values of a JSON file, and above them those of ``name=value``.

    Raises
    ------
    ParametersError
        For a pair without a name, a name given twice, and a file that is no JSON object.

    """
    values: dict[str, object] = _of_file(file) if file else {}
    if len(values) + len(pairs) > MOST_VALUES:
        raise ParametersError(
            f"{len(values) + len(pairs)} values are given; {MOST_VALUES} are allowed.",
            why="Each is written into every notebook that runs, for people to read.",
            todo="Give those that differ from the notebooks' own; put data into a file beside the "
            "notebook, and name the file.",
        )
    read = [read_pair(pair) for pair in pairs]
    names = [name for name, _ in read]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ParametersError(
            f"{', '.join(twice)} is given twice.",
            why="Only one value can count.",
            todo=f"Give it once, or try several with --matrix {twice[0]}=…,….",
        )
    return {**values, **dict(read)}


def _of_file(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise _no_object(file, f"it has more than {MOST_BYTES >> 20} MiB")
        values = json.loads(data, object_pairs_hook=_each_once, parse_int=_whole)
        from_json(
            json.dumps(values)
        )  # the record of a run takes neither 200 levels nor half characters
    except RecursionError as error:
        raise _no_object(file, "it is nested too deep") from error
    except (OSError, ValueError) as error:
        raise _no_object(file, str(error)[:200]) from error
    if not isinstance(values, dict):
        raise _no_object(file, "it holds no object")
    return values


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise ValueError(f"{twice[:80]!r} stands in it twice, and only one value can count")
    return dict(pairs)


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"a number in it has {len(digits)} digits; {MOST_DIGITS} are allowed")
    return int(digits)


def _no_object(file: Path, reason: str) -> ParametersError:
    return ParametersError(
        f"{file} cannot be read as values for a run: {reason}.",
        why="It should hold one JSON object, with a value for each name.",
        todo='Write it as {"epochs": 3, "device": "cpu"}.',
    )
