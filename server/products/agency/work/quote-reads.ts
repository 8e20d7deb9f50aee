import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import type { Reader } from '../caller.ts'
import { workProblem } from './problems.ts'
import type { PageInput } from './request-reads.ts'
import type { QuoteLineRow, QuoteRow, WorkTables } from './tables.ts'

const quotes = (source: Reader) => source.query<WorkTables>().selectFrom('agency.quote').selectAll()

/** Throws agency/quote-not-found. */
export async function findQuote(source: Reader, id: Id<'quote'>): Promise<QuoteRow> {
  const row = await quotes(source).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw workProblem('quote-not-found')
  return row
}

/** The same, which nobody else changes until the transaction ends. */
export async function lockQuote(tx: Tx, id: Id<'quote'>): Promise<QuoteRow> {
  const row = await quotes(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) throw workProblem('quote-not-found')
  return row
}

/** A quote that was sent to this client; drafts and those of others do not exist. Throws agency/quote-not-found. */
export async function findSentQuote(source: Reader, id: Id<'quote'>, clientId: Id<'client'>): Promise<QuoteRow> {
  const row = await quotes(source)
    .where('id', '=', id)
    .where('client_id', '=', clientId)
    .where('state', '<>', 'draft')
    .executeTakeFirst()
  if (row === undefined) throw workProblem('quote-not-found')
  return row
}

export async function linesOf(source: Reader, quoteId: Id<'quote'>): Promise<QuoteLineRow[]> {
  return await source
    .query<WorkTables>()
    .selectFrom('agency.quote_line')
    .selectAll()
    .where('quote_id', '=', quoteId)
    .orderBy('position')
    .execute()
}

export interface QuoteFilter extends PageInput {
  readonly state?: QuoteRow['state'] | undefined
  readonly requestId?: Id<'service-request'> | undefined
  readonly clientId?: Id<'client'> | undefined
  /** Only what was sent to this client. */
  readonly sentTo?: Id<'client'>
}

/** Newest first. */
export async function listQuotes(source: Reader, filter: QuoteFilter) {
  const page = cursorPage(filter, acceptId)
  let query = quotes(source)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.requestId !== undefined) query = query.where('request_id', '=', filter.requestId)
  if (filter.clientId !== undefined) query = query.where('client_id', '=', filter.clientId)
  if (filter.sentTo !== undefined) query = query.where('client_id', '=', filter.sentTo).where('state', '<>', 'draft')
  if (page.after !== null) query = query.where('id', '<', asId<'quote'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}
