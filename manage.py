#!/usr/bin/env python3
"""Django's command-line utility for administrative tasks."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsi_site.settings")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except ModuleNotFoundError as error:
        sys.exit(f"Il manque la bibliothèque «\u00a0{error.name}\u00a0». Lancez start.py, qui installe ce qu’il faut.")


if __name__ == "__main__":
    main()
