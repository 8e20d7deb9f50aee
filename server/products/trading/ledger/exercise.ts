import type { Tx } from '../../../kernel/db/database.ts'
import { compare, type Decimal, decimal, formatDecimal, times } from '../../../kernel/decimal.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { lockAccount, type OwnAccount } from './accounts.ts'
import { insertExecutions, type NewExecution } from './executions.ts'
import { findFillRate } from './fill-rates.ts'
import { findInstruments, ownInstrument } from './instruments.ts'
import { auditExecutions, changeOf, nothingSaid } from './manual-executions.ts'
import { invalidValue, ledgerProblem } from './problems.ts'
import { rebuild } from './rebuild.ts'
import type { InstrumentRow, Side } from './tables.ts'

export interface Exercise {
  /** An exercise ends options that were bought, an assignment those that were sold. */
  readonly kind: 'exercise' | 'assignment'
  readonly instrumentId: Id<'instrument'>
  /** Contracts. */
  readonly quantity: string
  readonly executedAt: Date
  /** Of what is delivered; a schedule says nothing of it. */
  readonly fees: string | undefined
  readonly positionRef: string
  readonly fxRate: string | undefined
  /** What is delivered, where it is not the share that the option's root names. */
  readonly underlyingId: Id<'instrument'> | undefined
}

/**
 * Both legs of an exercise or assignment, linked: the option ends at 0, the underlying is bought or sold at the strike. What was paid for
 * the option stays with the option. Throws trading/account-not-found, trading/instrument-not-found, trading/nothing-held,
 * trading/value-invalid.
 */
export async function exercise(tx: Tx, own: OwnAccount, input: Exercise): Promise<Id<'execution'>[]> {
  const account = await lockAccount(tx, own.ownerId, own.id)
  const option = await ownInstrument(tx, own.ownerId, input.instrumentId)
  const { strike, option_right: right } = option
  if (strike === null || right === null) throw invalidValue('/instrumentId', 'option', 'is an option')
  const ends: Side = input.kind === 'exercise' ? -1 : 1
  await checkHeld(tx, account.id, input, ends)
  const underlying = await underlyingOf(tx, own.ownerId, option, input.underlyingId)
  const asked = { given: input.fxRate, currency: option.currency, at: input.executedAt }
  const rate = await findFillRate(tx, account, asked)
  const [optionId, sharesId] = [newId<'execution'>(), newId<'execution'>()]
  const common = {
    ...nothingSaid(account),
    ...{ account_id: account.id, position_ref: input.positionRef, executed_at: input.executedAt, ...rate },
    ...{ external_id: null, batch_id: null, fingerprint: null },
    source: 'manual',
  } as const
  const rows: NewExecution[] = [
    {
      ...common,
      ...{ id: optionId, lineage_id: optionId, linked_id: sharesId, instrument_id: option.id, kind: input.kind },
      ...{ side: ends, quantity: input.quantity, price: '0', effect: 'close' },
    },
    {
      ...common,
      ...{ id: sharesId, lineage_id: sharesId, linked_id: optionId, instrument_id: underlying.id, kind: 'fill' },
      ...{ side: sharesSide(right, ends), price: formatDecimal(decimal(strike)) },
      ...(input.fees === undefined ? {} : { fees: input.fees, fee_source: 'manual' as const }),
      quantity: formatDecimal(times(decimal(input.quantity), decimal(option.multiplier))),
    },
  ]
  await insertExecutions(tx, rows)
  await rebuild(tx, account, rows.map(changeOf))
  await auditExecutions(tx, account, input.kind === 'exercise' ? 'exercised' : 'assigned', rows)
  return [optionId, sharesId]
}

/** Who exercises a call buys, who is assigned one sells; with a put the other way round. */
function sharesSide(right: 'call' | 'put', ends: Side): Side {
  return (right === 'call') === (ends === -1) ? 1 : -1
}

/** What the system said of an expiry does not count: this takes its place. */
async function checkHeld(
  tx: Tx,
  accountId: Id<'trading-account'>,
  { instrumentId, positionRef, executedAt, quantity }: Exercise,
  ends: Side,
): Promise<void> {
  const [row] = await tx.raw<{ held: string }>(
    `SELECT coalesce(sum(side * quantity), 0) AS held FROM trading.execution
      WHERE account_id = $1 AND instrument_id = $2 AND position_ref = $3 AND executed_at <= $4
        AND superseded_at IS NULL AND source <> 'system'`,
    [accountId, instrumentId, positionRef, executedAt],
  )
  const held: Decimal = times(decimal(row?.held ?? '0'), { units: BigInt(-ends), scale: 0 })
  if (compare(held, decimal(quantity)) < 0) throw ledgerProblem('nothing-held')
}

async function underlyingOf(
  tx: Tx,
  ownerId: Id<'user'>,
  option: InstrumentRow,
  id: Id<'instrument'> | undefined,
): Promise<InstrumentRow> {
  if (id !== undefined) return await ownInstrument(tx, ownerId, id)
  if (option.root === null) throw invalidValue('/underlyingId', 'required', 'is missing: the option does not name it')
  const unsaid = { multiplier: null, root: null, expiresOn: null, strike: null, right: null, exchange: null }
  const named = { symbol: option.root, assetClass: 'stock', currency: option.currency, ...unsaid } as const
  const [found = 'needs-mapping'] = (await findInstruments(tx, ownerId, [named], option.currency)).values()
  if (found === 'needs-mapping') throw ledgerProblem('needs-multiplier')
  return found
}
