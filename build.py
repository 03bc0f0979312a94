#!/usr/bin/env python3
from flugblatt.cli import main

raise SystemExit(main())
