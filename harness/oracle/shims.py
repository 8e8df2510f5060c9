"""Lets Tornado 4.5.3 be imported by a Python that has moved on: names that have moved are put back where it looks.

Only imports need this. Nothing here changes what Tornado does. Import it before Tornado.
"""

import collections
import collections.abc
import inspect

for _name in ("MutableMapping", "Mapping", "Iterable", "Callable"):
    if not hasattr(collections, _name):
        setattr(collections, _name, getattr(collections.abc, _name))

if not hasattr(inspect, "getargspec"):
    setattr(inspect, "getargspec", inspect.getfullargspec)
