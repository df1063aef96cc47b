"""Commands at the terminal: a port that is taken, a name that is not there, files that cannot be read, publishing."""

import resource
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from webapp import schema
from webapp.cli import main
from webapp.commands import deploy as deploy_command
from webapp.commands import run as run_command
from webapp.commands.draw import _name
from webapp.config import Config
from webapp.demo_house import prepare
from webapp.portal import WORKFLOWS, Portal

ACCOUNTS = "email,title,first_name,last_name,phones,services\n"
MOST_KB = 80_000  # for a file of any length
DRAWING = WORKFLOWS / "registration" / "registration.bpmn"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """The demo's settings with a folder and a database of their own."""
    made = Config(var=tmp_path / "var", database_url=f"sqlite:///{tmp_path}/var/portal.db", secret_key="k" * 64)
    monkeypatch.setattr(Config, "load", lambda: made)
    return made


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("localhost", 0)) as listening:
        yield listening.getsockname()[1]


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    capsys.readouterr()
    code = main([str(each) for each in arguments])
    return code, capsys.readouterr().out


def test_a_port_that_is_taken_is_told_before_anything_begins(
    config: Config, taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(run_command, "Worker", begun.append)
    assert said(capsys, "run", "--port", taken) == (1, f"Port {taken} is in use. Try --port {taken + 1}.\n")
    assert begun == [] and not (config.var / "portal.db").exists()


@pytest.mark.parametrize("port", ["0", "65536", "99999", "-1", "x", "9" * 5000, "８０００"])
def test_a_port_that_cannot_be_is_refused(config: Config, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", f"--port={port}"])
    assert "Choose a number from 1 to 65535." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("aproved", "Did you mean “approved”?"), ("zzzzzz", "There are: ")],
)
def test_a_scenario_that_is_not_there_is_told_with_the_nearest_name(
    name: str, nearest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = said(capsys, "rehearse", name, "known_address")
    assert code == 1 and printed.startswith(f"There is no scenario “{name}”. ") and nearest in printed
    assert "played" not in printed


@pytest.mark.parametrize("name", ["known_address", "registration/known_address", "known_address.toml"])
def test_a_scenario_is_named_with_or_without_its_folder(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "rehearse", name)[1].splitlines()[-1] == "1 played as written, 0 did not"


def test_what_has_changed_is_deployed_and_what_has_not_is_told(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = said(capsys, "deploy")
    assert code == 0 and "registration           version 1, the first" in printed
    prepare(Portal(config))  # what the demo deploys by itself are the same bytes
    code, printed = said(capsys, "deploy")
    assert (
        code == 0
        and printed.count("unchanged, version 1") == len(printed.splitlines()) > 4
        and "New cases" not in printed
    )
    folder = tmp_path / "mine" / "two_factor_setup"
    copy_of("two_factor_setup", folder)
    drawing = folder / "two_factor_setup.bpmn"
    drawing.write_text(f"{drawing.read_text('utf-8')}<!-- changed -->", "utf-8")
    for named in (folder, drawing):
        code, printed = said(capsys, "deploy", named)
        assert code == 0, printed
    assert printed == "two_factor_setup  unchanged, version 2\n"
    code, printed = said(capsys, "deploy", WORKFLOWS / "two_factor_setup")
    assert "two_factor_setup  version 3, was 2\nNew cases start on the new version" in printed


def copy_of(process: str, folder: Path) -> None:
    for file in (WORKFLOWS / process).rglob("*"):
        if file.is_file():
            copy = folder / file.relative_to(WORKFLOWS / process)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())


def test_what_check_calls_an_error_is_not_deployed(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_of("two_factor_setup", tmp_path / "two_factor_setup")
    drawing = tmp_path / "two_factor_setup" / "two_factor_setup.bpmn"
    drawing.write_text(drawing.read_text("utf-8").replace('"account_holder"', '"acount_holder"'), "utf-8")
    code, printed = said(capsys, "deploy", drawing.parent)
    assert code == 1 and "Did you mean “account_holder”?" in printed and printed.endswith("Nothing was deployed.\n")
    assert not config.var.exists()


def test_a_path_without_a_process_is_told(config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "nowhere", WORKFLOWS / "shared", WORKFLOWS / "lifecycle.bpmn"):
        code, printed = said(capsys, "deploy", path)
        assert code == 1 and ("there is no process here" in printed or "no such file" in printed), printed


def test_a_database_of_an_earlier_shape_is_left_alone(
    config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    portal = Portal(config)
    config.var.mkdir()
    schema.upgrade(portal.database.engine, "0003")
    monkeypatch.setattr(schema, "upgrade", lambda engine: None)  # as where no demo is
    assert said(capsys, "deploy", DRAWING) == (1, f"{deploy_command.OLD_SHAPE}\n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no such file. Look at how it is spelled."),
        ("folder", "This is a folder. Name the CSV file in it."),
        (ACCOUNTS.encode() + b"j\xf8rgen", "Line 2 is not UTF-8 text. Save it again as “CSV UTF-8”."),
        (b"email\n", "The column title is missing."),
        ("email,title\n".encode("utf-16"), "This is “Unicode text” (UTF-16)."),
        (ACCOUNTS.encode() + b"x" * 200_000, "Line 2 has more than 100,000 characters."),
        (
            ACCOUNTS.encode() + b'ann@example.org,,"Ann,Moss,,\n',
            "Line 2 cannot be taken apart: a quotation mark is missing",
        ),
        (ACCOUNTS.encode() + b'ann@example.org,,"Ann"x,Moss,,\n', "Line 2 cannot be taken apart: a quotation mark"),
    ],
)
def test_a_list_of_accounts_that_cannot_be_read_is_told_in_words(
    config: Config, tmp_path: Path, content: object, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content:
        file.mkdir()
    config.var.mkdir()
    schema.upgrade(Portal(config).database.engine)
    code, printed = said(capsys, "accounts", "import", file)
    assert code == 1 and printed.startswith(f"{file}: {words}") and "Errno" not in printed and "codec" not in printed


def test_accounts_are_imported_after_a_dry_run_and_again_without_a_change(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(f"{ACCOUNTS}noor@example.org,Ms,Noor,Aziz,01632 960 777,Applying for a school place\nx,,A,B,,\n")
    config.var.mkdir()
    schema.upgrade(Portal(config).database.engine)
    finding = "  line 3: “x” is no email address. Write it like name@example.com."
    counted = "1 added, 0 joined to an account that was there, 0 unchanged, 1 left out\n"
    code, printed = said(capsys, "accounts", "import", file, "--dry-run")
    assert (
        code == 1
        and printed.startswith(finding)
        and printed.endswith(f"{counted}This was a dry run: nothing was changed.\n")
    )
    code, printed = said(capsys, "accounts", "import", file)
    assert code == 1 and printed.startswith(finding) and printed.endswith(counted)
    assert "0 added, 0 joined to an account that was there, 1 unchanged" in said(capsys, "accounts", "import", file)[1]
    with Portal(config).look() as services:
        noor = services.accounts.people.by_email("noor@example.org")
        assert noor and noor.services_used == ["school_admissions"]


def test_a_fault_far_down_in_the_file_is_told_before_anything_is_written(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    rows = "".join(f"p{n}@example.org,,Pat,No{n},,\n" for n in range(1200))
    file.write_bytes(f"{ACCOUNTS}{rows}".encode() + b"j\xf8rgen@example.org,,J,K,,\n")
    config.var.mkdir()
    schema.upgrade(Portal(config).database.engine)
    code, printed = said(capsys, "accounts", "import", file)
    assert code == 1 and "Line 1202 is not UTF-8 text." in printed
    with Portal(config).look() as services:
        assert not services.accounts.is_known("p0@example.org")


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"], ids=["CR", "CRLF", "LF"])
def test_lines_may_end_as_on_any_system(
    config: Config, tmp_path: Path, end: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    rows = [f"p{n}@example.org,,Pat,No{n},,thirty_hours" for n in range(3_000)]
    file.write_bytes(end.join((ACCOUNTS.strip(), *rows, "no address,,Pat,No,,")).encode())
    config.var.mkdir()
    schema.upgrade(Portal(config).database.engine)
    _, printed = said(capsys, "accounts", "import", file)
    assert "3000 added, " in printed and "line 3002: “no address”" in printed, printed


@pytest.mark.long
def test_a_hundred_thousand_lines_are_imported_in_bounded_memory(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    with file.open("w") as lines:
        lines.write(ACCOUNTS)
        for n in range(100_000):
            lines.write(f"person{n}@example.org,Ms,Pat,Number{n},01632 960 {n % 1000:03},school admissions\n")
    config.var.mkdir()
    schema.upgrade(Portal(config).database.engine)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code, printed = said(capsys, "accounts", "import", file)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert code == 0 and printed.startswith("100000 added")
    assert grown < MOST_KB, f"{grown:,} KB more than before"


def test_pictures_of_two_drawings_of_one_name_do_not_meet(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "walk.bpmn").touch()
    names = {_name(tmp_path / each / "walk.bpmn", tmp_path) for each in ("a", "b")}
    alone = {_name(tmp_path / each / "walk.bpmn", tmp_path / each / "walk.bpmn") for each in ("a", "b")}
    assert len(names) == len(alone) == 2
    assert _name(DRAWING, WORKFLOWS) == _name(DRAWING, DRAWING) == Path("registration.png")
    assert _name(WORKFLOWS / "lifecycle.bpmn", WORKFLOWS) == Path("lifecycle.png")
