"""What schools send of their own accord: on which form the school that a plan names asks, and as what it is kept."""

from webapp.contributions.models import SCHOOL

EARLY_SCHOOL_FORM, AGAIN_SCHOOL_FORM = "early_review_school", "reassessment_school"
SCHOOL_REVIEW, SCHOOL_AGAIN = "school_review", "school_again"  # kinds of contributions
OF_SCHOOLS = (SCHOOL, SCHOOL_REVIEW, SCHOOL_AGAIN)
