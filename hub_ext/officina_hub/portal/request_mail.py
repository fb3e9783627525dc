"""The letters about a request for access: to those who offer the thing, and to who asked for it.

The first are in English with the person's own words in them; the second in the person's language.
"""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.utils import make_msgid

from babel.support import NullTranslations

from officina_hub.portal.i18n import translations
from officina_hub.portal.settings import PortalSettings
from officina_hub.portal.store.request_forms import RequestOut, SharedCourse, Step
from officina_hub.portal.store.request_letters import Letter
from officina_widgets.catalogue.words import in_language

LONGEST_SUBJECT = 120


def mail_of(letter: Letter, settings: PortalSettings) -> EmailMessage:
    """The letter as it goes out; it names no token and nothing of anybody else."""
    request = letter.request
    language = request.language if letter.is_to_person else "en"
    t = translations(language)
    step = request.steps[letter.step - 1]
    title = in_language(request.title, (language,))
    told = EmailMessage(policy=policy.SMTP)
    told["From"], told["To"] = settings.mail.sender, letter.address
    subject = f"{settings.identity.name}: {_subject(t, letter, step)}: {title}"
    told["Subject"] = " ".join(subject.split())[:LONGEST_SUBJECT]
    told["Message-ID"] = make_msgid(domain=settings.mail.sender.partition("@")[2])
    told["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    if request.contact and not letter.is_to_person:
        told["Reply-To"] = request.contact
    link = f"{settings.mail.site}{settings.hub.service_prefix}requests/{request.id}"
    said = _to_person(t, step) if letter.is_to_person else _to_factory(request, step)
    told.set_content("\n\n".join([*said, link]) + "\n")
    told["Content-Language"] = language  # set_content takes away what was there of these headers
    return told


def _subject(t: NullTranslations, letter: Letter, step: Step) -> str:
    number = letter.request.number
    if letter.is_to_person:
        return t.gettext("answer to your request %(number)s") % {"number": number}
    by_deed = {"sent": "request", "reply": "more about request", "withdrawn": "withdrawn: request"}
    return f"{by_deed.get(step.deed, step.deed)} {number}"


def _to_person(t: NullTranslations, step: Step) -> list[str]:
    first = {
        "granted": t.gettext("Your request was granted."),
        "refused": t.gettext("Your request was refused."),
        "question": t.gettext("There is a question about your request."),
    }[step.deed]
    last = t.gettext("Read all of it, and answer, on this page:")
    return [first, *([step.text] if step.text else []), last]


def _to_factory(request: RequestOut, step: Step) -> list[str]:
    if step.deed == "withdrawn":
        return [f"{request.user} has withdrawn this request; nobody has to answer it any more."]
    if step.deed == "reply":
        return [f"{request.user} writes:", step.text, "The whole request, for advisors:"]
    facts = [
        ("About", in_language(request.title, ("en",))),
        ("Offered by", request.offered_by),
        ("From", f"{request.user} (name on this hub)"),
        ("Firm or organisation", request.firm),
        ("Answers to", request.contact),
        ("Language", request.language),
        ("When", request.wanted),
    ]
    told = "\n".join(f"{label}: {value}" for label, value in facts if value)
    needs = [f"What is needed:\n{request.needs}"] if request.needs else []
    courses = "\n".join(map(_course, request.courses))
    return [
        told,
        f"What it is for:\n{request.purpose}",
        *needs,
        *([f"Courses, passed on by the person:\n{courses}"] if courses else []),
        "To be answered by this hub's advisors here:",
    ]


def _course(course: SharedCourse) -> str:
    return (
        f"- {course.title}: {course.handed_in} of {course.exercise_count} exercises handed in, "
        f"{course.score:g} of {course.max_score:g} points"
    )
