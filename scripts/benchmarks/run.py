"""Run benchmarks by name and print their tables, ready for docs/reference/benchmarks.md."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

SCRIPTS = Path(__file__).parent.parent
PAGE = SCRIPTS.parent / "docs" / "reference" / "benchmarks.md"
sys.path[:0] = [str(SCRIPTS), str(Path(__file__).parent)]

from benchmarks.federation.parts import PARTS as FEDERATION  # noqa: E402
from benchmarks.sessions.page import with_section  # noqa: E402
from benchmarks.sessions.parts import PARTS  # noqa: E402

from benchmarks import courses  # noqa: E402

ABOUT = "Benchmarks, side by side with the peer in one run; prints tables for the reference."
EXAMPLES = """\
examples:
  scripts/bench grading                           graders side by side
  scripts/bench grading --rounds 5 --write        also into docs/reference/benchmarks.md
  scripts/bench grading-run 1000 --write          a class hands in within a minute
  scripts/bench grading-long 10000 --write        one worker's cost and memory over a long time
  scripts/bench passes                            what a pass costs, without nbgrader
  scripts/bench kernel --rounds 10                start of a kernel, and a whole papermill run
  scripts/bench feedback --rounds 20              submit to marks on the open page
  scripts/bench queue                             the portal's side of the deadline minute
  scripts/bench checks                            checks while 1,000 hand in, some 5 minutes
  scripts/bench courses --write                   all gates of all shipped courses and profiles
  scripts/bench courses fine-tuning --write       the rows of this course
  scripts/bench federation                        carrying courses and records, all parts
  scripts/bench federation packages --write       this part, also into the reference
  scripts/bench find                              search by both engines, 10,000 records
  scripts/bench find --records 100000 --write     also into docs/reference/benchmarks.md
  scripts/bench find --records 1000000             an hour, 13 GB of /tmp
  scripts/bench find-rest --write                 50 clients search a portal of 100,000 records
  scripts/bench relevance                         judged queries, by plain BM25 and by Officina
  scripts/bench find-keystroke --write            from a letter typed in JupyterLab to the list
  scripts/bench sessions                          all parts, some 45 minutes
  scripts/bench sessions click ends               these two
  scripts/bench sessions load --write             also into docs/reference/benchmarks.md
  scripts/bench sessions load --lock /tmp/quiet   alone among others who use this lock
"""


def machine() -> str:
    """The machine in one line: processor, cores, memory, system, Python."""
    processor = next(
        line.split(":")[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    cores = sum(
        line.startswith("processor") for line in Path("/proc/cpuinfo").read_text().splitlines()
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    python = platform.python_version()
    return f"{processor}, {cores} cores, {memory:.0f} GiB, {system}, Python {python}"


def main() -> int:
    """Parse the command line and run; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = parser.add_subparsers(
        required=True,
        metavar="grading|grading-run|grading-long|passes|kernel|feedback|queue|checks|courses|federation|"
        "find|find-rest|find-keystroke|relevance|sessions",
    )
    _add_grading(names)
    passes = names.add_parser(
        "passes", help="one pass and one submission: fresh sandboxes and the warm process"
    )
    passes.add_argument("--rounds", type=int, default=3, help="rounds in turns (default: 3)")
    passes.set_defaults(command=_passes)
    kernel = names.add_parser(
        "kernel", help="start of a kernel: ipykernel as it is, and forks of the warm process"
    )
    kernel.add_argument("--rounds", type=int, default=10, help="rounds in turns (default: 10)")
    kernel.set_defaults(command=_kernel)
    feedback = names.add_parser(
        "feedback", help="from handing in to marks and feedback on the open page, in Chromium"
    )
    feedback.add_argument("--rounds", type=int, default=20, help="submissions (default: 20)")
    feedback.set_defaults(command=_feedback)
    queue = names.add_parser("queue", help="the deadline minute at the portal: 1,000 hand in")
    queue.add_argument("--seconds", type=float, default=60, help="how long it lasts (default: 60)")
    queue.add_argument("--write", action="store_true", help="renew the part in the reference")
    queue.set_defaults(command=_queue)
    checks = names.add_parser(
        "checks", help="checks before handing in, while 1,000 hand in a realistic notebook"
    )
    checks.add_argument("--seconds", type=float, default=60, help="how long it lasts (default: 60)")
    checks.add_argument("--submissions", type=int, default=1000, help="how many (default: 1000)")
    checks.add_argument("--checks", type=int, default=200, help="how many (default: 200)")
    checks.add_argument("--checkers", type=int, default=2, help="graders for checks (default: 2)")
    checks.add_argument("--write", action="store_true", help="renew the part in the reference")
    checks.set_defaults(command=_checks)
    courses.add(names)
    _add_federation(names)
    find = names.add_parser("find", help="search in a made-up catalogue: tantivy, SQLite, Lucene")
    find.add_argument("--records", type=int, default=10_000, help="how many (default: 10000)")
    find.add_argument(
        "--without", action="append", default=[], choices=("sqlite", "lucene"), help="leave it out"
    )
    find.add_argument("--write", action="store_true", help="renew the part in the reference")
    find.set_defaults(command=_find)
    rest = names.add_parser("find-rest", help="REST search by 50 clients, on a real portal")
    rest.add_argument("--records", type=int, default=100_000, help="how many (default: 100000)")
    rest.add_argument("--write", action="store_true", help="renew the part in the reference")
    rest.set_defaults(command=_find_rest)
    relevance = names.add_parser(
        "relevance", help="how well search orders what judged queries look for"
    )
    relevance.add_argument("--write", action="store_true", help="renew the part in the reference")
    relevance.set_defaults(command=_relevance)
    keystroke = names.add_parser(
        "find-keystroke", help="a letter typed in a finder in JupyterLab, to the list drawn anew"
    )
    keystroke.add_argument("--records", type=int, default=100_000, help="default: 100000")
    keystroke.add_argument("--write", action="store_true", help="renew the part in the reference")
    keystroke.set_defaults(command=_find_keystroke)
    _add_sessions(names)
    chosen = parser.parse_args()
    return int(chosen.command(chosen) or 0)


