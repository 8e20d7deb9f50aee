import type { MusicServer } from './music.ts'
import type { Column } from './tenant-tables.ts'

/** Columns that name a person, whether the row is theirs or they did something with it. */
const PEOPLE = [
  ...['user_id', 'owner_id', 'applicant_id', 'account_id', 'holder_id', 'mentor_id', 'payer_id', 'actor_id'],
  ...['author_id', 'subject_id', 'assignee_id', 'reviewer_id', 'impersonator_id'],
]

/** Such columns with schema and table: units refer to people by their id alone, and what a foreign key leads elsewhere is no person. */
export function personColumns(columns: readonly Column[]): string[] {
  return columns
    .filter(({ column }) => PEOPLE.includes(column) || column.endsWith('_by'))
    .filter(({ refers }) => refers === null || refers === 'identity.user')
    .map(({ table, column }) => `${table}.${column}`)
}

/** `schema.table.column` as table and column. */
export function splitName(name: string): [table: string, column: string] {
  const at = name.lastIndexOf('.')
  return [name.slice(0, at), name.slice(at + 1)]
}

const WRITE = /\b(delete from|update)\s+(?:only\s+)?"?(\w+)"?\."?(\w+)"?/gi

interface Written {
  readonly deleted: Set<string>
  /** With the text of the statements. */
  readonly updated: Map<string, string>
}

/** The tables that statements delete from or change. */
export function writtenTables(statements: readonly string[]): Written {
  const written: Written = { deleted: new Set(), updated: new Map() }
  for (const text of statements)
    for (const [, verb = '', schema, table] of text.matchAll(WRITE)) {
      const name = `${schema}.${table}`
      if (/^delete/i.test(verb)) written.deleted.add(name)
      else written.updated.set(name, `${written.updated.get(name) ?? ''}\n${text}`)
    }
  return written
}

const CASCADES = `
  SELECT f.confrelid::regclass::text AS parent, f.conrelid::regclass::text AS child
    FROM pg_constraint f WHERE f.contype = 'f' AND f.confdeltype = 'c'`
const TRIGGERS = `
  SELECT t.tgrelid::regclass::text AS parent, p.prosrc AS text
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgtype & 8 = 8`

/** What goes with rows of those tables: by foreign keys that cascade, and by triggers. */
export async function hangingOn(query: MusicServer['query'], deleted: ReadonlySet<string>): Promise<Set<string>> {
  const cascades = await query<{ parent: string; child: string }>(CASCADES)
  const triggers = await query<{ parent: string; text: string }>(TRIGGERS)
  const edges = [
    ...cascades.map(({ parent, child }) => [parent, child]),
    ...triggers.flatMap(({ parent, text }) => [...writtenTables([text]).deleted].map((child) => [parent, child])),
  ]
  const hanging = new Set<string>()
  for (let before = -1; before < hanging.size; ) {
    before = hanging.size
    for (const [parent = '', child = ''] of edges) if (deleted.has(parent) || hanging.has(parent)) hanging.add(child)
  }
  return hanging
}

/** The account of an erased person keeps its id alone: whoever looks it up finds a name and an address that tell nothing. */
const DEED = 'somebody of the house did it: the deed stays, with an id whose account tells nothing'
const THREAD = 'the course of work for a client stays, by an id whose account tells nothing'

/** Columns that keep the id of an erased person, each with the reason. */
export const keptIds: Readonly<Record<string, string>> = {
  'agency.appointment_event.actor_id': DEED,
  'agency.campaign.created_by': DEED,
  'agency.deliverable.decided_by': THREAD,
  'agency.quote.created_by': DEED,
  'agency.request_event.actor_id': THREAD,
  'agency.request_event.subject_id': THREAD,
  'agency.request_message.author_id': THREAD,
  'agency.ticket_message.author_id': THREAD,
  'experiments.experiment.owner_id': 'who looks after it, until somebody else is named; no data of theirs',
  'files.upload.owner_id': 'cancelled at once without its name; the row goes with its bytes by the hourly sweep',
  'flags.change.approved_by': DEED,
  'flags.change.decided_by': DEED,
  'flags.change.proposed_by': DEED,
  'flags.revision.actor_id': DEED,
  'flags.segment.changed_by': DEED,
  'flags.targeting.changed_by': DEED,
  'identity.compromised_key.compromised_by': DEED,
  'invoices.customer.user_id': 'issued documents stay with whom they were issued to: tax law (GDPR, article 17(3)(b))',
  'invoices.payment.recorded_by': DEED,
  'invoices.payment_return.recorded_by': DEED,
  'music.agreement_acceptance.user_id': 'proof of the contract, without the address it was given from',
  'music.application.applicant_id': 'names the parties of the contract, without the rest of the application',
  'music.application.decided_by': DEED,
  'music.submission.submitted_by': 'who handed the recording over belongs to the contract',
  'music.submission_review.reviewer_id': DEED,
  'payments.recon_item.closed_by': DEED,
  'payments.refund.requested_by': DEED,
  'settings.revision.changed_by': DEED,
  'settings.setting.changed_by': DEED,
  'webhooks.endpoint.created_by': DEED,
}
