"""What anybody reports about a page: an error, a fake, a complaint; the desk that answers, also in public."""
