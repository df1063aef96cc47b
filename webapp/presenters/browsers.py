"""What a browser says of itself, in the words by which its owner knows it again: “Firefox on Windows”."""

# The first that is found wins: most browsers also carry the names of those that they want to be taken for.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)


def browser_words(agent: str) -> str:
    """“Chrome on Android”; “A browser” where it says nothing that we know."""
    browser = _first(BROWSERS, agent) or "A browser"
    machine = _first(MACHINES, agent)
    return f"{browser} on {machine}" if machine else browser


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((words for mark, words in names if mark in agent), "")
