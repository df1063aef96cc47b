"""A case: its page, its people, what limits it, and the tasks that put it right."""
