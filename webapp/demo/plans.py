"""The plans of the demo's cases: what is written in them, and their way to the family."""

from webapp.cases.reading import find_case
from webapp.demo.past import GRACE, PRIYA, Past, person_of
from webapp.plans import approving, finishing, versions, writing
from webapp.plans.models import PlanVersion
from webapp.plans.writing import Words
from webapp.portal import Services

LETTERS = "sign_letters"
VIEWS = "{child} likes building, birds and swimming, and wants to have a friend to build with."
ROWS = (  # need, outcome, help, and what help must say
    (
        ("Understanding language", "{child} understands sentences with two key words, and misses what comes after."),
        "By July 2028, {child} follows an instruction of three parts on 4 days out of 5.",
        "A speech and language therapist works with {child}, one to one, for 30 minutes each week in term time.",
        {"amount": "30 minutes", "often": "each week in term time", "who": "Speech and language therapist"},
    ),
    (
        ("Being with others", "{child} goes to the edge of the playground when many children are about."),
        "By July 2028, {child} plays with one other child for 20 minutes on 3 days a week.",
        "A teaching assistant leads a group of three children for 20 minutes on 3 days a week.",
        {"amount": "20 minutes", "often": "3 days a week", "who": "Teaching assistant"},
    ),
)
ANSWER = {"agree": "agree", "school_wish": "no", "wants_meeting": "no", "wants_budget": "no"}
PLACED = {
    "placement_kind": "named",
    "placement_name": "Beckside Primary",
    "placement_type": "Mainstream primary school",
    "as_wished": "yes",
    "placement_why": "It can meet the needs, and it is where the family wishes.",
}


def write(past: Past, case: str, child: str) -> None:
    """An officer writes the first parts; the task is theirs from then on."""
    with past.portal.work() as services:
        past.claimed(services, PRIYA, case, "plan_draft.write_plan")
        officer = person_of(services, PRIYA)
        version = _being_written(services, case)
        writing.add(services, version, "A", Words(words=VIEWS.format(child=child)), by=officer)
        for (heading, need), outcome, given, details in ROWS:
            said = Words(words=need.format(child=child), heading=heading)
            row = writing.add(services, version, "B", said, by=officer)
            said = Words(words=outcome.format(child=child))
            row = writing.add(services, version, "E", said, follows=row.key, by=officer)
            said = Words(words=given.format(child=child), details=details)
            writing.add(services, version, "F", said, follows=row.key, by=officer)


def send_draft(past: Past, case: str) -> None:
    """It is ready, health and social care have nothing to give, and the family gets it."""
    _is_ready(past, case, "plan_draft.write_plan")
    past.writes(case, f"plan_draft.{LETTERS}")


def agree(past: Past, case: str, parent: str) -> None:
    """The family agrees with the draft."""
    past.does(parent, case, "draft_answer.answer_draft", **ANSWER)


def change(past: Past, case: str, words: str) -> None:
    """After a review, an officer writes another need into the plan, and the family gets the changes."""
    element = "amendment_notice.write_plan"
    with past.portal.work() as services:
        past.claimed(services, PRIYA, case, element)
        version, officer = _being_written(services, case), person_of(services, PRIYA)
        writing.add(services, version, "B", Words(words=words, heading="Growing up"), by=officer)
    _is_ready(past, case, element)
    past.writes(case, f"amendment_notice.{LETTERS}")


def finish(past: Past, case: str, beside: str = "") -> None:
    """The school is named, a second person approves, and the final plan goes out; `beside` names a called process."""
    past.does(PRIYA, case, f"{beside}answer_comments")
    past.does(PRIYA, case, f"{beside}decide_next", next_step="final", next_why="The family agrees with it.")
    past.does(PRIYA, case, "consultation.choose_schools", schools_chosen=[])
    past.does(GRACE, case, "plan_final.decide_placement", **PLACED)
    _is_ready(past, case, "plan_final.write_plan")
    approve(past, case)
    past.writes(case, f"plan_final.{LETTERS}")


def approve(past: Past, case: str) -> None:
    """A manager who has not written it says yes."""
    with past.portal.work() as services:
        task, manager = past.claimed(services, GRACE, case, "plan_final.approve"), person_of(services, GRACE)
        actor = services.actor(manager)
        approving.decide(services, _being_written(services, case), True, because="", by=manager, actor=actor)
        services.engine.user_tasks.complete(task.id, by=actor, answers={})


def _is_ready(past: Past, case: str, element: str) -> None:
    """The officer has written all of it."""
    with past.portal.work() as services:
        past.claimed(services, PRIYA, case, element)
        finishing.finish(services, _being_written(services, case), by=person_of(services, PRIYA))
    past.does(PRIYA, case, element)


def _being_written(services: Services, case: str) -> PlanVersion:
    version = versions.being_written(services, find_case(services, case))
    assert version
    return version
