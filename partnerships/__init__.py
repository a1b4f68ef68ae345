"""Partner institutions, agreements, laboratories."""
