"""Terms in plain words: one clause for each rule, with its conditions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from officina_courses.saying import Saying, Sayings, say
from officina_hub.federation.dataspace.policies import Constraint, Policy, Rule
from officina_hub.federation.dataspace.terms.answers import Answer
from officina_hub.federation.dataspace.terms.constraints import values_of
from officina_hub.federation.dataspace.terms.deciding import Judgement, duties_of
from officina_hub.federation.dataspace.vocabulary import short
from officina_hub.seen import is_seen

LONGEST: Final = 300
ACTIONS: Final = {
    "use": say("use"),
    "analyze": say("analysing it"),
    "anonymize": say("making it anonymous"),
    "attribute": say("naming where it comes from"),
    "commercialize": say("commercial use"),
    "compensate": say("paying for it"),
    "delete": say("deleting it"),
    "derive": say("making something new of it"),
    "distribute": say("passing it on to others"),
    "inform": say("telling the provider"),
    "modify": say("changing it"),
    "obtainConsent": say("getting consent first"),
    "read": say("reading it"),
    "reproduce": say("copying it"),
    "sell": say("selling it"),
    "share": say("sharing it with others"),
    "transfer": say("handing it over for good"),
}
ALLOWED: Final = say("Allowed: %(action)s")
FORBIDDEN: Final = say("Forbidden: %(action)s")
REQUIRED: Final = say("Required: %(action)s")
CONDITIONS: Final = {
    ("purpose", "eq"): say("only for the purpose %(values)s"),
    ("purpose", "isAnyOf"): say("only for one of these purposes: %(values)s"),
    ("purpose", "neq"): say("for any purpose but %(values)s"),
    ("purpose", "isNoneOf"): say("for any purpose but these: %(values)s"),
    ("spatial", "eq"): say("only in %(values)s"),
    ("spatial", "isAnyOf"): say("only in one of these places: %(values)s"),
    ("spatial", "isPartOf"): say("only within %(values)s"),
    ("spatial", "neq"): say("anywhere but in %(values)s"),
    ("spatial", "isNoneOf"): say("anywhere but in these places: %(values)s"),
    ("recipient", "eq"): say("only by %(values)s"),
    ("recipient", "isAnyOf"): say("only by one of these: %(values)s"),
    ("recipient", "neq"): say("by anybody but %(values)s"),
    ("recipient", "isNoneOf"): say("by anybody but these: %(values)s"),
    ("dateTime", "lt"): say("before %(values)s"),
    ("dateTime", "lteq"): say("until %(values)s"),
    ("dateTime", "gt"): say("after %(values)s"),
    ("dateTime", "gteq"): say("from %(values)s on"),
    ("dateTime", "eq"): say("on %(values)s"),
    ("dateTime", "neq"): say("at any time but %(values)s"),
}
OTHER: Final = say("under a condition that is not known here: %(condition)s")
JOINED: Final = {
    "and_": say("all of this:"),
    "or_": say("one of this at least:"),
    "xone": say("exactly one of this:"),
}
BESIDE: Final = say("Also written in the terms, and not known here: %(name)s")


Kind = Literal["allowed", "forbidden", "owed", "unknown"]


class Clause(NamedTuple):
    """One rule: what it is about, under which conditions, and whether it holds for the use."""

    kind: Kind
    what: Saying
    conditions: Sayings
    answer: Answer


def clauses(policy: Policy, judgement: Judgement) -> Iterator[Clause]:
    """Permissions, then prohibitions, then duties, then what is not known."""
    groups: Sequence[tuple[Kind, Saying, Sequence[Rule], Sequence[Answer]]] = (
        ("allowed", ALLOWED, policy.permission, judgement.permissions),
        ("forbidden", FORBIDDEN, policy.prohibition, judgement.prohibitions),
        ("owed", REQUIRED, duties_of(policy), judgement.duties),
    )
    for kind, heading, rules, answers in groups:
        for rule, answer in zip(rules, answers, strict=True):
            action = ACTIONS.get(short(rule.action), _told(rule.action))
            conditions = (*_conditions(rule.constraint), *_unknown(rule.unknown))
            yield Clause(kind, heading.with_values(action=action), conditions, answer)
    for name in judgement.beside:
        yield Clause("unknown", BESIDE.with_values(name=_told(name)), (), Answer.UNKNOWN)


def _conditions(constraints: Sequence[Constraint]) -> Iterator[Saying]:
    for each in constraints:
        joined = [(word, getattr(each, name)) for name, word in JOINED.items()]
        found = [(word, inner) for word, inner in joined if inner]
        if len(found) == 1 and each.left_operand is None:
            word, inner = found[0]
            yield word
            yield from (say("- %(piece)s", piece=piece) for piece in _conditions(inner))
        else:
            yield _condition(each)


def _condition(constraint: Constraint) -> Saying:
    kind = (short(constraint.left_operand or ""), short(constraint.operator or ""))
    values = values_of(constraint.right_operand)
    if kind in CONDITIONS and values and not constraint.unknown:
        return CONDITIONS[kind].with_values(values=_told(", ".join(values)))
    told = json.dumps(constraint.model_dump(by_alias=True, exclude_none=True), ensure_ascii=False)
    return OTHER.with_values(condition=_told(told))


def _unknown(names: Sequence[str]) -> Iterator[Saying]:
    return (OTHER.with_values(condition=_told(name)) for name in names)


def _told(text: str) -> str:
    """What moves, hides or reverses other words is marked, and what is cut says so.

    Half a list must not look like the whole, nor a term like another.
    """
    seen = "".join(each if is_seen(each) else "\N{REPLACEMENT CHARACTER}" for each in text)
    return seen if len(seen) <= LONGEST else f"{seen[: LONGEST - 1]}…"
