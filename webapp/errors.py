"""The one place that turns what went wrong into HTTP: a class of error -> status and page."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

import forms
from engine import errors as engine
from webapp.accounts import errors as accounts
from webapp.cases import errors as cases
from webapp.cases import merging_errors as merging
from webapp.clocks import errors as clocks
from webapp.contributions import errors as contributions
from webapp.keeping import errors as keeping
from webapp.letters import errors as letters
from webapp.meetings import errors as meetings
from webapp.plans import errors as plans
from webapp.refusals import NoTicket, StaffOnly
from webapp.schools import errors as schools
from webapp.talking import errors as talking

PLAIN = "errors/{status}.html"
Answer = tuple[str, int]


@dataclass(frozen=True)
class Page:
    """How an error is answered: with which status, and on which page (of its status, if none is named)."""

    status: int
    template: str = ""
    says_why: bool = False  # the error's own sentence stands on the page
    keeps_typing: bool = False  # what was sent stands on the page, to be copied: nobody has kept it
    on_its_own: bool = False  # without header, tabs and account: what they need may be what broke

    @property
    def path(self) -> str:
        """The page's template."""
        return self.template or PLAIN.format(status=self.status)


LINK = Page(404, "errors/ticket.html", says_why=True)

# A subclass is answered like its nearest ancestor here. What somebody may not see answers 404, not 403.
PAGES: dict[type[Exception], Page] = {
    CSRFError: Page(400, "errors/stale.html"),
    SecurityError: Page(400, "errors/host.html", on_its_own=True),
    OperationalError: Page(503, on_its_own=True),
    PoolTimeout: Page(503, on_its_own=True),
    StaffOnly: Page(403),
    NoTicket: Page(404, "errors/ticket.html"),
    engine.UserTaskNotFound: Page(404, keeps_typing=True),
    engine.UserTaskDone: Page(410, "errors/done.html"),
    engine.UserTaskCancelled: Page(410, "errors/withdrawn.html", keeps_typing=True),
    engine.InstanceNotFound: Page(404),
    engine.NotACandidate: Page(403, says_why=True),
    engine.NotForThem: Page(409, says_why=True),
    engine.GuardRefuses: Page(403, says_why=True),
    engine.ClaimedBySomeoneElse: Page(409, says_why=True),
    engine.NotClaimable: Page(409, says_why=True),
    engine.NotYours: Page(409, says_why=True),
    engine.Outdated: Page(409, says_why=True),
    engine.NotReady: Page(409, says_why=True),
    engine.CannotBeKept: Page(422, says_why=True),
    engine.NobodyWaits: Page(409),
    engine.SeveralWait: Page(409, says_why=True),
    engine.NotOffered: Page(409, says_why=True),
    engine.IncidentNotFound: Page(404),
    engine.EffectNotFound: Page(404),
    engine.NotSkippable: Page(409, says_why=True),
    engine.StepFailed: Page(500, "errors/step.html"),
    accounts.AccountsError: Page(422, says_why=True),
    accounts.PersonUnknown: Page(404),
    accounts.SessionUnknown: Page(404),
    accounts.InvitationUnknown: Page(404),
    accounts.NotForStaff: Page(403, says_why=True),
    **dict.fromkeys((accounts.PasskeyUnknown, accounts.NoSuchHelp), Page(404)),
    accounts.TooManyAttempts: Page(429, says_why=True),
    accounts.TooManyRecords: Page(429, "errors/records.html", says_why=True),
    forms.UndeclaredField: Page(422, says_why=True),
    cases.CasesError: Page(422, says_why=True),
    **dict.fromkeys((cases.MayNotAsk, cases.MayNotLook, cases.NotASchool), Page(403, says_why=True)),
    **dict.fromkeys(
        (cases.NotTheirsToEnd, cases.NotTheirRequest, cases.NotTheirWithdrawal, cases.OnlyToRead),
        Page(403, says_why=True),
    ),
    cases.NeedsReason: Page(403, "errors/reason.html", says_why=True),
    **dict.fromkeys((cases.PartyNotFound, cases.RestrictionNotFound), Page(404)),
    **dict.fromkeys((cases.RequestNotFound, cases.DocumentNotFound), Page(404)),
    cases.CaseNotFound: Page(404, keeps_typing=True),
    **dict.fromkeys((cases.ChildNotFound, cases.NotMatched, cases.NotToBeMatched), Page(409, says_why=True)),
    **dict.fromkeys((cases.NotChecked, cases.RestrictionsUnread), Page(409, says_why=True)),
    merging.NotToBeMerged: Page(409, says_why=True),
    **dict.fromkeys((merging.MergeDecided, merging.HasGoneOn), Page(409, says_why=True)),
    **dict.fromkeys((merging.NeedsSecondPerson, merging.NotTheirMerge), Page(403, says_why=True)),
    merging.MergeNotFound: Page(404),
    clocks.ClocksError: Page(422, says_why=True),
    **dict.fromkeys((clocks.EventNotFound, clocks.NotOpen), Page(409, says_why=True)),
    keeping.KeepingError: Page(422, says_why=True),
    keeping.NotForRecords: Page(403, says_why=True),
    **dict.fromkeys((keeping.CertificateNotFound, keeping.ComplaintNotFound, keeping.AccessNotFound), Page(404)),
    **dict.fromkeys((keeping.AlreadyAsked, keeping.NobodyAsked, keeping.SecondPerson), Page(409, says_why=True)),
    keeping.NotLookedThrough: Page(409, says_why=True),
    letters.LettersError: Page(422, says_why=True),
    letters.LetterNotFound: Page(404),
    letters.AddressHidden: Page(403, says_why=True),
    **dict.fromkeys((letters.NothingToSign, letters.NotToBePosted, letters.WithdrawnAlready), Page(409, says_why=True)),
    **dict.fromkeys((contributions.ContributionNotFound, contributions.AdviceRequestNotFound), Page(404)),
    **dict.fromkeys((contributions.NotAwaited, contributions.NotReused), Page(409, says_why=True)),
    cases.HiddenFromFamily: Page(403, "errors/hidden.html", says_why=True, keeps_typing=True),
    cases.CaseOnHold: Page(409, says_why=True, keeps_typing=True),
    **dict.fromkeys((meetings.MeetingNotFound, meetings.NoCalendar), Page(404)),
    meetings.TooLateToAnswer: Page(409, says_why=True),
    **dict.fromkeys((talking.OnlyReads, talking.NobodyReads), Page(403, says_why=True, keeps_typing=True)),
    talking.WordsHidden: Page(403, says_why=True),
    talking.NothingWaits: Page(409, says_why=True),
    **dict.fromkeys((plans.PlanNotFound, plans.NoSuchSection, plans.CommentNotFound), Page(404)),
    schools.SchoolNotFound: Page(404),
    schools.DraftReplaced: Page(409, says_why=True),
    plans.NotAsked: Page(403, says_why=True, keeps_typing=True),
    plans.StatementNotFound: Page(409, says_why=True, keeps_typing=True),
    **dict.fromkeys(
        (plans.NotBeingWritten, plans.AlreadyApproved, plans.CommentSent, plans.NothingToSend),
        Page(409, says_why=True, keeps_typing=True),
    ),
    talking.NoteNotFound: Page(404),
    cases.FileWithheld: Page(409, "errors/file.html", says_why=True),
    **dict.fromkeys((cases.HadVirus, cases.FileGone), Page(410, "errors/file.html", says_why=True)),
    accounts.InvitationUsed: Page(410, "errors/accepted.html", says_why=True),
    accounts.InvitedHasAccount: Page(410, "errors/accepted.html", says_why=True),
    accounts.AlreadyConfirmed: Page(410, "errors/confirmed.html", says_why=True),
    **dict.fromkeys((accounts.LinkUnknown, accounts.LinkExpired, accounts.LinkUsed), LINK),
}
NOT_TYPED = ("csrf_token", "action", "version", "back_to", "section", "key")
STATUSES_WITH_PAGES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


