"""Labels and flows have room: what is written can be read, and a line is followed with the eye. Warnings."""

import pytest

from engine import Known, check_drawing
from tests.engine.checks.pictures import looks, picture
from tests.engine.checks.sheets import USER, through
from tests.engine.conftest import drawing

START, ASKED = '<bpmn:startEvent id="start"/>', '<bpmn:startEvent id="start" name="Somebody asks for it"/>'
LANES = (
    '<bpmn:laneSet id="ls"><bpmn:lane id="lane" name="Staff"><bpmn:flowNodeRef>u</bpmn:flowNodeRef>'
    "</bpmn:lane></bpmn:laneSet>"
)
POOL = '<bpmn:collaboration id="c"><bpmn:participant id="pool" name="Walk" processRef="walk"/></bpmn:collaboration>'
IN_LINE = "u 180 0 100 80", "end 340 22 36 36"
BODY = through(USER, way="u")
NAMED = BODY.replace(START, ASKED)
FLOWS = "f3 136,40 180,40", "f4 280,40 340,40"


def asked(place: str) -> str:
    """The start event with its label at a place."""
    return f"start 100 22 36 36 label {place}"


def test_a_label_with_room_is_not_told() -> None:
    assert looks(NAMED, picture(asked("73 65 90 28"), *IN_LINE, edges=FLOWS)) == []


@pytest.mark.parametrize(
    ("place", "under"),
    [
        ("160 65 90 28", "the task “u”"),
        ("73 30 90 28", "the event “Somebody asks for it”"),
        ("260 33 120 14", "the task “u”"),
        ("280 33 60 28", "the flow from “u” to “end”"),
    ],
)
def test_a_label_on_a_shape_or_on_a_flow_is_told(place: str, under: str) -> None:
    found = looks(NAMED, picture(asked(place), *IN_LINE, edges=FLOWS))
    assert found == [("Somebody asks for it (start)", f"Its label lies on {under}.")]


def test_the_remedy_says_what_to_move_off_what() -> None:
    data = drawing(NAMED).replace(
        b"</bpmn:definitions>", picture(asked("160 65 90 28"), *IN_LINE).encode() + b"</bpmn:definitions>"
    )
    found = check_drawing("walk.bpmn", data, {}, Known(), process_id="walk").warnings
    assert "Move the label of the event “Somebody asks for it” off the task “u”." in [each.remedy for each in found]


def test_a_label_is_as_wide_as_its_words_and_not_as_its_place() -> None:
    body = BODY.replace(START, '<bpmn:startEvent id="start" name="Asks"/>')
    assert looks(body, picture(asked("80 65 110 28"), *IN_LINE, edges=FLOWS)) == []


def test_a_label_without_a_place_stands_where_the_modeller_sets_it() -> None:
    below = "u 90 70 100 80"
    found = looks(NAMED, picture("start 100 22 36 36", below, "end 340 92 36 36"))
    assert found == [("Somebody asks for it (start)", "Its label lies on the task “u”.")]


def test_the_name_of_a_flow_without_a_place_stands_over_its_middle() -> None:
    body = (
        "\n".join([START, USER, '<bpmn:endEvent id="end" name="Gone"/>', "u -> end"])
        + '<bpmn:sequenceFlow id="go" name="Nobody objects" sourceRef="start" targetRef="u"/>'
    )
    over = "start 100 22 36 36", "u 300 0 100 80", "end 200 2 36 36 label 172 -30 90 14"
    found = looks(body, picture(*over, edges=("go 136,40 300,40", "f3 300,40 236,20")))
    assert ("Nobody objects (go)", "Its label lies on the event “Gone”.") in found


def test_labels_upon_each_other_are_told_once() -> None:
    body = NAMED.replace('<bpmn:endEvent id="end"/>', '<bpmn:endEvent id="end" name="Somebody has answered"/>')
    places = asked("73 90 90 28"), "u 180 0 100 80", "end 340 22 36 36 label 90 95 90 28"
    found = looks(body, picture(*places, edges=FLOWS))
    told = [message for _, message in found]
    assert told == ["Its label lies on the label of the event “Somebody asks for it”."]


