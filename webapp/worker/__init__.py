"""The worker: what is done without anybody asking: timers, hand-overs, effects and sweeps."""

from webapp.worker.worker import Worker

__all__ = ["Worker"]
