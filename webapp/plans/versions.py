"""Versions of a plan: begun as a copy of the last, written, and issued for good."""

import hashlib
from collections.abc import Iterable
from datetime import date

import orjson
from sqlalchemy import func, select

from webapp.accounts.models import new_id
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.letters.models import Letter
from webapp.plans.errors import AlreadyApproved, NotBeingWritten, PlanNotFound
from webapp.plans.models import AMENDMENT, DRAFT, DROPPED, FINAL, ISSUED, WRITING, PlanStatement, PlanVersion

# Notice -> kind of the version that goes with it.
ENCLOSED_WITH = {"draft_plan": DRAFT, "amendment_notice": AMENDMENT, "final_plan": FINAL}
MOVED_IN = "transferred_in"  # the plan of another council, once it was typed in, is final
COPIED = ("key", "section", "follows", "position", "heading", "words", "details", "sources", "kept_from")


def begin(desk: Desk, case: Case, kind: str, *, instance_id: int) -> PlanVersion:
    """The version that is written in this process: the one that waits, or a copy of what the newest says."""
    waits = being_written(desk, case)
    if waits is not None and waits.kind == kind:
        waits.instance_id = instance_id
        return waits
    if waits is not None:
        _drop(desk, waits)  # its process was cancelled: a final plan must not go out as a draft
    before = _to_go_on_from(desk, case)
    version = PlanVersion(
        case_id=case.id,
        kind=kind,
        number=_next_number(desk, case, kind),
        instance_id=instance_id,
        copied_from_id=before.id if before else None,
        begun_at=desk.now,
    )
    desk.session.add(version)
    desk.session.flush()
    if before:
        desk.session.add_all(_copy(each, version) for each in statements(desk, before))
        desk.session.flush()
    return version


def _to_go_on_from(desk: Desk, case: Case) -> PlanVersion | None:
    """The version that was issued last; not a notice of changes that were not made after all."""
    found = (each for each in issued(desk, case) if each.kind != AMENDMENT or each.ended_on is None)
    return next(found, None)


def being_written(desk: Desk, case: Case) -> PlanVersion | None:
    """The version of this case that may still change; there is one at most."""
    return desk.session.scalar(_of(case).where(PlanVersion.state == WRITING))


def newest(desk: Desk, case: Case) -> PlanVersion | None:
    """The version that was issued last."""
    return next(iter(issued(desk, case)), None)


def issued(desk: Desk, case: Case) -> list[PlanVersion]:
    """Every version that went out, the newest first."""
    last = (PlanVersion.issued_at.desc(), PlanVersion.kind.desc(), PlanVersion.number.desc())  # a final after its draft
    return list(desk.session.scalars(_of(case).where(PlanVersion.state == ISSUED).order_by(*last)))


def find(desk: Desk, case: Case, slug: str) -> PlanVersion:
    """One version of this case, e.g. draft-2. Raises PlanNotFound."""
    kind, _, number = slug.partition("-")
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0
    found = desk.session.scalar(_of(case).where(PlanVersion.kind == kind, PlanVersion.number == wanted))
    if found is None or found.state == DROPPED:
        raise PlanNotFound
    return found


def before(desk: Desk, version: PlanVersion) -> PlanVersion | None:
    """The issued version that this one was copied from: what it is compared with."""
    return desk.session.get(PlanVersion, version.copied_from_id) if version.copied_from_id else None


def statements(desk: Desk, version: PlanVersion) -> list[PlanStatement]:
    """All that a version says, in the order of its sections' statements."""
    found = select(PlanStatement).where(PlanStatement.version_id == version.id)
    return list(desk.session.scalars(found.order_by(PlanStatement.position, PlanStatement.key)))


def goes_with(desk: Desk, letter: Letter) -> PlanVersion | None:
    """The version that goes out, or went out, with a letter."""
    if letter.enclosed:
        return find(desk, letter.case, letter.enclosed)
    version = being_written(desk, letter.case)
    if version is None or version.instance_id != letter.instance_id:
        return None
    return version if letter.notice in (notice_of(version), MOVED_IN) else None


def notice_of(version: PlanVersion) -> str:
    """The letter with which a version of this kind goes out."""
    return next(name for name, kind in ENCLOSED_WITH.items() if kind == version.kind)


def issue(desk: Desk, version: PlanVersion, *, dated: date) -> PlanVersion:
    """From now on nothing in it changes. Raises NotBeingWritten."""
    if version.state != WRITING:
        raise NotBeingWritten
    version.state, version.issued_at, version.dated = ISSUED, desk.now, dated
    version.digest = digest(statements(desk, version))
    desk.session.flush()
    return version


def require_writing(version: PlanVersion) -> None:
    """Raises NotBeingWritten, AlreadyApproved."""
    if version.state != WRITING:
        raise NotBeingWritten
    if version.approver_id:
        raise AlreadyApproved


def digest(said: Iterable[PlanStatement]) -> str:
    """SHA-256 of all that a version says, whatever order its rows came in."""
    rows = sorted(([getattr(each, name) for name in COPIED] for each in said), key=lambda row: str(row[0]))
    return hashlib.sha256(orjson.dumps(rows, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _of(case: Case):  # type: ignore[no-untyped-def]
    return select(PlanVersion).where(PlanVersion.case_id == case.id)


def _drop(desk: Desk, version: PlanVersion) -> None:
    """Its number is free again."""
    version.state, version.number = DROPPED, -version.number
    desk.session.flush()


def _next_number(desk: Desk, case: Case, kind: str) -> int:
    highest = select(func.max(PlanVersion.number)).where(PlanVersion.case_id == case.id, PlanVersion.kind == kind)
    return max(desk.session.scalar(highest) or 0, 0) + 1


def _copy(each: PlanStatement, version: PlanVersion) -> PlanStatement:
    said = {name: getattr(each, name) for name in COPIED}
    return PlanStatement(id=new_id(), version_id=version.id, changed_at=version.begun_at, **said)
