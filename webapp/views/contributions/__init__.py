"""What everybody gives to a case, and how it is asked for."""
