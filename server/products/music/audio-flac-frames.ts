/** FLAC frame headers and checksums, RFC 9639 section 9. */
export type FlacFrameHeader = {
  readonly headerBytes: number
  readonly variable: boolean
  readonly number: number
  readonly blockSize: number
  readonly channelCode: number
  readonly channels: number
  readonly bitDepth: number | null
  readonly sampleRateHz: number | null
}

const rates = [0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000]
const depths = [0, 8, 12, 0, 16, 20, 24, 32]

const crc8Table = Uint8Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = (value & 0x80) !== 0 ? (value << 1) ^ 0x07 : value << 1
  return value
})

const crc16Table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8
  for (let bit = 0; bit < 8; bit += 1) value = (value & 0x8000) !== 0 ? (value << 1) ^ 0x8005 : value << 1
  return value
})

function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0
  for (let at = from; at < to; at += 1) crc = crc8Table[crc ^ (bytes[at] ?? 0)] ?? 0
  return crc
}

export function crc16(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0
  for (let at = from; at < to; at += 1) {
    crc = ((crc << 8) & 0xffff) ^ (crc16Table[(crc >> 8) ^ (bytes[at] ?? 0)] ?? 0)
  }
  return crc
}

/** Null unless the bytes at `at` are a frame header whose own checksum holds. */
export function readFlacFrameHeader(bytes: Uint8Array, at: number): FlacFrameHeader | null {
  const b1 = bytes[at + 1] ?? 0
  const b2 = bytes[at + 2] ?? 0
  const b3 = bytes[at + 3] ?? 0
  if (bytes[at] !== 0xff || (b1 & 0xfe) !== 0xf8 || (b3 & 1) !== 0) return null
  const sizeCode = b2 >> 4
  const rateCode = b2 & 15
  const channelCode = b3 >> 4
  if (sizeCode === 0 || rateCode === 15 || channelCode > 10 || ((b3 >> 1) & 7) === 3) return null
  const coded = readCodedNumber(bytes, at + 4)
  if (coded === null) return null
  let next = at + 4 + coded.bytes
  const blockSize = blockSizeOf(sizeCode, bytes, next)
  next += sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0
  const sampleRateHz = sampleRateOf(rateCode, bytes, next)
  next += rateCode === 12 ? 1 : rateCode >= 13 ? 2 : 0
  if (next >= bytes.length || crc8(bytes, at, next) !== bytes[next]) return null
  return {
    headerBytes: next + 1 - at,
    variable: (b1 & 1) === 1,
    number: coded.value,
    blockSize,
    channelCode,
    channels: channelCode < 8 ? channelCode + 1 : 2,
    bitDepth: depths[(b3 >> 1) & 7] || null,
    sampleRateHz: sampleRateHz || null,
  }
}

function readCodedNumber(bytes: Uint8Array, at: number): { value: number; bytes: number } | null {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return { value: lead, bytes: 1 }
  const length = Math.clz32(~lead << 24)
  if (length < 2 || length > 7) return null
  let value = length === 7 ? 0 : lead & (0x7f >> length)
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0
    if ((byte & 0xc0) !== 0x80) return null
    value = value * 64 + (byte & 0x3f)
  }
  return { value, bytes: length }
}

function blockSizeOf(code: number, bytes: Uint8Array, at: number): number {
  if (code === 1) return 192
  if (code <= 5) return 144 << code
  if (code === 6) return (bytes[at] ?? 0) + 1
  if (code === 7) return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)) + 1
  return 1 << code
}

function sampleRateOf(code: number, bytes: Uint8Array, at: number): number {
  if (code === 12) return (bytes[at] ?? 0) * 1000
  const word = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  if (code === 13) return word
  if (code === 14) return word * 10
  return rates[code] ?? 0
}
