import { type BlockList, isIP } from 'node:net'

/** Lower-case text of an address; IPv4 mapped into IPv6 becomes IPv4. */
function canonical(written: string): string {
  const address = written.toLowerCase()
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address)
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/**
 * The client's address: the socket's, or, when that is a trusted proxy, the right-most entry of X-Forwarded-For that no trusted
 * proxy wrote. What a client puts on the left is never believed.
 */
export function clientIp(
  socketAddress: string | undefined,
  forwardedFor: string | string[] | undefined,
  trusted: BlockList,
): string {
  let address = canonical(socketAddress ?? 'unknown')
  if (forwardedFor === undefined || !isTrusted(address, trusted)) return address
  const hops = (Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor)
    .split(',')
    .map((hop) => canonical(hop.trim()))
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) return address
    address = hop
    if (!isTrusted(hop, trusted)) return hop
  }
  return address
}

/** The network a limit counts by: the address itself for IPv4, its /64 for IPv6. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' || !address.includes('::') ? [] : tail.split(':')
  const groups = address.includes('::')
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
