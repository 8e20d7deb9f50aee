import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { analyseAudio } from './audio-probe.ts'
import { normaliseCover } from './cover-image.ts'
import { coverArt, demoTrack } from './tone.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tone-'))
})
after(() => rm(folder, { recursive: true }))

test('makes a track that the upload rules accept without a warning', async () => {
  const path = join(folder, 'track.wav')
  await writeFile(path, demoTrack('harbour lights', 4))
  const result = await analyseAudio(path)
  assert.ok(result.ok, JSON.stringify(result))
  assert.deepEqual(
    [result.warnings, result.probe.durationMs, result.probe.channels, result.probe.bitDepth],
    [[], 4000, 2, 16],
  )
  const peaks = result.waveform?.peaks ?? []
  assert.ok(Math.abs(Math.max(...peaks) - 255 * 10 ** (-3 / 20)) < 2, 'peaks at -3 dBFS')
  assert.ok((peaks.at(-1) ?? 255) < 30, 'fades out')
})

test('makes the same track for a seed and another one for another', () => {
  assert.ok(demoTrack('tide', 1).equals(demoTrack('tide', 1)))
  assert.ok(!demoTrack('tide', 1).equals(demoTrack('dusk', 1)))
})

test('makes the same cover for a seed, another one for another, and one the upload rules accept', async () => {
  const [first, again, other] = await Promise.all([coverArt('tide'), coverArt('tide'), coverArt('dusk')])
  assert.ok(first.equals(again))
  assert.ok(!first.equals(other))
  const result = await normaliseCover(first)
  assert.ok(result.ok)
  assert.deepEqual([result.image.widthPx, result.warnings], [1200, []])
})
