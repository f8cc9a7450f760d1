"""Upkeep for officers: who is appointed to what, the browser of the audit. The rules of both stand below."""
