"""What a drawing names is there: forms, groups, pages, guards, limits, jobs, notices."""

import re

import pytest

from tests.engine.checks.sheets import USER, errors, host, remedies, said, through, warnings
from tests.engine.conftest import subprocess, user_task


def job(job_type: str, *inside: str) -> str:
    definition = f'<zeebe:taskDefinition type="{job_type}"/>' if job_type else ""
    extensions = f"<bpmn:extensionElements>{definition}{''.join(inside)}</bpmn:extensionElements>"
    return through(f'<bpmn:serviceTask id="t" name="Tell">{extensions}</bpmn:serviceTask>', way="t")


def headers(**given: str) -> str:
    inner = "".join(f'<zeebe:header key="{key}" value="{value}"/>' for key, value in given.items())
    return f"<zeebe:taskHeaders>{inner}</zeebe:taskHeaders>"


def having(name: str, value: str) -> str:
    return through(said("properties", f'<zeebe:property name="{name}" value="{value}"/>'), way="u")


def test_a_form_that_is_not_there_is_told_with_the_nearest() -> None:
    body = through(said("formDefinition", "", formId="reveiw"), way="u")
    assert errors(body, beside={"review.form": "{}"}) == [("u", "There is no form “reveiw”.")]
    assert remedies(body, beside={"review.form": "{}"}) == ["Did you mean “review”?"]


MAPPED = '<zeebe:ioMapping><zeebe:input source="={0}" target="to"/></zeebe:ioMapping><zeebe:taskDefinition type="j"/>'


def reads(its_id: str, name: str) -> str:
    """A service task that reads a variable."""
    return f'<bpmn:serviceTask id="{its_id}"><bpmn:extensionElements>{MAPPED.format(name)}</bpmn:extensionElements></bpmn:serviceTask>'


def test_behind_a_form_that_is_missing_nothing_is_said_of_what_it_may_give() -> None:
    asks = user_task("u").replace("<zeebe:assignment", '<zeebe:formDefinition formId="advice"/><zeebe:assignment')
    body = through(reads("before", "early"), asks, reads("after", "advice"), way="before u after")
    assert errors(body) == [("before", "Nothing gives “early”."), ("u", "There is no form “advice”.")]
    inside = subprocess("s", f'<bpmn:startEvent id="ss"/>\n{asks}\n<bpmn:endEvent id="se"/>\nss -> u\nu -> se')
    assert errors(through(inside, reads("after", "advice"), way="s after")) == [("u", "There is no form “advice”.")]
    assert ("after", "Nothing gives “advice”.") in errors(body, beside={"advice.form": "{}"})


def test_a_user_task_with_nothing_to_show_is_told_where_pages_are_known() -> None:
    assert errors(through(USER, way="u"), known=host(pages=frozenset())) == [("u", "The task has no form.")]
    assert errors(having("page", "match"), known=host(pages=frozenset(["match"]))) == []


def test_a_task_without_a_group_is_told() -> None:
    body = through('<bpmn:userTask id="u" name="Read"/>', way="u")
    assert errors(body) == [("Read (u)", "The task has no group: nobody can do it.")]


def test_a_group_that_is_not_on_the_list_is_told_with_the_nearest() -> None:
    body = through(user_task("u", "send_admn"), way="u")
    assert errors(body, known=host()) == [("u", "There is no group “send_admn”.")]
    assert remedies(body, known=host()) == ["Did you mean “send_admin”?"]


@pytest.mark.parametrize("twin", ["Send_Admin", "send admin", "send_аdmin", "sendadmin"])
def test_a_group_that_only_looks_like_one_is_told(twin: str) -> None:
    body = through(user_task("u", twin), way="u")
    assert errors(body, known=host()) == [("u", f"“{twin}” only looks like the group “send_admin”.")]
    assert errors(body)[1:] == []
    if twin != "sendadmin":  # without a list it may be one
        assert errors(body) == [("u", f"“{twin}” is no id of a group.")]


def test_a_lane_names_the_group_of_plain_bpmn() -> None:
    lane = '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="{}"><bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    task = '<bpmn:userTask id="u" name="Read"/>'
    assert errors(through(task, lane.format("staff"), way="u"), known=host()) == []
    found = errors(through(task, lane.format("Staff"), way="u"), known=host())
    assert found == [("Staff (l)", "“Staff” only looks like the group “staff”.")]


def test_a_reader_of_a_mail_is_a_group() -> None:
    found = errors(job("mail", headers(to="nobody")), known=host())
    assert found == [("Tell (t)", "There is no group “nobody”.")]


@pytest.mark.parametrize("kind", ["page", "guard", "limit"])
def test_a_page_guard_or_limit_that_is_not_there_is_told_with_the_nearest(kind: str) -> None:
    known = host(**{f"{kind}s": frozenset(["match_record"])})
    found = [pair for pair in errors(having(kind, "match_recrod"), known=known) if "form" not in pair[1]]
    assert found == [("u", f"There is no {kind} “match_recrod”.")]
    assert "Did you mean “match_record”?" in remedies(having(kind, "match_recrod"), known=known)


def test_a_property_that_nobody_reads_is_a_warning_with_the_nearest() -> None:
    found = warnings(having("famly_text", "We are reading it."), known=host(properties=frozenset(["family_text"])))
    assert ("u", "Nobody reads the property “famly_text”.") in found


def test_a_service_task_without_a_job_type_is_told() -> None:
    assert errors(job("")) == [("Tell (t)", "The task has no job type.")]


def test_a_job_that_nobody_does_is_told_with_the_nearest() -> None:
    known = host(job_types={"send-notice": frozenset()})
    assert errors(job("send-notise"), known=known) == [("Tell (t)", "There is no job type “send-notise”.")]
    assert remedies(job("send-notise"), known=known) == ["Did you mean “send-notice”?"]


def test_what_a_job_needs_is_given_as_a_header_or_an_input() -> None:
    known = host(job_types={"grant": frozenset(["scope", "to"])})
    found = errors(job("grant", headers(to="staff")), known=known)
    assert found == [("Tell (t)", "The job “grant” needs “scope”.")]
    mapping = '<zeebe:ioMapping><zeebe:input source="=1" target="scope"/></zeebe:ioMapping>'
    assert errors(job("grant", headers(to="staff"), mapping), known=known) == []


def test_a_notice_that_is_not_there_is_told_with_the_nearest() -> None:
    beside = {"notices/refused.md": "Subject: No\n\nNo."}
    assert errors(job("mail", headers(notice="refusd")), beside=beside) == [
        ("Tell (t)", "There is no notice “refusd”.")
    ]
    assert remedies(job("mail", headers(notice="refusd")), beside=beside) == ["Did you mean “refused”?"]


def test_a_notice_that_asks_for_what_the_task_does_not_give_is_told() -> None:
    beside = {"notices/refused.md": "Subject: No\n\n{{ reason }}"}
    known = host(asked_by_notice=lambda text: frozenset(re.findall(r"\w+(?= }})", text)))
    found = errors(job("mail", headers(notice="refused")), beside=beside, known=known)
    assert found == [("Tell (t)", "The notice “refused” asks for “reason”, which this task does not give.")]
    mapping = '<zeebe:ioMapping><zeebe:input source="=1" target="reason"/></zeebe:ioMapping>'
    assert errors(job("mail", headers(notice="refused"), mapping), beside=beside, known=known) == []
