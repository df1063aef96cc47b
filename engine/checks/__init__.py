"""Checks of a drawing before it may run: one module for each kind of fault."""
