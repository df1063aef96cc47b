"""One real site for all tests of a run's process: it is started by the first that asks for it."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from tests.abuse.site import OFF, RealSite, running


@pytest.fixture(scope="session")
def abused(cluster: str) -> str:
    """Address of a database of its own in the throw-away PostgreSQL, with which it goes.

    No connection is held meanwhile: other tests end all that they find.
    """
    engine = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE abused")
    engine.dispose()
    return make_url(cluster).set(database="abused").render_as_string()


@pytest.fixture(scope="session")
def real_site(abused: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """The site with three processes; the tests of teeth name what is off."""
    off = tuple(os.environ.get(OFF, "").split())
    with running(tmp_path_factory.mktemp("abused"), abused, off=off) as site:
        yield site
