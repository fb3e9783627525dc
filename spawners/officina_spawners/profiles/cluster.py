"""The Slurm clusters that sessions can run on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from officina_courses.model import Frozen
from officina_spawners.profiles.names import (
    AbsolutePath,
    FolderPath,
    HostAddress,
    RestAddress,
    SlurmName,
    WebAddress,
)


class Cluster(Frozen):
    """One Slurm cluster, and how the hub speaks with it."""

    name: SlurmName = Field(description="Its name here and on the pages.")
    client: Literal["commands", "slurmrestd", "pbs", "torque", "lsf", "htcondor"] = Field(
        default="commands",
        description="`commands`: squeue, sbatch and so on, from the Hub's PATH. `slurmrestd`: "
        "its REST daemon at `slurmrestd_url`. `pbs`, `torque`, `lsf`, `htcondor`: that batch "
        "system's commands (docs/reference/batch-systems.md).",
    )
    slurm_conf: AbsolutePath | Literal[""] = Field(
        default="", description="SLURM_CONF for the commands. Empty: Slurm's own default."
    )
    remote_name: SlurmName | Literal[""] = Field(
        default="",
        description="ClusterName for `--clusters`, where one set of commands serves several "
        "clusters by way of slurmdbd. Empty: the cluster of slurm.conf.",
    )
    submit_prefix: tuple[str, ...] = Field(
        default=(),
        description="The command and arguments that run sbatch, scancel and tail as the person; "
        "`{user}`, `{uid}` and `{gid}` stand for the account. Empty: `setpriv` for a hub that is "
        "root, `sudo -n -u {user} --` for others.",
    )
    slurmrestd_url: RestAddress = Field(
        default="",
        description="Where slurmrestd listens.",
    )
    slurmrestd_token_file: AbsolutePath | Literal[""] = Field(
        default="",
        description="File with a token (JWT) of Slurm's administrator, read for each request, so "
        "that a timer can renew it. Empty: the variable SLURM_JWT; where that is empty too, "
        "slurmrestd only reads and the commands submit.",
    )
    has_accounting: bool = Field(
        default=True, description="Whether slurmdbd keeps accounts; budgets and ends come from it."
    )
    node_addresses: dict[SlurmName, HostAddress] = Field(
        default={},
        description="Addresses of nodes whose names the hub's machine cannot resolve. What is not "
        "here is asked of Slurm (NodeAddr).",
    )

    portal_url: WebAddress | Literal[""] = Field(
        default="",
        description="The portal as its nodes reach it, such as "
        "`https://hub.example.org/services/officina`: courses, hand-in and feedback go there. "
        "Empty: the address on the hub's own machine, or what `Spawner.environment` says.",
    )
    jupyter_config: FolderPath | Literal[""] = Field(
        default="",
        description="Where its nodes have `officina_widgets/jupyter_config/learner`, which shows "
        "Officina in JupyterLab. Empty: where the hub's machine has it.",
    )

    @property
    def variables(self) -> dict[str, str]:
        """What a session is told that is not the same on its nodes as on the hub's machine."""
        said = {
            "JUPYTER_CONFIG_PATH": self.jupyter_config,
            "OFFICINA_PORTAL_URL": self.portal_url.rstrip("/"),
        }
        return {name: value for name, value in said.items() if value}

    @model_validator(mode="after")
    def _rest_has_an_address(self) -> Cluster:
        if self.client == "slurmrestd" and not self.slurmrestd_url:
            raise ValueError("slurmrestd_url for client = 'slurmrestd'")
        return self
