"""The door of the ceasing room: what must be known before a plan ends, who is asked, and when nobody can appeal."""

PROCESS = "ceasing"  # the drawing
