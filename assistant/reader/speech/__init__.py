"""Who says it: the speaker of every sentence of reported speech, and the questions that ask for one.

`speakers` (of a text), `asked` (of a question); below them `quoted` finds quotations, `attribution` whom one sentence
names, `sayer` what that person is called.
"""
