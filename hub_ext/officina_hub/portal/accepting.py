"""Which of several forms somebody takes, by the ``Accept`` of their request (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeVar
from urllib.request import parse_http_list

from officina_hub.catalogue.writers import Form

Each = TypeVar("Each", bound=Form)

# A browser names about ten; what is longer is no wish but an attempt.
LONGEST: Final = 4000
PARAMETER: Final = re.compile(r';\s*([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
WEIGHT: Final = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?", re.ASCII)


class Wish(NamedTuple):
    """One media range."""

    media_type: str
    profiles: frozenset[str]
    weight: float

    def fits(self, form: Form) -> int:
        """How exactly it names the form; 0 where it does not."""
        kind, _, _ = form.media_type.partition("/")
        if self.profiles:
            is_named = self.media_type == form.media_type and form.profile in self.profiles
            return 4 if is_named else 0
        ranges = {form.media_type: 3, f"{kind}/*": 2, "*/*": 1}
        return ranges.get(self.media_type, 0)


def chosen(accept: str, forms: Sequence[Each]) -> Each | None:
    """The form that is wished for most, the first of several alike; none where none will do."""
    wishes = wishes_of(accept)
    weighed = [(_weight(wishes, form), -number) for number, form in enumerate(forms)]
    weight, place = max(weighed, default=(0.0, 0))
    return forms[-place] if weight > 0 else None


def wishes_of(accept: str) -> list[Wish]:
    """The ranges of the header; whoever sends none takes anything."""
    told = [_wish(part) for part in parse_http_list(accept[:LONGEST]) if part.strip()]
    return told or [Wish("*/*", frozenset(), 1.0)]


def _weight(wishes: Sequence[Wish], form: Form) -> float:
    """That of the range that names the form most exactly."""
    fitting = [(wish.fits(form), wish.weight) for wish in wishes if wish.fits(form)]
    return max(fitting, default=(0, 0.0))[1]


def _wish(part: str) -> Wish:
    media_type = part.partition(";")[0].strip().lower()
    named = {name.lower(): value.strip().strip('"') for name, value in PARAMETER.findall(part)}
    weight = named.get("q", "1")
    return Wish(
        media_type,
        frozenset(named.get("profile", "").split()),
        float(weight) if WEIGHT.fullmatch(weight) else 0.0,
    )
