"""Fairs and events."""
