"""The placeholders that a letter or a legal block may name."""

from webapp.letters import law
from webapp.letters.source import PLACEHOLDER

OF_THE_COUNCIL = frozenset(
    ("council", "service", "portal", "office_address", "office_phone", "office_email", "help_hours")
    + ("mediation_name", "mediation_phone", "mediation_email")
    + ("disagreement_name", "disagreement_phone", "disagreement_email")
    + ("sendiass_name", "sendiass_phone")
)
OF_THE_CASE = frozenset(
    ("reference", "child_name", "child_first_name", "reader_name", "officer_name", "letter_date")
    + ("copy_for", "child_born_on")
)
OF_THE_DRAWING = frozenset(
    (
        "received_on",
        "transferred_on",
        "review_on",
        "meeting_on",
        "meeting_time",
        "meeting_place",
        "papers_on",
        "school_name",
    )
)  # inputs of the job that prepares; `…_on` is a day, written out
LIMITS = {  # a last day, counted from `received_on` by shared/limits.toml
    "decide_whether_to_assess_by": "decide_whether_to_assess",
    "decide_whether_plan_is_needed_by": "decide_whether_plan_is_needed",
    "final_plan_by": "final_plan",
}


def known() -> frozenset[str]:
    """All of them."""
    return OF_THE_COUNCIL | OF_THE_CASE | OF_THE_DRAWING | LIMITS.keys() | law.facts().keys()


def asked_of_drawing(text: str) -> frozenset[str]:
    """What the job that prepares this letter must be given; unknown names are for the letter's own check."""
    named = set(PLACEHOLDER.findall(text))
    return frozenset((named & OF_THE_DRAWING) | ({"received_on"} if named & LIMITS.keys() else set()))
