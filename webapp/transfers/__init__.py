"""The door of this room: children with a plan who move from one phase of education to the next."""
