"""Student programmes, calls and applications."""
