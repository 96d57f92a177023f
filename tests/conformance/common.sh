# Where the tools are, and how checks speak. Read by the other scripts of this folder.

TOOLS=${MLA_CONFORMANCE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/mla-conformance}
PYTHON=$TOOLS/venv/bin/python
JAXB=/usr/share/java

# Ends a script that was called without a file, with its second and third line.
wanted() { [ $# -gt 0 ] || { sed -n 2,3p "$0" >&2 && exit 2; }; }

# Sets `scratch` to a folder for what is made on the way.
make_scratch() {
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
}

say() { printf '%-5s %s\n' "$1" "$2"; }

# Whether a command is there; a line for the reader where it is not.
have() {
    command -v "$1" >/dev/null 2>&1 && return
    skip "$1"
    return 1
}

skip() { say skip "$1 is not installed (tests/conformance/install.sh)"; }

# Runs a helper that prints lines of its own. One that breaks off has not said all that it had to say.
helper() {
    local name=$1 code=0
    shift
    "$@" || code=$?
    [ $code -eq 0 ] || say FAIL "$name broke off with exit code $code"
}

# Sets `files` to the arguments that can be checked.
readable() {
    files=()
    local file
    for file in "$@"; do
        if [ -s "$file" ]; then files+=("$file"); else say FAIL "$file: missing or empty"; fi
    done
}

# Passes lines on as they come; the exit code is 1 if one of them is a FAIL.
verdict() { awk '{ print; fflush() } /^FAIL/ { bad = 1 } END { exit bad }'; }
