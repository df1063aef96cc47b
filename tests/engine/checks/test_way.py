"""The way through a drawing: ids, starts, ends, flows, gateways, lanes."""

import pytest

from tests.engine.checks.sheets import END, START, USER, errors, host, lines, remedies, through
from tests.engine.conftest import user_task

LEAF = '<bpmn:exclusiveGateway id="g" name="Which way?" {}/>'
GATE = '<bpmn:eventBasedGateway id="g"/>'
OTHER = '<bpmn:endEvent id="other"/>'


def flow(its_id: str, source: str, target: str, condition: str = "") -> str:
    inner = f"<bpmn:conditionExpression>={condition}</bpmn:conditionExpression>" if condition else ""
    return f'<bpmn:sequenceFlow id="{its_id}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'


def test_a_sound_drawing_has_no_errors() -> None:
    assert errors(through(USER, way="u")) == []


def test_an_id_that_stands_twice_is_told() -> None:
    found = errors(through(USER, '<bpmn:task id="u" name="Again"/>', way="u"))
    assert ("u", "The id “u” stands 2 times.") in found


def test_a_shape_without_an_id_is_told_by_its_name() -> None:
    assert ("Lost", "This scriptTask has no id.") in errors(through('<bpmn:scriptTask name="Lost"/>', way=""))


def test_an_id_that_is_no_name_is_told() -> None:
    found = errors(through('<bpmn:userTask id="//x | y" name="Odd"/>', way=""))
    assert found == [("Odd", "The id “//x | y” is not a name: use letters, digits, “_”, “-” and “.”.")]


def test_without_a_start_or_with_two_the_process_is_refused() -> None:
    assert ("walk", "There is no start event.") in errors(f"{USER}\n{END}\nu -> end")
    second = '<bpmn:startEvent id="second" name="Again"/>'
    assert ("Again (second)", "There is another start event, “start”.") in errors(
        f"{through(USER, second, way='u')}\nsecond -> u"
    )


def test_a_subprocess_needs_a_start_of_its_own() -> None:
    found = errors(through('<bpmn:subProcess id="s" name="Inside"/>', way="s"))
    assert found == [("Inside (s)", "There is no start event.")]


def test_an_event_subprocess_with_two_starts_is_told_at_the_second() -> None:
    second = (
        f'<bpmn:startEvent id="evs2" name="Later">{TIMED.format("evt2")}</bpmn:startEvent>{flow("e3", "evs2", "w")}'
    )
    found = errors(through(USER, ON_EVENT.replace("</bpmn:startEvent>", f"</bpmn:startEvent>{second}"), way="u"))
    assert found == [("Later (evs2)", "The event subprocess “ev” has another start event, “evs”.")]


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        (f'id="{"u" * 101}"', "Its id has 101 characters; 100 are the most."),
        (f'id="u" name="{"n" * 201}"', "Its name has 201 characters; 200 are the most."),
    ],
)
def test_a_name_for_which_there_is_no_room_is_told(attributes: str, message: str) -> None:
    task = USER.replace('id="u" name="u"', attributes)
    its_id = attributes.split('"')[1]
    ((element, said),) = errors(through(task, way=its_id))
    assert (said, len(element) <= 200) == (message, True)


def test_a_dead_end_is_told() -> None:
    assert errors(f"{START}\n{USER}\nstart -> u") == [("u", "Nothing comes after it.")]


def test_a_shape_that_no_way_reaches_is_told() -> None:
    found = errors(f"{through(USER, user_task('island'), way='u')}\nisland -> end")
    assert found == [("island", "No way leads here from a start event.")]


def test_what_follows_an_event_on_an_edge_is_reached() -> None:
    timer = '<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
    edge = f'<bpmn:boundaryEvent id="b" attachedToRef="u">{timer}</bpmn:boundaryEvent>'
    assert errors(f"{through(USER, edge, OTHER, way='u')}\nb -> other") == []


def test_a_flow_to_nowhere_is_told() -> None:
    found = errors(f"{through(USER, way='u')}\n{flow('lost', 'u', 'gone')}")
    assert ("lost", "The flow ends at “gone”, which is no shape of this process.") in found


def test_a_flow_across_the_border_of_a_subprocess_is_told() -> None:
    inside = (
        f'<bpmn:subProcess id="s"><bpmn:startEvent id="si"/>{user_task("x")}{flow("f0", "si", "x")}</bpmn:subProcess>'
    )
    found = errors(f"{through(USER, inside, way='u')}\nstart -> s\n{flow('over', 'x', 'end')}")
    assert ("over", "The flow crosses the border of a subprocess.") in found


