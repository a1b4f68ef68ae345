"""How the lists of visitors can be narrowed."""
