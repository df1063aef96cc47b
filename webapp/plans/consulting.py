"""Schools are consulted about a draft: each gets a letter of its own with the draft as somebody outside may read it.

So does the council that maintains a school, if it is another one: on paper or by mail, as an officer has proof of it.

Children and Families Act 2014, section 39(2); SEND Code of Practice, 9.80 to 9.83.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engine import Actor
from webapp.cases.desk import Desk
from webapp.cases.reading import find_case
from webapp.letters import preparing, serving
from webapp.letters.models import SIGNED, Letter
from webapp.plans import versions
from webapp.schools import asking, finding
from webapp.schools.models import NOT_CONSULTED, PlanSchool

NOTICE, TO_COUNCIL = "school_consultation", "council_consultation"


def prepare(
    desk: Desk, reference: str, rows: Sequence[Mapping[str, Any]], *, instance_id: int, deployment_id: int
) -> bool:
    """A letter for each school that an officer has chosen; gives whether there is any. Raises CaseNotFound."""
    case = find_case(desk, reference)
    version = versions.newest(desk, case)
    assert version  # the drawing issues a draft first
    councils = {asking.plain(str(row["school_name"])): str(row.get("school_council") or "").strip() for row in rows}
    for school in asking.choose(desk, reference, rows, instance_id=instance_id):
        wanted = [(NOTICE, school.name, school.reference)]
        if council := councils[school.name]:
            wanted.append((TO_COUNCIL, council, finding.council_of(school)))
        for notice, name, body in wanted:
            letter = preparing.nameless(desk, case, notice, instance_id, deployment_id, {"school_name": school.name})
            letter.name, letter.body, letter.enclosed = name, body, version.slug
            desk.session.add(letter)
    desk.session.flush()
    return bool(rows)


def begin(desk: Desk, reference: str, *, instance_id: int, by: Actor) -> list[Mapping[str, Any]]:
    """Each whose letter is signed is asked and has its 15 days; whoever was left out is not consulted."""
    asked = list[Mapping[str, Any]]()
    signed = {letter.body: letter for letter in preparing.in_state(desk, instance_id, NOTICE, SIGNED)}
    for school in asking.chosen(desk, reference, instance_id):
        if letter := signed.get(school.reference):
            _ask(desk, school, letter, by)
            asked.append(asking.as_asked(school))
        else:
            school.state = NOT_CONSULTED
    for letter in preparing.in_state(desk, instance_id, TO_COUNCIL, SIGNED):
        serving.hand_over(desk, letter, reads_here=False, by=by)
    desk.session.flush()
    return asked


def _ask(desk: Desk, school: PlanSchool, letter: Letter, by: Actor) -> None:
    assert letter.signer
    reads_here = asking.ask(desk, school, officer=letter.signer, by=by)
    letter.person_id = school.person_id
    desk.session.flush()
    serving.hand_over(desk, letter, reads_here=reads_here, by=by)
