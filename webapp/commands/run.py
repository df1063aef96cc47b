"""`./portal run`: the demo on this machine, with people, mail and a worker, in one command."""

import argparse
import threading

from waitress import serve

from webapp import schema, shipped
from webapp.accounts import PersonDetails
from webapp.accounts.people import FAMILY, STAFF
from webapp.app import create_app
from webapp.config import Config
from webapp.portal import Portal, Services
from webapp.worker import Worker

NAME = "run"
HELP = "the demo: site, worker and mailbox on this machine; prints where to go and who to be"
PASSWORD = "Demo-password-2026"
PEOPLE = (
    ("jo.bell@example.org", "Jo", "Bell", FAMILY, ()),
    ("priya.nair@cumberland.example", "Priya", "Nair", STAFF, ("send_admin", "send_officer")),
    ("tom.hale@cumberland.example", "Tom", "Hale", STAFF, ("send_admin", "safeguarding")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="where the site listens (8000)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    portal = Portal(Config.load())
    portal.config.var.mkdir(parents=True, exist_ok=True)
    prepare(portal)
    worker = Worker(portal)
    threading.Thread(target=worker.run, name="worker", daemon=True).start()
    print(_welcome(arguments.port), flush=True)
    serve(create_app(portal), listen=f"localhost:{arguments.port}", threads=8, ident=None)
    worker.stop()
    return 0


def prepare(portal: Portal) -> None:
    """The database, the shipped processes and the demo's people; what is there already is left as it is."""
    schema.upgrade(portal.database.engine)
    with portal.work() as services:
        shipped.deploy(services)
        for person in PEOPLE:
            _add(services, *person)


def _add(services: Services, email: str, first: str, last: str, kind: str, groups: tuple[str, ...]) -> None:
    if services.accounts.is_known(email):
        return
    details = PersonDetails(email=email, first_name=first, last_name=last)
    person = services.accounts.people.add(details, kind=kind, password=PASSWORD)
    services.accounts.finish_two_factor(person)  # only who registers anew sees the first sign-in
    for group in groups:
        services.accounts.memberships.grant(person, group, origin="demo")


def _welcome(port: int) -> str:
    lines = [f"The portal is at http://localhost:{port}", f"Mail that it sends: http://localhost:{port}/demo/mailbox"]
    lines += [f"  {email}  ({kind})" for email, _, _, kind, _ in PEOPLE]
    return "\n".join([*lines[:2], f"Sign in with the password {PASSWORD} as", *lines[2:], "Ctrl+C ends it."])
