"""The door of the reviews room: when a plan is looked at again, who is asked, the school’s report, and the end."""
