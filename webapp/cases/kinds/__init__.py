"""Kinds of file that may be sent: by extension, by how the bytes begin, and by a second reading of the whole."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from webapp.cases.errors import NotWhatItSays
from webapp.cases.kinds import office, pdf, pictures, recordings, texts


@dataclass(frozen=True)
class FileKind:
    """A kind, and how it is read; `check` raises DocumentRefused, `packed` says that it is a ZIP file inside."""

    content_type: str
    check: Callable[[Path], None]
    packed: bool = False

    def require(self, path: Path) -> None:
        """Raises NotWhatItSays, HasProgram, IsLocked for what is not of this kind, or is another beside it."""
        # A ZIP file is read from its end, so an archive hides behind any other kind.
        if not self.packed and zipfile.is_zipfile(path):
            raise NotWhatItSays
        self.check(path)


def known(extension: str) -> FileKind | None:
    """The kind with this extension, if it may be sent."""
    return KINDS.get(extension)


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": FileKind("application/pdf", pdf.check),
    "docx": FileKind(f"{_OFFICE}wordprocessingml.document", office.check_document, packed=True),
    "xlsx": FileKind(f"{_OFFICE}spreadsheetml.sheet", office.check_workbook, packed=True),
    "png": FileKind("image/png", pictures.check_png),
    "jpg": FileKind("image/jpeg", pictures.check_jpg),
    "jpeg": FileKind("image/jpeg", pictures.check_jpg),
    "heic": FileKind("image/heic", pictures.check_heic),
    "txt": FileKind("text/plain", texts.check),
    "mp3": FileKind("audio/mpeg", recordings.check_mp3),
    "m4a": FileKind("audio/mp4", recordings.check_m4a),
    "mp4": FileKind("video/mp4", recordings.check_mp4),
    "mov": FileKind("video/quicktime", recordings.check_mov),
}
