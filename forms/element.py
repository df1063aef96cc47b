"""One JSON object of a form while it is read: typed access; what is wrong with it is collected as findings."""

from collections.abc import Iterable

from forms.findings import Finding, nearest

LONGEST = 20_000  # characters of one text in a form
LARGEST = 10**15  # whole numbers beyond it lose digits in JSON


class Element:
    """A JSON object with a name for findings. A value of the wrong type is a finding and reads as absent."""

    def __init__(self, raw: dict[str, object], name: str, findings: list[Finding]) -> None:
        self.raw = raw
        self.name = name
        self.findings = findings

    def fault(self, message: str, remedy: str) -> None:
        """Add a finding about this element."""
        self.findings.append(Finding(self.name, message, remedy))

    def only(self, known: Iterable[str], what: str) -> None:
        """Find every name that is not known here, with the nearest one that is."""
        known = frozenset(known)
        for name in sorted(self.raw.keys() - known):
            self.fault(f"There is no {what} “{name[:80]}”.", nearest(name[:80], known))

    def text(self, key: str) -> str:
        """A text, "" when it is absent."""
        found = self.raw.get(key, "")
        if not isinstance(found, str) or len(found) > LONGEST:
            self.fault(f"“{key}” must be a text of at most {LONGEST:,} characters.", "Write it in quotation marks.")
            return ""
        return found

    def words(self, key: str, *, needed: bool = True) -> str:
        """A text that people read: no expression, no placeholder."""
        found = self.text(key).strip()
        if found.startswith("=") or "{{" in found:
            self.fault(f"“{key}” contains an expression.", "Write the words as they are to be read.")
        if needed and not found:
            self.fault(f"“{key}” is missing.", "Write what people read on the page.")
        return found

    def expression(self, key: str) -> str:
        """A FEEL text that begins with "=", "" when it is absent."""
        found = self.text(key).replace("\u00a0", " ").strip()  # the modeller's editor saves no-break spaces
        if found and not found.startswith("="):
            self.fault(f"“{key}” is not an expression.", "Begin it with “=”.")
        return found

    def flag(self, key: str) -> bool:
        """true or false; false when it is absent."""
        found = self.raw.get(key, False)
        if not isinstance(found, bool):
            self.fault(f"“{key}” must be true or false.", "Write it without quotation marks.")
        return found is True

    def number(self, key: str) -> int | float | None:
        """A number, None when it is absent."""
        found = self.raw.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (int, float)) or abs(found) > LARGEST:
            self.fault(f"“{key}” must be a number.", "Write digits without quotation marks.")
            return None
        return found

    def whole(self, key: str) -> int | None:
        """A whole number from 0, None when it is absent."""
        found = self.number(key)
        if found is None:
            return None
        if found < 0 or found != int(found):
            self.fault(f"“{key}” must be a whole number from 0.", "Write it without a sign and a point.")
            return None
        return int(found)

    def part(self, key: str) -> "Element":
        """The object under a key, empty when there is none."""
        found = self.raw.get(key)
        return Element(found if isinstance(found, dict) else {}, self.name, self.findings)

    def within(self, key: str, known: Iterable[str], what: str) -> "Element":
        """The object under a key, with its unknown names found."""
        if not isinstance(self.raw.get(key, {}), dict):
            self.fault(f"“{key}” must be an object.", "Save the form again with the form editor.")
        inner = self.part(key)
        inner.only(known, what)
        return inner

    def children(self, key: str) -> list["Element"]:
        """The objects of the list under a key, each named by its id or place."""
        found = self.raw.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.fault(f"“{key}” must be a list of objects.", "Save the form again with the form editor.")
            return []
        return [Element(each, self._child_name(key, each, place), self.findings) for place, each in enumerate(found, 1)]

    def _child_name(self, key: str, raw: dict[str, object], place: int) -> str:
        own = raw.get("id")
        return own if isinstance(own, str) and own else f"{self.name}, {key} {place}"

    def yes(self, key: str) -> bool:
        """A property that is the text "true" or "false"; False when it is absent."""
        found = self.text(key)
        if found not in ("", "true", "false"):
            self.fault(f"“{key}” must be “true” or “false”.", "Correct it, or leave it out.")
        return found == "true"

    def count(self, key: str) -> int | None:
        """A property that is the text of a number from 0 to 999; None when it is absent."""
        found = self.text(key)
        if not found:
            return None
        if not (found.isascii() and found.isdecimal() and len(found) <= 3):
            self.fault(f"“{key}” must be a number from 0 to 999.", "Write digits in quotation marks.")
            return None
        return int(found)
