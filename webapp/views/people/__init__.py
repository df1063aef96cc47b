"""Those who work here: invited, listed, in teams, with their roles, until they leave."""
