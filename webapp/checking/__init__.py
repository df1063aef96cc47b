"""What `./portal check` says: every file that ships, or every file under a path, each with its report."""

from pathlib import Path

from engine import Finding, Report
from webapp.checking import drawings, forms
from webapp.checking.ground import Ground, shipped, under

__all__ = ["check"]

KINDS = {".bpmn": drawings.check, ".form": forms.check}  # by the end of the name


def check(path: Path | None = None) -> dict[str, Report]:
    """A report for each file, by the name that is shown: all that ships, or what lies under the path."""
    ground = under(path) if path else shipped()
    return {ground.shown(file): _checked(ground, file) for file in ground.files if file.suffix in KINDS}


def _checked(ground: Ground, file: Path) -> Report:
    shown = ground.shown(file)
    try:
        data = file.read_bytes()
    except OSError as fault:
        found = Finding(file=shown, element="", message=f"The file cannot be read: {fault.strerror}.", remedy="")
        return Report(errors=(found,))
    return KINDS[file.suffix](ground, file, data)
