"""The programs that tests need beside Python's packages: found on this machine, or installed, or the run fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]
CHROMIUM_PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
]
FIREFOX_PLACES = [
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    "C:/Program Files/Mozilla Firefox/firefox.exe",
]
POSTGRESQL_FOLDERS = ["/usr/lib/postgresql", "/opt/homebrew/opt", "C:/Program Files/PostgreSQL"]


def provide():
    """Return the environment variables that name the tools, after installing what is missing and can be."""
    tools = TOOLS | (ON_LINUX if sys.platform == "linux" else {})
    if missing_of(tools):
        install(missing_of(tools))
    if missing_of(QUICKER):
        install(missing_of(QUICKER))
    if missing := missing_of(tools):
        sys.exit(f"Il manque de quoi tester : {', '.join(missing)}. Sur Debian : sudo apt install {' '.join(missing)}")
    found = {variable: find() for variable, find in (tools | QUICKER).values()}
    return {variable: place for variable, place in found.items() if place} | {"ENGINE_DIR": str(engine_folder())}


def missing_of(tools):
    """The Debian packages of those that are not here."""
    return [package for package, (_, find) in tools.items() if not find()]


def find_chromium():
    """The browser's path: the variable CHROMIUM, else the system's, else the one that Playwright installed."""
    return (
        os.environ.get("CHROMIUM")
        or first(map(shutil.which, CHROMIUM_NAMES))
        or first(place for place in CHROMIUM_PLACES if Path(place).exists())
        or playwright_chromium()
    )


def find_headless_shell():
    """Chromium without its windows: the same engine, for which a page costs a third of the processor's time."""
    return os.environ.get("CHROMIUM_HEADLESS_SHELL") or shutil.which("chromium-headless-shell")


def playwright_chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def engine_folder():
    """Where `start.py` put the engine: in this folder's own `var/`, whatever VAR_DIR a test has."""
    return Path(os.environ.get("ENGINE_DIR") or ROOT / "var" / "moteur")


def find_redis():
    return os.environ.get("REDIS_SERVER") or shutil.which("redis-server")


def find_postgresql():
    """The folder of `initdb` and `postgres`; Debian keeps it out of the PATH."""
    if folder := os.environ.get("POSTGRESQL_BIN"):
        return folder
    if found := shutil.which("initdb"):
        return str(Path(found).resolve().parent)  # a link alone would lead past the other programs
    found = (file for folder in POSTGRESQL_FOLDERS for file in Path(folder).glob("*/bin/initdb*"))
    return first(str(file.parent) for file in sorted(found, reverse=True))


def first(found):
    return next(filter(None, found), None)


def find_firefox():
    return (
        os.environ.get("FIREFOX")
        or first(map(shutil.which, ["firefox-esr", "firefox"]))
        or first(place for place in FIREFOX_PLACES if Path(place).exists())
    )


def find_webkit_driver():
    """WebKitGTK's; it drives the MiniBrowser of its own version, which Debian keeps out of the PATH."""
    return os.environ.get("WEBKIT_DRIVER") or shutil.which("WebKitWebDriver")


def find_screen():
    """An X server without a monitor: WebKitGTK knows no headless mode."""
    return shutil.which("Xvfb")


def find_nginx():
    """Debian keeps it out of the PATH of who is not root."""
    return os.environ.get("NGINX") or shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


# Debian's package → the environment variable and who finds its value.
TOOLS = {
    "chromium": ("CHROMIUM", find_chromium),
    "firefox-esr": ("FIREFOX", find_firefox),
    "redis-server": ("REDIS_SERVER", find_redis),
    "postgresql": ("POSTGRESQL_BIN", find_postgresql),
}
ON_LINUX = {
    "webkit2gtk-driver": ("WEBKIT_DRIVER", find_webkit_driver),
    "xvfb": ("XVFB", find_screen),
    "nginx-light": ("NGINX", find_nginx),
    "curl": ("CURL", lambda: shutil.which("curl")),
    "openssl": ("OPENSSL", lambda: shutil.which("openssl")),
}

# The run does without, more slowly.
QUICKER = {"chromium-headless-shell": ("CHROMIUM_HEADLESS_SHELL", find_headless_shell)}


def install(packages):
    if shutil.which("apt-get") and os.geteuid() == 0:
        quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=quietly)
        subprocess.run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], env=quietly)
    elif "chromium" in packages:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
