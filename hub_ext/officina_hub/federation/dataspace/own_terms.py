"""What stands in a provider's own terms and is not understood here, with its place.

A provider has to keep its terms itself, so a word that nobody understands must not look like a
limit: data would be given without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from officina_hub.federation.dataspace.policies import Constraint, Rule
from officina_hub.federation.dataspace.terms.actions import ACTIONS
from officina_hub.federation.dataspace.terms.constraints import SINGLE, values_of
from officina_hub.federation.dataspace.terms.countries import countries_of
from officina_hub.federation.dataspace.terms.moments import span_of
from officina_hub.federation.dataspace.terms.words import CONDITIONS
from officina_hub.federation.dataspace.vocabulary import short

RULE: Final = ("action", "constraint", "duty")
COMPARED: Final = ("leftOperand", "operator", "rightOperand")
JOINED: Final = {"and": "and_", "or": "or_", "xone": "xone"}
LEFT: Final = frozenset(left for left, _ in CONDITIONS)
# When a duty is due is the consumer's promise, so these need no keeping here.
PROMISED: Final = LEFT | {"count", "delayPeriod", "elapsedTime", "event", "timeInterval"}


class Strange(NamedTuple):
    """Where it stands, what stands there, and what may stand there."""

    where: str
    found: str
    allowed: str


def strange_in(
    rules: Iterable[Rule], where: str, *, actions: Iterable[str], left: Collection[str]
) -> Iterator[Strange]:
    """All of it; ``actions`` are those that these rules may be about, none if any will do."""
    known = sorted(actions)
    for number, rule in enumerate(rules):
        place = f"{where}.{number}"
        if known and short(rule.action) not in known:
            yield Strange(f"{place}.action", rule.action, ", ".join(known))
        for name in rule.model_extra or {}:
            yield Strange(place, name, ", ".join(RULE))
        for index, constraint in enumerate(rule.constraint):
            yield from _in_constraint(constraint, f"{place}.constraint.{index}", left)
        yield from strange_in(rule.duty, f"{place}.duty", actions=(), left=PROMISED)


def strange_in_terms(
    permission: Iterable[Rule], prohibition: Iterable[Rule], obligation: Iterable[Rule]
) -> Iterator[Strange]:
    """A duty's action is the consumer's promise, so any will do there."""
    yield from strange_in(permission, "permission", actions=ACTIONS, left=LEFT)
    yield from strange_in(prohibition, "prohibition", actions=ACTIONS, left=LEFT)
    yield from strange_in(obligation, "obligation", actions=(), left=PROMISED)


def _in_constraint(constraint: Constraint, where: str, known: Collection[str]) -> Iterator[Strange]:
    for name in constraint.unknown:
        yield Strange(where, name, ", ".join((*COMPARED, *JOINED)))
    joined = {name: getattr(constraint, field) for name, field in JOINED.items()}
    present = {name: inner for name, inner in joined.items() if inner is not None}
    is_plain = constraint.left_operand is not None
    if constraint.and_sequence is not None or len(present) + is_plain != 1:
        yield Strange(where, _told(constraint), "one comparison, or one of and, or, xone")
        return
    for name, inner in present.items():
        if not inner:
            yield Strange(f"{where}.{name}", "nothing", "at least one comparison")
        for index, each in enumerate(inner):
            yield from _in_constraint(each, f"{where}.{name}.{index}", known)
    if is_plain:
        yield from _in_comparison(constraint, where, known)


def _in_comparison(constraint: Constraint, where: str, known: Collection[str]) -> Iterator[Strange]:
    left, operator = short(constraint.left_operand or ""), short(constraint.operator or "")
    if left not in known:
        yield Strange(f"{where}.leftOperand", left, ", ".join(sorted(known)))
    if left not in LEFT:
        return
    operators = sorted(word for name, word in CONDITIONS if name == left)
    if operator not in operators:
        yield Strange(f"{where}.operator", operator, ", ".join(operators))
        return
    values = values_of(constraint.right_operand)
    place, found = f"{where}.rightOperand", str(constraint.right_operand)
    if values is None:
        yield Strange(place, found, "a text, or several for isAnyOf and isNoneOf")
    elif left == "dateTime":
        if len(values) != 1 or span_of(values[0]) is None:
            yield Strange(place, found, "one moment such as 2027-12-31 or 2027-12-31T12:00:00Z")
    elif operator in SINGLE and len(values) != 1:
        yield Strange(place, found, "one text; several are for isAnyOf and isNoneOf")
    elif left == "spatial" and not all(map(countries_of, values)):
        yield Strange(place, found, "codes of countries such as FI, or EU and EEA")


def _told(constraint: Constraint) -> str:
    return ", ".join(constraint.model_dump(by_alias=True, exclude_none=True)) or "nothing"
