"""What exists among visitors: delegations and their reception; experts, trips, conferences, contests."""
