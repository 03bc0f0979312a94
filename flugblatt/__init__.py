"""Flugblatt: a statement in, proven publications out."""

__version__ = "0.1.0"
