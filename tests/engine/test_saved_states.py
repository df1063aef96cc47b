"""What a saved state says of itself, and what becomes of one that this portal cannot read."""

import pytest
from sqlalchemy import update

from engine import EngineError
from engine.models import process_instance
from tests.engine.conftest import House, drawing, user_task

TWO = drawing(
    f'<bpmn:startEvent id="s"/>\n{user_task("a")}\n{user_task("b")}\n<bpmn:endEvent id="e"/>\ns -> a\na -> b\nb -> e'
)


def test_a_state_of_a_newer_portal_is_refused_with_the_remedy_and_stays_as_it_was(house: House) -> None:
    house.start(TWO)
    newer = {**house.instance().state, "codec": 99}
    with house.database.transaction() as session:
        session.connection().execute(update(process_instance).values(state=newer))
    with pytest.raises(EngineError, match="newer portal"):
        house.do("a")
    assert house.instance().state == newer
    assert house.waiting() == ["a"]
