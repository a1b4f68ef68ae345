"""The pages of partnerships, one module a subject."""
