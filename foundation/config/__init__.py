"""Settings read once from the environment; nothing else reads `os.environ`."""
