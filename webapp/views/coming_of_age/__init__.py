"""A young person comes of age: what changes, who asks them, and who may see their record from then on."""