def _add_grading(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    grading = names.add_parser(
        "grading", help="a submission through nbgrader, nbclient, papermill, otter and Officina"
    )
    grading.add_argument("--rounds", type=int, default=3, help="interleaved rounds (default: 3)")
    grading.add_argument("--write", action="store_true", help="renew the table in the reference")
    grading.set_defaults(command=_grading)
    rush = names.add_parser(
        "grading-run", help="many submissions within a minute, through two workers"
    )
    rush.add_argument("count", type=int, nargs="?", default=1000, help="default: 1000")
    rush.add_argument("--light", action="store_true", help="of the light notebook, all at once")
    rush.add_argument("--write", action="store_true", help="renew this part in the reference")
    rush.set_defaults(command=_grading_run)
    long = names.add_parser(
        "grading-long", help="many light submissions through one worker: cost and memory over time"
    )
    long.add_argument("count", type=int, nargs="?", default=10_000, help="default: 10000")
    long.add_argument("--write", action="store_true", help="renew this part in the reference")
    long.set_defaults(command=_grading_long)


def _add_federation(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parts = "\n".join(f"  {name:10} {about}" for name, about in FEDERATION.items())
    federation = names.add_parser(
        "federation",
        help="courses and records that go from factory to factory",
        description=f"parts:\n{parts}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    federation.add_argument(
        "parts", nargs="*", metavar="part", help="which (default: all)", choices=[*FEDERATION, []]
    )
    federation.add_argument("--write", action="store_true", help="renew them in the reference")
    federation.set_defaults(command=_federation)


def _add_sessions(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parts = "\n".join(f"  {part.name:10} {part.about}" for part in PARTS.values())
    sessions = names.add_parser(
        "sessions",
        help="sessions through a private Slurm: unmodified batchspawner and Officina",
        description=f"parts:\n{parts}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sessions.add_argument("parts", nargs="*", metavar="part", help="which (default: all)")
    sessions.add_argument("--write", action="store_true", help="renew these parts in the reference")
    sessions.add_argument("--lock", type=Path, help="hold this lock alone while figures are taken")
    sessions.set_defaults(command=_sessions)


def _grading(chosen: argparse.Namespace) -> None:
    from benchmarks.graders import side_by_side

    _tell("grading", side_by_side.run(rounds=chosen.rounds), is_written=chosen.write)


def _grading_run(chosen: argparse.Namespace) -> None:
    from benchmarks.graders import rush

    name = "grading-run light" if chosen.light else "grading-run"
    _tell(name, rush.run(chosen.count, light=chosen.light), is_written=chosen.write)


def _grading_long(chosen: argparse.Namespace) -> None:
    from benchmarks.graders import long_run

    _tell("grading-long", long_run.run(chosen.count), is_written=chosen.write)


def _tell(name: str, section: str, *, is_written: bool) -> None:
    section = f"{section}\n\n*{date.today()}, {machine()}; {_officina_and_load()}.*"
    print(f"{section}\n", flush=True)
    if is_written:
        PAGE.write_text(with_section(PAGE.read_text(), name, section))


def _passes(chosen: argparse.Namespace) -> None:
    print(f"Measured on {date.today()} on: {machine()}; Officina {version('officina')}.\n")
    importlib.import_module("benchmarks.passes").run(rounds=chosen.rounds)


def _kernel(chosen: argparse.Namespace) -> None:
    importlib.import_module("benchmarks.kernel").run(rounds=chosen.rounds)
    peers = ", ".join(f"{name} {version(name)}" for name in ("ipykernel", "jupyter_client"))
    loads = f"load average at the end {os.getloadavg()[0]:.1f}"
    print(f"\n*{date.today()}, {machine()}; {peers}, Officina {version('officina')}; {loads}.*")


def _feedback(chosen: argparse.Namespace) -> None:
    importlib.import_module("benchmarks.feedback").run(rounds=chosen.rounds)
    loads = f"load average at the end {os.getloadavg()[0]:.1f}"
    print(f"\n*{date.today()}, {machine()}; Officina {version('officina')}; {loads}.*")


def _queue(chosen: argparse.Namespace) -> None:
    section = importlib.import_module("benchmarks.queue_load").run(seconds=chosen.seconds)
    about = f"*{date.today()}, {machine()}; Officina {version('officina')}; "
    section += f"\n\n{about}load average at the end {os.getloadavg()[0]:.1f}.*"
    print(section)
    if chosen.write:
        PAGE.write_text(with_section(PAGE.read_text(), "queue", section))


def _checks(chosen: argparse.Namespace) -> None:
    bench = importlib.import_module("benchmarks.check_load")
    load = bench.Load(chosen.seconds, chosen.submissions, chosen.checks, chosen.checkers)
    section = bench.run(load)
    about = f"*{date.today()}, {machine()}; Officina {version('officina')}; "
    section += f"\n\n{about}load average at the end {os.getloadavg()[0]:.1f}.*"
    print(section)
    if chosen.write:
        PAGE.write_text(with_section(PAGE.read_text(), "checks", section))


def _find(chosen: argparse.Namespace) -> None:
    bench = importlib.import_module("benchmarks.find.side_by_side")
    section = bench.run(chosen.records, without=chosen.without)
    _tell(f"find {chosen.records}", section, is_written=chosen.write)


def _find_rest(chosen: argparse.Namespace) -> None:
    section = importlib.import_module("benchmarks.find.rest").run(chosen.records)
    _tell("find-rest", section, is_written=chosen.write)


def _federation(chosen: argparse.Namespace) -> None:
    for name in chosen.parts or FEDERATION:
        section = importlib.import_module(f"benchmarks.federation.{name}").run()
        _tell(f"federation {name}", section, is_written=chosen.write)


def _relevance(chosen: argparse.Namespace) -> None:
    section = importlib.import_module("benchmarks.relevance.side_by_side").run()
    _tell("relevance", section, is_written=chosen.write)


def _find_keystroke(chosen: argparse.Namespace) -> None:
    section = importlib.import_module("benchmarks.find.keystroke").run(chosen.records)
    _tell("find-keystroke", section, is_written=chosen.write)


def _sessions(chosen: argparse.Namespace) -> int:
    unknown = [name for name in chosen.parts if name not in PARTS]
    if unknown:
        print(f"There is no part {unknown[0]!r}; choose from {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    from benchmarks.sessions.quiet import Quiet

    for name in chosen.parts or PARTS:
        part = importlib.import_module(f"benchmarks.sessions.{name}")
        section = asyncio.run(part.run(Quiet(chosen.lock)))
        section = f"{section}\n\n{_conditions()}"
        print(f"{section}\n", flush=True)
        if chosen.write:
            PAGE.write_text(with_section(PAGE.read_text(), f"sessions {name}", section))
    return 0


def _conditions() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("jupyterhub", "batchspawner"))
    return f"*{date.today()}, {machine()}; {versions}, {_officina_and_load()}.*"


def _officina_and_load() -> str:
    load = os.getloadavg()[0]
    return f"Officina {version('officina')}; load average at the end {load:.1f}"


if __name__ == "__main__":
    sys.exit(main())
