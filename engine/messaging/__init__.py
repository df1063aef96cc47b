"""Messages, signals and starts: who waits, what is on its way, and how it is handed over."""
