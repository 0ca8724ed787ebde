"""Find a Chromium for the browser tests, or install one: the system's, Playwright's own, or Debian's package."""

import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str | None:
    """Path of a Chromium on this machine, Playwright's own last; None where there is none."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def main() -> int:
    """Make sure there is one; 0 on success, else a sentence on what to do."""
    if find_chromium():
        return 0
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get"):
        attempts.insert(0, ["apt-get", "install", "-y", "chromium"])
        subprocess.run(["apt-get", "update"], check=False, stdout=subprocess.DEVNULL)
    for attempt in attempts:
        subprocess.run(attempt, check=False, stdout=subprocess.DEVNULL)
        if find_chromium():
            return 0
    sys.exit(
        "The browser tests need Chromium. Install it (Debian: apt-get install chromium) and run `make test` again."
    )


if __name__ == "__main__":
    sys.exit(main())
