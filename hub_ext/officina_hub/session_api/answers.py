"""What travels between the Hub's session API and the portal, as frozen models.

Sentences are English; beside each stands the same one in parts (``…said``), which a page puts into
its reader's language. Times are aware UTC. A field that is None or empty says that nobody knows;
``troubles`` says why, in a sentence for the person.
"""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from officina_courses.model import Frozen
from officina_courses.saying import Sayings

Choice = dict[str, str | int]  # the user options: profile, gpus, minutes, account …
State = Literal["stopped", "waiting", "starting", "running", "stopping"]


class Bounds(Frozen):
    """From where to where a number may be chosen."""

    min: int
    max: int
    default: int


class Option(Frozen):
    """One of the names that can be chosen."""

    name: str
    title: str = ""


class Named(Frozen):
    """Further sessions with a name of their own: how many (0: any number), and those there are."""

    limit: int
    used: tuple[str, ...] = ()


class Stock(Frozen):
    """How many there are and how many are free now, for this person."""

    free: int
    total: int
    free_reserved: int = Field(
        default=0, description="Of these, how many only with one of the reservations"
    )
    most_on_one_node: int = Field(description="The most that one node has free")
    as_of: AwareDatetime
    is_old: bool = Field(default=False, description="Slurm is silent: it was so then")


class Expected(Frozen):
    """When a start is to be expected, in seconds from now; without a high end: nobody can say."""

    low_seconds: float
    middle_seconds: float
    high_seconds: float | None


class Accuracy(Frozen):
    """How good the expectations of the last ``starts`` were."""

    starts: int
    median_error_seconds: float | None
    within_range: float | None = Field(description="The share that started in the range told")


class Waited(Frozen):
    """How long the ``jobs`` that ended in the last ``days`` waited from submission to start."""

    jobs: int
    days: int
    median_seconds: float
    most_seconds: float = Field(description="Nine of ten waited no longer")


class Account(Frozen):
    """An account of the person's, with what is left; no limit where ``gpu_hours_left`` is None."""

    name: str
    is_known: bool = Field(default=True, description="Whether Slurm told about its budget")
    gpu_hours_used: float | None = None
    gpu_hours_left: float | None = None


class Reservation(Frozen):
    """A reservation that the person can use now."""

    name: str
    ends_at: AwareDatetime | None


class ProfileOffer(Frozen):
    """One card of the launch page."""

    name: str
    title: str
    description: str
    place: Literal["local", "slurm"]
    cluster: str = ""
    partition: str = ""
    gpu_type: str = ""
    gpu_memory_gib: int | None = Field(default=None, description="Of one GPU; null: not known")
    numbers: dict[str, Bounds] = Field(default_factory=dict)
    accounts: tuple[Account, ...] = ()
    qos: tuple[str, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    environments: tuple[Option, ...] = ()
    gpus: Stock | None = None
    cores: Stock | None = None
    longest_minutes: int | None = Field(default=None, description="The partition's own limit")
    patience_hours: int = 0
    extension_minutes: int = Field(default=0, description="0: never")
    per_person: int = 1
    in_use: int = Field(default=0, description="The person's sessions of it that exist now")
    gpu_hours: float | None = Field(
        default=0, description="What the preset choice costs at most; null: nobody knows"
    )
    expected: Expected | None = None
    accuracy: Accuracy | None = None
    waited: Waited | None = Field(
        default=None, description="Jobs with GPUs in its partition; null: too few, or not known"
    )
    troubles: tuple[str, ...] = ()
    closed: str = Field(default="", description="Why it cannot be started now")
    troubles_said: Sayings = ()
    closed_said: Sayings = ()


class Fault(Frozen):
    """One thing that stands against a choice; ``field`` is empty where it is about all of it."""

    field: str
    code: str
    message: str
    said: Sayings = ()


class Quote(Frozen):
    """What one choice costs, when it may start, and what stands against it."""

    choice: Choice
    gpu_hours: float | None = Field(description="At most; null: a part of a GPU of unknown size")
    counted_hours: float = Field(default=0, description="What Slurm counts against the account")
    gpu_hours_left: float | None = None
    expected: Expected | None = None
    faults: tuple[Fault, ...] = ()


class OffersAnswer(Frozen):
    """``GET offers``; with a choice in its query also the quote of it."""

    profiles: tuple[ProfileOffer, ...]
    recent: tuple[Choice, ...] = ()
    quote: Quote | None = None
    named: Named | None = Field(default=None, description="Null: this hub gives no names")


class CheckAnswer(Frozen):
    """``POST check``: whether Slurm would take it."""

    ok: bool
    choice: Choice = Field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    troubles: tuple[str, ...] = ()


class Place(Frozen):
    """The place in the queue; 1 is the next."""

    place: int
    waiting: int


class Extension(Frozen):
    """Whether the session can be lengthened, by how much, and otherwise why not."""

    minutes: int
    refusal: str = ""


class LastEnding(Frozen):
    """How the session before ended, in words, with the last lines of its log."""

    code: str
    sentence: str
    advice: str = ""
    at: AwareDatetime | None = None
    job: str = ""
    log: tuple[str, ...] = ()
    said: Sayings = ()
    advice_said: Sayings = ()


class SessionAnswer(Frozen):
    """One of the person's own servers."""

    server: str
    state: State
    url: str = ""
    profile: str = ""
    title: str = ""
    place: Literal["local", "slurm"] = "local"
    choice: Choice = Field(default_factory=dict)
    steps: tuple[str, ...] = ()
    job: str = ""
    node: str = ""
    nodes: int = Field(default=1, description="How many it has, or asks for; node is the first")
    why: str = ""
    advice: str = ""
    why_said: Sayings = ()
    advice_said: Sayings = ()
    queue: Place | None = None
    expected: Expected | None = None
    asked_at: AwareDatetime | None = None
    started_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    seconds_left: int | None = None
    extension: Extension | None = None
    trouble: str = Field(default="", description="Why the state may be out of date")
    trouble_said: Sayings = ()
    last_ending: LastEnding | None = None


class MineAnswer(Frozen):
    """``GET mine``: the default server first, then the named ones."""

    sessions: tuple[SessionAnswer, ...]
    named: Named | None = Field(default=None, description="Null: this hub gives no names")


class MailAnswer(Frozen):
    """``GET mail``: where a mail about this session goes, and whether one is to come."""

    address: str = Field(description="Empty: the hub knows none of this person")
    is_wished: bool


class ExtendAnswer(Frozen):
    """``POST extend``: by how much, and when it ends now."""

    minutes: int
    ends_at: AwareDatetime


class OwnSessionAnswer(Frozen):
    """What a session is told about itself; its person reads more of it on the launch page."""

    user: str
    server: str
    ends_at: AwareDatetime | None = None
    extension: Extension | None = None
    launch_page: str = Field(default="", description="Empty: this hub has none of ours")
