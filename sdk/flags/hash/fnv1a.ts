const fnvBasis = 0x811c9dc5

/** FNV-1a with 32 bits over the UTF-16 units of a text, unsigned; `state` continues an earlier text. */
export function fnv1a(text: string, state = fnvBasis): number {
  let hash = state
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
