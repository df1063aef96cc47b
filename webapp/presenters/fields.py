"""What a page says about a field."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """The id of the field that the summary links to, and the sentence beside it."""

    field_id: str
    message: str
