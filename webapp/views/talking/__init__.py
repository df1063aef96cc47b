"""Messages, officers’ notes, and what happened in a case."""
