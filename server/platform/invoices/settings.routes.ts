import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { line, namedObject, nullable, oneOf, text } from '../../kernel/http/schema.ts'
import type { InvoicesParts } from './deps.ts'
import { changeSettings, neededSettings } from './settings.ts'
import type { SettingsRow } from './tables.ts'
import { OWN, openNumber } from './tax-numbers.ts'
import { taxRoundings } from './totals.ts'

const prefix = Type.String({ pattern: '^[A-Z0-9]{1,10}$' })
const settings = {
  sellerName: line(200),
  sellerAddress: Type.Array(line(200), { minItems: 1, maxItems: 6 }),
  sellerTaxNumber: nullable(line(50)),
  sellerEmail: nullable(Type.String({ minLength: 3, maxLength: 254 })),
  paymentInstructions: text(1000),
  zone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA name: whose calendar dates and years are' }),
  invoicePrefix: prefix,
  creditNotePrefix: prefix,
  taxRounding: oneOf(taxRoundings),
  dueDays: Type.Integer({ minimum: 0, maximum: 365 }),
}
const held = namedObject('InvoiceSettings', { ...settings, version: Type.Integer({ minimum: 0, maximum: 1_000_000 }) })

export function settingsRoutes(parts: InvoicesParts): Route[] {
  const { db } = parts
  const policy = { can: 'invoices:settings' } as const
  return [
    route(
      {
        id: 'invoices.settings',
        method: 'GET',
        path: '/api/invoices/settings',
        summary: 'Who issues invoices, and how.',
        policy: { ...policy, rate: 'read' },
        schema: { response: { 200: held } },
        problems: ['invoices/settings-missing'],
      },
      async () => await toSettings(parts, await neededSettings(db)),
    ),
    route(
      {
        id: 'invoices.changeSettings',
        method: 'PUT',
        path: '/api/invoices/settings',
        summary:
          'Replaces the settings; `version` is that of those read before, 0 the first time. Issued documents stay as they are.',
        policy: { ...policy, rate: 'write' },
        schema: { body: held, response: { 200: held } },
        problems: [
          'invoices/stale',
          'invoices/bad-settings',
          'invoices/unprintable',
          'mail/bad-address',
          'identity/csrf',
        ],
      },
      async (call) => {
        const { version, ...wanted } = call.body
        return await toSettings(parts, await call.transaction((tx) => changeSettings(parts, tx, wanted, version)))
      },
    ),
  ]
}

async function toSettings(parts: InvoicesParts, row: SettingsRow) {
  const sellerTaxNumber = await openNumber(parts, parts.db, OWN, { id: row.id, sealed: row.seller_tax_number })
  return {
    ...{ sellerName: row.seller_name, sellerAddress: row.seller_address, sellerTaxNumber },
    ...{ sellerEmail: row.seller_email, paymentInstructions: row.payment_instructions, zone: row.zone },
    ...{ invoicePrefix: row.invoice_prefix, creditNotePrefix: row.credit_note_prefix },
    ...{ taxRounding: row.tax_rounding, dueDays: row.due_days, version: row.version },
  }
}
