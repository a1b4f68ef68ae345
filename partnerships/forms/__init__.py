"""What people type about partners, agreements, laboratories and courses."""
