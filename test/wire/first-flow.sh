#!/usr/bin/env bash
# The first flow of a real user against a running development server, with nothing but curl and Node for reading JSON:
# an artist registers, verifies, applies and is approved, uploads a real recording, a reviewer listens and approves, the public streams it.
# Usage: test/wire/first-flow.sh BASE_URL SETUP_TOKEN   (the token of the link that `npm start` prints)
set -euo pipefail
base=${1:?base URL}
setup_token=${2:?set-up token}
fixtures=$(cd "$(dirname "$0")/../fixtures/music" && pwd)
run=$RANDOM$RANDOM
password="a long pass phrase $run"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { printf '  %s\n' "$*"; }
# field EXPRESSION: reads JSON on standard input and prints `value.EXPRESSION`.
field() { node -e 'let t="";process.stdin.on("data",c=>t+=c).on("end",()=>{const value=JSON.parse(t);const found=eval("value"+process.argv[1]);if(found===undefined){console.error("no "+process.argv[1]+" in "+t);process.exit(1)}console.log(found)})' "$1"; }
# call METHOD PATH [TOKEN] [JSON]: fails loudly, with the problem, on any status from 400.
call() {
  local method=$1 path=$2 token=${3:-} body=${4:-} status
  local args=(-sS -X "$method" -o "$work/answer" -w '%{http_code}' -H 'accept: application/json')
  [ -n "$token" ] && args+=(-H "authorization: Bearer $token")
  [ -n "$body" ] && args+=(-H 'content-type: application/json' --data "$body")
  [ "$method" = POST ] && args+=(-H "idempotency-key: flow-$run-$RANDOM$RANDOM")
  status=$(curl "${args[@]}" "$base$path")
  if [ "$status" -ge 400 ]; then
    printf '%s %s answered %s: %s\n' "$method" "$path" "$status" "$(cat "$work/answer")" >&2
    exit 1
  fi
  cat "$work/answer"
}
# letter ADDRESS TEMPLATE: the text of the newest such mail in the development mailbox.
letter() {
  local id
  for _ in $(seq 1 100); do
    id=$(curl -sS "$base/api/dev/mailbox" | node -e 'let t="";process.stdin.on("data",c=>t+=c).on("end",()=>{const [,address,template]=process.argv;const m=JSON.parse(t).items.find(i=>i.to.includes(address)&&i.template===template);console.log(m?m.id:"")})' "$1" "$2")
    if [ -n "$id" ]; then
      curl -sS "$base/api/dev/mailbox/$id" | field .text
      return
    fi
    sleep 0.2
  done
  echo "no $2 reached $1" >&2
  exit 1
}
token_of() { sed -n 's/.*[#?&]token=\([A-Za-z0-9_.-]*\).*/\1/p' | head -1; }
login() { call POST /api/auth/login '' "{\"email\":\"$1\",\"password\":\"$password\",\"transport\":\"bearer\"}" | field .accessToken; }
# upload TOKEN FILE TYPE PURPOSE: sign, PUT, confirm; prints the file's id.
upload() {
  local bytes sha signed url
  bytes=$(wc -c <"$2" | tr -d ' ')
  sha=$(sha256sum "$2" | cut -d' ' -f1)
  signed=$(call POST /api/uploads/sign "$1" "{\"filename\":\"$(basename "$2")\",\"contentType\":\"$3\",\"bytes\":$bytes,\"sha256\":\"$sha\",\"purpose\":\"$4\"}")
  url=$(field .url <<<"$signed")
  curl -sSf -X PUT -H "content-type: $3" --data-binary "@$2" "$base$url"
  call POST /api/uploads/confirm "$1" "{\"uploadId\":\"$(field .uploadId <<<"$signed")\"}" | field .id
}

step 'the first administrator is set up, and makes somebody a reviewer'
admin=$(call POST /api/auth/setup '' "{\"token\":\"$setup_token\",\"email\":\"admin.$run@example.org\",\"name\":\"Ada Admin\",\"password\":\"$password\",\"transport\":\"bearer\"}" | field .accessToken)

for who in artist reviewer; do
  call POST /api/auth/register '' "{\"email\":\"$who.$run@example.org\",\"name\":\"The $who\",\"password\":\"$password\"}" >/dev/null
  token=$(letter "$who.$run@example.org" identity.verify | token_of)
  call POST /api/auth/verify '' "{\"token\":\"$token\"}" >/dev/null
