"""What can go wrong in the forms room; each docstring is the sentence that is shown."""

from collections.abc import Sequence

from forms.findings import Finding


class FormsError(Exception):
    """Something is wrong with this form."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or type(self).__doc__)


class FormFault(FormsError):
    """This form cannot be used."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("This form cannot be used. " + " ".join(str(finding) for finding in findings[:3]))
        self.findings = tuple(findings)


class UndeclaredField(FormsError):
    """This page has no such field."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This page has no field “{name[:80]}”.")
        self.name = name


class UnknownList(FormsError):
    """A question takes its answers from a list that does not exist."""

    def __init__(self, element: str, name: str) -> None:
        super().__init__(f"{element}: there is no list “{name}”. Add it to the shared lists, or correct valuesKey.")
        self.name = name
