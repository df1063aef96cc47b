"""The browser that walks through the demo, and looks at pages in tests: the system's own."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from webapp import chromium


@contextmanager
def launched() -> Iterator[Browser]:
    """The system's Chromium, closed at the end. Raises NoChromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium.find()), args=chromium.FLAGS)
        yield started
        started.close()
