"""What the environment of a kernel has of its session's: all but the token that opens the Hub.

A notebook that shows ``os.environ`` would show that token to everybody who reads the notebook. What
a kernel may ask of the portal and of its session, it asks its own server, with a key that is good
for nothing else and ends with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

from officina_widgets.environment import (
    SESSION_KEY_VARIABLE,
    SESSION_URL_VARIABLE,
    TOKEN_VARIABLE,
)

GATE: Final = "officina_kernel_gate"
HIDDEN: Final = frozenset({TOKEN_VARIABLE, "JPY_API_TOKEN"})


class Gate(Protocol):
    """Where kernels ask, and the key that opens it."""

    key: str

    @property
    def url(self) -> str:
        """Its address; empty where kernels cannot reach it."""


class SessionKernelManager(ServerKernelManager):
    """Starts kernels with that environment."""

    # Of jupyter-client 8.10, whose public methods are called before the kernelspec's variables and
    # those of an earlier start are put together. Delete this when one is called afterwards.
    async def _async_pre_start_kernel(self, **options: Any) -> tuple[list[str], dict[str, Any]]:
        command, prepared = await super()._async_pre_start_kernel(**options)
        gate = gate_of(self)
        if gate is not None and gate.url:
            prepared["env"] = for_kernels(prepared["env"], gate)
        return command, prepared


def for_kernels(environment: Mapping[str, str], gate: Gate) -> dict[str, str]:
    """The environment of a kernel that asks there."""
    kept = {name: value for name, value in environment.items() if name not in HIDDEN}
    return {**kept, SESSION_URL_VARIABLE: gate.url, SESSION_KEY_VARIABLE: gate.key}


def gate_of(manager: Any) -> Gate | None:
    """That of the server to which a kernel manager belongs, where it has one."""
    for owner in _owners(manager):
        application = getattr(owner, "web_app", None)
        if application is not None:
            gate: Gate | None = application.settings.get(GATE)
            return gate
    return None


def _owners(part: Any) -> Iterator[Any]:
    while part is not None:
        yield part
        part = getattr(part, "parent", None)
