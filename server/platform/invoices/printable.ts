import { isPrintable } from '../../kernel/pdf/fonts.ts'
import { invoicesProblem } from './problems.ts'

/**
 * Throws invoices/unprintable for text that would come out as empty boxes or in the wrong order: an invoice has to say what it says. By
 * JSON pointer of where it was given.
 */
export function assertPrintable(texts: Readonly<Record<string, readonly string[]>>): void {
  const errors = Object.entries(texts).flatMap(([pointer, lines]) =>
    lines.every(isPrintable)
      ? []
      : [{ pointer, code: 'unprintable', detail: 'holds a character that documents cannot be set in' }],
  )
  if (errors.length > 0) throw invoicesProblem('unprintable', { errors })
}
