import { clientFault, problemOf } from './problem-error.ts'
import { abortable } from './retry.ts'
import type { Transport } from './transport.ts'

/** Where the bytes go: the server itself or an object store, allowed by the signature in the URL and nothing else. */
export interface SignedPut {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Sending {
  readonly file: Blob
  readonly signal: AbortSignal
  readonly sent: (bytes: number) => void
}

/** The platform sets these itself and refuses or contradicts a second hand. */
const platformHeaders = new Set(['content-length', 'host'])

/** An object store that has the bytes from a try whose answer was lost; the confirmation checks that they are the right ones. */
const ALREADY_THERE = 412

/** One try. XMLHttpRequest is the only way a browser tells how far an upload is; fetch does it elsewhere. */
export async function putBytes(transport: Transport, signed: SignedPut, sending: Sending): Promise<void> {
  sending.signal.throwIfAborted()
  const url = /^https?:/.test(signed.url) ? signed.url : transport.baseUrl + signed.url
  const headers = Object.fromEntries(
    Object.entries(signed.headers).filter(([name]) => !platformHeaders.has(name.toLowerCase())),
  )
  sending.sent(0)
  const request = { method: signed.method, url, headers }
  const { XMLHttpRequest } = globalThis as { readonly XMLHttpRequest?: new () => BrowserRequest }
  const response =
    XMLHttpRequest === undefined
      ? await putByFetch(transport, request, sending)
      : await putByXhr(new XMLHttpRequest(), request, sending)
  if (!response.ok && response.status !== ALREADY_THERE) throw await problemOf(response)
  sending.sent(sending.file.size)
}

type PutRequest = { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>> }

async function putByFetch(transport: Transport, request: PutRequest, { file, signal }: Sending): Promise<Response> {
  const { url, method, headers } = request
  try {
    const response = await transport.fetch(url, { method, headers, body: file, credentials: 'omit', signal })
    return new Response(await response.text(), { status: statusWithBody(response.status), headers: response.headers })
  } catch (cause) {
    throw signal.aborted ? signal.reason : connectionFault(cause)
  }
}

/** The part of XMLHttpRequest in use, declared here because Node has none. */
interface BrowserRequest {
  readonly status: number
  readonly responseText: string
  readonly upload: { onprogress: ((event: { readonly loaded: number }) => void) | null }
  onload: (() => void) | null
  onerror: (() => void) | null
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  getAllResponseHeaders(): string
  send(body: Blob): void
  abort(): void
}

function putByXhr(xhr: BrowserRequest, request: PutRequest, { file, signal, sent }: Sending): Promise<Response> {
  const answered = new Promise<Response>((resolve, reject) => {
    xhr.upload.onprogress = ({ loaded }) => sent(Math.min(loaded, file.size))
    xhr.onerror = () => reject(connectionFault(undefined))
    xhr.onload = () =>
      resolve(new Response(xhr.responseText, { status: statusWithBody(xhr.status), headers: headersOf(xhr) }))
    xhr.open(request.method, request.url)
    for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value)
    xhr.send(file)
  })
  const stop = (): void => {
    xhr.upload.onprogress = null
    xhr.abort()
  }
  signal.addEventListener('abort', stop, { once: true })
  return abortable(answered, signal).finally(() => signal.removeEventListener('abort', stop))
}

function headersOf(xhr: BrowserRequest): Headers {
  const headers = new Headers()
  for (const line of xhr.getAllResponseHeaders().split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return headers
}

/** A Response of these may not be constructed with a body, not even an empty one. */
function statusWithBody(status: number): number {
  return status === 204 || status === 205 ? 200 : status
}

function connectionFault(cause: unknown) {
  return clientFault('client/network', 'The connection failed while the file was sent', { cause })
}
