#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""find.py [--role WORD] [--wait SECONDS] NAME: where a visible control of Earmark is.

Prints "X Y", the middle of the first one in reading order whose accessible name matches NAME (a
regular expression) on the screen, as assistive programs see it; a control without a name cannot be
found, by them neither. --role: "button", "list item" and the like, part of the role's name.
--tree prints what there is, for mending the tour. Exits 1 when nothing was found in time.
"""
import argparse
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

MAX_CHILDREN = 400  # Of one node: a list of thousands has its visible rows first or not at all.
MAX_DEPTH = 30


def children(node):
    for index in range(min(node.get_child_count(), MAX_CHILDREN)):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def visible(node):
    states = node.get_state_set()
    return states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE)


def walk(node, depth=0):
    yield node, depth
    if depth < MAX_DEPTH:
        for child in children(node):
            try:
                if visible(child):
                    yield from walk(child, depth + 1)
            except GLib.Error:
                continue  # It went away while we looked.


def windows(program):
    for application in children(Atspi.get_desktop(0)):
        try:
            if program in (application.get_name() or "").lower():
                yield from (child for child in children(application) if visible(child))
        except GLib.Error:
            continue


def box(node):
    return node.get_extents(Atspi.CoordType.SCREEN)


def find(options):
    pattern = re.compile(options.name)
    for window in windows(options.program):
        window.clear_cache()
        for node, _ in walk(window):
            try:
                name, role, where = node.get_name() or "", node.get_role_name() or "", box(node)
            except GLib.Error:
                continue
            x, y = where.x + where.width // 2, where.y + where.height // 2
            on_screen = where.width > 0 and where.height > 0 and x >= 0 and y >= 0
            if on_screen and options.role in role and pattern.search(name):
                return x, y
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default="earmark")
    parser.add_argument("--role", default="")
    parser.add_argument("--wait", type=float, default=0)
    parser.add_argument("--tree", action="store_true")
    parser.add_argument("name", nargs="?", default="")
    options = parser.parse_args()
    if options.tree:
        for window in windows(options.program):
            for node, depth in walk(window):
                where = box(node)
                print(f"{'  ' * depth}{node.get_role_name()} {node.get_name()!r} "
                      f"{where.x},{where.y} {where.width}x{where.height}")
        return 0
    end = time.monotonic() + options.wait
    while True:
        place = find(options)
        if place:
            print(*place)
            return 0
        if time.monotonic() >= end:
            return 1
        time.sleep(0.2)


sys.exit(main())
