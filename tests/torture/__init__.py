"""The index under torture: random stories whose writers are killed, and disks that are full or cannot be written."""
