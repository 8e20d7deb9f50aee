import { now } from '../../../../kernel/clock.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { decimal } from '../../../../kernel/decimal.ts'
import { type Id, newId } from '../../../../kernel/id.ts'
import { createFingerprints, type Fingerprints } from '../../imports/fingerprint.ts'
import { checkAmount } from '../../ledger/cash-view.ts'
import { type ExecutionChange, saidOf } from '../../ledger/execution-view.ts'
import {
  insertCashMovements,
  insertExecutions,
  type NewCashMovement,
  type NewExecution,
} from '../../ledger/executions.ts'
import { nothingSaid } from '../../ledger/manual-executions.ts'
import { rateOf } from '../../ledger/rate-view.ts'
import type { CashAsImported, RateOrigin } from '../../ledger/tables.ts'
import { readInstant } from '../../ledger/values.ts'
import type { LineOf } from './account-file.ts'
import { AccountFileRefusal } from './read-account.ts'
import { known, knownOrNull, type Lines, located, type Restoring } from './restoring.ts'

/** Writes executions and cash of a file, some lines at a time; `rebuild` follows. */
export interface LedgerRestore {
  executions(lines: Lines<LineOf<'execution'>>): Promise<void>
  cash(lines: Lines<LineOf<'cash'>>): Promise<void>
  /** Throws AccountFileRefusal when a leg of an exercise is missing. */
  end(): void
}

/**
 * Every row is read as if a person had entered it. What a broker's file brought gets the name that the same file would give it in this
 * account, so that it is known here too.
 */
export function createLedgerRestore(restoring: Restoring, currencies: ReadonlyMap<string, string>): LedgerRestore {
  const { tx, account } = restoring
  const fingerprints = createFingerprints(account)
  const named = new Set<string>()
  const lineages = createLineages(restoring)

  function fingerprintOf(make: () => Buffer, at: number): Buffer {
    const fingerprint = make()
    const key = fingerprint.toString('latin1')
    if (named.has(key)) throw new AccountFileRefusal('twice', at, '/externalId')
    named.add(key)
    return fingerprint
  }

  function executionOf(line: Lines<LineOf<'execution'>>[number]): NewExecution {
    const { at, id: _, kind, ...given } = line
    const id = lineages.idOf(line)
    const instrumentId = known<Id<'instrument'>>(restoring, 'instrumentId', line.instrumentId, at)
    const said = saidOf({ ...given, kind: 'fill' } as ExecutionChange, nothingSaid(account))
    if (account.position_mode === 'netting' && line.positionRef !== '')
      throw new AccountFileRefusal('line-invalid', at, '/positionRef')
    const facts = { kind, side: said.side, positionRef: line.positionRef, externalId: line.externalId }
    const exact = { quantity: decimal(line.quantity), price: decimal(line.price), executedAt: said.executed_at }
    const make = () => fingerprints.fill(instrumentId, { ...facts, ...exact })
    return {
      ...{ id, account_id: account.id, instrument_id: instrumentId, lineage_id: lineages.of(line, id), ...said, kind },
      fee_source: line.feeSource ?? null,
      fx_rate: rateOf(line.fxRate, { currency: currencies.get(line.instrumentId) ?? '' }, account),
      ...rateOrigin(line),
      ...{ external_id: line.externalId, linked_id: lineages.linked(line.linkedId) },
      ...{ source: line.source, batch_id: null },
      fingerprint: isNamed(line) ? fingerprintOf(make, at) : null,
    }
  }

  function cashOf(line: Lines<LineOf<'cash'>>[number]): NewCashMovement {
    const { at, kind, amount, currency, externalId, note, symbol = null, asImported = null } = line
    checkAmount({ kind, amount })
    const happenedAt = readInstant(line.happenedAt, '/happenedAt')
    return {
      ...{ id: newId<'cash-movement'>(), account_id: account.id, kind, amount, currency, note },
      fx_rate: rateOf(line.fxRate, { currency }, account),
      ...rateOrigin(line),
      ...{ happened_at: happenedAt, external_id: externalId, batch_id: null, symbol, as_imported: asImported },
      instrument_id: knownOrNull(restoring, 'instrumentId', line.instrumentId, at),
      fingerprint: line.source === 'import' ? fingerprintOf(() => cashName(fingerprints, line), at) : null,
    }
  }

  return {
    async executions(lines) {
      const rows = lines.map((line) => located(line.at, () => executionOf(line)))
      await insertExecutions(tx, rows)
      const past = rows.filter((_, index) => lines[index]?.isSuperseded === true)
      await supersede(tx, past)
      await insertResolutions(
        restoring,
        rows.flatMap(({ id }, index) => ({ id, ...lines[index]?.resolution })),
      )
    },
    async cash(lines) {
      await insertCashMovements(
        tx,
        lines.map((line) => located(line.at, () => cashOf(line))),
      )
    },
    end: lineages.end,
  }
}

