"""Gateways that join and events that compete: in either order, in loops, and with ways that begin on an edge."""

from datetime import timedelta
from itertools import count, permutations

import pytest

from tests.engine.conftest import House, drawing, event, user_task

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
MESSAGES = '<bpmn:message id="note" name="Note"/><bpmn:message id="other_one" name="Other"/>'
NUMBERS = count()


def after(its_id: str, time: str) -> str:
    return f'<bpmn:timerEventDefinition id="{its_id}_d"><bpmn:timeDuration>{time}</bpmn:timeDuration></bpmn:timerEventDefinition>'


def gateway(kind: str, *ids: str, default: str = "") -> str:
    said = f'default="{default}"' if default else ""
    return "\n".join(f'<bpmn:{kind}Gateway id="{its_id}" {said}/>' for its_id in ids)


def tell(house: House, name: str = "Note") -> None:
    with house.work() as engine:
        engine.messages.correlate(name, key="KEY-1", message_id=str(next(NUMBERS)), keep=False)


def walk(*parts: str, tasks: str, ways: str) -> bytes:
    body = [START, *map(user_task, tasks.split()), *parts, END, ways]
    return drawing("\n".join(body), before=MESSAGES)


THREE = """start -> s
s -> a if contains(decision, "a")
s -> b if contains(decision, "b")
s -> c if contains(decision, "c")
a -> j
b -> j
c -> j
j -> after
after -> end"""


@pytest.mark.parametrize("chosen", ["a", "ab", "ac", "bc", "abc"])
def test_an_inclusive_join_waits_for_the_ways_that_were_taken(house: House, chosen: str) -> None:
    for order in permutations(chosen):
        house.start(
            walk(gateway("inclusive", "s", "j"), tasks="a b c after", ways=THREE), variables={"decision": chosen}
        )
        for number, task in enumerate(order, start=1):
            house.do(task)
            assert house.waiting() == (["after"] if number == len(order) else sorted(order[number:]))
        house.do("after")


REWORK = """start -> s
s -> a if true
s -> b if true
a -> g
g -> again if more
g -> j if not(more)
again -> g
b -> j
j -> after
after -> end"""


def test_an_inclusive_join_waits_for_a_way_that_goes_round(house: House) -> None:
    house.start(walk(gateway("inclusive", "s", "j"), gateway("exclusive", "g"), tasks="a b again after", ways=REWORK))
    house.do("b")
    house.do("a", more=True)
    assert house.waiting() == ["again"]
    house.do("again", more=False)
    assert house.waiting() == ["after"]


LOOP = """start -> m
m -> s
s -> a if contains(decision, "a")
s -> b if contains(decision, "b")
a -> j
b -> j
j -> check
check -> g
g -> m if more
g -> end if not(more)"""


def test_an_inclusive_join_in_a_loop_joins_what_each_round_took(house: House) -> None:
    parts = (gateway("inclusive", "s", "j"), gateway("exclusive", "m", "g"))
    house.start(walk(*parts, tasks="a b check", ways=LOOP), variables={"decision": "ab"})
    rounds = ["ab", "b", "ba", "a", "ba"]
    for order, following in zip(rounds, [*rounds[1:], ""], strict=True):
        for task in order:
            assert "check" not in house.waiting()
            house.do(task)
        assert house.waiting() == ["check"]
        house.do("check", more=bool(following), decision=following)
    assert house.instance().status == "completed"


EDGE = """start -> s
s -> a if true
s -> b if true
a -> j
b -> j
e -> c
c -> j
j -> after
after -> end"""


