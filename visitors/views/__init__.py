"""The pages of visitors."""