def test_a_flow_into_a_start_or_out_of_an_end_is_told() -> None:
    found = errors(f"{through(USER, way='u')}\n{flow('back', 'u', 'start')}\n{flow('on', 'end', 'u')}")
    assert ("back", "The flow leads into a start event.") in found
    assert ("on", "A flow leaves an end event.") in found


def test_a_name_over_several_lines_is_told_in_one() -> None:
    named = flow("maybe", "u", "end", "more").replace(' id="', ' name="Perhaps&#10; later" id="')
    assert [element for element, _ in errors(f"{lines(USER)}\nstart -> u\n{named}")] == ["Perhaps later (maybe)"]


def test_two_flows_out_of_a_task_want_a_gateway() -> None:
    found = errors(f"{through(USER, OTHER, way='u')}\nu -> other")
    assert found == [("u", "2 flows leave it.")]
    assert "gateway" in remedies(f"{through(USER, OTHER, way='u')}\nu -> other")[0]


def test_a_condition_on_a_flow_out_of_a_task_is_told() -> None:
    body = f"{lines(USER)}\nstart -> u\n{flow('maybe', 'u', 'end', 'more')}"
    assert errors(body) == [("maybe", "Only a flow out of a gateway may have a condition.")]


def decided(attributes: str, *flows: str) -> str:
    return "\n".join([lines(LEAF.format(attributes), OTHER), "start -> g", *flows])


def test_an_exit_without_a_condition_or_default_is_told_at_the_gateway() -> None:
    found = errors(decided("", flow("yes", "g", "end", "more"), flow("no", "g", "other")))
    assert found == [("Which way? (g)", "Its exit “no” has no condition.")]


def test_a_default_flow_makes_the_gateway_whole() -> None:
    assert errors(decided('default="no"', flow("yes", "g", "end", "more"), flow("no", "g", "other"))) == []


def test_a_default_flow_that_leaves_another_shape_is_told() -> None:
    found = errors(decided('default="f9"', flow("yes", "g", "end", "more"), flow("no", "g", "other", "not(more)")))
    assert found == [("Which way? (g)", "Its default flow “f9” does not leave it.")]


def test_a_condition_on_the_default_flow_is_told() -> None:
    found = errors(decided('default="no"', flow("yes", "g", "end", "more"), flow("no", "g", "other", "true")))
    assert found == [("no", "Nobody asks the condition of a default flow.")]


def test_a_condition_behind_a_parallel_gateway_is_told() -> None:
    split = '<bpmn:parallelGateway id="s"/>'
    found = errors("\n".join([lines(split, OTHER), "start -> s", flow("a", "s", "end", "more"), "s -> other"]))
    assert found == [("s", "The condition of its exit “a” is never asked.")]


def test_behind_an_event_based_gateway_something_is_waited_for() -> None:
    gateway = '<bpmn:eventBasedGateway id="s"/>'
    found = errors(through(gateway, USER, way="s u"))
    assert found == [("s", "Its exit leads to “u”, which waits for neither a message nor a time.")]


def test_an_event_behind_an_event_based_gateway_belongs_to_it_alone() -> None:
    timer = '<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
    parts = (
        '<bpmn:eventBasedGateway id="s"/>',
        f'<bpmn:intermediateCatchEvent id="c">{timer}</bpmn:intermediateCatchEvent>',
    )
    body = lines(*parts, '<bpmn:exclusiveGateway id="g" default="a"/>', flow("a", "g", "s"))
    found = errors("\n".join([body, "start -> g", "g -> c if more", "s -> c", "c -> end"]))
    assert found == [("c", "It belongs to an event-based gateway, and another flow leads to it.")]


def test_a_round_of_gateways_alone_is_told() -> None:
    join = '<bpmn:exclusiveGateway id="j" name="Again"/>'
    body = lines(join, LEAF.format(""))
    found = errors("\n".join([body, "start -> j", "j -> g", "g -> j if more", "g -> end if not(more)"]))
    assert found == [("Again (j)", "From here the way leads back without a task or a pause.")]


def test_a_round_in_which_somebody_works_is_fine() -> None:
    join = '<bpmn:exclusiveGateway id="j"/>'
    body = lines(join, USER, LEAF.format(""))
    assert errors("\n".join([body, "start -> j", "j -> u", "u -> g", "g -> j if more", "g -> end if not(more)"])) == []


def lanes(*inner: str) -> str:
    return through(USER, f"<bpmn:laneSet id='ls'>{''.join(inner)}</bpmn:laneSet>", way="u")


def lane(name: str, inner: str = "<bpmn:flowNodeRef>u</bpmn:flowNodeRef>") -> str:
    return f'<bpmn:lane id="lane_{abs(hash(name))}" name="{name}">{inner}</bpmn:lane>'


