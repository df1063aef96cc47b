"""A called process goes on with the process that calls it: both are of one deployment."""

from tests.engine.conftest import drawing, user_task
from tests.engine.migration.conftest import Versions
from tests.engine.migration.test_structure import branches

CALL = (
    '<bpmn:callActivity id="call" name="call"><bpmn:extensionElements><zeebe:calledElement processId="{}"/>'
    "</bpmn:extensionElements></bpmn:callActivity>"
)


def calling(called: str = "other") -> bytes:
    nodes = ['<bpmn:startEvent id="start"/>', CALL.format(called), user_task("last"), '<bpmn:endEvent id="end"/>']
    return drawing("\n".join([*nodes, "start -> call", "call -> last", "last -> end"]))


def called(*names: str, process_id: str = "other") -> dict[str, bytes]:
    data = branches(*names).replace(b'<bpmn:process id="walk"', f'<bpmn:process id="{process_id}"'.encode())
    return {f"{process_id}.bpmn": data}


def test_a_half_done_called_process_goes_on_in_the_new_one(versions: Versions) -> None:
    versions.start(calling(), beside=called("a", "b"))
    versions.do("other.a")
    assert versions.migrate(versions.plan(calling(), beside=called("a", "first b"))).causes == ()
    assert versions.waiting() == ["other.b"]
    versions.do("other.b")
    versions.do("other.after")
    versions.do("last")
    assert versions.instance().status == "completed"


def test_in_a_called_process_a_branch_added_to_a_split_blocks_as_well(versions: Versions) -> None:
    versions.start(calling(), beside=called("a", "b"))
    plan = versions.plan(calling(), beside=called("a", "b", "c"))
    assert "nothing of this instance can come from “other.c”" in versions.preview(plan).blocks[0]


def test_another_process_that_is_called_instead_needs_each_element_mapped(versions: Versions) -> None:
    versions.start(calling(), beside=called("a", "b"))
    versions.do("other.a")
    beside = called("a", "b", process_id="another")
    causes = versions.migrate(versions.plan(calling("another"), beside=beside)).causes
    assert [cause.split(" is no longer")[0] for cause in causes] == ["“other.join” (other.join)", "“b” (other.b)"]
    names = ("a", "b", "split", "join", "after")
    mapping = {f"other.{name}": f"another.{name}" for name in names}
    assert versions.migrate(versions.plan(calling("another"), mapping, beside=beside)).causes == ()
    versions.do("another.b")
    assert versions.waiting() == ["another.after"]
