"""Whether a provider may give data by its own terms, now and to this participant.

Time and recipient are the provider's to keep; purpose and place are what the consumer promises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from officina_hub.federation.dataspace.own_terms import strange_in_terms
from officina_hub.federation.dataspace.policies import Constraint, Policy
from officina_hub.federation.dataspace.terms import Answer, Use, judge
from officina_hub.federation.dataspace.terms.actions import FETCHING, IN_USE, covers
from officina_hub.federation.dataspace.terms.parties import party_of
from officina_hub.federation.dataspace.vocabulary import short

# What nobody does without the data; telling the provider something is done without it.
WITH_DATA: Final = (IN_USE | {"use"}) - {"inform"}


def may_be_given(terms: Policy, participant: str, now: datetime) -> bool:
    """Default deny: what is not understood, or names recipients where nobody knows who asks.

    Then only a promise is left that the same judgement as a consumer's can call unknown.
    """
    if terms.assignee and party_of(terms.assignee) != party_of(participant):
        return False
    strange = strange_in_terms(terms.permission, terms.prohibition, terms.obligation)
    if any(True for _ in strange) or (not participant and _names_recipients(terms)):
        return False
    wanted = {short(rule.action) for rule in terms.permission} & WITH_DATA
    return any(
        judge(_about(terms, each), Use(participant=participant, actions=(each,)), now).answer
        is not Answer.NO
        for each in wanted
    )


def _about(terms: Policy, wanted: str) -> Policy:
    """With the prohibitions that forbid giving it; all others are what the consumer promises."""
    forbidding = tuple(
        rule.model_copy(update={"action": wanted})
        for rule in terms.prohibition
        if any(covers(short(rule.action), each) for each in (wanted, *FETCHING))
    )
    return terms.model_copy(update={"prohibition": forbidding})


def _names_recipients(terms: Policy) -> bool:
    rules = (*terms.permission, *terms.prohibition)
    return any("recipient" in _operands(rule.constraint) for rule in rules)


def _operands(constraints: Iterable[Constraint]) -> Iterator[str]:
    for each in constraints:
        yield short(each.left_operand or "")
        yield from _operands((*(each.and_ or ()), *(each.or_ or ()), *(each.xone or ())))
