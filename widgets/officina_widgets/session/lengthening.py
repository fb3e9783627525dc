"""More time for this session, for whoever asks: JupyterLab, or a card in a notebook."""

from __future__ import annotations

from http import HTTPStatus

from officina_widgets.session.life import SessionLife

NO_HUB = (
    "This session does not belong to a hub that lengthens sessions, so its time was not changed. "
    "Save your work before the time is up."
)


class NotLengthened(Exception):  # noqa: N818 - the name is the answer
    """It was not, with a sentence for the person."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


async def lengthened(life: SessionLife) -> int:
    """By how many minutes; raises ``NotLengthened`` with the Hub's own refusal."""
    from officina_widgets.session.own_session import HubRefused, HubSilent

    if not life.end.has_hub:
        raise NotLengthened(NO_HUB, HTTPStatus.CONFLICT)
    try:
        return await life.end.lengthen()
    except HubRefused as error:
        raise NotLengthened(str(error), error.status) from error
    except HubSilent as error:
        raise NotLengthened(str(error), HTTPStatus.SERVICE_UNAVAILABLE) from error
