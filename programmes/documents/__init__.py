"""The papers of programmes, and their words."""
