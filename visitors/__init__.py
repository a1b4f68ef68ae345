"""Delegations, foreign experts, staff abroad, conferences."""
