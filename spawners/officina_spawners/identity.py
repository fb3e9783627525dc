"""Who one is inside the sandbox: the few files of /etc that give the account a name.

The numeric account stands in no /etc/passwd of the machine, and a session has no business reading
that one. Without a name, though, ``whoami``, the shell's prompt and ``getpass.getuser`` fail.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from officina_courses.sandbox import Account, Bind

HOST_NAME = "officina"


def write_identity(
    run_dir: Path, key: str, *, name: str, account: Account, home: Path
) -> tuple[Bind, ...]:
    """Write the files of one session, and show them in its /etc."""
    folder = run_dir / f"{key}.etc"
    folder.mkdir(mode=0o700, exist_ok=True)
    files = {
        "passwd": _passwd(name, account, home),
        "group": _group(name, account),
        "hosts": _hosts(),
    }
    for file_name, text in files.items():
        path = folder / file_name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o644)
    return tuple(Bind(source=folder / item, target=Path("/etc", item)) for item in files)


def remove_identity(run_dir: Path, key: str) -> None:
    """Remove the files of a session that is gone."""
    shutil.rmtree(run_dir / f"{key}.etc", ignore_errors=True)


def _passwd(name: str, account: Account, home: Path) -> str:
    return (
        "root:x:0:0:root:/root:/usr/sbin/nologin\n"
        f"{name}:x:{account.uid}:{account.gid}::{home}:/bin/bash\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
    )


def _group(name: str, account: Account) -> str:
    return f"root:x:0:\n{name}:x:{account.gid}:\nnogroup:x:65534:\n"


def _hosts() -> str:
    """The machine's hosts and the sandbox's own name, which some libraries look up at start."""
    hosts = Path("/etc/hosts")
    known = hosts.read_text(encoding="utf-8", errors="replace") if hosts.is_file() else ""
    return f"{known.rstrip()}\n127.0.1.1 {HOST_NAME}\n".lstrip()
