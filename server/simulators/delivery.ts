import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Faults } from './faults.ts'

/** A webhook on its way. */
export interface Message {
  readonly id: string
  readonly type: string
  readonly url: string
  /** Made for each try, since a signature holds the time. */
  make(): SignedBody
  /** The same as somebody would send it who is not the provider. */
  forge(): SignedBody
}

export interface SignedBody {
  /** Where it goes instead of the message's own address. */
  readonly url?: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Delivered {
  readonly id: string
  readonly type: string
  /** Of the answer; 0 without one. */
  readonly status: number
  readonly forged: boolean
}

export interface Delivery {
  send(message: Message): void
  /** Sends a message again that was sent before, or was dropped. */
  resend(id: string): void
  /** Every try that was made, oldest first. */
  readonly delivered: readonly Delivered[]
  /** Resolves when nothing is on its way or waits to be tried again; held messages are let go. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface DeliveryOptions {
  /** The first pause; each further one is twice as long. */
  readonly retryMs?: number | undefined
  readonly triesMax?: number
}

const ANSWER_MS = 10_000
const KEPT_MAX = 1000

/** Sends webhooks one after the other, tries again what was not answered by 2xx, and does with them what the faults say. */
export function createDelivery(faults: Faults, { retryMs = 100, triesMax = 6 }: DeliveryOptions = {}): Delivery {
  const sent = new Map<string, Message>()
  const delivered: Delivered[] = []
  const closing = new AbortController()
  const underway = new Set<Promise<void>>()
  let held: Message | null = null
  let line: Promise<void> = Promise.resolve()

  function run(work: () => Promise<void>): void {
    const done = work().finally(() => underway.delete(done))
    underway.add(done)
  }
  function inLine(message: Message, tries: number, forged = false): void {
    line = line.then(async () => {
      if (closing.signal.aborted) return
      const status = await post(message, forged, closing.signal)
      if (delivered.push({ id: message.id, type: message.type, status, forged }) > KEPT_MAX) delivered.shift()
      const taken = status >= 200 && status < 300
      if (!taken && !forged && tries < triesMax) run(() => later(message, tries + 1, retryMs * 2 ** (tries - 1)))
    })
    const standing = line
    run(() => standing)
  }
  async function later(message: Message, tries: number, ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: closing.signal, ref: false }).catch(ignoreAbort)
    inLine(message, tries)
  }
  function release(): void {
    if (held !== null) inLine(held, 1)
    held = null
  }
  function start(message: Message, met: readonly Fault[]): void {
    const of = (kind: Fault['kind']): Fault | undefined => met.find((fault) => fault.kind === kind)
    if (of('forge') !== undefined) inLine(message, 1, true)
    if (of('drop') !== undefined) return
    if (of('reorder') !== undefined && held === null) {
      held = message
      return
    }
    const delay = of('delay')
    if (delay === undefined) inLine(message, 1)
    else run(() => later(message, 1, delay.ms ?? 1000))
    if (of('duplicate') !== undefined) inLine(message, 1)
    release()
  }

  return {
    delivered,
    send(message) {
      sent.set(message.id, message)
      start(message, faults.ofWebhook(message.type))
    },
    resend(id) {
      const message = sent.get(id)
      if (message === undefined) throw new RangeError(`no webhook ${id} was sent`)
      inLine(message, 1)
    },
    async settled() {
      release()
      while (underway.size > 0) await Promise.all(underway)
    },
    async close() {
      closing.abort()
      while (underway.size > 0) await Promise.all(underway)
    },
  }
}

/** The status of the answer; 0 without one. */
async function post(message: Message, forged: boolean, closing: AbortSignal): Promise<number> {
  const { body, headers, url = message.url } = forged ? message.forge() : message.make()
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(ANSWER_MS)])
    const answer = await fetch(url, { method: 'POST', body, headers, signal })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    // Nobody listens, or listens too slowly: it is tried again, as the provider does.
    return 0
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error
}
