/** An address or the start of a network: its bits and how many of them count. */
interface Network {
  readonly words: readonly number[]
  readonly bits: number
}

const mappedPrefix = [0, 0, 0, 0, 0, 0xffff]

/** Whether an address lies in one of the networks; null when one of them is neither an address nor a network. */
export function networksTest(networks: readonly string[]): ((address: string) => boolean) | null {
  const parsed = networks.map(parseNetwork)
  if (parsed.some((network) => network === null)) return null
  return (text) => {
    const address = parseAddress(text)
    return address !== null && parsed.some((network) => network !== null && holds(network, address))
  }
}

function holds({ words, bits }: Network, address: readonly number[]): boolean {
  for (let at = 0, left = bits; left > 0; at += 1, left -= 16) {
    const kept = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff
    if ((((words[at] ?? 0) ^ (address[at] ?? 0)) & kept) !== 0) return false
  }
  return true
}

function parseNetwork(text: string): Network | null {
  const [address = '', length, ...more] = text.trim().split('/')
  const words = parseAddress(address)
  if (words === null || more.length > 0) return null
  if (length === undefined) return { words, bits: 128 }
  const isFour = !address.includes(':')
  if (!/^\d{1,3}$/.test(length) || Number(length) > (isFour ? 32 : 128)) return null
  return { words, bits: Number(length) + (isFour ? 96 : 0) }
}

/** Eight words of 16 bits; IPv4 as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2), so that both forms of an address are one. */
function parseAddress(text: string): readonly number[] | null {
  if (text.length > 45) return null
  if (!text.includes(':')) {
    const four = parseFour(text)
    return four === null ? null : [...mappedPrefix, ...four]
  }
  const last = text.lastIndexOf(':')
  const tail = text.slice(last + 1)
  if (tail.includes('.')) {
    const four = parseFour(tail)
    if (four === null) return null
    return parseSix(`${text.slice(0, last + 1)}${four.map((word) => word.toString(16)).join(':')}`)
  }
  return parseSix(text)
}

function parseFour(text: string): readonly number[] | null {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  const [a = 256, b = 256, c = 256, d = 256] = (found ?? []).slice(1).map(Number)
  return a > 255 || b > 255 || c > 255 || d > 255 ? null : [(a << 8) | b, (c << 8) | d]
}

function parseSix(text: string): readonly number[] | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head, rest] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const left = wordsOf(head ?? [])
  const right = wordsOf(rest ?? [])
  if (left === null || right === null) return null
  if (rest === undefined) return left.length === 8 ? left : null
  const missing = 8 - left.length - right.length
  return missing < 1 ? null : [...left, ...Array.from({ length: missing }, () => 0), ...right]
}

function wordsOf(parts: readonly string[]): number[] | null {
  return parts.every((part) => /^[\da-f]{1,4}$/i.test(part)) ? parts.map((part) => Number.parseInt(part, 16)) : null
}