def install(app: Flask) -> None:
    """Answer every error of this table, and every HTTP error, with a page in plain words."""
    for kind, page in PAGES.items():
        app.register_error_handler(kind, _answering(page))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(InternalServerError, _fault)


def answer(error: Exception) -> Answer:
    """As this table has it, for whoever has looked for a better answer first."""
    return _answering(PAGES[type(error)])(error)


def sentence(error: Exception) -> str:
    """What the error says to the reader: its message, else its docstring."""
    return str(error) or getdoc(type(error)) or ""


def _answering(page: Page) -> Callable[[Exception], Answer]:
    def answer(error: Exception) -> Answer:
        if page.status >= 500:
            current_app.logger.error("answered with %s", page.status, exc_info=error)
        return _render(page, error), page.status

    return answer


def _http_error(error: HTTPException) -> Answer | HTTPException:
    status = error.code or 500
    if status < 400:
        return error  # a redirect
    known = status if status in STATUSES_WITH_PAGES else 500 if status >= 500 else 400
    return _render(Page(known), error), status


def _fault(error: InternalServerError) -> Answer:
    return _render(Page(500, on_its_own=True), error), 500


def _render(page: Page, error: Exception) -> str:
    why = sentence(error) if page.says_why else ""
    typed = request.method == "POST"
    if page.on_its_own:
        # Past Flask's context processors: one of them would ask the database who is signed in.
        return current_app.jinja_env.get_template(page.path).render(on_its_own=True, why=why, typed=typed)
    return render_template(page.path, why=why, typed=typed, kept=_kept() if page.keeps_typing else [], error=error)


def _kept() -> list[str]:
    """What somebody has typed into a form that is not theirs any more, or never was: their own words, and no others."""
    return [text for name, texts in request.form.lists() if name not in NOT_TYPED for text in texts if text.strip()]
