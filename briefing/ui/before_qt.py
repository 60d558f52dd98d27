"""What must be right before Qt is imported: Qt itself aborts, with a misleading text, if it is not.

On Linux some libraries come from the system, and a screen may be missing. This module knows both
without Qt and without any package, so `run` can ask it before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """A file that must be found, and the packages of Debian and of Arch that bring it.

    RPM systems install by the name of the file itself.
    """

    name: str
    debian: str
    arch: str


# What the Qt modules that we import are linked with: needed even to draw into a picture.
DRAWING = (
    Need("libEGL.so.1", "libegl1", "libglvnd"),
    Need("libGL.so.1", "libgl1", "libglvnd"),
    Need("libX11.so.6", "libx11-6", "libx11"),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus"),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Need("libfreetype.so.6", "libfreetype6", "freetype2"),
    Need("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    Need("libgthread-2.0.so.0", "libglib2.0-0", "glib2"),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
)

# What Qt's plugin for an X screen is linked with, beyond that.
X_SCREEN = (
    Need("libX11-xcb.so.1", "libx11-xcb1", "libx11"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Need("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Need("libxcb-render.so.0", "libxcb-render0", "libxcb"),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Need("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    Need("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Need("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
)

WAYLAND_SCREEN = (
    Need("libwayland-client.so.0", "libwayland-client0", "wayland"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0", "wayland"),
)

# What the tests with a real screen and real keys start.
TEST_PROGRAMS = (
    Need("Xvfb", "xvfb", "xorg-server-xvfb"),
    Need("xdotool", "xdotool", "xdotool"),
)

_SCREENS = {"wayland": WAYLAND_SCREEN, "xcb": X_SCREEN}


@dataclass(frozen=True)
class Start:
    """How the desktop can start: on a screen, into a picture (`no_screen` says why), or not yet."""

    needs: tuple[Need, ...] = ()
    no_screen: str = ""


def look(environ: Mapping[str, str]) -> Start:
    """Find out how the desktop can start here. Changes nothing."""
    if sys.platform != "linux":
        return Start()
    chosen = environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if chosen:
        family = chosen.removesuffix("-egl")
        return Start(needs=missing(DRAWING + _SCREENS.get(family, ())))
    asked = [
        screen
        for screen, variable in (("wayland", "WAYLAND_DISPLAY"), ("xcb", "DISPLAY"))
        if environ.get(variable)
    ]
    if not asked:
        return Start(missing(DRAWING), "There is no display (neither DISPLAY nor WAYLAND_DISPLAY).")
    lacking = {screen: missing(DRAWING + _SCREENS[screen]) for screen in asked}
    if any(not lacking[screen] and _answers(screen) for screen in asked):
        return Start()
    needs = lacking[asked[-1]]
    if needs:
        return Start(needs=needs)
    names = " and ".join(
        environ[name] for name in ("WAYLAND_DISPLAY", "DISPLAY") if environ.get(name)
    )
    return Start(no_screen=f"The display {names} does not answer.")


def missing(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Those of `needs` that this system does not have."""
    return tuple(need for need in needs if not _found(need.name))


def provide(needs: Sequence[Need]) -> bool:
    """Install what is missing if we may, else print what to type; true if all is there now.

    Everything is printed to standard error: standard output belongs to the program's own answer.
    """
    lacking = missing(needs)
    if lacking and may_install():
        _install(sorted({need.debian for need in lacking}))
        lacking = missing(needs)
    if lacking:
        _say(what_to_type(lacking))
    return not lacking


def may_install() -> bool:
    """True for root on a system with apt."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def what_to_type(needs: Sequence[Need]) -> str:
    """The message for someone who has to install `needs`."""
    names = ", ".join(need.name for need in needs)
    lines = [f"Briefing cannot start yet: this system lacks {names}.", ""]
    command = _command(needs)
    if command:
        lines += ["Type this, then start Briefing again:", "", f"    {command}"]
    else:
        lines += ["Install the packages of your system that bring these files, then start again."]
    return "\n".join(lines)


def _command(needs: Sequence[Need]) -> str:
    debian = " ".join(sorted({need.debian for need in needs}))
    arch = " ".join(sorted({need.arch for need in needs}))
    files = " ".join(
        f"'{need.name}()(64bit)'" if ".so" in need.name else f"/usr/bin/{need.name}"
        for need in needs
    )
    commands = {
        "apt-get": f"apt-get install -y {debian}",
        "dnf": f"dnf install {files}",
        "zypper": f"zypper install {files}",
        "pacman": f"pacman -S --needed {arch}",
    }
    for program, command in commands.items():
        if shutil.which(program):
            return _as_root(command)
    return ""


def _as_root(command: str) -> str:
    if os.geteuid() == 0:
        return command
    if shutil.which("sudo"):
        return f"sudo {command}"
    quoted = command.replace('"', '\\"')
    return f'su -c "{quoted}"'


def _install(packages: list[str]) -> None:
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    _say("Installing system packages: " + " ".join(command))
    if not _runs(command):
        _say("Once more, with a fresh list of packages: apt-get update")
        if _runs(["apt-get", "update"]):
            _runs(command)


def _runs(command: list[str]) -> bool:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, env=environ, check=False
    )
    if done.returncode:
        _say(done.stderr.decode("utf-8", "replace").strip())
    return done.returncode == 0


def _found(name: str) -> bool:
    if ".so" not in name:
        return shutil.which(name) is not None
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _answers(screen: str) -> bool:
    """True if a program can connect to the screen: Qt aborts if it cannot."""
    return _wayland_answers() if screen == "wayland" else _x_answers()


def _x_answers() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not broken


def _wayland_answers() -> bool:
    wayland = ctypes.CDLL("libwayland-client.so.0")
    wayland.wl_display_connect.restype = ctypes.c_void_p
    wayland.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = wayland.wl_display_connect(None)
    if not display:
        return False
    wayland.wl_display_disconnect(display)
    return True


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
