"""Access that is ended, dated or limited: at the next request, in an open form, in mail that waits, in links; and undone."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from engine import GuardRefuses, UserTaskNotFound
from tests.webapp.cases import views_asked
from tests.webapp.cases.conftest import Play, visible
from tests.webapp.cases.pages import Browser, Pages, words
from webapp.cases import documents
from webapp.cases.errors import WordsMissing
from webapp.cases.party_access import last_day
from webapp.db import Database
from webapp.portal import Portal
from webapp.worker import Worker

TYPED = "Sam loves the tall climbing frame at Beckside"
WHY = "The court has said no contact."


@pytest.fixture
def address(either: Database) -> str:
    """Each database in turn."""
    return either.url


@pytest.fixture
def case(portal: Portal, play: Play, jo: str, priya: str) -> str:
    """Sam's case, in which the family is asked for its views."""
    play.approve(priya, play.ask(jo))
    reference = visible(portal, jo)[0].reference
    with portal.work() as services:
        views_asked.ask(services, reference)
    return reference


def place(play: Play, case: str, who: str) -> str:
    """Of the officers' page about one person's access."""
    return f"/cases/{case}/people/{play.party(who).id}"


def end(play: Play, pages: Pages, case: str, who: str, by: str) -> None:
    status, page = pages.of(by).post(f"{place(play, case, who)}/end", because=WHY)
    assert status == 200 and "Their access has ended" in page, words(page)


def opens_form(play: Play, case: str, browser: Browser) -> str:
    with play.portal.look() as services:
        (task,) = services.engine.user_tasks.open_of(case)
    status, page = browser.get(f"/tasks/{task.id}/form/begin")
    assert status == 200 and "What are your views?" in page
    return browser.client.get(f"/tasks/{task.id}/form/begin").headers["Location"]


def test_an_access_that_is_ended_ends_at_the_next_request(
    play: Play, pages: Pages, case: str, jo: str, ali: str, priya: str
) -> None:
    mother = pages.of(jo)
    assert mother.get(f"/cases/{case}")[0] == 200
    end(play, pages, case, jo, priya)
    stranger = pages.of(ali)
    for path in (f"/cases/{case}", f"/cases/{case}/looks"):
        ended, never = mother.get(path), stranger.get(path)
        assert ended[0] == never[0] == 404
        assert words(ended[1]) == words(never[1])
    assert case not in mother.get("/home")[1]


def test_in_the_middle_of_a_form_the_typing_is_shown_and_not_kept(
    play: Play, pages: Pages, case: str, jo: str, ali: str, priya: str
) -> None:
    mother = pages.of(jo)
    form = opens_form(play, case, mother)
    end(play, pages, case, jo, priya)
    status, page = mother.post(form, views=TYPED, version="0")
    assert status == 404 and TYPED in page and "01632" in page
    assert "What you typed is not saved and not sent" in words(page)
    stranger = pages.of(ali).post(form, views=TYPED, version="0")
    assert (stranger[0], words(stranger[1])) == (404, words(page))
    with play.portal.look() as services:
        (task,) = services.engine.user_tasks.open_of(case)
        assert services.engine.user_tasks.draft(f"task:{task.id}", of=play.actor(services, jo)) is None


