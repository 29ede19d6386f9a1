"""Klantkompas: reads free-text answers about customer orientation in Dutch.

The rooms of this package and what each may import are drawn in ``docs/architecture.md``.
"""
