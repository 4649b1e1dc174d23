"""Reading: a question and passages go in, evidence comes out. `reading.py` is the seam."""
