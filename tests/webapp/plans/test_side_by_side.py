"""What one officer does to a plan while another writes in it: each reads a sentence, and nothing typed is lost."""

from tests.webapp.cases.pages import words
from tests.webapp.plans.conftest import HELP, Planning
from tests.webapp.plans.scene import PLACED

TYPED = "The therapist comes twice a week, and the class teacher goes on."


def test_what_is_typed_into_a_part_that_somebody_took_out_stands_to_be_copied(planning: Planning) -> None:
    planning.write()
    row = planning.statement(HELP)
    path = f"{planning.path}/write/needs/{row.key}"
    status, _ = planning.of("grace").post(path, action="remove", version=row.revision)
    assert status == 200
    status, page = planning.of("mo").post(path, action="save", version=row.revision, words=TYPED, heading="")
    assert status == 409 and TYPED in page and "somebody has removed it" in words(page)
    status, said = planning.of("mo").post(path, action="autosave", version=row.revision, words=TYPED, heading="")
    assert status == 422 and said.startswith("This part of the plan is not there any more") and "<" not in said


def test_what_is_typed_after_somebody_said_that_it_is_ready_stands_to_be_copied(planning: Planning) -> None:
    planning.write()
    row = planning.statement(HELP)
    planning.send_draft()
    path = f"{planning.path}/write/needs/{row.key}"
    _, page = planning.of("grace").post(path, action="save", version=row.revision, words=TYPED, heading="")
    assert TYPED in page


def test_nobody_takes_out_a_part_that_was_just_changed_unseen(planning: Planning) -> None:
    planning.write()
    row = planning.statement(HELP)
    planning.change("mo", "needs", HELP, TYPED, who="Therapist")
    path = f"{planning.path}/write/needs/{row.key}"
    status, page = planning.of("grace").post(path, action="remove", version=row.revision)
    assert status == 422 and "changed this part while you were writing" in words(page)
    assert planning.statement(TYPED).key == row.key


def test_who_wrote_a_part_does_not_approve_the_plan_that_somebody_else_finished(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    planning.answered(jo={}, ali={})
    planning.next("final")
    planning.does("mo", "choose_schools", {"schools_chosen": []})
    planning.does("grace", "decide_placement", PLACED)
    planning.claim("mo", "write_plan")
    assert planning.change("grace", "needs", HELP, TYPED, who="Therapist")[0] == 200
    planning.finish("mo")
    _, page = planning.of("grace").post(f"/tasks/{planning.task('approve')}/claim")
    assert "You have written this plan. A second person must approve it." in words(page)


def test_control_characters_that_come_with_pasted_text_break_no_page_and_no_file(planning: Planning) -> None:
    planning.write()
    planning.change("mo", "needs", HELP, "An hour a day,\x0bone to one,\x0c at a quiet\x00 place.", who="Ther\x00apist")
    assert planning.statement("An hour a day,\none to one,\n at a quiet place.")
    for kind in ("pdf", "word"):
        assert planning.of("mo").client.get(f"{planning.path}/draft-1/{kind}").status_code == 200
