import { newId } from '../id.ts'
import { EVERYTHING } from './generations.ts'

/**
 * What Redis may still hold old values of, as far as this process knows: every invalidation is a doubt until Redis has confirmed it.
 * Values in doubt are not read from Redis.
 */
export interface Doubts {
  raise(noticeId: string, topics: readonly string[]): void
  /** Waits for the answers under way about any of the topics, no longer than Redis has to answer. */
  answered(topics: readonly string[]): Promise<void>
  has(topics: readonly string[]): boolean
  size(): number
  close(): void
}

interface Doubt {
  readonly noticeId: string
  readonly topics: readonly string[]
  /** The answer under way, or the last one. */
  confirmed: Promise<boolean>
}

const RETRY_MS = 250
const DOUBTS_MAX = 1000

/** Asks again each 250 ms while Redis is away; more than 1,000 doubts become one about everything. */
export function createDoubts(drop: (noticeId: string, topics: readonly string[]) => Promise<boolean>): Doubts {
  const open = new Set<Doubt>()
  const byTopic = new Map<string, Set<Doubt>>()
  let retrying: NodeJS.Timeout | null = null

  function settle(doubt: Doubt): void {
    open.delete(doubt)
    for (const topic of doubt.topics) {
      const others = byTopic.get(topic)
      others?.delete(doubt)
      if (others?.size === 0) byTopic.delete(topic)
    }
  }

  async function ask(doubt: Doubt): Promise<boolean> {
    const confirmed = await drop(doubt.noticeId, doubt.topics)
    if (confirmed) settle(doubt)
    else retryLater()
    return confirmed
  }

  function retryLater(): void {
    retrying ??= setTimeout(retry, RETRY_MS).unref()
  }

  async function retry(): Promise<void> {
    for (const doubt of [...open]) {
      doubt.confirmed = ask(doubt)
      if (!(await doubt.confirmed)) break
    }
    retrying = null
    if (open.size > 0) retryLater()
  }

  /** A doubt about everything takes the place of those before it: what Redis drops for it is dropped after them. */
  function raise(noticeId: string, topics: readonly string[]): void {
    if (open.size >= DOUBTS_MAX && !topics.includes(EVERYTHING)) {
      raise(newId(), [EVERYTHING])
      return
    }
    if (topics.includes(EVERYTHING)) for (const former of [...open]) settle(former)
    const doubt: Doubt = { noticeId, topics, confirmed: Promise.resolve(false) }
    open.add(doubt)
    for (const topic of topics) byTopic.set(topic, (byTopic.get(topic) ?? new Set()).add(doubt))
    doubt.confirmed = ask(doubt)
  }

  return {
    raise,
    async answered(topics) {
      const about = topics.flatMap((topic) => [...(byTopic.get(topic) ?? [])])
      if (about.length > 0) await Promise.all(about.map((doubt) => doubt.confirmed))
    },
    has: (topics) => topics.some((topic) => byTopic.has(topic)),
    size: () => open.size,
    close() {
      if (retrying !== null) clearTimeout(retrying)
      retrying = null
      open.clear()
      byTopic.clear()
    },
  }
}
