"""Declaring permissions: one line a verb, a sentence of predicates."""

import rules


def permit(name: str, predicate: rules.Predicate) -> None:
    """Let everybody of whom the predicate is true do what is named `<app>.<verb>_<model>`."""
    if rules.perm_exists(name):
        rules.set_perm(name, predicate)
    else:
        rules.add_perm(name, predicate)
