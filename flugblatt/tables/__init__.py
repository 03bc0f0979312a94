"""The tables, validated: what the package knows of languages, formats, shops and libraries, with the project's own rows.

Flow: files of a table (``resources``) -> ``table_reader`` (TOML, the line of every key) -> ``shapes`` (keys and kinds of values, as
data) -> the room that the table belongs to, which checks what a shape cannot say -> values, or ContentError with every
problem of the table in one pass. Judges read the same rows as plain data, from ``resources``.
"""
