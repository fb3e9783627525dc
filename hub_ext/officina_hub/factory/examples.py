"""Examples of the arrays of tables, for a first ``factory.toml`` and for the reference.

Each is TOML of its own; all together are one file that Officina takes (a test reads them).
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Example(NamedTuple):
    """One table, and what it is an example of."""

    title: str
    toml: str


SMALL: Final = Example(
    "A session on the hub's own machine, which is there where no profile is named",
    """\
[[profiles]]
name = "small"
title = "Small"
description = "JupyterLab on the hub's own machine, for courses and for looking around."
""",
)
GPU: Final = Example(
    "A GPU: the person chooses how many, how long and which software",
    """\
[[profiles]]
name = "gpu"
title = "GPU"
description = "JupyterLab on a node with A100 GPUs, for training a model."
place = "slurm"
partition = "gpu"
gpu_type = "a100"
gpu_memory_gib = 40
gpus = { min = 1, max = 4, default = 1 }
cores = 8
memory_gib = { min = 16, max = 128, default = 32 }
minutes = { min = 10, max = 480, default = 120 }
environments = ["pytorch", "python"]
""",
)
MIG: Final = Example(
    "A slice of a GPU (MIG), by the name that `scontrol show node` has behind `Gres=gpu:`",
    """\
[[profiles]]
name = "slice"
title = "Slice of a GPU"
description = "A seventh of an A100 of one's own, for a course."
place = "slurm"
partition = "mig"
gpu_type = "1g.5gb"
gpu_memory_gib = 5
gpus = 1
parts_per_gpu = 7
cores = 2
memory_gib = 8
environments = ["pytorch"]
""",
)
SHARDS: Final = Example(
    "A GPU shared with others (gres/shard), where memory and speed are shared too",
    """\
[[profiles]]
name = "shared"
title = "Shared GPU"
description = "A GPU together with others, for first steps."
place = "slurm"
partition = "shared"
shards = { min = 1, max = 4, default = 1 }
parts_per_gpu = 7
cores = 2
memory_gib = 8
environments = ["python"]
""",
)
CLUSTER: Final = Example(
    "Slurm by its commands, which find their `slurm.conf` by themselves",
    """\
[[clusters]]
name = "cluster"
""",
)
REST: Final = Example(
    "Slurm by its REST daemon, with a token that a timer renews",
    """\
[[clusters]]
name = "far"
client = "slurmrestd"
slurmrestd_url = "https://slurm.example.org:6820"
slurmrestd_token_file = "/run/officina/slurm-token"
""",
)
PATH: Final = Example(
    "What every node has in the PATH of jobs",
    """\
[[environments]]
name = "python"
title = "Python"
""",
)
MODULE: Final = Example(
    "Environment modules",
    """\
[[environments]]
name = "pytorch"
title = "PyTorch"
kind = "module"
modules = ["CUDA/12.4", "PyTorch/2.5"]
""",
)
VENV: Final = Example(
    "A virtual environment",
    """\
[[environments]]
name = "venv"
title = "Python of the courses"
kind = "venv"
path = "/opt/officina/venv"
""",
)
CONDA: Final = Example(
    "A conda environment, with the module that brings conda",
    """\
[[environments]]
name = "conda"
title = "Conda"
kind = "conda"
modules = ["Miniforge3"]
path = "/opt/conda/envs/officina"
""",
)
IMAGE: Final = Example(
    "A container image, run by Apptainer",
    """\
[[environments]]
name = "image"
title = "Container"
kind = "apptainer"
path = "/opt/images/officina.sif"
""",
)

FACTORY: Final = Example(
    "Another factory with Officina, whose folder is signed",
    """\
[[peers]]
id = "north"
title = "Northern AI Factory"
address = "https://north.example.org/services/officina/federation/"
root = "/etc/officina/peers/north.root.json"
""",
)
CATALOGUE: Final = Example(
    "A catalogue in DCAT-AP, once a day",
    """\
[[peers]]
id = "city"
title = "Open data of the city"
kind = "dcat-ap"
address = "https://data.example.org/catalog.ttl"
every_minutes = 1440
""",
)
PAGES: Final = Example(
    "Training pages that a sitemap lists, on this factory's own network",
    """\
[[peers]]
id = "school"
kind = "sitemap"
address = "https://school.example.org/sitemap.xml"
private_network = true
""",
)
SHARDS_OF_THE_WEB: Final = Example(
    "Shards of the Open Web Index in a folder of this machine",
    """\
[[peers]]
id = "web"
kind = "open-web-index"
address = "/data/owi"
""",
)
CONNECTOR: Final = Example(
    "What a partner in a data space offers; the partner itself stands in `[[dataspaces]]`",
    """\
[[peers]]
id = "energy"
title = "Energy data space"
kind = "dataspace"
address = "https://connector.example.org"
token_file = "/etc/officina/dataspaces/energy.token"
""",
)

DATASPACE: Final = Example(
    "A partner in a data space, which offers data and may ask for this factory's",
    """\
[[dataspaces]]
id = "energy"
title = "Energy data space"
address = "https://connector.example.org"
participant = "did:web:connector.example.org"
ourselves = "did:web:hub.example.org"
token_file = "/etc/officina/dataspaces/energy.token"
expects_file = "/etc/officina/dataspaces/energy.expects"
reached_at = "https://hub.example.org/services/officina"
""",
)

EXAMPLES: Final = {
    "profiles": (SMALL, GPU, MIG, SHARDS),
    "clusters": (CLUSTER, REST),
    "environments": (PATH, MODULE, VENV, CONDA, IMAGE),
    "peers": (FACTORY, CATALOGUE, PAGES, SHARDS_OF_THE_WEB, CONNECTOR),
    "dataspaces": (DATASPACE,),
}
FIRST: Final = {"profiles": (SMALL, GPU), "clusters": (CLUSTER,), "environments": (PATH, MODULE)}
FIRST_PEERS: Final = (FACTORY, CATALOGUE)
