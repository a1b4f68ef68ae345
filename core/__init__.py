"""How every record of the portal behaves."""
