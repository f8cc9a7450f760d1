"""What people ask about producers nobody speaks for: the province's desk answers. Who does speak is asked directly."""
