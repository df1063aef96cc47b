"""Several write at the same moment: every message is kept once, and one answer is due."""

from functools import partial

from sqlalchemy import select

from tests.engine.at_once import at_once, faults
from tests.webapp.talking.conftest import Talking
from webapp import talking as door
from webapp.talking.models import AnswerTime, Message


def test_messages_at_once_are_all_there_and_one_answer_is_due(talking: Talking) -> None:
    jo, case, portal = talking.people["jo"], talking.case, talking.play.portal

    def write(number: int) -> None:
        with portal.work() as services:
            person = services.accounts.people.by_reference(jo)
            door.from_family(services, person, case, f"Message {number}.", within=5)

    assert faults(at_once([partial(write, number) for number in range(6)])) == []
    with portal.look() as services:
        rows = services.session.scalars(select(Message).order_by(Message.number)).all()
        assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
        assert {row.text for row in rows} == {f"Message {number}." for number in range(6)}
        assert len(services.session.scalars(select(AnswerTime)).all()) == 1
