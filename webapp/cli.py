"""The portal's commands: each is a module of webapp.commands with NAME, HELP, add_arguments and run."""

import argparse
import pkgutil
import sys
from importlib import import_module

from webapp import commands
from webapp.config import SettingsRefused


def main(arguments: list[str] | None = None) -> int:
    """Run the command that the arguments name; without one, say which there are."""
    parser = argparse.ArgumentParser(prog="./portal")
    choices = parser.add_subparsers(title="commands", metavar="COMMAND")
    for found in pkgutil.iter_modules(commands.__path__):
        module = import_module(f"webapp.commands.{found.name}")
        command = choices.add_parser(module.NAME, help=module.HELP)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    chosen = parser.parse_args(arguments)
    if not hasattr(chosen, "run"):
        parser.print_help()
        return 0
    try:
        return int(chosen.run(chosen))
    except SettingsRefused as refused:
        print(refused)
        return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
