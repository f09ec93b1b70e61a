"""The trained reader: does a text answer a question, where, and does it say what a sentence says."""
