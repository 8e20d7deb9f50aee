const ORIENTATION = 0x0112
const SHORT = 3
const ENTRY_BYTES = 12
const EXIF = Buffer.from('Exif\0\0', 'latin1')

/** The orientation that an EXIF block tells, 2 to 8; 1 for upright, untold, or a block that is none. EXIF 3.0, 4.6.5. */
export function orientationOf(block: Buffer): number {
  const tiff = block.subarray(0, EXIF.length).equals(EXIF) ? block.subarray(EXIF.length) : block
  const order = tiff.subarray(0, 2).toString('latin1')
  if ((order !== 'II' && order !== 'MM') || tiff.length < 8) return 1
  const isLittle = order === 'II'
  const short = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return 1
  const entries = short(directory)
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * ENTRY_BYTES
    if (at + ENTRY_BYTES > tiff.length) return 1
    if (short(at) !== ORIENTATION || short(at + 2) !== SHORT) continue
    const value = short(at + 8)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** A TIFF block that tells the orientation and nothing else; null for upright. */
export function orientationBlock(orientation: number): Buffer | null {
  if (orientation === 1) return null
  const block = Buffer.alloc(8 + 2 + ENTRY_BYTES + 4)
  block.write('II*\0', 0, 'latin1')
  block.writeUInt32LE(8, 4)
  block.writeUInt16LE(1, 8)
  block.writeUInt16LE(ORIENTATION, 10)
  block.writeUInt16LE(SHORT, 12)
  block.writeUInt32LE(1, 14)
  block.writeUInt16LE(orientation, 18)
  return block
}
