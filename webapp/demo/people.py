"""The demo's people, of every role, and requests and cases in different states; all of them invented."""

from dataclasses import dataclass
from typing import Any

import pyotp
from sqlalchemy import select

from webapp.accounts import PersonDetails, authenticator
from webapp.accounts.authenticator import AuthenticatorApp
from webapp.accounts.models import Authenticator, Person
from webapp.accounts.people import FAMILY, PROFESSIONAL, STAFF
from webapp.cases import access
from webapp.letters.bodies import bodies
from webapp.portal import Services

PASSWORD = "Demo-password-2026"


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Somebody to sign in as."""

    email: str
    first_name: str
    last_name: str
    role: str
    kind: str = FAMILY
    groups: tuple[str, ...] = ()


JO = DemoPerson(email="jo.bell@example.org", first_name="Jo", last_name="Bell", role="parent, can see Sam’s record")
DANIEL = DemoPerson(email="daniel.okafor@example.org", first_name="Daniel", last_name="Okafor", role="parent, waits")
MIRA = DemoPerson(email="mira.shah@example.org", first_name="Mira", last_name="Shah", role="carer, must send more")
EVAN = DemoPerson(email="evan.price@example.org", first_name="Evan", last_name="Price", role="was refused")
RAY = DemoPerson(
    email="ray.bell@example.org", first_name="Ray", last_name="Bell", role="parent, waits; must not learn where Sam is"
)
KIT = DemoPerson(email="kit.dale@example.org", first_name="Kit", last_name="Dale", role="parent, nothing asked yet")
ROBIN = DemoPerson(
    email="robin.ash@example.org", first_name="Robin", last_name="Ash", role="young person, can see their own record"
)
PRIYA = DemoPerson(
    email="priya.nair@cumberland.example",
    first_name="Priya",
    last_name="Nair",
    role="SEND officer",
    kind=STAFF,
    groups=("send_admin", "send_officer"),
)
TOM = DemoPerson(
    email="tom.hale@cumberland.example",
    first_name="Tom",
    last_name="Hale",
    role="SEND officer and safeguarding",
    kind=STAFF,
    groups=("send_admin", "safeguarding"),
)
HUGH = DemoPerson(
    email="hugh.penn@cumberland.example",
    first_name="Hugh",
    last_name="Penn",
    role="panel, decides about assessments and plans",
    kind=STAFF,
    groups=("panel",),
)
OTHERS = (
    DemoPerson(
        email="grace.lowe@cumberland.example",
        first_name="Grace",
        last_name="Lowe",
        role="SEND manager",
        kind=STAFF,
        groups=("send_manager", "send_admin"),
    ),
    DemoPerson(
        email="ada.finch@cumberland.example",
        first_name="Ada",
        last_name="Finch",
        role="business analyst",
        kind=STAFF,
        groups=("analyst",),
    ),
    DemoPerson(
        email="sol.reyes@cumberland.example",
        first_name="Sol",
        last_name="Reyes",
        role="administrator",
        kind=STAFF,
        groups=("administrator",),
    ),
    DemoPerson(
        email="head@beckside.example",
        first_name="Ruth",
        last_name="Marsh",
        role="head of a school",
        kind=PROFESSIONAL,
        groups=("school",),
    ),
)
BODIES = tuple(  # they read in the portal the copies that the law asks us to send them, and agree drafts
    DemoPerson(
        email=each.email,
        first_name="Copies for",
        last_name=name.replace("_", " "),
        role="reads copies, agrees drafts",
        kind=PROFESSIONAL,
        groups=(name,),
    )
    for name, each in bodies().items()
)
PEOPLE = (JO, DANIEL, MIRA, EVAN, RAY, KIT, ROBIN, PRIYA, TOM, HUGH, *OTHERS, *BODIES)

ANSWERS = {
    "about": "child",
    "relationship": "mother",
    "requester_dob": "1988-05-02",
    "parental_responsibility": "yes",
    "responsibility_how": "birth_mother",
    "lives_with": "me",
    "others_have_responsibility": "no",
    "keep_address_secret": False,
    "court_orders": "no",
    "evidence_way": "later",
    "identity_documents": [],
    "address_documents": [],
    "link_documents": [],
    "order_documents": [],
    "safety_worry": "no",
    "declaration": True,
}

OF_MYSELF = {
    "about": "myself",
    "others_may_see": "no",
    "evidence_way": "later",
    "identity_documents": [],
    "address_documents": [],
    "safety_worry": "no",
    "declaration": True,
}

AFRAID = {
    "keep_address_secret": True,
    "court_orders": "yes",
    "order_kinds": ["non_molestation"],
    "order_words": "Ray Bell may not come near us until 14 November 2027.",
    "safety_worry": "yes",
    "safety_words": "We have moved. Sam’s father must not learn where we live or which school Sam goes to.",
}


def make(services: Services) -> None:
    """People, and what they have done so far; once in a database."""
    if services.accounts.is_known(JO.email):
        return
    # Numbers of their own, from those that are nobody's: who shares one with a requester may not decide.
    people = {each: add(services, each, f"01632 960 {300 + n}") for n, each in enumerate(PEOPLE)}
    ask(services, people[JO], "Sam", "Bell", "2017-09-14", **AFRAID)
    _review(services, people[PRIYA], {"decision": "approve", "checked": ["identity", "link"]})
    _match(services, people[PRIYA])
    robin = {"child_first_name": "Robin", "child_last_name": "Ash", "child_dob": "2008-11-03"}
    access.request(services, people[ROBIN], {**OF_MYSELF, **robin})
    _review(services, people[PRIYA], {"decision": "approve", "checked": ["identity", "link", "responsibility"]})
    _match(services, people[PRIYA])
    ask(services, people[MIRA], "Asha", "Shah", "2019-02-03", relationship="other", relationship_other="her aunt")
    wanted = {
        "evidence_wanted": ["address"],
        "message_to_requester": "A letter that says that Asha lives with you.",
    }
    _review(services, people[PRIYA], {"decision": "more_evidence", "checked": ["identity", "link"], **wanted})
    ask(services, people[EVAN], "Owen", "Price", "2015-11-30")
    no = {"refusal_reason": "link", "message_to_requester": "We could not see how you are related."}
    _review(services, people[PRIYA], {"decision": "refuse", "checked": ["identity", "link"], **no})
    ask(services, people[DANIEL], "Leo", "Okafor", "2018-06-21")
    ask(
        services,
        people[RAY],
        "Sam",
        "Bell",
        "2017-09-14",
        relationship="father",
        responsibility_how="birth_certificate",
        lives_with="elsewhere",
    )


def add(services: Services, demo: DemoPerson, phone: str = "") -> Person:
    """An account that is ready to sign in."""
    details = PersonDetails(email=demo.email, first_name=demo.first_name, last_name=demo.last_name, telephones=(phone,))
    person = services.accounts.people.add(details, kind=demo.kind, password=PASSWORD)
    services.accounts.finish_two_factor(person)  # only who registers anew sees the first sign-in
    if demo.kind == STAFF:
        authenticator.keep(services.accounts.desk, person, authenticator.new_nonce())
        services.accounts.factors.add(person, AuthenticatorApp.name)
    for group in demo.groups:
        services.accounts.memberships.grant(person, group, origin="demo")
    return person


def app_code(services: Services, email: str) -> str:
    """What the authenticator app of somebody in the demo shows now; "" for who has none."""
    desk = services.accounts.desk
    found = select(Person, Authenticator.nonce).join(Authenticator).where(Person.email == email)
    row = desk.session.execute(found).first()
    return pyotp.TOTP(authenticator.secret(desk, row[0], row[1])).at(desk.now) if row else ""


def ask(services: Services, person: Person, first: str, last: str, born: str, **other: Any) -> str:
    child = {"child_first_name": first, "child_last_name": last, "child_dob": born}
    return access.request(services, person, {**ANSWERS, **child, **other})


def _review(services: Services, officer: Person, answers: dict[str, Any]) -> None:
    """The officer claims the task that waits and decides."""
    actor = services.actor(officer)
    task = services.engine.user_tasks.inbox(actor)[0]
    services.engine.user_tasks.claim(task.id, by=actor)
    services.engine.user_tasks.complete(task.id, by=actor, answers=answers)


def _match(services: Services, officer: Person) -> None:
    actor = services.actor(officer)
    task = services.engine.user_tasks.inbox(actor)[0]
    services.engine.user_tasks.claim(task.id, by=actor)
    access.match(services, task.business_key, None, by=actor)
    services.engine.user_tasks.complete(task.id, by=actor, answers={})
