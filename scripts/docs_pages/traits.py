"""docs/reference/traits.md: what can be set about sessions and the exchange in configuration."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from traitlets import TraitType
from traitlets.config import Configurable

from officina_hub.demo_auth import DemoAuthenticator
from officina_spawners import OfficinaSpawner
from officina_spawners.knobs import Knobs
from officina_widgets import exchange
from officina_widgets.session.settings import SessionLimits

HEAD = """\
# Traits

What is set as `c.CLASS.NAME = …` in a configuration file. Facts of the factory stand in
[factory.toml](settings.md) and not here; `configure()` sets those traits that a setting of
`factory.toml` stands for, and a line below `configure()` wins.

This page is made from the code; change the help of the trait.
"""
SPAWNER = """
## OfficinaSpawner

In `jupyterhub_config.py`. Beside these it has every trait of JupyterHub's `Spawner` and of
batchspawner's `SlurmSpawner`.
"""
LOGIN = """
## DemoAuthenticator

In `jupyterhub_config.py`, and only for `[login] provider = "demo"`.
"""
SESSION = """
## SessionLimits

In `jupyter_server_config.py` of the sessions; see [Limits of a session](session-limits.md).
"""
EXCHANGE = """
## {name}

In `nbgrader_config.py`. Beside these it has every trait of nbgrader's class of that name.
"""


def traits_page() -> str:
    """The whole page."""
    parts = [HEAD, SPAWNER]
    for cls in (OfficinaSpawner, Knobs):
        parts += _traits(cls, "OfficinaSpawner")
    parts += [LOGIN, *_traits(DemoAuthenticator, "DemoAuthenticator")]
    parts += [SESSION, *_traits(SessionLimits, "SessionLimits")]
    for name in exchange.__all__:
        described = list(_traits(getattr(exchange, name), name))
        if described:
            parts += [EXCHANGE.format(name=name), *described]
    return "".join(parts)


def _traits(cls: type[Configurable], shown: str) -> Iterator[str]:
    """The configurable traits that the class itself defines."""
    for name, trait in vars(cls).items():
        if isinstance(trait, TraitType) and trait.metadata.get("config"):
            yield f"\n### `c.{shown}.{name}`\n\n{_kind(trait)}\n\n{_help(trait, shown, name)}\n"


def _kind(trait: TraitType[object, object]) -> str:
    kind = type(trait).__name__
    default = trait.default_value
    is_plain = isinstance(default, (bool, int, float)) or (isinstance(default, str) and default)
    return f"{kind}, default `{default!r}`." if is_plain else f"{kind}."


def _help(trait: TraitType[object, object], shown: str, name: str) -> str:
    text = inspect.cleandoc(trait.help or "")
    if not text:
        raise ValueError(f"{shown}.{name} has no help; a trait without a paragraph is no trait")
    return text
