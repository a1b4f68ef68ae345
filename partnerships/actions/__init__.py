"""What happens in partnerships."""
