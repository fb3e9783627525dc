"""What an operator can set about sessions: ``c.OfficinaSpawner.<name>`` in the configuration."""

from __future__ import annotations

import os
from pathlib import Path

from traitlets import Dict, Enum, Float, Integer, List, Unicode, default
from traitlets.config import Configurable

from officina_spawners.accounts import AccountRange
from officina_spawners.isolation import CHOICES
from officina_spawners.limits import Limits
from officina_spawners.local import Place
from officina_spawners.profiles import LOCAL_PROFILE


class Knobs(Configurable):
    """The traits of ``OfficinaSpawner``."""

    data_dir = Unicode(
        help="""The hub's data folder. No session sees it, but for the home that is its own.
        Default: /var/lib/officina for root, ~/.local/share/officina for everybody else.
        The four folders below lie in it unless they are set too."""
    ).tag(config=True)
    homes_dir = Unicode(
        help="""Where each person's home folder is made. Default: homes in data_dir."""
    ).tag(config=True)
    courses_dir = Unicode(
        help="""Where the home of each course's own server is. Default: courses in data_dir."""
    ).tag(config=True)
    run_dir = Unicode(
        help="""Where each running session has its record. Default: run/sessions in data_dir."""
    ).tag(config=True)
    log_dir = Unicode(
        help="""Where each session's output goes, the last two starts of each.
        Default: log/sessions in data_dir."""
    ).tag(config=True)
    isolation = Enum(
        CHOICES,
        default_value="preferred",
        help="""Whether each session runs in a bubblewrap sandbox of its own. Default: preferred.
        preferred: yes where the machine can; otherwise without, and a warning in log and pages.
        required: a session that cannot be sandboxed is refused.
        off: never, for people who trust each other. A hub that runs as root drops to a numeric
        account for each person in all three.""",
    ).tag(config=True)
    profiles = List(
        Dict(),
        default_value=[LOCAL_PROFILE.model_dump(mode="json")],
        minlen=1,
        help="""The kinds of session that people can start, each as [[profiles]] of factory.toml has
        it; the first is preset. Default: one, small, on this machine.""",
    ).tag(config=True)
    clusters = List(
        Dict(),
        help="""The Slurm clusters, each as [[clusters]] of factory.toml has it. Default: none.""",
    ).tag(config=True)
    environments = List(
        Dict(),
        help="""The software for sessions on clusters, each as [[environments]] of factory.toml has
        it. Default: none.""",
    ).tag(config=True)
    unix_accounts = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="""Unix accounts on the clusters, by hub user name, for those whose names differ.""",
    ).tag(config=True)
    job_start_seconds = Float(
        300.0,
        min=10,
        help="""How long JupyterLab may take to answer, counted from when its job runs; the wait in
        the queue is not counted. Default: 300""",
    ).tag(config=True)
    longest_wait_hours = Float(
        720.0,
        min=0,
        help="""No session waits in a queue longer than this, whatever its profile's patience_hours
        say. Default: 720""",
    ).tag(config=True)
    caretaker_seconds = Float(
        300.0,
        min=1,
        help="""How often the hub looks for jobs without a session and sessions without their job;
        once more right after its start. Default: 300""",
    ).tag(config=True)
    concurrent_starts = Integer(
        8,
        min=1,
        help="""How many sessions may be starting on this machine at once; others wait for their
        turn. Jobs that wait in a queue are not counted. Default: 8""",
    ).tag(config=True)
    door_url = Unicode(
        help="""Where jobs report their port, if they cannot reach the Hub at its own API address.
        Default: that address."""
    ).tag(config=True)
    launch_page = Unicode(
        help="""The page of a portal where sessions are chosen. A link to the Hub's own page of a
        start leads there, as a prepared choice. Default: none; the Hub's page asks by a button."""
    ).tag(config=True)
    course_prefix = Unicode(
        "course-",
        help="""A hub user of this prefix and a course's id is that course's own server. It must
        also be in course_group. Default: course-""",
    ).tag(config=True)
    course_group = Unicode(
        "officina-course-servers",
        help="""The hub group of the courses' own servers; a person who is only named like one is
        refused. Default: officina-course-servers""",
    ).tag(config=True)
    learner_environment = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="""Variables for people's servers. Spawner.environment overrules them.""",
    ).tag(config=True)
    course_environment = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="""Variables for courses' own servers. Spawner.environment overrules them.""",
    ).tag(config=True)
    software_dirs = List(
        Unicode(),
        help="""More folders that every session may read, such as /opt/software. This Python's
        environment and /usr are always there. Default: none.""",
    ).tag(config=True)
    account_first = Integer(
        200_000, help="""First numeric account for sessions; counts when the hub is root."""
    ).tag(config=True)
    account_last = Integer(
        265_535, help="""Last numeric account for sessions; counts when the hub is root."""
    ).tag(config=True)
    max_processes = Integer(
        2048, min=0, help="""Processes and threads of one session; 0: no limit of its own."""
    ).tag(config=True)
    max_open_files = Integer(
        16_384, min=0, help="""Open files of one process; 0: no limit of its own."""
    ).tag(config=True)
    max_file_mib = Integer(
        16_384, min=0, help="""Size of one file, in MiB; 0: no limit of its own."""
    ).tag(config=True)
    max_address_space_mib = Integer(
        0,
        min=0,
        help="""Address space of one process, in MiB. Default: 0, no limit, because JavaScript
        engines and GPU libraries reserve far more than they use.""",
    ).tag(config=True)
    scratch_mib = Integer(
        1024, min=1, help="""Size of a session's own /tmp, which is kept in memory, in MiB."""
    ).tag(config=True)
    shared_memory_mib = Integer(
        1024, min=1, help="""Size of a session's own /dev/shm, in MiB."""
    ).tag(config=True)
    stop_grace_seconds = Float(
        10.0,
        min=0,
        help="""How long a session that is stopped may take to save and end by itself.""",
    ).tag(config=True)

    @default("data_dir")
    def _data_dir(self) -> str:
        is_root = os.geteuid() == 0
        return "/var/lib/officina" if is_root else str(Path("~/.local/share/officina").expanduser())

    @default("homes_dir")
    def _homes_dir(self) -> str:
        return str(Path(self.data_dir, "homes"))

    @default("courses_dir")
    def _courses_dir(self) -> str:
        return str(Path(self.data_dir, "courses"))

    @default("run_dir")
    def _run_dir(self) -> str:
        return str(Path(self.data_dir, "run", "sessions"))

    @default("log_dir")
    def _log_dir(self) -> str:
        return str(Path(self.data_dir, "log", "sessions"))

    def place(self) -> Place:
        """These settings as the value that local sessions work with."""
        return Place(
            data_dir=Path(self.data_dir),
            homes_dir=Path(self.homes_dir),
            courses_dir=Path(self.courses_dir),
            run_dir=Path(self.run_dir),
            log_dir=Path(self.log_dir),
            software=tuple(Path(folder) for folder in self.software_dirs),
            accounts=AccountRange(first=self.account_first, last=self.account_last),
            limits=Limits(
                processes=self.max_processes,
                open_files=self.max_open_files,
                file_size_mib=self.max_file_mib,
                address_space_mib=self.max_address_space_mib,
            ),
            scratch_mib=self.scratch_mib,
            shared_memory_mib=self.shared_memory_mib,
        )
