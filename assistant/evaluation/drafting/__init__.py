"""Questions drafted from sentences by rules of English grammar, where the rules are sure.

clauses.py   a sentence taken apart, into the parts of clause.py; verbs.py, times.py, lexicon.py: what it goes by
patterns.py  a clause turned into questions; told.py: what people are said to say and to be
nouns.py     what a subject names, so how it is asked for
standing.py  whether a sentence, and a question, stand alone;  context.py: what their article says for them
article.py   the questions of one article;  natural.py: which of them a person might ask
topics.py    what is asked of those whom an article names: who they are, and what they said about what
"""
