import { expectStatus, type MusicServer } from './music.ts'
import type { Person } from './people.ts'
import { addAccount, feesInput } from './trading.ts'
import { ownProfile, uploadText } from './trading-imports.ts'
import { journalThings } from './trading-journal.ts'
import { addAlert, addProfile } from './trading-oversight.ts'

/** What a trader keeps. */
export async function tradingThings(server: MusicServer, person: Person): Promise<Record<string, string>> {
  const made = async (path: string, body: object) => expectStatus(await person.http.post(path, body), 201).id as string
  expectStatus(await person.http.post('/api/trading/start'), 204)
  const tradingAccount = (await addAccount(person)).id
  const instrument = await made('/api/trading/instruments', { symbol: 'AAPL', assetClass: 'stock', currency: 'USD' })
  const fill = { side: 'buy', quantity: '10', price: '100', executedAt: '2024-01-02T15:00:00Z' }
  const entered = { accountId: tradingAccount, instrumentId: instrument, ...fill }
  const execution = await made('/api/trading/executions', entered)
  const money = { kind: 'deposit', amount: '100', happenedAt: '2024-01-02T15:00:00Z' }
  const cashMovement = await made(`/api/trading/accounts/${tradingAccount}/cash-movements`, money)
  const split = { kind: 'split', effectiveAt: '2024-01-03T00:00:00Z', numerator: '2', denominator: '1' }
  const corporateAction = await made('/api/trading/corporate-actions', { instrumentId: instrument, ...split })
  const stated = { accountId: tradingAccount, day: '2024-01-02', currency: 'USD', amount: '1' }
  const statement = await made('/api/trading/reconciliation/statements', stated)
  const ledger = { tradingAccount, instrument, execution, cashMovement, corporateAction, statement }
  const tag = await made('/api/trading/tags', { name: 'Late', grouping: 'mistake' })
  // A trade is named by the execution that opened it.
  const merged = await person.http.post('/api/trading/trades/merge', { tradeIds: [execution] })
  const tradeGroup = expectStatus(merged, 200).id as string
  const tradeNote = await made('/api/trading/executions', {
    ...{ ...fill, accountId: tradingAccount, instrument: { symbol: 'MSFT', assetClass: 'stock', currency: 'USD' } },
  })
  expectStatus(await person.http.patch(`/api/trading/trades/${tradeNote}`, { version: 0, text: 'Kept' }), 200)
  expectStatus(await person.http.delete(`/api/trading/executions/${tradeNote}`), 204)
  const said = { trade: execution, tag, tradeGroup, tradeNote }
  const fileId = await uploadText(person, 'Symbol,Side,Quantity,Price,Date\nAAPL,BUY,1,10,2026-01-05 10:00:00\n')
  const importBatch = await made('/api/trading/imports', { accountId: tradingAccount, fileId })
  const importProfile = await made('/api/trading/import-profiles', { definition: ownProfile() })
  const riskProfile = (await addProfile({ person, accountId: tradingAccount }, { dailyLoss: '1000' })).id
  const alert = (await addAlert({ person, accountId: tradingAccount }, { kind: 'exposure', threshold: '1000000' })).id
  const watched = { riskProfile, alert }
  const lines = await person.http.get(`/api/trading/accounts/${tradingAccount}/export`)
  const exported = await uploadText(person, String(lines.body), 'main.account.txt', 'trading.account-file')
  const restore = await person.http.post('/api/trading/restores', { fileId: exported })
  const tradingRestore = expectStatus(restore, 202).id as string
  const wanted = { kind: 'trades', accountId: tradingAccount }
  const asked = await person.http.post('/api/trading/prepared-exports', wanted)
  const tradingExport = expectStatus(asked, 202).id as string
  const tradingShare = await made('/api/trading/shares', { kind: 'report', title: 'Year' })
  const tradingMentor = await made('/api/trading/mentors', { email: 'mentor@example.org' })
  const feeSchedule = await made('/api/trading/fee-schedules', feesInput())
  const dashboard = await made('/api/trading/dashboards', {
    ...{ name: 'Mine', filter: '', basis: 'net', mode: 'cash', widgets: ['equity'] },
  })
  return {
    dashboard,
    feeSchedule,
    tradingShare,
    tradingRestore,
    tradingExport,
    tradingMentor,
    ...ledger,
    ...said,
    ...watched,
    importBatch,
    importProfile,
    ...(await journalThings(server, person)),
  }
}
