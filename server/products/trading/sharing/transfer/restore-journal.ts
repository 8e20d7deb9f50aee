import { now } from '../../../../kernel/clock.ts'
import { type Id, newId } from '../../../../kernel/id.ts'
import type { RichNode } from '../../../../platform/content/index.ts'
import { setPictures } from '../../journal/entry-files.ts'
import { wordsOf } from '../../journal/rich-body.ts'
import type { JournalTables } from '../../journal/tables.ts'
import { readDay, readInstant, readPast } from '../../ledger/values.ts'
import type { LineOf } from './account-file.ts'
import { AccountFileRefusal } from './read-account.ts'
import type { Pictures } from './restore-pictures.ts'
import { known, type Lines, located, type Restoring } from './restoring.ts'

export async function restoreSessions(restoring: Restoring, lines: Lines<LineOf<'session'>>): Promise<void> {
  const { tx, account } = restoring
  for (const { at, id, startedAt, endedAt, checklist, ...said } of lines) {
    const own = newId<'trading-session'>()
    restoring.name('sessionId', id, own, at)
    const started = located(at, () => readInstant(startedAt, '/startedAt'))
    const ended = located(at, () => readInstant(endedAt, '/endedAt'))
    if (ended <= started) throw new AccountFileRefusal('line-invalid', at, '/endedAt')
    await tx
      .query<JournalTables>()
      .insertInto('trading.session')
      .values({
        ...{ id: own, owner_id: account.owner_id, account_id: account.id, started_at: started, ended_at: ended },
        ...{ plan: said.plan, summary: said.summary, mood_before: said.moodBefore, mood_after: said.moodAfter },
        checklist: JSON.stringify(checklist) as never,
        ...{ version: 1, created_at: now(), updated_at: now() },
      })
      .execute()
  }
}

/** Entries about the account, its trades and sessions, with their pictures. Each counts in the month it was written in. Throws trading/plan-limit. */
export async function restoreEntries(restoring: Restoring, lines: Lines<LineOf<'entry'>>): Promise<void> {
  const { tx, account } = restoring
  const read = lines.map((line) => ({ line, writtenAt: writtenAt(line) }))
  const months = Map.groupBy(read, (one) => one.writtenAt.toISOString().slice(0, 7))
  for (const [{ writtenAt }, ...others] of months.values() as Iterable<[(typeof read)[number], ...typeof read]>)
    await restoring.plans.admit(tx, account.owner_id, 'journalEntries', { count: others.length + 1, writtenAt })
  for (const { line, writtenAt } of read) {
    const { at, scope, title, mood = null, moodWords = [] } = line
    const { body, fileIds } = picturesIn(restoring, line)
    const id = newId<'journal-entry'>()
    const tagIds = line.tagIds.map((tagId) => known<Id<'tag'>>(restoring, 'tagIds', tagId, at))
    await tx
      .query<JournalTables>()
      .insertInto('trading.journal_entry')
      .values({
        ...{ id, owner_id: account.owner_id, account_id: account.id, scope, title, body, mood, mood_words: moodWords },
        ...{ day: located(at, () => readDay(line.day, '/day')), ...placeOf(restoring, line) },
        plain: located(at, () => wordsOf(body, fileIds)),
        ...{ version: 1, created_at: writtenAt, updated_at: now() },
      })
      .execute()
    await tx.raw('INSERT INTO trading.journal_tag (entry_id, tag_id) SELECT $1, unnest($2::uuid[])', [
      id,
      [...new Set(tagIds)],
    ])
    await setPictures(tx, restoring.pictures.files, { entryId: id, ownerId: account.owner_id, fileIds })
  }
}

/** Files from before it was kept tell nothing: what they hold is written now. */
function writtenAt({ at, createdAt }: Lines<LineOf<'entry'>>[number]): Date {
  return createdAt === undefined ? now() : located(at, () => readPast(createdAt, '/createdAt'))
}

/** The body and the pictures of an entry under their names here. */
function picturesIn({ pictures }: Restoring, { at, body, pictureIds = [] }: Lines<LineOf<'entry'>>[number]) {
  const fileIds = pictureIds.map((id) => {
    const own = pictures.ids.get(id)
    if (own === undefined) throw new AccountFileRefusal('unknown-reference', at, '/pictureIds')
    return own
  })
  return { fileIds, body: renamed(body, pictures.ids) }
}

function renamed(node: RichNode, names: Pictures['ids']): RichNode {
  const { attrs, content } = node
  const fileId = node.type === 'image' ? names.get(String(attrs?.fileId)) : undefined
  return {
    ...node,
    ...(fileId === undefined ? {} : { attrs: { ...attrs, fileId } }),
    ...(content === undefined ? {} : { content: content.map((one) => renamed(one, names)) }),
  }
}

function placeOf(restoring: Restoring, { at, scope, tradeId, sessionId }: Lines<LineOf<'entry'>>[number]) {
  if ((scope === 'trade') !== (tradeId !== null) || (scope === 'session') !== (sessionId !== null))
    throw new AccountFileRefusal('line-invalid', at, '/scope')
  return {
    trade_id: tradeId === null ? null : known<Id<'trade'>>(restoring, 'executionId', tradeId, at),
    session_id: sessionId === null ? null : known<Id<'trading-session'>>(restoring, 'sessionId', sessionId, at),
  }
}
