import { now } from '../../../kernel/clock.ts'
import type { Db } from '../../../kernel/db/database.ts'
import type { Logger } from '../../../kernel/telemetry/log.ts'

/** How often each variant of each flag was served, by day: in memory, written in batches. */
export interface Usage {
  /** `variant` null: the caller's default. */
  count(environment: string, flag: string, variant: string | null): void
  /** Writes what was counted; what cannot be written is kept for the next time. */
  flush(): Promise<void>
  stop(): Promise<void>
}

const FLUSH_MS = 10_000
/** Flags that are gone meanwhile, and with them their history of use, are left out. */
const ADD = `
  INSERT INTO flags.usage AS known (flag_key, environment, variant, day, count, last_at)
  SELECT flag, environment, variant, ($5::timestamptz AT TIME ZONE 'UTC')::date, count, $5
    FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS served (flag, environment, variant, count)
   WHERE EXISTS (SELECT FROM flags.flag WHERE key = served.flag)
     AND EXISTS (SELECT FROM flags.environment WHERE key = served.environment)
   ORDER BY flag, environment, variant
  ON CONFLICT (flag_key, environment, variant, day) DO UPDATE
    SET count = known.count + excluded.count, last_at = greatest(known.last_at, excluded.last_at)`

type Counts = Map<string, Map<string, Map<string, number>>>

/** Counts belong to the day on which they are written, at most ten seconds later. */
export function createUsage(db: Db, log: Logger): Usage {
  let counts: Counts = new Map()
  let timer: NodeJS.Timeout | null = null
  let flushing: Promise<void> = Promise.resolve()

  function add(environment: string, flag: string, variant: string, by: number): void {
    const flags = ofKey(counts, environment, () => new Map<string, Map<string, number>>())
    const variants = ofKey(flags, flag, () => new Map<string, number>())
    variants.set(variant, (variants.get(variant) ?? 0) + by)
  }

  async function write(): Promise<void> {
    const rows = rowsOf(counts)
    if (rows.length === 0) return
    counts = new Map()
    const column = <Key extends keyof Row>(key: Key): Row[Key][] => rows.map((row) => row[key])
    try {
      await db.raw(ADD, [column('flag'), column('environment'), column('variant'), column('count'), now()])
    } catch (error) {
      for (const { environment, flag, variant, count } of rows) add(environment, flag, variant, count)
      log.warn({ err: error }, 'how often flags were served could not be written; it is tried again')
    }
  }

  const flush = (): Promise<void> => (flushing = flushing.then(write))
  return {
    count(environment, flag, variant) {
      timer ??= setInterval(flush, FLUSH_MS).unref()
      add(environment, flag, variant ?? '', 1)
    },
    flush,
    async stop() {
      if (timer !== null) clearInterval(timer)
      await flush()
    },
  }
}

interface Row {
  readonly environment: string
  readonly flag: string
  readonly variant: string
  readonly count: number
}

function rowsOf(counts: Counts): Row[] {
  return [...counts].flatMap(([environment, flags]) =>
    [...flags].flatMap(([flag, variants]) =>
      [...variants].map(([variant, count]) => ({ environment, flag, variant, count })),
    ),
  )
}

function ofKey<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
