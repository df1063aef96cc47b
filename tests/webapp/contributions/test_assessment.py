"""An assessment from the agreement to the decision, with the shipped drawings and through everybody's pages."""

import io
import re

import pytest

from engine import PORTAL, StepFailed
from tests.abuse.world import PDF
from tests.webapp.cases.pages import words
from tests.webapp.cases.test_hidden_address import hide
from tests.webapp.contributions.conftest import SCHOOL, Assessing, fill
from webapp import clocks


def share(assessing: Assessing, **choices: str) -> tuple[int, str]:
    """The officer's page of checking: jo="yes", ali="no" …"""
    officer, task = assessing.of("priya"), assessing.task("advice.check_advice")
    officer.post(f"/tasks/{task.id}/claim")
    fields = {f"share-{assessing.play.id_of(assessing.people[who])}": said for who, said in choices.items()}
    reasons = {name.replace("share", "reason"): "It names her street." for name, said in fields.items() if said == "no"}
    seen = re.findall(r'name="seen"[^>]* value="(\w+)"', officer.get(f"/tasks/{task.id}/check")[1])
    return officer.post(f"/tasks/{task.id}/check", **fields, **reasons, looked=["others", "places"], seen=seen)


def test_from_asking_to_the_draft_plan(assessing: Assessing) -> None:
    assessing.begin()
    assert assessing.waiting() == [
        *["advice.give_advice"] * 2,
        *["views.child_views"] * 2,
        *["views.family_views"] * 2,
    ]
    page = words(assessing.of("jo").get(f"/cases/{assessing.case}/given")[1])
    assert "Educational psychologist Asked 19 January 2026. Due Monday 2 March 2026." in page.replace("\xa0", " ")
    assert "Not asked again" in page and "Psychology team" not in page
    reader = assessing.reader()
    assert "Sam Bell" in reader.get(re.findall(r"/advice/tasks/\d+", reader.get("/advice"))[0])
    assessing.advise(reader)
    assert "A quiet place" in reader.get(re.findall(r"/advice/given/\w+", reader.get("/advice"))[0])
    assert "Being checked" in assessing.of("jo").get(f"/cases/{assessing.case}/given")[1]
    assert share(assessing, jo="yes", ali="no")[0] == 200
    jo, ali = assessing.of("jo"), assessing.of("ali")
    (link,) = re.findall(rf"/cases/{assessing.case}/given/\w+", jo.get(f"/cases/{assessing.case}/given")[1])
    read = jo.get(link)
    assert read[0] == 200 and "A quiet place" in read[1] and "His uncle" not in read[1]
    assert ali.get(link)[0] == 404
    assert "Not shared with you" in ali.get(f"/cases/{assessing.case}/given")[1]
    assessing.do("eve", "advice.give_advice", {"known_to_us": "no"})
    for who in ("jo", "ali"):
        for element in ("views.child_views", "views.family_views"):
            task = assessing.task(element, who)
            fill(assessing.of(who).client, f"/tasks/{task.id}/form/begin", {"way": "talk", "talk_when": f"{who} at 9"})
            assessing.do("priya", "views.ring_them", {"reached": "no", "tried": "Three times"})
    assert assessing.waiting() == ["decide_plan"]
    assessing.do("hugh", "decide_plan", {"decision": "plan", "reasons": "Needed"})
    assessing.pass_days(0)
    assert assessing.waiting() == ["plan_draft.write_plan"]


def test_no_plan_ends_it(assessing: Assessing) -> None:
    assessing.begin([{"body": "health", "who": "Dr Yusuf", "way": "reuse", "existing": "Report"}])
    assessing.pass_days(43)
    assert assessing.waiting() == ["decide_plan"], "the family's time is over"
    assessing.do("hugh", "decide_plan", {"decision": "no_plan", "reasons": "School can"})
    assert assessing.waiting() == ["write_no_plan"], "the letters are prepared"
    task, officer = assessing.task("write_no_plan"), assessing.of("priya")
    officer.post(f"/tasks/{task.id}/claim")
    assert "Why we decided this" in officer.get(f"/tasks/{task.id}/letters")[1]


