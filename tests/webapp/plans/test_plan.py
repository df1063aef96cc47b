"""A plan from the first word to the final version, through the pages of officers and of the family."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.webapp.cases.canary import found_in
from tests.webapp.cases.pages import words
from tests.webapp.cases.sheets import PDF
from tests.webapp.contributions.conftest import fill
from tests.webapp.plans.conftest import HELP, NEED, OUTCOME, VIEWS, Planning
from tests.webapp.plans.scene import PLACED
from webapp.cases.reading import find_case
from webapp.plans import document, reading, versions


def comment(planning: Planning, who: str, version: str, said: str, about: str = NEED) -> str:
    """The page after one of the family has kept a comment on a need."""
    key = planning.statement(about).key
    return planning.of(who).post(f"{planning.path}/{version}/needs", section="B", key=key, words=said)[1]


def answer_comments(planning: Planning, who: str, said: str, **more: str) -> tuple[int, str]:
    """The officer answers the first comment; gives what the page says."""
    task = planning.claim(who, "answer_comments")
    _, page = planning.of(who).get(f"/tasks/{task}/comments")
    found = re.search(r'/comments/([0-9a-f]{32})"', page)
    assert found
    return planning.of(who).post(f"/tasks/{task}/comments/{found[1]}", words=said, **more)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_a_plan_is_written_read_commented_changed_approved_and_final(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    assert planning.versions() == ["draft-1 issued"]
    page = comment(planning, "jo", "draft-1", "He also needs pictures.")
    assert "Send 1" in page and "not sent yet" in page
    planning.answered(jo={"agree": "agree_with_changes"}, ali={})
    assert planning.waiting() == ["answer_comments"]
    status, page = answer_comments(planning, "mo", "Yes, pictures go with it.", changed="yes")
    assert (status, "Yes, pictures go with it." in page) == (200, True)
    assert planning.of("mo").post(f"/tasks/{planning.task('answer_comments')}/comments")[0] == 200
    planning.does("mo", "decide_next", {"next_step": "final", "next_why": "They agree."})
    assert "We answered" in planning.of("jo").get(f"{planning.path}/draft-1/needs")[1]

    planning.does("mo", "choose_schools", {"schools_chosen": []})
    planning.does("grace", "decide_placement", PLACED)
    planning.claim("mo", "write_plan")
    planning.change("mo", "needs", NEED, f"{NEED} He needs pictures with them.")
    assert planning.finish("mo")[0] == 200
    task = planning.claim("grace", "approve")
    status, page = planning.of("grace").post(f"/tasks/{task}/approve", approved="yes")
    assert status == 200, words(page)
    planning.sign("mo")
    assert planning.versions() == ["draft-1 issued", "final-1 issued"] and planning.waiting() == []
    _, page = planning.of("ali").get(planning.path)
    assert "Sam’s plan" in words(page)
    assert re.search(r"<ins> ?He needs pictures with them.</ins>", page), words(page)
    pages = {who: planning.of(who).get(f"{planning.path}/final-1/school")[1] for who in ("jo", "ali")}
    assert "Beckside Primary School" in pages["jo"]
    assert "Beckside Primary School" not in pages["ali"]  # she keeps from him where she lives with Sam


def test_nothing_goes_out_while_a_section_is_empty(planning: Planning) -> None:
    planning.claim("mo", "write_plan")
    planning.add("mo", "views", "A", VIEWS)
    status, page = planning.finish("mo")
    assert (status, "There is nothing in section B yet" in page) == (422, True)
    assert planning.waiting() == ["write_plan"]


def test_a_draft_names_no_school(planning: Planning) -> None:
    planning.claim("mo", "write_plan")
    status, page = planning.add("mo", "school", "I", "Beckside Primary School")
    assert (status, "must not name a school" in page, "Beckside Primary School" in page) == (422, True, True)


def test_two_officers_in_one_part_lose_nothing(planning: Planning) -> None:
    planning.write()
    first = planning.statement(NEED).revision
    assert planning.change("mo", "needs", NEED, f"{NEED} Mo wrote this.")[0] == 200
    status, page = planning.change("priya", "needs", NEED, f"{NEED} Priya wrote that.", version=first)
    assert (status, "Mo Khalid changed this part while you were writing" in page) == (422, True)
    assert "Mo wrote this." in page and "Priya wrote that." in page
    now = planning.statement(NEED).revision
    assert planning.change("priya", "needs", NEED, f"{NEED} Both.", version=now)[0] == 200


def test_a_page_that_saves_itself_says_when_somebody_else_was_faster(planning: Planning) -> None:
    planning.write()
    row = planning.statement(NEED)
    path = f"{planning.path}/write/needs/{row.key}"
    saved = planning.of("mo").post(path, action="autosave", version=row.revision, words=f"{NEED} More.")
    assert saved == (200, str(row.revision + 1))
    status, why = planning.of("priya").post(path, action="autosave", version=row.revision, words="Less.")
    assert (status, "Mo Khalid changed this part while you were writing. Press “Save”" in why) == (409, True)
    assert "More." in planning.statement(NEED).words


def test_who_else_writes_in_a_chapter_is_named(planning: Planning) -> None:
    planning.write()
    planning.of("priya").get(f"{planning.path}/write/needs")
    assert "Priya Nair has this chapter open" in words(planning.of("mo").get(f"{planning.path}/write/needs")[1])


def test_two_hundred_pages_in_one_part_are_refused_and_still_stand_there(planning: Planning) -> None:
    planning.claim("mo", "write_plan")
    long = "Sam needs a quiet place. " * 16_000  # 200 pages of 2,000 characters
    status, page = planning.add("mo", "needs", "B", long)
    assert (status, "Divide it into several parts" in page, long.strip() in page) == (422, True, True)


def test_vague_words_and_uncounted_help_are_hinted_at(planning: Planning) -> None:
    planning.write()
    outcome = planning.statement(OUTCOME).key
    planning.add("mo", "needs", f"F:{outcome}", "Access to regular support as appropriate.")
    page = words(planning.of("mo").get(f"{planning.path}/write/needs")[1])
    for said in ("“Access to”", "“regular”", "“as appropriate”", "It does not say how often.", "It does not say who"):
        assert said in page


def test_a_letter_that_no_font_has_is_hinted_at_while_the_plan_is_written(planning: Planning) -> None:
    planning.write()
    planning.add("mo", "views", "A", "Sam says \u0bb5\u0ba3\u0b95\u0bcd\u0b95\u0bae\u0bcd.")
    assert "empty box" not in planning.of("mo").get(f"{planning.path}/write/views")[1]
    planning.add("mo", "views", "A", "Sam writes \U00010600 here.")
    page = words(planning.of("mo").get(f"{planning.path}/write/views")[1])
    assert "No font of this server has it: it is an empty box in the PDF and on paper." in page
    planning.change("mo", "views", "Sam writes", "Sam writes his name here.")
    assert "empty box" not in planning.of("mo").get(f"{planning.path}/write/views")[1]


def test_a_need_without_help_is_hinted_at(planning: Planning) -> None:
    planning.claim("mo", "write_plan")
    planning.add("mo", "needs", "B", NEED)
    assert "No help belongs to this need yet" in planning.of("mo").get(f"{planning.path}/write/needs")[1]


def test_the_author_does_not_approve_and_who_sends_it_back_says_why(planning: Planning) -> None:
    with planning.portal.work() as services:
        grace = services.accounts.people.by_reference(planning.people["grace"])
        services.accounts.memberships.grant(grace, "send_officer", origin="test")
    planning.write("grace")
    planning.send_draft("grace")
    planning.answered(jo={}, ali={})
    planning.next("final")
    planning.does("mo", "choose_schools", {"schools_chosen": []})
    planning.does("grace", "decide_placement", PLACED)
    planning.claim("grace", "write_plan")
    assert planning.finish("grace")[0] == 200
    status, page = planning.of("grace").post(f"/tasks/{planning.task('approve')}/claim")
    assert (status, "A second person must approve it" in page) == (403, True)

    other = planning.play.person("Ina", "Field", group="send_manager")
    planning.people["ina"] = other
    task = planning.claim("ina", "approve")
    assert "Enter why it goes back" in planning.of("ina").post(f"/tasks/{task}/approve", approved="no")[1]
    planning.of("ina").post(f"/tasks/{task}/approve", approved="no", because="The help is not counted.")
    assert planning.waiting() == ["write_plan"]
    planning.claim("grace", "write_plan")
    _, page = planning.of("grace").get(f"/tasks/{planning.task('write_plan')}/plan")
    assert "The help is not counted." in page


def test_each_parent_comments_alone(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    comment(planning, "jo", "draft-1", "Only Jo says this.")
    assert "Only Jo says this." not in planning.of("ali").get(f"{planning.path}/draft-1/needs")[1]


def test_what_is_kept_from_one_parent_stands_in_none_of_their_pages_or_files(planning: Planning) -> None:
    planning.write()
    planning.add(
        "mo", "views", "A", "Jo says that Sam sleeps badly.", kept_from=planning.play.id_of(planning.people["ali"])
    )
    planning.send_draft()
    for who, reads in (("jo", True), ("ali", False)):
        browser = planning.of(who)
        _, page = browser.get(f"{planning.path}/draft-1/views")
        pdf = browser.client.get(f"{planning.path}/draft-1/pdf").data
        assert ("sleeps badly" in page, "sleeps badly" in text_of(pdf)) == (reads, reads)
    officer = planning.of("mo").get(f"{planning.path}/draft-1/views?as={planning.play.id_of(planning.people['ali'])}")[
        1
    ]
    assert "sleeps badly" not in officer


def test_an_answer_that_tells_where_the_other_parent_lives_is_refused(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    comment(planning, "ali", "draft-1", "Where is he on Mondays?")
    planning.answered(jo={}, ali={})
    status, page = answer_comments(planning, "mo", "At 77 Canary Wharfside.")
    assert (status, "It tells Ali Khan where somebody else is" in page) == (422, True)
    assert not found_in(planning.of("ali").get(f"{planning.path}/draft-1/needs")[1])


def test_a_file_that_goes_with_an_answer_is_read_by_officers_and_not_by_the_other_parent(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    sent = {"agree": "disagree", "school_wish": "no", "wants_meeting": "no", "wants_budget": "no"}
    jo = planning.of("jo")
    fill(
        jo.client,
        f"/tasks/{planning.task('answer_draft', 'jo')}/form/begin",
        {**sent, "draft_files": (BytesIO(PDF), "ear.pdf")},
    )
    planning.answered(ali={})
    status, page = planning.of("mo").post(f"/tasks/{planning.claim('mo', 'answer_comments')}/comments")
    assert status == 200, page
    decides = planning.of("mo").get(f"/tasks/{planning.claim('mo', 'decide_next')}")[1]
    assert "ear.pdf" in decides
    (path,) = set(re.findall(r'href="(/documents/\S+?)"', decides))
    assert [planning.of(who).client.get(path).status_code for who in ("mo", "jo", "ali")] == [200, 200, 404]
    assert "ear.pdf" not in planning.of("ali").get(f"/cases/{planning.case}")[1]


def test_a_comment_on_a_draft_that_was_replaced_is_not_lost(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    planning.answered(jo={}, ali={})
    planning.next("new_draft")
    planning.claim("mo", "write_plan")
    planning.change("mo", "needs", HELP, HELP.replace("30", "45"))
    planning.send_draft()
    status, page = planning.of("jo").post(
        f"{planning.path}/draft-1/needs", section="B", key=planning.statement(NEED).key, words="Late thoughts."
    )
    assert (status, "A newer draft has been sent" in page, "Late thoughts." in page) == (422, True, True)
    _, page = planning.of("jo").get(f"{planning.path}/draft-2/needs")
    assert "<del>30</del>" in page and "<ins>45</ins>" in page


def test_silence_ends_after_fifteen_days_with_two_reminders(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    planning.wait(13)
    assert [
        subject for to, subject in planning.play.mails() if "draft plan in case" in subject and "canary" in to
    ] != []
    assert planning.waiting() == ["answer_draft", "answer_draft"]
    planning.wait(2)
    assert planning.waiting() == ["answer_comments"]


@pytest.mark.parametrize("text", ['#read("/etc/passwd")', "*bold* $x^2$ @ref <b>", "{{ secret }} [a | b]"])
def test_what_is_written_in_a_plan_stays_text_in_every_file(planning: Planning, text: str) -> None:
    planning.write()
    planning.change("mo", "needs", NEED, text)
    with planning.portal.look() as services:
        version = versions.being_written(services, find_case(services, planning.case))
        assert version
        found = reading.read(services, version, compared=False)
        made = document.of(planning.portal.config, version.case, found, lambda words: words)
    assert text in text_of(document.pdf(made)[0])


def test_who_gets_the_letter_on_paper_gets_the_plan_without_what_is_kept_from_anybody(planning: Planning) -> None:
    with planning.portal.work() as services:  # nobody reads the portal any more
        for who in ("jo", "ali"):
            services.accounts.people.by_reference(planning.people[who]).password_hash = None
    planning.write()
    ali = planning.play.id_of(planning.people["ali"])
    planning.add("mo", "views", "A", "Jo says that Sam sleeps badly.", kept_from=ali)
    planning.send_draft()
    planning.wait(1)
    found = set()
    for task in [t for t in planning.tasks() if t.element_id == "post_letter"]:
        with planning.portal.work() as services:
            services.engine.user_tasks.claim(task.id, by=planning.play.actor(services, planning.people["priya"]))
        browser = planning.of("priya")
        link = re.search(r'href="(/cases/[^"]+/plan/draft-1/pdf\?as=[^"]+)"', browser.get(f"/tasks/{task.id}/post")[1])
        assert link
        found.add("sleeps badly" in text_of(browser.client.get(link[1]).data))
    assert found == {True, False}
    outside = planning.of("mo").client.get(f"{planning.path}/draft-1/pdf?as=outside").data
    assert "sleeps badly" not in text_of(outside) and NEED in text_of(outside)


def test_a_final_plan_can_be_appealed_until_a_day_that_the_family_reads(planning: Planning) -> None:
    assert "You can appeal" not in planning.of("jo").get(f"/cases/{planning.case}")[1]
    planning.of("grace").post(f"/tasks/{planning.to_approval()}/approve", approved="yes")
    planning.sign("mo")
    page = words(planning.of("jo").get(f"/cases/{planning.case}")[1])
    assert "You can appeal until Thursday 19 March 2026" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Sam’s plan is final" in page


@pytest.mark.parametrize("page", ["plan", "comments", "approve"])
def test_no_page_of_a_plan_finishes_another_task(planning: Planning, page: str) -> None:
    planning.write()
    assert planning.finish("mo")[0] == 200
    planning.sign("mo")
    planning.answered(jo={}, ali={})
    assert planning.of("mo").post(f"/tasks/{planning.claim('mo', 'answer_comments')}/comments")[0] == 200
    task = planning.claim("mo", "decide_next")  # a form, whose questions must be answered
    assert planning.of("mo").get(f"/tasks/{task}/{page}")[0] == 404
    assert planning.of("mo").post(f"/tasks/{task}/{page}", approved="no", because="So.")[0] == 404
    assert planning.waiting() == ["decide_next"]
