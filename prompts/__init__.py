"""The words that Chancery says and asks with. Imports nothing of ours."""
