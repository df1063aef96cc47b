"""The queue, a task on its form, and what an officer reads beside it."""
