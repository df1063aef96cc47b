"""Statements of the step's path: compiled once for each database, run on the driver's cursor in the same transaction.

Running a cached statement through SQLAlchemy costs four to six times what SQLite itself takes for it. On PostgreSQL
the way there and back costs more than the work: what gives nothing back is sent together with what does.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Select, Table, event, exc
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement
from sqlalchemy.types import TypeEngine

from engine.models import Record

Process = Callable[[Any], Any]
Ready = tuple[str, Any]  # a statement's text and its parameters as the driver takes them
UNSENT = "unsent statements"  # in the `info` of a connection


class Statement:
    """One statement with named parameters, for any database that it is run on."""

    def __init__(self, clause: ClauseElement, columns: Iterable[str] | None = None) -> None:
        """`columns` are those that an insert fills."""
        self._clause, self._columns = clause, None if columns is None else list(columns)
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, **values: Any) -> int:
        """How many rows it changed."""
        return int(self._execute(connection, values).rowcount)

    def send(self, connection: Connection, **values: Any) -> None:
        """Run it before anything else is asked or committed; what is wrong with it is told then, at the latest."""
        compiled = self._for(connection)
        ready = compiled.text, compiled.parameters(values)
        if compiled.is_remote:
            connection.info.setdefault(UNSENT, []).append(ready)
        else:
            _run(connection, [ready])

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
        ready = compiled.text, compiled.parameters(values)
        return _run(connection, [*_taken(connection), ready] if compiled.is_remote else [ready])


class _Compiled:
    """Text for one database, and how values go in and come out."""

    def __init__(self, clause: ClauseElement, columns: list[str] | None, dialect: Dialect) -> None:
        compiled = cast(SQLCompiler, clause.compile(dialect=dialect, column_keys=columns))
        self.text = str(compiled)
        self.is_remote = dialect.name != "sqlite"
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


def _run(connection: Connection, statements: list[Ready]) -> Any:
    """The cursor of the last one; several go to the database together."""
    driver = connection.connection
    try:
        if len(statements) == 1:
            return _on_cursor(driver, statements[0])
        with driver.pipeline():
            return [_on_cursor(driver, each) for each in statements][-1]
    except connection.dialect.loaded_dbapi.Error as fault:
        base = connection.dialect.loaded_dbapi.Error
        raise exc.DBAPIError.instance(statements[-1][0], None, fault, base, hide_parameters=True) from fault


def _on_cursor(driver: Any, statement: Ready) -> Any:
    cursor = driver.cursor()
    cursor.execute(*statement)
    return cursor


def _taken(connection: Connection) -> list[Ready]:
    return connection.info.pop(UNSENT, [])


def _send_all(connection: Connection, *_: Any) -> None:
    if connection.dialect.name != "sqlite" and (unsent := _taken(connection)):
        _run(connection, unsent)


def _forget_all(connection: Connection, *_: Any) -> None:
    connection.info.pop(UNSENT, None)


for moment in ("before_cursor_execute", "commit"):
    event.listen(Engine, moment, _send_all)
for moment in ("rollback", "rollback_savepoint"):  # what was not sent belongs to what is undone
    event.listen(Engine, moment, _forget_all)


@cache
def _insert(table: Table, columns: tuple[str, ...], returning: bool) -> Statement:
    clause = table.insert()
    return Statement(clause.returning(table.c.id) if returning else clause, columns)


def insert_row(connection: Connection, table: Table, **values: Any) -> int:
    """Insert one row of a numbered table; gives its id."""
    returning = connection.dialect.name != "sqlite"
    return _insert(table, tuple(values), returning).insert(connection, values)


def send_row(connection: Connection, table: Table, **values: Any) -> None:
    """Insert one row whose id nobody needs; see `Statement.send`."""
    _insert(table, tuple(values), False).send(connection, **values)
