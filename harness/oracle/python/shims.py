"""Makes Tornado 4.5.3 importable on a newer Python: puts names that have moved back to where Tornado looks for them.

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
