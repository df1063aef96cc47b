"""What this room does for the shipped drawings: job types and guards by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import Actor, Desk, Engine, Job, Record, Registry
from webapp.accounts import Accounts
from webapp.cases import granting, independence, lost_factor, opening, requests, reviewing, school_asking
from webapp.cases.reviewing import GUARD

HOW = {"telephone": "by telephone", "letter": "by letter", "email": "by email", "talk": "in a talk"}
AccountsOf = Callable[[Session], Accounts]
Guard = Callable[[Desk, Record, Actor], str | None]


@dataclass(frozen=True, kw_only=True)
class EngineDesk:
    """A desk on the engine's own session."""

    session: Session
    now: datetime
    engine: Engine
    accounts: Accounts


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""

    @registry.register("acknowledge-request")
    def acknowledge_request(job: Job) -> Mapping[str, Any]:
        requests.acknowledge(desk_of(job.desk, accounts_of), job.business_key)
        return {}

    @registry.register("grant-access")
    def grant_access(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        party = granting.grant(desk, job.business_key, str(job.inputs["scope"]))
        payload = {"request": job.business_key, "person": party.person.reference, "scope": party.scope}
        job.desk.history.record(party.case.reference, "access granted", by=job.by, payload=payload)
        return {"case_reference": party.case.reference}

    @registry.register("look-whether-considered")
    def look_whether_considered(job: Job) -> Mapping[str, Any]:
        return {"considered": school_asking.is_considered(desk_of(job.desk, accounts_of), job.business_key)}

    @registry.register("check-lost-factor")
    def check_lost_factor(job: Job) -> Mapping[str, Any]:
        return {"asker": lost_factor.who_asks(desk_of(job.desk, accounts_of), job.business_key)}

    @registry.register("reset-factors")
    def reset_factors(job: Job) -> Mapping[str, Any]:
        accounts_of(job.desk.session).lost_factors.reset(job.business_key)
        return {}


def guards(accounts_of: AccountsOf) -> dict[str, Guard]:
    """This room's guards, by the name that a drawing gives them."""

    def independent_of_requester(at_hand: Desk, task: Record, actor: Actor) -> str | None:
        claimed = task.assignee == actor.id
        return reviewing.may_decide(desk_of(at_hand, accounts_of), task.business_key, actor, claimed=claimed)

    def independent_of_owner(at_hand: Desk, task: Record, actor: Actor) -> str | None:
        return lost_factor.may_decide(desk_of(at_hand, accounts_of), task.business_key, actor)

    def independent_of_case(at_hand: Desk, task: Record, actor: Actor) -> str | None:
        return opening.refusal(desk_of(at_hand, accounts_of), task.business_key, actor)

    def second_person(at_hand: Desk, task: Record, actor: Actor) -> str | None:
        return opening.refusal_to_second(desk_of(at_hand, accounts_of), task, actor)

    return {
        GUARD: independent_of_requester,
        lost_factor.GUARD: independent_of_owner,
        independence.GUARD: independent_of_case,
        opening.SECOND: second_person,
    }


def desk_of(at_hand: Desk, accounts_of: AccountsOf) -> EngineDesk:
    """What a step has at hand, with the accounts room."""
    assert isinstance(at_hand, Engine)  # a step's desk is the engine that takes it
    return EngineDesk(session=at_hand.session, now=at_hand.now, engine=at_hand, accounts=accounts_of(at_hand.session))
