"""The door of the letters room: notices that the law asks for, written, signed and served."""
