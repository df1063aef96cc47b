"""How long records are kept, what is held about somebody, complaints about it."""
