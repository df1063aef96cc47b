"""Chromium for browser tests and pictures: found, or installed by the system's package manager when it may."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-liberation")  # without its font every line wraps elsewhere
INSTALL = "Install Chromium with your system's package manager (Debian: apt-get install chromium fonts-liberation)."


class NoChromium(Exception):
    """There is no Chromium on this machine."""

    def __str__(self) -> str:
        return f"{self.__doc__} {INSTALL}"


def find() -> Path:
    """The browser's path; raises NoChromium with the remedy."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise NoChromium
    return Path(found)


def obtain() -> Path:
    """The browser's path, installed first when this user may; raises NoChromium with the remedy."""
    try:
        return find()
    except NoChromium:
        if shutil.which("apt-get") is None or os.geteuid() != 0:
            raise
    print("Installing Chromium for the browser tests (a minute or two) …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", *PACKAGES]):
        subprocess.run(["apt-get", "-q", *words], env=environment, check=False, capture_output=True)
    return find()
