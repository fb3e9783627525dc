"""What terms allow: yes only where everything is known and holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.terms import Use, clauses, judge

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
USE = Use(purpose="research", country="FI", participant="did:web:us.example")


def limit(left: str, operator: str, right: Any) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def policy(*constraints: dict[str, Any], **more: Any) -> Policy:
    permission = [{"action": "use", "constraint": list(constraints)}]
    return Policy.model_validate({"@id": "urn:o", "permission": permission, **more})


CASES = {
    "free": (policy(), "yes"),
    "purpose": (policy(limit("purpose", "eq", "research")), "yes"),
    "purpose-odrl": (policy(limit("odrl:purpose", "odrl:isAnyOf", ["research", "x"])), "yes"),
    "other-purpose": (policy(limit("purpose", "eq", "marketing")), "no"),
    # Another word may mean the same, so that is not known.
    "purpose-but": (policy(limit("purpose", "neq", "marketing")), "unknown"),
    "purpose-but-ours": (policy(limit("purpose", "isNoneOf", ["research"])), "no"),
    "country": (policy(limit("spatial", "eq", "FIN")), "yes"),
    "country-of-the-eu": (policy(limit("spatial", "eq", "http://example.org/EU")), "yes"),
    "other-country": (policy(limit("spatial", "isAnyOf", ["DE", "AT"])), "no"),
    "country-but": (policy(limit("spatial", "neq", "DEU")), "yes"),
    "place": (policy(limit("spatial", "eq", "Atlantis")), "unknown"),
    "until": (policy(limit("dateTime", "lteq", "2026-11-23")), "yes"),
    "until-yesterday": (policy(limit("dateTime", "lteq", "2026-11-22")), "no"),
    "before-today": (policy(limit("dateTime", "lt", "2026-11-23")), "no"),
    "from": (policy(limit("dateTime", "gteq", "2026-11-23T12:00:00Z")), "yes"),
    "zone": (policy(limit("dateTime", "lt", "2026-11-23T12:30:00+01:00")), "no"),
    "no-date": (policy(limit("dateTime", "lteq", "soon")), "unknown"),
    "us": (policy(limit("recipient", "eq", "did:web:us.example")), "yes"),
    "others": (policy(limit("recipient", "eq", "did:web:them.example")), "no"),
    "count": (policy(limit("count", "lteq", "5")), "unknown"),
    "unknown-operator": (policy(limit("purpose", "isA", "research")), "unknown"),
    "number": (policy(limit("dateTime", "lteq", 7)), "unknown"),
    "two-to-one": (policy(limit("purpose", "eq", ["research", "x"])), "unknown"),
    "or": (policy({"or": [limit("count", "eq", "1"), limit("purpose", "eq", "research")]}), "yes"),
    "and": (policy({"and": [limit("count", "eq", "1"), limit("purpose", "eq", "x")]}), "no"),
    "xone": (policy({"xone": [limit("spatial", "eq", "FI"), limit("spatial", "eq", "EU")]}), "no"),
    "sequence": (policy({"andSequence": [limit("spatial", "eq", "FI")]}), "unknown"),
    "both": (policy({**limit("spatial", "eq", "FI"), "or": [{}]}), "unknown"),
    "extra-in-constraint": (policy({**limit("spatial", "eq", "FI"), "unit": "x"}), "unknown"),
    "nothing-permitted": (
        Policy.model_validate({"@id": "urn:o", "prohibition": [{"action": "sell"}]}),
        "no",
    ),
    "not-ours-permitted": (
        Policy.model_validate({"@id": "urn:o", "permission": [{"action": "read"}]}),
        "no",
    ),
    "forbidden": (policy(prohibition=[{"action": "use"}]), "no"),
    "forbidden-elsewhere": (
        policy(prohibition=[{"action": "use", "constraint": [limit("spatial", "eq", "DE")]}]),
        "yes",
    ),
    "forbidden-perhaps": (
        policy(prohibition=[{"action": "use", "constraint": [limit("count", "gt", "1")]}]),
        "unknown",
    ),
    "forbids-something-else": (policy(prohibition=[{"action": "distribute"}]), "yes"),
    "forbids-nobody-knows-what": (policy(prohibition=[{"action": "ex:train"}]), "unknown"),
    "duty": (policy(obligation=[{"action": "attribute"}]), "yes"),
    "pay": (policy(obligation=[{"action": "compensate"}]), "unknown"),
    "duty-with-a-date": (
        policy(
            obligation=[{"action": "delete", "constraint": [limit("dateTime", "gt", "2027-12-31")]}]
        ),
        "yes",
    ),
    "extra-in-rule": (
        Policy.model_validate(
            {"@id": "urn:o", "permission": [{"action": "use", "assignee": "did:web:them.example"}]}
        ),
        "unknown",
    ),
    "duty-at-permission": (
        Policy.model_validate(
            {
                "@id": "urn:o",
                "permission": [{"action": "use", "duty": [{"action": "obtainConsent"}]}],
            }
        ),
        "unknown",
    ),
    "profile": (policy(profile="https://example.org/profile"), "unknown"),
    "extra": (policy(inheritFrom="urn:other"), "unknown"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_answer_is_yes_only_where_all_is_known_and_holds(name: str) -> None:
    terms, answer = CASES[name]
    assert judge(terms, USE, NOW).answer == answer


def test_a_use_of_which_nothing_is_said_is_for_a_person_to_judge() -> None:
    limited = policy(limit("purpose", "eq", "research"))
    assert judge(limited, Use(), NOW).answer == "unknown"


def test_what_is_planned_beside_use_needs_a_permission_too() -> None:
    shares = USE.model_copy(update={"actions": ("use", "distribute")})
    assert judge(policy(), shares, NOW).answer == "yes"
    assert judge(policy(prohibition=[{"action": "distribute"}]), shares, NOW).answer == "no"
    assert judge(policy(), USE.model_copy(update={"actions": ("sell",)}), NOW).answer == "no"


def test_terms_are_said_in_plain_words() -> None:
    terms = policy(
        limit("purpose", "isAnyOf", ["research", "teaching"]),
        {"or": [limit("spatial", "eq", "FI"), limit("count", "lt", "3")]},
        prohibition=[{"action": "distribute"}],
        obligation=[{"action": "ex:dance"}],
    )
    told = [
        (str(each.what), [str(one) for one in each.conditions], str(each.answer))
        for each in clauses(terms, judge(terms, USE, NOW))
    ]
    assert told == [
        (
            "Allowed: use",
            [
                "only for one of these purposes: research, teaching",
                "one of this at least:",
                "- only in FI",
                "- under a condition that is not known here: "
                '{"leftOperand": "count", "operator": "lt", "rightOperand": "3"}',
            ],
            "yes",
        ),
        ("Forbidden: passing it on to others", [], "yes"),
        ("Required: ex:dance", [], "unknown"),
    ]


def test_terms_are_the_same_in_any_order_and_different_with_one_more_word() -> None:
    one, two = limit("spatial", "eq", "FI"), limit("purpose", "eq", "research")
    terms = policy(prohibition=[{"action": "sell"}, {"action": "distribute"}])
    turned = policy(prohibition=[{"action": "distribute"}, {"action": "sell"}])
    assert terms.has_terms_of(turned)
    assert not policy(one).has_terms_of(policy(one, two))
    assert not policy().has_terms_of(policy(**{"ex:extra": True}))
