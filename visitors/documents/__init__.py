"""The documents made for visitors."""
