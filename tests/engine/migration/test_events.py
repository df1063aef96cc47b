"""Timers and messages when an instance goes on on another version: what stays keeps its time, what is new begins."""

from datetime import timedelta

import pytest

from tests.engine.conftest import MONDAY, drawing, user_task
from tests.engine.migration.conftest import Versions, plain, timer

CALLED = f'{user_task("call")}\n<bpmn:endEvent id="called"/>\nremind -> call\ncall -> called'
EXPIRED = '<bpmn:endEvent id="expired"/>\nexpire -> expired'
OLD = drawing("\n".join([plain("review"), timer("remind", "review", interrupting=False), CALLED]))


def with_both(lasts: str = "P2D") -> bytes:
    remind, expire = timer("remind", "review", lasts=lasts, interrupting=False), timer("expire", "review", lasts="P9D")
    return drawing("\n".join([plain("review"), remind, CALLED, expire, EXPIRED]))


def test_a_waiting_timer_keeps_its_due_time_unless_it_is_asked_to_move(versions: Versions) -> None:
    versions.start(OLD)
    versions.clock.advance(timedelta(days=1))
    versions.moved(with_both(lasts="P5D"))
    assert versions.timers() == {"remind": MONDAY + timedelta(days=2), "expire": MONDAY + timedelta(days=10)}
    versions.moved(with_both(lasts="P4D"), move_due_dates=True)
    assert versions.timers() == {"remind": MONDAY + timedelta(days=4), "expire": MONDAY + timedelta(days=10)}
    assert versions.pass_time(timedelta(days=3)) == 1
    assert versions.waiting() == ["review", "call"]
    versions.do("call")
    assert versions.pass_time(timedelta(days=6)) == 1
    assert versions.instance().ended_in == "expired"


def test_a_timer_on_an_activity_that_had_none_counts_from_the_migration(versions: Versions) -> None:
    versions.start(drawing(plain("review")))
    versions.clock.advance(timedelta(days=30))
    plan = versions.plan(OLD)
    begun = [change for change in versions.preview(plan).changes if change.fate == "begins"]
    assert [(change.element_id, change.due_at) for change in begun] == [("remind", MONDAY + timedelta(days=32))]
    versions.migrate(plan)
    assert versions.pass_time(timedelta(days=2)) == 1
    assert versions.waiting() == ["review", "call"]
    versions.do("review")
    versions.do("call")
    assert versions.instance().status == "completed"


def test_an_interrupting_timer_that_was_added_ends_the_task(versions: Versions) -> None:
    versions.start(drawing(plain("review")))
    versions.moved(drawing("\n".join([plain("review"), timer("expire", "review"), EXPIRED])))
    assert versions.pass_time(timedelta(days=2)) == 1
    assert (versions.instance().status, versions.instance().ended_in) == ("completed", "expired")


@pytest.mark.parametrize("left", [[], [timer("expire", "review", lasts="P9D"), EXPIRED]])
def test_a_removed_boundary_event_ends_and_its_timer_with_it(versions: Versions, left: list[str]) -> None:
    versions.start(OLD)
    versions.moved(drawing("\n".join([plain("review"), *left])))
    assert list(versions.timers()) == (["expire"] if left else [])
    versions.do("review")
    assert versions.timers() == {}
    assert versions.instance().status == "completed"


@pytest.mark.parametrize("left", [[], [timer("expire", "review", lasts="P9D"), EXPIRED]])
def test_the_path_of_an_event_that_has_fired_goes_on_without_the_event(versions: Versions, left: list[str]) -> None:
    versions.start(OLD)
    versions.pass_time(timedelta(days=2))
    elsewhere = f'{user_task("call")}\n<bpmn:parallelGateway id="both"/>\n<bpmn:endEvent id="called"/>'
    start = plain("review").replace("start -> review", "start -> both\nboth -> review\nboth -> call\ncall -> called")
    versions.moved(drawing("\n".join([start, elsewhere, *left])))
    assert versions.waiting() == ["review", "call"]
    versions.do("review")
    assert versions.waiting() == ["call"]
    assert versions.timers() == {}
    versions.do("call")
    assert versions.instance().status == "completed"


