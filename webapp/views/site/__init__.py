"""The site itself: first page, help, assets, health, what is stuck."""
