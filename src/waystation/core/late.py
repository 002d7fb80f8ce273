"""numpy, loaded when a number is first asked of it: a server where nobody opens one does without its 15 MB.

    from waystation.core.late import np
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Array = NDArray[Any]
else:
    Array = Flags = Floats = Any

    class _Numpy:
        """Stands for the module; a name is looked up in it once."""

        def __getattr__(self, name: str) -> Any:
            import numpy

            found = getattr(numpy, name)
            setattr(self, name, found)
            return found

    np = _Numpy()

__all__ = ["Array", "Flags", "Floats", "np"]
