#!/usr/bin/env bash
# Draws the icons of the installed page in www/icons/ from www/icon.svg: light strings on the dark
# ground, with rounded corners where nobody cuts them, to the edge where the system does.
# Wants Chromium (CHROME names another one) and ImageMagick.
set -euo pipefail
cd "$(dirname "$0")/../www"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# draw NAME SIZE_PX CORNERS SHARE: the strings take SHARE of the width.
draw() {
  cat > "$work/icon.html" <<HTML
<!doctype html>
<meta name="color-scheme" content="dark">
<style>
  body { margin: 0; background: transparent }
  div {
    width: $2px; height: $2px; border-radius: $3; background: #0b0d11;
    display: grid; place-items: center;
  }
  svg { width: $4; height: $4 }
  path { fill: none; stroke: #f0eee8; stroke-width: 3 }
</style>
<div>$(sed '/<style>/,/<\/style>/d' icon.svg)</div>
HTML
  "${CHROME:-chromium}" --headless --no-sandbox --hide-scrollbars --default-background-color=00000000 \
    --window-size="$2,$2" --screenshot="$work/$1.png" "file://$work/icon.html" 2> "$work/log" ||
    { cat "$work/log" >&2; exit 1; }
  # Two colours and what lies between them.
  convert "$work/$1.png" -strip -colors 16 -define png:compression-level=9 "PNG8:icons/$1.png"
}

mkdir -p icons
draw icon-192 192 22% 72%
draw icon-512 512 22% 72%
# A mask leaves a circle of 80 % of the width.
draw maskable-512 512 0 58%
draw touch-180 180 0 66%
