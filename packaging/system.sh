#!/bin/sh
# Qt's libraries, a virtual display, a keyring, a C compiler (crash tests) and the parts of Python that Debian
# ships apart.
# Installs what is missing when it may; else prints the exact command.
set -eu
command -v dpkg-query >/dev/null 2>&1 || exit 0 # another system brings its own Qt libraries

wanted="python3-venv libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0
libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxcb-util1
libxkbcommon-x11-0 libcups2 xvfb dbus gnome-keyring gcc libc6-dev"
missing=""
for package in $wanted; do
    case $package in
    python3-venv) python3 -c 'import ensurepip' 2>/dev/null && continue ;;
    gcc) command -v cc >/dev/null 2>&1 && continue ;; # compiles the recorder of the crash tests
    xvfb) command -v Xvfb >/dev/null 2>&1 && continue ;;
    esac
    # newer releases carry some of these with the suffix t64
    dpkg-query -W -f='${Status}\n' "$package" "${package}t64" 2>/dev/null | grep -q '^install ok installed' && continue
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0

command="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else
    echo "These system packages are missing. Install them, then run make again:"
    echo "    sudo apt-get update && sudo $command"
    exit 1
fi
echo "Installing:$missing"
$as_root apt-get update -qq >/dev/null
$as_root env DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null
