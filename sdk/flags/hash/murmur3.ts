const first = 0xcc9e2d51
const second = 0x1b873593

/** The running state over whole blocks of four bytes: MurmurHash3_x86_32 by Austin Appleby. */
export function mixBlocks(state: number, bytes: Uint8Array, blocks: number): number {
  let hash = state
  for (let at = 0, block = 0; block < blocks; block += 1, at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    hash ^= scramble(word)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  return hash
}

/** The hash of `length` bytes, unsigned; `state` and `before` continue one that mixed `before` bytes already. */
export function murmur3(bytes: Uint8Array, length: number, state = 0, before = 0): number {
  const blocks = length >>> 2
  let hash = mixBlocks(state, bytes, blocks)
  const at = blocks << 2
  const left = length & 3
  if (left > 0) {
    let word = bytes[at] as number
    if (left > 1) word |= (bytes[at + 1] as number) << 8
    if (left > 2) word |= (bytes[at + 2] as number) << 16
    hash ^= scramble(word)
  }
  hash ^= before + length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function scramble(word: number): number {
  const mixed = Math.imul(word, first)
  return Math.imul((mixed << 15) | (mixed >>> 17), second)
}
