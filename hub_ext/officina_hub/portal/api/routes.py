"""All addresses of the API, in the order of its description."""

from __future__ import annotations

from officina_hub.portal.api import (
    catalogue,
    checks,
    courses,
    files,
    gradebook,
    health,
    members,
    prestarts,
    queue,
    regrades,
    releases,
    similarity,
    submissions,
)
from officina_hub.portal.openapi import Route

EXERCISE = "courses/{course_id}/exercises/{exercise_id}"
SUBMISSION = "submissions/{submission_id}"

ROUTES = (
    Route("openapi.json", health.OpenApi),
    Route("health", health.Health),
    Route("courses", courses.Courses),
    Route("courses/{course_id}", courses.Course),
    Route("courses/{course_id}/enrolment", courses.CourseEnrolment),
    Route("courses/{course_id}/members/{user}", members.CourseMember),
    Route("courses/{course_id}/gradebook", gradebook.GradebookTable),
    Route("courses/{course_id}/gradebook.csv", gradebook.GradebookCsv),
    Route("courses/{course_id}/prestarts", prestarts.Prestarts),
    Route("courses/{course_id}/prestarts/quotes", prestarts.PrestartQuotes),
    Route("courses/{course_id}/prestarts/{prestart_id}", prestarts.Prestart),
    Route("courses/{course_id}/regrades/{regrade_id}", regrades.Regrade),
    Route("courses/{course_id}/regrades/{regrade_id}/confirm", regrades.RegradeConfirmation),
    Route("courses/{course_id}/regrades/{regrade_id}/undo", regrades.RegradeUndoing),
    Route("courses/{course_id}/releases", releases.Releases),
    Route("courses/{course_id}/submissions", submissions.SubmissionList),
    Route(EXERCISE, courses.Exercise),
    Route(EXERCISE + "/files", files.ExerciseFileList),
    Route(EXERCISE + "/files.tar", files.ExerciseTar),
    Route(EXERCISE + "/checks", checks.ExerciseChecks),
    Route(EXERCISE + "/submissions", submissions.ExerciseSubmissions),
    Route(EXERCISE + "/overview", gradebook.ExerciseOverview),
    Route(EXERCISE + "/similarity", similarity.ExerciseSimilarity),
    Route(EXERCISE + "/feedback", submissions.ExerciseFeedback),
    Route(EXERCISE + "/regrades", regrades.ExerciseRegrades),
    Route(SUBMISSION, submissions.Submission),
    Route(SUBMISSION + "/files.tar", submissions.SubmissionTar),
    Route(SUBMISSION + "/receipt", submissions.SubmissionReceipt),
    Route(SUBMISSION + "/feedback/{notebook}.html", submissions.Feedback),
    Route(SUBMISSION + "/regrade", submissions.Regrade),
    Route("checks/{check_id}", checks.Check),
    Route("checks/{check_id}/files.tar", checks.CheckTar),
    Route("releases/{release_id}", releases.Release),
    Route("releases/{release_id}/package.tar", releases.ReleasePackage),
    Route("releases/{release_id}/files.tar", releases.ReleaseFiles),
    Route("catalogue/search", catalogue.CatalogueSearch),
    Route("catalogue/records/{record_id}", catalogue.CatalogueRecord),
    Route("queue", queue.Queue),
    Route("queue/claim", queue.QueueClaim),
    Route("queue/{job_id}/heartbeat", queue.QueueHeartbeat),
    Route("queue/{job_id}/result", queue.QueueResult),
)
