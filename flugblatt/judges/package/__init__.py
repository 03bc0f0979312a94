"""Judges of packages that nobody trusts: unpacking, bags, METS and PREMIS, transfer packages."""
