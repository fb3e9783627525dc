"""The Hub's form before a session starts, where there is more than one profile to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from officina_hub.factory.sessions import Profile


def profiles_form(profiles: Sequence[Profile]) -> str:
    """Radio buttons with title and description; the first is chosen."""
    choices = "".join(
        f'<div class="form-check"><input class="form-check-input" type="radio" name="profile" '
        f'id="profile-{profile.id}" value="{profile.id}"{"" if number else " checked"}>'
        f'<label class="form-check-label" for="profile-{profile.id}">'
        f"<strong>{escape(profile.title)}</strong><br>{escape(profile.description)}</label></div>"
        for number, profile in enumerate(profiles)
    )
    return f"<fieldset><legend>Kind of session</legend>{choices}</fieldset>"