def test_a_form_names_the_child_to_whoever_fills_it_in(assessing: Assessing) -> None:
    assessing.begin()
    task = assessing.task("views.family_views", "jo")
    jo, own = assessing.of("jo"), f"/tasks/{task.id}/form"
    jo.post(f"{own}/your-views-in-your-way", way="form", version="0")
    assert "What do you like and admire about Sam?" in words(jo.get(f"{own}/your-child")[1])
    reader = assessing.reader()
    place = re.findall(r"/advice/tasks/\d+", reader.get("/advice"))[0]
    reader.post(f"{place}/claim")
    assert "Do you, or does your service, know Sam?" in words(reader.get(f"{place}/form/begin"))
    assessing.advise(reader)
    given = re.findall(r"/advice/given/\w+", reader.get("/advice"))[0]
    assert "What does Sam need?" in words(reader.get(given))
    share(assessing, jo="yes", ali="no")
    (link,) = re.findall(rf"/cases/{assessing.case}/given/\w+", jo.get(f"/cases/{assessing.case}/given")[1])
    assert "What does Sam need?" in words(jo.get(link)[1])


def test_each_parent_has_tasks_of_their_own_and_opens_no_other(assessing: Assessing) -> None:
    assessing.begin()
    mine, his = assessing.task("views.family_views", "jo"), assessing.task("views.family_views", "ali")
    jo = assessing.of("jo")
    assert jo.get(f"/tasks/{mine.id}")[0] == 200
    for path in (f"/tasks/{his.id}", f"/tasks/{his.id}/form/begin"):
        assert jo.get(path)[0] == 404
    assert jo.post(f"/tasks/{his.id}/form/your-views-in-your-way", way="talk")[0] == 404
    fill(jo.client, f"/tasks/{mine.id}/form/begin", {"way": "form", "like": "Her laugh"})
    assert (
        "Her laugh"
        in jo.get(re.findall(r"/cases/EHC-\w+/given/\w+", jo.get(f"/cases/{assessing.case}/given")[1])[0])[1]
    )
    assert "Your views" not in assessing.of("ali").get(f"/cases/{assessing.case}/given")[1]


def test_an_officer_writes_down_what_a_parent_says_by_telephone(assessing: Assessing) -> None:
    assessing.begin()
    officer, task = assessing.of("priya"), assessing.task("views.family_views", "jo")
    start = f"/cases/{assessing.case}/for/{task.id}"
    assert start in officer.get(f"/cases/{assessing.case}/advice")[1]
    assert officer.post(start, how="pigeon")[0] == 422
    day = {"said_on-day": "16", "said_on-month": "1", "said_on-year": "2026"}
    officer.post(start, how="telephone", **day)
    fill(officer.client, f"{start}/your-views-in-your-way", {"way": "form", "like": "Her laugh"})
    jo = assessing.of("jo")
    page = words(jo.get(f"/cases/{assessing.case}/given")[1]).replace("\xa0", " ")
    assert "written down by Priya Nair, said by telephone on 16 January 2026" in page
    assert jo.get(f"/tasks/{task.id}")[0] != 200
    assert "Her laugh" not in str([text for _, text in [assessing.of("ali").get(f"/cases/{assessing.case}/given")]])


def test_late_advice_is_said_and_a_new_day_is_agreed(assessing: Assessing) -> None:
    assessing.begin()
    assessing.pass_days(14)
    subjects = [subject for to, subject in assessing.play.mails() if to == SCHOOL]
    assert "Your advice in case" in " ".join(subjects)
    for days in (14, 7):
        assessing.pass_days(days)
    assert "agree_new_date" not in str(assessing.waiting())
    assessing.pass_days(8)
    assert assessing.waiting().count("advice.agree_new_date") == 2
    page = words(assessing.of("ali").get(f"/cases/{assessing.case}/given")[1]).replace("\xa0", " ")
    assert "Late by 1 day" in page and "We ask them for a new date." in page
    assert "We reminded them on" in page
    assessing.do("priya", "advice.agree_new_date", {"offered_on": "2026-03-12", "agreed": "yes", "why": "Ill"})
    page = words(assessing.of("ali").get(f"/cases/{assessing.case}/given")[1]).replace("\xa0", " ")
    assert "They now say Thursday 12 March." in page
    assessing.advise(assessing.reader())
    assert "advice.check_advice" in assessing.waiting()


