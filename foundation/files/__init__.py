"""What people send: pictures drawn anew, documents kept as they are. Who may read a file is its own room's answer."""
