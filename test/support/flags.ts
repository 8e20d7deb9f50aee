import type { Flag } from '@plinth/sdk/flags'
import type { App } from '../../server/app.ts'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import { newId } from '../../server/kernel/id.ts'

/** A boolean flag that serves `on` to everybody. */
export function booleanFlag(key: string, more: Partial<Flag> = {}): Flag {
  return {
    ...{ key, type: 'boolean', enabled: true, offVariant: 'off', prerequisites: [], rules: [], isPublic: true },
    variants: [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ],
    fallthrough: { variant: 'on' },
    ...more,
  }
}

const FLAG = `
  INSERT INTO flags.flag (id, key, title, description, type, variants, is_public, is_permanent, created_at, version)
  VALUES ($1, $2, $2, '', $3, $4, $5, false, now(), 1)
  ON CONFLICT (key) DO UPDATE SET variants = excluded.variants, is_public = excluded.is_public RETURNING id`
const TARGETING = `
  INSERT INTO flags.targeting
    (flag_id, environment, enabled, off_variant, prerequisites, rules, fallthrough, version, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 1, now())
  ON CONFLICT (flag_id, environment) DO UPDATE SET enabled = excluded.enabled, off_variant = excluded.off_variant,
    prerequisites = excluded.prerequisites, rules = excluded.rules, fallthrough = excluded.fallthrough`
const REVISION = 'UPDATE flags.environment SET revision = revision + 1 WHERE key = $1 RETURNING revision'

/**
 * Writes flags as they stand, whole, in one environment and one revision, which is answered. `lost`: without the notice, as on a bus
 * that loses it.
 */
export async function putFlags(
  { db }: Pick<App, 'db'>,
  flags: readonly Flag[],
  { environment = 'test', lost = false }: { readonly environment?: string; readonly lost?: boolean } = {},
): Promise<number> {
  return await db.transaction(systemOrigin('test', 'test'), async (tx) => {
    for (const flag of flags) {
      const { key, type, variants, isPublic, enabled, offVariant, prerequisites, rules, fallthrough } = flag
      const [row] = await tx.raw(FLAG, [newId(), key, type, JSON.stringify(variants), isPublic])
      const json = [prerequisites, rules, fallthrough].map((value) => (value === null ? null : JSON.stringify(value)))
      await tx.raw(TARGETING, [row?.id, environment, enabled, offVariant, ...json])
    }
    const [bumped] = await tx.raw<{ revision: bigint }>(REVISION, [environment])
    const revision = Number(bumped?.revision)
    const [only] = flags.length === 1 ? flags : []
    const named = only === undefined ? '' : ` ${revision} flag ${only.key}`
    if (!lost) await tx.raw('SELECT pg_notify($1, $2)', ['plinth', `flags\n${environment}${named}`])
    return revision
  })
}

interface StreamMessage {
  readonly id: string
  readonly data: Record<string, unknown>
}

/** Messages of a stream of events as they come. */
export async function readEvents(
  url: URL | string,
  headers: Record<string, string> = {},
  onMessage: (message: StreamMessage) => void = () => undefined,
) {
  const leaving = new AbortController()
  const answer = await fetch(url, { headers, signal: leaving.signal })
  const messages: StreamMessage[] = []
  const waiting: (() => void)[] = []
  const reading = (async () => {
    let text = ''
    for await (const piece of answer.body ?? []) {
      const blocks = (text + Buffer.from(piece).toString()).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const [, id = '', data = 'null'] = /^(?:id: (.*)\n)?data: (.*)$/.exec(block) ?? []
        if (data === 'null') continue
        const message = { id, data: JSON.parse(data) }
        messages.push(message)
        onMessage(message)
      }
      for (const wake of waiting.splice(0)) wake()
    }
  })().catch(() => {
    // It ended when the test left.
  })
  return {
    status: answer.status,
    messages,
    /** Waits until so many have come. */
    async received(count: number): Promise<typeof messages> {
      while (messages.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
      return messages
    },
    async leave(): Promise<void> {
      leaving.abort()
      await reading
    },
  }
}
