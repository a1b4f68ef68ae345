"""Dashboards, statistics, exports; reads every app."""
