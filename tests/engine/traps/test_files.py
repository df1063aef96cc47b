"""Trap 18 and abuse cases 12 and 19: files that mean harm are refused at once, in a sentence."""

import time

import pytest

from engine import Bundle, DrawingRefused, Known, check_decisions, check_drawing
from tests.engine.conftest import HEAD, House, user_task
from tests.engine.traps import bare
from tests.engine.traps.shapes import row

SOUND = row(user_task("u"), ids="u").decode()
SECRET = "what nobody outside may read"
SECONDS = 3  # of the processor: the machine may be busy with other things


def headed(doctype: str, content: str = SOUND) -> str:
    return f'<?xml version="1.0"?>\n{doctype}\n{content}'


def named(entity: str) -> str:
    """The drawing with an entity for its name."""
    return SOUND.replace('name="Walk"', f'name="&{entity};"')


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE d [<!ENTITY q "{"q" * 50_000}">]>'
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}" parse="text"/>'
XPATHS = ("//*[//*[//*[//*]]]", 'x" or "1"="1', "x' or '1'='1", "count(//*)", "u|start", "../../u")
DEEP = "<bpmn:subProcess id='p{0}'>"
HARM: dict[str, bytes] = {
    "an external entity": headed('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>', named("x")).encode(),
    "an external document type": headed('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">').encode(),
    "a parameter entity": headed('<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]>').encode(),
    "a billion laughs": headed(BILLION, named("l9")).encode(),
    "a quadratic blow-up": headed(QUADRATIC, SOUND.replace('name="Walk"', f'name="{"&q;" * 5_000}"')).encode(),
    "a document type far down": headed(" " * 5_000 + BILLION, named("l9")).encode(),
    "UTF-16": headed(BILLION, named("l9")).replace('"1.0"?', '"1.0" encoding="UTF-16"?').encode("utf-16"),
    "UTF-7": headed(BILLION, named("l9")).replace('"1.0"?', '"1.0" encoding="UTF-7"?').encode("utf-7"),
    "UTF-32": headed(BILLION, named("l9")).replace('"1.0"?', '"1.0" encoding="UTF-32"?').encode("utf-32"),
    "an entity that nobody declares": named("x").encode(),
    "deep nesting": (HEAD + "".join(DEEP.format(n) for n in range(3_000)) + "</bpmn:subProcess>" * 3_000 + "</bpmn:definitions>").encode(),
    "deep nesting of what is well-formed": SOUND.replace("</bpmn:process>", "<a>" * 100 + "</a>" * 100 + "</bpmn:process>").encode(),
    "twenty thousand nodes": SOUND.replace("</bpmn:process>", "<bpmn:task/>" * 20_000 + "</bpmn:process>").encode(),
    "five megabytes": SOUND.replace("</bpmn:process>", f"<!--{'x' * 5_000_000}--></bpmn:process>").encode(),
    "a NUL": SOUND.replace("Walk", "Wa\0lk").encode(),
    "half a file": SOUND[:-40].encode(),
    "no bytes": b"",
    "only a mark of the order of bytes": b"\xef\xbb\xbf",
    "another language": b"%PDF-1.7",
    **{f"an XPath in sourceRef: {path}": SOUND.replace('sourceRef="start"', f"sourceRef={quoted}").encode()
       for path in XPATHS for quoted in [f"'{path}'" if '"' in path else f'"{path}"']},
    **{f"an XPath for an id: {path}": SOUND.replace('id="u"', f"id={quoted}").encode()
       for path in XPATHS for quoted in [f"'{path}'" if '"' in path else f'"{path}"']},
}  # fmt: skip


DATA = (
    '<bpmn:dataObject id="o"/><bpmn:dataObjectReference id="r" dataObjectRef="o"/><bpmn:manualTask id="u" name="u">'
    '<bpmn:dataInputAssociation id="i"><bpmn:sourceRef>{}</bpmn:sourceRef><bpmn:targetRef>t</bpmn:targetRef>'
    "</bpmn:dataInputAssociation></bpmn:manualTask>"
)
COSTLY = "x' or count(//*[count(//*[count(//*) > 0]) > 0]) > 0 or '1' = '2"


