"""All addresses of the pages."""

from __future__ import annotations

from typing import Final

from tornado.web import RequestHandler

from officina_hub.catalogue.writers import FORMS
from officina_hub.portal.pages import (
    also_offered,
    assets,
    assets_registry,
    compare,
    compare_gpus,
    course,
    courses,
    data,
    exercise_overview,
    feedback,
    feeds,
    find,
    find_record,
    formgrader,
    home,
    import_changes,
    imports,
    join,
    language,
    launch,
    launch_ended,
    launch_events,
    launch_live,
    launch_mail,
    launch_stop,
    lesson,
    mine,
    news,
    operate,
    people,
    plain,
    prepared,
    prestart,
    record_data,
    record_notebook,
    regrades,
    request_desk,
    request_form,
    requests,
    saved,
    share,
    similar,
    similar_pair,
    start,
    submission,
    teach,
    teach_deeds,
    terms,
)
from officina_hub.portal.pages.base import OpenPageHandler
from officina_hub.portal.pages.curate import desk, history, new, record, review
from officina_hub.portal.pages.federation import peers, profiles
from officina_hub.portal.settings import PortalSettings

COURSE: Final = "courses/{course_id}"
EXERCISE: Final = COURSE + "/exercises/{exercise_id}"
WORK: Final = COURSE + "/submissions/{submission_id}"
TEACH: Final = COURSE + "/teach"
TAUGHT: Final = TEACH + "/exercises/{exercise_id}"

