"""What `./portal check` says: every file that ships, or every file under a path, each with its report."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from engine import DrawingRefused, Finding, Report
from webapp.checking import (
    clocks,
    decisions,
    drawings,
    forms,
    groups,
    hints,
    keeping,
    letters,
    notices,
    scenarios,
    shared,
)
from webapp.checking.ground import Ground, read, shipped, under

__all__ = ["check", "refuse_errors"]

Stamp = tuple[str, int, int]
Check = Callable[[Ground, Path, bytes], Report]
BY_NAME: dict[str, Check] = {
    "groups.toml": groups.check,
    **clocks.BY_NAME,
    "plan_hints.toml": hints.check_hints,
    "retention.toml": keeping.check_retention,
    "required.toml": letters.check_required,
    "facts.toml": letters.check_facts,
    "bodies.toml": letters.check_bodies,
}
BY_FOLDER: dict[tuple[str, str], Check] = {
    ("notices", ".md"): notices.check,
    ("letters", ".md"): letters.check,
    ("scenarios", ".toml"): scenarios.check,
    ("lists", ".toml"): shared.check_list,
}
BY_ENDING: dict[str, Check] = {".bpmn": drawings.check, ".form": forms.check, ".dmn": decisions.check}


CHECKED = "Name a drawing, a form, a decision table, groups.toml, or a folder of such files."


def check(path: Path | None = None) -> dict[str, Report]:
    """A report for each file, by the name that is shown: all that ships, or what lies under the path."""
    if path and not path.exists():
        return {str(path): _refused(str(path), "There is no such file or folder.", "Look at how it is spelled.")}
    ground = under(path) if path else shipped()
    chosen = ((file, _check_of(file)) for file in ground.files)
    found = {ground.shown(file): _checked(check_, ground, file) for file, check_ in chosen if check_}
    return found or {str(path): _refused(str(path), "There is nothing here that is checked.", CHECKED)}


def refuse_errors(path: Path | None = None) -> None:
    """Nothing when `check` finds no error. Raises DrawingRefused with all of them."""
    ground = under(path) if path else shipped()
    if errors := _errors(path, _stamps(ground)):
        raise DrawingRefused(list(errors))


@lru_cache(maxsize=4)
def _errors(path: Path | None, _stamped: tuple[Stamp, ...]) -> tuple[Finding, ...]:
    """What was checked and has not changed since is not checked again: it takes more than a second."""
    return tuple(error for report in check(path).values() for error in report.errors)


def _stamps(ground: Ground) -> tuple[Stamp, ...]:
    """Name, moment of the last change and size of every file that a check may look at."""
    files = (file for file in ground.all if file.is_file())
    return tuple((str(file), (now := file.stat()).st_mtime_ns, now.st_size) for file in files)


def _check_of(file: Path) -> Check | None:
    """The check for this kind of file; None for one that nobody deploys."""
    by_place = BY_NAME.get(file.name) or BY_FOLDER.get((file.parent.name, file.suffix))
    return by_place or BY_ENDING.get(file.suffix.lower())


def _checked(check_: Check, ground: Ground, file: Path) -> Report:
    try:
        return check_(ground, file, read(file))
    except OSError as fault:
        return _refused(ground.shown(file), f"The file cannot be read: {fault.strerror}.", "Look at its permissions.")
    except Exception as fault:  # whatever a foreign file holds, the others still get their verdict
        message = f"The check itself failed: {type(fault).__name__}: {fault}."
        return _refused(ground.shown(file), message, "Send the file to whoever looks after the portal.")


def _refused(file: str, message: str, remedy: str) -> Report:
    return Report(errors=(Finding(file=file, element="", message=message, remedy=remedy),))
