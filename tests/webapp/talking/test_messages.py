"""Messages between one person of the family and the officers, and by when they are answered."""

from datetime import timedelta

import pytest

from tests.webapp.cases.pages import words
from tests.webapp.cases.test_hidden_address import hide
from tests.webapp.talking.conftest import Talking
from webapp.accounts.memberships import VIEW_ONLY
from webapp.cases import party_access
from webapp.cases.reading import find_case

JO, ALI, UMA, MO = "jo.bell@example.org", "ali.khan@example.org", "uma.frost@example.org", "mo.reed@example.org"


def read(talking: Talking, who: str, path: str = "") -> str:
    status, page = talking.of(who).get(path or talking.own)
    assert status == 200
    return words(page).replace("\xa0", " ")


def change(talking: Talking, who: str, scope: str = "", end: bool = False) -> None:
    """An officer changes how far somebody may see the case, or ends it."""
    with talking.play.portal.work() as services:
        officer = services.accounts.people.by_reference(talking.people["priya"])
        party = party_access.find(services, find_case(services, talking.case), talking.party(who))
        actor = talking.play.actor(services, talking.people["priya"])
        if end:
            party_access.end(services, party, because="The court says so.", by=officer, actor=actor)
        else:
            party_access.change(services, party, scope=scope, last_day=None, by=officer, actor=actor)


def test_a_parent_writes_an_officer_answers_and_both_read_it(talking: Talking) -> None:
    talking.later(minutes=1)
    status, page = talking.writes("jo", "When will you decide?\n\nSam asks, too.")
    assert status == 200 and "We have your message." in page and "We answer by Monday 26" in words(page)
    assert "1 message waits for an answer." in read(talking, "uma", "/tasks")
    assert talking.case in read(talking, "uma", "/messages")
    assert "Jo Bell (mother)Due in 7 days They wrote last" in read(talking, "uma", f"/cases/{talking.case}")
    page = read(talking, "uma", talking.with_("jo"))
    assert "Sam asks, too." in page and "Jo Bell reads: “We answer by Monday 26 January 2026.”" in page
    talking.later(hours=1)
    assert "Your message is sent." in talking.answers("jo", "In May.", by="uma")[1]
    assert "Messages 1 newWe answer within 5 working days." in read(talking, "jo", f"/cases/{talking.case}")
    page = read(talking, "jo")
    assert "Uma, the SEND team" in page and "New In May." in page and "We answer by" not in page
    assert "New In May." not in read(talking, "jo"), "seen is not new"
    assert "1 new" not in read(talking, "jo", f"/cases/{talking.case}")
    assert "No message waits." in read(talking, "uma", "/messages")
    assert "waits for an answer" not in read(talking, "uma", "/tasks")


def test_the_other_parent_learns_nothing_of_it(talking: Talking) -> None:
    before = {path: talking.of("ali").get(path) for path in (f"/cases/{talking.case}", talking.own)}
    talking.writes("jo", "He rang again.")
    talking.answers("jo", "We have noted it.")
    assert {path: words(talking.of("ali").get(path)[1]) for path in before} == {
        path: words(page) for path, (_, page) in before.items()
    }
    assert talking.of("ali").get(talking.with_("jo"))[0] == talking.of("ali").get(talking.with_("ali"))[0] == 403
    assert talking.of("ali").post(talking.with_("jo"), message="Hello")[0] == 403
    talking.writes("ali", "And I?")
    assert "He rang again." not in read(talking, "ali") and "And I?" not in read(talking, "jo")
    assert len([each for each in talking.subjects("new message") if each[0] == ALI]) == 0


def test_a_message_of_the_family_is_told_to_officers_once_and_ours_to_the_one_whom_it_is_for(talking: Talking) -> None:
    talking.writes("jo", "When?")
    talking.writes("jo", "Please do not tell Ali.")
    assert talking.subjects("message") == [
        (UMA, f"There is a new message about {talking.case}: answer by Monday 26 January 2026")
    ]
    talking.answers("jo")
    assert talking.subjects("new message about")[0] == (JO, f"There is a new message about {talking.case}")
    about = [text for text in talking.play.mail_texts() if "message" in text]
    assert len(about) == 2
    for text in about:
        assert not [secret for secret in ("Sam", "Jo ", "Bell", "When?", "May", "Ali") if secret in text]


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-01-23T23:59", "Friday 30 January"),  # a Friday evening counts as that Friday
        ("2026-01-24T00:00", "Friday 30 January"),
        ("2026-04-02T12:00", "Monday 13 April"),  # Good Friday and Easter Monday are no working days
        ("2026-03-29T23:30", "Wednesday 8 April"),  # in London it is Monday 30 March already
    ],
)
def test_the_answer_time_counts_working_days_in_london(talking: Talking, written: str, due: str) -> None:
    talking.to(written)
    assert f"We answer by {due}" in words(talking.writes("jo")[1]).replace("\xa0", " ")


