"""What provinces and the ministry announce: results, revocations, plans, news; checked by a second officer first.

Reads certificates; knows neither dossiers nor the pages that name its announcements.
"""
