"""What may be repaired among visitors."""
