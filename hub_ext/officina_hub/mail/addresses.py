"""The mail address of a person, from where JupyterHub knows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from officina_hub.factory.mail import Mail

# One address and nothing that a header or a list of addresses could be made of.
PLAIN = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
LONGEST = 254


async def address_of(user: Any, mail: Mail) -> str:
    """Where to write to; empty where nobody knows an address that is one."""
    found = ""
    if mail.auth_state:
        found = _at(await user.get_auth_state(), mail.auth_state)
    if not found and mail.address:
        found = mail.address.replace("{name}", user.name)
    return found if len(found) <= LONGEST and PLAIN.fullmatch(found) else ""


def _at(state: object, key: str) -> str:
    for name in key.split("."):
        if not isinstance(state, Mapping):
            return ""
        state = state.get(name)
    return state if isinstance(state, str) else ""
