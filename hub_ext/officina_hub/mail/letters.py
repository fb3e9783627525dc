"""The letter itself: what a person is told, in their language."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.utils import make_msgid

from babel.dates import format_datetime
from babel.support import NullTranslations

from officina_hub.factory.mail import Mail
from officina_hub.mail.wishes import MailWish, Outcome
from officina_hub.portal.i18n import translations


def letter(
    wish: MailWish, outcome: Outcome, address: str, mail: Mail, factory: str
) -> EmailMessage:
    """About one session, to its person; it names no token, no log and nobody else."""
    t = translations(wish.language)
    told = EmailMessage(policy=policy.SMTP)
    told["From"], told["To"] = mail.sender, address
    told["Subject"] = f"{factory}: {_subject(t, outcome)}"
    told["Message-ID"] = make_msgid(domain=mail.sender.partition("@")[2])
    told["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    told.set_content("\n\n".join(_paragraphs(t, wish, outcome, mail)) + "\n")
    told["Content-Language"] = wish.language  # set_content takes away what was there of these
    return told


def _subject(t: NullTranslations, outcome: Outcome) -> str:
    if outcome.has_started:
        return t.gettext("your session has started")
    return t.gettext("your session could not start")


def _paragraphs(t: NullTranslations, wish: MailWish, outcome: Outcome, mail: Mail) -> list[str]:
    name = " ".join(filter(None, (outcome.title, wish.server_name))) or t.gettext("My server")
    link = outcome.url if outcome.url.startswith("http") else mail.site + outcome.url
    why_you = t.gettext("You asked for this mail on the page of the session. There is only one.")
    if not outcome.has_started:
        told = " ".join(each.put(t.gettext) for each in outcome.said) or outcome.sentence
        first = t.gettext("Your session “%(name)s” could not start.") % {"name": name}
        again = t.gettext("Look at it, and start it again:")
        return [first, *([told] if told else []), f"{again}\n{link}", why_you]
    first = t.gettext("Your session “%(name)s” runs, and its time counts.") % {"name": name}
    paragraphs = [first]
    if outcome.ends_at is not None:
        when = format_datetime(outcome.ends_at, "medium", locale=wish.language)
        paragraphs.append(t.gettext("It ends at %(when)s (UTC).") % {"when": when})
    open_it = t.gettext("Open it, or stop it if you do not need it now:")
    return [*paragraphs, f"{open_it}\n{link}", why_you]
