"""From a draft to a record: what the model does not take is left out with a note, not the record.

Only where a field is missing that the record cannot be without is it refused.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from officina_hub.catalogue.readers.draft import Draft
from officina_widgets.catalogue.faults import why

# A part in a part in a part of a record: each round takes out one level of what is wrong.
MOST_ROUNDS: Final = 8

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]


class Unusable(Exception):  # noqa: N818 - it is told as Refused and never leaves the readers
    """The draft lacks what its kind cannot be without."""


def finished(model: type[Model], draft: Draft) -> Model:
    """The record; raises ``Unusable`` with what is missing."""
    for _ in range(MOST_ROUNDS):
        try:
            return model.model_validate(draft.values)
        except ValidationError as error:
            problems = error.errors(include_url=False)
        _refuse_without(model, draft)
        _leave_out(draft, problems)
    raise Unusable("its fields contradict each other in ways that cannot be mended here")


def _refuse_without(model: type[BaseModel], draft: Draft) -> None:
    missing = [
        name
        for name, field in model.model_fields.items()
        if field.is_required() and name not in draft.values
    ]
    if missing:
        known = [note for note in draft.notes if note.partition(":")[0] in missing]
        told = f" ({'; '.join(known[:3])})" if known else ""
        raise Unusable(f"it has no usable {' and no '.join(missing)}{told}")


def _leave_out(draft: Draft, problems: list[ErrorDetails]) -> None:
    told = {place: problem for problem in problems if (place := _place(draft.values, problem))}
    outermost = [
        place for place in told if not any(place[:n] in told for n in range(1, len(place)))
    ]
    for place in reversed(outermost):
        holder: Any = draft.values
        for step in place[:-1]:
            holder = holder[step]
        left_out = holder.pop(place[-1])
        reason = why(told[place])
        field = "/".join(map(str, place))
        draft.note(field, f"{_shown(left_out)} is left out: {reason}")


def _place(values: dict[str, Any], problem: ErrorDetails) -> Place:
    """The innermost thing in the draft that the problem is about."""
    place: Place = ()
    inner: Any = values
    for step in problem["loc"]:
        try:
            inner = inner[step]
        except (KeyError, IndexError, TypeError):
            break
        place = (*place, step)
        if isinstance(inner, str):
            break
    return place


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
