"""The catalogue: a landing page for each work, and for all works an index, feeds and a sitemap, as one folder of files.

Flow: (Statement, finished files) -> ``facts`` -> ``landing_page`` and ``linkset`` of the work, and a small file of facts that the
store keeps -> the facts of all works, one after the other -> ``shelves`` (their order, their pages) -> ``index_pages``,
``opds_json``, ``opds_atom``, ``news_feed``, ``sitemap``. Nothing is read from the finished files again.
"""
