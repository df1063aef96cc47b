"""The door of the moving room: plans that go to another council, and plans that come from one (regulation 15)."""
