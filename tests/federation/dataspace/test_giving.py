"""What a provider gives by its own terms: only what is understood and holds now for who asks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from officina_hub.federation.dataspace.giving import may_be_given
from officina_hub.federation.dataspace.policies import Policy, Rule

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
THEM = "did:web:them.example"
PURPOSE = {"leftOperand": "purpose", "operator": "eq", "rightOperand": "research"}
OVER = {"leftOperand": "odrl:dateTime", "operator": "odrl:lt", "rightOperand": "2020-01-01"}
TO_THEM = {"leftOperand": "recipient", "operator": "eq", "rightOperand": THEM}

DELETED_IN_TIME = Rule.model_validate(
    {
        "action": "delete",
        "constraint": [{"leftOperand": "elapsedTime", "operator": "lteq", "rightOperand": "P30D"}],
    }
)


def use(*constraints: dict[str, Any], action: str = "use") -> dict[str, Any]:
    return {"action": action, "constraint": list(constraints)}


def terms(permission: dict[str, Any], *prohibition: dict[str, Any]) -> Policy:
    rules = {"permission": [permission], "prohibition": list(prohibition)}
    return Policy.model_validate({"@id": "urn:o", **rules})


CASES = {
    "promised": (terms(use(PURPOSE), use(action="distribute")), True),
    "no-derivatives": (terms(use(), use(action="derive")), True),
    "forbidden-purpose": (terms(use(), use(PURPOSE)), True),
    "over-by-long-names": (terms(use(OVER)), False),
    "over-within-and": (terms(use({"and": [PURPOSE, OVER]})), False),
    "one-of-or-is-promised": (terms(use({"or": [PURPOSE, OVER]})), True),
    "to-them": (terms(use(TO_THEM)), True),
    "to-others": (terms(use({**TO_THEM, "rightOperand": "did:web:x.example"})), False),
    "forbidden-to-them": (terms(use(), use(TO_THEM, action="odrl:use")), False),
    "may-not-copy": (terms(use(), use(TO_THEM, action="reproduce")), False),
    "misspelt": (terms(use({**OVER, "leftOperand": "datetime"})), False),
    "misspelt-in-a-prohibition": (terms(use(), use({**TO_THEM, "operator": "equals"})), False),
    "forbidden-to-them-in-capitals": (
        terms(use(), use({**TO_THEM, "rightOperand": "did:web:Them.Example#key"})),
        False,
    ),
    "offered-to-others": (terms(use()).model_copy(update={"assignee": "did:web:x.example"}), False),
    "offered-to-them": (terms(use()).model_copy(update={"assignee": THEM}), True),
    "a-promise-with-a-time": (
        terms(use()).model_copy(update={"obligation": (DELETED_IN_TIME,)}),
        True,
    ),
    "telling-only": (terms(use(action="inform")), False),
}


@pytest.mark.parametrize("case", CASES)
def test_data_is_given_by_its_own_terms(case: str) -> None:
    policy, is_given = CASES[case]
    assert may_be_given(policy, THEM, NOW) is is_given


@pytest.mark.parametrize("policy", [terms(use(TO_THEM)), terms(use(), use({"or": [TO_THEM]}))])
def test_who_is_not_known_gets_nothing_whose_recipients_are_named(policy: Policy) -> None:
    assert not may_be_given(policy, "", NOW)
    assert may_be_given(terms(use(PURPOSE)), "", NOW)
