"""The built-in functions, one module for each family of the standard's chapter 10.3.4."""
