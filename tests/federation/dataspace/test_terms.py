"""What terms allow: yes only where everything is known and holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from officina_hub.federation.dataspace.policies import OWN_PROFILE, Policy
from officina_hub.federation.dataspace.terms import Use, clauses, judge
from officina_hub.federation.dataspace.vocabulary import CONTEXT

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
    # Another word may mean the same, so that is not known, unless it is certainly another thing.
    "purpose-but": (policy(limit("purpose", "neq", "marketing")), "yes"),
    "purpose-but-words": (policy(limit("purpose", "neq", "commercial")), "unknown"),
    "purpose-in-other-words": (
        policy(limit("purpose", "eq", "https://w3id.org/dpv#ScientificResearch")),
        "unknown",
    ),
    "purpose-once": (
        policy({"xone": [limit("purpose", "eq", each) for each in ("research", "dpv:Research")]}),
        "unknown",
    ),
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
    "and": (policy({"and": [limit("count", "eq", "1"), limit("purpose", "eq", "x")]}), "unknown"),
    "and-no": (
        policy({"and": [limit("count", "eq", "1"), limit("purpose", "eq", "Marketing")]}),
        "no",
    ),
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
    "forbidden-perhaps-with-more": (
        policy(
            prohibition=[
                {"action": "use", "ex:or": 1, "constraint": [limit("spatial", "eq", "DE")]}
            ]
        ),
        "unknown",
    ),
    "forbids-something-else": (policy(prohibition=[{"action": "sell"}]), "yes"),
    "forbids-nobody-knows-what": (policy(prohibition=[{"action": "ex:train"}]), "unknown"),
    "duty": (policy(obligation=[{"action": "attribute"}]), "yes"),
    "pay": (policy(obligation=[{"action": "compensate"}]), "unknown"),
    "duty-with-a-date": (
        policy(
            obligation=[{"action": "delete", "constraint": [limit("dateTime", "gt", "2027-12-31")]}]
        ),
        "yes",
    ),
    # Its own condition may say no: what nobody reads may cost all the same.
    "duty-with-more": (
        policy(
            obligation=[
                {
                    "action": "delete",
                    "constraint": [limit("dateTime", "lt", "2020-01-01")],
                    "consequence": [{"action": "compensate"}],
                }
            ]
        ),
        "unknown",
    ),
    "for-others": (policy(assignee="did:web:them.example"), "unknown"),
    "for-us": (policy(assignee="did:web:US.example"), "yes"),
    "names-of-python": (
        policy(obligation=[{"action": "delete", "constraint": [{"left_operand": "dateTime"}]}]),
        "unknown",
    ),
    "forbidden-from-tomorrow": (
        policy(
            prohibition=[{"action": "use", "constraint": [limit("dateTime", "gteq", "2026-11-24")]}]
        ),
        "unknown",
    ),
    "forbidden-for-a-day-to-come": (
        policy(
            prohibition=[
                {
                    "action": "use",
                    "constraint": [
                        limit("dateTime", "gt", "2027-01-01T00:00:00Z"),
                        limit("dateTime", "lt", "2027-01-02"),
                    ],
                }
            ]
        ),
        "unknown",
    ),
    "forbidden-till-yesterday": (
        policy(
            prohibition=[{"action": "use", "constraint": [limit("dateTime", "lt", "2026-11-23")]}]
        ),
        "yes",
    ),
    "forbidden-to-us-in-capitals": (
        policy(
            prohibition=[
                {"action": "use", "constraint": [limit("recipient", "eq", "did:web:Us.example#1")]}
            ]
        ),
        "no",
    ),
    "context-around-it": (
        policy().under([CONTEXT, {"use": "https://example.org/never"}]),
        "unknown",
    ),
    "usual-context-around-it": (policy().under([CONTEXT]), "yes"),
    "duty-with-a-time-to-come-and-more": (
        policy(
            obligation=[
                {
                    "action": "inform",
                    "constraint": [
                        limit("payAmount", "eq", "1000000"),
                        limit("dateTime", "gteq", "2026-11-24"),
                    ],
                }
            ]
        ),
        "unknown",
    ),
    "duty-with-two-joins": (
        policy(
            obligation=[
                {
                    "action": "inform",
                    "constraint": [
                        {
                            "and": [limit("purpose", "eq", "research")],
                            "or": [limit("spatial", "eq", "FI")],
                        }
                    ],
                }
            ]
        ),
        "unknown",
    ),
    "forbidden-for-ever-after": (
        policy(
            prohibition=[
                {
                    "action": "use",
                    "constraint": [limit("dateTime", "gt", "9999-12-31T23:59:59.999999")],
                }
            ]
        ),
        "yes",
    ),
    "forbidden-at-a-thousand-times": (
        policy(
            prohibition=[
                {
                    "action": "use",
                    "constraint": [
                        limit("dateTime", "gt", f"2030-01-01T00:00:00.{at:06}Z")
                        for at in range(1000)
                    ],
                }
            ]
        ),
        "unknown",
    ),
    "own-context": (policy(**{"@context": {"use": "https://example.org/never"}}), "unknown"),
    "usual-context": (policy(**{"@context": [CONTEXT], "profile": [OWN_PROFILE]}), "yes"),
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


# What a prohibition of use for that purpose says to research.
PURPOSES = {
    "research": "no",
    "commercial": "unknown",
    "https://w3id.org/dpv#ScientificResearch": "unknown",
    "https://w3id.org/dpv#ResearchAndDevelopment": "unknown",
    "ex:anything": "unknown",
    "advertising": "yes",
    "https://w3id.org/dpv#DirectMarketing": "yes",
}


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("operator", ["eq", "isAnyOf", "odrl:eq"])
def test_another_word_for_a_forbidden_purpose_allows_nothing_by_itself(
    purpose: str, operator: str
) -> None:
    forbidden = [{"action": "use", "constraint": [limit("purpose", operator, purpose)]}]
    assert judge(policy(prohibition=forbidden), USE, NOW).answer == PURPOSES[purpose]


# What a prohibition of that action says to use at large, and to analysing alone.
ACTIONS = {
    "use": ("no", "no"),
    "odrl:use": ("no", "no"),
    "http://www.w3.org/ns/odrl/2/reproduce": ("no", "no"),
    "read": ("no", "no"),
    "reproduce": ("no", "no"),
    "analyze": ("unknown", "no"),
    "extract": ("unknown", "yes"),
    "derive": ("unknown", "yes"),
    "execute": ("unknown", "yes"),
    "transform": ("unknown", "yes"),
    "distribute": ("unknown", "yes"),
    "commercialize": ("unknown", "unknown"),
    "ex:train": ("unknown", "unknown"),
    "sell": ("yes", "yes"),
    "transfer": ("yes", "yes"),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_use_is_the_broadest_so_forbidding_a_part_of_it_is_not_beside_it(action: str) -> None:
    terms = policy(prohibition=[{"action": action}])
    narrow = USE.model_copy(update={"actions": ("analyze",)})
    answers = tuple(str(judge(terms, use, NOW).answer) for use in (USE, narrow))
    assert answers == ACTIONS[action]


def test_forbidding_a_part_or_the_whole_of_what_is_planned() -> None:
    cases = {("reproduce", "extract"): "no", ("extract", "reproduce"): "unknown"}
    for (forbidden, planned), answer in cases.items():
        use = USE.model_copy(update={"actions": (planned,)})
        assert judge(policy(prohibition=[{"action": forbidden}]), use, NOW).answer == answer


# Planned, and forbidden, where the vocabulary says in prose that one is about the other.
NEAR = [
    ("share", "distribute"),
    ("distribute", "share"),
    ("translate", "derive"),
    ("transform", "modify"),
    ("present", "display"),
]


@pytest.mark.parametrize(("planned", "forbidden"), NEAR)
def test_what_is_near_to_something_forbidden_is_for_a_person_to_judge(
    planned: str, forbidden: str
) -> None:
    use = USE.model_copy(update={"actions": (planned,)})
    assert judge(policy(prohibition=[{"action": forbidden}]), use, NOW).answer == "unknown"


def test_a_rule_that_says_to_be_another_is_none_of_both() -> None:
    with pytest.raises(ValidationError, match="another @type than Permission"):
        Policy.model_validate(
            {"@id": "urn:o", "permission": [{"action": "use", "@type": "Prohibition"}]}
        )


def test_a_forbidden_recipient_may_be_a_group_that_one_belongs_to() -> None:
    us = USE.model_copy(update={"has_other_names": True})
    cases = {"did:web:us.example": "no", "did:web:them.example": "yes", "ex:firms": "unknown"}
    for name, answer in cases.items():
        forbidden = [{"action": "use", "constraint": [limit("recipient", "eq", name)]}]
        assert judge(policy(prohibition=forbidden), us, NOW).answer == answer


def test_a_use_of_which_nothing_is_said_is_for_a_person_to_judge() -> None:
    limited = policy(limit("purpose", "eq", "research"))
    assert judge(limited, Use(), NOW).answer == "unknown"


def test_what_is_planned_beside_use_needs_a_permission_too() -> None:
    shares = USE.model_copy(update={"actions": ("use", "distribute")})
    assert judge(policy(), shares, NOW).answer == "yes"
    assert judge(policy(prohibition=[{"action": "share"}]), shares, NOW).answer == "unknown"
    assert judge(policy(prohibition=[{"action": "distribute"}]), shares, NOW).answer == "no"
    sells = USE.model_copy(update={"actions": ("sell",)})
    assert judge(policy(), sells, NOW).answer == "no"
    unread = policy(permission=[{"action": "sell"}], prohibition=[{"action": "read"}])
    assert judge(unread, sells, NOW).answer == "no"


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
        ("Forbidden: passing it on to others", [], "unknown"),
        ("Required: ex:dance", [], "unknown"),
    ]


def test_terms_are_the_same_in_any_order_and_different_with_one_more_word() -> None:
    one, two = limit("spatial", "eq", "FI"), limit("purpose", "eq", "research")
    terms = policy(prohibition=[{"action": "sell"}, {"action": "distribute"}])
    turned = policy(prohibition=[{"action": "distribute"}, {"action": "sell"}])
    assert terms.has_terms_of(turned)
    assert not policy(one).has_terms_of(policy(one, two))
    assert not policy().has_terms_of(policy(**{"ex:extra": True}))
    assert not policy(profile="https://example.org/p").has_terms_of(policy())
    assert not policy(**{"@context": ["https://example.org/c"]}).has_terms_of(policy())
    assert policy(profile=OWN_PROFILE, **{"@context": CONTEXT}).has_terms_of(policy())


def test_half_a_list_does_not_look_like_the_whole() -> None:
    many = policy(limit("purpose", "isNoneOf", [f"purpose-{each}" for each in range(99)]))
    [allowed] = clauses(many, judge(many, USE, NOW))
    assert str(allowed.conditions[0]).endswith("…")
