"""What people agreed to, what is held about them and how long, what they ask about it and until when."""