def test_an_event_that_has_fired_is_not_armed_again(versions: Versions) -> None:
    def drawn(*more: str) -> bytes:
        return drawing("\n".join([plain("review", "decide"), CALLED, *more]))

    versions.start(drawn(timer("remind", "review", interrupting=False)))
    versions.pass_time(timedelta(days=2))
    versions.moved(
        drawn(timer("remind", "review", interrupting=False), timer("expire", "review", lasts="P9D"), EXPIRED)
    )
    assert list(versions.timers()) == ["expire"]
    versions.moved(drawn(timer("remind", "review", interrupting=True)))
    assert versions.timers() == {}
    assert versions.waiting() == ["review", "call"]
    versions.do("call")
    versions.do("review")
    assert versions.waiting() == ["decide"]


def test_a_cycle_goes_on_with_the_times_it_has_left(versions: Versions) -> None:
    cycle = OLD.replace(b"<bpmn:timeDuration>P2D</bpmn:timeDuration>", b"<bpmn:timeCycle>R3/P2D</bpmn:timeCycle>")
    versions.start(cycle)
    versions.pass_time(timedelta(days=2))
    versions.moved(cycle.replace(b"P2D", b"P5D"))
    assert versions.timers() == {"remind": MONDAY + timedelta(days=4)}
    assert [versions.pass_time(timedelta(days=2)) for _ in range(3)] == [1, 1, 0]
    assert versions.waiting() == ["review", "call", "call", "call"]


def test_a_duration_that_becomes_a_cycle_fires_at_its_time_and_then_as_drawn(versions: Versions) -> None:
    versions.start(OLD)
    versions.moved(
        OLD.replace(b"<bpmn:timeDuration>P2D</bpmn:timeDuration>", b"<bpmn:timeCycle>R2/P7D</bpmn:timeCycle>")
    )
    assert [versions.pass_time(timedelta(days=days)) for days in (2, 7, 7)] == [1, 1, 0]
    versions.moved(OLD)
    versions.do("review")
    assert versions.waiting() == ["call", "call"]


def test_a_moved_cycle_leaves_out_the_times_that_have_passed(versions: Versions) -> None:
    versions.start(OLD)
    versions.clock.advance(timedelta(days=1))
    cycle = b"<bpmn:timeCycle>R9/PT10H</bpmn:timeCycle>"
    versions.moved(OLD.replace(b"<bpmn:timeDuration>P2D</bpmn:timeDuration>", cycle), move_due_dates=True)
    assert versions.timers() == {"remind": MONDAY + timedelta(hours=30)}


def test_a_time_that_cannot_be_read_blocks_the_instance_and_not_the_others(versions: Versions) -> None:
    versions.start(drawing(plain("review")), variables={"more": "soon"})
    data = drawing("\n".join([plain("review"), timer("expire", "review", lasts="=more"), EXPIRED]))
    plan = versions.plan(data)
    assert "“soon” is not a duration" in versions.preview(plan).blocks[0]
    assert "“soon” is not a duration" in versions.migrate(plan).causes[0]
    assert versions.waiting() == ["review"]


def message(name: str, key: str = "business_key") -> str:
    subscription = f'<zeebe:subscription correlationKey="={key}"/>'
    return (
        f'<bpmn:message id="m" name="{name}"><bpmn:extensionElements>{subscription}</bpmn:extensionElements>'
        f'</bpmn:message><bpmn:message id="w" name="Withdrawn"/>'
    )


def catch(element_id: str, ref: str = "m") -> str:
    definition = f'<bpmn:messageEventDefinition messageRef="{ref}"/>'
    return (
        f'<bpmn:intermediateCatchEvent id="{element_id}" name="{element_id}">{definition}</bpmn:intermediateCatchEvent>'
    )


def asking(*more: str) -> str:
    return (
        plain("read").replace("start -> read", "start -> answer\nanswer -> read")
        + "\n"
        + "\n".join([catch("answer"), *more])
    )


def test_a_message_is_waited_for_by_the_name_of_the_new_drawing(versions: Versions) -> None:
    versions.start(drawing(asking(), before=message("Answer")))
    versions.moved(drawing(asking().replace("answer", "reply"), before=message("Answer")), {"answer": "reply"})
    versions.moved(drawing(asking(), before=message("Reply")), {"reply": "answer"})
    assert not versions.receive("Answer")
    assert versions.receive("Reply")
    assert versions.waiting() == ["read"]


