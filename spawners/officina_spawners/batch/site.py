"""One cluster as sessions see it: its facts, how to speak with it, and who watches it."""

from __future__ import annotations

from dataclasses import dataclass, field

from officina_courses.saying import Sayings, about
from officina_spawners.batch.marks import Marks
from officina_spawners.batch.script import Order
from officina_spawners.profiles.cluster import Cluster
from officina_spawners.slurm.client import SlurmClient
from officina_spawners.systems.table import in_its_words, script_of, title_of
from officina_spawners.watching import QueueWatcher


@dataclass(frozen=True)
class Site:
    """Shared by all sessions of a cluster in this hub."""

    cluster: Cluster
    client: SlurmClient
    watcher: QueueWatcher
    marks: Marks  # by which this hub knows its jobs again
    prefix: tuple[str, ...]  # what runs a command as the person
    _addresses: dict[str, str] = field(default_factory=dict)

    def script_of(self, order: Order) -> str:
        """The job script of an order, as the client's batch system has it."""
        return script_of(self.cluster, order)

    def named(self, sentence: str) -> str:
        """A sentence about Slurm, about the batch system that it really is."""
        return in_its_words(self.cluster, sentence)

    def told(self, sayings: Sayings) -> Sayings:
        """Sentences of which some speak of Slurm, about what it really is."""
        title = title_of(self.cluster)
        return about(sayings, {"system": title}) if title else sayings

    async def address_of(self, node: str) -> str:
        """Where a node answers, also when its name does not resolve here."""
        if said := self.cluster.node_addresses.get(node):
            return said
        if node not in self._addresses:
            known = {each.name: each.address for each in await self.client.nodes()}
            # One that Slurm does not know is kept too: every look at a session comes here.
            self._addresses.update({node: node} | known)
        return self._addresses[node]
