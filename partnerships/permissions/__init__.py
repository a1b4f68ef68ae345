"""Who may do what with partners (§7.2); partners-wide verbs here, one module a subject."""

from partnerships.permissions import agreement, exchange, imports, institution, laboratory

__all__ = ["agreement", "exchange", "imports", "institution", "laboratory"]
