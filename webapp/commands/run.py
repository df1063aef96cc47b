"""`./portal run`: the demo on this machine, with people, mail and a worker, in one command."""

import argparse
import threading

from waitress.server import create_server

from webapp import demo, demo_house, logs
from webapp.app import create_app
from webapp.config import Config
from webapp.demo import stages
from webapp.portal import Portal
from webapp.security import LONGEST_BODY
from webapp.serving import listening
from webapp.worker import Worker

NAME = "run"
HELP = "the demo: site, worker and mailbox on this machine; prints where to go and who to be"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    listening.add_port(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted; 1 when the port is not to be had. Nothing else is begun before it is ours."""
    config = Config.load().at_port(arguments.port)
    try:
        sockets = listening.bind("localhost", arguments.port)
    except listening.NotToBeHad as reason:
        print(reason)
        return 1
    portal = Portal(config)
    demo_house.prepare(portal)
    stages.make(portal)
    logs.configure(readable=True)  # not before: whoever starts it looks for the address, not for the demo's mail
    worker = Worker(portal)
    threading.Thread(target=worker.run, name="worker", daemon=True).start()
    print(_welcome(config.base_url), flush=True)
    create_server(
        create_app(portal), sockets=sockets, threads=8, ident=None, max_request_body_size=4 * LONGEST_BODY
    ).run()
    worker.stop()
    return 0


def _welcome(address: str) -> str:
    known = (*demo.PEOPLE, *stages.PEOPLE)
    widest = max(len(each.email) for each in known)
    people = [f"  {each.email:{widest}}  {each.role}" for each in known]
    lines = [f"The portal is at {address}", f"The mail that it sends is at {address}/demo/mailbox", ""]
    lines += [
        f"Sign in with the password {demo.PASSWORD} as",
        *people,
        "",
        "People of the council choose “Use another way”, then their authenticator app: the mailbox shows its codes.",
        "Or register as somebody new. Ctrl+C ends it.",
    ]
    return "\n".join(lines)
