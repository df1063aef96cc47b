"""A drawing in which an officer writes, signs and serves a letter, as the shipped ones do."""

from engine import PORTAL, Bundle
from tests.engine.conftest import HEAD, shapes
from tests.webapp.cases.conftest import Play
from webapp.letters import signing
from webapp.letters.signing import Plan
from webapp.portal import WORKFLOWS, Portal

PROCESS = "letter_by_test"
RECEIVED = "2026-01-05"
PREPARE = """<bpmn:serviceTask id="{0}"><bpmn:extensionElements><zeebe:taskDefinition type="{1}"/>
<zeebe:taskHeaders><zeebe:header key="notice" value="{2}"/></zeebe:taskHeaders>
<zeebe:ioMapping><zeebe:input source="=received_on" target="received_on"/></zeebe:ioMapping>
</bpmn:extensionElements></bpmn:serviceTask>"""
WRITE = """<bpmn:userTask id="write" name="Write the letter"><bpmn:extensionElements><zeebe:userTask/>
<zeebe:assignmentDefinition candidateGroups="send_admin"/>
<zeebe:properties><zeebe:property name="page" value="letters"/></zeebe:properties>
</bpmn:extensionElements></bpmn:userTask>"""


def drawing(notice: str) -> str:
    """Prepare, write and sign, serve."""
    body = "\n".join(
        (
            '<bpmn:startEvent id="start"/>',
            PREPARE.format("prepare", "prepare-letters", notice).replace("\n", ""),
            WRITE.replace("\n", ""),
            PREPARE.format("serve", "serve-letters", notice).replace("\n", ""),
            '<bpmn:endEvent id="end"/>',
            "start -> prepare",
            "prepare -> write",
            "write -> serve",
            "serve -> end",
        )
    )
    return (
        f'{HEAD}<bpmn:process id="{PROCESS}" name="Letter" isExecutable="true">{shapes(body)}</bpmn:process>'
        "</bpmn:definitions>"
    )


def begin(portal: Portal, case: str, play: Play, officer: str, notice: str = "will_not_assess") -> int:
    """A task to write this letter, claimed by the officer."""
    folder = next(path.parent for path in WORKFLOWS.glob(f"*/letters/{notice}.md"))
    resources = {f"letters/{notice}.md": (folder / f"{notice}.md").read_bytes()}
    resources[f"{PROCESS}.bpmn"] = drawing(notice).encode()
    with portal.work() as services:
        services.engine.deployments.deploy(Bundle(process_id=PROCESS, resources=resources), by=PORTAL)
        services.engine.instances.start(PROCESS, business_key=case, by=PORTAL, variables={"received_on": RECEIVED})
        task = next(each for each in reversed(services.engine.user_tasks.open_of(case)) if each.element_id == "write")
        services.engine.user_tasks.claim(task.id, by=play.actor(services, officer))
        return int(task.id)


def signed(portal: Portal, case: str, play: Play, officer: str) -> None:
    """Letters to everybody in the case, signed and on their way."""
    task_id = begin(portal, case, play, officer)
    with portal.work() as services:
        actor, person = play.actor(services, officer), services.accounts.people.by_reference(officer)
        letters = signing.waiting(services, services.engine.user_tasks.get(task_id, for_=actor).instance_id)
        plan = Plan(free={"will_not_assess": {"reasons": "So."}}, to={letter.id: signing.SEND for letter in letters})
        signing.sign(services, services.engine, portal.config, letters, plan, by=person, actor=actor)
        services.engine.user_tasks.complete(task_id, by=actor, answers={})
