import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import { asId } from '../../server/kernel/id.ts'
import { lockAccount } from '../../server/products/trading/ledger/accounts.ts'
import { rebuildAccount } from '../../server/products/trading/ledger/rebuild.ts'
import { expectStatus } from './music.ts'
import type { Person } from './people.ts'
import type { TradingServer } from './trading.ts'

export const imports = '/api/trading/imports'

/** Uploads a text, for imports unless it says otherwise, by sign, PUT and confirm; the id of the file. */
export async function uploadText(
  { http }: Pick<Person, 'http'>,
  text: string | Buffer,
  filename = 'trades.csv',
  purpose = 'trading.import',
): Promise<string> {
  const bytes = Buffer.from(text)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const contentType = filename.endsWith('.json') ? 'application/json' : 'text/csv'
  const input = { filename, contentType, bytes: bytes.length, sha256, purpose }
  const { url, headers, uploadId } = expectStatus(await http.post('/api/uploads/sign', input), 201)
  expectStatus(await http.send(url, { method: 'PUT', body: new Uint8Array(bytes), headers }), 204)
  return expectStatus(await http.post('/api/uploads/confirm', { uploadId }), 200).id as string
}

interface Importing {
  readonly accountId: string
  readonly text: string | Buffer
  readonly filename?: string
  /** How it is read, when not as it is detected. */
  readonly mapping?: object
}

/** Begins an import and previews it. */
export async function previewed({ http }: Person, { accountId, text, filename, mapping }: Importing) {
  const fileId = await uploadText({ http }, text, filename)
  const { id } = expectStatus(await http.post(imports, { accountId, fileId }), 201)
  if (mapping !== undefined) expectStatus(await http.put(`${imports}/${id}/map`, mapping), 200)
  return expectStatus(await http.post(`${imports}/${id}/preview`), 200)
}

/** Brings a text into an account; the import as it is when nothing works at it any more. */
export async function imported(server: Pick<TradingServer, 'jobsIdle'>, trader: Person, importing: Importing) {
  const { id } = await previewed(trader, importing)
  expectStatus(await trader.http.post(`${imports}/${id}/commit`, {}), 202)
  await server.jobsIdle()
  return expectStatus(await trader.http.get(`${imports}/${id}`), 200)
}

/** Undoes an import, until nothing works at it any more. */
export async function undone(server: TradingServer, { http }: Person, id: string): Promise<void> {
  expectStatus(await http.post(`${imports}/${id}/undo`), 202)
  await server.jobsIdle()
  assert.equal(expectStatus(await http.get(`${imports}/${id}`), 200).state, 'undone')
}

/** Everything that is derived of an account's executions, byte for byte. */
export async function derivedOf({ query }: TradingServer, accountId: string): Promise<string> {
  const tables = ['trade', 'lot_closure', 'lot']
  const texts = await Promise.all(
    tables.map((table) =>
      query<{ text: string }>(
        `SELECT row::text AS text FROM trading.${table} AS row WHERE account_id = $1 ORDER BY 1`,
        [accountId],
      ),
    ),
  )
  return JSON.stringify(texts)
}

/** Trades without what names them: the same in any account. */
export async function tradesOf(server: TradingServer, accountId: string): Promise<unknown> {
  return await server.query(
    `SELECT symbol, side, status, quantity_open, average_entry, average_exit, net, fees, opened_at, closed_at
       FROM trading.trade JOIN trading.instrument ON instrument.id = instrument_id WHERE account_id = $1 ORDER BY opened_at, symbol`,
    [accountId],
  )
}

/** What is derived, which making all anew does not change by a byte. */
export async function derivedAnew(server: TradingServer, owner: Person, accountId: string): Promise<string> {
  const derived = await derivedOf(server, accountId)
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) =>
    rebuildAccount(tx, await lockAccount(tx, owner.id, asId<'trading-account'>(accountId))),
  )
  assert.equal(await derivedOf(server, accountId), derived)
  return derived
}

/** A profile of one's own for files with the columns Contract, Kind, Way, Lots, At, When; `fields` change what is plain. */
export function ownProfile(fields: object = {}): object {
  const fill = {
    ...{ symbol: 'Contract', assetClass: 'Kind', quantity: 'Lots', price: 'At', executedAt: 'When' },
    side: { column: 'Way', buy: ['in'], sell: ['out'] },
  }
  return {
    ...{ id: 'mine', name: 'My broker', broker: 'Somebody', version: 1, format: 'csv', zone: 'account' },
    ...{ detect: { delimiter: ';', encoding: 'auto' }, dates: ['yyyy-MM-dd HH:mm:ss'], order: 'auto' },
    ...{ number: { decimal: ',' } },
    tables: [
      {
        headers: [['Contract'], ['Kind'], ['Way'], ['Lots'], ['At'], ['When']],
        rules: [{ when: [{ column: 'Way', is: ['note'] }], skip: 'a-note' }, { records: [{ fill }] }],
      },
    ],
    ...fields,
  }
}
