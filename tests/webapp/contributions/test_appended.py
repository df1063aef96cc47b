"""The advice that a plan was written from lies with it: in the plan's document, for each who may read it."""

from io import BytesIO

from tests.webapp.cases.sheets import PDF
from tests.webapp.contributions.conftest import Assessing
from tests.webapp.contributions.test_assessment import share
from tests.webapp.plans.test_plan import text_of
from webapp.cases.reading import find_case
from webapp.plans import releasing, versions
from webapp.plans.models import DRAFT, FINAL


def plan(assessing: Assessing, kind: str) -> None:
    """A version of this kind is out, and both parents may read it."""
    with assessing.portal.work() as services:
        case, officer = (
            find_case(services, assessing.case),
            services.accounts.people.by_reference(assessing.people["priya"]),
        )
        version = versions.begin(services, case, kind, instance_id=0)
        versions.issue(services, version, dated=services.now.date())
        for party in case.parties:
            actor = services.actor(officer)
            releasing.decide(services, version, party.person_id, may=True, by=officer, actor=actor)


def read(assessing: Assessing, who: str, slug: str, reader: str = "") -> str:
    """What stands in the PDF that this person saves."""
    answer = assessing.of(who).client.get(f"/cases/{assessing.case}/plan/{slug}/pdf{reader}")
    assert answer.status_code == 200
    return text_of(answer.data)


def advised(assessing: Assessing, **said: str) -> None:
    """Advice has come with a file; Jo may read it, Ali may not."""
    assessing.begin()
    assessing.advise(assessing.reader(), reports=(BytesIO(PDF), "Report on Sam.pdf"), **said)
    assert share(assessing, jo="yes", ali="no")[0] == 200


def test_a_plan_ends_with_the_advice_that_its_reader_may_read(assessing: Assessing) -> None:
    advised(assessing)
    plan(assessing, DRAFT)
    hers, his = read(assessing, "jo", "draft-1"), read(assessing, "ali", "draft-1")
    for words in ("Reads aloud by July", "An hour a day", "Ann Lee", "Report on Sam.pdf"):
        assert words in hers and words not in his
    assert "His uncle rang us" not in hers, "that is for officers alone"
    assert hers.count("Report on Sam.pdf") == 1 and "Upload reports" not in hers
    outside = read(assessing, "priya", "draft-1", "?as=outside")
    assert "An hour a day" not in outside, "not everybody of the family may read it"
    assert "An hour a day" in read(assessing, "priya", "draft-1")


def test_what_comes_after_a_final_plan_does_not_lie_with_it(assessing: Assessing) -> None:
    plan(assessing, FINAL)
    assessing.pass_days(1)
    advised(assessing)
    assert "An hour a day" not in read(assessing, "jo", "final-1")
    plan(assessing, FINAL)
    assert "An hour a day" in read(assessing, "jo", "final-2")
