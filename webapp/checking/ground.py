"""The ground of a check: which files are looked at, and where those lie that they may name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.portal import FORMS, HOME, WORKFLOWS

GROUPS = "groups.toml"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """`files` are checked; `forms` and `decisions` may be named by them; `groups` is the list of groups."""

    files: tuple[Path, ...]
    forms: tuple[Path, ...]
    groups: Path
    home: Path  # names are shown from here

    def shown(self, file: Path) -> str:
        """The file's name for a reader."""
        return file.relative_to(self.home).as_posix() if file.is_relative_to(self.home) else str(file)

    def resources(self, drawing: Path) -> Mapping[str, bytes]:
        """What would be deployed with a drawing, by name."""
        folder = drawing.parent
        found = {file.name: file for file in sorted(folder.glob("*.dmn"))}
        found |= {f"notices/{file.name}": file for file in sorted(folder.glob("notices/*.md"))}
        found |= {file.name: file for file in self._forms(folder.name)}
        return {name: file.read_bytes() for name, file in found.items()}

    def _forms(self, process_id: str) -> Iterable[Path]:
        own = [form for form in self.forms if form.parent.name in (process_id, "shared")]
        return own if self.home == HOME else self.forms


def shipped() -> Ground:
    """All that ships."""
    files = (*_all(WORKFLOWS), *_all(FORMS))
    return Ground(files=files, forms=tuple(sorted(FORMS.rglob("*.form"))), groups=WORKFLOWS / GROUPS, home=HOME)


def under(path: Path) -> Ground:
    """A file, or all files of a folder; one of ours is checked among ours."""
    path = path.resolve()
    if any(path.is_relative_to(room) for room in (WORKFLOWS, FORMS)):
        all_of_it = shipped()
        chosen = tuple(file for file in all_of_it.files if file.is_relative_to(path))
        return Ground(files=chosen, forms=all_of_it.forms, groups=all_of_it.groups, home=HOME)
    folder = path if path.is_dir() else path.parent
    groups = next(iter(sorted(folder.rglob(GROUPS))), WORKFLOWS / GROUPS)
    files = _all(path) if path.is_dir() else (path,)
    return Ground(files=files, forms=tuple(sorted(folder.rglob("*.form"))), groups=groups, home=folder)


def _all(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(file for file in folder.rglob("*") if file.is_file()))
