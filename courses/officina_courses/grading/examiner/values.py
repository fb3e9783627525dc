"""Values as they travel between two processes that do not trust each other: JSON and buffers.

Only values of Python's own kinds, of NumPy's and of pandas' travel, by exact type: an object of a
class of somebody's own could answer every question as it likes. A reader builds each value anew
from checked pieces, within a depth, a number of pieces and a size.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import pathlib
from collections.abc import Callable
from typing import Any

from officina_courses.grading.examiner import arrays, moments, tables
from officina_courses.grading.examiner.forms import (
    PLAIN,
    CannotTravelError,
    OutOfFormError,
    Reader,
)

MOST_PIECES = 1_000_000
DEEPEST = 50
LARGEST_BYTES = 64 << 20
LARGEST_INT_BITS = 1 << 20
JSON_INTS = 1 << 53  # beyond it others than Python read a float
# What a defaultdict may make for a new key; another function of the learner's cannot travel.
FACTORIES: dict[str, Any] = {
    kind.__name__: kind for kind in (int, float, str, bool, list, dict, set, tuple)
}
PATHS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (pathlib.PosixPath, pathlib.PurePosixPath, pathlib.PureWindowsPath)
}
Special = Callable[[Any], dict[str, Any] | None]


class Writer:
    """Turns values into JSON; arrays go into ``buffers``.

    ``special`` is asked first and may write a value in a form of its own, as a function's number.
    """

    def __init__(self, special: Special | None = None) -> None:
        self.buffers: list[bytes] = []
        self._special = special
        self._pieces = 0
        self._bytes = 0

    def write(self, value: Any, depth: int = 0) -> Any:
        """The value's form; raises ``CannotTravelError`` where it has none."""
        self._pieces += 1
        if depth > DEEPEST or self._pieces > MOST_PIECES:
            raise CannotTravelError("it is too deep or too large")
        kind = type(value)
        if kind is str:
            self._weigh(len(value))
        if value is None or kind is bool or kind is str:
            return value
        if self._special is not None and (form := self._special(value)) is not None:
            return form
        if kind is list:
            if _is_as_it_travels(value):
                self._pieces += len(value)
                if self._pieces > MOST_PIECES:
                    raise CannotTravelError("it is too deep or too large")
                return value.copy()
            return [self.write(item, depth + 1) for item in value]
        write = WRITERS.get(kind)
        if write is not None:
            return write(self, value, depth + 1)
        for family in (arrays, tables):
            found: dict[str, Any] | None = family.write(self, value, depth + 1)
            if found is not None:
                return found
        raise CannotTravelError(f"a value of the class {kind.__name__[:80]} cannot travel")

    def buffer(self, data: bytes) -> int:
        """Keep a buffer and say its number."""
        self._weigh(len(data))
        self.buffers.append(data)
        return len(self.buffers) - 1

    def _weigh(self, size: int) -> None:
        """Refuse what is too large before it is written out; a line weighs the rest by itself."""
        self._bytes += size
        if self._bytes > LARGEST_BYTES:
            raise CannotTravelError("it is too large")


def _is_as_it_travels(items: list[Any]) -> bool:
    """Whether a list, as long ones mostly do, holds nothing but what JSON has as well."""
    kinds = set(map(type, items))
    if not kinds <= PLAIN:
        return False
    if float in kinds and not all(item - item == 0 for item in items if type(item) is float):
        return False
    return int not in kinds or all(abs(item) < JSON_INTS for item in items if type(item) is int)


def _items(tag: str) -> Callable[[Writer, Any, int], dict[str, Any]]:
    def write(writer: Writer, value: Any, depth: int) -> dict[str, Any]:
        return {"t": tag, "v": [writer.write(item, depth) for item in list(value)]}

    return write


def _pairs(tag: str) -> Callable[[Writer, Any, int], dict[str, Any]]:
    def write(writer: Writer, value: Any, depth: int) -> dict[str, Any]:
        pairs = [
            [writer.write(key, depth), writer.write(item, depth)] for key, item in value.items()
        ]
        return {"t": tag, "v": pairs}

    return write


