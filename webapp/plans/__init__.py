"""The door of the plans room: an Education, Health and Care Plan as data, version after version."""
