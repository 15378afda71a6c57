#!/bin/sh
# Runs a command under tini, which passes signals on and reaps what a driver leaves behind.
exec tini -s -- "$@"
