"""Submissions that want marks: they change what runs the tests, or speak for it."""

# ruff: noqa: E501 - an attack is easier to read in whole lines of its own

from __future__ import annotations

from hostile_variant import Variant, family

TRANSFORMERS = {
    "drop-asserts": "import ast\nclass N(ast.NodeTransformer):\n"
    "    def visit_Assert(self, node): return ast.Pass()\n"
    "get_ipython().ast_transformers.append(N())",
    "true-compares": "import ast\nclass N(ast.NodeTransformer):\n"
    "    def visit_Compare(self, node): return ast.Constant(True)\n"
    "get_ipython().ast_transformers.insert(0, N())",
    "no-lines": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
    "token-lines": "m = get_ipython().input_transformer_manager\n"
    "m.line_transforms.insert(0, lambda lines: ['pass\\n'])\n"
    "m.token_transformers.clear()\nm.transform_cell = lambda cell: 'pass'",
    "compiler": "import codeop\nshell = get_ipython()\n"
    "shell.compile.ast_parse = lambda *a, **k: __import__('ast').parse('pass')\n"
    "codeop.Compile.__call__ = lambda *a, **k: compile('pass', 'x', 'exec')",
    "unparse": "import ast\nast.parse = ast.unparse = ast.walk = lambda *a, **k: ast.Module([], [])\n"
    "ast.Assert = ast.Expr = ast.Pass",
}
IMPORTS = {
    "meta-path": "import sys, types\nclass Finder:\n"
    "    def find_spec(self, name, path=None, target=None):\n"
    "        sys.modules[name] = types.ModuleType(name)\n        return None\n"
    "sys.meta_path.insert(0, Finder())",
    "path-hooks": "import sys\nsys.path_hooks.insert(0, lambda path: 1 / 0)\n"
    "sys.path_importer_cache.clear()\nsys.path[:] = ['.']",
    "modules": "import sys, types\nfor name in list(sys.modules):\n"
    "    if name.partition('.')[0] in ('ast', 'json', 'traceback', 'officina_courses', 'struct'):\n"
    "        sys.modules[name] = types.ModuleType(name)",
    "builtin-import": "import builtins\n"
    "builtins.__import__ = lambda *a, **k: type('M', (), {'__getattr__': lambda s, n: len})()",
    "reloaded": "import importlib\nfrom officina_courses.grading import frames\n"
    "from officina_courses.grading.runner import examine\n"
    "examine.make_examiner = lambda ns: lambda *a: (None, None)\n"
    "frames.pack = lambda m: b''\nimportlib.reload(frames)",
}
EXITS = {
    "cell": "import sys\nsys.exit(0)",
    "function": "def double(x): raise SystemExit(0)",
    "os-exit": "import os\nos._exit(0)",
    "os-exit-in-test": "import os\ndef double(x): os._exit(0)",
    "abort": "import os\ndef double(x): os.abort()",
    "segfault": "import ctypes\ndef double(x): return ctypes.string_at(0)",
    "kill-self": "import os\ndef double(x): os.kill(os.getpid(), 9)",
    "alarm": "import signal\nsignal.signal(14, signal.SIG_DFL); signal.setitimer(0, 0.01)\n"
    "signal.pause()",
    "interrupt": "def double(x): raise KeyboardInterrupt",
    "generator-exit": "def double(x): raise GeneratorExit",
    "stop-iteration": "def double(x): raise StopIteration",
    "base-exception": "class Calm(BaseException):\n    __str__ = __repr__ = None\n"
    "def double(x): raise Calm()",
    "exec": "import os\ndef double(x): os.execv('/bin/true', ['true'])",
}
BUILTINS = {
    "assertion-error": "import builtins, sys\nclass Calm(Exception):\n"
    "    def __init__(self, *a): sys.exit(0)\nbuiltins.AssertionError = Calm",
    "compile-exec": "import builtins\n"
    "builtins.compile = builtins.exec = builtins.eval = lambda *a, **k: None",
    "everything": "import builtins\nfor name in ('all', 'any', 'len', 'sum', 'sorted', 'isinstance',"
    " 'open', 'int', 'range', 'type', 'abs', 'map', 'zip', 'repr', 'getattr'):\n"
    "    setattr(builtins, name, lambda *a, **k: 2)",
    "names": "sum = lambda *a: 4\nopen = range = int = lambda *a: [2]\nassert_ = True\n"
    "__builtins__ = {'AssertionError': None}",
    "type-slots": "import gc\nfor kind in (int, str, list, bool):\n"
    "    table = gc.get_referents(kind.__dict__)[0]\n"
    "    for name in ('__eq__', '__ne__', '__bool__'):\n"
    "        try: table[name] = lambda self, other=None: True\n        except Exception: pass",
    "namespace": "import gc\nfor thing in gc.get_objects():\n"
    "    if isinstance(thing, dict) and 'examine' in thing: thing['examine'] = lambda *a: (None, None)",
}
SPEAKING = """import json, os, stat
def frame(text): return len(text).to_bytes(4, 'big') + text
def lines():
    for fd in range(3, 128):
        try: mode = os.fstat(fd).st_mode
        except OSError: continue
        if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode): yield fd
OK = {'status': 'ok', 'error': None, 'value': None, 'seconds': 0, 'outputs': []}
def say(words):
    for fd in lines():
        os.set_blocking(fd, False)
        try: os.write(fd, words)
        except OSError: pass
"""
FORGED = {
    "garbage": SPEAKING + "say(b'\\xff' * 4096)",
    "all-ok": SPEAKING + "say(frame(json.dumps({**OK, 'nonce': '0'}).encode()) * 50)",
    "huge-length": SPEAKING + "say(b'\\xff\\xff\\xff\\xf0')",
    "half-frame": SPEAKING + "say(frame(b'{}' * 99)[:9])",
    "examined": SPEAKING + "say(frame(json.dumps({**OK, 'nonce': '0', 'is_hidden': False, "
    "'is_canary_alive': False, 'why': '', 'end': None, 'detail': ''}).encode()))",
    "value-line": SPEAKING + "import struct\ntext = json.dumps({'status': 'ok', 'v': 42, "
    "'printed': [], 'changed': {}}).encode()\nsay(struct.pack('!II', len(text), 0) + text)",
    "in-test": SPEAKING
    + "def double(x):\n    say(frame(json.dumps({**OK, 'nonce': '1'}).encode()))",
    "stolen-nonce": SPEAKING
    + """import sys, threading
def forge():
    while True:
        for whole in sys._current_frames().values():
            while whole:
                for held in list(whole.f_locals.values()):
                    if isinstance(held, dict) and 'nonce' in held and held.get('op') != 'cell':
                        say(frame(json.dumps({**OK, 'nonce': held['nonce']}).encode()))
                        return
                whole = whole.f_back
threading.Thread(target=forge, daemon=True).start()
def double(x):
    import time; time.sleep(0.2); return 'no'
""",
    "read-questions": SPEAKING + "def double(x):\n    for fd in lines():\n"
    "        os.set_blocking(fd, False)\n        try: print(os.read(fd, 9999))\n"
    "        except OSError: pass",
    "closed": "import os\nos.closerange(3, 128)",
    "swapped": SPEAKING + "ends = list(lines())\nfor a, b in zip(ends, ends[1:]): os.dup2(a, b)",
    "to-null": SPEAKING + "null = os.open('/dev/null', 2)\nfor fd in lines(): os.dup2(null, fd)",
    "by-proc": SPEAKING + "for fd in lines():\n    try: open(f'/proc/self/fd/{fd}', 'wb', 0).write("
    "frame(json.dumps({**OK, 'nonce': '2'}).encode()))\n    except OSError: pass",
    "shared-with-child": SPEAKING + "import subprocess, sys\nfor fd in lines(): os.set_inheritable("
    "fd, True)\nsubprocess.Popen([sys.executable, '-c', 'import os,time\\ntime.sleep(.1)\\n"
    'for fd in range(3,64):\\n try: os.write(fd, b"x"*99)\\n except OSError: pass\'],'
    " close_fds=False)",
}
CALM = "import sys\ndef calm(*a, **k):\n    return None\n"
TRAPS = {
    "del": "class Trap:\n    def __del__(self):\n        import os; os.write(1, b'bye')\n"
    "        raise SystemExit(0)\nkept = [Trap() for _ in range(50)]\n"
    "def double(x): kept.pop(); return 'no'",
    "atexit": "import atexit, os\natexit.register(os._exit, 0)",
    "excepthook": CALM + "import threading\nsys.excepthook = sys.unraisablehook = calm\n"
    "threading.excepthook = sys.displayhook = sys.breakpointhook = calm",
    "trace": "import sys\ndef trace(frame, event, arg):\n    frame.f_trace_opcodes = True\n"
    "    try: frame.f_lineno += 1\n    except ValueError: pass\n    return trace\n"
    "def double(x):\n    f = sys._getframe(1)\n"
    "    while f: f.f_trace = trace; f = f.f_back\n    sys.settrace(trace); return 'no'",
    "profile": "import sys, threading\ndef note(frame, event, arg):\n"
    "    if event == 'c_call' and arg is eval: raise SystemExit(0)\n"
    "sys.setprofile(note); threading.setprofile(note)",
    "gc-callbacks": "import gc\ndef swap(phase, info):\n    raise SystemExit(0)\n"
    "gc.callbacks.append(swap); gc.set_threshold(1, 1, 1)",
    "audit": "import sys\ndef hear(event, args):\n"
    "    if event in ('compile', 'exec') and args and 'double' in repr(args[0]):\n"
    "        raise SystemExit(0)\nsys.addaudithook(hear)",
    "finalize": "import os, weakref\nclass A: pass\na = A()\nweakref.finalize(a, os._exit, 0)\n"
    "def double(x):\n    global a\n    a = None\n    return 'no'",
    "after-fork": "import os\nos.register_at_fork(before=lambda: None, after_in_child=lambda: "
    "os._exit(0), after_in_parent=lambda: None)",
    "alarm-handler": "import signal\nsignal.signal(signal.SIGALRM, lambda *a: None)\n"
    "def double(x):\n    signal.setitimer(signal.ITIMER_REAL, 0)\n    while True: pass",
    "recursion": "import sys\nsys.setrecursionlimit(10**8)\ndef double(x): return double(x)",
    "switch-interval": "import sys, threading\nsys.setswitchinterval(1e-9)\n"
    "def burn():\n    while True: pass\n"
    "for _ in range(8): threading.Thread(target=burn, daemon=True).start()",
    "codecs": "import codecs\ncodecs.register(lambda name: 1 / 0)\n"
    "codecs.register_error('replace', lambda e: ('', e.end))",
}
CTYPES = {
    "small-ints": "import ctypes\nfor n in (4, 6, 42):\n"
    "    ctypes.c_uint32.from_address(id(n) + 24).value = 2",
    "true-is-false": "import ctypes\nctypes.c_uint32.from_address(id(False) + 24).value = 1",
    "free-everything": "import ctypes, gc\nfor thing in gc.get_objects()[:500]:\n"
    "    ctypes.pythonapi.Py_DecRef(ctypes.py_object(thing))",
    "overwrite-code": "import ctypes\ndef yes(a, b=0): return True\n"
    "ctypes.memmove(id(len) + 16, id(yes) + 16, 8)",
    "dumpable": "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.prctl(4, 1, 0, 0, 0)\n"
    "libc.personality(0x0040000)\nlibc.syscall(317, 1, 0, None)",
}
LIAR = """class Liar:
    def __eq__(self, other): return True
    __ne__ = lambda self, other: False
    __lt__ = __gt__ = __le__ = __ge__ = __eq__
    __hash__ = lambda self: 2
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __iter__(self): return iter([Liar()] * 3)
    __add__ = __radd__ = __mul__ = __sub__ = lambda self, *a: self
"""
ANY = "def double(x): return {}"
OBJECTS = {
    "liar": LIAR + ANY.format("Liar()"),
    "mock-any": "from unittest.mock import ANY\n" + ANY.format("ANY"),
    "nan": ANY.format("float('nan')"),
    "decimal-snan": "from decimal import Decimal\n" + ANY.format("Decimal('sNaN')"),
    "lying-int": "class Int(int):\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\n"
    + ANY.format("Int(1)"),
    "lying-class": "class L(list):\n    __class__ = int\n    __eq__ = lambda s, o: True\n"
    + ANY.format("L()"),
    "lying-array": "import numpy as np\nclass A(np.ndarray):\n    __eq__ = lambda s, o: np.bool_(1)\n"
    + ANY.format("np.zeros(1).view(A)"),
    "deep": "d = []\nfor _ in range(10**5): d = [d]\n" + ANY.format("d"),
    "cyclic": "d = {}\nd['d'] = d\n" + ANY.format("d"),
    "huge-int": ANY.format("1 << 10**8"),
    "pickle-bomb": "import os\nclass P:\n    def __reduce__(self): return (os.system, ('touch @MARK@',))"
    "\n" + ANY.format("P()"),
    "meta": "class M(type):\n    __eq__ = lambda s, o: True\n    __hash__ = type.__hash__\n"
    "    __instancecheck__ = lambda s, o: True\nclass C(metaclass=M): pass\n" + ANY.format("C"),
}
MAGICS = {
    "post-run": "def gone(result): result.error_in_exec = result.error_before_exec = None\n"
    "for event in ('pre_execute', 'pre_run_cell', 'post_execute', 'post_run_cell'):\n"
    "    get_ipython().events.register(event, lambda *a: gone(a[0]) if a else None)",
    "shell": "from IPython.core.interactiveshell import InteractiveShell as S\n"
    "S.showtraceback = S._showtraceback = lambda *a, **k: None\n"
    "S.run_cell = S.run_code = S.run_ast_nodes = lambda *a, **k: None\nget_ipython().user_ns = {}",
    "register": "from IPython.core.magic import register_cell_magic\n"
    "get_ipython().register_magic_function(lambda *a: None, 'line_cell', 'time')\n"
    "get_ipython().run_line_magic('automagic', 'on')",
    "reset": "get_ipython().run_line_magic('reset', '-f')\nget_ipython().user_ns.clear()",
    "display-hook": "get_ipython().displayhook.__class__.__call__ = lambda s, r=None: None\n"
    "get_ipython().display_formatter.active_types = []\n"
    "get_ipython().set_custom_exc((BaseException,), lambda *a: None)",
}

VARIANTS: list[Variant] = [
    *family("transformer", "H10", "a test whose asserts were taken out counts", TRANSFORMERS),
    *family("import", "H10", "a module of the learner's runs a test", IMPORTS),
    *family("exit", "H10", "leaving early counts as having passed", EXITS),
    *family("builtin", "H10", "a builtin of the learner's decides a test", BUILTINS),
    *family(
        "forged", "H11", "words of the learner's are taken for the grader's", FORGED,
        endless=frozenset({"half-frame"}),
    ),
    *family(
        "trap", "H12", "what fires later changes a mark", TRAPS,
        endless=frozenset({"alarm-handler", "recursion"}),
    ),
    *family("ctypes", "H10", "changed memory of the process changes a mark", CTYPES),
    *family("object", "H12", "an object that lies satisfies a test", OBJECTS),
    *family("magic", "H10", "IPython's hooks change a test", MAGICS),
]  # fmt: skip
