"""Readers and writers of answers, a module per format.

Reading ends in a :class:`~classifier.exchange.table.Table` of text cells, writing starts from plain
records (mappings). Formats know nothing of storage, screens or models.

The cleaning that every reader does, and nothing more:

- line ends inside a cell become ``\\n``; other control characters, lone surrogates and the two
  non-characters U+FFFE and U+FFFF are removed;
- text is normalised to NFC (``e`` + accent becomes ``é``);
- a cell of only whitespace becomes empty.
"""
