"""The MariaDB below slurmdbd: small, without a port, and without passwords."""

from __future__ import annotations

import shutil
import subprocess

from slurm_cluster.errors import ClusterError
from slurm_cluster.layout import Layout
from slurm_cluster.requirements import program

SMALL = ("--innodb-log-file-size=16M", "--innodb-buffer-pool-size=64M")


def prepare_database(layout: Layout) -> None:
    """An empty database of MariaDB's; made aside and moved, so that half of one is never used."""
    ready, draft = layout.database / "data", layout.database / "data.new"
    if ready.exists():
        return
    shutil.rmtree(draft, ignore_errors=True)
    done = subprocess.run(
        [
            *(program("mariadb-install-db"), "--no-defaults", "--user=mysql"),
            *(f"--datadir={draft}", "--auth-root-authentication-method=socket"),
            # force: also where the machine's own name cannot be looked up; nobody asks for it here.
            *("--skip-test-db", "--force", *SMALL),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-300:]
        raise ClusterError(
            f"mariadb-install-db ended with {done.returncode}: {said}",
            matters="slurmdbd keeps accounts and finished jobs in MariaDB.",
            now=f"Look for room on the disk of {layout.folder}, or use --no-accounting.",
        )
    draft.rename(ready)


def mariadb_call(layout: Layout) -> tuple[str, ...]:
    """Only root and mysql may use its socket, each as itself."""
    return (
        *("mariadbd", "--no-defaults", "--user=mysql", "--skip-networking"),
        *(f"--datadir={layout.database}/data", f"--socket={layout.database_socket}"),
        *(f"--pid-file={layout.database}/mariadb.pid", "--innodb-lock-wait-timeout=900"),
        *("--innodb-flush-log-at-trx-commit=2", *SMALL),
    )
