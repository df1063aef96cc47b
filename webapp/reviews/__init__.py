"""The door of the reviews room: when a plan is looked at again, who is asked, what the school reports, what is decided."""
