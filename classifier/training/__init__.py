"""Fit, evaluate, compare and keep models."""
