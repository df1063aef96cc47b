"""The ground of a check: which files are looked at, and where those lie that they may name."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine import PARTS, TEXTS, DrawingRefused, called_in, whole
from webapp.config import HOME
from webapp.portal import FORMS, WORKFLOWS

GROUPS = "groups.toml"
LARGEST = 8_000_000  # bytes of a file that is read at all


@dataclass(frozen=True, kw_only=True)
class Ground:
    """`files` are checked; `all` may be named by them; `groups` is the list of groups."""

    files: tuple[Path, ...]
    all: tuple[Path, ...]
    groups: Path
    home: Path  # names are shown from here

    def shown(self, file: Path) -> str:
        """The file's name for a reader."""
        return file.relative_to(self.home).as_posix() if file.is_relative_to(self.home) else str(file)

    def resources(self, drawing: Path) -> Mapping[str, bytes]:
        """What would be deployed with a drawing, by name; also what lies with the processes that it calls."""
        found: dict[str, bytes] = {}
        folders, waiting = set[Path](), [drawing.parent]
        while waiting:
            folder = waiting.pop(0)
            if folder in folders:
                continue
            folders.add(folder)
            found = self._of(folder, drawing) | found
            calls = {called for name in found if name.endswith(".bpmn") for called in called_in(found[name])}
            waiting += [file.parent for process_id, file in self.processes.items() if process_id in calls]
        return found

    def _of(self, folder: Path, drawing: Path) -> dict[str, bytes]:
        tables = self._beside(folder, ".dmn")
        found = {file.name: file for file in (*self._drawings(folder, drawing), *tables)}
        for texts in TEXTS:
            found |= {f"{texts}/{file.name}": file for file in self._beside(folder / texts, ".md")}
        found |= {file.name: file for file in self.forms_of(folder.name)}
        return {name: self._whole(file) for name, file in found.items()}

    def _whole(self, file: Path) -> bytes:
        """A form with the parts that it names, as it is deployed; that a part is not there its own check says."""
        if file not in self._read:
            self._read[file] = data = read(file)
            if file.suffix == ".form":
                with suppress(DrawingRefused):
                    self._read[file] = whole(file.name, data, self.parts)
        return self._read[file]

    @cached_property
    def _read(self) -> dict[Path, bytes]:
        """What many drawings are deployed with is read once."""
        return {}

    def _drawings(self, folder: Path, drawing: Path) -> list[Path]:
        """Those of a process's folder; on foreign ground a drawing stands for itself."""
        own = (folder / f"{folder.name}.bpmn").exists()
        return self._beside(folder, ".bpmn") if own else [drawing]

    def forms_of(self, process_id: str) -> Iterator[Path]:
        """Forms that a process may show: its own and the shared ones; on foreign ground, all that lie there."""
        forms = (file for file in self.all if file.suffix == ".form")
        return (form for form in forms if self.home != HOME or form.parent.name in (process_id, "shared"))

    @cached_property
    def parts(self) -> Mapping[str, Path]:
        """Parts that a form may include: the shared ones; on foreign ground, any form that lies there."""
        forms = (file for file in self.all if file.suffix == ".form")
        return {form.stem: form for form in forms if self.home != HOME or form.parent.name == PARTS}

    @cached_property
    def processes(self) -> Mapping[str, Path]:
        """The drawing of each process that lies in a folder of its own name."""
        return {file.stem: file for file in self.all if file.suffix == ".bpmn" and file.stem == file.parent.name}

    @cached_property
    def called(self) -> Mapping[str, Path]:
        """The drawings that lie beside another one, which calls them."""
        mains = {file.parent for file in self.processes.values()}
        beside = (file for folder in mains for file in self._beside(folder, ".bpmn"))
        return {file.stem: file for file in beside if file.stem != file.parent.name}

    def _beside(self, folder: Path, suffix: str) -> list[Path]:
        return self._by_place.get((folder, suffix), [])

    @cached_property
    def _by_place(self) -> dict[tuple[Path, str], list[Path]]:
        """Files by folder and ending: they are asked for thousands of times."""
        found: dict[tuple[Path, str], list[Path]] = {}
        for file in self.all:
            found.setdefault((file.parent, file.suffix), []).append(file)
        return found


def shipped() -> Ground:
    """All that ships."""
    files = (*_all(WORKFLOWS), *_all(FORMS))
    return Ground(files=files, all=files, groups=WORKFLOWS / GROUPS, home=HOME)


def under(path: Path) -> Ground:
    """A file, or all files of a folder; one of ours is checked among ours."""
    path = path.resolve()
    if any(path.is_relative_to(room) for room in (WORKFLOWS, FORMS)):
        ours = shipped()
        chosen = tuple(file for file in ours.files if file.is_relative_to(path))
        return Ground(files=chosen, all=ours.all, groups=ours.groups, home=HOME)
    folder = path if path.is_dir() else _room_of(path)
    all_ = _all(folder)
    groups = next((file for file in all_ if file.name == GROUPS), WORKFLOWS / GROUPS)
    files = all_ if path.is_dir() else (path,) if path.exists() else ()
    return Ground(files=files, all=all_, groups=groups, home=folder)


def read(file: Path) -> bytes:
    """The file's bytes, no more than anything that is checked can have. Raises OSError."""
    with file.open("rb") as stream:
        return stream.read(LARGEST)


def _room_of(file: Path) -> Path:
    """Where the files lie that a single one may name: beside it, or beside its folder of texts or scenarios."""
    return file.parents[1] if file.parent.name in (*TEXTS, "scenarios") else file.parent


def _all(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(file for file in folder.rglob("*") if file.is_file() or file.is_symlink()))
