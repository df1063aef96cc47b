"""Somebody withdraws a request: who may, whoever else is asked first, and what officers read of it."""