@pytest.mark.parametrize("order", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_an_inclusive_join_waits_for_a_way_from_an_edge_and_for_the_activity_itself(house: House, order: str) -> None:
    note = '<bpmn:messageEventDefinition id="nd" messageRef="note"/>'
    edge = event("boundaryEvent", "e", note, 'attachedToRef="a" cancelActivity="false"')
    house.start(walk(gateway("inclusive", "s", "j"), edge, tasks="a b c after", ways=EDGE))
    tell(house)
    for number, task in enumerate(order, start=1):
        house.do(task)
        assert ("after" in house.waiting()) == (number == 3)
    house.do("after")
    assert house.instance().status == "completed"


@pytest.mark.parametrize("in_time", [True, False])
def test_an_inclusive_join_waits_no_longer_for_a_way_that_was_cut(house: House, in_time: bool) -> None:
    edge = event("boundaryEvent", "e", after("e", "P1D"), 'attachedToRef="a"')
    house.start(walk(gateway("inclusive", "s", "j"), edge, tasks="a b c after", ways=EDGE))
    house.do("b")
    if in_time:
        house.do("a")
        assert house.waiting() == ["after"]
    else:
        house.pass_time(timedelta(days=1))
        assert house.waiting() == ["c"]
        house.do("c")
        assert house.waiting() == ["after"]


OPEN = """start -> m
m -> s
s -> a
s -> b
a -> j
b -> j
e -> c
c -> noted
j -> check
check -> g
g -> m if more
g -> end if not(more)"""


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_parallel_join_in_a_loop_does_not_mind_a_way_that_is_open_besides(house: House, order: str) -> None:
    note = '<bpmn:messageEventDefinition id="nd" messageRef="note"/>'
    edge = event("boundaryEvent", "e", note, 'attachedToRef="a" cancelActivity="false"')
    parts = (gateway("parallel", "s", "j"), gateway("exclusive", "m", "g"), edge, '<bpmn:endEvent id="noted"/>')
    house.start(walk(*parts, tasks="a b c check", ways=OPEN))
    for number in range(1, 4):
        tell(house)
        house.do(order[0])
        assert (order[1] in house.waiting(), "check" in house.waiting()) == (True, False)
        house.do(order[1])
        assert sorted(house.waiting()) == ["c"] * number + ["check"]
        house.do("check", more=number < 3)
    assert house.waiting() == ["c"] * 3
    for _ in range(3):
        house.do("c")
    assert house.instance().status == "completed"


def test_two_flows_from_one_gateway_to_a_join_are_two_tokens(house: House) -> None:
    house.start(
        walk(gateway("parallel", "s", "j"), tasks="after", ways="start -> s\ns -> j\ns -> j\nj -> after\nafter -> end")
    )
    assert house.waiting() == ["after"]
    house.do("after")
    assert house.instance().status == "completed"


TIMES = """start -> m
m -> g
g -> soon
g -> late
soon -> a
late -> b
a -> again
again -> m if more
again -> end if not(more)
b -> other"""


def two_times(first: str, second: str) -> bytes:
    parts = [gateway("eventBased", "g"), gateway("exclusive", "m", "again"), '<bpmn:endEvent id="other"/>']
    parts += [event("intermediateCatchEvent", "soon", after("soon", first))]
    parts += [event("intermediateCatchEvent", "late", after("late", second))]
    return walk(*parts, tasks="a b", ways=TIMES)


def test_the_shorter_of_two_times_wins_in_every_round(house: House) -> None:
    house.start(two_times("PT1H", "PT2H"))
    for _ in range(2):
        assert house.pass_time(timedelta(hours=1)) == 1
        assert house.waiting() == ["a"]
        assert house.pass_time(timedelta(hours=5)) == 0
        house.do("a", more=True)
    assert house.waiting() == []


def test_the_shorter_of_two_times_wins_wherever_it_stands(house: House) -> None:
    house.start(two_times("PT2H", "PT1H"))
    assert house.pass_time(timedelta(hours=1)) == 1
    assert house.waiting() == ["b"]


COMPETE = "start -> g\ng -> told\ng -> got\ng -> late\ntold -> a\ngot -> b\nlate -> c\na -> end\nb -> e2\nc -> e3"


@pytest.mark.parametrize("first", ["Note", "Other", "time"])
def test_a_message_a_receive_task_and_a_time_compete_and_one_is_followed(house: House, first: str) -> None:
    told = event("intermediateCatchEvent", "told", '<bpmn:messageEventDefinition id="md" messageRef="note"/>')
    got = '<bpmn:receiveTask id="got" messageRef="other_one"/>'
    late = event("intermediateCatchEvent", "late", after("late", "P1D"))
    ends = '<bpmn:endEvent id="e2"/>\n<bpmn:endEvent id="e3"/>'
    house.start(walk(gateway("eventBased", "g"), told, got, late, ends, tasks="a b c", ways=COMPETE))
    if first == "time":
        house.pass_time(timedelta(days=1))
    else:
        tell(house, first)
    assert house.waiting() == [{"Note": "a", "Other": "b", "time": "c"}[first]]
    assert house.pass_time(timedelta(days=9)) == 0


EITHER = """start -> s
s -> a if true
s -> b if true
a -> j
b -> g
g -> a if more
g -> j if not(more)
j -> after
after -> end"""


def test_an_inclusive_join_does_not_wait_for_a_token_that_may_come_on_a_flow_that_has_one(house: House) -> None:
    """The second rule of BPMN 2.0.2, table 13.3: it keeps tokens that go round from waiting for each other."""
    house.start(walk(gateway("inclusive", "s", "j"), gateway("exclusive", "g"), tasks="a b after", ways=EITHER))
    house.do("a")
    assert house.waiting() == ["b", "after"]
    house.do("b", more=False)
    assert house.waiting() == ["after", "after"]
