"""The outside validators, each asked for its verdict: veraPDF and EPUBCheck in one Java process, Siegfried, lxml with schemas."""
