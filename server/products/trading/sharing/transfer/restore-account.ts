import type { Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import { fieldsOfInput } from '../../ledger/account-view.ts'
import { createAccount, lockAccount } from '../../ledger/accounts.ts'
import { columnsOfFees } from '../../ledger/fees/fee-schedule-view.ts'
import { sameFees } from '../../ledger/fees/fee-schedules.ts'
import { rebuildAccount } from '../../ledger/rebuild.ts'
import type { Plans } from '../plans/plans.ts'
import type { RestoreCounts } from '../tables.ts'
import type { LineOf, LineType } from './account-file.ts'
import { AccountFileRefusal, type Numbered } from './read-account.ts'
import { restoreGoals, restoreProfiles } from './restore-goals.ts'
import { restoreInstruments } from './restore-instruments.ts'
import { restoreEntries, restoreSessions } from './restore-journal.ts'
import { createLedgerRestore, type LedgerRestore } from './restore-ledger.ts'
import type { Pictures } from './restore-pictures.ts'
import { restoreBars, restoreStatements } from './restore-prices.ts'
import { restoreRates } from './restore-rates.ts'
import { restoreGroups, restorePlaybooks, restoreTags } from './restore-said.ts'
import { restoreTrades } from './restore-trades.ts'
import { createRestoring, type Lines, located, type Restoring } from './restoring.ts'

const LINES_AT_ONCE = 2000
/** Some hundred bars or rates stand in a line, and a part of a picture fills one. */
const FEWER_AT_ONCE: { readonly [Type in LineType]?: number } = { bars: 20, rates: 20, picture: 1 }

export interface Restored {
  readonly accountId: Id<'trading-account'>
  readonly counts: RestoreCounts
}

interface Wanted {
  readonly ownerId: Id<'user'>
  /** As in the file when null. */
  readonly name: string | null
  readonly pictures: Pictures
  readonly plans: Pick<Plans, 'admit'>
}

/**
 * Makes an account of what its file says, under the checks of everything that a person enters, and its figures from that. Throws
 * AccountFileRefusal, trading/plan-limit, trading/journal-full and trading/oversight-full; nothing is left of it then, as the transaction ends with it.
 */
export async function restoreAccount(
  tx: Tx,
  { ownerId, name, ...parts }: Wanted,
  lines: AsyncIterable<Numbered>,
): Promise<Restored> {
  const blocks = blocksOf(lines)
  const first = (await blocks.next()).value?.[0]
  if (first?.type !== 'account') throw new AccountFileRefusal('no-account-file')
  const { type: _, format: __, version: ___, exportedAt: ____, at, feeSchedule, ...head } = first
  const fees =
    feeSchedule == null
      ? null
      : await sameFees(
          tx,
          ownerId,
          located(at, () => columnsOfFees(feeSchedule)),
        )
  const asked = { ...head, name: name ?? head.name, feeScheduleId: fees?.id ?? null }
  const fields = located(at, () => fieldsOfInput(asked))
  const { id: accountId } = await createAccount(tx, ownerId, fields)
  const restoring = createRestoring(tx, await lockAccount(tx, ownerId, accountId), parts)
  const counts = await restoreBlocks(restoring, blocks)
  await rebuildAccount(tx, restoring.account)
  await tx.audit({
    action: 'trading.account.restored',
    subject: { kind: 'trading-account', id: accountId },
    details: { ...counts },
  })
  return { accountId, counts }
}

async function restoreBlocks(restoring: Restoring, blocks: AsyncGenerator<Numbered[]>): Promise<RestoreCounts> {
  const early: { [Type in LineType]?: Numbered[] } = {}
  const counts = { executions: 0, cash: 0, trades: 0, entries: 0 }
  let ledger: LedgerRestore | null = null
  for await (const block of blocks) {
    const type = block[0]?.type
    if (type === 'instrument' || type === 'corporate-action') {
      early[type] = [...(early[type] ?? []), ...block]
      continue
    }
    ledger ??= await beginLedger(restoring, early)
    if (type === 'tag') await restoreTags(restoring, as<'tag'>(block))
    else if (type === 'playbook') await restorePlaybooks(restoring, as<'playbook'>(block))
    else if (type === 'group') await restoreGroups(restoring, as<'group'>(block))
    else if (type === 'session') await restoreSessions(restoring, as<'session'>(block))
    else if (type === 'rates') await restoreRates(restoring, as<'rates'>(block))
    else if (type === 'execution') {
      await ledger.executions(as<'execution'>(block))
      counts.executions += block.length
    } else if (type === 'cash') {
      await ledger.cash(as<'cash'>(block))
      counts.cash += block.length
    } else if (type === 'statement') await restoreStatements(restoring, as<'statement'>(block))
    else if (type === 'bars') await restoreBars(restoring, as<'bars'>(block))
    else if (type === 'trade') {
      await restoreTrades(restoring, as<'trade'>(block))
      counts.trades += block.length
    } else if (type === 'entry') {
      await restoreEntries(restoring, as<'entry'>(block))
      counts.entries += block.length
    } else if (type === 'goal') await restoreGoals(restoring, as<'goal'>(block))
    else if (type === 'risk-profile') await restoreProfiles(restoring, as<'risk-profile'>(block))
  }
  ledger?.end()
  return counts
}

async function beginLedger(restoring: Restoring, early: { [Type in LineType]?: Numbered[] }): Promise<LedgerRestore> {
  const instruments = as<'instrument'>(early.instrument ?? [])
  await restoreInstruments(restoring, instruments, as<'corporate-action'>(early['corporate-action'] ?? []))
  return createLedgerRestore(restoring, new Map(instruments.map(({ id, currency }) => [id, currency])))
}

function as<Type extends LineType>(block: readonly Numbered[]): Lines<LineOf<Type>> {
  return block as unknown as Lines<LineOf<Type>>
}

/** Lines of one type, some thousand at a time. */
async function* blocksOf(lines: AsyncIterable<Numbered>): AsyncGenerator<Numbered[]> {
  let block: Numbered[] = []
  for await (const line of lines) {
    const [first] = block
    if (
      first !== undefined &&
      (first.type !== line.type || block.length >= (FEWER_AT_ONCE[line.type] ?? LINES_AT_ONCE))
    ) {
      yield block
      block = []
    }
    block.push(line)
  }
  if (block.length > 0) yield block
}
