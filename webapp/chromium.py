"""Chromium for browser tests and pictures: found, or installed by the system's package manager when it may."""

import os
import shutil
import subprocess
from pathlib import Path

SHELL = "chromium-headless-shell"  # without windows: pages are there in half the time
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FONTS = "fonts-liberation"  # without it every line wraps elsewhere
INSTALL = f"Install Chromium with your system's package manager (Debian: apt-get install {SHELL} {FONTS})."


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
    """The browser's path, the fastest installed first when this user may; raises NoChromium with the remedy."""
    if not shutil.which(SHELL) and shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium for the browser tests (a minute or two) …", flush=True)
        _apt("update")
        if not _apt("install", "-y", SHELL, FONTS):
            _apt("install", "-y", "chromium", FONTS)
    return find()


def _apt(*words: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", "-q", *words], env=environment, capture_output=True).returncode == 0
