"""Nodes to closures: an expression is compiled once and then runs without looking at its text again."""
