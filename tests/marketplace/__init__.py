"""Tests of trade promotion."""
