import { now } from '../../../../kernel/clock.ts'
import { compare, decimal, formatDecimal, ONE, signOf } from '../../../../kernel/decimal.ts'
import { type Id, newId } from '../../../../kernel/id.ts'
import { createAction, type NewAction } from '../../ledger/corporate-actions.ts'
import { contractName } from '../../ledger/symbols.ts'
import type { CorporateActionRow, InstrumentRow, LedgerTables } from '../../ledger/tables.ts'
import { readDay, readInstant, readPositive } from '../../ledger/values.ts'
import type { LineOf } from './account-file.ts'
import { AccountFileRefusal } from './read-account.ts'
import { known, knownOrNull, type Lines, type Restoring } from './restoring.ts'

const CHUNK = 500

/**
 * Makes the file's instruments and what happened to their shares. One that the trader has already is taken as it is, if it says the same: a
 * file changes nobody's other accounts. Throws AccountFileRefusal `instrument-differs` if not.
 */
export async function restoreInstruments(
  restoring: Restoring,
  instruments: Lines<LineOf<'instrument'>>,
  actions: Lines<LineOf<'corporate-action'>>,
): Promise<void> {
  const held = await heldBy(restoring)
  const taken = new Set<string>()
  const made: InstrumentRow[] = []
  for (const written of instruments) {
    const line = { ...written, symbol: nameOf(written) }
    const identity = identityOf(line)
    if (taken.has(identity)) throw new AccountFileRefusal('twice', line.at, '/symbol')
    taken.add(identity)
    const before = held.byIdentity.get(identity)
    const row = before ?? instrumentRow(restoring, line, held.names)
    if (before === undefined) made.push(row)
    else if (formatDecimal(decimal(before.multiplier)) !== formatDecimal(decimal(line.multiplier)))
      throw new AccountFileRefusal('instrument-differs', line.at, '/multiplier')
    restoring.name('instrumentId', line.id, row.id, line.at)
  }
  const { tx } = restoring
  for (const { id } of made) restoring.made.add(id)
  for (let at = 0; at < made.length; at += CHUNK)
    await tx
      .query<LedgerTables>()
      .insertInto('trading.instrument')
      .values(made.slice(at, at + CHUNK))
      .execute()
  await restoreActions(restoring, { instruments, actions, made: restoring.made })
}

/** Older files name contracts with one digit of their year. */
function nameOf({ symbol, assetClass, expiresOn }: LineOf<'instrument'>): string {
  const year = expiresOn === null ? now().getUTCFullYear() : Number(expiresOn.slice(0, 4))
  return assetClass === 'future' ? contractName(symbol, year) : symbol
}

interface Acting {
  readonly instruments: Lines<LineOf<'instrument'>>
  readonly actions: Lines<LineOf<'corporate-action'>>
  readonly made: ReadonlySet<Id<'instrument'>>
}

async function restoreActions(restoring: Restoring, { instruments, actions, made }: Acting): Promise<void> {
  const { tx, account } = restoring
  const said = new Set<string>()
  for (const line of actions) {
    const action: NewAction = {
      kind: line.kind,
      instrument_id: known<Id<'instrument'>>(restoring, 'instrumentId', line.instrumentId, line.at),
      effective_at: readInstant(line.effectiveAt, '/effectiveAt'),
      numerator: readPositive(line.numerator, '/numerator'),
      denominator: readPositive(line.denominator, '/denominator'),
      to_instrument_id: knownOrNull(restoring, 'instrumentId', line.toInstrumentId, line.at),
      cost_share: line.costShare,
    }
    if ((line.kind === 'split') !== (action.to_instrument_id === null))
      throw new AccountFileRefusal('line-invalid', line.at, '/toInstrumentId')
    if ((line.kind === 'spinoff') !== isShare(line.costShare))
      throw new AccountFileRefusal('line-invalid', line.at, '/costShare')
    const ends = [action.instrument_id, action.to_instrument_id].filter((id) => id !== null)
    const news = ends.filter((id) => made.has(id))
    if (news.length > 0 && news.length < ends.length) throw new AccountFileRefusal('instrument-differs', line.at)
    if (news.length > 0) await createAction(tx, account.owner_id, action)
    else said.add(wordsOf(action))
  }
  await compareHeld(restoring, { instruments, made, said })
}

