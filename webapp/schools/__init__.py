"""Schools and colleges of a plan: which were consulted, how each is reached and what it answers, which is named."""
