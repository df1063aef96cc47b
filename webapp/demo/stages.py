"""The demo's cases on their way, from a request that has just come to a plan that has its first review ahead."""

from datetime import timedelta
from typing import Any

from webapp.accounts.people import PROFESSIONAL
from webapp.cases.reading import find_case
from webapp.contributions import asking
from webapp.demo import plans, reviews
from webapp.demo.past import HUGH, PRIYA, SCHOOL, Past, person_of
from webapp.demo.people import DemoPerson, add
from webapp.portal import Portal

DANA = DemoPerson(
    email="dana.cole@example.org", first_name="Dana", last_name="Cole", role="parent, has just asked for an assessment"
)
OMAR = DemoPerson(
    email="omar.haddad@example.org", first_name="Omar", last_name="Haddad", role="parent, waits for our decision"
)
NADIA = DemoPerson(
    email="nadia.hall@example.org", first_name="Nadia", last_name="Hall", role="parent, reads the advice that came"
)
BEN = DemoPerson(
    email="ben.hall@example.org", first_name="Ben", last_name="Hall", role="second parent, lives elsewhere"
)
ALEX = DemoPerson(
    email="alex.reed@example.org", first_name="Alex", last_name="Reed", role="young person, asked for their views"
)
LEILA = DemoPerson(
    email="leila.novak@example.org", first_name="Leila", last_name="Novak", role="parent, a plan is being written"
)
EVE = DemoPerson(
    email="eve.moss@psychology.example",
    first_name="Eve",
    last_name="Moss",
    role="educational psychologist, asked for advice",
    kind=PROFESSIONAL,
    groups=("educational_psychology",),
)
RUTH = DemoPerson(
    email="ruth.lind@example.org", first_name="Ruth", last_name="Lind", role="parent, has a draft plan to read"
)
HANA = DemoPerson(
    email="hana.yusuf@example.org",
    first_name="Hana",
    last_name="Yusuf",
    role="parent, the plan is reviewed before the next school",
)
PEOPLE = (DANA, OMAR, NADIA, BEN, ALEX, LEILA, RUTH, HANA, EVE)

