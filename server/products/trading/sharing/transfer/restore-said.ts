import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { now } from '../../../../kernel/clock.ts'
import { type Id, newId } from '../../../../kernel/id.ts'
import { assertRoom } from '../../journal/playbooks.ts'
import { assertRules, type Rule } from '../../journal/rules.ts'
import type { JournalTables, PlaybookRow } from '../../journal/tables.ts'
import type { TagRow } from '../../ledger/tables.ts'
import type { TradesTables } from '../../ledger/trades/tables.ts'
import { addTag } from '../../ledger/trades/tags.ts'
import { readInstant } from '../../ledger/values.ts'
import type { LineOf } from './account-file.ts'
import { AccountFileRefusal } from './read-account.ts'
import { known, type Lines, located, type Restoring } from './restoring.ts'

/** Tags of one name are one tag: those that the trader has already are used. */
export async function restoreTags(restoring: Restoring, lines: Lines<LineOf<'tag'>>): Promise<void> {
  const { tx, account } = restoring
  const key = ({ grouping, name }: Pick<TagRow, 'grouping' | 'name'>): string => `${grouping} ${name.toLowerCase()}`
  const rows = await tx
    .query<JournalTables>()
    .selectFrom('trading.tag')
    .selectAll()
    .where('owner_id', '=', account.owner_id)
    .execute()
  const held = new Map(rows.map((row) => [key(row), row.id]))
  for (const { id, name, grouping, at } of lines) {
    const own = held.get(key({ name, grouping })) ?? (await addTag(tx, account.owner_id, { name, grouping })).id
    held.set(key({ name, grouping }), own)
    restoring.name('tagIds', id, own, at)
  }
}

/**
 * With all their versions, each held from when it was: a trade is judged by the rules of its day. One that the trader has already with the
 * same name and versions is used. Throws trading/plan-limit and trading/journal-full.
 */
export async function restorePlaybooks(restoring: Restoring, lines: Lines<LineOf<'playbook'>>): Promise<void> {
  const { tx, account, plans } = restoring
  const held = await heldPlaybooks(
    restoring,
    lines.map(({ name }) => name),
  )
  for (const line of lines) {
    const { id, name, status, at } = line
    const versions = versionsOf(restoring, line)
    const same = held.findIndex((one) => one.name === name && isDeepStrictEqual(one.versions, versions))
    const [taken] = same < 0 ? [] : held.splice(same, 1)
    const own = taken?.id ?? newId<'playbook'>()
    restoring.name('playbookId', id, own, at)
    if (taken !== undefined) continue
    if (status === 'active') await plans.admit(tx, account.owner_id, 'activePlaybooks')
    await assertRoom(tx, account.owner_id)
    await insertPlaybook(restoring, { id: own, name, status }, versions)
  }
}

interface Version {
  readonly description: string
  readonly heldFromMs: number
  readonly rules: readonly Rule[]
}

function versionsOf(restoring: Restoring, { versions, at }: Lines<LineOf<'playbook'>>[number]): Version[] {
  const read = versions.map(({ description, rules, heldFrom }) => ({
    description,
    heldFromMs: located(at, () => readInstant(heldFrom, '/versions')).getTime(),
    rules: located(at, () => ownRules(restoring, rules, at)),
  }))
  if (new Set(read.map((one) => one.heldFromMs)).size < read.length)
    throw new AccountFileRefusal('twice', at, '/versions')
  return read
}

async function heldPlaybooks({ tx, account }: Restoring, names: readonly string[]) {
  const rows = await tx.raw<{ id: Id<'playbook'>; name: string; versions: Version[] }>(
    `SELECT id, name, (SELECT json_agg(json_build_object('description', description, 'rules', rules,
              'heldFromMs', (extract(epoch FROM held_from) * 1000)::bigint) ORDER BY number)
              FROM trading.playbook_version WHERE playbook_id = playbook.id) AS versions
       FROM trading.playbook WHERE owner_id = $1 AND name = ANY($2::text[]) ORDER BY id`,
    [account.owner_id, names],
  )
  return [...rows]
}

async function insertPlaybook(
  { tx, account }: Restoring,
  playbook: Pick<PlaybookRow, 'id' | 'name' | 'status'>,
  versions: readonly Version[],
): Promise<void> {
  const { id, status } = playbook
  const stamps = { version: 1, created_at: now(), updated_at: now() }
  await tx
    .query<JournalTables>()
    .insertInto('trading.playbook')
    .values({ ...playbook, owner_id: account.owner_id, ...stamps })
    .execute()
  for (const [index, { description, heldFromMs, rules }] of versions.entries())
    await tx
      .query<JournalTables>()
      .insertInto('trading.playbook_version')
      .values({
        ...{ playbook_id: id, number: index + 1, description, held_from: new Date(heldFromMs) },
        rules: sql`${JSON.stringify(rules)}::jsonb`,
      })
      .execute()
  await tx.audit({ action: 'trading.playbook.created', subject: { kind: 'playbook', id }, details: { status } })
}

function ownRules(restoring: Restoring, rules: readonly Rule[], at: number): Rule[] {
  assertRules(rules)
  return rules.map((rule) =>
    rule.kind === 'tag-required' ? { ...rule, tagId: known<Id<'tag'>>(restoring, 'tagIds', rule.tagId, at) } : rule,
  )
}

export async function restoreGroups(restoring: Restoring, lines: Lines<LineOf<'group'>>): Promise<void> {
  for (const { id, name, at } of lines) {
    const own = newId<'trade-group'>()
    restoring.name('groupId', id, own, at)
    await restoring.tx
      .query<TradesTables>()
      .insertInto('trading.trade_group')
      .values({ id: own, owner_id: restoring.account.owner_id, name, created_at: now() })
      .execute()
  }
}
