"""Every change to visitors."""
