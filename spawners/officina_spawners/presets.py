"""JupyterHub's own knobs of a spawner as they stand here, unless the operator sets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from traitlets import default
from traitlets.config import Configurable

from officina_spawners import tls
from officina_spawners.environment import session_program
from officina_spawners.profiles import options_from_form
from officina_spawners.waiting import allow_for_the_queue


class Presets(Configurable):
    """Adds other default values to the traits of JupyterHub's ``Spawner``, which comes after it."""

    @default("cmd")
    def _cmd(self) -> list[str]:
        return [session_program()]

    @default("env_keep")
    def _env_keep(self) -> list[str]:
        return []

    @default("poll_interval")
    def _poll_interval(self) -> int:
        return 10  # nobody is asked: it is a look at a process, or at what the watcher knows

    @default("start_timeout")
    def _start_timeout(self) -> int:
        return (
            120  # start() returns when JupyterLab listens; on a busy small machine that takes 30 s
        )

    @default("options_from_form")
    def _options_from_form(self) -> Callable[..., dict[str, object]]:
        return options_from_form

    @default("ssl_alt_names")
    def _default_ssl_alt_names(self) -> Callable[..., Any]:
        return tls.names_of_nodes

    @default("apply_user_options")
    def _apply_user_options(self) -> Callable[..., None]:
        return allow_for_the_queue
