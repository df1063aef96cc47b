"""The engine's spine through its door: every step is saved and loaded again, as each has its own transaction."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from engine import (
    PORTAL,
    Bundle,
    ClaimedBySomeoneElse,
    DrawingRefused,
    Job,
    NotYours,
    Outdated,
    StepFailed,
    UserTaskNotFound,
)
from tests.engine.conftest import House, drawing, user_task

CHOICE = drawing(
    f"""
<bpmn:startEvent id="start"/>
{user_task("review")}
<bpmn:exclusiveGateway id="decided" default="f7"/>
{user_task("match")}
<bpmn:endEvent id="refused"/>
<bpmn:endEvent id="opened"/>
start -> review
review -> decided
decided -> match if decision = "approve"
decided -> refused
match -> opened
""".replace("f7", "f9")
)


def test_a_decision_sends_the_case_on_the_flow_whose_condition_is_true(house: House) -> None:
    house.start(CHOICE)
    house.do("review", decision="approve")
    assert house.waiting() == ["match"]
    house.do("match")
    assert (house.instance().status, house.instance().ended_in) == ("completed", "opened")


def test_only_answers_that_the_drawing_reads_become_variables(house: House) -> None:
    house.start(CHOICE)
    house.do("review", decision="approve", address="1 Hidden Lane")
    assert "address" not in house.variables()
    with house.work() as engine:
        assert engine.submissions.of("KEY-1")[0].answers["address"] == "1 Hidden Lane"


def test_the_default_flow_is_taken_when_no_condition_is_true(house: House) -> None:
    house.start(CHOICE)
    house.do("review", decision="refuse")
    assert house.instance().ended_in == "refused"


def test_a_task_claimed_by_somebody_else_is_told_by_name(house: House) -> None:
    house.start(CHOICE)
    with house.work() as engine:
        task = engine.user_tasks.inbox(house.officer)[0]
        engine.user_tasks.claim(task.id, by=house.officer)
    with house.work() as engine, pytest.raises(ClaimedBySomeoneElse, match="Priya Nair"):
        engine.user_tasks.claim(task.id, by=house.other)
    with house.work() as engine:
        assert engine.user_tasks.inbox(house.other) == []
        engine.user_tasks.release(task.id, by=house.officer)
        assert [t.id for t in engine.user_tasks.inbox(house.other)] == [task.id]


def test_a_task_must_be_claimed_before_it_is_completed(house: House) -> None:
    house.start(CHOICE)
    with house.work() as engine, pytest.raises(NotYours):
        engine.user_tasks.complete(engine.user_tasks.inbox(house.officer)[0].id, by=house.officer, answers={})


def test_a_task_outside_my_groups_does_not_exist_for_me(house: House) -> None:
    house.start(CHOICE)
    stranger = type(house.officer)(id="eve", name="Eve")
    with house.work() as engine:
        task = engine.user_tasks.open_of("KEY-1")[0]
        with pytest.raises(UserTaskNotFound):
            engine.user_tasks.get(task.id, for_=stranger)


def test_completing_twice_counts_once(house: House) -> None:
    house.start(CHOICE)
    with house.work() as engine:
        task = engine.user_tasks.open_of("KEY-1")[0]
    house.do("review", decision="refuse")
    with house.work() as engine, pytest.raises(UserTaskNotFound):
        engine.user_tasks.complete(task.id, by=house.officer, answers={})


TIMED = drawing(f"""
<bpmn:startEvent id="start"/>
{user_task("confirm")}
<bpmn:boundaryEvent id="remind" attachedToRef="confirm" cancelActivity="false"><bpmn:timerEventDefinition id="t1"><bpmn:timeDuration>PT24H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:boundaryEvent id="expire" attachedToRef="confirm"><bpmn:timerEventDefinition id="t2"><bpmn:timeDuration>=duration("P3D")</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
{user_task("call")}
<bpmn:endEvent id="called"/>
<bpmn:endEvent id="expired"/>
<bpmn:endEvent id="confirmed"/>
start -> confirm
confirm -> confirmed
remind -> call
call -> called
expire -> expired
""")  # noqa: E501


def test_a_reminder_leaves_the_task_open_and_the_expiry_ends_it(house: House) -> None:
    house.start(TIMED)
    assert house.pass_time(timedelta(hours=23)) == 0
    assert house.pass_time(timedelta(hours=1)) == 1
    assert house.waiting() == ["confirm", "call"]
    house.do("call")
    assert house.pass_time(timedelta(days=2)) == 1
    assert (house.instance().status, house.instance().ended_in) == ("completed", "expired")


def test_completing_the_task_cancels_its_timers(house: House) -> None:
    house.start(TIMED)
    house.do("confirm")
    assert house.pass_time(timedelta(days=9)) == 0
    assert house.instance().ended_in == "confirmed"


JOIN_IN_LOOP = drawing(
    f"""
