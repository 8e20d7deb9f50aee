import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { parseMailbox } from '../../kernel/mail/address.ts'
import { isZone, localDate } from '../../kernel/zoned.ts'
import type { InvoicesDeps, Reader } from './deps.ts'
import { assertPrintable } from './printable.ts'
import { invoicesProblem } from './problems.ts'
import type { InvoicesTables, SettingsRow } from './tables.ts'
import { OWN, sealNumber } from './tax-numbers.ts'
import type { TaxRounding } from './totals.ts'

/** Who issues, and how, unless an invoice says otherwise. */
export interface Settings {
  readonly sellerName: string
  readonly sellerAddress: readonly string[]
  readonly sellerTaxNumber: string | null
  readonly sellerEmail: string | null
  readonly paymentInstructions: string
  readonly zone: string
  readonly invoicePrefix: string
  readonly creditNotePrefix: string
  readonly taxRounding: TaxRounding
  readonly dueDays: number
}

/** There is one row. */
const SETTINGS_ID = '00000000-0000-7000-8000-000000000001'

/** Null as long as nobody has said. */
export async function findSettings(reader: Reader): Promise<SettingsRow | null> {
  return (await reader.query<InvoicesTables>().selectFrom('invoices.settings').selectAll().executeTakeFirst()) ?? null
}

/** Throws invoices/settings-missing. */
export async function neededSettings(reader: Reader): Promise<SettingsRow> {
  const found = await findSettings(reader)
  if (found === null) throw invoicesProblem('settings-missing')
  return found
}

/** The day it is for the business; by UTC as long as nobody has said where it is. */
export async function businessDay(reader: Reader): Promise<string> {
  return localDate(now(), (await findSettings(reader))?.zone ?? 'UTC')
}

/** Replaces the settings; `version` is that of the settings read before, 0 where there were none. Throws invoices/stale, bad-settings, unprintable. */
export async function changeSettings(
  parts: Pick<InvoicesDeps, 'vault'>,
  tx: Tx,
  settings: Settings,
  version: number,
): Promise<SettingsRow> {
  assertUsable(settings)
  const values = {
    id: SETTINGS_ID,
    seller_name: settings.sellerName,
    seller_address: [...settings.sellerAddress],
    seller_tax_number: await sealNumber(parts, tx, OWN, { id: SETTINGS_ID, number: settings.sellerTaxNumber }),
    seller_email: settings.sellerEmail,
    payment_instructions: settings.paymentInstructions,
    zone: settings.zone,
    invoice_prefix: settings.invoicePrefix,
    credit_note_prefix: settings.creditNotePrefix,
    tax_rounding: settings.taxRounding,
    due_days: settings.dueDays,
    version: version + 1,
    updated_at: now(),
  }
  const query = tx.query<InvoicesTables>()
  const changed =
    version === 0
      ? await query
          .insertInto('invoices.settings')
          .values(values)
          .onConflict((conflict) => conflict.doNothing())
          .returningAll()
          .executeTakeFirst()
      : await query
          .updateTable('invoices.settings')
          .set(values)
          .where('version', '=', version)
          .returningAll()
          .executeTakeFirst()
  if (changed === undefined) throw invoicesProblem('stale')
  await tx.audit({
    action: 'invoices.settings.changed',
    subject: { kind: 'invoice-settings', id: 'settings' },
    details: { version: version + 1 },
  })
  return changed
}

function assertUsable(settings: Settings): void {
  if (!isZone(settings.zone)) throw bad('/zone', 'is not a time zone of the IANA database')
  if (settings.invoicePrefix === settings.creditNotePrefix)
    throw bad('/creditNotePrefix', 'is the prefix of invoices already')
  if (settings.sellerEmail !== null) parseMailbox(settings.sellerEmail)
  assertPrintable({
    '/sellerName': [settings.sellerName],
    '/sellerAddress': settings.sellerAddress,
    '/sellerTaxNumber': [settings.sellerTaxNumber ?? ''],
    '/paymentInstructions': [settings.paymentInstructions],
  })
}

function bad(pointer: string, detail: string) {
  return invoicesProblem('bad-settings', { errors: [{ pointer, code: 'settings', detail }] })
}
