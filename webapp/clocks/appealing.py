"""Until when a decision can be appealed: two months from the letter or one from the mediation certificate.

First-tier Tribunal (Health, Education and Social Care Chamber) Rules 2008, rule 20.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from webapp.clocks.standing import Deadline

APPEAL, AFTER_CERTIFICATE = "appeal", "appeal_after_certificate"  # limits


@dataclass(frozen=True, kw_only=True)
class AppealUntil:
    """The time to appeal against one decision; each of the two days is there if its limit runs or has run."""

    subject: str  # the letter that opened it; empty where only the certificate is known
    by_letter: date | None
    by_certificate: date | None
    certified_on: date | None

    @property
    def last_day(self) -> date:
        """The later of the two counts."""
        return max(day for day in (self.by_letter, self.by_certificate) if day)


def appeals_of(found: Iterable[Deadline]) -> list[AppealUntil]:
    """Of each decision that a case's open limits are about, also when its time is over; the first to end is first."""
    letters, certificates = dict[str, Deadline](), dict[str, Deadline]()
    for each in found:
        kept = {APPEAL: letters, AFTER_CERTIFICATE: certificates}.get(each.rule.name)
        if kept is None or not each.is_open:
            continue
        earlier = kept.get(each.subject)
        kept[each.subject] = each if earlier is None or each.due_on > earlier.due_on else earlier
    made = [_made(subject, letters, certificates) for subject in dict.fromkeys((*letters, *certificates))]
    return sorted(made, key=_place)


def _made(subject: str, letters: dict[str, Deadline], certificates: dict[str, Deadline]) -> AppealUntil:
    letter, certificate = letters.get(subject), certificates.get(subject)
    return AppealUntil(
        subject=subject,
        by_letter=letter.due_on if letter else None,
        by_certificate=certificate.due_on if certificate else None,
        certified_on=certificate.counted_from if certificate else None,
    )


def _place(each: AppealUntil) -> tuple[date, str]:
    return each.last_day, each.subject
