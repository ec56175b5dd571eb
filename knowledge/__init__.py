"""The archive: facts, entries, Vietnamese text, search and every row class; it imports no other room."""
