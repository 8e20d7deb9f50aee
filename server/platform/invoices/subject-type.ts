/** The kind of thing that payments know invoices as. */
export const SUBJECT_TYPE = 'invoices.invoice'
