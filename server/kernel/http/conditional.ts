import { createHash } from 'node:crypto'
import type { Call } from './route.ts'

/** Sends `text` with its ETag (RFC 9110, 8.8.3) and these headers, or 304 to a caller who has it. */
export function sendUnlessKnown(
  { request, reply }: Pick<Call, 'request' | 'reply'>,
  text: string,
  headers: Readonly<Record<string, string>>,
): void {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  reply.headers({ etag, ...headers })
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag) || known.includes('*')) reply.code(304).send()
  else reply.code(200).serializer(String).send(text)
}
