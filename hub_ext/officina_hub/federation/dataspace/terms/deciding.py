"""Whether terms allow a use: yes, no, or a person must decide.

Default deny: what no permission covers is forbidden, and what is not understood is not allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from officina_hub.federation.dataspace.policies import SAID_ANYWAY, Policy, Rule
from officina_hub.federation.dataspace.terms.actions import DUTIES, covers, forbids, leaves_alone
from officina_hub.federation.dataspace.terms.answers import Answer, all_of, any_of
from officina_hub.federation.dataspace.terms.constraints import (
    Use,
    holds_for,
    is_known,
    turning_points,
)
from officina_hub.federation.dataspace.terms.parties import party_of
from officina_hub.federation.dataspace.vocabulary import short

MOST_POINTS: Final = 60  # at each of them all conditions of a rule are looked at


class Judgement(NamedTuple):
    """Of a whole policy, and of each of its rules in the order in which they stand there.

    ``beside`` names what stands beside the rules and may change what they mean.
    """

    answer: Answer
    permissions: tuple[Answer, ...]
    prohibitions: tuple[Answer, ...]
    duties: tuple[Answer, ...]
    beside: tuple[str, ...]

    @property
    def needs_a_person(self) -> bool:
        return self.answer is Answer.UNKNOWN


def judge(policy: Policy, use: Use, now: datetime) -> Judgement:
    """What the policy says of that use at that moment."""
    permissions = tuple(_met(rule, use, now) for rule in policy.permission)
    prohibitions = tuple(_permits(rule, use, now) for rule in policy.prohibition)
    duties = tuple(_can_be_kept(rule, use, now) for rule in duties_of(policy))
    allowed = [
        any_of(
            met
            for rule, met in zip(policy.permission, permissions, strict=True)
            if covers(short(rule.action), wanted)
        )
        for wanted in use.actions
    ]
    beside = tuple(_beside(policy, use))
    whole = Answer.UNKNOWN if beside else Answer.YES
    answer = all_of([whole, *allowed, *prohibitions, *duties])
    return Judgement(answer, permissions, prohibitions, duties, beside)


def duties_of(policy: Policy) -> tuple[Rule, ...]:
    """Of the whole policy, and those that stand at a permission."""
    at_permissions = (duty for rule in policy.permission for duty in rule.duty)
    return (*policy.obligation, *at_permissions)


def _beside(policy: Policy, use: Use) -> Iterator[str]:
    """What is not known here, and that it is offered to somebody else."""
    extra = policy.model_extra or {}
    is_ours = party_of(policy.assignee or use.participant) == party_of(use.participant)
    if policy.type == "Offer" and not is_ours:
        yield "assignee"
    if policy.heard_under is not None:
        yield "@context"
    yield from (name for name in policy.unknown if extra[name] not in (None, *SAID_ANYWAY))


def _met(rule: Rule, use: Use, now: datetime) -> Answer:
    unknown = [Answer.UNKNOWN] if rule.unknown else []
    return all_of([*unknown, *(holds_for(each, use, now) for each in rule.constraint)])


def _will_be_met(rule: Rule, use: Use, now: datetime) -> Answer:
    """An agreement is for good: what only begins later is not known to be met, and not unmet."""
    is_met = _met(rule, use, now)
    later = set(turning_points(rule.constraint, now)) if is_met is Answer.NO else set()
    if len(later) > MOST_POINTS:
        return Answer.UNKNOWN
    is_never = all(_met(rule, use, at) is Answer.NO for at in later)
    return is_met if is_never else Answer.UNKNOWN


def _permits(rule: Rule, use: Use, now: datetime) -> Answer:
    """Whether a prohibition leaves the use alone; a duty at it is the remedy of a breach.

    What is planned is *use* at large, where nothing narrower was said: whoever forbids a part of
    it may forbid just what is planned, and only a person can tell.
    """
    action = short(rule.action)
    is_met = Answer.UNKNOWN if rule.unknown else _will_be_met(rule, use, now)
    if any(forbids(action, wanted) for wanted in use.actions):
        return is_met.opposite
    is_about_else = all(leaves_alone(action, wanted) for wanted in use.actions)
    is_left = is_met is Answer.NO or (is_about_else and not rule.unknown)
    return Answer.YES if is_left else Answer.UNKNOWN


def _can_be_kept(rule: Rule, use: Use, now: datetime) -> Answer:
    """Whether a duty is one that can be promised; whether it is due yet makes no difference."""
    can_be_promised = short(rule.action) in DUTIES and not rule.duty and not rule.unknown
    is_read = all(is_known(each, use, now) for each in rule.constraint)
    return Answer.YES if can_be_promised and is_read else Answer.UNKNOWN
