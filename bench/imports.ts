import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { median } from './load.ts'
import { FROM_MS, seededFills } from './matching.ts'
import { matchPlainly } from './plain-matching.ts'
import type { Row } from './table.ts'

const COUNTS = [10_000, 100_000, 1_000_000]
const AIMED = 100_000
const IMPORT_MS_MAX = 5000
const EDIT_MS_MAX = 100
/** What a fill of ten times as many may cost by one of the count with the aim: growth is linear. */
const FILL_BY_AIMED_MAX = 1.1
const EDITS = 9
const PLAIN_ROUNDS = 3
const SHARES = 20
/** Half of what an import takes at most. */
const ROWS_A_FILE = 250_000
const ASK_AGAIN_MS = 20
const ASK_AGAIN_MAX = 500

export interface ImportBench {
  readonly url: string
  readonly token: string
}

interface Api {
  readonly url: string
  send<Answer>(method: string, path: string, body?: object): Promise<Answer>
}

/** An account of so many fills that were imported. */
export interface ImportedAccount {
  readonly id: string
  readonly fills: number
}

/** Files of fills brought into empty accounts, each row judged, kept and matched; then a fill in the middle is corrected. Beside each, a plain script over the same lines. */
export async function importRows(bench: ImportBench): Promise<{ rows: Row[]; accounts: ImportedAccount[] }> {
  const api = createApi(bench)
  await api.send('POST', '/api/trading/start')
  const rows: Row[] = []
  const accounts: ImportedAccount[] = []
  const took = new Map<number, number>()
  for (const count of COUNTS) {
    const accountId = await newAccount(api, `Bench ${count}`)
    const lines = linesOf(count)
    let ms = 0
    for (let from = 0; from < count; from += ROWS_A_FILE)
      ms += await importLines(api, accountId, lines.slice(from, from + ROWS_A_FILE))
    took.set(count, ms)
    rows.push(rowOf(`import of ${count} fills with matching`, ms, count === AIMED ? IMPORT_MS_MAX : null, count))
    rows.push(await plainRow(api, accountId, { lines, importMs: ms }))
    accounts.push({ id: accountId, fills: count })
    const edit = await editOne(api, accountId, count)
    rows.push(
      rowOf(`a fill in the middle of ${count} corrected, matched anew`, edit, count === AIMED ? EDIT_MS_MAX : null),
    )
  }
  return { rows: [...rows, growthRow(took)], accounts }
}

/** What a fill cost beside one of the count with the aim: 1 each where the cost grows with the rows and no faster. */
function growthRow(took: ReadonlyMap<number, number>): Row {
  const perFill = [...took].map(([count, ms]) => ({ count, us: (ms / count) * 1000 }))
  const aimedUs = perFill.find(({ count }) => count === AIMED)?.us ?? Number.NaN
  const worst = Math.max(...perFill.flatMap(({ count, us }) => (count > AIMED ? [us / aimedUs] : [])))
  return {
    what: `a fill of these imports, by one of the ${AIMED}`,
    measured: perFill
      .map(({ count, us }) => `${(us / aimedUs).toFixed(2)} of ${count} (${us.toFixed(0)} us)`)
      .join(', '),
    aim: `<= ${FILL_BY_AIMED_MAX}`,
    met: worst <= FILL_BY_AIMED_MAX,
  }
}

/** Throws unless the import realised the same to the cent: else they did not do the same work. */
async function plainRow(
  api: Api,
  accountId: string,
  { lines, importMs }: { readonly lines: readonly string[]; readonly importMs: number },
): Promise<Row> {
  const took: number[] = []
  let plain = matchPlainly([])
  for (let round = 0; round < PLAIN_ROUNDS; round += 1) {
    const startedMs = performance.now()
    plain = matchPlainly(lines)
    took.push(performance.now() - startedMs)
  }
  const path = `/api/trading/trades?account=${accountId}&limit=1&totals=true`
  const { totals } = await api.send<{ totals: { byCurrency: { gross: string }[] } }>('GET', path)
  const imported = Math.round(Number(totals.byCurrency[0]?.gross) * 100)
  if (BigInt(imported) !== plain.gross)
    throw new Error(`the import realised ${imported} cents, the script ${plain.gross}`)
  const ms = median(took)
  const rate = `${Math.round((lines.length / ms) * 1000)} fills/s`
  return {
    what: `a plain script matching the same ${lines.length} lines in memory`,
    measured: `${ms.toFixed(0)} ms, ${rate} (${plain.closures} closures, the same sum; the import takes ${(importMs / ms).toFixed(0)} times as long)`,
    aim: '',
    met: null,
  }
}

