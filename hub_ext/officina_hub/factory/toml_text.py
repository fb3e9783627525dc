"""A value of ``factory.toml`` as it is written there."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit

from officina_spawners.profiles.amount import Amount


def toml_text(value: object) -> str:
    """The value on one line: ``8``, ``"small"``, ``["a", "b"]``, ``{ min = 1, max = 2 }``."""
    if isinstance(value, Amount):
        return toml_text(value.min if value.is_fixed else value.model_dump())
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {toml_text(each)}" for key, each in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(toml_text, value))}]"
    return tomlkit.item(value).as_string()


def _key(name: str) -> str:
    return tomlkit.key(name).as_string()
