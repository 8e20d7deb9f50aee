import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { copyFile, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startHttpStandIn } from '../../../test/support/http-stand-in.ts'
import { analyseAudio, probeAudio } from './audio-probe.ts'

const root = join(import.meta.dirname, '../../..')
const fixtures = join(root, 'test/fixtures/music')
const sharedMalformed = join(root, '../shared/fixtures/music/audio-malformed')
/** Without the playlist: it is no recording, and refused as what it is further down. */
const names = readdirSync(join(fixtures, 'audio')).filter((name) => !/json$|m3u8$/.test(name))

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audio-probe-'))
})
after(() => rm(folder, { recursive: true }))

test('refuses every malformed sample of other projects', {
  skip: existsSync(sharedMalformed) ? false : 'the samples are not on this machine',
}, async () => {
  const names = readdirSync(sharedMalformed)
  assert.ok(names.length > 0)
  for (const name of names) {
    const result = await analyseAudio(join(sharedMalformed, name))
    assert.equal(result.ok, false, name)
  }
})

test('refuses only the recording under the policy and gives a waveform to every codec but AAC', async () => {
  const refused: string[] = []
  const analyse = async (name: string): Promise<void> => {
    const result = await analyseAudio(join(fixtures, 'audio', name))
    if (!result.ok) refused.push(`${name} ${result.findings.find((finding) => finding.severity === 'error')?.code}`)
    else if (/m4[as]$/.test(name)) assert.equal(result.waveform, null, name)
    else assert.equal(result.waveform?.peaks.length, 800, name)
  }
  for (let at = 0; at < names.length; at += 4) await Promise.all(names.slice(at, at + 4).map(analyse))
  assert.deepEqual(refused, ['lowquality-96k-22050-mono.mp3 AUDIO_SAMPLE_RATE'])
})

test('stops a decode at the deadline and keeps the probe', async () => {
  const path = join(folder, 'long.wav')
  await writeSilentWav(path, 400_000_000)
  const started = performance.now()
  const result = await analyseAudio(path, { deadlineMs: 1200 })
  assert.ok(performance.now() - started < 6000)
  if (result.ok) assert.equal(result.waveform, null)
  else
    assert.deepEqual(
      result.findings.map((finding) => finding.code),
      ['AUDIO_TIMEOUT'],
    )
})

test('reports the measured probe and refuses a file by its content, from the worker', async () => {
  const probed = await probeAudio(join(fixtures, 'audio/vorbis.ogg'))
  assert.ok(probed.ok)
  assert.deepEqual([probed.probe.format, probed.probe.durationMs], ['ogg-vorbis', 8000])
  const refused = await probeAudio(join(fixtures, 'audio-malformed/html-named.mp3'))
  assert.ok(!refused.ok)
  assert.equal(refused.findings[0]?.code, 'AUDIO_UNKNOWN_CONTAINER')
})

test('reports a probe that runs out of time', async () => {
  const result = await probeAudio(join(fixtures, 'audio/wav-24-48.wav'), { deadlineMs: 1 })
  assert.ok(!result.ok)
  assert.equal(result.findings[0]?.code, 'AUDIO_TIMEOUT')
})

test('refuses a file above the size allowed before reading it', async () => {
  const result = await probeAudio(join(fixtures, 'audio/wav-24-48.wav'), { bytesMax: 1000 })
  assert.ok(!result.ok)
  assert.deepEqual(
    [result.findings[0]?.code, result.findings[0]?.params],
    ['AUDIO_TOO_LARGE', { bytes: 144_102, bytesMax: 1000 }],
  )
})

test('rejects when the file does not exist, for that is no fault of a recording', async () => {
  await assert.rejects(probeAudio(join(folder, 'absent.wav')), { code: 'ENOENT' })
})

/** Lists that players and converters follow, with a place beside them and one far away. */
const playlists = (near: string, far: string): [name: string, text: string][] => [
  ['hls.mp3', `#EXTM3U\n#EXT-X-MAP:URI="${near}"\n#EXTINF:8,\n${near}\n#EXTINF:8,\n${far}\n#EXT-X-ENDLIST\n`],
  ['ffconcat.wav', `ffconcat version 1.0\nfile '${near}'\nfile 'file://${near}'\nfile '${far}'\n`],
  ['pls.flac', `[playlist]\nNumberOfEntries=2\nFile1=${near}\nFile2=${far}\nVersion=2\n`],
  ['dash.m4a', `<?xml version="1.0"?><MPD><Period><BaseURL>${far}</BaseURL></Period></MPD>`],
  ['hls behind a tag.mp3', `ID3\x04\0\0\0\0\0\0#EXTM3U\n#EXTINF:8,\n${near}\n#EXTINF:8,\n${far}\n`],
]

test('a playlist named as audio is refused, and nothing that it names is opened or asked for', {
  skip: process.platform === 'win32' ? 'Windows has no named pipes in folders' : false,
}, async () => {
  // To open it is to wait for somebody who writes: a probe that does runs out of time.
  const near = join(folder, 'near.wav')
  assert.equal(spawnSync('mkfifo', [near]).status, 0)
  const { url, requests, close } = await startHttpStandIn(() => ({ status: 200 }))
  try {
    for (const [name, text] of playlists(near, `${url}/far.mp3`)) {
      const path = join(folder, name)
      await writeFile(path, text, 'latin1')
      for (const ask of [probeAudio, analyseAudio]) {
        const result = await ask(path, { deadlineMs: 10_000 })
        assert.ok(!result.ok, name)
        assert.match(result.findings[0]?.code ?? '', /^AUDIO_(UNKNOWN_CONTAINER|MALFORMED|NO_AUDIO)$/, name)
      }
    }
    assert.deepEqual(requests, [])
  } finally {
    await close()
  }
})

test('a playlist is none of the recordings, though what it names lies beside it and is one', async () => {
  for (const name of ['hls-single.m4s', 'hls-single.m3u8'])
    await copyFile(join(fixtures, 'audio', name), join(folder, name.replace('m3u8', 'mp3')))
  assert.ok((await probeAudio(join(folder, 'hls-single.m4s'))).ok)
  const refused = await probeAudio(join(folder, 'hls-single.mp3'))
  assert.ok(!refused.ok)
  assert.equal(refused.findings[0]?.code, 'AUDIO_UNKNOWN_CONTAINER')
})

async function writeSilentWav(path: string, dataBytes: number): Promise<void> {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + dataBytes, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(44_100, 24)
  head.writeUInt32LE(176_400, 28)
  head.writeUInt16LE(4, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(dataBytes, 40)
  const file = await open(path, 'w')
  await file.write(head)
  await file.truncate(44 + dataBytes)
  await file.close()
}
