"""How the reader's network was made: public questions and answers to weights. Nothing here runs when one asks.

python -m assistant.reader.training train --data FOLDER --work FOLDER
"""
