"""The ``factory.toml`` of a first start: every setting, commented out, with its meaning."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from officina_hub.factory.docs import Setting, documented_settings
from officina_hub.factory.examples import FIRST, FIRST_PEERS, Example

HEAD = """\
# The facts of this AI Factory. Every line below is optional and shows its default;
# take the # away to change one, then start `officina up` again.
# No secrets here: they lie in the folder secrets/ beside this file.
"""

SESSIONS = """
# What people can start: one [[profiles]] table for each card of the launch page, the first is
# preset; [[clusters]] and [[environments]] are for sessions as jobs of Slurm. Take the # away from
# all lines of an example to use it. More of them: docs/reference/settings.md.
"""

PEERS = """
# Others whose descriptions come into the catalogue: one [[peers]] table for each.
"""


def commented_template() -> str:
    """A valid ``factory.toml`` that changes nothing and explains everything."""
    blocks = [_block(example) for examples in FIRST.values() for example in examples]
    peers = "\n".join(map(_block, FIRST_PEERS))
    return "\n".join([HEAD, *_tables(), SESSIONS, "\n".join(blocks), PEERS, peers])


def _tables() -> Iterator[str]:
    table = ""
    for setting in documented_settings():
        if setting.is_in_array:
            continue
        if setting.table != table:
            table = setting.table
            yield f"\n[{table}]"
        yield _comment(f"{setting.description} Allowed: {setting.allowed}.")
        yield _assignment(setting)


def _block(example: Example) -> str:
    return f"{_comment(example.title + ':')}\n\n{textwrap.indent(example.toml, '# ')}"


def _comment(text: str) -> str:
    return textwrap.fill(text, width=96, initial_indent="# ", subsequent_indent="# ")


def _assignment(setting: Setting) -> str:
    line = f"{setting.name} = {setting.default}"
    return line if setting.name == "format" else f"# {line}"
