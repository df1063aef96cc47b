"""What the checks of a file found."""

from dataclasses import dataclass

from engine.errors import Finding


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was found: an error prevents deployment, a warning does not."""

    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def __add__(self, other: "Report") -> "Report":
        return Report(errors=self.errors + other.errors, warnings=self.warnings + other.warnings)
