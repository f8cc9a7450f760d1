"""Tests of what the measurements conclude."""
