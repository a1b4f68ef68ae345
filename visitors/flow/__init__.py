"""The workflows of visitors."""
