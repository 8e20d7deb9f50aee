export interface FieldFault {
  /** JSON Pointer (RFC 6901) into the body, `?name` for a query, `{name}` for a path parameter. */
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

/** Faults the client finds itself; codes of the server never start with `client/`. */
export type ClientFaultCode = 'client/network' | 'client/timeout' | 'client/unexpected-answer'

export interface ProblemFacts {
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail?: string | undefined
  readonly errors?: readonly FieldFault[]
  readonly params?: Readonly<Record<string, unknown>>
  readonly requestId?: string | undefined
  readonly retryAfterSeconds?: number | undefined
}

/** The one error of a call: what the server refused (RFC 9457), or why no answer could be had. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string | undefined
  readonly errors: readonly FieldFault[]
  readonly params: Readonly<Record<string, unknown>>
  /** Quote it when asking for help: the server's log has the same. */
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(facts: ProblemFacts, options?: { readonly cause: unknown }) {
    super(`${facts.code}: ${facts.detail ?? facts.title}`, options)
    this.status = facts.status
    this.code = facts.code
    this.title = facts.title
    this.detail = facts.detail
    this.errors = facts.errors ?? []
    this.params = facts.params ?? {}
    this.requestId = facts.requestId
    this.retryAfterSeconds = facts.retryAfterSeconds
  }

  /** Pointer to detail, for a form; the first fault of a field wins. */
  fieldErrors(): Record<string, string> {
    return Object.fromEntries(this.errors.map(({ pointer, detail }) => [pointer, detail] as const).reverse())
  }
}

/** A fault that is the client's to tell: no answer, none in time, or one that is not of the contract. */
export function clientFault(
  code: ClientFaultCode,
  detail: string,
  more: { readonly status?: number; readonly cause?: unknown } = {},
): ProblemError {
  const title = {
    'client/network': 'The server could not be reached',
    'client/timeout': 'The server took too long to answer',
    'client/unexpected-answer': 'The answer is not one the contract knows',
  }[code]
  return new ProblemError({ status: more.status ?? 0, code, title, detail }, { cause: more.cause })
}

/** Reads the error of an answer that is not a success, also of a proxy that answers HTML or nothing. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const text = await response.text()
  const body = recordOf(parsed(text))
  const header = response.headers.get('x-request-id') ?? undefined
  const retryAfterSeconds = retryAfterOf(response.headers.get('retry-after'), Date.now())
  if (typeof body.code !== 'string') {
    const title = `HTTP ${response.status}${response.statusText === '' ? '' : ` ${response.statusText}`}`
    const facts = { status: response.status, code: 'client/unexpected-answer', title }
    return new ProblemError({ ...facts, requestId: header, retryAfterSeconds })
  }
  return new ProblemError({
    status: response.status,
    code: body.code,
    title: textOf(body.title) ?? `HTTP ${response.status}`,
    detail: textOf(body.detail),
    errors: Array.isArray(body.errors) ? body.errors.flatMap(faultOf) : [],
    params: recordOf(body.params),
    requestId: textOf(body.requestId) ?? header,
    retryAfterSeconds,
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whatever stands before the server may answer in HTML; the status alone tells then.
    return undefined
  }
}

function faultOf(value: unknown): FieldFault[] {
  const { pointer, code, detail } = recordOf(value)
  if (typeof pointer !== 'string') return []
  return [{ pointer, code: textOf(code) ?? 'invalid', detail: textOf(detail) ?? 'invalid' }]
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The value as a record to look into; an empty one when it is no object. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** RFC 9110, 10.2.3: seconds or a date. */
function retryAfterOf(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - nowMs) / 1000))
}
