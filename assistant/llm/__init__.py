"""Answers that a language model writes, and what Chancery does to each of their sentences before it is believed.

spec -> connect             the name of a model becomes a LlamaIndex `LLM`, its key read where nobody else sees it
prompt -> talk -> reply     passages under opaque keys go out; text comes in, sentence by sentence
guard, check -> writer      each sentence is held against the passages it cites; the answer, or why there is none
"""
