"""`./portal worker`: fires timers and performs effects until it is ended; on PostgreSQL as many as wanted."""

import argparse
import signal

from webapp import logs
from webapp.config import Config
from webapp.portal import Portal
from webapp.worker import Worker

NAME = "worker"
HELP = "fire timers and send mail until ended; on PostgreSQL as many workers as wanted"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: every worker does every piece."""


def run(arguments: argparse.Namespace) -> int:
    """0 when it was asked to end and has finished the work in hand."""
    logs.configure()
    worker = Worker(Portal(Config.load()))
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: worker.stop())
    worker.run()
    return 0
