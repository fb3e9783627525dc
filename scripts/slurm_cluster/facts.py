"""What is fixed once a cluster's folder is made: the plan, its name, host and ports."""

from __future__ import annotations

import json
import random
import secrets
import socket
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from slurm_cluster.errors import ClusterError
from slurm_cluster.host import LOOPBACK, Host, choose_host
from slurm_cluster.layout import Layout
from slurm_cluster.plan import Plan

# Below Linux's ephemeral range, where any outgoing connection could take a port between our
# looking and the daemon's binding.
PORTS = range(10_000, 32_000)
ATTEMPTS = 200


@dataclass(frozen=True)
class Facts:
    """Plan, name, host and the block of ports: slurmctld, slurmdbd, then one a node."""

    plan: Plan
    name: str
    host: Host
    first_port: int

    @property
    def slurmctld_port(self) -> int:
        """Where commands ask."""
        return self.first_port

    @property
    def slurmdbd_port(self) -> int:
        """Where sacct and slurmctld ask."""
        return self.first_port + 1

    @property
    def node_ports(self) -> dict[str, int]:
        """Each node's slurmd."""
        return {node.name: self.first_port + 2 + i for i, node in enumerate(self.plan.nodes)}

    @property
    def last_port(self) -> int:
        """The end of the block."""
        return self.first_port + self.port_count - 1

    def write(self, layout: Layout) -> None:
        """Whole or not at all."""
        found = asdict(self)
        draft = layout.facts.with_suffix(".new")
        draft.write_text(json.dumps(found, indent=1))
        draft.replace(layout.facts)

    @classmethod
    def read(cls, layout: Layout) -> Facts | None:
        """Nothing where no cluster was made."""
        try:
            found = json.loads(layout.facts.read_text())
            plan, host = Plan.from_json(found.pop("plan")), Host(**found.pop("host"))
            return cls(plan=plan, host=host, **found)
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ClusterError(
                f"{layout.facts} cannot be understood: {error}.",
                matters="It holds the ports and the plan, written by this version or another.",
                now="Stop the cluster with the version that started it, or delete the folder.",
            ) from error

    @classmethod
    def choose(cls, plan: Plan) -> Facts:
        """Free ports, and a name of its own: `--clusters` must tell several apart."""
        return cls(
            plan=plan,
            name=f"officina{secrets.token_hex(2)}",
            host=choose_host(),
            first_port=free_block(2 + len(plan.nodes)),
        )

    def with_free_ports(self) -> Facts:
        """The same, on other ports where somebody took one while this cluster was down."""
        if is_free_block(self.first_port, self.port_count):
            return self
        return replace(self, first_port=free_block(self.port_count))

    @property
    def port_count(self) -> int:
        """How many ports stand in the block."""
        return 2 + len(self.plan.nodes)


def free_block(count: int) -> int:
    """The first of so many free ports in a row."""
    for _ in range(ATTEMPTS):
        first = random.randrange(PORTS.start, PORTS.stop - count)
        if is_free_block(first, count):
            return first
    raise ClusterError(
        f"No {count} free ports in a row were found between {PORTS.start} and {PORTS.stop}.",
        matters="slurmctld, slurmdbd and each node listen on one.",
        now="Stop what listens there (ss -ltn shows it), or ask for fewer nodes.",
    )


def is_free_block(first: int, count: int) -> bool:
    """Whether nobody listens on any of them."""
    return all(is_free(port) for port in range(first, first + count))


def is_free(port: int) -> bool:
    """Bound once on every address, because a daemon elsewhere may listen on all of them."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("", port))
        except OSError:
            return False
    return True


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex((LOOPBACK, port)) == 0


def answers(path: Path) -> bool:
    """The same for a socket file."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(1)
        return caller.connect_ex(str(path)) == 0
