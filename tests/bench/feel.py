"""Conditions a second: those of the shipped drawings and forms, evaluated over a case's variables, parse cached."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import forms
from engine import dialect, read_form, xml
from engine.feel import compile_expression

HOME = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
TURNS = 200  # of all conditions in one measurement
# Numbers, dates, lists and ranges, as tables of time limits and of money ask for them.
MORE = (
    "age >= 16 and age < 25",
    "weeks > 6 or exempted",
    "amount in [100..5000]",
    'date(received) + duration("P42D") > date(child_dob)',
    'some each in professionals satisfies each.answered = false and each.group = "health"',
    'count(professionals[answered = true]) >= 2 and list contains(["a", "b"], outcome)',
)
VARIABLES = {
    "business_key": "EHC-7K2P9",
    "about": "child",
    "checked": ["identity", "link"],
    "decision": "approve",
    "child_dob": "2015-02-03",
    "relationship": "parent",
    "parental_responsibility": "yes",
    "court_orders": "no",
    "known": True,
    "known_to_us": "yes",
    "again": False,
    "considered": False,
    "waits": False,
    "answered": "agreed",
    "assessed": "yes",
    "more_time_for": "views",
    "day_known": "yes",
    "proposed": True,
    "authorised": True,
    "correction_of": "decision",
    "truly": "assess",
    "holds": "assess",
    "differs": True,
    "others": [{"person": "PER-22222"}],
    "says": ["stop", "silent"],
    "said": "stop",
    "goes_on": "no",
    "by_officer": False,
    "asked": {"person": "PER-22222"},
    "confirmed": "yes",
    "date_confirmed": True,
    "doubtful": False,
    "exposed": True,
    "anew": True,
    "letters_right": "right",
    "approved": True,
    "plan_is_free": True,
    "early": "yes",
    "next_step": "final",
    "appeal_runs": False,
    "review_runs": False,
    "by_school": True,
    "awaited": True,
    "review_decision": "maintain",
    "recommends": "amend",
    "any": True,
    "needs_more": False,
    "closing": {"tell": True},
    "closing_reason": "moved",
    "ceasing_way": "consult",
    "ceasing_decision": "ends",
    "may_appeal": False,
    "appeal_over": "ends",
    "reassessment_decision": "assess",
    "order": "assess",
    "plan_needed": "yes",
    "dispute_health": "no",
    "other_council_has_it": "yes",
    "kept_as": "file",
    "reassess": "no",
    "can_decide": "yes",
    "young_person": "PER-22222",
    "budget_paid": "direct",
    "first_look": True,
    "payment_decision": "stays",
    "payment_again": "same",
    "review": {"held": True, "ask": False, "overdue": False},
    "email": "jo@example.org",
    "age": 11,
    "weeks": 4.5,
    "exempted": False,
    "amount": 1200,
    "received": "2026-01-12",
    "outcome": "b",
    "professionals": [
        {"group": "health", "answered": True},
        {"group": "education", "answered": True},
        {"group": "health", "answered": False},
    ],
}


def conditions() -> list[str]:
    """Conditions of every shipped flow and form, and a few that read more than texts."""
    found = list(MORE)
    for file in sorted((HOME / "workflows").rglob("*.bpmn")):
        for drawing in dialect.read(xml.parse(file.read_bytes())):
            found += [flow.condition for flow in drawing.flows.values() if flow.condition]
    for file in sorted((HOME / "forms" / "definitions").rglob("*.form")):
        found += [
            expression.text for expression in forms.parse(read_form(file, HOME / "forms" / "definitions")).expressions
        ]
    return found


def measure(*, rounds: int) -> dict[str, float]:
    """`feel_per_second`: whole evaluations, from the text on, in the median round."""
    texts = conditions()
    evaluate_all(texts)
    rates = [len(texts) * TURNS / _seconds(lambda: evaluate_all(texts)) for _ in range(rounds)]
    return {"feel_per_second": round(statistics.median(rates))}


def evaluate_all(texts: list[str]) -> list[object]:
    """Each once, as a step of a process or a page of a form does."""
    return [compile_expression(text).evaluate(VARIABLES, now=NOW) for text in texts]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    for _ in range(TURNS):
        work()
    return time.perf_counter() - start
