"""Measurements of quality and speed beside other classifiers; see README.md. Not part of the package."""
