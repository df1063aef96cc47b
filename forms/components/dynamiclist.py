"""The same questions several times, one row for each: `dynamiclist`. Rows come and go by submit buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from markupsafe import Markup

from forms.components.base import Component, View, read_any, register
from forms.components.field import Field, properties_of, read_field
from forms.components.rows import count_rows, is_begun, moved_up, removes, row_declares
from forms.context import Checked, Context, Entries, Problem
from forms.element import Element
from forms.wording import bare, inside, is_question

MOST_ROWS = 50
ALWAYS_TRUE = ("isRepeating", "allowAddRemove")


@register
@dataclass(frozen=True, kw_only=True)
class DynamicList(Field):
    """Rows of questions. Its answer is a list of objects; rows left empty are not in it."""

    KIND = "dynamiclist"
    KEYS = (Field.KEYS - {"key", "validate"}) | {
        "path", "components", "showOutline", "isRepeating", "allowAddRemove", "defaultRepetitions",
    }  # fmt: skip
    PROPERTIES = (Field.PROPERTIES - {"error.required"}) | {"list.min", "list.max", "error.min"}
    VALIDATE = frozenset()
    KEY = "path"
    ASKS_ALONE = False
    REPEATS = False

    components: tuple[Component, ...]
    least: int = 0
    most: int = MOST_ROWS

    @classmethod
    def read(cls, element: Element) -> Self:
        """From `properties`: list.min and list.max."""
        least, most = (properties_of(element).count(key) for key in ("list.min", "list.max"))
        most = MOST_ROWS if most is None else most
        if not (least or 0) <= most <= MOST_ROWS or not most:
            element.fault("“list.min” and “list.max” do not fit.", f"Choose numbers from 1 to {MOST_ROWS}.")
        for key in ALWAYS_TRUE:
            if element.raw.get(key, True) is not True:
                element.fault(f"“{key}” must be true.", "Leave it out.")
        return cls(**read_field(cls, element), components=_inner(element), least=least or 0, most=most)

    @property
    def inner(self) -> tuple[Component, ...]:
        """The components of one row."""
        return self.components

    @property
    def fields(self) -> tuple[Field, ...]:
        """The questions of one row."""
        return tuple(each for each in self.components if isinstance(each, Field))

    def rows(self, name: str, entries: Entries) -> int:
        """How many rows are shown."""
        return min(max(1, self.least, count_rows(name, entries)), self.most)

    def begun(self, name: str, entries: Entries) -> list[int]:
        """The rows in which somebody has answered something."""
        return [row for row in range(self.rows(name, entries)) if is_begun(f"{name}-{row}", entries)]

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """Every row that somebody began, and as many as there must be."""
        begun = self.begun(name, entries)
        empty = [row for row in range(self.rows(name, entries)) if row not in begun]
        wanted = sorted(begun + empty[: max(0, self.least - len(begun))])
        checked = [self._check_row(f"{name}-{row}", entries, context) for row in wanted]
        several = len(wanted) > 1  # then the same sentence could stand twice
        problems = [
            replace(problem, message=f"{problem.message} ({inside(self.label)} {row + 1})") if several else problem
            for row, each in zip(wanted, checked, strict=True)
            for problem in each.problems
        ]
        if len(begun) < self.least and not problems:
            problems = [
                Problem(self.lands(name), self.sentence("min", f"Enter at least {self.least} {inside(self.label)}"))
            ]
        values: list[object] = [each.value for each in checked]
        return Checked(None if problems else values, tuple(problems))

    def _check_row(self, row: str, entries: Entries, context: Context) -> Checked:
        answers: dict[str, object] = {}
        problems: list[Problem] = []
        for component, here in self._shown(row, entries, context):
            if isinstance(component, Field):
                checked = component.check(f"{row}-{component.key}", entries, here)
                answers[component.key] = checked.value
                problems += checked.problems
        return Checked(answers, tuple(problems))

    def _shown(self, row: str, entries: Entries, context: Context) -> Iterator[tuple[Component, Context]]:
        """What this row does not hide; a condition sees the answers before the list and before it in its own row."""
        answers = {**context.answers, **{field.key: None for field in self.fields}}
        for component in self.components:
            here = replace(context, answers=dict(answers))
            if here.hides(component.hide):
                continue
            yield component, here
            if isinstance(component, Field):
                answers[component.key] = component.check(f"{row}-{component.key}", entries, here).value

    def lines(self, name: str, entries: Entries, context: Context) -> Sequence[str]:
        """Every answer of every row that somebody began."""
        return [line for _, _, lines in self.summarised(name, entries, context) for line in lines]

    def summarised(self, name: str, entries: Entries, context: Context) -> list[tuple[str, str, Sequence[str]]]:
        """One row of the summary for each row that somebody began, or one that says that there is none."""
        found: list[tuple[str, str, Sequence[str]]] = []
        for row in self.begun(name, entries):
            lines = self._row_lines(f"{name}-{row}", entries, context)
            found.append((f"{bare(self.label)} {row + 1}", self._first_input(f"{name}-{row}"), lines))
        return found or [(bare(self.label), self._first_input(f"{name}-0"), [])]

    def _row_lines(self, row: str, entries: Entries, context: Context) -> list[str]:
        found = []
        for component, here in self._shown(row, entries, context):
            if isinstance(component, Field) and component.in_summary:
                lines = component.lines(f"{row}-{component.key}", entries, here)
                asked = bare(component.label)
                found += [f"{asked}{'' if is_question(asked) else ':'} {', '.join(lines)}"] if lines else []
        return found

    def lands(self, name: str) -> str:
        """The first input of the first row: a frame round all of them would cut through their words."""
        return self._first_input(f"{name}-0")

    def _first_input(self, row: str) -> str:
        first = self.fields[0]
        return first.inputs(f"{row}-{first.key}")[0]

    def declares(self, posted: str, name: str) -> bool:
        """Its inputs and its buttons."""
        removed = removes(name, posted)
        if removed is not None:
            return removed < self.most
        return posted in (f"{name}-rows", f"add-{name}") or row_declares(name, self.fields, self.most, posted)

    def keeps(self, stored: str, name: str) -> bool:
        """Whatever belongs to a row, and the number of rows."""
        return stored.startswith(f"{name}-")

    def taken(self, name: str, posted: Entries, draft: Entries, uploads: Entries) -> dict[str, list[str]]:
        """What was typed, with the row added or taken out that a button asks for; later rows move up."""
        kept = [row for row in range(self.rows(name, posted)) if f"remove-{name}-{row}" not in posted]
        count = min(max(1, len(kept) + (f"add-{name}" in posted)), self.most)
        return moved_up(name, self.fields, kept, posted) | {f"{name}-rows": [str(count)]}

    def entered(self, name: str, value: object) -> dict[str, list[str]]:
        """The entries of each row, and how many there are."""
        rows = value if isinstance(value, list) else []
        entries = {f"{name}-rows": [str(len(rows))]} if rows else {}
        for number, row in enumerate(rows):
            for field in self.fields:
                entries |= field.entered(f"{name}-{number}-{field.key}", row.get(field.key))
        return entries

    def pressed(self, name: str, posted: Entries) -> str:
        """The new row, or the list that has lost one."""
        if f"add-{name}" in posted:
            return self._first_input(f"{name}-{min(self.rows(name, posted), self.most - 1)}")
        return self.lands(name) if any(removes(name, each) is not None for each in posted) else ""

    def show(self, view: View) -> dict[str, Any]:
        """One fieldset for each row, with its buttons."""
        count = self.rows(view.name, view.entries)
        return self.params(view) | {
            "rows": [self._show_row(row, view) for row in range(count)],
            "removable": count > max(1, self.least),
            "add": f"Add another {inside(self.label)}" if count < self.most else "",
        }

    def _show_row(self, row: int, view: View) -> dict[str, Any]:
        parts = []
        for component, here in self._shown(f"{view.name}-{row}", view.entries, view.context):
            key = component.key if isinstance(component, Field) else component.id
            inside_row = replace(view, name=f"{view.name}-{row}-{key}", alone=False, context=here)
            parts.append(view.show(component, inside_row))
        legend = f"{self.label} {row + 1}"
        words = Markup('Remove<span class="govuk-visually-hidden"> {}</span>').format(legend)
        return {"legend": legend, "remove": f"remove-{view.name}-{row}", "remove_words": words, "parts": parts}


def _inner(element: Element) -> tuple[Component, ...]:
    found = []
    for part in element.children("components"):
        component = read_any(part)
        if component and not component.REPEATS:
            part.fault(f"A {component.KIND} cannot be repeated.", "Move it out of the list.")
        elif component:
            found.append(component)
    keys = [each.key for each in found if isinstance(each, Field)]
    if not keys or len(set(keys)) < len(keys):
        element.fault("The list asks nothing, or has a key twice.", "Give each row one question or more, each its key.")
    return tuple(found)
