import { crc16, type FlacFrameHeader, readFlacFrameHeader } from './audio-flac-frames.ts'
import type { ByteSource } from './audio-source.ts'
import { type AudioLayout, AudioRefusal, audioError, refuse } from './audio-types.ts'

/** A bit cursor over one frame; reads past the end give zero bits and are refused at the end of each subframe. */
type Bits = { readonly bytes: Uint8Array; position: number }

const fixedCoefficients: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]]

/**
 * Decodes FLAC (RFC 9639) frame by frame into floats of -1..1. Own code because the npm decoders found either depend on
 * LGPL code or load their WebAssembly by a fetch that Node refuses; every frame's CRC-16 is checked.
 */
export function decodeFlac(source: ByteSource, layout: AudioLayout, onChunk: (channels: Float32Array[]) => void): void {
  const bitDepth = layout.bitDepth ?? 16
  for (let at = layout.audioStart; at < layout.audioEnd; ) {
    const head = readFlacFrameHeader(source.read(at, 16), 0)
    if (head === null) throw misplacedFrame(at)
    // NOTE: no encoder writes a frame larger than the verbatim samples plus headers, so this bounds the read.
    const lengthMax = 64 + Math.ceil((head.blockSize * head.channels * (bitDepth + 1)) / 8) * 2
    const bits: Bits = {
      bytes: source.read(at, Math.min(lengthMax, layout.audioEnd - at)),
      position: head.headerBytes * 8,
    }
    const channels = decodeSubframes(bits, head, bitDepth)
    const length = Math.ceil(bits.position / 8)
    if (length + 2 > bits.bytes.length || crc16(bits.bytes, 0, length) !== readBitsAt(bits, length * 8, 16)) {
      refuse('AUDIO_MALFORMED', 'An audio frame fails its checksum.', { offset: at })
    }
    onChunk(toFloats(channels, head.channelCode, 2 ** (bitDepth - 1)))
    at += length + 2
  }
}

function misplacedFrame(offset: number): AudioRefusal {
  const message = 'An audio frame does not begin where the one before it ends.'
  return new AudioRefusal(audioError('AUDIO_MALFORMED', message, { offset }))
}

function peek32(bits: Bits): number {
  const { bytes, position } = bits
  const at = position >>> 3
  const shift = position & 7
  const word =
    ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
  return shift === 0 ? word : (word << shift) | ((bytes[at + 4] ?? 0) >>> (8 - shift))
}

function readBits(bits: Bits, count: number): number {
  if (count === 0) return 0
  const value = peek32(bits) >>> (32 - count)
  bits.position += count
  return value
}

function readBitsAt(bits: Bits, position: number, count: number): number {
  return peek32({ bytes: bits.bytes, position }) >>> (32 - count)
}

function readSigned(bits: Bits, count: number): number {
  if (count <= 32) {
    const value = count === 0 ? 0 : peek32(bits) >> (32 - count)
    bits.position += count
    return value
  }
  const high = readSigned(bits, count - 16)
  return high * 65536 + readBits(bits, 16)
}

function readUnary(bits: Bits): number {
  let zeros = 0
  for (;;) {
    const word = peek32(bits)
    if (word !== 0) {
      const lead = Math.clz32(word)
      bits.position += lead + 1
      return zeros + lead
    }
    zeros += 32
    bits.position += 32
    checkInside(bits)
  }
}

function checkInside(bits: Bits): void {
  if (bits.position > bits.bytes.length * 8) refuse('AUDIO_TRUNCATED', 'An audio frame is cut off.')
}

function decodeSubframes(bits: Bits, head: FlacFrameHeader, bitDepth: number): Float64Array[] {
  const channels: Float64Array[] = []
  for (let channel = 0; channel < head.channels; channel += 1) {
    const isSide = head.channelCode === 9 ? channel === 0 : head.channelCode >= 8 && channel === 1
    channels.push(decodeSubframe(bits, head.blockSize, bitDepth + (isSide ? 1 : 0)))
    checkInside(bits)
  }
  return channels
}

