import { crc32, deflateRawSync, gzipSync } from 'node:zlib'

const LEADS_OUT = '../../../../../../tmp/led-out.csv'
const ZEROS = Buffer.alloc(20_000_000)

/** Archives of every usual kind; the packed ones hold a thousand times what they weigh. */
export function archives(): ReadonlyMap<string, Buffer> {
  const bomb = zip('zeros.csv', ZEROS)
  return new Map([
    ['zip', bomb],
    ['zip in a zip', zip('inner.zip', Buffer.concat(Array<Buffer>(50).fill(bomb)))],
    ['zip with a name that leads out of it', zip(LEADS_OUT, Buffer.from('a,b\n1,2\n'))],
    ['gzip', gzipSync(ZEROS, { level: 9 })],
    ['tar', tar('a.csv', Buffer.from('a,b\n1,2\n'))],
    ['tar with a name that leads out of it', tar(LEADS_OUT, Buffer.from('a,b\n1,2\n'))],
    ['bzip2', magic('425a683931415926535900000000')],
    ['xz', magic('fd377a585a000004e6d6b446')],
    ['zstd', magic('28b52ffd00')],
    ['7z', magic('377abcaf271c0004')],
    ['rar', magic('526172211a070100')],
  ])
}

function magic(hex: string): Buffer {
  return Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(100)])
}

/** One packed file in an archive of PKWARE's form (APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16). */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: 9 })
  const about = Buffer.alloc(26)
  about.writeUInt16LE(20, 0)
  about.writeUInt16LE(8, 4)
  about.writeUInt32LE(crc32(content), 10)
  about.writeUInt32LE(packed.length, 14)
  about.writeUInt32LE(content.length, 18)
  about.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), about, Buffer.from(name), packed])
  const rest = Buffer.concat([Buffer.alloc(14), Buffer.from(name)])
  const entry = Buffer.concat([Buffer.from('504b01021400', 'hex'), about, rest])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(entry.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, entry, Buffer.from('504b0506', 'hex'), end])
}

/** One file in a POSIX archive, its sum of the head left out. */
function tar(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(512)
  head.write(name, 0)
  head.write('0000644\0', 100)
  head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  head.write('ustar\x0000', 257)
  return Buffer.concat([head, content, Buffer.alloc(1024 + 512 - content.length)])
}
