"""What becomes of files that are read: counts, reasons and gaps, to read and to compute with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple, Protocol

from officina_courses.model import Frozen
from officina_hub.catalogue.arriving import Cancelled
from officina_hub.catalogue.parts import Part, lacking
from officina_hub.catalogue.quality import quality_of
from officina_hub.catalogue.readers import Read, Refused, Taken
from officina_widgets.catalogue.records import Record

# A report is read by somebody; whoever has more refusals than this mends the first ones first.
MOST_KEPT: Final = 1_000
MOST_TOLD: Final = 10
MOST_GAPS: Final = 8


class Refusal(Frozen):
    """A record, or a whole file, that was not taken."""

    where: str
    reason: str


class Remark(Frozen):
    """What was left out or changed of a record that was taken."""

    where: str
    notes: tuple[str, ...]


class FileReport(Frozen):
    """One file. At most a thousand refusals and remarks are kept; the counts are of all."""

    file: str
    taken: int
    refused: int
    noted: int
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]
    part: str | None = None
    cancelled: int = 0


class GapCount(Frozen):
    """How many records lack something that good descriptions have."""

    field: str
    records: int


class ShapesReport(Frozen):
    """How much of DCAT-AP's SHACL shapes the datasets, series and data services meet."""

    records: int
    mean_score: int
    missed: tuple[GapCount, ...]


class CheckReport(Frozen):
    """All files together."""

    files: tuple[FileReport, ...]
    taken: int
    refused: int
    mean_quality: int | None
    gaps: tuple[GapCount, ...]
    shapes: ShapesReport | None = None


class Scored(Protocol):
    """A score, and what it lacks by name."""

    @property
    def score(self) -> int:
        """Up to 100."""

    @property
    def missed(self) -> tuple[str, ...]:
        """What is lacking."""


ScoredByShapes = Callable[[Record], Scored | None]


class _Scores(NamedTuple):
    scores: list[int]
    gaps: Counter[str]


class Tally:
    """Counts while files are read; keeps no records. ``by_shapes`` scores some of them besides."""

    def __init__(self, by_shapes: ScoredByShapes | None = None) -> None:
        self._files: list[FileReport] = []
        self._quality = _Scores([], Counter())
        self._by_shapes = by_shapes
        self._shapes = _Scores([], Counter())

    def count(self, file: str, reads: Iterable[Read]) -> None:
        """One file."""
        taken = refused = noted = cancelled = 0
        refusals: list[Refusal] = []
        remarks: list[Remark] = []
        part: str | None = None
        for read in reads:
            if isinstance(read, Part):
                part = lacking([read])
                continue
            if isinstance(read, Cancelled):
                cancelled += 1
                continue
            if isinstance(read, Refused):
                refused += 1
                if len(refusals) < MOST_KEPT:
                    refusals.append(Refusal(where=read.where, reason=read.reason))
                continue
            taken += 1
            self._score(read)
            noted += bool(read.notes)
            if read.notes and len(remarks) < MOST_KEPT:
                remarks.append(Remark(where=read.where, notes=read.notes))
        self._files.append(
            FileReport(
                file=file,
                taken=taken,
                refused=refused,
                noted=noted,
                refusals=tuple(refusals),
                remarks=tuple(remarks),
                part=part,
                cancelled=cancelled,
            )
        )

    def _score(self, taken: Taken) -> None:
        quality = quality_of(taken.record)
        self._quality.scores.append(quality.score)
        self._quality.gaps.update(gap.field for gap in quality.gaps)
        found = self._by_shapes(taken.record) if self._by_shapes else None
        if found is not None:
            self._shapes.scores.append(found.score)
            self._shapes.gaps.update(found.missed)

    def report(self) -> CheckReport:
        """What was counted so far."""
        scores, gaps = self._quality
        by_shapes = self._shapes.scores
        return CheckReport(
            files=tuple(self._files),
            taken=sum(file.taken for file in self._files),
            refused=sum(file.refused for file in self._files),
            mean_quality=round(sum(scores) / len(scores)) if scores else None,
            gaps=_counted(gaps),
            shapes=ShapesReport(
                records=len(by_shapes),
                mean_score=round(sum(by_shapes) / len(by_shapes)),
                missed=_counted(self._shapes.gaps),
            )
            if by_shapes
            else None,
        )


def _counted(gaps: Counter[str]) -> tuple[GapCount, ...]:
    return tuple(GapCount(field=field, records=records) for field, records in gaps.most_common())


def report_lines(report: CheckReport) -> Iterator[str]:
    """The report to read at a terminal."""
    for file in report.files:
        yield f"{file.file}: {file.taken:,} taken, {file.refused:,} refused"
        for refusal in file.refusals[:MOST_TOLD]:
            yield f"  refused, {refusal.where}: {refusal.reason}"
        if file.refused > MOST_TOLD:
            yield f"  and {file.refused - MOST_TOLD:,} more; --json tells up to {MOST_KEPT:,}"
        if file.cancelled:
            yield f"  cancelled by its source: {file.cancelled:,}; a load withdraws it"
        if file.part:
            yield f"  only a part, {file.part}"
        yield from _remark_lines(file)
    yield f"{report.taken:,} taken, {report.refused:,} refused"
    if report.mean_quality is not None:
        yield f"Quality: {report.mean_quality} of 100 on average{_gaps(report.gaps)}"
    if report.shapes is not None:
        shapes = report.shapes
        yield (
            f"DCAT-AP's shapes: {shapes.mean_score} of 100 on average of {shapes.records:,} "
            f"datasets, series and data services{_gaps(shapes.missed)}"
        )


def _remark_lines(file: FileReport) -> Iterator[str]:
    told = [(remark.where, note) for remark in file.remarks for note in remark.notes]
    for where, note in told[:MOST_TOLD]:
        yield f"  taken, but {where}: {note}"
    if len(told) > MOST_TOLD:
        yield f"  and more notes on {file.noted:,} records; --json tells them"


def _gaps(gaps: tuple[GapCount, ...]) -> str:
    most = [f"{gap.field} ({gap.records:,})" for gap in gaps[:MOST_GAPS]]
    return f"; lacking most often: {', '.join(most)}" if most else ""
