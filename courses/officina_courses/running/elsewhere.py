"""A notebook run here as it would run on another machine: what it shows there may be different.

Sums come out in another order with more threads, and with a processor's newer instructions, and so
the last digits of numbers differ. NumPy, OpenBLAS, PyTorch and oneDNN read these variables when
they are loaded; where a processor is of another kind, they change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from officina_courses.running import sandboxed

ELSEWHERE: Final[Mapping[str, str]] = {
    "ATEN_CPU_CAPABILITY": "default",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR AVX2 FMA3 AVX512F",
    "OMP_NUM_THREADS": "2",
    "ONEDNN_MAX_CPU_ISA": "SSE41",
    "OPENBLAS_CORETYPE": "Nehalem",
    "OPENBLAS_NUM_THREADS": "2",
    "PYTHONHASHSEED": "1",
}

run_elsewhere: Final = partial(sandboxed.run_notebook, machine=ELSEWHERE)
