"""The wall: answers as points in theme regions, in groups with names, growing without ever jumping.

``reading`` turns answers into what the wall needs, ``wall`` keeps the groups, ``layout`` knows every
place, ``names`` finds the words of a group, ``views`` counts words and finds what is new.

Everything follows from the ordered list of answers: the same list gives the same picture.
"""

from classifier.clusters.reading import JudgedText, WallReader, wall_facet
from classifier.clusters.views import WordCount, arrived_since, count_words
from classifier.clusters.wall import Cluster, Picture, Point, RegionCount, Wall
from classifier.clusters.words import Term, WallAnswer

__all__ = [
    "Cluster",
    "JudgedText",
    "Picture",
    "Point",
    "RegionCount",
    "Term",
    "Wall",
    "WallAnswer",
    "WallReader",
    "WordCount",
    "arrived_since",
    "count_words",
    "wall_facet",
]