done
artist=$(login "artist.$run@example.org")
reviewer_id=$(call GET "/api/users?search=reviewer.$run" "$admin" | field .items[0].id)
call PUT "/api/users/$reviewer_id/roles/reviewer" "$admin" '{"reason":"The first reviewer"}' >/dev/null
reviewer=$(login "reviewer.$run@example.org")

step 'an artist applies: a draft, then the whole'
agreements=$(call GET /api/agreements/current | node -e 'let t="";process.stdin.on("data",c=>t+=c).on("end",()=>console.log(JSON.stringify(JSON.parse(t).items.map(i=>i.id))))')
application=$(call POST /api/artist/signup "$artist" "{\"role\":\"solo\",\"stageName\":\"Tone $run\"}" | field .id)
call PATCH "/api/artist/applications/$application" "$artist" "{\"legalName\":\"Tony Tone\",\"email\":\"artist.$run@example.org\",\"country\":\"DE\",\"bio\":\"Sine waves.\",\"genres\":[\"ambient\"],\"ageVerified\":true,\"agreementIds\":$agreements}" >/dev/null
call POST "/api/artist/applications/$application/submit" "$artist" >/dev/null

step 'the reviewer asks, the artist answers, the reviewer approves'
call POST "/api/review/applications/$application/claim" "$reviewer" >/dev/null
call POST "/api/review/applications/$application/request-info" "$reviewer" '{"message":"Which instruments do you play?"}' >/dev/null
call POST "/api/artist/applications/$application/answer" "$artist" '{"message":"Only oscillators."}' >/dev/null
call POST "/api/review/applications/$application/claim" "$reviewer" >/dev/null
call POST "/api/review/applications/$application/approve" "$reviewer" >/dev/null
letter "artist.$run@example.org" music.application-approved >/dev/null
artist_id=$(call GET "/api/artists?mine=true" "$artist" | field .items[0].id)

step 'the artist uploads a recording and a cover and submits them'
# The same tone with its last samples altered, so that the recording is new on every run.
cp "$fixtures/audio/wav-16-44.wav" "$work/recording.wav"
printf '%08d' "$((run % 100000000))" | dd of="$work/recording.wav" bs=1 seek=200000 conv=notrunc status=none
audio=$(upload "$artist" "$work/recording.wav" audio/wav music.audio)
cover=$(upload "$artist" "$fixtures/images/cover-1000.png" image/png music.cover)
submission=$(call POST /api/tracks/submit "$artist" "{\"artistId\":\"$artist_id\",\"title\":\"First light $run\",\"genre\":\"ambient\",\"explicit\":false,\"audioFileId\":\"$audio\",\"coverFileId\":\"$cover\"}" | field .id)
for _ in $(seq 1 150); do
  state=$(call GET "/api/tracks/submissions/$submission" "$artist" | field .state)
  [ "$state" != probing ] && break
  sleep 0.2
done
[ "$state" = submitted ] || { echo "the submission is $state" >&2; exit 1; }

step 'the reviewer listens and approves'
call POST "/api/review/tracks/$submission/claim" "$reviewer" >/dev/null
curl -sSf -H "authorization: Bearer $reviewer" "$base/api/review/tracks/$submission/stream" | cmp - "$work/recording.wav"
call POST "/api/review/tracks/$submission/decide" "$reviewer" '{"verdict":"approve","reasons":[]}' >/dev/null

step 'the public finds and streams it'
track=$(call GET "/api/tracks?search=First%20light%20$run" | field .items[0].id)
curl -sSf "$base/api/tracks/$track/stream" | cmp - "$work/recording.wav"
[ "$(curl -sS -o /dev/null -w '%{http_code}' -H 'range: bytes=0-1' "$base/api/tracks/$track/stream")" = 206 ]
[ "$(curl -sS -o /dev/null -w '%{http_code}' -H 'range: bytes=99999999-' "$base/api/tracks/$track/stream")" = 416 ]

step 'the audit chain holds'
[ "$(call POST /api/audit/verify "$admin" | field .ok)" = true ]
echo "The whole flow passed: track $track"
