"""What the job types of the shipped drawings do: rows and deferred effects, nothing that reaches out."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import Job, Registry
from webapp import case_closing, correcting_decisions
from webapp.accounts import Accounts
from webapp.accounts.links import CONFIRM_EMAIL
from webapp.accounts.models import LinkToken, Person
from webapp.accounts.people import ACCOUNT_HOLDER
from webapp.cases import expected
from webapp.cases import service_tasks as cases
from webapp.cases.desk import Desk
from webapp.cases.service_tasks import Guard, desk_of
from webapp.ceasing import service_tasks as ceasing
from webapp.clocks import service_tasks as clocks
from webapp.coming_of_age import service_tasks as coming_of_age
from webapp.contributions import service_tasks as contributions
from webapp.letters import service_tasks as letters
from webapp.mail_effect import MAIL
from webapp.meetings import service_tasks as meetings
from webapp.moving import service_tasks as moving
from webapp.plans import asking, releasing
from webapp.plans import service_tasks as plans
from webapp.reviews import service_tasks as reviews
from webapp.transfers import service_tasks as transfers
from webapp.withdrawing import asking as withdrawals

__all__ = ["MAIL", "guards", "registry"]

AccountsOf = Callable[[Session], Accounts]


def registry(accounts_of: AccountsOf) -> Registry:
    """Every job type; `accounts_of` gives the accounts room for a session."""
    made = Registry()
    cases.register(made, accounts_of)
    clocks.register(made, accounts_of)
    letters.register(made, accounts_of, tell, releasing.with_letters_again, asking.ask_later)
    contributions.register(made, accounts_of)
    meetings.register(made, accounts_of)
    plans.register(made, accounts_of)
    reviews.register(made, accounts_of)
    ceasing.register(made, accounts_of)
    moving.register(made, accounts_of)
    coming_of_age.register(made, accounts_of)
    transfers.register(made, accounts_of)
    case_closing.register(made, accounts_of)
    correcting_decisions.register(made, accounts_of, tell)
    withdrawals.register(made, accounts_of)

    _accounts(made, accounts_of)
    _mail(made, accounts_of)
    return made


def guards(accounts_of: AccountsOf) -> dict[str, Guard]:
    """Every guard, by the name that a drawing gives it."""
    return {**cases.guards(accounts_of), **plans.guards(accounts_of)}


def _accounts(made: Registry, accounts_of: AccountsOf) -> None:
    @made.register("check-email")
    def check_email(job: Job) -> Mapping[str, Any]:
        return {"known": accounts_of(job.desk.session).is_known(str(job.inputs["email"]))}

    @made.register("create-account")
    def create_account(job: Job) -> Mapping[str, Any]:
        person = accounts_of(job.desk.session).create_account(job.business_key)
        expected.let_in(desk_of(job.desk, accounts_of), person)
        return {"account": person.reference}

    @made.register("discard-registration")
    def discard_registration(job: Job) -> Mapping[str, Any]:
        accounts_of(job.desk.session).discard_registration(job.business_key)
        return {}

    @made.register("turn-on-two-factor")
    def turn_on_two_factor(job: Job) -> Mapping[str, Any]:
        accounts = accounts_of(job.desk.session)
        accounts.finish_two_factor(accounts.people.by_reference(job.business_key))
        return {}


def _mail(made: Registry, accounts_of: AccountsOf) -> None:
    @made.register("send-notice")
    def send_notice(job: Job) -> Mapping[str, Any]:
        payload = {
            "deployment": job.deployment_id,
            "notice": job.headers["notice"],
            "to": job.headers["to"],
            "values": {name: str(value) for name, value in job.inputs.items()},
        }
        if purpose := job.headers.get("link"):
            payload["link"] = _link(accounts_of(job.desk.session), purpose, job.business_key).id
        key = f"notice:{job.instance_id}:{job.element_id}:{job.now.isoformat()}"
        job.desk.effects.defer(MAIL, key=key, business_key=job.business_key, payload=payload)
        return {}


def tell(desk: Desk, person: Person, notice: str, *, reference: str) -> None:
    """Mail workflows/shared/notices/<notice>.md about a case to the owner of an account, after the commit."""
    payload = {"notice": notice, "to": ACCOUNT_HOLDER, "values": {"reference": reference}}
    key = f"{notice}:{person.reference}:{reference}:{desk.now.isoformat()}"
    desk.engine.effects.defer(MAIL, key=key, business_key=person.reference, payload=payload)


def _link(accounts: Accounts, purpose: str, business_key: str) -> LinkToken:
    if purpose == CONFIRM_EMAIL:
        return accounts.confirmation_link(business_key)
    return accounts.lost_factors.stop_link(business_key)
