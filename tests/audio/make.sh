#!/bin/sh
# Makes the small sound files beside it, with ffmpeg 5.1 (Debian 12).
#
# Each holds 0.4 s of a sine of 440 Hz at half of full scale; in stereo it is louder on the left
# (0.6) than on the right (0.4), so that the mean tells whether both were heard.
set -eu
cd "$(dirname "$0")"

make() { # make RATE CHANNELS ARGUMENTS… FILE
    rate=$1 channels=$2
    shift 2
    case $channels in
    1) sound="0.5*sin(2*PI*440*t)" ;;
    2) sound="0.6*sin(2*PI*440*t)|0.4*sin(2*PI*440*t)" ;;
    esac
    ffmpeg -y -loglevel error -f lavfi -i "aevalsrc=$sound:s=$rate:d=0.4" \
        -map_metadata -1 -fflags +bitexact -flags:a +bitexact "$@"
}

make 16000 1 -sample_fmt s16 tone.flac
make 22050 2 -sample_fmt s16 stereo.flac
make 44100 1 -b:a 64k tone.mp3
make 44100 2 -b:a 96k -write_xing 0 -id3v2_version 3 -metadata title=Tone tagged.mp3
make 16000 1 -c:a libvorbis -q:a 3 tone.ogg
make 44100 2 -c:a libvorbis -q:a 3 -page_duration 100000 stereo.ogg
make 16000 1 -c:a flac -sample_fmt s16 flac.ogg
make 44100 1 -c:a aac -b:a 64k tone.m4a
make 48000 2 -c:a aac -b:a 96k -movflags +faststart stereo.m4a
make 44100 1 -c:a aac -b:a 64k -movflags frag_keyframe+empty_moov fragmented.mp4
make 44100 1 -c:a aac -b:a 64k -f adts tone.aac

# What is not decoded, and must be refused by name.
make 48000 1 -c:a libopus -b:a 24k opus.webm
make 48000 1 -c:a libopus -b:a 24k opus.ogg
make 16000 1 -c:a alac -sample_fmt s16p lossless.m4a
ffmpeg -y -loglevel error -f lavfi -i "color=c=gray:s=16x16:r=5:d=0.4" \
    -map_metadata -1 -fflags +bitexact -flags:v +bitexact -c:v mpeg4 silent-film.mp4
