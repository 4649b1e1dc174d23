"""From a question to a cited answer, and the command line and window that ask for it."""
