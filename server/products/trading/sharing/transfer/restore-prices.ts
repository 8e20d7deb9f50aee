import { now } from '../../../../kernel/clock.ts'
import { decimal, formatDecimal } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import { enterStatement, keepFileStatement } from '../../ledger/statements.ts'
import type { LedgerTables } from '../../ledger/tables.ts'
import { assertBars, writeBars } from '../../ledger/trades/bars.ts'
import { readDay, readInstant } from '../../ledger/values.ts'
import type { LineOf } from './account-file.ts'
import { AccountFileRefusal } from './read-account.ts'
import { known, knownOrNull, type Lines, located, type Restoring } from './restoring.ts'

/** What the broker said of ends of days. */
export async function restoreStatements(restoring: Restoring, lines: Lines<LineOf<'statement'>>): Promise<void> {
  const { tx, account } = restoring
  const own = { ownerId: account.owner_id, id: account.id }
  for (const { at, currency, amount, resolution, ...line } of lines) {
    const instrumentId = knownOrNull(restoring, 'instrumentId', line.instrumentId, at)
    const [until, since] = [instantIn(line.until, '/until', at), instantIn(line.since, '/since', at)]
    const isOfOne = (currency === null) !== (instrumentId === null)
    if (since === null ? !isOfOne : currency === null) throw new AccountFileRefusal('line-invalid', at, '/currency')
    if (since !== null && (until === null || since > until)) throw new AccountFileRefusal('line-invalid', at, '/since')
    const day = located(at, () => readDay(line.day, '/day'))
    const of = { day, currency, instrument_id: instrumentId }
    const said = { ...of, amount: formatDecimal(decimal(amount)) }
    if (until === null && (await isStated(restoring, of))) throw new AccountFileRefusal('twice', at, '/day')
    const id =
      until === null
        ? await enterStatement(tx, own, said)
        : await keepFileStatement(tx, account, { ...said, since_at: since, until_at: until })
    if (resolution !== null)
      await tx
        .query<LedgerTables>()
        .insertInto('trading.resolution')
        .values({ subject_id: id as never, account_id: account.id, ...resolution, resolved_at: now() })
        .execute()
  }
}

function instantIn(text: string | undefined, pointer: string, at: number): Date | null {
  return text === undefined ? null : located(at, () => readInstant(text, pointer))
}

interface StatedOf {
  readonly day: string
  readonly currency: string | null
  readonly instrument_id: Id<'instrument'> | null
}

async function isStated({ tx, account }: Restoring, { day, currency, instrument_id }: StatedOf): Promise<boolean> {
  const found = await tx.raw(
    `SELECT FROM trading.statement WHERE account_id = $1 AND day = $2
        AND currency IS NOT DISTINCT FROM $3 AND instrument_id IS NOT DISTINCT FROM $4::uuid`,
    [account.id, day, currency, instrument_id],
  )
  return found.length > 0
}

/** Prices of instruments that the file brought: those of others belong to other accounts too, whose figures a file does not change. */
export async function restoreBars(restoring: Restoring, lines: Lines<LineOf<'bars'>>): Promise<void> {
  for (const { at, seconds, bars, ...line } of lines) {
    const instrumentId = known<Id<'instrument'>>(restoring, 'instrumentId', line.instrumentId, at)
    const read = bars.map(([start, open, high, low, close], place) => ({
      at: located(at, () => readInstant(start, `/bars/${place}/0`)).toISOString(),
      ...{ open, high, low, close },
    }))
    located(at, () => assertBars(read))
    if (restoring.made.has(instrumentId)) await writeBars(restoring.tx, { instrumentId, seconds }, read)
  }
}