def test_a_label_that_the_pool_does_not_hold_is_told() -> None:
    pool = "pool 50 -20 400 120"
    assert looks(NAMED, picture(pool, asked("73 65 90 28"), *IN_LINE, edges=FLOWS), before=POOL) == []
    found = looks(NAMED, picture(pool, asked("73 85 90 28"), *IN_LINE, edges=FLOWS), before=POOL)
    assert found == [("Somebody asks for it (start)", "Its label lies across the edge of the pool “Walk”.")]


def test_a_label_across_the_edge_of_a_lane_is_told() -> None:
    lanes = "lane 50 -20 400 100"
    found = looks(NAMED + LANES, picture(lanes, asked("73 65 90 28"), *IN_LINE, edges=FLOWS))
    assert found == [("Somebody asks for it (start)", "Its label lies across the edge of the lane “Staff”.")]


def test_a_label_stays_in_its_subprocess() -> None:
    inside = '<bpmn:subProcess id="s" name="Inside"><bpmn:startEvent id="si" name="Begun"/></bpmn:subProcess>'
    body = through(inside, way="s")
    sub, end = "s 180 0 300 200", "end 540 82 36 36"
    whole = "start 100 82 36 36", sub, "si 250 100 36 36", end
    assert looks(body, picture(*whole)) == []
    cut = "start 100 82 36 36", sub, "si 250 155 36 36", end
    assert looks(body, picture(*cut)) == [("Begun (si)", "Its label lies across the edge of the activity “Inside”.")]


def test_a_shape_across_the_edge_of_its_lane_or_subprocess_is_told() -> None:
    lanes = BODY + LANES
    assert looks(lanes, picture("lane 50 0 400 80", "start 100 22 36 36", *IN_LINE)) == []
    found = looks(lanes, picture("lane 50 0 400 70", "start 100 22 36 36", *IN_LINE))
    assert found == [("u", "It does not lie whole in “Staff (lane)”.")]


def test_a_flow_that_runs_through_a_shape_is_told() -> None:
    body = through(USER, way="u") + '<bpmn:userTask id="v" name="v"/>'
    between = "start 0 22 36 36", "u 300 0 100 80", "v 100 0 100 80", "end 500 22 36 36"
    straight, round_it = "f3 36,40 300,40", "f3 18,58 18,120 350,120 350,80"
    found = [pair for pair in looks(body, picture(*between, edges=(straight, "f4 400,40 500,40")))]
    assert ("f3", "It runs through the task “v”.") in found
    assert not [
        pair for pair in looks(body, picture(*between, edges=(round_it, "f4 400,40 500,40"))) if pair[0] == "f3"
    ]


def test_a_slanting_flow_passes_a_corner() -> None:
    body = through(USER, way="u") + '<bpmn:userTask id="v" name="v"/>'
    between = "start 0 300 36 36", "u 300 0 100 80", "v 20 0 100 80", "end 500 22 36 36"
    found = [pair for pair in looks(body, picture(*between, edges=("f3 36,318 300,40", "f4"))) if pair[0] == "f3"]
    assert found == []


def test_a_flow_to_nowhere_is_no_traceback() -> None:
    body = NAMED + '<bpmn:sequenceFlow id="lost" name="Lost" sourceRef="gone" targetRef="u"/>'
    found = looks(body, picture(asked("73 65 90 28"), *IN_LINE, edges=(*FLOWS, "lost 100,70 180,70")))
    assert ("Somebody asks for it (start)", "Its label lies on the flow from “nowhere” to “u”.") in found


def test_numbers_without_end_are_no_traceback() -> None:
    strange = "start 100 22 36 36 label nan 1e400 90 14", "u inf 0 100 80", "end 340 22 36 36"
    assert looks(NAMED, picture(*strange, edges=("f3 nan,3 5,inf", "f4 1,1"))) == []