function rowOf(what: string, ms: number, aimMs: number | null, count?: number): Row {
  const rate = count === undefined ? '' : `, ${Math.round((count / ms) * 1000)} fills/s`
  return {
    what,
    measured: `${ms.toFixed(0)} ms${rate}`,
    aim: aimMs === null ? '' : `< ${aimMs} ms`,
    met: aimMs === null ? null : ms < aimMs,
  }
}

function linesOf(count: number): string[] {
  return seededFills(count, SHARES).map(({ share, side, quantity, price, fees, atMs }) => {
    const at = new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')
    return `FILE${share},${side},${quantity},${price},${at},${fees}`
  })
}

function createApi({ url, token }: ImportBench): Api {
  return {
    url,
    async send<Answer>(method: string, path: string, body?: object) {
      const authorization = `Bearer ${token}`
      const sent = body === undefined ? {} : { body: JSON.stringify(body) }
      const typed = body === undefined ? {} : { 'content-type': 'application/json' }
      const ask = () => fetch(url + path, { method, headers: { authorization, ...typed }, ...sent })
      let answer = await ask()
      // While an import takes the whole machine the database may keep whoever asks waiting: who only looks asks again.
      for (let again = 0; answer.status === 503 && method === 'GET' && again < ASK_AGAIN_MAX; again += 1) {
        await sleep(ASK_AGAIN_MS)
        answer = await ask()
      }
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`)
      return (text === '' ? null : JSON.parse(text)) as Answer
    },
  }
}

async function newAccount(api: Api, name: string): Promise<string> {
  const account = {
    ...{
      name,
      broker: 'Bench',
      kind: 'live',
      currency: 'USD',
      timeZone: 'UTC',
      sessionCutoff: { time: '00:00', zone: 'UTC' },
    },
    ...{ matchingMethod: 'FIFO', positionMode: 'netting', openingBalance: '100000', openedOn: '2020-01-01' },
  }
  return (await api.send<{ id: string }>('POST', '/api/trading/accounts', account)).id
}

/** From the wish to commit until the import is done, in milliseconds. */
async function importLines(api: Api, accountId: string, lines: readonly string[]): Promise<number> {
  const fileId = await upload(api, `Symbol,Side,Quantity,Price,Date,Commission\n${lines.join('\n')}\n`)
  const { id } = await api.send<{ id: string }>('POST', '/api/trading/imports', { accountId, fileId })
  await api.send('POST', `/api/trading/imports/${id}/preview`)
  await until(api, id, ({ state }) => state === 'previewed')
  const startedMs = performance.now()
  await api.send('POST', `/api/trading/imports/${id}/commit`, {})
  const done = await until(api, id, ({ state }) => state !== 'importing')
  const tookMs = performance.now() - startedMs
  if (done.counts?.created !== lines.length) throw new Error(`the import ended as ${JSON.stringify(done)}`)
  return tookMs
}

interface Batch {
  readonly state: string
  readonly counts: { readonly created: number } | null
}

async function until(api: Api, id: string, holds: (batch: Batch) => boolean): Promise<Batch> {
  for (;;) {
    const batch = await api.send<Batch>('GET', `/api/trading/imports/${id}`)
    if (holds(batch)) return batch
    if (batch.state === 'failed') throw new Error(`the import failed: ${JSON.stringify(batch)}`)
    await sleep(ASK_AGAIN_MS)
  }
}

async function upload(api: Api, text: string): Promise<string> {
  const bytes = Buffer.from(text)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const input = {
    filename: 'fills.csv',
    contentType: 'text/csv',
    bytes: bytes.length,
    sha256,
    purpose: 'trading.import',
  }
  const sign = await api.send<{ url: string; headers: Record<string, string>; uploadId: string }>(
    'POST',
    '/api/uploads/sign',
    input,
  )
  const put = await fetch(new URL(sign.url, api.url), {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: sign.headers,
  })
  if (!put.ok) throw new Error(`the upload was answered ${put.status}`)
  return (await api.send<{ id: string }>('POST', '/api/uploads/confirm', { uploadId: sign.uploadId })).id
}

/** The fill in the middle gets another price, again and again; the median in milliseconds. */
async function editOne(api: Api, accountId: string, count: number): Promise<number> {
  const until = new Date(FROM_MS + (count / 2) * 1000).toISOString()
  const took: number[] = []
  for (let round = 0; round <= EDITS; round += 1) {
    const page = `/api/trading/executions?accountId=${accountId}&limit=1&until=${until}`
    const { items } = await api.send<{ items: { id: string }[] }>('GET', page)
    const startedMs = performance.now()
    await api.send('PATCH', `/api/trading/executions/${items[0]?.id}`, { price: String(100 + round) })
    took.push(performance.now() - startedMs)
  }
  return median(took.slice(1))
}
