"""Comments on a plan where something is hidden: a part from one of the family, or one of the family from an officer."""

from tests.webapp.cases.pages import words
from tests.webapp.plans.conftest import HELP, NEED, Planning
from tests.webapp.plans.test_plan import comment
from webapp.plans.models import PlanComment


def test_what_belongs_to_a_part_that_is_kept_from_them_nobody_finds_by_commenting_on_it(planning: Planning) -> None:
    planning.write()
    ali = planning.play.id_of(planning.people["ali"])
    planning.change("mo", "needs", NEED, NEED, kept_from=ali)
    planning.send_draft()
    said = {"section": "F", "key": planning.statement(HELP).key, "words": "Is it there?"}
    status, page = planning.of("ali").post(f"{planning.path}/draft-1/needs", **said)
    none = planning.of("ali").post(f"{planning.path}/draft-1/needs", **{**said, "key": "0" * 32})
    assert status == none[0] == 409 and words(page) == words(none[1])
    assert planning.of("jo").post(f"{planning.path}/draft-1/needs", **said)[0] == 200


def test_a_comment_that_an_officer_may_not_see_is_not_asked_of_them(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    comment(planning, "jo", "draft-1", "He must not come to us.")
    planning.answered(jo={}, ali={})
    hidden = {"kind": "hidden_address", "words": "He looks for her.", "only_for": "safeguarding"}
    jo = planning.play.id_of(planning.people["jo"])
    assert planning.of("priya").post(f"/cases/{planning.case}/restrictions/new", about=jo, **hidden)[0] == 200
    path = f"/tasks/{planning.claim('mo', 'answer_comments')}/comments"
    page = planning.of("mo").get(path)[1]
    assert "One comment waits for a colleague who may see it." in page and "He must not come" not in page
    with planning.portal.look() as services:
        (row,) = services.session.query(PlanComment)
    assert planning.of("mo").post(f"{path}/{row.id}", words="No.")[0] == 404
    assert planning.of("mo").post(path)[0] == 200 and planning.waiting() == ["decide_next"]
