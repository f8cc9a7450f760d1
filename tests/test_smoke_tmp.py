def test_db(db):
    with db.reading() as s:
        assert s is not None
