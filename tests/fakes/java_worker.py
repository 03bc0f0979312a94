"""A Java process that misbehaves: `java_worker.py MODE FOLDER` speaks the protocol of flugblatt.judges.external.java badly."""

import json
import sys
import time


def main(mode: str) -> None:
    if mode == "dead":
        sys.exit("Error: could not create the Java virtual machine")
    asked = []
    for line in sys.stdin:
        request = json.loads(line)
        asked.append(request)
        if mode == "crash":
            sys.exit(134)
        elif mode == "memory":
            print("Terminating due to java.lang.OutOfMemoryError: Java heap space", file=sys.stderr)
            print("a later line", file=sys.stderr)
            sys.exit(3)
        elif mode == "hang":
            time.sleep(600)
        elif mode == "garbage":
            say("Picked up _JAVA_OPTIONS: -Xmx16g")
        elif mode == "number":
            say("7")
        elif mode == "stranger":
            say(json.dumps({"id": 999}))
        elif mode == "half":
            sys.stdout.write('{"id": 1, "comp')
            sys.exit(0)
        elif mode == "empty":
            say(json.dumps({"id": request["id"]}))
        elif mode == "refuse":
            say(json.dumps({"id": request["id"], "failed": "StackOverflowError"}))
        elif mode == "script":
            say(json.dumps({**json.loads(sys.argv[2]), "id": request["id"]}))
        elif mode == "backwards" and len(asked) == 8:
            for earlier in reversed(asked):
                say(json.dumps({"id": earlier["id"], "path": earlier["path"]}))


def say(line: str) -> None:
    print(line, flush=True)


main(sys.argv[1])
