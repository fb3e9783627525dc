"""Why the Hub did not take a start, in words for the page, and when to ask it again.

Three things end by themselves and are waited for: a server that is just stopping or being looked
after ("pending"), a Hub that is being restarted, and a Hub that names the time at which to come
back. A refusal without such a time is the Hub's last word; to repeat it would start, for example, a
server thirty times that ends thirty times right after its start.
"""

from __future__ import annotations

from pydantic import Field

from officina_courses.model import Frozen

RETRY_SECONDS = 2.0
PATIENCE_SECONDS = 60.0
# A class that starts at once is let in group by group, each half a minute to a minute later.
QUEUE_SECONDS = 600.0

PENDING = "The Hub is busy with your server: {said}"
PENDING_TO_THE_END = (
    "The Hub is still busy with your server and did not take the start within a minute. It says: "
    "{said} Your files are safe. Wait another minute, then press Start again."
)
GONE = "The Hub does not answer; it may be restarting. It is asked again every two seconds."
GONE_TO_THE_END = (
    "The Hub did not answer for a minute, so your server was not started. Your files are safe. "
    "Wait another minute, then press Start again; if it stays so, tell the operator."
)
QUEUED = "The Hub lets you wait {seconds:.0f} seconds, then it is asked again. It says: {said}"
QUEUED_TO_THE_END = (
    "The Hub did not take the start within {minutes:.0f} minutes. It says: {said} Your files are "
    "safe. Press Start again later; if it stays so, tell the operator."
)
FULL = (
    "The Hub starts no more servers at the moment. It says: {said} Your files are safe. Wait some "
    "minutes, then press Start again; if it stays so, tell the operator."
)


class StartRefusal(Frozen):
    """A start that was not taken; ``message`` while it is waited for, ``last_words`` after."""

    message: str = ""
    last_words: str
    retry_seconds: float = RETRY_SECONDS
    patience_seconds: float = Field(default=PATIENCE_SECONDS, description="0: never again")

    def is_final(self, waited_seconds: float) -> bool:
        """Whether nobody should wait for it any more."""
        return waited_seconds + self.retry_seconds > self.patience_seconds


HUB_IS_GONE = StartRefusal(message=GONE, last_words=GONE_TO_THE_END)


def refusal_of(status: int, said: str | None, retry_after: str) -> StartRefusal | None:
    """What an answer to a start means; ``None`` where it is no matter of time.

    ``said`` is the message of the Hub's JSON, and ``None`` where somebody before it answered.
    """
    if said is None:
        return HUB_IS_GONE if status in {502, 503, 504} else None
    if status == 400 and "pending" in said:
        return StartRefusal(
            message=PENDING.format(said=said), last_words=PENDING_TO_THE_END.format(said=said)
        )
    if status in {429, 503} and retry_after.isdecimal():
        seconds = max(float(retry_after), RETRY_SECONDS)
        return StartRefusal(
            message=QUEUED.format(seconds=seconds, said=said),
            last_words=QUEUED_TO_THE_END.format(minutes=QUEUE_SECONDS / 60, said=said),
            retry_seconds=seconds,
            patience_seconds=QUEUE_SECONDS,
        )
    if status == 429:
        return StartRefusal(last_words=FULL.format(said=said), patience_seconds=0)
    return None
