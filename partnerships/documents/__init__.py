"""The papers of partnerships: balance statements and renewal dossiers."""

from partnerships.documents.dossier import dossier_context, render_dossier
from partnerships.documents.statement import render_statement, statement_context

__all__ = ["dossier_context", "render_dossier", "render_statement", "statement_context"]
