"""Names that the portal stands for: what a drawing may say because some code of ours answers to it."""

import tomllib
from pathlib import Path
from typing import Any

from engine import Known, Text
from webapp import offering, service_tasks
from webapp.letters import names
from webapp.mail.notices import placeholders
from webapp.portal import WORKFLOWS

PAGES = frozenset(
    ("create_password", "confirm_email", "two_factor_setup", "match_record", "letters", "post_letter", "check_advice")
    + ("match_school", "arrange_meeting", "answer_meeting", "record_meeting", "read_meeting", "answer_more_time")
    + ("propose_exemption", "authorise_exemption", "correct_date", "confirm_date", "take_letter_back")
    + ("write_plan", "approve_plan", "answer_comments", "answer_new_date")
    + ("invite_young_person", "who_may_see", "decide_who_sees")
)
PROPERTIES = frozenset(
    ("page", "guard", "group", "form", "action_label", "not_while", "time_to_live", "variables", "case_title", "limit")
    + ("action_text", "only_while", "offered_if", "forms", "family_text", "family_title", "family_future_text")
)
NEEDS = {
    "send-notice": frozenset(("notice", "to")),
    "check-email": frozenset(("email",)),
    "grant-access": frozenset(("scope",)),
    "prepare-letters": frozenset(("notice",)),
    "prepare-letters-by-post": frozenset(("notice",)),
    "serve-letters": frozenset(("notice",)),
    "start-limit": frozenset(("limit",)),
    "meet-limit": frozenset(("limit",)),
    "hear-family": frozenset(("limit",)),
    "drop-limits": frozenset(("because",)),
    "begin-plan": frozenset(("kind",)),
    "plan-next-review": frozenset(("since",)),
    "look-for-appeals": frozenset(("letter",)),
    "end-plan": frozenset(("because",)),
    "plan-transfer": frozenset(("moving_on",)),
    "review-after-transfer": frozenset(("transferred_on", "plan_on")),
    "adopt-plan": frozenset(("plan_on",)),
    "send-comments": frozenset(("person",)),
    "end-open-work": frozenset(("because", "leaves", "tell")),
}
# What every mail is written with; "link" and "code" only where the mail carries one.
IN_EVERY_MAIL = frozenset(
    ("reference", "council", "service", "portal", "help_phone", "help_email", "help_hours", "sender")
)


def known(groups: Path) -> Known:
    """The names of the portal with the groups of this file."""
    job_types = service_tasks.registry(_no_accounts).functions
    listed = _read(groups).get("groups")
    limits = _read(WORKFLOWS / "shared" / "limits.toml").get("limits", [])
    return Known(
        groups=frozenset(listed) if isinstance(listed, dict) else None,
        job_types={name: NEEDS.get(name, frozenset()) for name in job_types},
        pages=PAGES,
        guards=frozenset(service_tasks.guards(_no_accounts)),
        facts=offering.FACTS,
        limits=frozenset(limit.get("name", "") for limit in limits),
        properties=PROPERTIES,
        asked_by_notice=lambda text: placeholders(text) - IN_EVERY_MAIL,
        texts={
            "prepare-letters": Text(folder="letters", asked=names.asked_of_drawing),
            "prepare-letters-by-post": Text(folder="letters", asked=names.asked_of_drawing),
            "serve-letters": Text(folder="letters"),
        },
    )


def _read(file: Path) -> dict[str, Any]:
    """A TOML file; empty when it cannot be read, as its own check says so."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}


def _no_accounts(session: Any) -> Any:
    raise AssertionError("a check does no job")
