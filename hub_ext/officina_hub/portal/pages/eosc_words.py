"""What the codes of EOSC's service profile are called, in the reader's language.

A code without a word of ours is shown without its low lines.
"""

from __future__ import annotations

from babel.support import NullTranslations


def life_cycle_name(t: NullTranslations, code: str) -> str:
    """How far a service has come (EOSC life cycle status)."""
    return {
        "concept": t.gettext("Concept"),
        "discovery": t.gettext("Discovery"),
        "planned": t.gettext("Planned"),
        "design": t.gettext("Design"),
        "preparation": t.gettext("In preparation"),
        "implementation": t.gettext("Being built"),
        "alpha": t.gettext("First trial (alpha)"),
        "beta": t.gettext("Open trial (beta)"),
        "production": t.gettext("In production"),
        "operation": t.gettext("In operation"),
        "in_containment": t.gettext("Kept for those who have it"),
        "retirement": t.gettext("Being retired"),
        "termination": t.gettext("Ended"),
        "other": t.gettext("Other stage"),
    }.get(code, code.replace("_", " "))


def domain_name(t: NullTranslations, code: str) -> str:
    """A field of science (EOSC scientific domain)."""
    return {
        "agricultural_sciences": t.gettext("Agricultural sciences"),
        "engineering_and_technology": t.gettext("Engineering and technology"),
        "generic": t.gettext("All fields"),
        "humanities": t.gettext("Humanities"),
        "interdisciplinary": t.gettext("Between the fields"),
        "medical_and_health_sciences": t.gettext("Medical and health sciences"),
        "natural_sciences": t.gettext("Natural sciences"),
        "social_sciences": t.gettext("Social sciences"),
        "other": t.gettext("Other field"),
    }.get(code, code.replace("_", " "))


def region_name(t: NullTranslations, code: str) -> str:
    """EOSC's codes of regions that are no country's; "" of any other."""
    return {
        "EO": t.gettext("Europe"),
        "EU": t.gettext("European Union"),
        "WW": t.gettext("Worldwide"),
    }.get(code, "")
