"""The demonstration: real public OCOP facts; refuses to load in production."""
