"""Business rule tasks: decisions are deployed with their drawing, asked with its variables, and checked before."""

from collections.abc import Mapping
from datetime import date

import pytest

from engine import PORTAL, Bundle, DrawingRefused, Finding, StepFailed
from engine.rehearsal import play
from tests.engine.checks.conformance import EACH
from tests.engine.conftest import House, drawing, user_task

DEFINITIONS = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d_{name}" name="{name}" namespace="{name}">
{body}</definitions>"""
AGES = """<decision id="assess" name="Assess?"><decisionTable id="t">
<input id="i" label="Age"><inputExpression id="ie" typeRef="number"><text>{asked}</text></inputExpression></input>
<output id="o" name="result"/>
<rule id="r1"><inputEntry id="e1"><text>&lt; 25</text></inputEntry><outputEntry id="x1"><text>{young}</text></outputEntry></rule>
<rule id="r2"><inputEntry id="e2"><text>&gt;= 25</text></inputEntry><outputEntry id="x2"><text>"refuse"</text></outputEntry></rule>
</decisionTable></decision>"""


def table(*, asked: str = "age", young: str = '"assess"', name: str = "ages") -> bytes:
    return DEFINITIONS.format(name=name, body=AGES.format(asked=asked, young=young)).encode()


def rule_task(
    *, decision: str = "assess", result: str = "outcome", inputs: str = '<zeebe:input source="=12" target="age"/>'
) -> str:
    mapping = f"<zeebe:ioMapping>{inputs}</zeebe:ioMapping>" if inputs else ""
    called = f'<zeebe:calledDecision decisionId="{decision}" resultVariable="{result}"/>'
    extensions = f"<bpmn:extensionElements>{called}{mapping}</bpmn:extensionElements>"
    return f'<bpmn:businessRuleTask id="rule" name="Assess?">{extensions}</bpmn:businessRuleTask>'


def way(rule: str) -> str:
    return "\n".join(
        [
            '<bpmn:startEvent id="start"/>',
            rule,
            '<bpmn:exclusiveGateway id="g" default="no"/>',
            user_task("yes"),
            '<bpmn:endEvent id="end"/>',
            '<bpmn:endEvent id="refused"/>',
            '<bpmn:sequenceFlow id="no" sourceRef="g" targetRef="refused"/>',
            "start -> rule",
            "rule -> g",
            'g -> yes if outcome = "assess"',
            "yes -> end",
        ]
    )


def deployed(house: House, rule: str, **files: bytes) -> None:
    resources: Mapping[str, bytes] = {f"{name}.dmn": data for name, data in files.items()}
    with house.work() as engine:
        bundle = Bundle(process_id="walk", resources={"walk.bpmn": drawing(way(rule)), **resources})
        engine.deployments.deploy(bundle, by=PORTAL)


def started(house: House, **variables: object) -> None:
    with house.work() as engine:
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL, variables=variables)


def findings(house: House, rule: str, **files: bytes) -> list[Finding]:
    with pytest.raises(DrawingRefused) as refused:
        deployed(house, rule, **files)
    return refused.value.findings


@pytest.mark.parametrize(("age", "status"), [(12, "running"), (25, "completed")])
def test_the_drawing_goes_the_way_that_the_table_says(house: House, age: int, status: str) -> None:
    deployed(house, rule_task(inputs=f'<zeebe:input source="={age}" target="age"/>'), ages=table())
    started(house)
    assert house.instance().status == status
    assert house.waiting() == (["yes"] if age == 12 else [])


def test_a_decision_sees_the_variables_around_its_task(house: House) -> None:
    deployed(house, rule_task(inputs="").replace("assess", "more_or_less"), ages=MORE)
    started(house, more=True)
    assert house.variables()["outcome"] == "assess"


MORE = DEFINITIONS.format(
    name="m",
    body="""<inputData id="more" name="more"/><inputData id="email" name="email"/>
<decision id="likely" name="Likely"><informationRequirement><requiredInput href="#more"/></informationRequirement>
<literalExpression><text>more = true</text></literalExpression></decision>
<decision id="more_or_less" name="More or less"><informationRequirement><requiredDecision href="#likely"/></informationRequirement>
<literalExpression><text>if Likely then "assess" else "refuse"</text></literalExpression></decision>""",
).encode()


def test_only_what_a_decision_requires_is_kept_for_it_from_an_answer(house: House) -> None:
    deployed(house, rule_task(inputs="").replace("assess", "more_or_less"), ages=MORE)
    with house.work() as engine:
        answers = {"more": True, "email": "jo@example.org", "story": "long"}
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL, answers=answers)
    kept = house.variables()
    assert (kept["outcome"], kept["more"]) == ("assess", True)
    assert kept.keys().isdisjoint(("email", "story"))


def test_an_instance_keeps_the_tables_of_its_own_version(house: House) -> None:
    waiting = user_task("before")
    body = way(rule_task()).replace("start -> rule", f"{waiting}\nstart -> before\nbefore -> rule")
    with house.work() as engine:
        for young in ('"assess"', '"wait"'):
            resources = {"walk.bpmn": drawing(body), "ages.dmn": table(young=young)}
            engine.deployments.deploy(Bundle(process_id="walk", resources=resources), by=PORTAL)
            if young == '"assess"':
                engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
    house.do("before")
    assert house.waiting() == ["yes"]


def test_what_a_table_answers_is_kept_as_a_variable(house: House) -> None:
    answer = '{when: date("2026-03-01"), share: 1/4, list: [1, 2]}'
    deployed(house, rule_task(), ages=table(young=answer))
    with house.work() as engine:
        decisions = engine.deployments.current("walk").decisions
        found = decisions.decide("assess", {"age": 3}, now=engine.now)
    assert found == {"when": "2026-03-01", "share": 0.25, "list": [1, 2]}


LIMITS = DEFINITIONS.format(
    name="limits",
    body="""<inputData id="on" name="on"><variable name="on" typeRef="date"/></inputData>
