"""Imported once, by the process that all trials are forked from: what takes a second is done there."""

from index.clean import role_word

# Compiles the words that comments are known by.
role_word("comment")
