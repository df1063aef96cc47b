"""How the site is served in production: where it listens, one process of it, and several of them on one socket."""

from webapp.serving.server import Server

__all__ = ["Server"]
