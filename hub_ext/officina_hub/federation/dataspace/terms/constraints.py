"""Whether a constraint holds for a use: purpose, place, time and recipient; all else is unknown.

Nothing is taken for granted. Another word for a purpose or a recipient may still mean the same, so
that is unknown, too, unless both are certainly different (see ``purposes``). An answer is never
nearer to no than is known: of a prohibition, or within ``xone``, a no allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import JsonValue

from officina_courses.model import Frozen
from officina_hub.federation.dataspace.policies import Constraint
from officina_hub.federation.dataspace.terms.answers import Answer, all_of, any_of, of, one_of
from officina_hub.federation.dataspace.terms.countries import countries_of
from officina_hub.federation.dataspace.terms.moments import holds, span_of
from officina_hub.federation.dataspace.terms.parties import are_different, are_two, party_of
from officina_hub.federation.dataspace.terms.purposes import are_apart
from officina_hub.federation.dataspace.vocabulary import short


class Use(Frozen):
    """What somebody wants to do with data: for what, where, and who they are."""

    purpose: str = ""
    country: str = ""
    participant: str = ""
    # Whether terms may mean that participant by another name, such as that of a group.
    has_other_names: bool = False
    actions: tuple[str, ...] = ("use",)


TICK: Final = timedelta(microseconds=1)
LATEST: Final = datetime.max.replace(tzinfo=UTC) - TICK  # what never comes turns nothing
NEGATIVE: Final = frozenset({"neq", "isNoneOf"})
SINGLE: Final = frozenset({"eq", "neq"})
AMONG: Final = frozenset({"eq", "isAnyOf", *NEGATIVE})


def holds_for(constraint: Constraint, use: Use, now: datetime) -> Answer:
    """Of one constraint, with those in it."""
    if constraint.unknown:
        return Answer.UNKNOWN
    joined = [
        (join, inner)
        for join, inner in (
            (all_of, constraint.and_),
            (any_of, constraint.or_),
            (one_of, constraint.xone),
        )
        if inner
    ]
    is_plain = constraint.left_operand is not None
    if constraint.and_sequence is not None or len(joined) + is_plain != 1:
        return Answer.UNKNOWN
    if joined:
        join, inner = joined[0]
        return join(holds_for(each, use, now) for each in inner)
    return _compared(constraint, use, now)


def is_known(constraint: Constraint, use: Use, now: datetime) -> bool:
    """Whether each comparison in it is understood, whatever it says of the moment."""
    joined = [each for each in (constraint.and_, constraint.or_, constraint.xone) if each]
    is_plain = not constraint.unknown and constraint.and_sequence is None
    if len(joined) == 1 and is_plain and constraint.left_operand is None:
        return all(is_known(each, use, now) for each in joined[0])
    return holds_for(constraint, use, now) is not Answer.UNKNOWN


def turning_points(constraints: Iterable[Constraint], now: datetime) -> Iterator[datetime]:
    """Moments still to come at which what the constraints say of time may change."""
    for each in constraints:
        yield from turning_points((*(each.and_ or ()), *(each.or_ or ()), *(each.xone or ())), now)
        if short(each.left_operand or "") == "dateTime":
            spans = map(span_of, values_of(each.right_operand) or ())
            ends = (end for span in spans if span for end in span if end < LATEST)
            yield from (at for end in ends for at in (end, end + TICK) if at > now)


def values_of(operand: JsonValue) -> tuple[str, ...] | None:
    """The texts of a right operand; None where it is something else."""
    if isinstance(operand, dict):
        plain = [operand.get(name) for name in ("@value", "@id", "value") if name in operand]
        return values_of(plain[0]) if plain else None
    if isinstance(operand, list):
        found = [values_of(each) for each in operand]
        if not found or any(each is None for each in found):
            return None
        return tuple(text for each in found if each for text in each)
    return (operand.strip(),) if isinstance(operand, str) and operand.strip() else None


def _compared(constraint: Constraint, use: Use, now: datetime) -> Answer:
    left, operator = short(constraint.left_operand or ""), short(constraint.operator or "")
    values = values_of(constraint.right_operand)
    if values is None or left not in KINDS or (operator in SINGLE and len(values) != 1):
        return Answer.UNKNOWN
    return KINDS[left](operator, values, use, now)


def _moment(operator: str, values: tuple[str, ...], use: Use, now: datetime) -> Answer:
    span = span_of(values[0]) if len(values) == 1 else None
    found = holds(operator, now, span) if span else None
    return Answer.UNKNOWN if found is None else of(found)


def _purpose(operator: str, values: tuple[str, ...], use: Use, now: datetime) -> Answer:
    if not use.purpose or operator not in AMONG:
        return Answer.UNKNOWN
    is_named = _is_among(use.purpose, values, are_apart)
    return is_named.opposite if operator in NEGATIVE else is_named


def _place(operator: str, values: tuple[str, ...], use: Use, now: datetime) -> Answer:
    here = countries_of(use.country) if use.country else frozenset()
    named = [countries_of(each) for each in values]
    if len(here) != 1 or not all(named) or operator not in AMONG | {"isPartOf"}:
        return Answer.UNKNOWN
    is_in = of(any(here <= each for each in named))
    return is_in.opposite if operator in NEGATIVE else is_in


def _recipient(operator: str, values: tuple[str, ...], use: Use, now: datetime) -> Answer:
    if not use.participant or operator not in AMONG:
        return Answer.UNKNOWN
    apart = are_two if use.has_other_names else are_different
    is_named = _is_among(party_of(use.participant), tuple(map(party_of, values)), apart)
    return is_named.opposite if operator in NEGATIVE else is_named


def _is_among(ours: str, values: tuple[str, ...], apart: Callable[[str, str], bool]) -> Answer:
    if ours in values:
        return Answer.YES
    return Answer.NO if all(apart(ours, each) for each in values) else Answer.UNKNOWN


KINDS: Final[dict[str, Callable[[str, tuple[str, ...], Use, datetime], Answer]]] = {
    "dateTime": _moment,
    "purpose": _purpose,
    "spatial": _place,
    "recipient": _recipient,
}
