"""The one door for what a user asks of a session, whichever way it came.

The form, the link (``?opt-profile=…``) and the REST body all end here, and what comes out is a
frozen value from a closed list. Nothing that a user typed travels further.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field, ValidationError

from officina_courses.model import Frozen
from officina_spawners.errors import OptionsError


class UserOptions(Frozen):
    """What a user may choose."""

    profile: str = Field(max_length=64, description="Name of one of the hub's session profiles")


def read_options(raw: Mapping[str, object], profiles: Sequence[str]) -> UserOptions:
    """The options in ``raw``; what is left out is the first profile.

    Raises
    ------
    OptionsError
        When ``raw`` has an unknown key, a wrong type, or a profile outside ``profiles``.

    """
    try:
        options = UserOptions.model_validate({"profile": profiles[0], **raw}, strict=True)
    except ValidationError as error:
        names = ", ".join(sorted({_shortened(item["loc"][0]) for item in error.errors()}))
        raise OptionsError(
            f"The session was not started, because its options are not understood: {names}. "
            "A session takes one option, the name of its profile. Choose one on the start page."
        ) from None
    if options.profile not in profiles:
        raise OptionsError(
            "The session was not started, because there is no profile "
            f"{_shortened(options.profile)} here. The profiles of this hub are: "
            f"{', '.join(profiles)}. Choose one of them."
        )
    return options


def options_from_form(form: Mapping[str, Sequence[object]]) -> dict[str, object]:
    """A form's lists of one value as values; ``read_options`` judges the rest."""
    return {
        key: values[0] if isinstance(values, list) and len(values) == 1 else values
        for key, values in form.items()
    }


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 42 else f"{text[:40]}…'"
