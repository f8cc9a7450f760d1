"""What tests stand on: databases, a built site, sample facts. Holds no test."""