ROUTES: Final[tuple[tuple[str, type[RequestHandler]], ...]] = (
    ("", home.HomeHandler),
    ("record", home.RecordHandler),
    ("find", find.FindHandler),
    *((f"find/{{record_id}}.{form.ending}", record_data.RecordDataHandler) for form in FORMS),
    ("find.atom", feeds.FindFeedHandler),
    ("feeds/{search_id}.atom", feeds.SearchFeedHandler),
    ("searches", saved.SearchesHandler),
    ("searches/new", saved.NewSearchHandler),
    ("searches/{search_id}", saved.SearchHandler),
    ("find/{record_id}", find_record.RecordPageHandler),
    ("find/{record_id}/apart", also_offered.ApartHandler),
    ("find/{record_id}/import", imports.ImportOfferHandler),
    ("find/{record_id}/notebook", record_notebook.NotebookHandler),
    ("find/{record_id}/notebook/starting", record_notebook.NotebookStartingHandler),
    ("find/{record_id}/terms", terms.TermsHandler),
    ("find/{record_id}/agree", terms.AgreeHandler),
    ("data", data.MyDataHandler),
    ("data/{data_id}", data.DataHandler),
    ("data/{data_id}/news", data.DataNewsHandler),
    ("data/{data_id}/stop", data.StopHandler),
    ("data/{data_id}/fetch", data.FetchHandler),
    ("data/{data_id}/remove", data.RemoveHandler),
    ("data/{data_id}/file", data.DataFileHandler),
    ("data/{data_id}/agreement", data.AgreementHandler),
    ("catalogue", desk.DeskHandler),
    ("catalogue/refused", desk.RefusedHandler),
    ("catalogue/apart", also_offered.HeldApartHandler),
    ("catalogue/new", new.NewRecordHandler),
    ("catalogue/{record_id}", record.RecordFormHandler),
    ("catalogue/{record_id}/review", review.ReviewHandler),
    ("catalogue/{record_id}/history", history.HistoryHandler),
    ("catalogue/{record_id}/withdraw", history.WithdrawHandler),
    ("compare", compare.CompareHandler),
    ("compare/gpus", compare_gpus.CompareGpusHandler),
    ("find/{record_id}/request", request_form.RequestFormHandler),
    ("requests", requests.MyRequestsHandler),
    ("requests/{request_id}", requests.RequestHandler),
    ("requests/{request_id}/news", requests.RequestNewsHandler),
    ("requests/{request_id}/reply", requests.ReplyHandler),
    ("requests/{request_id}/withdraw", requests.WithdrawHandler),
    ("requests/{request_id}/answer", requests.AnswerHandler),
    ("desk", request_desk.DeskHandler),
    ("help", plain.HelpHandler),
    ("accessibility", plain.AccessibilityHandler),
    ("language", language.LanguageHandler),
    ("theme.css", assets.ThemeHandler),
    ("static/{name}", assets.StaticHandler),
    ("launch", launch.LaunchHandler),
    ("launch/start", launch.LaunchStartHandler),
    ("launch/starting", launch.LaunchStartingHandler),
    ("launch/starting/{server}", launch.LaunchStartingHandler),
    ("launch/stop", launch_stop.LaunchStopHandler),
    ("launch/remove", launch_stop.LaunchRemoveHandler),
    ("launch/ended", launch_ended.EndedHandler),
    ("launch/events", launch_events.EventsHandler),
    ("launch/mail", launch_mail.MailHandler),
    ("launch/share", share.ShareHandler),
    ("launch/share/trainer", share.ShareTrainerHandler),
    ("launch/share/link", share.ShareLinkHandler),
    ("launch/share/revoke", share.RevokeHandler),
    ("launch/join", join.JoinHandler),
    ("launch/extend", launch_live.ExtendHandler),
    ("launch/live", launch_live.LiveHandler),
    ("launch/decline", prepared.DeclineHandler),
    ("launch/quote", launch_live.QuoteHandler),
    ("launch/sessions", launch_live.SessionsHandler),
    ("launch/settings", launch_live.SettingsHandler),
    ("courses", courses.CoursesHandler),
    (COURSE, course.CourseHandler),
    (COURSE + "/language", course.CourseLanguageHandler),
    (COURSE + "/leave", course.LeaveHandler),
    (COURSE + "/start", start.CourseStartHandler),
    (EXERCISE + "/starting", start.StartingHandler),
    (EXERCISE + "/read/{notebook}", lesson.LessonHandler),
    (EXERCISE + "/pictures/{sha256}.{ending}", lesson.PictureHandler),
    (COURSE + "/mine", mine.MineHandler),
    (COURSE + "/mine/news", news.NewsHandler),
    (WORK, submission.SubmissionHandler),
    (WORK + "/news", news.WorkNewsHandler),
    (WORK + "/receipt.json", submission.ReceiptHandler),
    (WORK + "/regrade", teach_deeds.RegradeHandler),
    (EXERCISE + "/submissions/{submission_id}/feedback/{notebook}", feedback.FeedbackHandler),
    ("teach", teach.TeachIndexHandler),
    (TEACH, teach.TeachHandler),
    (TEACH + "/gradebook.csv", teach.GradebookCsvHandler),
    (TEACH + "/formgrader", formgrader.FormgraderHandler),
    (TEACH + "/formgrader/stop", formgrader.FormgraderStopHandler),
    (TEACH + "/members", people.MembersHandler),
    (TEACH + "/members/remove", people.RemoveMemberHandler),
    (TEACH + "/sessions", prestart.PrestartPageHandler),
    (TEACH + "/sessions/cancel", prestart.PrestartCancelHandler),
    (TEACH + "/sessions/plans", prestart.PrestartPlansHandler),
    (TAUGHT, exercise_overview.ExerciseOverviewHandler),
    (TAUGHT + "/overview.csv", exercise_overview.OverviewCsvHandler),
    (TAUGHT + "/similar", similar.SimilarListHandler),
    (TAUGHT + "/similar/compare", similar.CompareHandler),
    (TAUGHT + "/similar/{one}/{other}", similar_pair.SimilarPairHandler),
    (TAUGHT + "/deadline", teach_deeds.DeadlineHandler),
    (TAUGHT + "/feedback", teach_deeds.PublishFeedbackHandler),
    (TAUGHT + "/regrade", regrades.StartRegradeHandler),
    (TEACH + "/regrades/{regrade_id}.csv", regrades.RegradeCsvHandler),
    (TEACH + "/regrades/{regrade_id}", regrades.RegradeHandler),
    (TEACH + "/regrades/{regrade_id}/news", news.RegradeNewsHandler),
    (TEACH + "/regrades/{regrade_id}/confirm", regrades.ConfirmRegradeHandler),
    (TEACH + "/regrades/{regrade_id}/discard", regrades.DiscardRegradeHandler),
    (TEACH + "/regrades/{regrade_id}/undo", regrades.UndoRegradeHandler),
    ("assets", assets_registry.AssetsHandler),
    ("imports", imports.ImportsHandler),
    ("imports/{release_id}", imports.ImportHandler),
    ("imports/{release_id}/changes", import_changes.ImportChangesHandler),
    ("imports/{release_id}/news", news.ImportNewsHandler),
    ("imports/{release_id}/publish", imports.PublishImportHandler),
    ("imports/{release_id}/again", imports.ProveAgainHandler),
    ("imports/{release_id}/discard", imports.DiscardImportHandler),
    ("operate", operate.OperateHandler),
    ("operate/federation", peers.PeersHandler),
    ("operate/federation/profiles", profiles.ProfilesHandler),
    ("operate/federation/{peer_id}/harvest", peers.HarvestNowHandler),
)


class NoSuchPage(OpenPageHandler):
    """Whatever else is asked for."""

    async def prepare(self) -> None:
        """Know who reads, then say that there is nothing."""
        await super().prepare()
        self.send_error(404)


def routes(settings: PortalSettings) -> list[tuple[str, type[RequestHandler]]]:
    """The pages as tornado takes them, below the portal's prefix; a page for the rest is last."""
    prefix = settings.hub.service_prefix
    found = [(prefix + _pattern(path), handler) for path, handler in ROUTES]
    return [*found, (f"{prefix}.*", NoSuchPage)]


def _pattern(path: str) -> str:
    """``{name}`` stands for one part of the path, without a slash in it."""
    return path.replace(".", r"\.").replace("{", "(?P<").replace("}", ">[^/]+)")
