import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { before, describe, test } from 'node:test'
import sharp, { type Sharp } from 'sharp'
import type { BlobStore } from '../../server/kernel/blob/blob-store.ts'
import type { Purpose } from '../../server/platform/files/index.ts'
import type { Person } from './people.ts'
import type { TestServer } from './server.ts'

const NAME = 'Camera of Wanjiru'
const attached: Purpose = {
  ...{ name: 'test.attached', maxBytes: 20_000_000, contentTypes: ['image/jpeg', 'image/png', 'application/pdf'] },
  visibility: 'private',
  bareImages: true,
}

/** As a camera held upright writes it. */
const taken = (picture: Sharp): Sharp =>
  picture
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Model: NAME }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '1/1 17/1 31/1' } })

const noise = (side: number): Sharp =>
  sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })

interface Stage {
  readonly server: TestServer
  /** What the server keeps bytes in, seen from behind. */
  readonly blobs: BlobStore
  readonly owner: Person
}

const confirm = ({ owner }: Stage, uploadId: string) => owner.http.post('/api/uploads/confirm', { uploadId })
const contentOf = async ({ owner }: Stage, id: string): Promise<Buffer> =>
  (await owner.http.get(`/api/files/${id}/content`)).bytes

async function sent({ server, owner }: Stage, bytes: Buffer, contentType: string): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const announced = { filename: 'a', contentType, bytes: bytes.length, sha256, purpose: attached.name }
  const { status, body } = await owner.http.post('/api/uploads/sign', announced)
  assert.equal(status, 201, JSON.stringify(body))
  const init = { method: 'PUT', headers: body.headers, body: new Uint8Array(bytes) }
  assert.ok((await fetch(new URL(body.url, server.url), init)).ok)
  return body.uploadId
}

const checks: Record<string, (stage: Stage) => Promise<void>> = {
  'lose what tells of camera and place and stay upright, in one file for all who confirm; what was sent is gone':
    async (stage) => {
      const small = await taken(noise(60).resize(80, 60, { fit: 'fill' }))
        .jpeg()
        .toBuffer()
      const large = await taken(noise(1250)).png().toBuffer()
      assert.ok(large.length > 4 * 1024 * 1024)
      for (const [bytes, type] of [
        [small, 'image/jpeg'],
        [large, 'image/png'],
      ] as const) {
        assert.ok(bytes.includes(NAME))
        const uploadId = await sent(stage, bytes, type)
        const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(stage, uploadId)))
        const [{ body: file } = { body: null }] = answers
        for (const { status, body } of answers) assert.deepEqual([status, body], [200, file])
        const content = await contentOf(stage, file.id)
        assert.equal(content.includes(NAME), false)
        const { orientation, exif } = await sharp(content).metadata()
        assert.deepEqual([orientation, (exif?.length ?? 0) < 40], [6, true], 'the orientation alone')
        const [one, other] = await Promise.all(
          [bytes, content].map((each) => sharp(each).autoOrient().raw().toBuffer()),
        )
        assert.ok(one?.equals(other ?? Buffer.alloc(0)), 'the pixels are those that were sent')
        const sha256 = createHash('sha256').update(content).digest('hex')
        assert.deepEqual([file.bytes, file.sha256], [content.length, sha256])
        await stage.server.jobsIdle()
        assert.equal(await stage.blobs.stat(`uploads/${uploadId}`), null)
        assert.equal((await confirm(stage, uploadId)).body.id, file.id)
      }
    },
  'stay as they were sent where there is nothing to lose, as do other files': async (stage) => {
    const plain = await noise(40).jpeg().toBuffer()
    const pdf = Buffer.from(`%PDF-1.7 ${NAME}`)
    for (const [bytes, type] of [
      [plain, 'image/jpeg'],
      [pdf, 'application/pdf'],
    ] as const) {
      const { body } = await confirm(stage, await sent(stage, bytes, type))
      assert.ok((await contentOf(stage, body.id)).equals(bytes), type)
    }
  },
  'that are none but by their first bytes are no file': async (stage) => {
    const broken = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(300)])
    const { status, body } = await confirm(stage, await sent(stage, broken, 'image/png'))
    assert.deepEqual([status, body.code], [422, 'files/image-unreadable'])
  },
}

/** Pictures of a purpose that keeps them without their metadata, wherever bytes are kept. */
export function describeBarePictures(
  kept: string,
  skip: string | false,
  stageOf: () => Pick<Stage, 'server' | 'blobs'>,
): void {
  describe(`pictures among other files, kept ${kept}`, { skip }, () => {
    let stage: Stage
    before(async () => {
      const { server, blobs } = stageOf()
      server.app.units.files.declarePurposes([attached])
      stage = { server, blobs, owner: await server.people.signedIn() }
    })
    for (const [title, check] of Object.entries(checks)) test(title, () => check(stage))
  })
}