REQUEST = {
    "setting": "Beckside Primary",
    "first_language": "English",
    "help_to_talk": "no",
    "assessed_before": "no",
    "strengths": "Kind to small children, and knows every bird by its call.",
    "needs_talking": "A few words at home, and hardly any at school.",
    "tried": "Small groups twice a week since last autumn.",
    "wanted": "Help with talking, and a quiet place to learn.",
    "reports": [],
    "keep_from": "no",
    "declaration": True,
}
DUTY = {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"}
ASSESS = {
    "may_have_needs": "yes",
    "may_need_plan": "yes",
    "decision": "assess",
    "reasons": "The school has done what it ordinarily can.",
}
TEAMS = {"school": "Beckside Primary", "educational_psychology": "Psychology team"}
ADVICE = {
    "known_to_us": "yes",
    "role": "Head teacher",
    "organisation": "Beckside Primary",
    "method": ["seen"],
    "involved": "Since September two years ago",
    "strengths": "Kind, patient, and good with numbers.",
    "needs": "A quiet place, and fewer words at once.",
    "outcomes": "Reads aloud to one other child by July.",
    "provision": "An hour a day, one to one.",
    "reports": [],
    "declaration": True,
}
VIEWS = {
    "way": "form",
    "like": "Building, birds and swimming.",
    "needs": "Talking when many people are about.",
    "hopes": "A friend, and days without fear.",
    "files": [],
}
PLAN = {
    "ordinary": "partly",
    "read": ["advice", "child", "family"],
    "decision": "plan",
    "reasons": "More is needed than a school ordinarily has.",
}


def make(portal: Portal) -> None:
    """Once in a database, in the order in which it happened."""
    with portal.work() as services:
        if services.accounts.is_known(DANA.email):
            return
        for number, each in enumerate(PEOPLE):
            add(services, each, f"01632 960 {330 + number}")
        services.accounts.memberships.grant(person_of(services, SCHOOL), "school", origin="demo")
    past = Past(portal)
    _a_plan_is_reviewed(past)
    _a_draft_is_read(past)
    _a_plan_is_written(past)
    _advice_comes_in(past)
    _views_are_asked(past)
    _we_decide(past)
    _just_asked(past)
    past.passes()


def _a_plan_is_written(past: Past) -> None:
    case = _a_plan_is_needed(past, LEILA, ("Marek", "2016-05-30"), days_ago=110)
    with past.days_ago(2):
        plans.write(past, case, "Marek")


def _a_draft_is_read(past: Past) -> None:
    case = _a_plan_is_needed(past, RUTH, ("Noah", "2015-10-04"), days_ago=112)
    with past.days_ago(9):
        plans.write(past, case, "Noah")
        plans.send_draft(past, case)


def _a_plan_is_reviewed(past: Past) -> None:
    """The plan came in time; its first review is planned, everybody is invited, and the next school is asked about."""
    case = _a_plan_is_needed(past, HANA, ("Amal", "2016-03-21"), days_ago=440)
    with past.days_ago(331):
        plans.write(past, case, "Amal")
        plans.send_draft(past, case)
    with past.days_ago(320):
        plans.agree(past, case, HANA.email)
    with past.days_ago(310):
        plans.finish(past, case)
    with past.days_ago(309):
        past.posts(case)
    with past.days_ago(190):
        past.begins_moves()
        past.does(HANA.email, case, "transfer_wish.say_where", wish_kind="named", wish_names="Hill School")
    with past.days_ago(22):
        in_a_month = past.portal.clock.now() + timedelta(days=38)
        weekday = in_a_month - timedelta(days=max(0, in_a_month.weekday() - 4))
        reviews.plan(past, case, weekday, HANA.email)


def _a_plan_is_needed(past: Past, who: DemoPerson, child: tuple[str, str], *, days_ago: int) -> str:
    """The psychologist has given advice, the parent their views; gives the case."""
    case = _asks(past, who, child, days_ago=days_ago)
    _agreed(past, case, days_ago=days_ago - 30)
    _advisers(past, case, "educational_psychology", days_ago=days_ago - 31)
    with past.days_ago(days_ago - 60):
        past.does(EVE.email, case, "advice.give_advice", **ADVICE | {"role": "Educational psychologist"})
        past.shares(case)
    with past.days_ago(days_ago - 62):
        past.does(who.email, case, "views.family_views", **VIEWS)
    with past.days_ago(days_ago - 99):
        past.does(HUGH, case, "decide_plan", **PLAN)
    return case


def _advice_comes_in(past: Past) -> None:
    """The school's was shared, the psychologists' is late."""
    case = _asks(past, NADIA, ("Ivy", "2017-01-12"), days_ago=80)
    with past.days_ago(75):
        father = {"relationship": "father", "responsibility_how": "birth_certificate", "lives_with": "elsewhere"}
        past.opens(BEN, ("Ivy", "2017-01-12"), like=case, **father)
    _agreed(past, case, days_ago=47)
    _advisers(past, case, "school", "educational_psychology", days_ago=46)
    with past.days_ago(20):
        past.does(SCHOOL, case, "advice.give_advice", **ADVICE)
        past.shares(case)
    with past.days_ago(18):
        past.does(NADIA.email, case, "views.family_views", **VIEWS)
    with past.days_ago(1):
        past.invites(case, NADIA, BEN)


def _views_are_asked(past: Past) -> None:
    case = _asks(past, ALEX, ("Alex", "2009-02-20"), days_ago=40, about="myself")
    _agreed(past, case, days_ago=8)
    _advisers(past, case, "school", "educational_psychology", days_ago=7)


def _we_decide(past: Past) -> None:
    _asks(past, OMAR, ("Lina", "2018-08-03"), days_ago=33, relationship="father")


def _just_asked(past: Past) -> None:
    with past.days_ago(5):
        case = past.opens(DANA, ("Finn", "2019-05-12"))
        past.acts(DANA.email, case, "AskForAssessment", **REQUEST)


def _asks(past: Past, who: DemoPerson, child: tuple[str, str], *, days_ago: int, **other: Any) -> str:
    """The request is sent, and the officer writes that we are considering it; gives the case."""
    with past.days_ago(days_ago):
        case = past.opens(who, child, **other)
        past.acts(who.email, case, "AskForAssessment", **REQUEST)
    with past.days_ago(days_ago - 2):
        past.does(PRIYA, case, "check_duty", **DUTY)
        past.writes(case, "write_considering")
    return case


def _agreed(past: Past, case: str, *, days_ago: int) -> None:
    with past.days_ago(days_ago):
        past.does(HUGH, case, "decide_request", **ASSESS)
        past.writes(case, "request_answer.write_yes")


def _advisers(past: Past, case: str, *bodies: str, days_ago: int) -> None:
    by_mail = {"way": "email", "email": SCHOOL}
    advisers = [
        {"body": body, "who": TEAMS[body], **(by_mail if body == "school" else {"way": "team"})} for body in bodies
    ]
    with past.days_ago(days_ago):
        past.does(PRIYA, case, "choose_advisers", advisers=advisers)
    with past.portal.work() as services:  # the school has opened its link with its account
        for each in asking.of(services, find_case(services, case)):
            if each.email:
                services.accounts.memberships.grant(person_of(services, SCHOOL), each.reference, case, origin="demo")