def test_its_day_stays_when_they_write_again_and_begins_anew_after_an_answer(talking: Talking) -> None:
    talking.writes("jo", "One")
    talking.later(days=2)
    talking.writes("jo", "Two")
    assert "We answer by Monday 26 January 2026." in read(talking, "jo")
    talking.answers("jo")
    talking.writes("jo", "Three")
    assert "We answer by Wednesday 28 January 2026." in read(talking, "jo")


def test_officers_are_told_before_the_last_day_and_managers_when_it_is_over(talking: Talking) -> None:
    talking.writes("jo")
    for moment in ("2026-01-22T23:59", "2026-01-23T00:00", "2026-01-25T12:00", "2026-01-26T23:59"):
        talking.to(moment)
        talking.sweep()
        expected = (
            [] if moment < "2026-01-23" else [(UMA, f"{talking.case}: answer a message by Monday 26 January 2026")]
        )
        assert talking.subjects("answer a message") == expected, moment
    assert "Due today" in read(talking, "uma", "/messages") and talking.subjects("late") == []
    talking.to("2026-01-27T00:00")
    assert "We are late with our answer, and we are sorry: we said Monday 26 January 2026." in read(talking, "jo")
    for _ in range(2):
        talking.sweep()
    late = f"{talking.case} is late: a message waits for an answer"
    assert talking.subjects("late") == [(MO, late), (UMA, late)]
    assert "On Tuesday 27 January we reminded the team and told their manager." in read(talking, "jo")
    assert "1 message waits for an answer and is late." in read(talking, "uma", "/tasks")
    assert "Late by 1 day" in read(talking, "uma", "/messages") and "Late by 1 day" in read(talking, "uma", talking.own)
    talking.answers("jo")
    assert "We are late" not in read(talking, "jo")


def test_after_an_outage_only_what_is_true_is_told(talking: Talking) -> None:
    talking.writes("jo")
    talking.to("2026-01-26T12:00")
    talking.sweep()
    assert len(talking.subjects("answer a message")) == 1 and talking.subjects("late") == []
    talking.answers("jo")
    talking.writes("jo", "And then?")
    talking.to("2026-02-09T12:00")
    talking.sweep()
    assert len(talking.subjects("answer a message")) == 1 and len(talking.subjects("late")) == 2


def test_what_is_closed_to_a_team_does_not_stand_in_its_list(talking: Talking) -> None:
    talking.writes("jo")
    closed = {"kind": "closed_record", "only_for": "safeguarding", "words": "Her aunt works with us."}
    assert talking.of("priya").post(f"/cases/{talking.case}/restrictions/new", **closed)[0] in (200, 403)
    assert talking.case not in read(talking, "uma", "/messages")
    talking.people["tom"] = talking.play.person("Tom", "Hale", group="safeguarding")
    assert talking.case in read(talking, "tom", "/messages")


def test_no_answer_may_be_needed_for_a_reason(talking: Talking) -> None:
    talking.writes("jo", "Thank you.")
    path = f"{talking.with_('jo')}/no-answer"
    status, page = talking.of("uma").post(path, because=" ")
    assert status == 422 and "Say why no answer is needed." in page
    assert talking.of("uma").post(path, because="She says thank you.")[0] == 200
    assert "We answer by" not in read(talking, "jo") and "thank you." not in read(talking, "jo")
    assert talking.of("uma").post(path, because="Again")[0] == 409
    talking.to("2026-01-27T00:00")
    talking.sweep()
    assert talking.subjects("late") == []


def test_who_only_reads_the_record_reads_and_does_not_write(talking: Talking) -> None:
    talking.answers("jo", "Hello Jo.")
    change(talking, "jo", scope=VIEW_ONLY)
    page = read(talking, "jo")
    assert "Hello Jo." in page and "You can only read this record" in page and "Send" not in page
    status, page = talking.writes("jo", "But I must tell you")
    assert status == 403 and "But I must tell you" in page, "what was typed is there to be copied"
    assert "But I must" not in read(talking, "uma", talking.with_("jo"))