def _text(tag: str, text: Callable[[Any], Any]) -> Callable[[Writer, Any, int], dict[str, Any]]:
    return lambda writer, value, depth: {"t": tag, "v": text(value)}


def _write_int(writer: Writer, value: int, depth: int) -> Any:
    if abs(value) < JSON_INTS:
        return value
    if value.bit_length() > LARGEST_INT_BITS:
        raise CannotTravelError("the number is too large")
    return {"t": "int", "v": hex(value)}


def _write_float(writer: Writer, value: float, depth: int) -> Any:
    if value - value == 0:  # neither infinite nor NaN
        return value
    return {"t": "float", "v": repr(value)}


def _write_slice(writer: Writer, value: slice, depth: int) -> dict[str, Any]:
    ends = (value.start, value.stop, value.step)
    return {"t": "slice", "v": [writer.write(end, depth) for end in ends]}


def _write_range(writer: Writer, value: range, depth: int) -> dict[str, Any]:
    ends = (value.start, value.stop, value.step)
    return {"t": "range", "v": [writer.write(end, depth) for end in ends]}


def _write_view(tag: str) -> Callable[[Writer, Any, int], dict[str, Any]]:
    return lambda writer, value, depth: {"t": tag, "v": writer.write(list(value), depth)}


def _write_deque(writer: Writer, value: Any, depth: int) -> dict[str, Any]:
    form = _items("deque")(writer, value, depth)
    return {**form, "most": value.maxlen}


def _write_defaultdict(writer: Writer, value: Any, depth: int) -> dict[str, Any]:
    factory = value.default_factory
    names = [name for name, kind in FACTORIES.items() if kind is factory]
    if factory is not None and not names:
        raise CannotTravelError("what it makes for a new key cannot travel")
    return {**_pairs("defaultdict")(writer, value, depth), "makes": names[0] if names else None}


WRITERS: dict[type, Callable[[Writer, Any, int], Any]] = {
    int: _write_int,
    float: _write_float,
    complex: lambda writer, value, depth: {
        "t": "complex",
        "v": [writer.write(value.real, depth), writer.write(value.imag, depth)],
    },
    tuple: _items("tuple"),
    set: _items("set"),
    frozenset: _items("frozenset"),
    dict: _pairs("dict"),
    collections.OrderedDict: _pairs("ordered"),
    collections.Counter: _pairs("counter"),
    collections.defaultdict: _write_defaultdict,
    collections.deque: _write_deque,
    type({}.keys()): _write_view("keys"),
    type({}.values()): _write_view("values"),
    type({}.items()): _write_view("items"),
    bytes: _text("bytes", bytes.hex),
    bytearray: _text("bytearray", bytearray.hex),
    range: _write_range,
    slice: _write_slice,
    type(Ellipsis): _text("ellipsis", lambda value: None),
    datetime.date: _text("date", datetime.date.isoformat),
    datetime.timedelta: _text("timedelta", lambda v: [v.days, v.seconds, v.microseconds]),
    decimal.Decimal: _text("decimal", str),
    fractions.Fraction: _text("fraction", lambda v: [hex(v.numerator), hex(v.denominator)]),
    **dict.fromkeys(PATHS.values(), _text("path", lambda v: [type(v).__name__, str(v)])),
    **moments.WRITERS,
}


def _int(reader: Reader, form: dict[str, Any], depth: int) -> int:
    text = reader.text(form["v"])
    if len(text) > LARGEST_INT_BITS // 4 + 4:
        raise OutOfFormError("a number is too large")
    return int(text, 16)


def _float(reader: Reader, form: dict[str, Any], depth: int) -> float:
    if form["v"] not in ("nan", "inf", "-inf"):
        raise OutOfFormError("a number is out of form")
    return float(form["v"])


def _complex(reader: Reader, form: dict[str, Any], depth: int) -> complex:
    real, imaginary = reader.items(form, depth, 2)
    if type(real) is not float or type(imaginary) is not float:
        raise OutOfFormError("a number is out of form")
    return complex(real, imaginary)


