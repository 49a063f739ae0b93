#!/bin/sh
# What the tests need of the system: installed through apt when root runs this, else named with the one command to run.
set -eu

missing=""
need() { # program, package
  command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
need chromium chromium
need redis-server redis-server
need node nodejs
need npm npm
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"

[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing for the tests:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
  exit 0
fi
echo "The tests need what only the system can install. Please run:"
echo "  sudo apt-get install -y --no-install-recommends$missing"
exit 1