def test_a_key_stays_while_its_expression_does(versions: Versions) -> None:
    versions.start(drawing(asking(), before=message("Answer", "email")), variables={"email": "KEY-1"})
    versions.moved(drawing(asking("<!-- another version -->"), before=message("Answer", "email")))
    versions.moved(drawing(asking(), before=message("Answer", "business_key + email")))
    with versions.work() as engine:
        assert not engine.messages.correlate("Answer", key="KEY-1", message_id="1")
        assert engine.messages.correlate("Answer", key="KEY-1KEY-1", message_id="1")


def test_a_new_wait_takes_a_message_that_came_before_it(versions: Versions) -> None:
    withdrawn = '<bpmn:boundaryEvent id="withdraw" attachedToRef="review"><bpmn:messageEventDefinition messageRef="w"/></bpmn:boundaryEvent>'
    versions.start(drawing(plain("review")))
    assert not versions.receive("Withdrawn")
    end = '<bpmn:endEvent id="withdrawn"/>\nwithdraw -> withdrawn'
    versions.moved(drawing("\n".join([plain("review"), withdrawn, end]), before=message("Answer")))
    assert versions.instance().ended_in == "withdrawn"


def gateway(*events: tuple[str, str]) -> bytes:
    """start -> wait -> one of the events, each to its own task."""
    lines = ['<bpmn:startEvent id="start"/>', '<bpmn:eventBasedGateway id="wait"/>', "start -> wait"]
    for element_id, definition in events:
        catching = f'<bpmn:intermediateCatchEvent id="{element_id}">{definition}</bpmn:intermediateCatchEvent>'
        tasks = f'{user_task(f"after_{element_id}")}\n<bpmn:endEvent id="end_{element_id}"/>'
        lines += [catching, tasks, f"wait -> {element_id}", f"{element_id} -> after_{element_id}"]
        lines += [f"after_{element_id} -> end_{element_id}"]
    return drawing("\n".join(lines), before=message("Answer"))


def lasting(days: int) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:timeDuration>P{days}D</bpmn:timeDuration></bpmn:timerEventDefinition>"


ANSWER = ("answer", '<bpmn:messageEventDefinition messageRef="m"/>')
WITHDRAWN = ("withdraw", '<bpmn:messageEventDefinition messageRef="w"/>')


def test_at_an_event_gateway_events_stay_end_and_begin(versions: Versions) -> None:
    versions.start(gateway(ANSWER, ("late", lasting(5)), ("very_late", lasting(9))))
    versions.clock.advance(timedelta(days=1))
    plan = versions.plan(
        gateway(ANSWER, ("too_late", lasting(2)), ("very_late", lasting(3)), WITHDRAWN), {"late": "too_late"}
    )
    fates = {change.element_id: change.fate for change in versions.preview(plan).changes}
    assert fates == {"answer": "stays", "too_late": "stays", "very_late": "stays", "withdraw": "begins"}
    versions.migrate(plan)
    assert versions.timers() == {"too_late": MONDAY + timedelta(days=5), "very_late": MONDAY + timedelta(days=9)}
    versions.moved(gateway(("too_late", lasting(2)), WITHDRAWN))
    assert not versions.receive("Answer")
    assert versions.receive("Withdrawn")
    assert versions.waiting() == ["after_withdraw"]
    assert versions.timers() == {}


def test_a_failed_timer_is_tried_again_on_the_new_version(versions: Versions) -> None:
    service = (
        '<bpmn:serviceTask id="call"><bpmn:extensionElements><zeebe:taskDefinition type="ring"/></bpmn:extensionElements>'
        "</bpmn:serviceTask>"
    )
    failing = drawing(
        "\n".join(
            [plain("review"), timer("remind", "review", interrupting=False), CALLED.replace(user_task("call"), service)]
        )
    )
    versions.start(failing)
    assert versions.pass_time(timedelta(days=2)) == 0
    versions.moved(OLD.replace(b'"remind"', b'"nudge"'), {"remind": "nudge"})
    with versions.work() as engine:
        [incident] = engine.incidents.open()
        assert engine.incidents.retry(incident.id, by=versions.officer)
    assert versions.waiting() == ["review", "call"]
