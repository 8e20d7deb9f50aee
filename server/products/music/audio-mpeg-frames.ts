/** MPEG audio layer III frame headers (ISO/IEC 11172-3 2.4.1.3, 13818-3) and ADTS headers (ISO/IEC 13818-7 6.2). */
export type FrameHeader = {
  readonly length: number
  readonly samples: number
  readonly sampleRateHz: number
  readonly channels: number
  readonly version: number
}

const kbitsVersion1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const kbitsVersion2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const layer3Rates = [44100, 48000, 32000]
const adtsRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]

/** Null when the bytes are no layer III header; free-format streams (bit rate index 0) count as none. */
export function readMp3Header(bytes: Uint8Array, at: number): FrameHeader | null {
  const b0 = bytes[at] ?? 0
  const b1 = bytes[at + 1] ?? 0
  const b2 = bytes[at + 2] ?? 0
  const b3 = bytes[at + 3] ?? 0
  if (b0 !== 0xff || (b1 & 0xe0) !== 0xe0) return null
  const version = (b1 >> 3) & 3
  if (version === 1 || ((b1 >> 1) & 3) !== 1) return null
  const kbits = (version === 3 ? kbitsVersion1 : kbitsVersion2)[b2 >> 4] ?? 0
  const baseRate = layer3Rates[(b2 >> 2) & 3]
  if (kbits === 0 || baseRate === undefined) return null
  const sampleRateHz = version === 3 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4
  const samples = version === 3 ? 1152 : 576
  const length = Math.floor(((samples / 8) * kbits * 1000) / sampleRateHz) + ((b2 >> 1) & 1)
  return { length, samples, sampleRateHz, channels: b3 >> 6 === 3 ? 1 : 2, version }
}

export function readAdtsHeader(bytes: Uint8Array, at: number): FrameHeader | null {
  const b1 = bytes[at + 1] ?? 0
  const b2 = bytes[at + 2] ?? 0
  const b3 = bytes[at + 3] ?? 0
  if (bytes[at] !== 0xff || (b1 & 0xf6) !== 0xf0) return null
  const sampleRateHz = adtsRates[(b2 >> 2) & 15]
  const configuration = ((b2 & 1) << 2) | (b3 >> 6)
  const length = ((b3 & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5)
  const headerBytes = (b1 & 1) === 1 ? 7 : 9
  if (sampleRateHz === undefined || configuration === 0 || length <= headerBytes) return null
  const samples = (((bytes[at + 6] ?? 0) & 3) + 1) * 1024
  return { length, samples, sampleRateHz, channels: configuration === 7 ? 8 : configuration, version: (b1 >> 3) & 1 }
}

/** Frames a Xing, Info or VBRI header declares: `undefined` for an ordinary frame, null for a header without a count. */
export function declaredFrames(frame: Buffer, header: FrameHeader): number | null | undefined {
  const sideInfo = header.version === 3 ? (header.channels === 1 ? 17 : 32) : header.channels === 1 ? 9 : 17
  for (const at of [4 + sideInfo, 6 + sideInfo]) {
    const name = frame.toString('latin1', at, at + 4)
    if (name !== 'Xing' && name !== 'Info') continue
    if (frame.length < at + 12 || (frame.readUInt32BE(at + 4) & 1) === 0) return null
    return frame.readUInt32BE(at + 8)
  }
  if (frame.toString('latin1', 36, 40) === 'VBRI') return frame.length >= 54 ? frame.readUInt32BE(50) : null
  return undefined
}
