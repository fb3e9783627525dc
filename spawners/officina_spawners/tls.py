"""TLS between hub and sessions (``JupyterHub.internal_ssl``), as far as clusters are concerned.

The Hub makes a key and a certificate for each start, in files of its own account. A job gets them
as it gets its token, in the environment of its submission, and its launcher keeps them in memory
(``take_certificates``); so nothing is copied as root, and no key lies in anybody's home.

The Hub checks the host name of the certificate, which it makes before anybody knows on which node
the job will run. So it names all nodes of the profile's partition, by name and by address.
"""

from __future__ import annotations

import ipaddress
import json
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from officina_courses.saying import say
from officina_spawners.batch.site import Site
from officina_spawners.errors import ClusterError
from officina_spawners.profiles import Profile
from officina_spawners.slurm.client import SlurmError
from officina_spawners.slurm.resources import Node

HERE = "127.0.0.1"
VARIABLE = "OFFICINA_TLS"
FILES = {
    "JUPYTERHUB_SSL_KEYFILE": "keyfile",
    "JUPYTERHUB_SSL_CERTFILE": "certfile",
    "JUPYTERHUB_SSL_CLIENT_CA": "cafile",
}

SILENT = say(
    "%(system)s does not tell its nodes at the moment, and without them the hub can make no "
    "certificate for the session, so it was not started. Please try again in a few minutes."
)


def for_a_job(paths: Mapping[str, str]) -> Mapping[str, str | None]:
    """The variables that carry key, certificates and trusted authorities into a job.

    The Hub's own paths are taken away: nobody can read them on the node.
    """
    texts = {name: Path(paths[kind]).read_text("ascii") for name, kind in FILES.items()}
    return {VARIABLE: json.dumps(texts), **dict.fromkeys(FILES)}


async def names_of_nodes(spawner: Any) -> list[str]:
    """What the certificate of a session is good for.

    Raises
    ------
    SpawnException
        When Slurm does not tell its nodes.

    """
    found = list(spawner.trusted_alt_names)
    profile: Profile | None = spawner.chosen_profile()
    if profile is None or profile.place == "local":
        return [*found, _named(spawner.ip or HERE)]
    site: Site = spawner.site_of(profile)
    try:
        nodes = await site.client.nodes()
    except SlurmError:
        raise ClusterError(SILENT).refusal(secrets.token_hex(6)) from None
    mine = [each for each in nodes if not profile.partition or profile.partition in each.partitions]
    return list(dict.fromkeys([*found, *map(_named, _addresses(site, mine))]))


def _addresses(site: Site, nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        yield node.name
        yield node.address
        if said := site.cluster.node_addresses.get(node.name):
            yield said


def _named(address: str) -> str:
    try:
        return f"IP:{ipaddress.ip_address(address)}"
    except ValueError:
        return f"DNS:{address}"
