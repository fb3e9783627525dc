"""Policies of ODRL in the compact form that the protocol's schemas prescribe.

What this room does not know is kept, not dropped: an agreement must be the same as its offer to the
last word, and a rule with a part that nobody here understands must not look as if it had none.
"""

from __future__ import annotations

import json
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, PrivateAttr, model_validator
from pydantic.alias_generators import to_camel

from officina_hub.federation.dataspace.vocabulary import CONTEXT

RULES: Final = ("permission", "prohibition", "obligation")
TYPES: Final = {"permission": "Permission", "prohibition": "Prohibition", "obligation": "Duty"}
OWN_PROFILE: Final = "https://w3id.org/dspace/2025/1/odrl-profile.jsonld"
# A profile or a context changes what words mean; those of the protocol hold without being said.
SAID_ANYWAY: Final = (OWN_PROFILE, [OWN_PROFILE], CONTEXT, [CONTEXT])


class Kept(BaseModel):
    """Frozen; unknown keys are kept as they came."""

    model_config = ConfigDict(frozen=True, extra="allow", alias_generator=to_camel)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names of what was kept without being understood; ``@type`` says nothing new."""
        return tuple(name for name in (self.model_extra or {}) if name not in {"@type", "@id"})


class Constraint(Kept):
    """One comparison, or several joined by a word of logic."""

    left_operand: str | None = None
    operator: str | None = None
    right_operand: JsonValue = None
    and_: tuple[Constraint, ...] | None = Field(default=None, alias="and")
    or_: tuple[Constraint, ...] | None = Field(default=None, alias="or")
    xone: tuple[Constraint, ...] | None = None
    and_sequence: tuple[Constraint, ...] | None = None


class Rule(Kept):
    """A permission, prohibition or duty."""

    action: str = Field(min_length=1, max_length=500)
    constraint: tuple[Constraint, ...] = ()
    duty: tuple[Rule, ...] = ()


class Policy(Kept):
    """An offer or an agreement."""

    id: str = Field(alias="@id", min_length=1, max_length=2000)
    type: Literal["Offer", "Agreement"] = Field(default="Offer", alias="@type")
    target: str | None = Field(default=None, max_length=2000)
    assigner: str | None = Field(default=None, max_length=2000)
    assignee: str | None = Field(default=None, max_length=2000)
    timestamp: str | None = Field(default=None, max_length=40)
    permission: tuple[Rule, ...] = ()
    prohibition: tuple[Rule, ...] = ()
    obligation: tuple[Rule, ...] = ()
    # A context around it that is not the protocol's: no term, and yet it may turn the terms.
    _heard_under: JsonValue = PrivateAttr(default=None)

    @property
    def heard_under(self) -> JsonValue:
        return self._heard_under

    def under(self, context: JsonValue) -> Policy:
        """The same, where it stood in a document with that context."""
        if context is None or context in SAID_ANYWAY:
            return self
        marked = self.model_copy()
        marked._heard_under = context
        return marked

    @model_validator(mode="after")
    def _is_what_its_types_say(self) -> Self:
        """A rule's type says nothing new, or else nobody knows which of both is meant."""
        for group, type in TYPES.items():  # noqa: A001 - the key's name
            for rule in getattr(self, group):
                said = (rule.model_extra or {}).get("@type", type)
                if said not in (type, [type], f"odrl:{type}", [f"odrl:{type}"]):
                    raise ValueError(f"a {group} has another @type than {type}")
        return self

    def written(self) -> dict[str, Any]:
        """As it goes into a message."""
        plain = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        plain = {name: value for name, value in plain.items() if value not in (None, [])}
        return {**plain, "@id": self.id, "@type": self.type}

    def has_terms_of(self, other: Policy) -> bool:
        """Whether both have the same rules, whatever their order, and nothing else beside them."""
        return self._terms() == other._terms()

    def _terms(self) -> dict[str, list[str]]:
        """Each rule as one text; what is unknown here counts as a rule, lest it slips in."""
        written = self.written()
        terms = {name: sorted(map(_one_text, written.get(name, []))) for name in RULES}
        beside = {name: written[name] for name in self.unknown if name in written}
        beside = {name: said for name, said in beside.items() if said not in SAID_ANYWAY}
        return {**terms, "": [_one_text(beside)]}


def _one_text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
