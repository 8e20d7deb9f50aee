import { sql } from 'kysely'
import { now } from '../../../../kernel/clock.ts'
import { type Id, newId } from '../../../../kernel/id.ts'
import { assertRules, type Rule } from '../../journal/rules.ts'
import type { JournalTables } from '../../journal/tables.ts'
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

/** With all their versions, each held from when it was: a trade is judged by the rules of its day. */
export async function restorePlaybooks(restoring: Restoring, lines: Lines<LineOf<'playbook'>>): Promise<void> {
  const { tx, account } = restoring
  for (const { id, name, status, versions, at } of lines) {
    const own = newId<'playbook'>()
    restoring.name('playbookId', id, own, at)
    const stamps = { version: 1, created_at: now(), updated_at: now() }
    await tx
      .query<JournalTables>()
      .insertInto('trading.playbook')
      .values({ id: own, owner_id: account.owner_id, name, status, ...stamps })
      .execute()
    const rows = versions.map(({ description, rules, heldFrom }, index) => ({
      ...{ playbook_id: own, number: index + 1, description },
      held_from: located(at, () => readInstant(heldFrom, '/versions')),
      rules: located(at, () => ownRules(restoring, rules, at)),
    }))
    if (new Set(rows.map((row) => row.held_from.getTime())).size < rows.length)
      throw new AccountFileRefusal('twice', at, '/versions')
    for (const { rules, ...row } of rows)
      await tx
        .query<JournalTables>()
        .insertInto('trading.playbook_version')
        .values({ ...row, rules: sql`${JSON.stringify(rules)}::jsonb` })
        .execute()
    await tx.audit({ action: 'trading.playbook.created', subject: { kind: 'playbook', id: own }, details: { status } })
  }
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
