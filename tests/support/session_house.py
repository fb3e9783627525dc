"""One person's sessions on a real cluster through a real hub, told as a story."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import threading
import urllib.error
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
from real_hub import RealHub
from slurm_cluster import Cluster
from slurm_jobs import eventually

from officina_spawners.batch.endings import SessionEnding, read_ending
from officina_spawners.batch.record import JobRecord
from officina_spawners.batch.side import records_in


class OurJob(NamedTuple):
    id: str
    state: str
    comment: str
    reason: str


class SessionHouse:
    """``commands`` comes first on the hub's PATH: what lies there stands before Slurm's own."""

    def __init__(self, hub: RealHub, cluster: Cluster, user: str, commands: Path) -> None:
        self.hub = hub
        self.cluster = cluster
        self.user = user
        self.commands = commands
        self._told: list[str] | None = None

    @property
    def home(self) -> Path:
        return Path("~" + self.user).expanduser()

    @property
    def log(self) -> str:
        return (self.hub.data / "hub.log").read_text(errors="replace")

    def ask(self, profile: str = "tiny", **options: object) -> None:
        """What a click on the launch page does."""
        self._told = None
        wish = {"user_options": {"profile": profile, **options}}
        self.hub.api("POST", f"users/{self.user}/server", wish)

    def ready(self) -> str:
        """Wait until the session answers through the proxy; the number of its job."""
        eventually(lambda: self.model["pending"] is None, seconds=60)
        assert self.model["servers"].get("", {}).get("ready"), self.log[-6000:]
        eventually(lambda: "version" in self.look("api"), seconds=20)
        return self.look("api")["job"]

    def refused(self) -> str:
        """Wait until the start has failed; the last thing that its person reads."""
        last = self.hub.progress(self.user)[-1]
        assert last.get("failed"), (last, self.log[-6000:])
        return last["message"]

    def told(self) -> list[str]:
        """What its person has been told of the start so far, as the page hears it."""
        if self._told is None:
            self._told = []
            threading.Thread(target=self._listen, args=(self._told,), daemon=True).start()
        return self._told

    def _listen(self, told: list[str]) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):  # the hub may be killed
            told.extend(event["message"] for event in self.hub.events(self.user))

    def look(self, path: str) -> dict:
        """What the session says there; nothing while it does not answer."""
        try:
            return self.hub.session(self.user, path)
        except urllib.error.HTTPError as error:
            error.close()
        except (OSError, ValueError):
            pass
        return {}

    def stop(self) -> None:
        self.hub.api("DELETE", f"users/{self.user}/server")

    @property
    def model(self) -> dict:
        return self.hub.api("GET", f"users/{self.user}")

    @property
    def is_started(self) -> bool:
        return bool(self.model["servers"].get("", {}).get("ready"))

    @property
    def record(self) -> JobRecord | None:
        return records_in(str(self._run_dir)).read(self.user)

    @property
    def ending(self) -> SessionEnding | None:
        return read_ending(self._run_dir / "jobs-ended", self.user)

    def job(self) -> OurJob | None:
        """The only job of this person that is not over."""
        jobs = self.jobs()
        assert len(jobs) <= 1, jobs
        return jobs[0] if jobs else None

    def jobs(self) -> list[OurJob]:
        form = "%i|%T|%k|%r"
        listed = self.cluster.run("squeue", "-h", "-u", self.user, "-o", form).stdout
        rows = [OurJob(*row.split("|")) for row in listed.splitlines()]
        return [row for row in rows if row.comment.startswith("officina:")]

    def was_cancelled(self, comment: str) -> bool:
        """Whether Slurm still tells of a job with this comment that was cancelled."""
        listed = self.cluster.run("squeue", "-h", "-t", "all", "-o", "%T|%k").stdout
        return f"CANCELLED|{comment}" in listed.splitlines()

    def queued(self, state: str = "PENDING") -> OurJob:
        """Wait until the only job is in that state."""
        eventually(lambda: (job := self.job()) is not None and job.state == state, seconds=30)
        job = self.job()
        assert job is not None
        return job

    def record_node(self) -> str:
        """The node that the job of the record runs on."""
        assert self.record is not None
        assert self.record.job is not None
        return self.cluster.run("squeue", "-h", "-j", self.record.job, "-o", "%B").stdout.strip()

    def bring_back(self, node: str) -> None:
        """Give a node that failed its power again."""
        self.cluster.start_daemon(f"slurmd-{node}")
        self.cluster.run("scontrol", "update", f"nodename={node}", "state=resume")

    def restart_hub(self, **knobs: object) -> None:
        """With these settings of OfficinaSpawner."""
        self.hub.kill_hub()
        self.hub.set("TEST_KNOBS", json.dumps(knobs))
        self.hub.start_hub()

    def port_in_log(self) -> int:
        """On which port the tiny server is to listen."""
        log = self.home / f".officina-session-{self.queued('RUNNING').id}.log"
        eventually(lambda: log.exists() and "listen on" in log.read_text(), seconds=20)
        return int(log.read_text().rsplit(maxsplit=1)[-1])

    def nothing_is_left(self) -> None:
        """No job, no record, and the Hub knows of no session either."""
        eventually(lambda: not self.jobs(), seconds=60)
        eventually(lambda: not list((self._run_dir / "jobs").glob(f"{self.user}*")), seconds=60)
        eventually(lambda: not self.model["servers"], seconds=30)
        assert self.model["pending"] is None

    def clear(self) -> None:
        """Bring the house back to where a test begins."""
        if self.hub.hub.poll() is not None:
            self.hub.start_hub()
        self.cluster.run("scancel", f"--user={self.user}")
        if self.model["servers"]:
            self.stop()
        self.nothing_is_left()

    def sends(self, command: str) -> bool:
        """Whether that command of this person runs just now."""
        return any(
            [Path(word).name for word in each.info["cmdline"] or ()][:1] == [command]
            for each in psutil.process_iter(["cmdline", "username"])
            if each.info["username"] == self.user
        )

    @contextlib.contextmanager
    def in_place_of(self, command: str, script: str) -> Iterator[None]:
        """That command of Slurm's as this shell script for the hub, with the real one as $REAL."""
        real = next(
            path
            for folder in os.environ["PATH"].split(":")
            if (path := Path(folder, command)).exists()
        )
        wrapper = self.commands / command
        draft = wrapper.with_suffix(".draft")
        draft.write_text(f"#!/bin/sh\nREAL={real}\nCOMMANDS={self.commands}\n{script}\n")
        draft.chmod(0o755)
        draft.replace(wrapper)
        try:
            yield
        finally:
            wrapper.unlink()

    def pipe(self, path: Path) -> Path:
        """A pipe that everybody may open."""
        path.unlink(missing_ok=True)
        os.mkfifo(path)
        path.chmod(0o666)
        return path

    def release(self, pipe: Path) -> None:
        """Let go whoever waits at this pipe, as soon as somebody does."""

        def is_released() -> bool:
            with contextlib.suppress(OSError):  # nobody waits there yet
                os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
                return True
            return False

        eventually(is_released, seconds=30)

    @property
    def _run_dir(self) -> Path:
        return self.hub.data / "run" / "sessions"


class Clicks:
    """Requests to a hub that may die while it answers; each in a thread of its own."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []
        self.answers: list[int] = []

    def click(self, deed: Callable[[], object]) -> None:
        thread = threading.Thread(target=self._do, args=(deed,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def join(self) -> list[int]:
        for thread in self._threads:
            thread.join(90)
        return self.answers

    def _do(self, deed: Callable[[], object]) -> None:
        try:
            deed()
            self.answers.append(200)
        except urllib.error.HTTPError as error:
            error.close()
            self.answers.append(error.code)
        except (OSError, json.JSONDecodeError):
            self.answers.append(0)
