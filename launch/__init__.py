"""Sets the portal up and runs it. Needs nothing but Python: it works before any package is installed."""
