"""The pictures of the families' guide: made by walking through the demo in a browser, as a family would."""
