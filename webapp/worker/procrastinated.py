"""On PostgreSQL: Procrastinate wakes the workers, for each deferred effect and, every few seconds, for what is due.

Its jobs only say where to look: rows decide what is still to be done, so a job that comes twice does no harm.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from procrastinate import App, PsycopgConnector, RetryStrategy
from sqlalchemy import URL, Connection, text

from engine import HAND_OVER, PERFORM_EFFECT
from webapp.worker.work import Work

PIECES_AT_ONCE = 4
LOOK = 0.2  # seconds between two looks whether it shall end
EACH_MINUTE, HOURLY = "* * * * *", "17 * * * *"
AGAIN = RetryStrategy(wait=10)  # when even the outcome could not be written down, as without a database
# What a worker that gives no sign of life was doing becomes another's; two that look at once take each job once.
# A look that comes again by itself is only forgotten: put back beside the next one it would break its queueing lock.
TAKE_OVER = text("""
SELECT CASE WHEN stalled.queueing_lock IS NULL
  THEN procrastinate_retry_job_v2(stalled.id, now(), NULL, NULL, NULL)
  ELSE procrastinate_finish_job_v1(stalled.id, 'failed', true) END
FROM (
  SELECT job.id, job.queueing_lock FROM procrastinate_jobs AS job
  WHERE job.status = 'doing' AND NOT EXISTS (
    SELECT 1 FROM procrastinate_workers AS worker
    WHERE worker.id = job.worker_id AND worker.last_heartbeat >= now() - make_interval(secs => :silence))
  FOR UPDATE OF job SKIP LOCKED) AS stalled
""")


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """How often a worker looks and shows that it lives; in seconds."""

    timers: int = 5  # between two looks at what is due
    rescue: int = 10  # between two looks for the work of the dead
    beat: float = 5.0  # between two signs of life
    silence: float = 20.0  # after which it counts as dead


def run(work: Work, pulse: Pulse = Pulse()) -> None:
    """Be a worker until `work.stopped` is set; returns or raises before that when the database goes away."""
    asyncio.run(_run(work, pulse))


def take_over(connection: Connection, pulse: Pulse) -> int:
    """Give the jobs of dead workers to the living; how many there were."""
    return len(connection.execute(TAKE_OVER, {"silence": pulse.silence}).all())


async def _run(work: Work, pulse: Pulse) -> None:
    app = _app(work, pulse)
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=PIECES_AT_ONCE,
                install_signal_handlers=False,
                delete_jobs="always",
                fetch_job_polling_interval=1.0,
                update_heartbeat_interval=pulse.beat,
                stalled_worker_timeout=pulse.silence,
            )
        )
        while not (worker.done() or work.stopped.is_set()):
            await asyncio.sleep(LOOK)
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker


def _app(work: Work, pulse: Pulse) -> App:
    app = App(connector=PsycopgConnector(conninfo=_address(work.portal.database.engine.url), min_size=1, max_size=4))

    @app.task(name=PERFORM_EFFECT, retry=AGAIN)
    def perform_effect(effect: int) -> None:
        work.perform(effect)

    @app.periodic(cron=_every(pulse.timers))
    @app.task(name="fire_due_timers", queueing_lock="fire_due_timers")
    def fire_due_timers(timestamp: int) -> None:
        work.fire_due()
        work.hand_over_due()

    @app.task(name=HAND_OVER, retry=AGAIN)
    def hand_over() -> None:
        work.hand_over_due()

    @app.periodic(cron=EACH_MINUTE)
    @app.task(name="watch", queueing_lock="watch")
    def watch(timestamp: int) -> None:
        work.watch()

    @app.periodic(cron=_every(pulse.rescue))
    @app.task(name="take_over", queueing_lock="take_over")
    def take_over_stalled(timestamp: int) -> None:
        with work.portal.transaction() as session:
            take_over(session.connection(), pulse)

    @app.periodic(cron=HOURLY)
    @app.task(name="sweep", queueing_lock="sweep")
    def sweep(timestamp: int) -> None:
        work.sweep()

    return app


def _every(seconds: int) -> str:
    return f"* * * * * */{seconds}"  # the last of six fields


def _address(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
