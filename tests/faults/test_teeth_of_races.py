"""What the lock and the version check are for: seen by turning them off."""

import threading
import time

import pytest

from tests.engine.conftest import House
from tests.engine.test_races import BRANCHES, claim, complete, tasks
from tests.faults.unprotected import without_chain, without_lock, without_version_check
from webapp.db import Database

LONG_ENOUGH = 0.5  # seconds in which the second one surely has loaded the instance


@pytest.fixture
def house(postgres_database: Database) -> House:
    """SQLite has one writer at a time: what is turned off here is not asked for there."""
    return House(postgres_database)


def overlap(house: House) -> list[str]:
    """Complete two branches, the second while the first is not committed yet; what went wrong in the second."""
    house.start(BRANCHES)
    found, faults = tasks(house), []
    for task in found.values():
        claim(house, task, house.officer)

    def second() -> None:
        try:
            complete(house, found["right"], house.officer)
        except Exception as fault:
            faults.append(type(fault).__name__)

    thread = threading.Thread(target=second)
    with house.work() as engine:
        engine.user_tasks.complete(found["left"], by=house.officer, answers={})
        thread.start()
        time.sleep(LONG_ENOUGH)
    thread.join()
    return faults


def test_with_both_protections_both_branches_arrive(house: House) -> None:
    assert overlap(house) == []
    assert list(tasks(house)) == ["after"]


def test_without_the_lock_the_second_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    without_lock(monkeypatch)
    assert overlap(house) != []


def test_without_lock_and_version_check_the_chain_still_refuses(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    without_lock(monkeypatch)
    without_version_check(monkeypatch)
    assert overlap(house) == ["IntegrityError"]


def test_without_any_of_the_three_a_completion_is_lost(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    without_lock(monkeypatch)
    without_version_check(monkeypatch)
    without_chain(monkeypatch)
    assert overlap(house) == [], "both are told that it is done"
    assert tasks(house) == {}, "and the join waits for ever"
