import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { TSchema } from 'typebox'
import type { Actor, Origin } from '../db/actor.ts'
import { systemOrigin } from '../db/actor.ts'
import { continueTrace } from '../telemetry/trace.ts'
import { PermanentFailure } from './job.ts'

/** What is stored with a job: its data and where it comes from. `v` lets a later form be told apart from this one. */
export interface Envelope {
  readonly v: 1
  readonly data: unknown
  readonly origin: StoredOrigin
  /** Version of `data`; 1 when absent. */
  readonly dataV?: number
}

/** No address, no name, no user agent: a job outlives the request by weeks. `actor` is `user:<id>`, `system:<name>` or `anonymous`. */
export interface StoredOrigin {
  readonly requestId: string
  readonly actor: string
  readonly traceparent?: string
}

/** The origin of a running job's transactions. What it enqueues in turn is still put down to whoever began the chain. */
interface JobOrigin extends Origin {
  readonly initiator: string
}

const ajv = new Ajv({ allErrors: true, coerceTypes: false, useDefaults: false, strict: false })
addFormats.default(ajv, ['date-time', 'date', 'uri', 'uuid', 'email'])

/** A check by `schema` that returns the faults of a value as one line, or null. Compiled at its first use: there are hundreds. */
export function compileCheck(schema: TSchema): (value: unknown) => string | null {
  let validate: ValidateFunction | undefined
  return (value) => {
    validate ??= ajv.compile(JSON.parse(JSON.stringify(schema)))
    return validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: 'data', separator: '; ' })
  }
}

/** Wraps `data` for storage with the part of `origin` that a job may keep. */
export function envelope(origin: Origin, data: unknown, dataV = 1): Envelope {
  return { v: 1, data, origin: storedOrigin(origin), ...(dataV === 1 ? {} : { dataV }) }
}

/** The part of `origin` that may be kept for weeks. */
export function storedOrigin(origin: Origin): StoredOrigin {
  const actor = 'initiator' in origin ? (origin as JobOrigin).initiator : describeActor(origin.actor)
  const trace = origin.traceparent === undefined ? {} : { traceparent: origin.traceparent }
  return { requestId: origin.requestId, actor, ...trace }
}

/** The origin of the transactions that job `name` opens: the system acts, under the request id and trace it was enqueued with. */
export function jobOrigin(name: string, stored: StoredOrigin): Origin {
  const origin: JobOrigin = {
    ...systemOrigin(name, stored.requestId),
    traceparent: continueTrace(stored.traceparent).traceparent,
    initiator: stored.actor,
  }
  return origin
}

/** What is stored was written by a later program: it waits for one. */
export class NewerPayload extends Error {
  override readonly name = 'NewerPayload'
}

/** What a job declares of its payload. */
export interface PayloadForm {
  readonly v: number
  readonly upgrade: ((data: unknown, from: number) => unknown) | null
  readonly check: (data: unknown) => string | null
}

/**
 * What is stored with a job, its data made current. Throws NewerPayload for what a later program wrote and PermanentFailure for what none
 * wrote, cannot be upgraded, or is not as declared.
 */
export function readPayload(form: PayloadForm, stored: unknown): Envelope {
  const found = readEnvelope(stored)
  if (found === null) {
    const v = (stored as { v?: unknown } | null)?.v
    if (typeof v === 'number' && v > 1)
      throw new NewerPayload(`the payload's envelope has version ${v}, this program reads 1`)
    throw new PermanentFailure('the stored payload is not of a form this version reads')
  }
  const { dataV = 1 } = found
  if (dataV > form.v) throw new NewerPayload(`the payload has version ${dataV}, this program reads ${form.v}`)
  const data = dataV < form.v ? upgraded(form, found.data, dataV) : found.data
  const fault = form.check(data)
  if (fault !== null) throw new PermanentFailure(`the stored data does not match what this version declares: ${fault}`)
  return { ...found, data, dataV: form.v }
}

function upgraded({ v, upgrade }: PayloadForm, data: unknown, from: number): unknown {
  try {
    return upgrade?.(data, from)
  } catch (error) {
    throw new PermanentFailure(`the payload of version ${from} could not be upgraded to ${v}`, { cause: error })
  }
}

/** Reads what is stored with a job; null when this program did not write it or a newer one did. */
export function readEnvelope(stored: unknown): Envelope | null {
  const value = stored as Partial<Envelope> | null
  return value?.v === 1 && typeof value.origin?.requestId === 'string' && typeof value.origin.actor === 'string'
    ? (value as Envelope)
    : null
}

function describeActor(actor: Actor): string {
  if (actor.kind === 'user') return `user:${actor.userId}`
  return actor.kind === 'system' ? `system:${actor.name}` : 'anonymous'
}