def test_when_the_access_ends_nothing_is_read_written_or_mailed(talking: Talking) -> None:
    talking.answers("jo", "Hello Jo.")
    talking.writes("jo", "Thank you.")
    change(talking, "jo", end=True)
    assert JO not in dict(talking.subjects("new message")), "a mail that waits is not sent"
    for status, page in (talking.of("jo").get(talking.own), talking.writes("jo", "Let me in")):
        assert status == 404 and "Hello Jo." not in page
    status, page = talking.answers("jo", "Are you there?")
    assert status == 403 and "Are you there?" in page
    assert "has no access to the case now" in read(talking, "uma", talking.with_("jo"))
    assert talking.of("uma").post(f"{talking.with_('jo')}/no-answer", because="She reads nothing here.")[0] == 200


def test_an_officer_elsewhere_reads_with_a_reason_and_writes_nothing(talking: Talking) -> None:
    talking.writes("jo", "When?")
    talking.elsewhere()
    assert talking.of("else").get(talking.with_("jo"))[0] == 403
    assert talking.case not in read(talking, "else", "/messages")
    talking.opens_with_a_reason("else")
    page = read(talking, "else", talking.with_("jo"))
    assert "When?" in page and "Nothing waits any more" not in page
    for path, fields in (
        (talking.with_("jo"), {"message": "I am"}),
        (f"{talking.with_('jo')}/no-answer", {"because": "x"}),
    ):
        assert talking.of("else").post(path, **fields)[0] == 403, path


def test_we_tell_nobody_where_another_one_lives(talking: Talking) -> None:
    for secret in ("1 Mill Lane", "ca11 7aa", "01632 960001", "JO.BELL@example.org"):
        status, page = talking.answers("ali", f"She is reached at {secret}.")
        assert status == 422 and "must be kept from them" in page and secret in page
    assert talking.answers("jo", "We come to 1 Mill Lane.")[0] == 200, "her own she knows"


def test_the_same_words_sent_twice_are_one_message(talking: Talking) -> None:
    for _ in range(3):
        talking.writes("jo", "When?")
    assert read(talking, "jo").count("When?") == 1
    for _ in range(3):
        talking.answers("jo", "Soon.")
    assert read(talking, "jo").count("Soon.") == 1 and len(talking.subjects("new message about")) == 2
    talking.later(minutes=2)
    talking.writes("jo", "Soon.")
    assert read(talking, "jo").count("Soon.") == 2


def test_what_is_empty_or_too_long_is_said_and_stays(talking: Talking) -> None:
    assert "Write your message." in talking.writes("jo", " ")[1]
    status, page = talking.writes("jo", "x" * 10_000 + "END")
    assert status == 422 and "Write at most 10,000 characters: these are 10,003" in page and "xEND" in page
    assert talking.answers("jo", "")[0] == 422
    assert talking.history("message from family") == talking.history("message to family") == []


def test_what_is_typed_when_the_session_has_run_out_is_sent_after_signing_in(talking: Talking) -> None:
    browser = talking.of("jo")
    token = talking.of("jo").get("/help")[1].split('name="csrf_token" value="')[1].split('"')[0]
    talking.play.clock.advance(timedelta(minutes=31))
    sent = browser.client.post(talking.own, data={"csrf_token": token, "message": "Sam is out of school."})
    assert sent.status_code == 302 and sent.location.startswith("/sign-in")
    talking._browsers.clear()
    assert "Sam is out of school." in read(talking, "jo", "/sent-too-late")


def test_long_conversations_are_read_page_by_page(talking: Talking) -> None:
    for number in range(1, 33):
        talking.play.clock.advance(timedelta(minutes=3))
        talking.writes("jo", f"Message {number}.")
    page = talking.of("jo").get(talking.own)[1]
    assert "Message 32." in page and "Message 3." in page and "Message 2." not in page
    page = read(talking, "jo", f"{talking.own}?before=3")
    assert "Message 2." in page and "Message 1." in page and "Message 3." not in page


def test_what_is_hidden_from_a_team_is_not_read_by_it(talking: Talking) -> None:
    talking.writes("jo", "We live at the mill now.")
    hide(talking.of("priya"), talking.case, talking.play.id_of(talking.people["jo"]))
    assert "hidden from your team" in read(talking, "priya", talking.own)
    status, page = talking.of("priya").get(talking.with_("jo"))
    assert status == 403 and "the mill" not in page


def test_thirty_messages_an_hour_are_taken_and_the_next_stays_typed(talking: Talking) -> None:
    statuses = [talking.writes("jo", f"Message {number}")[0] for number in range(30)]
    assert set(statuses) == {200}
    status, page = talking.writes("jo", "And one more word")
    assert status == 429 and "too many tries" in words(page) and "And one more word" in page
    assert talking.writes("ali", "I write for the first time")[0] == 200
    talking.later(minutes=61)
    assert talking.writes("jo", "An hour later")[0] == 200
