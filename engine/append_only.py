"""A table whose rows the database itself refuses to change: triggers say no, whoever asks.

Only columns that name somebody may be emptied, all of a row at once: that is what erasing leaves of it.
"""

from collections.abc import Sequence

from sqlalchemy import DDL, Table, event

FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'history is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}


def statements(table: Table, emptied: Sequence[str]) -> dict[str, list[str]]:
    """By dialect: what refuses UPDATE and DELETE, on PostgreSQL TRUNCATE as well; `emptied` may become ''."""
    refusal = "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
    function = f"EXECUTE FUNCTION {table.name}_never_changed()"

    def trigger(verb: str, body: str) -> str:
        return f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} {body}"

    def unless_emptied(dialect: str) -> str:
        columns = [column.name for column in table.columns]
        same = (f"NEW.{name} {SAME[dialect]} OLD.{name}" for name in columns if name not in emptied)
        return " AND ".join([*(f"NEW.{name} = ''" for name in emptied), *same])

    return {
        "sqlite": [
            trigger("UPDATE", f"WHEN NOT ({unless_emptied('sqlite')}) {refusal}"),
            trigger("DELETE", refusal),
        ],
        "postgresql": [
            FUNCTION.format(table=table.name),
            trigger("UPDATE", f"FOR EACH ROW WHEN (NOT ({unless_emptied('postgresql')})) {function}"),
            *(trigger(verb, function) for verb in ("DELETE", "TRUNCATE")),
        ],
    }


def refuse_changes(table: Table, emptied: Sequence[str]) -> None:
    """Create the triggers whenever the table is created."""
    for dialect, texts in statements(table, emptied).items():
        for text in texts:
            event.listen(table, "after_create", DDL(text).execute_if(dialect=dialect))
