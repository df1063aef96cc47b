"""The words in files: read in a process of their own (`child`), asked for by the site (`reading`)."""
