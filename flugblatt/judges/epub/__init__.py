"""The guard of the book: what EPUBCheck passes and no reader should meet."""