def test_a_task_in_two_lanes_is_told_with_both() -> None:
    found = errors(
        lanes('<bpmn:lane id="a" name="Officer"><bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane>', lane("Manager"))
    )
    assert found[0][0] == "u"
    assert "“Officer (a)” and “Manager" in found[0][1]


def test_a_lane_inside_a_lane_is_one_place() -> None:
    inner = f"<bpmn:flowNodeRef>u</bpmn:flowNodeRef><bpmn:childLaneSet id='c'>{lane('Inner')}</bpmn:childLaneSet>"
    assert errors(lanes(lane("Outer", inner))) == []


def test_lanes_told_apart_by_a_space_a_capital_or_a_foreign_letter_are_told() -> None:
    for twin in ("send admin", "SEND Admin", "SEND  admin", "SEND аdmin"):  # the last with a Cyrillic letter
        found = errors(lanes(lane("SEND admin"), lane(twin, "")))
        assert [message for _, message in found] == [
            f"The lane “{twin}” is hardly told apart from the lane “SEND admin”."
        ]


def test_exits_without_a_condition_are_told_once_at_the_gateway() -> None:
    found = errors(decided("", flow("yes", "g", "end"), flow("no", "g", "other")))
    assert found == [("Which way? (g)", "Its exits “yes” and “no” have no condition.")]


def test_a_lane_without_a_group_is_told_once_and_not_at_each_task() -> None:
    two = [f'<bpmn:userTask id="{its_id}" name="{its_id}"/>' for its_id in ("u1", "u2")]
    references = "".join(f"<bpmn:flowNodeRef> {its_id} </bpmn:flowNodeRef>" for its_id in ("u1", "u2"))
    set_ = f'<bpmn:laneSet id="ls"><bpmn:lane id="l" name="Nobody">{references}</bpmn:lane></bpmn:laneSet>'
    assert errors(through(*two, set_, way="u1 u2"), known=host()) == [("Nobody (l)", "There is no group “Nobody”.")]


def test_a_receive_task_behind_an_event_based_gateway_has_no_events_on_its_edge() -> None:
    waits = '<bpmn:receiveTask id="r" name="Wait" messageRef="m"/>'
    edge = '<bpmn:boundaryEvent id="b" attachedToRef="r"><bpmn:errorEventDefinition id="any"/></bpmn:boundaryEvent>'
    body = f"{through(GATE, waits, edge, OTHER, way='g r')}\nb -> other"
    assert [element for element, _ in errors(body, before='<bpmn:message id="m" name="Answer"/>')] == ["Wait (r)"]


TIMED = '<bpmn:timerEventDefinition id="{}"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
ON_EVENT = (
    '<bpmn:subProcess id="ev" triggeredByEvent="true"><bpmn:startEvent id="evs" isInterrupting="false">'
    f'{TIMED.format("evt")}</bpmn:startEvent>{user_task("w")}<bpmn:endEvent id="eve"/>'
    f"{flow('e1', 'evs', 'w')}{flow('e2', 'w', 'eve')}</bpmn:subProcess>"
)


def test_an_event_sits_on_an_activity_beside_it() -> None:
    inside = (
        f'<bpmn:subProcess id="s"><bpmn:startEvent id="ss"/>{user_task("x")}<bpmn:endEvent id="se"/>'
        f"{flow('i1', 'ss', 'x')}{flow('i2', 'x', 'se')}</bpmn:subProcess>"
    )
    edge = f'<bpmn:boundaryEvent id="b" attachedToRef="x">{TIMED.format("t")}</bpmn:boundaryEvent>'
    found = errors(through(inside, edge, OTHER, way="s") + "\nb -> other")
    assert ("b", "It sits on “x”, which lies in another process or subprocess: nothing would hear it.") in found


def test_an_event_subprocess_is_entered_and_left_by_no_flow_and_has_nothing_on_its_edge() -> None:
    assert errors(through(USER, ON_EVENT, way="u")) == []
    found = errors(through(USER, ON_EVENT, user_task("aft"), way="u") + "\nu -> ev\nev -> aft\naft -> end")
    assert [message for _, message in found].count("The flow leads into or out of an event subprocess.") == 2
    edge = f'<bpmn:boundaryEvent id="b" attachedToRef="ev">{TIMED.format("t")}</bpmn:boundaryEvent>'
    found = errors(through(USER, ON_EVENT, edge, OTHER, way="u") + "\nb -> other")
    assert ("b", "It sits on “ev”, which is begun by its own event and has no events on its edge.") in found
