#!/bin/sh
# Every package of a ward PC must exist as a wheel for 64-bit Windows. Downloads into a folder that is kept
# under out/, so that the second run is quick.
set -eu
out=out/windows-wheels
stamp=$out/.$(cksum <packaging/requirements-client.lock | tr ' ' -)
[ -e "$stamp" ] && exit 0
rm -rf "$out" && mkdir -p "$out"
"$1" -m pip download --quiet --disable-pip-version-check --require-hashes --platform win_amd64 \
    --python-version 3.11 --implementation cp --only-binary=:all: --dest "$out" -r packaging/requirements-client.lock
touch "$stamp"
echo "Windows: every locked package of the client has a wheel."
