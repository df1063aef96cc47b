"""How a drawing lies on the page and reads: warnings, which never prevent deployment."""

from engine import Known, check_drawing
from tests.engine.checks.pictures import looks, picture, seen
from tests.engine.checks.sheets import END, START, USER, lines, through, told, warnings
from tests.engine.conftest import drawing

IN_LINE = "start 0 20 36 36", "u 80 0 100 80", "end 240 20 36 36"
BODY = through(USER, way="u")


def test_a_tidy_drawing_gives_no_warning() -> None:
    named = BODY.replace('id="start"', 'id="start" name="Asked"').replace('id="end"', 'id="end" name="Answered"')
    assert seen(named, picture(*IN_LINE)) == []


def test_a_drawing_without_a_picture_is_told_once() -> None:
    assert ("Walk (walk)", "The drawing has no picture.") in warnings(BODY)


def test_a_shape_or_flow_without_a_place_is_told() -> None:
    found = looks(BODY, picture(*IN_LINE[:2], edges=("f3",)))
    assert found == [("end", "It has no place in the picture."), ("f4", "It has no place in the picture.")]


def test_shapes_that_cover_each_other_are_told() -> None:
    assert looks(BODY, picture(*IN_LINE[:2], "end 170 20 36 36")) == [("end", "It lies over “u”.")]


def test_shapes_that_touch_do_not_cover_each_other() -> None:
    assert looks(BODY, picture(*IN_LINE[:2], "end 180 20 36 36")) == []


def test_an_event_on_the_edge_lies_over_its_task_and_over_nothing_else() -> None:
    edge = '<bpmn:boundaryEvent id="b" attachedToRef="u"/>'
    body = through(USER, edge, way="u") + "\nb -> end"
    flows = ("f4", "f5", "f6")
    assert looks(body, picture(*IN_LINE, "b 100 62 36 36", edges=flows)) == []
    assert looks(body, picture(*IN_LINE, "b 250 30 36 36", edges=flows)) == [("b", "It lies over “end”.")]


def test_what_lies_inside_a_subprocess_covers_nothing() -> None:
    inside = '<bpmn:subProcess id="s" name="Inside"><bpmn:startEvent id="si" name="x"/></bpmn:subProcess>'
    assert (
        looks(
            through(inside, way="s"),
            picture("start 0 20 36 36", "s 80 0 300 200", "si 100 50 36 36", "end 400 0 36 36"),
        )
        == []
    )


def test_a_place_that_is_no_number_is_no_traceback() -> None:
    assert looks(BODY, picture(*IN_LINE[:2], "end far 20 36 36")) == []


def test_more_than_thirty_shapes_are_told() -> None:
    many = lines(*(USER.replace('"u"', f'"u{number}"') for number in range(29)))
    assert ("Walk (walk)", "It has 31 shapes; 30 are easily read.") in warnings(many)


def test_a_drawing_wider_than_a_screen_is_told() -> None:
    found = looks(BODY, picture(*IN_LINE[:2], "end 1700 20 36 36"))
    assert found == [("Walk (walk)", "It is 1736 pixels wide; 1,600 fit on a screen.")]


def test_what_is_done_and_what_happens_has_a_name() -> None:
    nameless = through('<bpmn:userTask id="u"/>', way="u")
    found = [element for element, message in warnings(nameless) if message == "It has no name."]
    assert found == ["start", "u", "end"]


def test_a_process_without_a_name_is_told() -> None:
    data = drawing(BODY).replace(b'name="Walk"', b"")
    found = told(check_drawing("walk.bpmn", data, {}, Known(), process_id="walk").warnings)
    assert ("walk", "The process has no name.") in found


def test_a_gateway_asks_and_its_exits_answer() -> None:
    body = lines('<bpmn:exclusiveGateway id="g"/>', '<bpmn:endEvent id="other" name="x"/>')
    flows = '<bpmn:sequenceFlow id="yes" name="Yes" sourceRef="g" targetRef="end"/><bpmn:sequenceFlow id="no" sourceRef="g" targetRef="other"/>'
    found = warnings(f"{body}\nstart -> g\n{flows}")
    assert [pair for pair in found if pair[0] in ("g", "yes", "no") and "name" in pair[1]] == [
        ("g", "It has no name."),
        ("no", "This exit has no name."),
    ]


def test_a_gateway_that_joins_needs_no_name() -> None:
    join = through('<bpmn:exclusiveGateway id="g"/>', way="g")
    assert [element for element, message in warnings(join) if element == "g" and "name" in message] == []


def test_settings_for_another_engine_are_a_warning_told_once() -> None:
    foreign = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:formKey="x"'
    found = warnings(through(USER.replace('id="u"', f'id="u" {foreign}'), way="u"))
    assert [pair for pair in found if "Camunda 7" in pair[1]] == [
        ("u", "“formKey” is meant for Camunda 7 and is not read here.")
    ]


def test_warnings_do_not_prevent_deployment() -> None:
    body = f"{START}\n{END}\nstart -> end"
    assert warnings(body)
    assert check_drawing("walk.bpmn", drawing(body), {}, Known(), process_id="walk").errors == ()
