"""What can go wrong in this room: one class for each mishap, its docstring is what the reader sees."""

from inspect import cleandoc


class SchoolsError(Exception):
    """Something about this school did not work."""

    def __str__(self) -> str:
        return cleandoc(type(self).__doc__ or "")


class SchoolNotFound(SchoolsError):
    """There is no such school in this case."""


class DraftReplaced(SchoolsError):
    """The draft that we sent you counts no longer: there is a newer one, or the plan is final. You read it no more."""
