import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAudioPolicy, defaultAudioPolicy } from './audio-policy.ts'
import type { AudioProbe } from './audio-types.ts'
import type { AudioSignal } from './waveform.ts'

const wav: AudioProbe = {
  format: 'wav',
  container: 'WAVE',
  codec: 'PCM',
  sampleRateHz: 44_100,
  bitDepth: 16,
  channels: 2,
  bitrateBps: 1_411_200,
  lossless: true,
  durationMs: 180_000,
  bytes: 31_752_044,
  title: null,
  isrc: null,
  contentType: 'audio/wav',
}
const mp3: AudioProbe = {
  ...wav,
  format: 'mp3',
  codec: 'MPEG 1 Layer 3',
  bitDepth: null,
  lossless: false,
  bitrateBps: 320_000,
}
const loud: AudioSignal = {
  waveform: { version: 1, peaks: [200] },
  peakDbfs: -1,
  headSilenceSeconds: 0,
  tailSilenceSeconds: 10,
}

const cases: [name: string, probe: AudioProbe, signal: AudioSignal | null, expected: string[]][] = [
  ['accepts a CD master', wav, null, []],
  ['accepts an mp3 of 320 kbit/s', mp3, loud, []],
  ['accepts an mp3 whose frames round just under 320 kbit/s', { ...mp3, bitrateBps: 319_300 }, null, []],
  ['warns about an mp3 of 256 kbit/s', { ...mp3, bitrateBps: 256_000 }, null, ['warning AUDIO_LOSSY_BITRATE']],
  ['refuses an mp3 under the floor', { ...mp3, bitrateBps: 39_999 }, null, ['error AUDIO_LOSSY_BITRATE']],
  ['refuses 44099 Hz', { ...wav, sampleRateHz: 44_099 }, null, ['error AUDIO_SAMPLE_RATE']],
  ['refuses 8 bits', { ...wav, bitDepth: 8 }, null, ['error AUDIO_BIT_DEPTH']],
  ['refuses less than half a second', { ...wav, durationMs: 499 }, null, ['error AUDIO_EMPTY']],
  [
    'names every rule broken at once',
    { ...wav, sampleRateHz: 8000, bitDepth: 8 },
    null,
    ['error AUDIO_SAMPLE_RATE', 'error AUDIO_BIT_DEPTH'],
  ],
  ['warns above -0.1 dBFS', wav, { ...loud, peakDbfs: -0.09 }, ['warning AUDIO_CLIPPING']],
  ['says nothing at -0.1 dBFS', wav, { ...loud, peakDbfs: -0.1 }, []],
  ['warns about more than 10 s of silence', wav, { ...loud, headSilenceSeconds: 10.01 }, ['warning AUDIO_SILENCE']],
  ['warns about a silent recording', wav, { ...loud, peakDbfs: null }, ['warning AUDIO_SILENCE']],
]

for (const [name, probe, signal, expected] of cases) {
  test(name, () => {
    const findings = checkAudioPolicy(probe, signal)
    assert.deepEqual(
      findings.map((finding) => `${finding.severity} ${finding.code}`),
      expected,
    )
    assert.ok(
      findings.every(
        (finding) => finding.path === '/audio' && finding.message !== '' && Object.keys(finding.params).length > 0,
      ),
    )
  })
}

test('follows a label that asks for more', () => {
  const strict = { ...defaultAudioPolicy, lossyFloorBps: { mp3: 320_000 } }
  assert.deepEqual(
    checkAudioPolicy({ ...mp3, bitrateBps: 192_000 }, null, strict).map((finding) => finding.severity),
    ['error'],
  )
})
