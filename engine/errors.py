"""What can go wrong in the engine: one class per mishap; its docstring is the sentence that is shown."""

from dataclasses import dataclass


class EngineError(Exception):
    """Something went wrong in the engine."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class UserTaskNotFound(EngineError):
    """There is no such task, or you may not see it."""


class UserTaskDone(UserTaskNotFound):
    """This is done already."""


class UserTaskCancelled(UserTaskNotFound):
    """This is not to be done any more: the process went on without it, or has ended."""


class InstanceNotFound(EngineError):
    """There is no such process instance, or you may not see it."""


class NotACandidate(EngineError):
    """You are not in a group that can do this task."""


class NotForThem(EngineError):
    """They are in no group that does this task."""


class ClaimedBySomeoneElse(EngineError):
    """Somebody else has claimed this task."""


class NotClaimable(EngineError):
    """This task is each family member's own: it is answered, not claimed."""


class NotYours(EngineError):
    """You have not claimed this task."""


class Outdated(EngineError):
    """Somebody else has just updated this. What you typed is kept."""


class Busy(EngineError):
    """Somebody else is working on this at this moment."""


class CannotBeKept(EngineError):
    """A text or a number in this cannot be kept: it is no complete text, or too large."""


class TooLarge(CannotBeKept):
    """This is too large to be kept. Shorten it, or give long texts as a document."""


class NotReady(EngineError):
    """This task cannot be completed now."""


class GuardRefuses(EngineError):
    """You may not do this task."""


class NotDeployed(EngineError):
    """This process has not been deployed."""


class NobodyWaits(EngineError):
    """No process is waiting for this message."""


class SeveralWait(EngineError):
    """More than one process is waiting for this message."""


class MappingRefused(EngineError):
    """No plan can be made of this mapping."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class CannotMigrate(EngineError):
    """This instance cannot go on on the other version."""

    def __init__(self, blocks: tuple[str, ...]) -> None:
        self.blocks = blocks
        super().__init__("\n".join(blocks))


class CannotUndo(EngineError):
    """This migration cannot be undone."""


class EffectNotFound(EngineError):
    """There is no such effect, or it has happened."""


class IncidentNotFound(EngineError):
    """There is no such incident, or it has been resolved already."""


class NotSkippable(EngineError):
    """What failed is no automatic task that could be passed over. Mend its cause and try again."""


class HandOverLate(EngineError):
    """The message that ends a phase has not reached the next one."""


class Stalled(EngineError):
    """Nothing is open and nothing is awaited here, and the instance has not ended: mend the drawing and migrate it."""


class NotOffered(EngineError):
    """This is not offered now, or not to you."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A fault in a file: where it is, what is wrong, what mends it."""

    file: str
    element: str
    message: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, “{self.element}”" if self.element else self.file
        return f"{where}: {self.message} {self.remedy}".strip()


class DrawingRefused(EngineError):
    """This drawing cannot be deployed."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("\n".join(map(str, findings)))


class StepFailed(EngineError):
    """A step of a process instance could not be carried out."""

    def __init__(self, element_id: str, element_name: str, cause: str) -> None:
        self.element_id, self.element_name, self.cause = element_id, element_name, cause
        super().__init__(f"“{element_name or element_id}” could not be carried out: {cause}")


class BpmnError(Exception):
    """What went wrong as the drawing knows it: the nearest error event with this code, or with none, goes on.

    What the function wrote before stays. Nobody catches it: the step fails.
    """

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        super().__init__(f"nobody catches the error “{code}”{': ' if message else ''}{message}")
