"""What visitors does later."""