<bpmn:startEvent id="start"/>
<bpmn:exclusiveGateway id="again"/>
<bpmn:parallelGateway id="split"/>
{user_task("a")}
{user_task("b")}
<bpmn:parallelGateway id="join"/>
{user_task("check")}
<bpmn:exclusiveGateway id="enough" default="f14"/>
<bpmn:endEvent id="end"/>
start -> again
again -> split
split -> a
split -> b
a -> join
b -> join
join -> check
check -> enough
enough -> again if more = true
enough -> end
""".replace("f14", "f18")
)


def test_a_join_in_a_loop_waits_for_both_branches_in_every_round(house: House) -> None:
    house.start(JOIN_IN_LOOP)
    for order in ("ab", "ba", "ba", "ab", "ba"):
        house.do(order[0])
        assert house.waiting() == [order[1]]
        house.do(order[1])
        assert house.waiting() == ["check"]
        house.do("check", more=True)
    house.do("a")
    house.do("b")
    house.do("check", more=False)
    assert house.instance().status == "completed"


def test_the_live_state_does_not_grow_with_history(house: House) -> None:
    house.start(JOIN_IN_LOOP)
    sizes = []
    for _ in range(12):
        house.do("a")
        house.do("b")
        house.do("check", more=True)
        sizes.append(len(str(house.instance().state)))
    assert sizes[-1] <= sizes[0] + 20


MESSAGE = drawing(
    f"""
<bpmn:startEvent id="start"/>
{user_task("ask")}
<bpmn:intermediateCatchEvent id="answered" name="Answered"><bpmn:messageEventDefinition id="m1" messageRef="m"/></bpmn:intermediateCatchEvent>
{user_task("read")}
<bpmn:endEvent id="end"/>
start -> ask
ask -> answered
answered -> read
read -> end
""",
    before='<bpmn:message id="m" name="Answer"><bpmn:extensionElements><zeebe:subscription correlationKey="=business_key"/></bpmn:extensionElements></bpmn:message>',  # noqa: E501
)


def test_an_early_message_is_kept_and_a_message_counts_once(house: House) -> None:
    house.start(MESSAGE)
    with house.work() as engine:
        assert engine.messages.correlate("Answer", key="KEY-1", message_id="1") is False
        assert engine.messages.correlate("Answer", key="KEY-1", message_id="1") is False
    house.do("ask")
    assert house.waiting() == ["read"]


def test_a_waiting_instance_takes_the_message_at_once(house: House) -> None:
    house.start(MESSAGE)
    house.do("ask")
    assert house.waiting() == []
    with house.work() as engine:
        assert engine.messages.correlate("Answer", key="KEY-1", message_id="1") is True
    assert house.waiting() == ["read"]


SERVICE = drawing(
    """
