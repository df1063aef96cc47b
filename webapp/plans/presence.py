"""Who else is writing in a chapter now: whoever opened it or saved in it lately, as the history of the case has it."""

from datetime import timedelta

from engine import Actor
from webapp.cases.desk import Desk
from webapp.plans.models import PlanVersion

LATELY = timedelta(minutes=5)
LOOKS = 40  # of the case that are gone through: more than that in five minutes are other people's


def place(version: PlanVersion, chapter: str) -> str:
    """What a look at the page where a chapter is written is noted as."""
    return f"{version.id}:{chapter}"


def others(desk: Desk, version: PlanVersion, chapter: str, *, me: Actor) -> list[str]:
    """Names of the colleagues who do."""
    here, since = place(version, chapter), desk.now - LATELY
    looks = desk.engine.history.reads(version.case.reference, limit=LOOKS)
    return sorted({each.actor_name for each in looks if each.element_id == here and each.at > since} - {me.name})
