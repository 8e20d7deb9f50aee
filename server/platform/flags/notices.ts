import type { Bus } from '../../kernel/db/bus.ts'
import type { Tx } from '../../kernel/db/database.ts'

const CHANNEL = 'flags'
const FORM = /^(\S+) (\d{1,15}) (flag|segment) (\S+)$/

/** What a revision of an environment has brought. */
export interface Notice {
  readonly environment: string
  /** Null: more than one thing, or what this program cannot know. */
  readonly change: Change | null
}

export interface Change {
  readonly revision: number
  readonly kind: 'flag' | 'segment'
  readonly key: string
}

/** Evaluators of the environment read what has changed once the transaction has committed. */
export async function sendNotice(bus: Pick<Bus, 'notify'>, tx: Tx, { environment, change }: Notice): Promise<void> {
  const named = change === null ? '' : ` ${change.revision} ${change.kind} ${change.key}`
  await bus.notify(tx, CHANNEL, `${environment}${named}`)
}

export function onNotice(bus: Pick<Bus, 'listen'>, handler: (notice: Notice) => void): void {
  bus.listen(CHANNEL, (payload) => handler(noticeOf(payload)))
}

function noticeOf(payload: string): Notice {
  const [, environment, revision, kind, key] = FORM.exec(payload) ?? []
  if (environment === undefined || kind === undefined || key === undefined)
    return { environment: payload.split(' ')[0] ?? '', change: null }
  return { environment, change: { revision: Number(revision), kind: kind as Change['kind'], key } }
}
