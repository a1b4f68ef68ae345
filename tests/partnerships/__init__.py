"""Tests of partnerships."""
