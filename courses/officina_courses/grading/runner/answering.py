"""Answers the examiner's questions: what is this name, call that function with these values.

Learners' code shares the process and may answer in our place. It gains nothing by that: the
examiner takes values only, and compares them where no learner's code runs.
"""

from __future__ import annotations

import builtins
import functools
import hashlib
import itertools
import marshal
import operator
import sys
import traceback
import types
from collections.abc import Callable, Iterator
from typing import Any

from officina_courses.grading.examiner import wire
from officina_courses.grading.examiner.forms import CannotTravelError
from officina_courses.grading.examiner.values import Writer, reader
from officina_courses.grading.runner.outputs import Outputs

CALLABLE = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.MethodWrapperType,
    types.ClassMethodDescriptorType,
    functools.partial,
    operator.itemgetter,
    operator.attrgetter,
    operator.methodcaller,
    type(functools.lru_cache(len)),
)
# One of each kind of Python's own that can be gone through.
OWN: tuple[Any, ...] = (
    *([], (), "", "\u00e4", b"", bytearray(), set(), {}, range(0)),
    *({}.values(), {}.items()),
)
# Iterators of Python's own that are no values: they are asked for one item after another.
ITERATING: tuple[type, ...] = (
    types.GeneratorType,
    map,
    filter,
    zip,
    enumerate,
    reversed,
    *(type(iter(one)) for one in OWN),
    *(type(reversed(one)) for one in OWN if hasattr(one, "__reversed__")),
    type(iter(range(1 << 80))),
    type(iter(int, 0)),
    *(kind for kind in vars(itertools).values() if isinstance(kind, type)),
)
MUTABLE = (list, dict, set, bytearray)
NUMPYS = ("ufunc", "vectorize", "_ArrayFunctionDispatcher")
MOST_TEXT = 1 << 20
MOST_TRACEBACK = 20_000
Timed = Callable[[float, Callable[[], dict[str, Any]]], dict[str, Any]]
Answer = tuple[dict[str, Any], list[bytes]]
Answerer = Callable[[dict[str, Any], list[bytes]], Answer]
# What values were when nothing but questions has come since, by their ids: with their marks.
Marked = dict[int, tuple[Any, str]]


