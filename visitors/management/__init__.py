"""Commands of visitors."""