<bpmn:startEvent id="start"/>
<bpmn:serviceTask id="check" name="Check"><bpmn:extensionElements><zeebe:taskDefinition type="check-email"/><zeebe:ioMapping><zeebe:input source="=email" target="address"/><zeebe:output source="=known" target="email_known"/></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:exclusiveGateway id="known" default="f5"/>
<bpmn:endEvent id="old"/>
<bpmn:endEvent id="new"/>
start -> check
check -> known
known -> old if email_known = true
known -> new
""".replace("f5", "f8")
)  # noqa: E501


def test_a_service_task_gets_its_inputs_and_gives_its_outputs(house: House) -> None:
    seen = []

    @house.registry.register("check-email")
    def check(job: Job) -> dict[str, bool]:
        seen.append(job.inputs)
        return {"known": True}

    house.start(SERVICE, variables={"email": "jo@example.org"})
    assert seen == [{"address": "jo@example.org"}]
    assert house.instance().ended_in == "old"


def test_a_job_that_nobody_does_names_the_element_and_writes_nothing(house: House) -> None:
    with pytest.raises(StepFailed, match="Check.*check-email"):
        house.start(SERVICE, variables={"email": "jo@example.org"})
    with house.work() as engine:
        assert engine.instances.of("KEY-1") == []


def test_code_in_a_condition_is_refused_at_deployment_with_the_element_named(house: House) -> None:
    evil = drawing(
        '<bpmn:startEvent id="s"/>\n<bpmn:exclusiveGateway id="g" default="f4"/>\n<bpmn:endEvent id="e"/>\n'
        's -> g\ng -> e\ng -> e if __import__("os").system("true")'
    )
    with pytest.raises(DrawingRefused, match="__import__"):
        house.start(evil)


def test_a_misspelled_name_is_refused_with_the_nearest_one(house: House) -> None:
    slip = drawing(
        '<bpmn:startEvent id="s"/>\n<bpmn:exclusiveGateway id="g" default="f5"/>\n<bpmn:endEvent id="e"/>\n'
        's -> g\ng -> e if decison = "yes"\ng -> e'
    )
    with pytest.raises(DrawingRefused, match="“decison”.*“decision”"):
        house.start(slip)


def test_a_draft_in_two_windows_does_not_overwrite_itself(house: House) -> None:
    with house.work() as engine:
        assert engine.user_tasks.save_draft("start:walk", {"a": ["1"]}, of=house.officer, version=0) == 1
        assert engine.user_tasks.save_draft("start:walk", {"a": ["2"]}, of=house.officer, version=1) == 2
        with pytest.raises(Outdated):
            engine.user_tasks.save_draft("start:walk", {"a": ["3"]}, of=house.officer, version=1)


def test_the_history_chain_shows_where_it_was_changed(house: House) -> None:
    house.start(CHOICE)
    house.do("review", decision="refuse")
    with house.work() as engine:
        assert engine.history.broken_at("KEY-1") is None
        kinds = [event.kind for event in engine.history.of("KEY-1")]
        assert kinds[:4] == ["started", "passed", "claimed", "completed"]
    house.tamper("UPDATE history_event SET actor_name = 'Eve' WHERE sequence = 3")
    with house.work() as engine:
        assert engine.history.broken_at("KEY-1") == 3


@pytest.mark.parametrize("change", ["UPDATE history_event SET actor = 'eve'", "DELETE FROM history_event"])
def test_the_database_refuses_to_change_history(house: House, change: str) -> None:
    house.start(CHOICE)
    with pytest.raises(IntegrityError, match="never changed"), house.database.transaction() as session:
        session.connection().exec_driver_sql(change)


def test_an_effect_is_deferred_once_and_given_up_after_three_tries(house: House) -> None:
    with house.work() as engine:
        for _ in range(2):
            engine.effects.defer("mail", key="mail-1", business_key="KEY-1", payload={})
        assert len(engine.effects.due()) == 1
    for expected in (1, 1, 1, 0):
        house.clock.advance(timedelta(minutes=10))
        with house.work() as engine:
            found = engine.effects.due()
            assert len(found) == expected
            for effect in found:
                engine.effects.failed(effect, "the server said no")


def test_the_same_start_id_starts_one_instance(house: House) -> None:
    first = house.start(CHOICE, start_id="message-7")
    with house.work() as engine:
        second = engine.instances.start("walk", business_key="KEY-1", by=PORTAL, start_id="message-7")
    assert second.id == first.id


PLAIN = drawing(
    '<bpmn:startEvent id="start"/>\n<bpmn:userTask id="views" name="Views"/>\n<bpmn:endEvent id="end"/>\n'
    '<bpmn:laneSet id="l"><bpmn:lane id="l1" name="staff"><bpmn:flowNodeRef>views</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>\n'
    "start -> views\nviews -> end"
)


def test_plain_bpmn_has_its_group_from_the_lane_and_its_form_from_the_name(house: House) -> None:
    with house.work() as engine:
        resources = {"walk.bpmn": PLAIN, "views.form": b"{}"}
        engine.deployments.deploy(Bundle(process_id="walk", resources=resources), by=PORTAL)
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
        assert [task.form for task in engine.user_tasks.inbox(house.officer)] == ["views"]


def test_a_deployment_that_was_rolled_back_leaves_nothing_behind_for_the_next_one(house: House) -> None:
    def line(name: str) -> Bundle:
        text = f'<bpmn:startEvent id="s"/>\n{user_task(name)}\n<bpmn:endEvent id="e"/>\ns -> {name}\n{name} -> e'
        return Bundle(process_id="walk", resources={"walk.bpmn": drawing(text)})

    with pytest.raises(ZeroDivisionError), house.work() as engine:
        engine.deployments.deploy(line("undone"), by=PORTAL)
        1 / 0  # noqa: B018
    with house.work() as engine:
        engine.deployments.deploy(line("kept"), by=PORTAL)
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
    assert house.waiting() == ["kept"]
