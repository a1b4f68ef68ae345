"""What people type about visitors."""
