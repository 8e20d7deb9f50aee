import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import { lockAccount } from './accounts.ts'
import type { ExecutionInput } from './execution-view.ts'
import { correctExecution, enterExecutions, withdrawExecution } from './manual-executions.ts'
import { rebuildAccount } from './rebuild.ts'
import { matchingMethods } from './tables.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

/** Mulberry32: the same numbers from the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = ReturnType<typeof randomOf>

/** Few quantities and few instants, so that positions are often flat, flip, and share an instant. */
function someFill(random: Random, instrumentId: Id<'instrument'>): ExecutionInput {
  return {
    instrumentId,
    side: random(2) === 0 ? 'buy' : 'sell',
    quantity: String(1 + random(3)),
    price: (10 + random(50) / 8).toString(),
    executedAt: new Date(Date.UTC(2024, 0, 1) + random(120) * 3_600_000).toISOString(),
    sequence: random(3),
    fees: ['0', '0.35', '-0.1', '1'][random(4)] ?? '0',
  }
}

async function derived(accountId: string): Promise<string[]> {
  const texts = ['trade', 'lot_closure', 'lot'].map((table) =>
    server.query<{ row: string }>(
      `SELECT '${table} ' || to_jsonb(t)::text AS row FROM trading.${table} t WHERE account_id = $1 ORDER BY row`,
      [accountId],
    ),
  )
  return (await Promise.all(texts)).flat().map(({ row }) => row)
}

describe('what an edit makes anew is what making all anew gives', () => {
  for (const [at, method] of matchingMethods.entries())
    test(`by ${method}, after each of 30 random edits`, async () => {
      const random = randomOf(4711 + at)
      const account = await addAccount(trader, { name: `Random ${method}`, matchingMethod: method })
      const id = asId<'trading-account'>(account.id)
      const own = { ownerId: trader.id, id }
      const made = async (body: object) =>
        asId<'instrument'>(expectStatus(await trader.http.post('/api/trading/instruments', body), 201).id)
      const instruments = [
        await made({ symbol: `S${at}`, assetClass: 'stock' }),
        await made({ symbol: `S${at}240103C00010000`, assetClass: 'option' }),
      ]
      const instrument = () => instruments[random(2)] ?? asId<'instrument'>('')
      const inTransaction = <Result>(work: Parameters<typeof server.app.db.transaction<Result>>[1]) =>
        server.app.db.transaction(systemOrigin('test', 'test'), work)
      const first = Array.from({ length: 50 }, () => someFill(random, instrument()))
      let live = await inTransaction((tx) => enterExecutions(tx, own, first, (item) => `/${item}`))

      for (let edit = 0; edit < 30; edit += 1) {
        const target = live[random(live.length)] ?? asId<'execution'>('')
        const step = random(5)
        if (step === 0) {
          const some = Array.from({ length: 1 + random(2) }, () => someFill(random, instrument()))
          live.push(...(await inTransaction((tx) => enterExecutions(tx, own, some, (item) => `/${item}`))))
        } else if (step === 1) {
          await inTransaction((tx) => withdrawExecution(tx, { ownerId: trader.id, id: target }))
          live = live.filter((one) => one !== target)
        } else if (step === 2 && edit % 2 === 0) {
          const split = { ...{ kind: 'split', instrumentId: instruments[0] }, numerator: '2', denominator: '1' }
          const effectiveAt = new Date(Date.UTC(2024, 0, 1) + random(120) * 3_600_000).toISOString()
          expectStatus(await trader.http.post('/api/trading/corporate-actions', { ...split, effectiveAt }), 201)
        } else {
          const { price, quantity, executedAt } = someFill(random, instrument())
          const change = [{ price }, { quantity }, { executedAt }, { instrumentId: instrument() }][random(4)] ?? {}
          const corrected = await inTransaction((tx) =>
            correctExecution(tx, { ownerId: trader.id, id: target }, change),
          )
          live = live.map((one) => (one === target ? corrected : one))
        }
        const incremental = await derived(id)
        await inTransaction(async (tx) => rebuildAccount(tx, await lockAccount(tx, trader.id, id)))
        assert.deepEqual(incremental, await derived(id), `edit ${edit}, step ${step}`)
      }
      assert.ok((await derived(id)).length > 20)
    })
})
