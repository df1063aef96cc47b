"""The grammar of FEEL: text to nodes, by binding power, one module for each family of constructs."""
