"""Certificates, batches, public verification."""
