"""Sentence encoders as a choice, by the name that a model records."""