function decodeSubframe(bits: Bits, blockSize: number, codedDepth: number): Float64Array {
  const type = readBits(bits, 8)
  const wasted = (type & 1) === 1 ? readUnary(bits) + 1 : 0
  const depth = codedDepth - wasted
  const kind = (type >> 1) & 63
  if (depth < 1 || type >= 0x80) refuse('AUDIO_MALFORMED', 'A subframe header is impossible.')
  const samples = new Float64Array(blockSize)
  if (kind === 0) samples.fill(readSigned(bits, depth))
  else if (kind === 1) for (let at = 0; at < blockSize; at += 1) samples[at] = readSigned(bits, depth)
  else if (kind >= 8 && kind <= 12) predictFixed(bits, samples, kind - 8, depth)
  else if (kind >= 32) predictLinear(bits, samples, kind - 31, depth)
  else refuse('AUDIO_MALFORMED', 'A subframe has a reserved type.', { kind })
  if (wasted > 0) for (let at = 0; at < blockSize; at += 1) samples[at] = (samples[at] ?? 0) * 2 ** wasted
  return samples
}

function predictFixed(bits: Bits, samples: Float64Array, order: number, depth: number): void {
  readWarmUp(bits, samples, order, depth)
  readResidual(bits, samples, order)
  predict(samples, fixedCoefficients[order] ?? [], 0)
}

function predictLinear(bits: Bits, samples: Float64Array, order: number, depth: number): void {
  readWarmUp(bits, samples, order, depth)
  const precision = readBits(bits, 4) + 1
  const shift = readSigned(bits, 5)
  if (precision === 16 || shift < 0) refuse('AUDIO_MALFORMED', 'A predictor is impossible.', { precision, shift })
  const coefficients: number[] = []
  for (let index = 0; index < order; index += 1) coefficients.push(readSigned(bits, precision))
  readResidual(bits, samples, order)
  predict(samples, coefficients, shift)
}

function readWarmUp(bits: Bits, samples: Float64Array, order: number, depth: number): void {
  if (order > samples.length) refuse('AUDIO_MALFORMED', 'A predictor is longer than its block.', { order })
  for (let at = 0; at < order; at += 1) samples[at] = readSigned(bits, depth)
}

// NOTE: sums of 32 products of 33 and 15 bits stay below 2^53, so doubles are exact where 32-bit integers would wrap.
function predict(samples: Float64Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length
  const weights = Float64Array.from(coefficients)
  const scale = 2 ** -shift
  for (let at = order; at < samples.length; at += 1) {
    let sum = 0
    for (let index = 0; index < order; index += 1) sum += (weights[index] ?? 0) * (samples[at - 1 - index] ?? 0)
    samples[at] = (samples[at] ?? 0) + Math.floor(sum * scale)
  }
}

function readResidual(bits: Bits, samples: Float64Array, order: number): void {
  const method = readBits(bits, 2)
  if (method > 1) refuse('AUDIO_MALFORMED', 'A residual has a reserved coding.', { method })
  const parameterBits = method === 0 ? 4 : 5
  const escapeCode = (1 << parameterBits) - 1
  const partitions = 1 << readBits(bits, 4)
  const perPartition = samples.length / partitions
  if (!Number.isInteger(perPartition) || perPartition < order)
    refuse('AUDIO_MALFORMED', 'A residual does not fit its block.')
  let at = order
  for (let partition = 1; partition <= partitions; partition += 1) {
    const parameter = readBits(bits, parameterBits)
    const end = partition * perPartition
    if (parameter === escapeCode) {
      const width = readBits(bits, 5)
      for (; at < end; at += 1) samples[at] = readSigned(bits, width)
    } else {
      for (; at < end; at += 1) samples[at] = readRice(bits, parameter)
    }
    checkInside(bits)
  }
}

function readRice(bits: Bits, parameter: number): number {
  const folded = readUnary(bits) * (1 << parameter) + readBits(bits, parameter)
  const half = Math.floor(folded / 2)
  return folded - half * 2 === 0 ? half : -half - 1
}

function toFloats(channels: Float64Array[], channelCode: number, fullScale: number): Float32Array[] {
  const [first, second] = channels
  if (channelCode >= 8 && first !== undefined && second !== undefined) {
    for (let at = 0; at < first.length; at += 1) {
      const a = first[at] ?? 0
      const b = second[at] ?? 0
      if (channelCode === 8) second[at] = a - b
      else if (channelCode === 9) first[at] = a + b
      else {
        const middle = a * 2 + Math.abs(b % 2)
        first[at] = (middle + b) / 2
        second[at] = (middle - b) / 2
      }
    }
  }
  return channels.map((samples) => {
    const floats = new Float32Array(samples.length)
    for (let at = 0; at < samples.length; at += 1) floats[at] = (samples[at] ?? 0) / fullScale
    return floats
  })
}