def test_access_that_is_given_again_goes_on_where_it_was(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    mother = pages.of(jo)
    form = opens_form(play, case, mother)
    mother.post(form, views=TYPED, version="0", action="save")
    end(play, pages, case, jo, priya)
    status, page = pages.of(priya).post(f"{place(play, case, jo)}/again")
    assert status == 200 and "They have their access again" in page
    assert mother.get(f"/cases/{case}")[0] == 200
    assert TYPED in mother.get(form)[1]


def test_access_that_is_given_again_keeps_its_last_day(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    last = play.clock.now().date() + timedelta(days=9)
    pages.of(priya).post(
        place(play, case, jo),
        **{"scope": "view_only", "last_day-day": last.day, "last_day-month": last.month, "last_day-year": last.year},
    )
    play.clock.advance(timedelta(days=1))
    end(play, pages, case, jo, priya)
    assert "They have their access again" in pages.of(priya).post(f"{place(play, case, jo)}/again")[1]
    (mine,) = visible(play.portal, jo)
    assert mine.scope == "view_only" and mine.ends_at and last_day(mine.ends_at) == last
    end(play, pages, case, jo, priya)
    play.clock.advance(timedelta(days=9))
    page = pages.of(priya).post(f"{place(play, case, jo)}/again")[1]
    assert "its last day is over" in page and "Has run out" in page and visible(play.portal, jo) == []


def test_a_last_day_that_no_calendar_goes_beyond_is_refused(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    far = {"last_day-day": 31, "last_day-month": 12, "last_day-year": 9999}
    status, page = pages.of(priya).post(place(play, case, jo), scope="full", **far)
    assert status == 422 and "must be before 31 December 9999" in page


def test_the_end_is_told_by_mail_without_details(play: Play, pages: Pages, case: str, jo: str, priya: str) -> None:
    end(play, pages, case, jo, priya)
    text = next(text for text in play.mail_texts() if "What you can see in the SEND Portal has changed" in text)
    assert "jo.bell@example.org" in text
    for detail in (case, "Sam", WHY, "court", "ended"):
        assert detail not in text


def test_mail_that_waits_is_not_sent_to_who_may_no_longer_read_it(
    play: Play, pages: Pages, jo: str, priya: str
) -> None:
    play.approve(priya, play.ask(jo))
    case = visible(play.portal, jo)[0].reference  # “our answer is yes” waits for the worker
    end(play, pages, case, jo, priya)
    assert not [subject for to, subject in play.mails() if to == "jo.bell@example.org" and "is yes" in subject]


def test_the_reason_of_the_end_stands_before_whoever_decides_again(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    end(play, pages, case, jo, priya)
    reference = play.ask(jo)
    (told,) = [each for each in play.look_at(priya, reference).told if not each.same_person]
    assert WHY in told.restrictions[0].words
    assert "Restriction" in pages.of(priya).get("/tasks")[1]
    play.claim(priya, reference, "review_request")
    with pytest.raises(GuardRefuses):
        play.complete(priya, reference, "review_request", {"decision": "approve", "checked": ["identity", "link"]})


def test_an_end_needs_a_reason(play: Play, pages: Pages, case: str, jo: str, priya: str) -> None:
    status, page = pages.of(priya).post(f"{place(play, case, jo)}/end", because="  ")
    assert status == 422 and WordsMissing.__doc__ and WordsMissing.__doc__ in page
    assert pages.of(jo).get(f"/cases/{case}")[0] == 200


def test_nobody_but_officers_of_the_case_ends_an_access(play: Play, pages: Pages, case: str, jo: str, ali: str) -> None:
    party = place(play, case, jo)
    for who, status in ((jo, 403), (ali, 403), (play.person("Ada", "Finch", group="analyst"), 404)):
        for path in (party, f"{party}/end", f"{party}/again"):
            assert pages.of(who).post(path, because=WHY, scope="full")[0] == status
    assert pages.of(jo).get(f"/cases/{case}")[0] == 200


def test_a_party_of_another_case_is_not_found_under_this_one(
    play: Play, pages: Pages, case: str, jo: str, ali: str, priya: str
) -> None:
    other = {"child_first_name": "Leo", "child_last_name": "Khan", "child_dob": "2019-01-01", "about": "child"}
    play.approve(priya, play.ask(ali, {**other, "relationship": "father"}))
    assert pages.of(priya).get(f"/cases/{case}/people/{play.party(ali).id}")[0] == 404


# -- view only ---------------------------------------------------------------------------------------------------------
def test_who_may_only_see_does_no_task_and_reads_so(play: Play, pages: Pages, case: str, jo: str, priya: str) -> None:
    mother = pages.of(jo)
    form = opens_form(play, case, mother)
    task = form.split("/form")[0]
    pages.of(priya).post(place(play, case, jo), scope="view_only")
    status, page = mother.get(f"/cases/{case}")
    assert status == 200 and "You can only read this record" in page
    assert mother.get(task)[0] == mother.get(form)[0] == 404
    assert mother.post(form, views=TYPED, version="0")[0] == 404
    assert "Tell us your views" not in mother.get("/home")[1]
    with play.portal.work() as services:
        (open_task,) = services.engine.user_tasks.open_of(case)
        with pytest.raises(UserTaskNotFound):
            services.engine.user_tasks.complete(open_task.id, by=play.actor(services, jo), answers={})
        assert services.engine.messages.actions(case, for_=play.actor(services, jo)) == []


def test_without_the_limit_who_may_only_see_could_answer(
    play: Play, pages: Pages, case: str, jo: str, priya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.of(priya).post(place(play, case, jo), scope="view_only")
    monkeypatch.setattr("webapp.portal.FULL", "view_only")
    opens_form(play, case, pages.of(jo))


# -- expiry ------------------------------------------------------------------------------------------------------------
def dated(play: Play, pages: Pages, case: str, jo: str, priya: str, last: date) -> tuple[int, str]:
    parts = {"last_day-day": last.day, "last_day-month": last.month, "last_day-year": last.year}
    return pages.of(priya).post(place(play, case, jo), scope="full", **parts)


def test_a_dated_access_ends_by_itself_when_its_last_day_is_over(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    last = play.clock.now().date() + timedelta(days=1)
    assert dated(play, pages, case, jo, priya, last)[0] == 200
    mother = pages.of(jo)
    assert "Your access ends by itself" in mother.get(f"/cases/{case}")[1]
    play.clock.advance(timedelta(hours=37, minutes=59))  # 10:00 on Monday, so that it is 23:59 on Tuesday
    assert pages.of(jo).get(f"/cases/{case}")[0] == 200
    play.clock.advance(timedelta(minutes=1))
    assert pages.of(jo).get(f"/cases/{case}")[0] == 404
    assert "Has run out" in pages.of(priya).get(f"/cases/{case}")[1]


def test_it_is_told_two_weeks_before_and_once(play: Play, pages: Pages, case: str, jo: str, priya: str) -> None:
    last = play.clock.now().date() + timedelta(days=20)
    dated(play, pages, case, jo, priya, last)

    def warnings() -> list[str]:
        Worker(play.portal)._work.sweep()
        return [subject for _, subject in play.mails() if "ends soon" in subject]

    assert warnings() == []
    play.clock.advance(timedelta(days=8))
    assert warnings() == warnings() == [f"Your access to {case} ends soon"]


def test_no_warning_is_sent_of_an_end_that_was_taken_back(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    dated(play, pages, case, jo, priya, play.clock.now().date() + timedelta(days=3))
    Worker(play.portal)._work.sweep()  # the mail waits
    pages.of(priya).post(place(play, case, jo), scope="full")
    assert not [subject for _, subject in play.mails() if "ends soon" in subject]


@pytest.mark.parametrize(
    ("day", "says"),
    [(("31", "2", "2027"), "must be a real date"), (("1", "1", "2020"), "must be today or later")],
)
def test_a_last_day_that_is_none_is_refused_beside_the_field(
    play: Play, pages: Pages, case: str, jo: str, priya: str, day: tuple[str, str, str], says: str
) -> None:
    parts = dict(zip(("last_day-day", "last_day-month", "last_day-year"), day, strict=True))
    status, page = pages.of(priya).post(place(play, case, jo), scope="full", **parts)
    assert status == 422 and says in page and f'value="{day[2]}"' in page


def test_without_the_check_of_memberships_an_ended_access_goes_on(
    play: Play, pages: Pages, case: str, jo: str, priya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.accounts.memberships.Memberships._current", lambda self: ())
    end(play, pages, case, jo, priya)
    assert pages.of(jo).get(f"/cases/{case}")[0] == 200


def test_every_change_stands_in_the_history(play: Play, pages: Pages, case: str, jo: str, priya: str) -> None:
    pages.of(priya).post(place(play, case, jo), scope="view_only")
    end(play, pages, case, jo, priya)
    pages.of(priya).post(f"{place(play, case, jo)}/again")
    with play.portal.look() as services:
        events = [(e.kind, e.actor) for e in services.engine.history.of(case) if e.kind.startswith("access")]
        assert events[1:] == [(kind, priya) for kind in ("access changed", "access ended", "access given again")]


# -- documents and downloads -------------------------------------------------------------------------------------------
def given(play: Play, case: str, who: str) -> str:
    """A document of a million bytes that somebody of the family gave to the case; its address."""
    with play.portal.work() as services:
        owner = services.accounts.people.by_reference(who)
        stream = BytesIO(b"Sam likes tea.\n" * 70_000)
        document = documents.add(services, play.portal.uploads, owner, name="likes.txt", stream=stream)
        documents.give(services, owner, [document.id], case)
        return f"/documents/{document.id}"


def test_what_somebody_gave_to_a_case_is_closed_with_the_case(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    address, mother = given(play, case, jo), pages.of(jo)
    assert mother.get(address)[0] == 200
    end(play, pages, case, jo, priya)
    assert mother.get(address)[0] == 404


def downloaded(play: Play, pages: Pages, case: str, jo: str, priya: str) -> int:
    """Bytes that arrive when the access ends after the first piece, and some seconds pass."""
    address = given(play, case, jo)
    answer = pages.of(jo).client.get(address, buffered=False)
    pieces = iter(answer.response)
    got = len(next(pieces))
    end(play, pages, case, jo, priya)
    play.clock.advance(timedelta(seconds=2))
    got += sum(len(piece) for piece in pieces)
    answer.close()
    return got


def test_a_download_that_runs_breaks_off(play: Play, pages: Pages, case: str, jo: str, priya: str) -> None:
    assert 0 < downloaded(play, pages, case, jo, priya) < 200_000


def test_without_asking_again_a_download_would_run_to_its_end(
    play: Play, pages: Pages, case: str, jo: str, priya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.views.files.ASKED_EVERY", timedelta(days=1))
    assert downloaded(play, pages, case, jo, priya) == 1_050_000
