"""Whether people's sessions can be kept apart on this machine, and what is done if not."""

from __future__ import annotations

import os
import shutil

from officina_courses.sandbox import Isolation, probe
from officina_courses.saying import say
from officina_spawners.errors import IsolationError

CHOICES = ("preferred", "required", "off")

NOTICE = (
    "Sessions on this hub are not kept apart from each other. {reason}. "
    "Until then, use it only among people who trust each other."
)
SWITCHED_OFF = "The operator has switched sandboxes off (OfficinaSpawner.isolation)"


def isolation_notice(choice: str) -> str:
    """The sentence that users must see; empty where sessions are kept apart."""
    if choice == "off":
        return NOTICE.format(reason=SWITCHED_OFF)
    found = probe()
    return "" if found.is_possible else NOTICE.format(reason=found.reason.rstrip("."))


def use_sandbox(choice: str) -> bool:
    """Whether sessions are started in a sandbox.

    Raises
    ------
    IsolationError
        When one is required and cannot be had, or when root could not even drop its rights.

    """
    found = Isolation(kind="none", reason=SWITCHED_OFF) if choice == "off" else probe()
    if found.is_possible:
        return True
    if choice == "required":
        raise IsolationError(
            say(
                "Sessions must be kept apart on this hub, and that is not possible now: %(reason)s",
                reason=found.reason,
            )
        )
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        raise IsolationError(
            say(
                "This hub runs as root and can neither make a sandbox nor drop its rights, and "
                "nobody's code may run as root. The hub's operator can install bubblewrap, or "
                "util-linux for setpriv, or start the hub as an ordinary user."
            )
        )
    return False
