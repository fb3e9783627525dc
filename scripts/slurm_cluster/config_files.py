"""Slurm's configuration files, as functions of the facts."""

from __future__ import annotations

from slurm_cluster.facts import Facts
from slurm_cluster.host import LOOPBACK
from slurm_cluster.layout import Layout
from slurm_cluster.plan import Node

CORES_PER_NODE = 64
MEMORY_PER_NODE_MIB = 262_144
GPU_TYPE = "a100"
# A killed slurmd is a failed node after this time; hundreds of nodes on two cores need patience.
NODE_TIMEOUT_SECONDS = 15
NODE_TIMEOUT_AT_SCALE_SECONDS = 120
MEMORY_LOOK_SECONDS = 2


def slurm_conf(facts: Facts, layout: Layout) -> str:
    """One node a slurmd, all on this host; job processes without cgroups; quick schedulers."""
    plan = facts.plan
    patience = NODE_TIMEOUT_AT_SCALE_SECONDS if plan.emulated else NODE_TIMEOUT_SECONDS
    return _lines(
        f"ClusterName={facts.name}",
        f"SlurmctldHost={facts.host.name}({LOOPBACK})",
        f"SlurmctldPort={facts.slurmctld_port}",
        *(
            ["CommunicationParameters=NoCtldInAddrAny,NoInAddrAny"]
            if facts.host.on_loopback
            else []
        ),
        "SlurmUser=root",
        "SlurmdUser=root",
        "AuthType=auth/munge",
        f"AuthInfo=socket={layout.munge_socket}",
        "CredType=cred/munge",
        f"StateSaveLocation={layout.state}",
        f"SlurmdSpoolDir={layout.spool}/%n",
        f"SlurmctldPidFile={layout.run}/slurmctld.pid",
        f"SlurmdPidFile={layout.run}/slurmd-%n.pid",
        f"SlurmctldLogFile={layout.log}/slurmctld.log",
        f"SlurmdLogFile={layout.log}/slurmd-%n.log",
        "SlurmctldDebug=info",
        "SlurmdDebug=info",
        "# No systemd and no writable cgroups are needed.",
        "ProctrackType=proctrack/linuxproc",
        "TaskPlugin=task/none",
        *_memory_limits(facts),
        "SwitchType=switch/none",
        "MpiDefault=none",
        "# The nodes may claim more cores and memory than this machine has.",
        "SlurmdParameters=config_overrides",
        "SelectType=select/cons_tres",
        "SelectTypeParameters=CR_Core_Memory",
        f"GresTypes=gpu{',shard' if plan.shards else ''}",
        "SchedulerType=sched/backfill",
        "SchedulerParameters=bf_interval=2,sched_interval=2,batch_sched_delay=0,sched_min_interval=0",
        "PriorityType=priority/multifactor",
        "PreemptType=preempt/qos" if plan.accounting else "PreemptType=preempt/none",
        f"PreemptMode={'REQUEUE' if plan.accounting else 'OFF'}",
        "# Short, so that a test sees a job forgotten and a node fail.",
        "MinJobAge=10",
        "KillWait=5",
        "UnkillableStepTimeout=300",
        "ReturnToService=2",
        "SlurmctldTimeout=30",
        f"SlurmdTimeout={patience}",
        "TreeWidth=65533",
        *_accounting(facts, layout),
        *(_node(facts, node) for node in plan.nodes),
        *_partitions(facts),
    )


def _memory_limits(facts: Facts) -> list[str]:
    """Without cgroups nothing but slurmd's own look at its jobs holds them to their memory."""
    if not facts.plan.memory_limits:  # each look of each job reads the whole of /proc
        return ["JobAcctGatherType=jobacct_gather/none"]
    return [
        "JobAcctGatherType=jobacct_gather/linux",
        f"JobAcctGatherFrequency=task={MEMORY_LOOK_SECONDS}",
        "JobAcctGatherParams=OverMemoryKill,NoShared",
    ]


def _accounting(facts: Facts, layout: Layout) -> list[str]:
    if not facts.plan.accounting:
        return [
            "AccountingStorageType=accounting_storage/none",
            "JobCompType=jobcomp/filetxt",
            f"JobCompLoc={layout.log}/jobcomp.txt",
        ]
    return [
        "AccountingStorageType=accounting_storage/slurmdbd",
        f"AccountingStorageHost={LOOPBACK}",
        f"AccountingStoragePort={facts.slurmdbd_port}",
        f"AccountingStoragePass={layout.munge_socket}",
        "AccountingStorageTRES=gres/gpu",
        "AccountingStorageEnforce=associations,limits,qos,safe",
    ]


def _node(facts: Facts, node: Node) -> str:
    gres = [f"gpu:{GPU_TYPE}:{node.gpus}"] if node.gpus else []
    if node.shards:
        gres.append(f"shard:{node.shards}")
    return (
        f"NodeName={node.name} NodeHostname={facts.host.name} NodeAddr={LOOPBACK}"
        f" Port={facts.node_ports[node.name]} CPUs={CORES_PER_NODE}"
        f" RealMemory={MEMORY_PER_NODE_MIB}{' Gres=' + ','.join(gres) if gres else ''}"
        " State=UNKNOWN"
    )


def _partitions(facts: Facts) -> list[str]:
    plan = facts.plan
    usual = "MaxTime=08:00:00 DefaultTime=01:00:00 DefMemPerCPU=1024"
    lines = [
        f"PartitionName=cpu Nodes={_names(plan.cpu)} Default=YES {usual} State=UP",
        f"PartitionName=gpu Nodes={_names(plan.gpu)} {usual} State=UP",
        f"PartitionName=closed Nodes={_names(plan.cpu)} {usual} State=DOWN",
    ]
    if plan.emulated:
        lines.append(f"PartitionName=emulated Nodes={_names(plan.scale)} {usual} State=UP")
    return lines


def _names(nodes: tuple[Node, ...]) -> str:
    return ",".join(node.name for node in nodes)


def gres_conf(facts: Facts, layout: Layout) -> str:
    """GPUs with device files: only then does Slurm hand out indices in CUDA_VISIBLE_DEVICES."""
    lines = []
    for node in facts.plan.nodes:
        if node.gpus:
            files = f"{layout.devices}/gpu[0-{node.gpus - 1}]"
            lines.append(f"NodeName={node.name} Name=gpu Type={GPU_TYPE} File={files}")
        if node.shards:
            lines.append(f"NodeName={node.name} Name=shard Count={node.shards}")
    return _lines(*lines)


def cgroup_conf() -> str:
    """What slurmd reads even where no plug-in uses cgroups."""
    return _lines("CgroupAutomount=no")


def slurmdbd_conf(facts: Facts, layout: Layout) -> str:
    """The database's own socket is named by MYSQL_UNIX_PORT; root needs no password there."""
    return _lines(
        "AuthType=auth/munge",
        f"AuthInfo=socket={layout.munge_socket}",
        f"DbdHost={facts.host.name}",
        f"DbdAddr={LOOPBACK}",
        f"DbdPort={facts.slurmdbd_port}",
        *(["CommunicationParameters=NoInAddrAny"] if facts.host.on_loopback else []),
        "SlurmUser=root",
        "DebugLevel=info",
        f"LogFile={layout.log}/slurmdbd.log",
        f"PidFile={layout.run}/slurmdbd.pid",
        "StorageType=accounting_storage/mysql",
        "StorageHost=localhost",
        "StorageUser=root",
        f"StorageLoc={facts.name}",
    )


def _lines(*lines: str) -> str:
    return "\n".join(lines) + "\n"
