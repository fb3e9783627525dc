"""batchspawner's settings that do not count here, told to operators who come from there.

``OfficinaSpawner`` stands on batchspawner's ``SlurmSpawner`` and so has its traits, but takes what
a job asks for from the profile that a person chose. A setting that is silently left out could be a
limit that somebody relies on, so it is told in the log, with what to write instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from traitlets.config import Config

COUNTED = frozenset({"ip", "req_prologue", "start_timeout"})

_PROFILE = "{} of [[profiles]] in factory.toml"
_CLUSTER = "{} of [[clusters]] in factory.toml"
_NOTHING = "nothing: {}"
_READ_BY_US = _NOTHING.format("answers are read by the client of [[clusters]]")

REPLACEMENTS: Mapping[str, str] = {
    "batch_cancel_cmd": _CLUSTER.format("client"),
    "batch_query_cmd": _CLUSTER.format("client"),
    "batch_script": "[[profiles]] and [[environments]] in factory.toml, and "
    "c.OfficinaSpawner.req_prologue for lines of your own",
    "batch_submit_cmd": _CLUSTER.format("client"),
    "batchspawner_singleuser_cmd": "program of [[environments]] in factory.toml",
    "exec_prefix": _CLUSTER.format("submit_prefix"),
    "req_account": _PROFILE.format("accounts"),
    "req_cluster": _CLUSTER.format("remote_name"),
    "req_epilogue": _NOTHING.format(
        "the job becomes the server and ends with it; the cluster's own epilog runs after that"
    ),
    "req_gres": _PROFILE.format("gpus, gpu_type or shards"),
    "req_host": "PBS_SERVER or PBS_DEFAULT in the hub's environment",
    "req_keepvars_extra": "c.OfficinaSpawner.learner_environment or c.Spawner.environment",
    "req_memory": _PROFILE.format("memory_gib"),
    "req_ngpus": _PROFILE.format("gpus"),
    "req_nprocs": _PROFILE.format("cores"),
    "req_options": _PROFILE.format("the keys") + ", as far as they say it",
    "req_partition": _PROFILE.format("partition"),
    "req_qos": _PROFILE.format("qos"),
    "req_queue": _PROFILE.format("partition"),
    "req_reservation": _PROFILE.format("reservations"),
    "req_runtime": _PROFILE.format("minutes"),
    "req_srun": _NOTHING.format("the server is the batch script's own process"),
    "startup_poll_interval": _NOTHING.format("one watcher asks for all sessions at its own pace"),
    "state_exechost_exp": _CLUSTER.format("node_addresses"),
    "state_exechost_re": _CLUSTER.format("node_addresses"),
    "state_pending_re": _READ_BY_US,
    "state_running_re": _READ_BY_US,
    "state_unknown_re": _READ_BY_US,
}

OURS = ("OfficinaSpawner", "SlurmSpawner", "BatchSpawnerRegexStates", "BatchSpawnerBase")
# Spawners of other batch systems, of which nothing counts, and what takes their place.
OTHERS: Mapping[str, str] = {
    "CondorSpawner": _CLUSTER.format("client = 'htcondor'"),
    "GridengineSpawner": _NOTHING.format("sessions on Grid Engine are not offered"),
    "LsfSpawner": _CLUSTER.format("client = 'lsf'"),
    "MoabSpawner": _NOTHING.format("sessions through Moab are not offered"),
    "MultiSlurmSpawner": _CLUSTER.format("node_addresses"),
    "PBSSpawner": _CLUSTER.format("client = 'pbs'"),
    "TorqueSpawner": _CLUSTER.format("client = 'torque'"),
}


class Leftover(NamedTuple):
    """One setting without effect, and what to write instead."""

    setting: str
    instead: str

    def __str__(self) -> str:
        return (
            f"{self.setting} is a setting of batchspawner that does not count here, because "
            f"sessions ask for what their profile says. Write instead: {self.instead}. "
            "docs/reference/batchspawner.md tells more."
        )


def leftovers(config: Config) -> Iterator[Leftover]:
    """Those that this configuration sets."""
    for section in OURS:
        for trait in sorted(config.get(section, {})):
            if trait in REPLACEMENTS:
                yield Leftover(f"c.{section}.{trait}", REPLACEMENTS[trait])
    for section, instead in OTHERS.items():
        for trait in sorted(config.get(section, {})):
            yield Leftover(f"c.{section}.{trait}", instead)
