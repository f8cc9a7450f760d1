"""What the administration does: the OCOP cycle and its upkeep. It reaches down to publish; nobody below knows of it."""
