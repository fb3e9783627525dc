"""NumPy's arrays and numbers as they travel: a kind of numbers, a shape and a buffer."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable
from typing import Any

from officina_courses.grading.examiner.forms import CannotTravelError, OutOfFormError, Reader

KINDS = "biufcSUmM"
DTYPE = re.compile(r"[<>|=]?[biufcSUmM]\d{0,5}(\[\d{0,9}[A-Za-zμ]{1,7}\])?")
LARGEST_ITEM = 1 << 16
LAST_CHARACTER = 0x10FFFF


def write(writer: Any, value: Any, depth: int) -> dict[str, Any] | None:
    """The form of an array or a NumPy number; None for anything else."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is None or not type(value).__module__.startswith("numpy"):
        return None
    if type(value) is numpy.ndarray:
        if value.dtype.kind == "O":
            return {
                "t": "objects",
                "shape": list(value.shape),
                "v": [writer.write(item, depth) for item in value.ravel().tolist()],
            }
        return {"t": "array", "shape": list(value.shape), **_numbers(writer, value)}
    if isinstance(value, numpy.generic):
        return {"t": "number", **_numbers(writer, numpy.asarray(value))}
    return None


def _numbers(writer: Any, array: Any) -> dict[str, Any]:
    if array.dtype.kind not in KINDS or array.dtype.itemsize > LARGEST_ITEM:
        raise CannotTravelError(f"an array of {str(array.dtype)[:80]} cannot travel")
    return {"dtype": array.dtype.str, "b": writer.buffer(array.tobytes())}


def _array(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    return _read(reader, form, _shape(form["shape"])).copy()


def _number(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    return _read(reader, form, ())[()]


def _objects(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    import numpy

    shape, items = _shape(form["shape"]), reader.items(form, depth)
    if math.prod(shape) != len(items):
        raise OutOfFormError("an array is not of its own shape")
    array = numpy.empty(len(items), dtype=object)
    for place, item in enumerate(items):
        array[place] = item
    return array.reshape(shape)


def _shape(found: Any) -> tuple[int, ...]:
    if type(found) is not list or len(found) > 32 or any(type(n) is not int for n in found):
        raise OutOfFormError("a shape is out of form")
    if any(number < 0 for number in found):
        raise OutOfFormError("a shape is out of form")
    return tuple(found)


def _read(reader: Reader, form: dict[str, Any], shape: tuple[int, ...]) -> Any:
    import numpy

    name, data = reader.text(form["dtype"]), reader.buffer(form["b"])
    if not DTYPE.fullmatch(name):
        raise OutOfFormError("an array's kind of numbers is out of form")
    dtype = numpy.dtype(name)
    if dtype.kind not in KINDS or dtype.hasobject or dtype.itemsize > LARGEST_ITEM:
        raise OutOfFormError("an array's kind of numbers is out of form")
    if math.prod(shape) * dtype.itemsize != len(data):
        raise OutOfFormError("an array is not of its own size")
    if not data:
        return numpy.empty(shape, dtype)
    if dtype.kind == "b":  # a byte that is neither 0 nor 1 would be neither true nor false
        return (numpy.frombuffer(data, numpy.uint8) != 0).reshape(shape)
    if dtype.kind == "U":
        letters = numpy.frombuffer(data, numpy.dtype("u4").newbyteorder(dtype.byteorder))
        if letters.max() > LAST_CHARACTER:
            raise OutOfFormError("a text in an array is none")
    return numpy.frombuffer(data, dtype).reshape(shape)


READERS: dict[str, Callable[[Reader, dict[str, Any], int], Any]] = {
    "array": _array,
    "number": _number,
    "objects": _objects,
}
