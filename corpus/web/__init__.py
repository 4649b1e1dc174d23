"""What comes from links: fetched safely and politely, feeds and sitemaps read. Nothing here writes to the library."""
