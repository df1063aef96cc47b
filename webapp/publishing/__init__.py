"""From an analyst's files to versions that run: rehearsed, checked and deployed."""
