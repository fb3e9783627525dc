"""The ``factory.toml`` of a first start: every setting, commented out, with its meaning."""

from __future__ import annotations

import textwrap

from officina_hub.factory.docs import Setting, documented_settings

HEAD = """\
# The facts of this AI Factory. Every line below is optional and shows its default;
# take the # away to change one, then start `officina up` again.
# No secrets here: they lie in the folder secrets/ beside this file.
"""


def commented_template() -> str:
    """A valid ``factory.toml`` that changes nothing and explains everything."""
    lines = [HEAD]
    table = ""
    for setting in documented_settings():
        if setting.table != table:
            table = setting.table
            is_array = table.startswith("[")
            lines.append(f"\n{'# ' if is_array else ''}[{table}]")
        lines += textwrap.wrap(
            f"{setting.description} Allowed: {setting.allowed}.",
            width=96,
            initial_indent="# ",
            subsequent_indent="# ",
        )
        lines.append(_assignment(setting))
    return "\n".join(lines) + "\n"


def _assignment(setting: Setting) -> str:
    line = f"{setting.name} = {setting.default}"
    return line if setting.name == "format" else f"# {line}"
