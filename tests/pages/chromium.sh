#!/bin/sh
# Debian's Chromium as an unprivileged user, also when the tests run as root: the profile folder is given to it first.
# The headless shell is the same engine without a browser's own windows, which cost more than most pages; CHROMIUM=chromium is the whole of it.
[ "$(id -u)" = 0 ] || exec "${CHROMIUM:-chromium-headless-shell}" "$@"
for word; do
  case "$word" in --user-data-dir=*) chown -R nobody "${word#--user-data-dir=}"; export HOME="${word#--user-data-dir=}" ;; esac
done
exec setpriv --reuid=nobody --regid=nogroup --clear-groups "${CHROMIUM:-chromium-headless-shell}" "$@"
