"""The engine under all search, as the house gets it."""

from foundation.rooms.house import Health, Job, Room
from foundation.search import tasks
from foundation.search.cli import cli

ROOM = Room(
    name="foundation.search",
    jobs=(Job(tasks.TRIM, lambda _: tasks.trim_log, tasks.AT_NIGHT),),
    followers=(lambda site: site.indexer.follow,),
    health=(Health("search", lambda site: site.index.health()),),
    commands=(cli,),
)
