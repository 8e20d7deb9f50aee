import { pooledRandom } from '../random.ts'

/** W3C Trace Context level 1, version 00: `00-<32 hex>-<16 hex>-<2 hex>`; all-zero ids are invalid. */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/
const REQUEST_ID = /^[A-Za-z0-9._:-]{8,64}$/

export interface TraceContext {
  readonly traceId: string
  readonly traceparent: string
}

/** Continues a well-formed trace with a span of our own, or starts one. The caller's sampled flag is not trusted: it is cleared. */
export function continueTrace(header: string | undefined): TraceContext {
  const match = header === undefined ? null : TRACEPARENT.exec(header)
  const known = match?.[1]
  const traceId =
    known !== undefined && !/^0+$/.test(known) && !/^0+$/.test(match?.[2] ?? '0')
      ? known
      : pooledRandom(16).toString('hex')
  return { traceId, traceparent: `00-${traceId}-${pooledRandom(8).toString('hex')}-00` }
}

/** The caller's X-Request-Id when it is well-formed, else undefined. */
export function acceptRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header : undefined
}