def make_answerer(
    namespace: dict[str, Any], outputs: Outputs, timed: Timed, marked: Marked
) -> Answerer:
    """A function that answers one question about ``namespace``.

    ``timed`` runs a call and stops it when its time is over; ``marked`` must be emptied whenever
    other code has run.
    """
    known: list[Any] = []  # functions and iterators that were given out, by their number

    def special(value: Any) -> dict[str, Any] | None:
        kind = type(value)
        if isinstance(value, CALLABLE) or kind.__name__ in NUMPYS:
            known.append(value)
            return {
                "t": "function",
                "n": len(known) - 1,
                "name": str(getattr(value, "__name__", ""))[:200],
                "doc": _doc(value),
            }
        if kind in ITERATING:
            known.append(value)
            is_generator = kind is types.GeneratorType
            return {"t": "iterator", "n": len(known) - 1, "generator": is_generator}
        return None

    def named(tag: str, form: dict[str, Any]) -> Any:
        return known[form["n"]] if tag == "function" else namespace[form["name"]]

    def describe(question: dict[str, Any], writer: Writer) -> dict[str, Any]:
        name, had = question["name"], question.get("had")
        if name not in namespace:
            return {"kind": "missing", "text": ""}
        value = namespace[name]
        if isinstance(value, types.ModuleType):
            return {"kind": "module", "text": str(value.__name__)[:200]}
        same = hex(id(value))
        if had is not None and marked.get(id(value), (None, None))[1] == had:
            return {"kind": "kept", "same": same}
        numbered = len(known)
        try:
            form = writer.write(_unmasked(value))
        except CannotTravelError as error:
            return {"kind": "opaque", "text": str(error)[:200]}
        mark = _mark(form, writer.buffers)
        if len(known) == numbered and _is_mutable(value):
            marked[id(value)] = (value, mark)
        if mark == had:
            writer.buffers.clear()
            return {"kind": "kept", "same": same}
        return {"kind": "value", "v": form, "same": same, "mark": mark}

    def mark_of(argument: Any) -> str | None:
        """What an argument is that can change, in a word; None for all others."""
        if not _is_mutable(argument):
            return None
        if id(argument) not in marked:
            writer = Writer()
            try:
                marked[id(argument)] = (
                    argument,
                    _mark(writer.write(_unmasked(argument)), writer.buffers),
                )
            except CannotTravelError:
                return None
        return marked[id(argument)][1]

    def call(question: dict[str, Any], buffers: list[bytes]) -> Answer:
        read = reader(buffers, named)
        function = read.read(question["function"])
        positional = [read.read(form) for form in question["args"]]
        by_name = {name: read.read(form) for name, form in question["kwargs"].items()}
        arguments = [*positional, *by_name.values()]
        writer, before = Writer(special), [mark_of(argument) for argument in arguments]
        numbers = [_numbers_of(argument) for argument in arguments]

        def run() -> dict[str, Any]:
            result = function(*positional, **by_name)
            for number, argument in enumerate(arguments):
                if result is argument and _is_mutable(argument):
                    return {"status": "ok", "argument": number}
            return {"status": "ok", "v": writer.write(_unmasked(result))}

        answer = told(lambda: timed(question["timeout"], run))
        changed = {}
        for number, argument in enumerate(arguments):
            if before[number] is not None and mark_of(argument) != before[number]:
                try:
                    if _numbers_of(argument) != numbers[number]:
                        raise CannotTravelError("an array's kind of numbers was changed in place")
                    changed[str(number)] = writer.write(_unmasked(argument))
                except CannotTravelError as error:
                    why = {"status": "opaque", "why": str(error)[:200]}
                    answer = {**why, "printed": answer["printed"]}
        return {**answer, "changed": changed}, writer.buffers

    def following(question: dict[str, Any]) -> Answer:
        writer, iterator = Writer(special), known[question["n"]]

        def run() -> dict[str, Any]:
            for item in iterator:
                return {"status": "ok", "v": writer.write(item)}
            return {"status": "end"}

        return told(lambda: timed(question["timeout"], run)), writer.buffers

    def told(run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        outputs.begin()
        marked.clear()
        try:
            answer = run()
        except CannotTravelError as error:
            answer = {"status": "opaque", "why": str(error)[:200]}
        except BaseException as error:
            answer = {"status": "error", **_error(error)}
        printed = [
            [item["name"], item["text"]]
            for item in outputs.take()
            if item["output_type"] == "stream"
        ]
        return {**answer, "printed": printed}

    def answer(question: dict[str, Any], buffers: list[bytes]) -> Answer:
        if question["op"] == "name":
            writer = Writer(special)
            message, given = describe(question, writer), writer.buffers
        elif question["op"] == "call":
            message, given = call(question, buffers)
        else:
            message, given = following(question)
        return {**message, "nonce": question["nonce"]}, given

    return answer


def packed(question: dict[str, Any], message: dict[str, Any], buffers: list[bytes]) -> bytes:
    """An answer as it travels; where it is too large for that, the answer that it is."""
    try:
        return wire.pack(message, buffers)
    except CannotTravelError as error:
        why, nonce = str(error), {"nonce": question["nonce"]}
        if question["op"] == "name":
            return wire.pack({"kind": "opaque", "text": why, **nonce}, [])
        opaque = {"status": "opaque", "why": why, "printed": [], "changed": {}}
        return wire.pack({**opaque, **nonce}, [])


def _numbers_of(value: Any) -> str:
    """The kind of numbers of an array, which cannot be changed in an array that is there."""
    return str(value.dtype) if type(value).__module__ == "numpy" else ""


def _unmasked(value: Any) -> Any:
    """An array of NumPy's that could have masked values and has none, as the plain array it is.

    Comparing passes over masked values, and masks what cannot be divided: as it is, none travels.
    """
    masked: Any = sys.modules.get("numpy.ma")
    if masked is None or type(value) is not masked.MaskedArray or masked.is_masked(value):
        return value
    return masked.getdata(value)


def _doc(value: Any) -> str | None:
    text = getattr(value, "__doc__", None)
    return text[:MOST_TRACEBACK] if isinstance(text, str) else None


def _is_mutable(value: Any) -> bool:
    family = type(value).__module__.partition(".")[0]
    return type(value) in MUTABLE or family in ("collections", "numpy", "pandas")


def _mark(form: Any, buffers: list[bytes]) -> str:
    """One word for a value as it travels, another for each other value."""
    # The second version of marshal tells all kinds and numbers apart, and knows no references.
    found = hashlib.blake2b(marshal.dumps(form, 2), digest_size=16)
    for buffer in buffers:
        found.update(buffer)
    return found.hexdigest()


def _error(error: BaseException) -> dict[str, Any]:
    names = [kind.__name__ for kind in type(error).__mro__ if _is_builtin(kind)]
    writer = Writer()
    try:
        args = [writer.write(arg) for arg in error.args]
        if writer.buffers or any(type(arg) is str and len(arg) > MOST_TEXT for arg in args):
            raise CannotTravelError
    except CannotTravelError:
        args = [_text_of(error)]
    return {
        "names": names,
        "called": type(error).__name__[:200],
        "args": args,
        "traceback": "".join(_lines(error))[-MOST_TRACEBACK:],
    }


def _is_builtin(kind: type) -> bool:
    return issubclass(kind, BaseException) and getattr(builtins, kind.__name__, None) is kind


def _text_of(error: BaseException) -> str:
    try:
        return str(error)[:MOST_TRACEBACK]
    except Exception:
        return "(its message cannot be shown)"


def _lines(error: BaseException) -> Iterator[str]:
    """The traceback's part that is the learner's."""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if "officina_courses/grading/" not in frame.filename]
    yield from traceback.format_list(theirs)
