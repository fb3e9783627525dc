"""The words of Slurm and of factory.toml that end up in a job script: closed alphabets.

Nothing of these can be a line break, a space, a quote or anything else that a shell or ``sbatch``
would read as more than a word; they are quoted nevertheless where they are used.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

ProfileName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
# Slurm's names of partitions, accounts, QOS, reservations, clusters, nodes, features and GPU types.
SlurmName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:+-]{0,99}$")]
ModuleName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+/-]{0,199}$")]
AbsolutePath = Annotated[str, StringConstraints(pattern=r"^/[^\x00-\x1f\x7f]{0,1023}$")]
