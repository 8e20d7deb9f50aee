import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ServedDocument {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Somebody's server of documents on a free port of loopback; what it is not told of is not found. */
export interface DocumentServer {
  readonly url: string
  /** The requests that came: path with its query, and headers. */
  readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[]
  /** Tells what to answer under a path; of a query only where the path holds one. */
  serve(path: string, document: ServedDocument | ((query: URLSearchParams) => ServedDocument)): void
  close(): void
}

export async function startDocumentServer(): Promise<DocumentServer> {
  const asked: DocumentServer['asked'] = []
  const documents = new Map<string, ServedDocument | ((query: URLSearchParams) => ServedDocument)>()
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push({ path, headers: request.headers })
    const { pathname, searchParams } = new URL(path, 'http://localhost')
    const found = documents.get(path) ?? documents.get(pathname) ?? { status: 404 }
    const { status = 200, headers = {}, body = '' } = typeof found === 'function' ? found(searchParams) : found
    response.writeHead(status, { 'content-type': 'application/octet-stream', ...headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    serve: (path, document) => void documents.set(path, document),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Days as the European Central Bank publishes them, newest first: made here in its form. */
export function ecbDocument(days: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const cubes = Object.entries(days)
    .toSorted(([left], [right]) => (left < right ? 1 : -1))
    .map(([day, rates]) => {
      const each = Object.entries(rates).map(([currency, rate]) => `<Cube currency="${currency}" rate="${rate}"/>`)
      return `<Cube time="${day}">${each.join('')}</Cube>`
    })
  return `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender><Cube>
${cubes.join('\n')}
</Cube></gesmes:Envelope>`
}
