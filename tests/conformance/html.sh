#!/usr/bin/env bash
# Does a browser show these web pages? README.md says what is checked and why.
#   html.sh FILE...   one line a check: ok | FAIL | skip.   Exit code: 0 no FAIL, 1 a FAIL, 2 not called as it should be.
# What the browser shows of FILE is left as text in FILE.txt.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
wanted "$@"
make_scratch

# The page is printed without the network, and the text of the print is what was shown.
shown() {
    local file=$1 path
    path=$(cd "$(dirname "$file")" && pwd)/$(basename "$file")
    timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync \
        --no-first-run --host-resolver-rules="MAP * ~NOTFOUND" "--user-data-dir=$scratch/profile" --no-pdf-header-footer \
        "--print-to-pdf=$scratch/page.pdf" "file://$path" >/dev/null 2>&1
    [ -s "$scratch/page.pdf" ] || { say FAIL "$file: chromium shows nothing" && return; }
    pdftotext -raw "$scratch/page.pdf" "$file.txt" && [ -s "$file.txt" ] || { say FAIL "$file: chromium shows no text" && return; }
    rm "$scratch/page.pdf"
    say ok "$file: chromium shows it"
}

{
    readable "$@"
    if have chromium && have pdftotext; then
        for file in "${files[@]}"; do shown "$file"; done
    fi
} | verdict
