import { httpProblem } from './problems.ts'
import type { Call } from './route.ts'

/** The bytes of a route with `rawBody`, as they came. Throws http/body-too-large beyond `bytesMax`, and closes the connection then. */
export async function readRawBody(
  { request, reply, signal }: Pick<Call, 'request' | 'reply' | 'signal'>,
  bytesMax: number,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request.raw) {
    signal.throwIfAborted()
    length += (chunk as Buffer).length
    if (length > bytesMax) {
      reply.header('connection', 'close')
      throw httpProblem('body-too-large')
    }
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}
