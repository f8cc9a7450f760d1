"""The ground all tables stand on: engine, sessions, column types, migrations. Knows no table."""