/** Of files from before it was kept nothing is known: the rate was said. */
function rateOrigin({ rateFrom }: Pick<LineOf<'execution'>, 'rateFrom'>): RateOrigin {
  return { rate_day: rateFrom?.day ?? null, rate_source: rateFrom?.source ?? null }
}

interface Resolving {
  readonly id: Id<'execution'>
  readonly difference?: string
  readonly reason?: string
}

/** Why it is left as it is that the broker reports something else of fills. */
async function insertResolutions({ tx, account }: Restoring, all: readonly Resolving[]): Promise<void> {
  const resolved = all.filter(({ reason }) => reason !== undefined)
  await tx.raw(
    `INSERT INTO trading.resolution (subject_id, account_id, difference, reason, resolved_at)
     SELECT id, $2, difference, reason, $3 FROM unnest($1::uuid[], $4::numeric[], $5::text[]) AS said (id, difference, reason)`,
    [
      ...[resolved.map(({ id }) => id), account.id, now()],
      ...[resolved.map(({ difference }) => difference), resolved.map(({ reason }) => reason)],
    ],
  )
}

/** By what its file said, also of one that was changed since. */
function cashName(fingerprints: Fingerprints, line: LineOf<'cash'>): Buffer {
  const { symbol = null, externalId } = line
  const { kind, amount, currency, happenedAt: at }: CashAsImported = line.asImported ?? line
  const happenedAt = readInstant(at, '/asImported/happenedAt')
  return fingerprints.cash({ kind, amount: decimal(amount), happenedAt, symbol, externalId }, currency)
}

async function supersede(tx: Tx, past: readonly Pick<NewExecution, 'id'>[]): Promise<void> {
  const ids = past.map(({ id }) => id)
  if (ids.length > 0)
    await tx.raw('UPDATE trading.execution SET superseded_at = $2 WHERE id = ANY($1::uuid[])', [ids, now()])
}

/** A later version is of the same fill of the broker's file, which the first one names. */
function isNamed({ source, lineageId, id }: LineOf<'execution'>): boolean {
  return source === 'import' && lineageId === id
}

/** What versions are of, and legs that are named before they come. */
function createLineages(restoring: Restoring) {
  /** By lineage, whether a version of it is in force. */
  const inForce = new Map<string, boolean>()
  /** Lineages that a line before theirs was linked to. */
  const awaited = new Map<string, Id<'execution'>>()
  return {
    idOf({ id, at }: Lines<LineOf<'execution'>>[number]): Id<'execution'> {
      const own = awaited.get(id) ?? newId<'execution'>()
      restoring.name('executionId', id, own, at)
      return own
    },
    of(line: Lines<LineOf<'execution'>>[number], id: Id<'execution'>): Id<'execution'> {
      const isFirst = line.lineageId === line.id
      const before = inForce.get(line.lineageId)
      if (isFirst !== (before === undefined) || (before === true && !line.isSuperseded))
        throw new AccountFileRefusal('lineage', line.at, '/lineageId')
      inForce.set(line.lineageId, before === true || !line.isSuperseded)
      return isFirst ? id : known<Id<'execution'>>(restoring, 'executionId', line.lineageId, line.at)
    },
    linked(lineageId: string | null): Id<'execution'> | null {
      if (lineageId === null) return null
      const named = restoring.ids.get(`executionId ${lineageId}`) as Id<'execution'> | undefined
      const own = named ?? awaited.get(lineageId) ?? newId<'execution'>()
      awaited.set(lineageId, own)
      return own
    },
    end() {
      const missing = [...awaited.keys()].find((id) => !inForce.has(id))
      if (missing !== undefined) throw new AccountFileRefusal('unknown-reference', null, '/linkedId')
    },
  }
}
