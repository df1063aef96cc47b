"""The door of this room: rights pass from the parents to the young person, and who may see the record is asked anew."""
