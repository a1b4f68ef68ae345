"""Who may do what with partners (§7.2); partners-wide verbs here, one module a subject."""

from partnerships.permissions import exchange, imports

__all__ = ["exchange", "imports"]