def test_bare_t18_a_reference_to_data_is_part_of_an_xpath() -> None:
    """So a few kilobytes of it have cost seconds of processor time."""
    specification, _ = bare.parse(row(DATA.format("x' or '1' = '1"), ids="u"))
    assert [found.bpmn_id for found in specification.task_specs["u"].data_input_associations] == ["o"]


def test_t18_a_reference_to_data_is_drawn_only() -> None:
    filler = "".join(f'<bpmn:textAnnotation id="n{number}"/>' for number in range(2_000))
    begun = time.process_time()
    check_drawing("walk.bpmn", row(filler + DATA.format(COSTLY), ids="u"), {}, Known(), process_id="walk")
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("kind", HARM)
def test_t18_a_drawing_that_means_harm_is_refused_at_once_in_a_sentence(kind: str) -> None:
    begun = time.process_time()
    errors = check_drawing("walk.bpmn", HARM[kind], {}, Known(), process_id="walk").errors
    assert time.process_time() - begun < SECONDS
    assert errors and all(finding.message.endswith(".") and finding.remedy for finding in errors)
    assert not any("Traceback" in finding.message or len(finding.message) > 500 for finding in errors)


@pytest.mark.parametrize("kind", HARM)
def test_t18_a_decision_table_that_means_harm_is_refused_at_once(kind: str) -> None:
    begun = time.process_time()
    assert check_decisions("a.dmn", HARM[kind].replace(b"bpmn:definitions", b"definitions")).errors
    assert time.process_time() - begun < SECONDS


def test_t18_what_another_document_would_bring_in_is_never_fetched(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    for text in (
        INCLUDE.format(secret.as_uri()),
        f'<bpmn:import importType="x" location="{secret.as_uri()}" namespace="n"/>',
    ):
        report = check_drawing(
            "walk.bpmn", SOUND.replace("<bpmn:process", f"{text}<bpmn:process", 1).encode(), {}, Known()
        )
        assert SECRET not in str(report)


def test_t18_a_schema_location_is_not_followed() -> None:
    located = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="n http://127.0.0.1:9/x.xsd" '
    begun = time.process_time()
    report = check_drawing(
        "walk.bpmn", SOUND.replace("<bpmn:definitions ", f"<bpmn:definitions {located}").encode(), {}, Known()
    )
    assert (report.errors, time.process_time() - begun < SECONDS) == ((), True)


# -- abuse case 12: names that look like the name of a group -----------------------------------------------------------
GROUPS = Known(groups=frozenset(("staff", "send_admin")))
ALIKE = (
    "Staff",
    "STAFF",
    "st\u0430ff",
    "staff\u200b",
    "\uff53taff",
    "sta ff",
    "staff-",
    "send admin",
    "Send_Admin",
    "send\u2010admin",
    "5taff",
)


@pytest.mark.parametrize("group", ALIKE)
def test_a_group_that_only_looks_like_one_is_refused(house: House, group: str) -> None:
    bundle = Bundle(process_id="walk", resources={"walk.bpmn": row(user_task("u", group), ids="u")})
    with house.work() as engine, pytest.raises(DrawingRefused) as refused:
        engine.deployments.deploy(bundle, by=house.officer, known=GROUPS)
    assert {finding.element for finding in refused.value.findings} == {"u"}


LANED = '<bpmn:laneSet id="l"><bpmn:lane id="l1" name="{}"><bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'


@pytest.mark.parametrize("lane", [*ALIKE, "staff,send_admin", "staff, ", ",", " "])
def test_a_lane_that_is_not_exactly_a_group_is_refused(house: House, lane: str) -> None:
    drawn = row(LANED.format(lane), '<bpmn:userTask id="u" name="u"/>', ids="u")
    bundle = Bundle(process_id="walk", resources={"walk.bpmn": drawn})
    with house.work() as engine, pytest.raises(DrawingRefused):
        engine.deployments.deploy(bundle, by=house.officer, known=GROUPS)


def test_the_group_itself_is_taken(house: House) -> None:
    for drawn in (
        row(user_task("u"), ids="u"),
        row(LANED.format("staff"), '<bpmn:userTask id="u" name="u"/>', ids="u"),
    ):
        with house.work() as engine:
            engine.deployments.deploy(
                Bundle(process_id="walk", resources={"walk.bpmn": drawn}), by=house.officer, known=GROUPS
            )
