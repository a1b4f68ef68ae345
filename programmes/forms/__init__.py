"""What people type in programmes."""
