"""What an example may touch: no network but loopback, no writing into the project.

Standard library only, because the fork server imports it in a bare interpreter, and because
``trace/sitecustomize.py`` loads it in every Python that an example starts.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_SIOCGIFFLAGS = 0x8913
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 0x1
_MEMORY = 4 << 30
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_STARTS_PROCESS = frozenset({"subprocess.Popen", "os.system", "os.posix_spawn", "os.exec"})


def isolate_network() -> bool:
    """Move this process into a network of its own that has loopback and nothing else.

    Returns False where the system does not allow it (macOS, a strict container); what is left
    then is :class:`Watch`.
    """
    if not sys.platform.startswith("linux"):
        return False
    # Some systems let a process into a new network and then do not let it switch loopback on.
    probe = os.fork()
    if probe == 0:
        os._exit(0 if _enter_network() else 1)
    return os.waitpid(probe, 0)[1] == 0 and _enter_network()


def _enter_network() -> bool:
    user, group = os.getuid(), os.getgid()
    if not (user == 0 and _unshare(_CLONE_NEWNET)):
        if not _unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
            return False
        try:
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{user} {user} 1")
            _write("/proc/self/gid_map", f"{group} {group} 1")
        except OSError:
            return False
    return _loopback_up()


def _unshare(flags: int) -> bool:
    if sys.version_info >= (3, 12):
        try:
            os.unshare(flags)
        except OSError:
            return False
        return True
    import ctypes  # noqa: PLC0415 - most of its memory is not needed where os.unshare exists

    return bool(ctypes.CDLL(None).unshare(flags) == 0)


def _write(path: str, text: str) -> None:
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, text.encode())
    finally:
        os.close(handle)


def _loopback_up() -> bool:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            request = struct.pack("16sh14x", b"lo", 0)
            flags = struct.unpack("16sh14x", fcntl.ioctl(probe, _SIOCGIFFLAGS, request))[1]
            fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | _IFF_UP))
    except OSError:
        return False
    return True


def limit_resources() -> None:
    """Keep a runaway example from taking the machine with it."""
    import resource  # noqa: PLC0415 - WebAssembly has none

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if sys.platform.startswith("linux") and (hard == resource.RLIM_INFINITY or hard > _MEMORY):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))


def is_loopback(host: object) -> bool:
    """True for the names and addresses of this machine."""
    if host is None:
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    text = text.strip("[]").lower().partition("%")[0]
    return (
        text in ("", "localhost", "::1", "::", "0.0.0.0", "::ffff:127.0.0.1")
        or text.startswith("127.")
        or text.endswith(".localhost")
    )


class Watch:
    """An audit hook that notes which project files are read and refuses what is not allowed.

    ``root`` is the project, ``apart`` the folders in it that do not count (build, the
    environment). The hook cannot be removed; it does nothing while ``active`` is False.
    """

    def __init__(self, root: str, apart: list[str]) -> None:
        self.root = root.rstrip("/") + "/"
        self.apart = tuple(folder.rstrip("/") + "/" for folder in apart)
        self.places = "\t".join([self.root, *self.apart])
        self.active = False
        self.strict = True  # refuse, and do not only note
        self.touched: dict[str, str] = {}
        self.started = False  # a process that this hook may not see into
        self.refused: list[str] = []
        self.on_import: dict[str, Callable[[], None]] = {}
        self._handlers = {
            "open": self._open,
            "import": self._import,
            "os.listdir": self._list,
            "os.scandir": self._list,
            "socket.connect": self._connect,
            "socket.sendto": self._connect,
            "socket.getaddrinfo": self._resolve,
            "socket.gethostbyname": self._resolve,
        }

    def install(self) -> None:
        """Begin to listen."""
        sys.addaudithook(self.hook)

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """Handle one audit event."""
        if not self.active:
            return
        handler = self._handlers.get(event)
        if handler is not None:
            handler(args)
        elif event in _STARTS_PROCESS:
            self._process(event, args)

    def take_refused(self) -> list[dict[str, Any]]:
        """Return what was refused since the last call, as problems."""
        refused, self.refused = self.refused, []
        return [{"kind": "refused", "text": text} for text in refused]

    def note(self, path: str, kind: str) -> None:
        """Remember a file or folder of the project; a subclass may write it down."""
        self.touched.setdefault(path, kind)

    def inside(self, path: object) -> str:
        """Return ``path`` relative to the project, or "" for what lies elsewhere."""
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str):
            return ""
        if not path.startswith("/") or "/../" in path:
            path = os.path.abspath(path)  # noqa: PTH100 - must not follow links, nor import pathlib
        if not path.startswith(self.root) or path.startswith(self.apart):
            return ""
        return path[len(self.root) :]

    def _open(self, args: tuple[Any, ...]) -> None:
        path = self.inside(args[0])
        if not path:
            return
        mode, flags = args[1], args[2]
        if "__pycache__/" in path:
            if path.endswith(".pyc"):
                folder, _, name = path.rpartition("__pycache__/")
                self.note(folder + name.partition(".")[0] + ".py", "file")
            return
        writing = flags & _WRITING if isinstance(flags, int) else False
        if writing or (isinstance(mode, str) and set(mode) & set("wax+")):
            if not self.strict:
                return
            self.refused.append(f"writes into the project: {path}")
            raise PermissionError(f"an example may not write into the project: {path}")
        self.note(path, "file")

    def _import(self, args: tuple[Any, ...]) -> None:
        action = self.on_import.pop(args[0], None)
        if action is not None:
            action()

    def _list(self, args: tuple[Any, ...]) -> None:
        caller = sys._getframe(2).f_code.co_filename
        if not caller.startswith("<frozen importlib"):
            path = self.inside(args[0])
            if path:
                self.note(path, "folder")

    def _connect(self, args: tuple[Any, ...]) -> None:
        address = args[1]
        if isinstance(address, tuple) and not is_loopback(address[0]):
            self._refuse(f"{address[0]}:{address[1]}")

    def _resolve(self, args: tuple[Any, ...]) -> None:
        if not is_loopback(args[0]):
            host = args[0].decode("ascii", "replace") if isinstance(args[0], bytes) else args[0]
            self._refuse(str(host))

    def _refuse(self, target: str) -> None:
        if not self.strict:
            return
        self.refused.append(f"reaches for the network: {target}")
        raise PermissionError(f"the network is refused: {target}")

    def _process(self, event: str, args: tuple[Any, ...]) -> None:
        """A Python started with our environment traces itself; any other program may not."""
        del event
        program = args[0] if isinstance(args[0], bytes | str | os.PathLike) else ""
        if not os.fsdecode(program).rpartition("/")[2].startswith("python"):
            self.started = True
