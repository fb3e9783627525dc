"""Bring the current release of an exercise into a home, or bring it up to date."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from officina_courses.archive import COURSE_LIMITS, ArchiveError, extract_tar, safe_path
from officina_courses.model import Frozen
from officina_widgets import names
from officina_widgets.client import PortalClient
from officina_widgets.errors import FolderInTheWay, PortalBroken
from officina_widgets.material.folder import ExerciseFolder, file_sha256
from officina_widgets.material.manifest import (
    Manifest,
    one_at_a_time,
    read_manifest,
    write_manifest,
)
from officina_widgets.material.merge import (
    NEEDS_CONTENT,
    Kind,
    Note,
    Step,
    offered_name,
    plan,
    translated_name,
)
from officina_widgets.wire import ExerciseFiles

CHANGED_MEANWHILE = (
    "The material of {exercise} changed on the portal while it was being fetched. So what came was "
    "not used. Try again: the new version is there now."
)
DISK = (
    "The material of {exercise} could not be written to {folder} ({reason}). Files that were "
    "there are untouched. Make room in your home folder and open the exercise again."
)


class FetchReport(Frozen):
    """What a fetch did; ``notes`` are for the learner to read, the rest is for the log."""

    folder: Path
    version: str
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    notebooks: tuple[str, ...] = ()


def fetch_material(
    client: PortalClient,
    home: Path,
    course_id: str,
    exercise_id: str,
    *,
    moment: datetime | None = None,
) -> FetchReport:
    """Bring an exercise to ``home/course/exercise`` without overwriting what the learner did.

    Raises
    ------
    PortalError
        Where the portal does not give the material, or the home cannot take it.

    """
    folder_path = names.material_folder(home, course_id, exercise_id)
    now = moment or datetime.now(UTC)
    with one_at_a_time(home, course_id, exercise_id):
        upstream = client.exercise_files(course_id, exercise_id)
        _check_paths(upstream)
        try:
            folder = ExerciseFolder(home, folder_path, now)
            update = _Update(home, folder, upstream, now)
            return update.run(client)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise FolderInTheWay(
                DISK.format(exercise=exercise_id, folder=folder_path, reason=reason), code="disk"
            ) from error


def _check_paths(upstream: ExerciseFiles) -> None:
    try:
        for entry in upstream.files:
            safe_path(entry.path, COURSE_LIMITS)
    except ArchiveError as error:
        raise PortalBroken(str(error), code="unsafe-material") from error


class _Update:
    """One run of one plan."""

    def __init__(
        self, home: Path, folder: ExerciseFolder, upstream: ExerciseFiles, moment: datetime
    ) -> None:
        self._home = home
        self._folder = folder
        self._upstream = upstream
        self._moment = moment
        self._before = read_manifest(home, upstream.course_id, upstream.exercise_id)
        self._done: dict[str, list[str]] = {}
        self._notes: list[Note] = []

    def run(self, client: PortalClient) -> FetchReport:
        upstream = self._upstream
        before = self._before
        base = before.files if before else None
        wanted = {entry.path: entry.sha256 for entry in upstream.files}
        seen = {path: self._folder.look(path) for path in {*wanted, *(base or {})}}
        steps = plan(wanted, base, {path: look for path, look in seen.items() if look})
        if any(step.verb in NEEDS_CONTENT for step in steps):
            self._with_content(client, steps)
        else:
            self._apply(steps, Path())
        self._remember(wanted)
        return self._report()

    def _with_content(self, client: PortalClient, steps: tuple[Step, ...]) -> None:
        upstream = self._upstream
        incoming = names.state_folder(self._home) / "incoming"
        staging = incoming / upstream.course_id / upstream.exercise_id
        shutil.rmtree(staging, ignore_errors=True)
        try:
            with client.exercise_tar(upstream.course_id, upstream.exercise_id) as tar:
                extract_tar(tar, staging, COURSE_LIMITS)
            for step in steps:
                source = staging / step.path
                if step.verb in NEEDS_CONTENT and (
                    not source.is_file() or file_sha256(source) != step.sha256
                ):
                    message = CHANGED_MEANWHILE.format(exercise=upstream.exercise_id)
                    raise PortalBroken(message, code="changed-meanwhile")
            self._apply(steps, staging)
        except ArchiveError as error:
            raise PortalBroken(str(error), code="broken-material") from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _apply(self, steps: tuple[Step, ...], staging: Path) -> None:
        for step in steps:
            source = staging / step.path
            if step.verb == "remove":
                self._folder.remove(step.path)
            elif step.verb == "offer":
                self._offer(step, source)
            elif step.verb == "set_aside":
                other = self._folder.set_aside(step.path)
                self._notes.append(Note(kind="set_aside", path=step.path, other=other))
                self._put(step.path, source)
            elif step.verb != "keep":
                self._put(step.path, source)
            self._done.setdefault(step.verb, []).append(step.path)

    def _put(self, path: str, source: Path) -> None:
        for gave_way, other in self._folder.put(path, source):
            self._notes.append(Note(kind="set_aside", path=gave_way, other=other))

    def _offer(self, step: Step, source: Path) -> None:
        language, version = self._upstream.language, self._upstream.version
        before = self._before.language if self._before else ""
        is_translated = bool(before) and before != language
        beside = (
            translated_name(step.path, language, version)
            if is_translated
            else offered_name(step.path, version)
        )
        there = self._folder.look(beside)
        if there is not None and there != step.sha256:
            self._folder.set_aside(beside)
        self._put(beside, source)
        kind: Kind = "other_language" if is_translated else "offered"
        self._notes.append(Note(kind=kind, path=step.path, other=beside))

    def _remember(self, files: dict[str, str]) -> None:
        before = self._before
        offered = {note.other for note in self._notes if note.kind != "set_aside"}
        write_manifest(
            self._home,
            Manifest(
                course_id=self._upstream.course_id,
                exercise_id=self._upstream.exercise_id,
                release_id=self._upstream.release_id,
                version=self._upstream.version,
                fetched_at=self._moment,
                files=files,
                language=self._upstream.language,
                offered=tuple(sorted(offered | set(before.offered if before else ()))),
            ),
        )

    def _report(self) -> FetchReport:
        done = {verb: tuple(paths) for verb, paths in self._done.items()}
        top = (entry.path for entry in self._upstream.files if "/" not in entry.path)
        return FetchReport(
            folder=self._folder.path,
            version=self._upstream.version,
            added=done.get("add", ()),
            updated=done.get("update", ()),
            restored=done.get("restore", ()),
            removed=done.get("remove", ()),
            kept=done.get("keep", ()),
            notes=tuple(self._notes),
            notebooks=tuple(sorted(path for path in top if path.endswith(".ipynb"))),
        )
