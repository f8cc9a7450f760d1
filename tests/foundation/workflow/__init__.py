"""Tests of the tables of moves."""
