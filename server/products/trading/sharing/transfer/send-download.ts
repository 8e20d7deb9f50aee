import type { Readable } from 'node:stream'
import type { Call } from '../../../../kernel/http/route.ts'

/** Answers with a file to be saved. A stream that ends by an error breaks the download off, so that nobody takes it for whole. */
export async function sendDownload(
  { reply, log }: Pick<Call, 'reply' | 'log'>,
  content: Readable | Buffer | string,
  { filename, type }: { readonly filename: string; readonly type: string },
): Promise<void> {
  const fallback = filename.replaceAll(/[^\w.-]+/g, '-')
  const encoded = encodeURIComponent(filename.toWellFormed()).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  if (typeof content === 'object' && 'on' in content)
    content.on('error', (error: Error) => log.warn({ error }, 'a download was broken off'))
  await reply
    .headers({
      'content-type': `${type}; charset=utf-8`,
      'content-disposition': `attachment; filename="${fallback}"; filename*=UTF-8''${encoded}`,
      'cache-control': 'private, no-store',
    })
    .send(content)
}
