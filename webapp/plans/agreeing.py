"""Health and social care agree what a plan says that they give: each reads its own sections, and nothing else of it.

Health care provision must be agreed by the health commissioner (SEND Regulations 2014, regulation 12(2)).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine import Actor
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.mail_effect import MAIL
from webapp.plans import reading, versions
from webapp.plans.models import FINAL, PlanAgreement, PlanStatement, PlanVersion
from webapp.plans.reading import Reading

SECTIONS = {"health": ("C", "G"), "social_care": ("D", "H1", "H2")}  # by candidate group: needs, then what is given
GIVEN = {"health": ("G",), "social_care": ("H1", "H2")}  # without these there is nothing to agree
NO, WITHOUT = "no", "without"
MUST_AGREE = ("health",)  # regulation 12(2)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What one body reads to agree it."""

    body: str
    case: Case
    found: Reading  # as somebody outside the family may read it
    letters: tuple[str, ...]


def ask(desk: Desk, reference: str) -> list[Mapping[str, Any]]:
    """Which bodies are asked about the version in work: those that give something and have not agreed these words."""
    version = _in_work(desk, reference)
    said = versions.statements(desk, version)
    asked = [body for body in GIVEN if _gives(said, body) and not _agreed(desk, version, said, body)]
    for body in asked:
        _tell(desk, version, body, "agreement_wanted")
    return [{"name": body, "groups": [body]} for body in asked]


def remind(desk: Desk, reference: str, body: str) -> None:
    """A mail to the team."""
    _tell(desk, _in_work(desk, reference), body, "agreement_reminder")


def keep(desk: Desk, reference: str, body: str, answers: Mapping[str, Any], *, by: Actor) -> PlanAgreement:
    """What it says about its sections as they stand now, or that we go on without its answer."""
    version = _in_work(desk, reference)
    made = PlanAgreement(
        version_id=version.id,
        body=body,
        digest=_digest(versions.statements(desk, version), body),
        answer=str(answers["agrees"]),
        words=str(answers.get("change_words") or "").strip(),
        by_name=str(answers.get("agreed_by") or by.name),
        at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    payload = {"version": version.slug, "body": body, "answer": made.answer}
    desk.engine.history.record(reference, "plan agreed", by=by, payload=payload)
    return made


def all_agree(desk: Desk, reference: str) -> bool:
    """Has everybody who gives something agreed it, or has an officer decided to go on without?"""
    version = _in_work(desk, reference)
    said = versions.statements(desk, version)
    return all(_settled(desk, version, said, body) for body in GIVEN if _gives(said, body))


def objections(desk: Desk, version: PlanVersion) -> list[PlanAgreement]:
    """What is to be changed in the version in work, by whom it was asked last."""
    last = (_last(desk, version, body) for body in GIVEN)
    return [each for each in last if each and each.answer == NO]


def body_of(known: Mapping[str, Any]) -> str:
    """Which body an open task of the drawing `agreement` is about, by what is known where it stands."""
    about = known.get("body")
    return str(about.get("name", "")) if isinstance(about, dict) else ""  # of an assessment it is whom we ask


def of_task(desk: Desk, reference: str, known: Mapping[str, Any]) -> Asked | None:
    """What that body reads."""
    body = body_of(known)
    if body not in SECTIONS:
        return None
    version = _in_work(desk, reference)
    found = reading.read(desk, version, outside=True, compared=False)
    return Asked(body=body, case=version.case, found=found, letters=SECTIONS[body])


def _in_work(desk: Desk, reference: str) -> PlanVersion:
    version = versions.being_written(desk, find_case(desk, reference))
    assert version  # the drawing begins one first
    return version


def _gives(said: list[PlanStatement], body: str) -> bool:
    return any(each.section in GIVEN[body] for each in said)


def _digest(said: list[PlanStatement], body: str) -> str:
    return versions.digest(each for each in said if each.section in SECTIONS[body])


def _agreed(desk: Desk, version: PlanVersion, said: list[PlanStatement], body: str) -> bool:
    """These words were agreed before, in this version or an earlier one of the case."""
    same = _answers(version.case, body).where(PlanAgreement.digest == _digest(said, body))
    last = desk.session.scalars(same.order_by(PlanAgreement.at.desc())).first()
    return last is not None and last.answer == "yes"


def _settled(desk: Desk, version: PlanVersion, said: list[PlanStatement], body: str) -> bool:
    """Health help that is not agreed stands in no final plan; a draft may go out while the answer is awaited."""
    if _agreed(desk, version, said, body):
        return True
    last = _last(desk, version, body)
    return last is not None and last.answer == WITHOUT and not (version.kind == FINAL and body in MUST_AGREE)


def _last(desk: Desk, version: PlanVersion, body: str) -> PlanAgreement | None:
    mine = _answers(version.case, body).where(PlanAgreement.version_id == version.id)
    return desk.session.scalars(mine.order_by(PlanAgreement.at.desc())).first()


def _answers(case: Case, body: str):  # type: ignore[no-untyped-def]
    of_case = select(PlanAgreement).join(PlanVersion, PlanVersion.id == PlanAgreement.version_id)
    return of_case.where(PlanVersion.case_id == case.id, PlanAgreement.body == body)


def _tell(desk: Desk, version: PlanVersion, body: str, notice: str) -> None:
    payload = {"notice": notice, "to": body, "values": {"reference": version.case.reference}}
    key = f"{notice}:{version.id}:{body}:{desk.now.isoformat()}"
    desk.engine.effects.defer(MAIL, key=key, business_key=version.case.reference, payload=payload)