def _range(reader: Reader, form: dict[str, Any], depth: int) -> range:
    ends = reader.items(form, depth, 3)
    if any(type(end) is not int for end in ends):
        raise OutOfFormError("a range is out of form")
    return range(*ends)


def _dict(reader: Reader, form: dict[str, Any], depth: int) -> dict[Any, Any]:
    pairs = form["v"]
    if type(pairs) is not list or any(type(p) is not list or len(p) != 2 for p in pairs):
        raise OutOfFormError("a dict is out of form")
    return {reader.read(key, depth): reader.read(value, depth) for key, value in pairs}


def _counter(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    found: Any = collections.Counter()
    dict.update(found, _dict(reader, form, depth))
    return found


def _defaultdict(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    makes = None if form["makes"] is None else FACTORIES[reader.text(form["makes"])]
    return collections.defaultdict(makes, _dict(reader, form, depth))


def _deque(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    most = form["most"]
    if most is not None and (type(most) is not int or not 0 <= most <= MOST_PIECES):
        raise OutOfFormError("a deque is out of form")
    return collections.deque(reader.items(form, depth), most)


def _timedelta(reader: Reader, form: dict[str, Any], depth: int) -> datetime.timedelta:
    parts = reader.items(form, depth, 3)
    if any(type(part) is not int for part in parts):
        raise OutOfFormError("a span of time is out of form")
    return datetime.timedelta(*parts)


def _decimal(reader: Reader, form: dict[str, Any], depth: int) -> decimal.Decimal:
    text = reader.text(form["v"])
    if len(text) > LARGEST_INT_BITS // 4:
        raise OutOfFormError("a number is too large")
    return decimal.Decimal(text)


def _fraction(reader: Reader, form: dict[str, Any], depth: int) -> fractions.Fraction:
    above, below = (_int(reader, {"v": text}, depth) for text in reader.texts(form["v"], 2))
    return fractions.Fraction(above, below)


def _path(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    kind, place = reader.texts(form["v"], 2)
    return PATHS[kind](place)


READERS: dict[str, Callable[[Reader, dict[str, Any], int], Any]] = {
    "int": _int,
    "float": _float,
    "complex": _complex,
    "tuple": lambda reader, form, depth: tuple(reader.items(form, depth)),
    "set": lambda reader, form, depth: set(reader.items(form, depth)),
    "frozenset": lambda reader, form, depth: frozenset(reader.items(form, depth)),
    "dict": _dict,
    "ordered": lambda reader, form, depth: collections.OrderedDict(_dict(reader, form, depth)),
    "counter": _counter,
    "defaultdict": _defaultdict,
    "deque": _deque,
    "keys": lambda reader, form, depth: dict.fromkeys(reader.items(form, depth)).keys(),
    "values": lambda reader, form, depth: dict(enumerate(reader.items(form, depth))).values(),
    "items": lambda reader, form, depth: dict(reader.items(form, depth)).items(),
    "bytes": lambda reader, form, depth: bytes.fromhex(reader.text(form["v"])),
    "bytearray": lambda reader, form, depth: bytearray.fromhex(reader.text(form["v"])),
    "range": _range,
    "slice": lambda reader, form, depth: slice(*reader.items(form, depth, 3)),
    "ellipsis": lambda reader, form, depth: ...,
    "date": lambda reader, form, depth: datetime.date.fromisoformat(form["v"]),
    "timedelta": _timedelta,
    "decimal": _decimal,
    "fraction": _fraction,
    "path": _path,
    **moments.READERS,
    **arrays.READERS,
    **tables.READERS,
}


def reader(
    buffers: list[bytes], special: Callable[[str, dict[str, Any]], Any] | None = None
) -> Reader:
    """A reader of every kind of value; ``special`` reads forms that ``Writer.special`` wrote."""
    return Reader(READERS, buffers, special, most_pieces=MOST_PIECES, deepest=DEEPEST)
