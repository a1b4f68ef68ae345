"""Factories: one for each model, with traits for each status."""
