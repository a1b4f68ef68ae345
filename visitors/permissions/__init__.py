"""Who may do what among visitors."""
