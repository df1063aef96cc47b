"""A plan: read, written, answered, approved and saved as a file."""
