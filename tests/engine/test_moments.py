"""A moment is read as it was written, whatever zone the database thinks in."""

from engine import PORTAL
from tests.engine.conftest import House
from webapp.db import Database


def test_the_history_is_whole_in_a_database_of_another_zone(cluster: str, postgres_database: Database) -> None:
    elsewhere = Database(f"{cluster}&options=-c%20timezone=Asia/Kolkata")
    house = House(elsewhere)
    with house.work() as engine:
        engine.history.record("KEY-1", "started", by=PORTAL)
    with house.work() as engine:
        assert engine.history.of("KEY-1")[0].at.isoformat() == house.clock.now().isoformat()
        assert engine.history.broken_at("KEY-1") is None
    elsewhere.dispose()
