"""From files to articles: read, clean, describe; and the sources folder that the files live in."""
