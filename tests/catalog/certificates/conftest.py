from tests.support.desk import actor, records

__all__ = ["actor", "records"]
