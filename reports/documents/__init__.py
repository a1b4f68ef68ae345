"""Which texts, files and charts reports makes, and from what."""
