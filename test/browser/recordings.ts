import { crc32, deflateSync } from 'node:zlib'

interface UploadedFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const sampleRateHz = 44_100

/** A sweep of a sine: 16 bit, mono, different for each `seed`, so that no two count as the same recording. */
export function wavFile(seconds: number, seed = 1): UploadedFile {
  const samples = Math.round(sampleRateHz * seconds)
  const buffer = Buffer.alloc(44 + samples * 2)
  buffer.write('RIFF', 0)
  buffer.writeUInt32LE(36 + samples * 2, 4)
  buffer.write('WAVEfmt ', 8)
  buffer.writeUInt32LE(16, 16)
  buffer.writeUInt16LE(1, 20)
  buffer.writeUInt16LE(1, 22)
  buffer.writeUInt32LE(sampleRateHz, 24)
  buffer.writeUInt32LE(sampleRateHz * 2, 28)
  buffer.writeUInt16LE(2, 32)
  buffer.writeUInt16LE(16, 34)
  buffer.write('data', 36)
  buffer.writeUInt32LE(samples * 2, 40)
  for (let at = 0; at < samples; at += 1) {
    const hertz = 200 + seed * 10 + at / 2000
    buffer.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * hertz * at) / sampleRateHz)), 44 + at * 2)
  }
  return { name: `take-${seed}.wav`, mimeType: 'audio/wav', buffer }
}

/** A square PNG of one colour. */
export function pngFile(pixels: number): UploadedFile {
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(pixels * 3, Buffer.of(30, 110, 95))])
  const rows = Buffer.concat(Array.from({ length: pixels }, () => row))
  const head = Buffer.alloc(13)
  head.writeUInt32BE(pixels, 0)
  head.writeUInt32BE(pixels, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  const parts = [signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return { name: `cover-${pixels}.png`, mimeType: 'image/png', buffer: Buffer.concat(parts) }
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

export function textFile(name: string): UploadedFile {
  return { name, mimeType: 'audio/wav', buffer: Buffer.from('These are words and no sound.\n'.repeat(400)) }
}
