"""From the request for an assessment to the decision about a plan, through the pages."""
