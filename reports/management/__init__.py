"""Commands of the top layer, which sees every app."""