<decision id="answer_within" name="Answer within"><informationRequirement><requiredInput href="#on"/></informationRequirement>
<decisionTable id="t"><input id="i"><inputExpression id="ie" typeRef="date"><text>on</text></inputExpression></input>
<output id="o" name="limit" typeRef="days and time duration"/>
<rule id="r1"><inputEntry id="e1"><text>&lt; date("2026-09-01")</text></inputEntry><outputEntry id="x1"><text>duration("P42D")</text></outputEntry></rule>
<rule id="r2"><inputEntry id="e2"><text>&gt;= date("2026-09-01")</text></inputEntry><outputEntry id="x2"><text>duration("P28D")</text></outputEntry></rule>
</decisionTable></decision>""",
).encode()


def test_a_limit_is_looked_up_by_the_day_of_the_event_in_a_pinned_version_or_the_current_one(house: House) -> None:
    deployed(house, rule_task(), ages=table(), limits=LIMITS)
    with house.work() as engine:
        pinned = engine.deployments.current("walk").deployment_id
    deployed(house, rule_task(), ages=table(), limits=LIMITS.replace(b"P28D", b"P21D"))
    with house.work() as engine:
        deployments, now = engine.deployments, engine.now
        for definition, late in ((deployments.definition(pinned), "P28D"), (deployments.current("walk"), "P21D")):
            for day, limit in ((date(2026, 8, 31), "P42D"), (date(2026, 9, 1), late)):
                assert definition.decisions.decide("answer_within", {"on": day}, now=now) == limit


def test_a_rehearsal_asks_the_tables_truly(house: House) -> None:
    bundle = Bundle(process_id="walk", resources={"walk.bpmn": drawing(way(rule_task())), "ages.dmn": table()})
    assert play({"waiting": ["yes"]}, bundle, groups={}) == []
    other = Bundle(process_id="walk", resources={**bundle.resources, "ages.dmn": table(young='"refuse"')})
    assert play({"ended": "refused"}, other, groups={}) == []


def test_a_decision_that_runs_away_fails_at_its_task(house: House) -> None:
    endless = table(young="count(for a in 1..1000, b in 1..1000, c in 1..1000 return 1)")
    deployed(house, rule_task(), ages=endless)
    with pytest.raises(StepFailed) as failed:
        started(house)
    assert (failed.value.element_id, "list of more than" in failed.value.cause) == ("rule", True)


def test_a_decision_that_is_not_there_is_told_with_the_nearest(house: House) -> None:
    (found,) = findings(house, rule_task(decision="asses"), ages=table())
    assert (found.element, found.message) == ("Assess? (rule)", "There is no decision “asses”.")
    assert found.remedy == "Did you mean “assess”?"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('<bpmn:businessRuleTask id="rule" name="Assess?"/>', "It asks no decision."),
        (rule_task(result=""), "Its answer goes nowhere."),
    ],
)
def test_a_task_that_asks_nothing_or_forgets_the_answer_is_refused(house: House, rule: str, message: str) -> None:
    told = findings(house, rule, ages=table())
    assert ("Assess? (rule)", message) in [(found.element, found.message) for found in told]


def test_what_a_decision_needs_and_nothing_gives_is_told_at_the_task(house: House) -> None:
    (found,) = findings(house, rule_task(inputs=""), ages=table())
    assert (found.element, found.message) == (
        "Assess? (rule)",
        "Nothing gives “age”, which the decision “assess” needs.",
    )


@pytest.mark.parametrize("where", ["asked", "young"])
def test_code_in_a_cell_or_a_column_is_refused_with_the_table_named(house: House, where: str) -> None:
    code = '__import__("os").system("id")'
    told = findings(house, rule_task(), ages=table(**{where: code}))
    assert ("ages.dmn", "Assess?") in {(found.file, found.element) for found in told}


def test_two_files_with_one_decision_are_refused(house: House) -> None:
    told = findings(house, rule_task(), ages=table(), more=table(name="more"))
    assert {(found.file, found.element) for found in told} == {("ages.dmn", "assess"), ("more.dmn", "assess")}


def test_a_decision_may_come_from_a_file_that_another_imports(house: House) -> None:
    importing = DEFINITIONS.format(
        name="top",
        body="""<import namespace="ages" name="ages" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>
<decision id="shout" name="Shout"><informationRequirement><requiredDecision href="ages#assess"/></informationRequirement>
<literalExpression><text>upper case(ages.Assess?)</text></literalExpression></decision>""",
    ).encode()
    deployed(house, rule_task(), ages=table(), top=importing)
    with house.work() as engine:
        library = engine.deployments.current("walk").decisions
        assert library.decide("shout", {"age": 3}, now=engine.now) == "ASSESS"
        assert library.needs("shout") == {"age"}


def test_a_repeated_task_asks_once_for_each(house: House) -> None:
    each = EACH.replace("=[1, 2]", "=[3, 40]").replace('inputElement="item"', OUTPUT)
    rule = rule_task(inputs="").replace("</bpmn:businessRuleTask>", f"{each}</bpmn:businessRuleTask>")
    body = way(rule).replace('outcome = "assess"', 'outcomes = ["assess", "refuse"]')
    with house.work() as engine:
        resources = {"walk.bpmn": drawing(body), "ages.dmn": table()}
        engine.deployments.deploy(Bundle(process_id="walk", resources=resources), by=PORTAL)
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
    assert house.waiting() == ["yes"]


OUTPUT = 'inputElement="age" outputCollection="outcomes" outputElement="=outcome"'
