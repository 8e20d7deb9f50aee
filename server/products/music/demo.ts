import { createHash } from 'node:crypto'
import { inSeconds } from '../../kernel/clock.ts'
import { type Origin, systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { insertArtist } from './artists.ts'
import type { Reader } from './caller.ts'
import { storeCover } from './covers.ts'
import { type DemoRelease, type DemoTrack, demoCatalogue } from './demo-catalogue.ts'
import type { MusicParts } from './deps.ts'
import { slugOf } from './name-key.ts'
import { insertTrack, type NewTrack } from './publishing.ts'
import type { MusicTables } from './tables.ts'
import { coverArt, demoTrack } from './tone.ts'
import { createMeter } from './waveform.ts'

type Deps = Pick<MusicParts, 'db' | 'files' | 'log' | 'catalogue'>
type Recorded = Pick<NewTrack, 'durationMs' | 'audioFileId' | 'audioSha256' | 'waveform'>

const origin = systemOrigin('music.demo', 'demo')
const DAY_SECONDS = 24 * 3600
/** Advisory lock: processes that start together seed once. */
const SEED_LOCK = 7_226_304_561

/** Fills an empty catalogue with artists, albums and short recordings made here. No accounts: nobody can sign in as any of them. */
export async function seedDemo(deps: Deps): Promise<void> {
  const { db, log } = deps
  if (await isSeeded(db)) return
  const made = await makeFiles(deps)
  const seeded = await db.transaction(origin, async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    if (await isSeeded(tx)) return false
    await deps.catalogue.changed(tx, await writeCatalogue(tx, made))
    return true
  })
  log.info({ seeded, tracks: made.recordings.size }, 'demo catalogue')
}

async function isSeeded(source: Reader): Promise<boolean> {
  const known = await source
    .query<MusicTables>()
    .selectFrom('music.artist')
    .select('id')
    .where(
      'slug',
      'in',
      demoCatalogue.map(({ name }) => slugOf(name)),
    )
    .limit(1)
    .executeTakeFirst()
  return known !== undefined
}

interface Made {
  readonly recordings: ReadonlyMap<DemoTrack, Recorded>
  readonly covers: ReadonlyMap<DemoRelease, readonly Id<'file'>[]>
}

/** Recordings and covers, before any transaction: between two of them the server answers requests. */
async function makeFiles({ files }: Deps): Promise<Made> {
  const recordings = new Map<DemoTrack, Recorded>()
  const covers = new Map<DemoRelease, readonly Id<'file'>[]>()
  for (const release of demoCatalogue.flatMap(({ releases }) => releases)) {
    covers.set(release, await storeCover(files, origin, await coverArt(release.tracks[0]?.title ?? '')))
    for (const track of release.tracks) recordings.set(track, await record(files, origin, track))
  }
  return { recordings, covers }
}

async function record(files: Deps['files'], by: Origin, { title, seconds }: DemoTrack): Promise<Recorded> {
  const bytes = demoTrack(title, seconds)
  const audioFileId = await files.putGenerated(by, {
    bytes,
    filename: `${slugOf(title)}.wav`,
    contentType: 'audio/wav',
    purpose: 'music.audio',
    visibility: 'private',
    ownerId: null,
  })
  return {
    durationMs: seconds * 1000,
    audioFileId,
    audioSha256: createHash('sha256').update(bytes).digest(),
    waveform: peaksOf(bytes),
  }
}

const WAV_HEAD_BYTES = 44
const FRAME_BYTES = 4

/** Peaks of a WAV as tone.ts makes it: 16 bit stereo behind a head of 44 bytes. */
function peaksOf(wav: Buffer): Buffer {
  const frames = (wav.length - WAV_HEAD_BYTES) / FRAME_BYTES
  const left = new Float32Array(frames)
  const right = new Float32Array(frames)
  for (let at = 0; at < frames; at += 1) {
    left[at] = wav.readInt16LE(WAV_HEAD_BYTES + at * FRAME_BYTES) / 32768
    right[at] = wav.readInt16LE(WAV_HEAD_BYTES + at * FRAME_BYTES + 2) / 32768
  }
  const meter = createMeter(frames)
  meter.push([left, right])
  return Buffer.from(meter.signal(44_100).waveform.peaks)
}

async function writeCatalogue(tx: Tx, { recordings, covers }: Made): Promise<Id<'track'>[]> {
  const trackIds: Id<'track'>[] = []
  let daysAgo = recordings.size * 4
  for (const { releases, ...artist } of demoCatalogue) {
    const { id: artistId } = await insertArtist(tx, artist)
    for (const release of releases) {
      for (const track of release.tracks) {
        const recorded = recordings.get(track)
        const coverVariantIds = covers.get(release)
        if (recorded === undefined || coverVariantIds === undefined) throw new TypeError('every demo track has files')
        const trackId = await insertTrack(tx, {
          ...recorded,
          artistId,
          title: track.title,
          genre: track.genre,
          explicit: track.explicit ?? false,
          isrc: null,
          publishedAt: inSeconds(-daysAgo * DAY_SECONDS),
          coverVariantIds,
          language: null,
          description: null,
          albumTitle: release.album,
        })
        trackIds.push(trackId)
        daysAgo -= 4
      }
    }
  }
  return trackIds
}
