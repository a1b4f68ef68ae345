"""Commands of the portal's command line."""
