"""The programs that tests need beside Python's packages: found on this machine, or installed, or the run fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]
CHROMIUM_PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
]
POSTGRESQL_FOLDERS = ["/usr/lib/postgresql", "/opt/homebrew/opt", "C:/Program Files/PostgreSQL"]


def provide():
    """Return the environment variables that name the tools, after installing what is missing and can be."""
    missing = [package for package, find in TOOLS.items() if not find()]
    if missing:
        install(missing)
    missing = [package for package, find in TOOLS.items() if not find()]
    if missing:
        sys.exit(f"Il manque de quoi tester : {', '.join(missing)}. Sur Debian : sudo apt install {' '.join(missing)}")
    return {"CHROMIUM": find_chromium(), "REDIS_SERVER": find_redis(), "POSTGRESQL_BIN": find_postgresql()}


def find_chromium():
    """The browser's path: the variable CHROMIUM, else the system's, else the one that Playwright installed."""
    return (
        os.environ.get("CHROMIUM")
        or first(map(shutil.which, CHROMIUM_NAMES))
        or first(place for place in CHROMIUM_PLACES if Path(place).exists())
        or playwright_chromium()
    )


def playwright_chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_redis():
    return shutil.which("redis-server")


def find_postgresql():
    """The folder of `initdb` and `postgres`; Debian keeps it out of the PATH."""
    if found := shutil.which("initdb"):
        return str(Path(found).parent)
    found = (file for folder in POSTGRESQL_FOLDERS for file in Path(folder).glob("*/bin/initdb*"))
    return first(str(file.parent) for file in sorted(found, reverse=True))


def first(found):
    return next(filter(None, found), None)


TOOLS = {"chromium": find_chromium, "redis-server": find_redis, "postgresql": find_postgresql}


def install(packages):
    if shutil.which("apt-get") and os.geteuid() == 0:
        quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=quietly)
        subprocess.run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], env=quietly)
    elif "chromium" in packages:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
