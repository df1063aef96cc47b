"""What an officer typed to look for a record: the same fields wherever records are looked for."""

from dataclasses import dataclass

from webapp.cases.wanted import Wanted
from webapp.presenters.fields import FieldError
from webapp.views.typed import TypedDay, no_day, text, too_long, typed_day

NOTHING = FieldError("name", "Enter a name, a date of birth or a case reference to look for")


@dataclass(frozen=True, kw_only=True)
class Search:
    """The fields as they were typed; those of a day that is none ask for nothing."""

    name: str
    reference: str
    born: TypedDay

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(name=self.name, born_on=self.born.day, reference=self.reference)

    @property
    def is_empty(self) -> bool:
        """Was nothing typed?"""
        return not (self.name or self.reference or any(self.born.parts.values()))

    @property
    def errors(self) -> list[FieldError]:
        """What is wrong with it, for whoever pressed the button."""
        if self.born.is_wrong:
            return [no_day("born_on", "The date of birth", such_as="27 3 2015")]
        return [NOTHING] if self.is_empty else too_long()


def typed_search() -> Search:
    """From the fields of this request."""
    return Search(name=text("name"), reference=text("reference"), born=typed_day("born_on"))
