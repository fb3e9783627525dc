"""A person's own sessions and expected starts, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.pages.site import Reader
from officina_hub.portal.pages.states import Chip
from officina_hub.portal.pages.told import session_in_words
from officina_hub.session_api.answers import (
    Accuracy,
    Choice,
    Expected,
    LastEnding,
    SessionAnswer,
    State,
)

SHORT_SECONDS: Final = 600
SOON_SECONDS: Final = 60


class SessionView(NamedTuple):
    """One session as ``_parts/sessions.html`` shows it."""

    key: str
    server: str
    title: str
    chip: Chip
    answer: SessionAnswer
    choice: Mapping[str, str | int]
    summary: str
    place: str
    expected: str
    expected_note: str
    nodes: str
    is_short: bool
    ending: LastEnding | None

    @property
    def full_title(self) -> str:
        """Its kind and its name."""
        return f"{self.title} {self.server}".strip()

    @property
    def is_worth_showing(self) -> bool:
        """A server that rests and never failed needs no panel, unless it keeps a name."""
        return bool(self.answer.state != "stopped" or self.ending or self.server)

    @property
    def again(self) -> Mapping[str, str | int]:
        """What starts the same once more, under the same name; nothing where it is not known."""
        return {**self.choice, "name": self.server} if self.server and self.choice else self.choice

    @property
    def is_moving(self) -> bool:
        """Whether its state is about to change by itself."""
        return self.answer.state in {"waiting", "starting", "stopping"}

    @property
    def may_end(self) -> bool:
        """Whether it runs where others can end it, so that a page should tell of it soon."""
        return self.answer.state == "running" and self.answer.place == "slurm"


def formats_of(reader: Reader) -> Formats:
    """How this reader writes numbers and times."""
    return Formats(reader.language, zone_named(reader.zone))


def session_view(reader: Reader, answer: SessionAnswer) -> SessionView:
    """All of it in words."""
    t = reader.translations
    answer = session_in_words(reader, answer)
    left = answer.seconds_left
    return SessionView(
        key=answer.server or "own",
        server=answer.server,
        title=answer.title or t.gettext("My server"),
        chip=session_chip(t, answer.state),
        answer=answer,
        choice=answer.choice,
        summary=choice_words(reader, _as_it_runs(answer)),
        place=_place(reader, answer),
        expected=expected_words(reader, answer.expected),
        expected_note=estimate_words(reader, answer.expected),
        nodes=nodes_words(reader, answer.nodes),
        is_short=answer.state == "running" and left is not None and left < SHORT_SECONDS,
        ending=answer.last_ending if answer.state == "stopped" else None,
    )


def nodes_words(reader: Reader, nodes: int) -> str:
    """Where the notebook of several nodes runs, and what the others are for; empty for one."""
    if nodes < 2:
        return ""
    words = reader.translations.gettext(
        "JupyterLab and its notebooks run on the first of the %(n)s nodes. The others are idle "
        "until you use them: “srun” in a terminal starts a program on all of them, for PyTorch "
        "“srun torchrun” with the first node as MASTER_ADDR."
    )
    return words % {"n": formats_of(reader).number(nodes)}


def session_chip(t: NullTranslations, state: State) -> Chip:
    """Where the session stands, in a word and with an icon."""
    if state == "running":
        return Chip(t.gettext("Running"), "fa-circle-play", "state-graded")
    if state == "waiting":
        return Chip(t.gettext("Waiting in the queue"), "fa-hourglass-half", "state-waiting")
    if state == "starting":
        return Chip(t.gettext("Starting"), "fa-hourglass-half", "state-busy")
    if state == "stopping":
        return Chip(t.gettext("Stopping"), "fa-hourglass-half", "state-busy")
    return Chip(t.gettext("Not running"), "fa-circle-stop")


def expected_words(reader: Reader, expected: Expected | None) -> str:
    """When it may start; empty where nobody knows."""
    if expected is None:
        return ""
    t, formats = reader.translations, formats_of(reader)
    low, high = expected.low_seconds, expected.high_seconds
    if high is not None and high <= SOON_SECONDS:
        return t.gettext("Probably within a minute")
    if high is None:
        words = t.gettext("In %(low)s at the earliest; how late, nobody can say")
        return words % {"low": formats.span(low)}
    beginning = formats.beginning(low, high)
    if low <= SOON_SECONDS or not beginning:
        return t.gettext("Probably within %(high)s") % {"high": formats.span(high)}
    words = t.gettext("Probably in %(low)s to %(high)s")
    return words % {"low": beginning, "high": formats.span(high)}


def estimate_words(reader: Reader, expected: Expected | None) -> str:
    """What such an expectation is made of, and that the next may be quite another.

    How old it is stays out: each page that is left open would say something else each time.
    """
    if expected is None:
        return ""
    return reader.translations.gettext(
        "Estimated from the queue of the last half minute. It may change at once and by much: jobs "
        "end early, and others come first."
    )


def accuracy_words(reader: Reader, accuracy: Accuracy | None) -> str:
    """How good such expectations have been; empty where too little is known."""
    if accuracy is None or accuracy.median_error_seconds is None:
        return ""
    t, formats = reader.translations, formats_of(reader)
    words = t.gettext("Half of the last %(starts)s expectations were off by less than %(span)s.")
    return words % {
        "starts": formats.number(accuracy.starts),
        "span": formats.span(accuracy.median_error_seconds),
    }


def choice_words(reader: Reader, choice: Choice) -> str:
    """A choice in one line: ``2 GPUs · 2 hrs · proto``."""
    t, formats = reader.translations, formats_of(reader)
    parts = []
    gpus, minutes = choice.get("gpus"), choice.get("minutes")
    if isinstance(gpus, int) and gpus:
        parts.append(t.ngettext("%(n)s GPU", "%(n)s GPUs", gpus) % {"n": formats.number(gpus)})
    if isinstance(minutes, int):
        parts.append(formats.minutes(minutes))
    parts += [
        _amount(t, formats, name, value)
        for name in ("cores", "memory_gib", "nodes", "shards")
        if isinstance(value := choice.get(name), int)
    ]
    names = ("account", "qos", "reservation", "environment")
    parts += [str(choice[name]) for name in names if choice.get(name)]
    return " · ".join(parts)


def _as_it_runs(answer: SessionAnswer) -> Choice:
    """The choice, with the time that the session really has once somebody has lengthened it."""
    begin, end, chosen = answer.started_at, answer.ends_at, answer.choice.get("minutes")
    if begin is None or end is None or not isinstance(chosen, int):
        return answer.choice
    return {**answer.choice, "minutes": max(chosen, round((end - begin).total_seconds() / 60))}


def _amount(t: NullTranslations, formats: Formats, name: str, value: int) -> str:
    n = {"n": formats.number(value)}
    if name == "cores":
        return t.ngettext("%(n)s core", "%(n)s cores", value) % n
    if name == "nodes":
        return t.ngettext("%(n)s node", "%(n)s nodes", value) % n
    if name == "shards":
        return t.ngettext("%(n)s part of a GPU", "%(n)s parts of a GPU", value) % n
    return t.gettext("%(n)s GiB memory") % n


def _place(reader: Reader, answer: SessionAnswer) -> str:
    if answer.queue is None:
        return ""
    formats = formats_of(reader)
    words = reader.translations.gettext("Number %(place)s of %(waiting)s that wait there")
    return words % {
        "place": formats.number(answer.queue.place),
        "waiting": formats.number(answer.queue.waiting),
    }
