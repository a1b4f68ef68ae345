"""Demonstration people and records, made through the real actions."""
