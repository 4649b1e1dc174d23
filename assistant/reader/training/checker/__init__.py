"""The training of the checker: whether passages support a sentence, in all that it says.

`checking` makes its pairs, of true sentences told in other words (`rewrite`) and of the same with one thing turned
(`twist`); both draw on `lexicon` and `inflect`.
"""
