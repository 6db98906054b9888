#!/usr/bin/env python
"""Django's command line: `./manage.py help` lists what Newsdash adds."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdash.settings")
    from django.core.exceptions import ImproperlyConfigured

    try:
        if sys.argv[1:2] == ["up"]:
            from newsdash.supervisor import main

            sys.exit(main(sys.argv[2:]))
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"newsdash: {error}")
