"""What docs/reference/settings.md says of the arrays of tables before it lists their settings."""

from __future__ import annotations

from typing import Final

from officina_hub.factory.examples import EXAMPLES, Example

PROFILES: Final = """\
What people can start: one table for each card of the launch page, in this order; the first is
preset. Where there is none, there is one profile, `small`, on the hub's own machine. With
`place = "slurm"` a session is a job of the person's own; [how to run sessions through
Slurm](../howto/slurm.md) tells what that needs.

An *amount* is a number that nobody can change, `cores = 8`, or a choice between bounds,
`cores = { min = 2, max = 32, default = 8 }`. What a person asks beyond that is refused, whichever
way it comes: form, link or REST.
"""
CLUSTERS: Final = """\
The Slurm clusters for `place = "slurm"`, and how the hub speaks with each. Most factories have one,
and its name is all that must be said.
"""
ENVIRONMENTS: Final = """\
The software that a session on a cluster starts in. Each must bring `officina[user]`, which has
JupyterLab and the single-user server. Sessions on the hub's own machine have the hub's own.
"""

PEERS: Final = """\
Others whose descriptions come into this factory's catalogue: one table each. The portal asks them
by itself, and `officina federation harvest` at once; *Operate → Federation* tells what became of
it.
"""

DATASPACES: Final = """\
Partners in data spaces, with whom data comes and goes under terms that both agreed to: one table
each. [How to share data over a data space](../howto/share-data-over-a-data-space.md) tells how.
"""

INTRODUCTIONS: Final = {
    "profiles": PROFILES,
    "clusters": CLUSTERS,
    "environments": ENVIRONMENTS,
    "peers": PEERS,
    "dataspaces": DATASPACES,
}


def introduction(array: str) -> str:
    """Its sentences, then its examples."""
    return "\n".join([INTRODUCTIONS[array], *map(_shown, EXAMPLES[array])])


def _shown(example: Example) -> str:
    return f"{example.title}:\n\n```toml\n{example.toml}```\n"
