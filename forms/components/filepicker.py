"""Files: `filepicker`. The host keeps the bytes; here are the ids of documents and, through the host, their names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import View, register
from forms.components.field import Field, read_field
from forms.context import Checked, Context, Entries, chosen, wrong
from forms.element import Element
from forms.wording import bare, ended, is_question

EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


@register
@dataclass(frozen=True, kw_only=True)
class FilePicker(Field):
    """One document or several. Its answer is a list of document ids."""

    KIND = "filepicker"
    KEYS = Field.KEYS | {"accept", "multiple"}
    VERB = "Upload"
    REPEATS = False  # rows are counted anew when one is removed; a document could land in another row

    accept: tuple[str, ...] = ()  # extensions with their dot; none: whatever the host allows
    multiple: bool = False

    @classmethod
    def read(cls, element: Element) -> Self:
        """accept: a list such as ".pdf,.docx"."""
        accept = tuple(part.strip() for part in element.text("accept").split(",") if part.strip())
        if not all(EXTENSION.fullmatch(part) for part in accept):
            element.fault("“accept” is not a list of file endings.", "Write it as “.pdf,.docx”.")
        return cls(**read_field(cls, element), accept=accept, multiple=element.flag("multiple"))

    def accepts(self, file_name: str) -> bool:
        """Whether a file's ending is one of those asked for."""
        return not self.accept or file_name.lower().endswith(self.accept)

    def refusal(self) -> str:
        """What is said about a file of another kind."""
        return f"The selected file must be a {self._kinds()}"

    def _kinds(self) -> str:
        """ "PDF, PNG or JPG"; a JPEG is a JPG."""
        endings = list(dict.fromkeys(end.removeprefix(".").upper().replace("JPEG", "JPG") for end in self.accept))
        return " or ".join([", ".join(endings[:-1]), endings[-1]] if endings[1:] else endings)

    def _limits(self, context: Context) -> str:
        """ "PDF or JPG, up to 50 MB.", as far as there are limits."""
        most = f"up to {context.upload_limit}" if context.upload_limit else ""
        words = ", ".join(part for part in (self._kinds(), most) if part)
        return f"{words[0].upper()}{words[1:]}." if words else ""

    def missing(self) -> str:
        """A question is no thing to upload."""
        if is_question(self.label):
            return self.sentence("required", f"Upload a file for “{bare(self.label)}”")
        return super().missing()

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """The ids of what is uploaded, none as an empty list."""
        ids: list[object] = [*chosen(entries, name)]
        return wrong(name, self.missing()) if self.required and not ids else Checked(ids)

    def lines(self, name: str, entries: Entries, context: Context) -> Sequence[str]:
        """Each document with its size."""
        return [f"{file_name}, {in_bytes(size)}" for file_name, size in map(context.documents, chosen(entries, name))]

    def declares(self, posted: str, name: str) -> bool:
        """Its buttons. Never its own name: an id that somebody typed is not a file that they uploaded."""
        return posted == f"add-{name}" or posted.startswith(f"remove-{name}-")

    def taken(self, name: str, posted: Entries, draft: Entries, uploads: Entries) -> dict[str, list[str]]:
        """What was there, without what is removed, with what is new; a single document gives way to a new one."""
        kept = [each for each in chosen(draft, name) if f"remove-{name}-{each}" not in posted]
        ids = list(dict.fromkeys([*kept, *uploads.get(name, ())]))
        return {name: ids if self.multiple else ids[-1:]}

    def pressed(self, name: str, posted: Entries) -> str:
        """Back to the input."""
        return name if any(self.declares(each, name) for each in posted) else ""

    def entered(self, name: str, value: object) -> dict[str, list[str]]:
        """One entry of several texts."""
        return {name: [str(each) for each in value]} if isinstance(value, list) else {}

    def show(self, view: View) -> dict[str, Any]:
        """A plain input, after the list of what is there already."""
        files = []
        for document_id in chosen(view.entries, view.name):
            name, size = view.context.documents(document_id)
            files.append({"id": document_id, "name": name, "size": in_bytes(size)})
        attributes = {"attributes": {"accept": ",".join(self.accept)}} if self.accept else {}
        hint = " ".join(part for part in (ended(self.hint), self._limits(view.context)) if part)
        said = {"hint": {"text": hint}} if hint else {}
        return self.params(view) | said | attributes | {"multiple": self.multiple, "files": files}


def in_bytes(size: int) -> str:
    """ "1.2 MB" """
    if size < 1_000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{size // 1_000} kB"
    return f"{size / 1_000_000:.1f} MB"
