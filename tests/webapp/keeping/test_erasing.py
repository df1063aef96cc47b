"""A record is erased: no word of the family is left but sealed hashes, and nothing of anybody else has gone."""

from sqlalchemy import text

from tests.webapp.keeping.conftest import House, certificate
from tests.webapp.keeping.scene import OTHERS, THEY, naming, rows
from webapp.cases.reading import find_case
from webapp.keeping import belonging, certificates, erasing

ABOUT_NOBODY = {
    "erasure_certificate",  # references and counts alone
    "restoration",
    "throttle",  # keyed hashes
    "link_token",  # hashes, and ids of rows
    "passkey_challenge",  # hashes
    "unreachable_address",  # goes with the person, by the address
}


def erase(house: House, reference: str) -> erasing.Erased:
    with house.portal.work() as services:
        gone = erasing.erase(services, find_case(services, reference))
    gone.delete_files(house.portal.uploads)
    return gone


def test_no_word_is_left_and_the_other_family_has_all_of_theirs(house: House) -> None:
    told, before = naming(house.portal, THEY.word), rows(house.portal)
    kinds = {table for table, _ in told}
    assert kinds >= {"file", "submission", "draft", "letter", "plan_statement", "history_event", "history_payload"}
    others = naming(house.portal, OTHERS.word)
    gone = erase(house, house.theirs)
    assert naming(house.portal, THEY.word) == []
    assert naming(house.portal, OTHERS.word) == others
    assert gone.counts["files"] == 2 and len(gone.people) == 2
    lost = {row for row in before - rows(house.portal) if house.others.lower() in row[1]}
    assert lost == set()


def test_a_word_is_found_in_a_table_that_no_model_knows_and_in_the_name_of_a_file_in_a_folder(house: House) -> None:
    """What finds nothing after an erasure has to find what nobody has thought of."""
    erase(house, house.theirs)
    with house.portal.database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE forgotten (number INTEGER, noted TEXT)")
    try:
        with house.portal.work() as services:
            services.session.execute(text("INSERT INTO forgotten VALUES (1, :word)"), {"word": f"About {THEY.word}"})
        hidden = house.portal.config.var / "documents" / "later" / f"{THEY.word}.pdf"
        hidden.parent.mkdir()
        hidden.write_bytes(b"")
        assert [table for table, _ in naming(house.portal, THEY.word)] == ["file", "forgotten"]
    finally:
        with house.portal.database.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE forgotten")


def test_the_histories_of_both_are_whole(house: House) -> None:
    with house.portal.look() as services:
        history = services.engine.history
        before = [(event.sequence, event.digest) for event in history.of(house.theirs)]
    gone = erase(house, house.theirs)
    assert gone.chains[house.theirs] == before[-1]
    with house.portal.look() as services:
        history = services.engine.history
        assert [(event.sequence, event.digest) for event in history.of(house.theirs)] == before
        assert all(history.broken_at(key) is None for key in (*gone.chains, house.others))


def test_a_certificate_is_whole_as_long_as_its_histories_reach_as_far_as_it_says(house: House) -> None:
    """Events cut off at the end leave no gap in the chain: the certificate alone tells."""
    gone = erase(house, house.theirs)
    sequence, last = gone.chains[house.theirs]
    with house.portal.look() as services:
        as_it_is = certificate(house.theirs, gone.chains)
        cut_off = certificate(house.theirs, {**gone.chains, house.theirs: (sequence + 1, last)})
        other_end = certificate(house.theirs, {**gone.chains, house.theirs: (sequence, "0" * 64)})
        whole = [certificates.is_whole(services, each) for each in (as_it_is, cut_off, other_end)]
    assert whole == [True, False, False]


def test_every_table_leads_to_a_case_or_a_person_or_says_why_not() -> None:
    """A room that is built later: what it keeps must be found by a column."""
    found = {table.name for table in belonging.of_cases()}
    found |= {column.table.name for column in belonging.pointing("person")}
    assert {table.name for table in belonging.tables()} - found - {"person"} == ABOUT_NOBODY
