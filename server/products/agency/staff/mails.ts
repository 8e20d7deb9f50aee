import { type Static, Type } from 'typebox'
import { nullable, object } from '../../../kernel/http/schema.ts'
import { type MailBlock, mailTemplate } from '../../../kernel/mail/template.ts'

const about = { name: Type.String(), url: Type.String(), reference: Type.String(), subject: Type.String() }
const sample = {
  name: 'Njeri',
  url: 'https://plinth.example/portal/tickets/TIC-2026-00009',
  reference: 'TIC-2026-00009',
  subject: 'The form does not send',
}
const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text })
const open = (url: string, label: string): MailBlock => ({ kind: 'button', label, url })

export const ticketReceivedMail = mailTemplate({
  name: 'agency.ticket-received',
  purpose: 'service',
  // Nobody without an account could ask for another.
  repeatable: true,
  data: object({ ...about, by: Type.String() }),
  sample: { ...sample, by: '2026-11-22 09:00 UTC' },
  render: ({ name, url, reference, subject, by }) => ({
    subject: `We have your ticket ${reference}`,
    blocks: [
      paragraph(`Hello ${name}, "${subject}" has arrived. You hear from us by ${by}.`),
      open(url, 'See where it stands'),
      paragraph('The link is for you alone: whoever has it can read and answer.'),
    ],
  }),
})

export const ticketAnsweredMail = mailTemplate({
  name: 'agency.ticket-answered',
  purpose: 'service',
  repeatable: true,
  data: object({ ...about, body: Type.String() }),
  sample: { ...sample, body: 'Which browser do you use?' },
  render: ({ name, url, reference, subject, body }) => ({
    subject: `An answer to ${reference}`,
    blocks: [paragraph(`Hello ${name}, about "${subject}":`), paragraph(body), open(url, 'Answer')],
  }),
})

export const ticketForStaffMail = mailTemplate({
  name: 'agency.ticket-for-staff',
  purpose: 'service',
  data: object({ ...about, what: Type.String() }),
  sample: { ...sample, what: 'was assigned to you' },
  render: ({ name, url, reference, subject, what }) => ({
    subject: `${reference}: ${what}`,
    blocks: [paragraph(`Hello ${name}, the ticket "${subject}" ${what}.`), open(url, 'Open it')],
  }),
})

export const enquiryRepliedMail = mailTemplate({
  name: 'agency.enquiry-replied',
  purpose: 'service',
  repeatable: true,
  data: object({ name: Type.String(), subject: Type.String(), body: Type.String(), asked: Type.String() }),
  sample: { name: 'Njeri', subject: 'A film of our farm', body: 'We would love to.', asked: 'Do you make films?' },
  render: ({ name, subject, body, asked }) => ({
    subject: `Your enquiry: ${subject}`,
    blocks: [paragraph(`Hello ${name},`), paragraph(body), paragraph('You wrote:'), paragraph(asked)],
  }),
})

export const confirmSubscriptionMail = mailTemplate({
  name: 'agency.confirm-subscription',
  purpose: 'service',
  data: object({ url: Type.String() }),
  sample: { url: 'https://plinth.example/newsletter/confirm#token=sample' },
  render: ({ url }) => ({
    subject: 'Please confirm that you want our newsletter',
    blocks: [
      paragraph('Somebody, we hope you, asked for our newsletter at this address. Without your yes nothing is sent.'),
      open(url, 'Yes, I want it'),
      paragraph('The link works for two days. If it was not you, do nothing.'),
    ],
  }),
})

const letter = object({
  subject: Type.String(),
  paragraphs: Type.Array(Type.String()),
  button: nullable(object({ label: Type.String(), url: Type.String() })),
})
const letterSample = {
  subject: 'What we made this spring',
  paragraphs: ['Three lodges, one film, and a new booking engine.'],
  button: { label: 'See it', url: 'https://plinth.example/work' },
}

function letterBlocks({ paragraphs, button }: Static<typeof letter>): MailBlock[] {
  return [...paragraphs.map(paragraph), ...(button === null ? [] : [open(button.url, button.label)])]
}

/** What one subscribes to and unsubscribes from. */
export const NEWSLETTER = 'agency.newsletter'

export const campaignMail = mailTemplate({
  name: 'agency.campaign',
  purpose: { news: NEWSLETTER, title: 'Our newsletter', askedAt: '/newsletter' },
  // Each recipient once: one that may have arrived is not sent again.
  repeatable: false,
  data: letter,
  sample: letterSample,
  render: (data) => ({ subject: data.subject, blocks: letterBlocks(data) }),
})

export const campaignTestMail = mailTemplate({
  name: 'agency.campaign-test',
  purpose: 'service',
  data: letter,
  sample: letterSample,
  render: (data) => ({ subject: `Test: ${data.subject}`, blocks: letterBlocks(data) }),
})

export const staffMails = [
  ticketReceivedMail,
  ticketAnsweredMail,
  ticketForStaffMail,
  enquiryRepliedMail,
  confirmSubscriptionMail,
  campaignMail,
  campaignTestMail,
]
