"""A table whose rows the database itself refuses to change: triggers say no, whoever asks."""

from sqlalchemy import DDL, Table, event

FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'history is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def statements(table: str) -> dict[str, list[str]]:
    """By dialect: what refuses UPDATE and DELETE, on PostgreSQL TRUNCATE as well."""
    trigger = f"CREATE TRIGGER {table}_no_{{name}} BEFORE {{verb}} ON {table} "
    refusal = "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
    function = f"EXECUTE FUNCTION {table}_never_changed()"

    def triggers(body: str, *verbs: str) -> list[str]:
        return [trigger.format(name=verb.lower(), verb=verb) + body for verb in verbs]

    return {
        "sqlite": triggers(refusal, "UPDATE", "DELETE"),
        "postgresql": [FUNCTION.format(table=table), *triggers(function, "UPDATE", "DELETE", "TRUNCATE")],
    }


def refuse_changes(table: Table) -> None:
    """Create the triggers whenever the table is created."""
    for dialect, texts in statements(table.name).items():
        for text in texts:
            event.listen(table, "after_create", DDL(text).execute_if(dialect=dialect))