def test_a_day_that_passes_is_asked_about_again_until_the_case_goes_on_without_it(assessing: Assessing) -> None:
    assessing.begin([{"body": "school", "who": "Beckside Primary", "way": "email", "email": SCHOOL}])
    assessing.pass_days(43)
    assessing.do("priya", "advice.agree_new_date", {"offered_on": "2026-03-05", "agreed": "yes", "why": "Ill"})
    assert "advice.agree_new_date" not in assessing.waiting()
    assessing.pass_days(3)  # the new day has passed in its turn
    assessing.do("priya", "advice.agree_new_date", {"agreed": "without", "why": "It will not come before we decide"})
    assert not [each for each in assessing.waiting() if each.startswith("advice.")]
    page = words(assessing.of("jo").get(f"/cases/{assessing.case}/given")[1]).replace("\xa0", " ")
    assert "setting Asked 19 January 2026. We no longer ask for it." in page and "Late by" not in page
    with assessing.portal.look() as services:
        (limit,) = (each for each in clocks.of(services, assessing.case) if each.rule.name == "give_advice")
    assert limit.state == "dropped"


def test_a_reader_sends_a_file_and_only_the_parent_whom_it_is_shared_with_opens_it(assessing: Assessing) -> None:
    assessing.begin()
    reader = assessing.reader()
    assessing.advise(reader, reports=(io.BytesIO(PDF), "Report on Sam.pdf"))
    assert "Report on Sam.pdf" in reader.get(re.findall(r"/advice/given/\w+", reader.get("/advice"))[0])
    share(assessing, jo="yes", ali="no")
    jo, ali = assessing.of("jo"), assessing.of("ali")
    (link,) = re.findall(rf"/cases/{assessing.case}/given/\w+", jo.get(f"/cases/{assessing.case}/given")[1])
    (file,) = re.findall(rf"{link}/files/\w+", jo.get(link)[1])
    assert jo.client.get(file).data == PDF
    assert [ali.get(path)[0] for path in (link, file)] == [404, 404]
    document = file.rpartition("/")[2]
    assert [each.get(f"/documents/{document}")[0] for each in (jo, ali)] == [404, 404]
    assert assessing.of("priya").client.get(f"/documents/{document}").data == PDF


def test_what_tells_the_fathers_page_where_the_mother_is_cannot_be_shared_with_him(assessing: Assessing) -> None:
    assessing.begin()
    assessing.advise(assessing.reader(), needs="She walks from 77, Canary Wharfside")
    status, page = share(assessing, jo="yes", ali="yes")
    assert status == 422 and "must be kept from them" in page
    assert share(assessing, jo="yes", ali="no")[0] == 200


def test_the_family_reads_that_somebody_who_gives_advice_by_ticket_has_looked_and_not_who(assessing: Assessing) -> None:
    assessing.begin()
    reader = assessing.reader()
    task = re.findall(r"/advice/tasks/(\d+)", reader.get("/advice"))[0]
    reader.get(f"/advice/tasks/{task}")
    shown = assessing.of("ali").get(f"/cases/{assessing.case}/looks")[1]
    assert "Gives advice, from outside the council" in shown and "What we have asked them" in shown
    assert "Ann" not in shown and "Beckside" not in shown
    assert "Ann Lee" in assessing.of("priya").get(f"/cases/{assessing.case}/looks")[1]


def test_a_reminder_at_once(assessing: Assessing) -> None:
    assessing.begin()
    officer = assessing.of("priya")
    reference = re.findall(r"/advice/(ADV-\w+)/remind", officer.get(f"/cases/{assessing.case}/advice")[1])[0]
    assert "We have reminded" in officer.post(f"/cases/{assessing.case}/advice/{reference}/remind")[1]
    assert assessing.of("jo").post(f"/cases/{assessing.case}/advice/{reference}/remind")[0] == 403


def test_two_schools_by_mail_see_only_what_each_was_asked(assessing: Assessing) -> None:
    other = "office@other.example"
    assessing.begin(
        [
            {"body": "school", "who": "Beckside Primary", "way": "email", "email": SCHOOL},
            {"body": "other", "who": "Other School", "way": "email", "email": other},
        ]
    )
    first, second = assessing.reader(SCHOOL), assessing.reader(other, "Bo Ray")
    mine, theirs = (re.findall(r"/advice/tasks/(\d+)", each.get("/advice")) for each in (first, second))
    assert len(mine) == len(theirs) == 1 and mine != theirs
    assert first.client.get(f"/advice/tasks/{theirs[0]}").status_code == 404
    assessing.advise(second)
    given = re.findall(r"/advice/given/\w+", second.get("/advice"))[0]
    assert first.client.get(given).status_code == 404


