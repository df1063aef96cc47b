"""Section I of a final plan: what was decided about the school, in the words of the decision."""

from collections.abc import Mapping
from typing import Any

from webapp.cases import keeping_apart
from webapp.cases.desk import Desk
from webapp.plans import sections, versions, writing
from webapp.plans.models import PlanVersion
from webapp.plans.writing import Words
from webapp.schools import asking as schools

NAMED, TYPE = "named", "type"


def place(desk: Desk, version: PlanVersion, decided: Mapping[str, Any]) -> None:
    """What section I says from now on; nothing when nothing was decided."""
    if decided.get("placement_kind") == NAMED:
        schools.name(desk, version.case, str(decided["placement_name"]), instance_id=version.instance_id)
    if words := _words(decided):
        for row in versions.statements(desk, version):
            if row.section == sections.PLACEMENT:
                desk.session.delete(row)
        desk.session.flush()
        # where the child learns tells where the parent lives whose address is secret
        kept = [
            each.person_id for each in version.case.parties if keeping_apart.home_is_secret(desk, version.case, each)
        ]
        writing.put(desk, version, sections.PLACEMENT, Words(words=words, kept_from=kept), by=None)


def _words(decided: Mapping[str, Any]) -> str:
    kind = decided.get("placement_kind")
    if kind == NAMED:
        return f"{decided['placement_name']}. Type: {decided['placement_type']}."
    if kind == TYPE:
        return f"Type of school: {decided['placement_type']}."
    return str(decided.get("placement_words") or "")
