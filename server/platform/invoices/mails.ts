import { type Static, Type } from 'typebox'
import { nullable, object } from '../../kernel/http/schema.ts'
import { type MailBlock, type MailTemplate, mailTemplate } from '../../kernel/mail/template.ts'

/** What every letter about a document knows of it. Amounts are written out: `19.99 EUR`. */
export const letterData = object({
  name: Type.String(),
  seller: Type.String(),
  number: Type.String(),
  corrects: nullable(Type.String()),
  total: Type.String(),
  balance: Type.String(),
  paid: Type.String(),
  dueOn: Type.String(),
  paymentInstructions: Type.String(),
  url: Type.String(),
})

const sample = {
  name: 'Ada King',
  seller: 'Harbour Studio Ltd',
  number: 'INV-2026-00042',
  corrects: null,
  total: '1190.00 EUR',
  balance: '1190.00 EUR',
  paid: '0.00 EUR',
  dueOn: '2026-12-05',
  paymentInstructions: 'IBAN DE02 1203 0000 0000 2020 51',
  url: 'https://plinth.example/pay/0199aaaa-0000-7000-8000-000000000000#token=a.b',
}

type LetterData = Static<typeof letterData>

/** Nobody can ask for such a letter again, so one in doubt is sent again: it holds a link, and no code that ends another. */
function letter(
  name: string,
  render: (data: LetterData) => {
    readonly subject: string
    readonly texts: readonly string[]
    readonly isToPay: boolean
  },
): MailTemplate<typeof letterData> {
  return mailTemplate({
    ...{ name: `invoices.${name}`, purpose: 'service', repeatable: true, data: letterData, sample },
    render: (data) => {
      const { subject, texts, isToPay } = render(data)
      const howToPay = isToPay && data.paymentInstructions !== '' ? [data.paymentInstructions] : []
      const blocks: MailBlock[] = [`Hello ${data.name},`, ...texts, ...howToPay].map((text) => ({
        kind: 'paragraph',
        text,
      }))
      return { subject, blocks: [...blocks, { kind: 'button', label: 'Open the document', url: data.url }] }
    },
  })
}

export const invoiceMail = letter('invoice', ({ seller, number, total, dueOn }) => ({
  subject: `Invoice ${number} from ${seller}`,
  texts: [`here is invoice ${number} over ${total}. It is due on ${dueOn}.`],
  isToPay: true,
}))

export const creditNoteMail = letter('credit-note', ({ seller, number, total, corrects }) => ({
  subject: `Credit note ${number} from ${seller}`,
  texts: [`here is credit note ${number} over ${total}, which corrects invoice ${corrects ?? ''}.`],
  isToPay: false,
}))

export const invoicePaidMail = letter('paid', ({ seller, number, paid }) => ({
  subject: `Thank you: invoice ${number} from ${seller} is paid`,
  texts: [`we have received ${paid} for invoice ${number}. Nothing is left to pay.`],
  isToPay: false,
}))

/** By step: the day after it was due, a week, two weeks. */
export const overdueMails = [
  letter('overdue-1', ({ seller, number, balance, dueOn }) => ({
    subject: `Invoice ${number} from ${seller} was due on ${dueOn}`,
    texts: [
      `${balance} of invoice ${number} is still open. It may have slipped your mind; if you have just paid, thank you.`,
    ],
    isToPay: true,
  })),
  letter('overdue-2', ({ seller, number, balance, dueOn }) => ({
    subject: `Reminder: invoice ${number} from ${seller} is a week late`,
    texts: [
      `${balance} of invoice ${number} was due on ${dueOn}. Please pay it in the next days, or tell us what stands in the way.`,
    ],
    isToPay: true,
  })),
  letter('overdue-3', ({ seller, number, balance, dueOn }) => ({
    subject: `Last reminder: invoice ${number} from ${seller} is two weeks late`,
    texts: [`${balance} of invoice ${number} was due on ${dueOn}, and we have reminded you before. Please pay it now.`],
    isToPay: true,
  })),
]
