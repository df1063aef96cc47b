"""The house of the demo: a database with the shipped processes and the demo's people."""

from webapp import demo, schema
from webapp.portal import Portal
from webapp.publishing import shipped


def prepare(portal: Portal) -> None:
    """The database, the shipped processes and the demo's people; what is there already is left as it is."""
    portal.config.var.mkdir(parents=True, exist_ok=True)
    schema.upgrade(portal.database.engine)
    with portal.work() as services:
        shipped.deploy(services)
        demo.make(services)
