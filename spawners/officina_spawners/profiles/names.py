"""The words of Slurm and of factory.toml that end up in a job script: closed alphabets.

Nothing of these can be a line break, a space, a quote or anything else that a shell or ``sbatch``
would read as more than a word; they are quoted nevertheless where they are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints


@dataclass(frozen=True)
class InWords:
    """What a type takes, as the reference and the messages about mistakes say it."""

    text: str


ProfileName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$"),
    InWords("a name of small letters, digits and - (at most 40, first a letter)"),
]
# Slurm's names of partitions, accounts, QOS, reservations, clusters, nodes, features and GPU types.
SlurmName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:+-]{0,99}$"),
    InWords("a name as Slurm has it (letters, digits and _ . : + -)"),
]
ModuleName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+/-]{0,199}$"),
    InWords("a module's name (letters, digits and _ . + / -)"),
]
AbsolutePath = Annotated[
    str,
    StringConstraints(pattern=r"^/[^\x00-\x1f\x7f]{0,1023}$"),
    InWords("a path that starts with /"),
]
# For variables that hold several folders with : between them.
FolderPath = Annotated[
    str,
    StringConstraints(pattern=r"^/[^\x00-\x1f\x7f:]{0,1023}$"),
    InWords("a folder's path that starts with / and has no :"),
]
HostAddress = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}$"),
    InWords("a host's name or address"),
]
WebAddress = Annotated[
    str,
    StringConstraints(
        pattern=r"^https?://([A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(:[0-9]{1,5})?"
        r"(/[A-Za-z0-9._~%/-]{0,200})?$"
    ),
    InWords("an address with http:// or https://, without a password, a ? or a #"),
]
RestAddress = Annotated[
    str,
    StringConstraints(pattern=r"^(unix:/[^\x00-\x20]{1,200}|https?://[^\x00-\x20]{1,200})?$"),
    InWords("unix:/path, or an address with http:// or https://"),
]
