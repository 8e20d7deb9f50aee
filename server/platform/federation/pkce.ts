import { createHash } from 'node:crypto'
import type { Flow } from './provider.ts'

/** The S256 challenge of a flow's verifier (RFC 7636, 4.2). */
export function challengeOf({ verifier }: Flow): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
