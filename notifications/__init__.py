"""Who is told what: inbox and e-mail."""