interface Comparing extends Omit<Acting, 'actions'> {
  /** What the file says of instruments that were there. */
  readonly said: ReadonlySet<string>
}

async function compareHeld(restoring: Restoring, { instruments, made, said }: Comparing): Promise<void> {
  const kept = instruments
    .map((line) => known<Id<'instrument'>>(restoring, 'instrumentId', line.id, line.at))
    .filter((id) => !made.has(id))
  const actions = (await restoring.tx.raw(
    `SELECT * FROM trading.corporate_action
      WHERE instrument_id = ANY($1::uuid[]) OR to_instrument_id = ANY($1::uuid[])`,
    [kept],
  )) as unknown as CorporateActionRow[]
  const held = new Set(actions.map(wordsOf))
  const first = instruments[0]
  if (first !== undefined && held.symmetricDifference(said).size > 0)
    throw new AccountFileRefusal('instrument-differs', first.at)
}

function wordsOf(action: NewAction): string {
  const { kind, instrument_id: id, effective_at: at, numerator, denominator, to_instrument_id: to } = action
  const share = action.cost_share === null ? null : formatDecimal(decimal(action.cost_share))
  return JSON.stringify([
    kind,
    id,
    at,
    formatDecimal(decimal(numerator)),
    formatDecimal(decimal(denominator)),
    to,
    share,
  ])
}

function isShare(text: string | null): boolean {
  return text !== null && compare(decimal(text), ONE) <= 0
}

function identityOf({
  symbol,
  assetClass,
  currency,
}: Pick<LineOf<'instrument'>, 'symbol' | 'assetClass' | 'currency'>) {
  return `${assetClass} ${currency} ${symbol}`
}

async function heldBy({ tx, account }: Restoring) {
  const rows = await tx
    .query<LedgerTables>()
    .selectFrom('trading.instrument')
    .selectAll()
    .where('owner_id', '=', account.owner_id)
    .execute()
  const named = (row: InstrumentRow, symbol: string) =>
    identityOf({ symbol, assetClass: row.asset_class, currency: row.currency })
  return {
    byIdentity: new Map(rows.map((row) => [named(row, row.symbol), row])),
    names: new Set(rows.flatMap((row) => [row.symbol, ...row.aliases].map((symbol) => named(row, symbol)))),
  }
}

/** An alias that another instrument goes by is left out. */
function instrumentRow(
  { account }: Restoring,
  line: Lines<LineOf<'instrument'>>[number],
  names: ReadonlySet<string>,
): InstrumentRow {
  const isOption = line.assetClass === 'option'
  if (isOption !== (line.strike !== null && line.right !== null))
    throw new AccountFileRefusal('line-invalid', line.at, '/strike')
  const positive = (value: string | null, field: string): string | null => {
    if (value !== null && signOf(decimal(value)) <= 0) throw new AccountFileRefusal('line-invalid', line.at, field)
    return value
  }
  const at = now()
  return {
    ...{ id: newId<'instrument'>(), owner_id: account.owner_id, symbol: line.symbol, asset_class: line.assetClass },
    ...{ currency: line.currency, multiplier: readPositive(line.multiplier, '/multiplier') },
    ...{
      multiplier_source: line.multiplierSource,
      broker_multiplier: positive(line.brokerMultiplier, '/brokerMultiplier'),
    },
    ...{ tick_size: positive(line.tickSize, '/tickSize'), root: line.root, exchange: line.exchange },
    expires_on: line.expiresOn === null ? null : readDay(line.expiresOn, '/expiresOn'),
    ...{ strike: line.strike, option_right: line.right },
    aliases: line.aliases.filter((alias) => !names.has(identityOf({ ...line, symbol: alias }))),
    ...{ version: 1, created_at: at, updated_at: at },
  }
}
