from tests.support.desk import actor, app, enter, hashed, keys, place, records

__all__ = ["actor", "app", "enter", "hashed", "keys", "place", "records"]