def test_what_a_parent_wrote_is_hidden_with_her_address(assessing: Assessing) -> None:
    assessing.begin()
    task = assessing.task("views.family_views", "jo")
    fill(assessing.of("jo").client, f"/tasks/{task.id}/form/begin", {"way": "form", "like": "Her laugh"})
    officer = assessing.of("priya")
    (link,) = set(re.findall(r"/cases/EHC-\w+/given/\w+", officer.get(f"/cases/{assessing.case}/advice")[1]))
    assert "Her laugh" in officer.get(link)[1]
    hide(officer, assessing.case, assessing.play.id_of(assessing.people["jo"]))
    shown = officer.get(link)[1]
    assert "Her laugh" not in shown and "Hidden from your team" in shown
    assert "Her laugh" in assessing.of("jo").get(link)[1]


@pytest.mark.parametrize("body", ["school", "other", "adulthood", "requested"])
def test_no_school_is_asked_in_a_queue_that_every_school_reads(assessing: Assessing, body: str) -> None:
    with pytest.raises(StepFailed, match="each would see this child. Ask them by email"):
        assessing.begin([{"body": body, "who": "Beckside Primary", "way": "team"}])
    assert assessing.waiting() == ["choose_advisers"]


@pytest.mark.parametrize(
    ("body", "team"), [("school", False), ("other", False), ("health", True), ("social_care", True)]
)
def test_the_queue_is_offered_only_for_the_teams_of_this_council(assessing: Assessing, body: str, team: bool) -> None:
    with assessing.portal.work() as services:
        services.engine.messages.correlate("AssessmentAgreed", key=assessing.case, message_id="agreed", by=PORTAL)
    task, officer = assessing.task("choose_advisers"), assessing.of("priya")
    officer.post(f"/tasks/{task.id}/claim")
    path = f"/tasks/{task.id}/form/whom-do-we-ask"
    page = officer.post(path, **{"advisers-rows": "1", "advisers-0-body": body, "advisers-0-who": "Somebody"})[1]
    assert "By email, with a link" in page
    assert ("In the queue of their team" in page) == team


def test_who_would_rather_speak_is_rung_and_reads_what_was_written_down(assessing: Assessing) -> None:
    assessing.begin()
    for who in ("ali", "jo"):
        task = assessing.task("views.family_views", who)
        fill(assessing.of(who).client, f"/tasks/{task.id}/form/begin", {"way": "talk", "talk_when": f"{who} after 9"})
    officer, rings = assessing.of("priya"), rings_of(assessing)
    assert len(rings) == 2 and "What you told us" not in assessing.of("jo").get(f"/cases/{assessing.case}/given")[1]
    shown = {
        who: next(each for each in rings if f"{who} after 9" in officer.get(f"/tasks/{each}")[1])
        for who in ("ali", "jo")
    }
    assert "ali after 9" not in words(officer.get(f"/tasks/{shown['jo']}")[1])
    officer.post(f"/tasks/{shown['jo']}/claim")
    day = {"said_on-day": "19", "said_on-month": "1", "said_on-year": "2026"}
    told = {"reached": "yes", "how": "telephone", **day, "said": "Sam sings in the bath."}
    fill(officer.client, f"/tasks/{shown['jo']}/form/begin", told)
    assert rings_of(assessing) == [shown["ali"]]
    path = f"/cases/{assessing.case}/given"
    (link,) = re.findall(rf"{path}/\w+", assessing.of("jo").get(path)[1])
    read = words(assessing.of("jo").get(link)[1])
    assert "Sam sings in the bath." in read and "by telephone" in read
    assert assessing.of("ali").get(link)[0] == 404


def test_who_is_not_reached_keeps_nobody_waiting(assessing: Assessing) -> None:
    assessing.begin([{"body": "health", "who": "Dr Yusuf", "way": "reuse", "existing": "Report"}])
    task = assessing.task("views.family_views", "jo")
    fill(assessing.of("jo").client, f"/tasks/{task.id}/form/begin", {"way": "talk", "talk_when": "After 9"})
    (ring,) = rings_of(assessing)
    officer = assessing.of("priya")
    officer.post(f"/tasks/{ring}/claim")
    fill(officer.client, f"/tasks/{ring}/form/begin", {"reached": "no", "tried": "Three times"})
    path = f"/cases/{assessing.case}/given"
    (link,) = re.findall(rf"{path}/\w+", assessing.of("jo").get(path)[1])
    read = words(assessing.of("jo").get(link)[1])
    assert "After 9" in read and "Three times" not in read and rings_of(assessing) == []


def rings_of(assessing: Assessing) -> list[int]:
    with assessing.portal.look() as services:
        found = services.engine.user_tasks.open_of(assessing.case)
        return [each.id for each in found if each.element_id == "views.ring_them"]
