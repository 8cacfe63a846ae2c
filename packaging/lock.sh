#!/bin/sh
# Resolve both lock files anew from pyproject.toml: hashes in, no index addresses.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml "$@"; }
compile -o packaging/requirements-client.lock
compile --extra centre --extra tryout --extra dev -o packaging/requirements.lock
