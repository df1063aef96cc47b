"""`./portal walkthrough`: the pictures of the families' guide, made anew from the portal as it is."""

import argparse
from pathlib import Path

import orjson

from webapp import chromium
from webapp.config import HOME, Config

NAME = "walkthrough"
HELP = "the pictures of the families' guide, made anew from the portal's own pages"
PICTURES = HOME / "webapp" / "static" / "walkthrough"
SAID = "said.json"  # what each pictured page says: by this a test knows that a picture has become old


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=PICTURES, help="folder for the pictures (where the guide has them)")


def run(arguments: argparse.Namespace) -> int:
    """1 when there is no browser to make them with."""
    from webapp.walkthrough import house, walk  # its browser library is installed for this command and for tests alone

    try:
        chromium.obtain()
        print("Making a demo to walk through …", flush=True)
        with house.opened(Config.load()) as home:
            said = walk.take(home, arguments.out, lambda words: print(words, flush=True))
    except chromium.NoChromium as missing:
        print(missing)
        return 1
    (arguments.out / SAID).write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2))
    print(f"{len(said)} pictures are in {arguments.out}. The guide at /help shows them.")
    return 0
