"""Statements of the step's path: compiled once for each database, run on the driver's cursor in the same transaction.

Running a cached statement through SQLAlchemy costs four to six times what SQLite itself takes for it.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Select, Table, exc
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement
from sqlalchemy.types import TypeEngine

from engine.models import Record

Process = Callable[[Any], Any]


class Statement:
    """One statement with named parameters, for any database that it is run on."""

    def __init__(self, clause: ClauseElement, columns: Iterable[str] | None = None) -> None:
        """`columns` are those that an insert fills."""
        self._clause, self._columns = clause, None if columns is None else list(columns)
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, **values: Any) -> int:
        """How many rows it changed."""
        return int(self._execute(connection, values).rowcount)

    def insert(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """The id that the database has given to the new row."""
        cursor = self._execute(connection, values)
        return int(cursor.lastrowid if connection.dialect.name == "sqlite" else cursor.fetchone()[0])

    def first(self, connection: Connection, **values: Any) -> Record | None:
        """The first row, or None."""
        row = self._execute(connection, values).fetchone()
        return None if row is None else self._for(connection).record(row)

    def all(self, connection: Connection, **values: Any) -> list[Record]:
        """Every row."""
        compiled = self._for(connection)
        return [compiled.record(row) for row in self._execute(connection, values).fetchall()]

    def _for(self, connection: Connection) -> "_Compiled":
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = _Compiled(self._clause, self._columns, dialect)
        return self._compiled[dialect.name]

    def _execute(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        compiled = self._for(connection)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.parameters(values))
        except connection.dialect.loaded_dbapi.Error as fault:
            base = connection.dialect.loaded_dbapi.Error
            raise exc.DBAPIError.instance(compiled.text, None, fault, base, hide_parameters=True) from fault
        return cursor


class _Compiled:
    """Text for one database, and how values go in and come out."""

    def __init__(self, clause: ClauseElement, columns: list[str] | None, dialect: Dialect) -> None:
        compiled = cast(SQLCompiler, clause.compile(dialect=dialect, column_keys=columns))
        self.text = str(compiled)
        self._fixed = compiled.params
        self._positions = compiled.positiontup
        self._binds = {name: _way_in(bind.type, dialect) for bind, name in compiled.bind_names.items()}
        chosen = list(clause.selected_columns) if isinstance(clause, Select) else []
        self._ways_out = [(at, way) for at, c in enumerate(chosen) if (way := _way_out(c.type, dialect))]
        self._make = namedtuple("Row", [c.name for c in chosen])  # type: ignore[misc]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """Values as the driver takes them: in order, or by name."""
        given = {**self._fixed, **values}
        ready = {name: way(given[name]) if way else given[name] for name, way in self._binds.items()}
        return ready if self._positions is None else [ready[name] for name in self._positions]

    def record(self, row: Iterable[Any]) -> Record:
        """A row with names, its values as the columns' types read them."""
        values = list(row)
        for at, way in self._ways_out:
            values[at] = way(values[at])
        return cast(Record, self._make(*values))


def _way_in(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _way_out(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


@cache
def _insert(table: Table, columns: tuple[str, ...], returning: bool) -> Statement:
    clause = table.insert()
    return Statement(clause.returning(table.c.id) if returning else clause, columns)


def insert_row(connection: Connection, table: Table, **values: Any) -> int:
    """Insert one row; gives its id, 0 for a table whose rows have none."""
    numbered = "id" in table.c
    returning = numbered and connection.dialect.name != "sqlite"
    statement = _insert(table, tuple(values), returning)
    if numbered:
        return statement.insert(connection, values)
    statement.run(connection, **values)
    return 0
