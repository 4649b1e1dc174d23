"""Measured figures, printed as tables; never tests."""
