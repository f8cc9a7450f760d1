"""The demonstration: real public OCOP facts and a small illustrative province; refuses to load in production."""
