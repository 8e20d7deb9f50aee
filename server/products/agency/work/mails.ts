import { Type } from 'typebox'
import { object } from '../../../kernel/http/schema.ts'
import { type MailBlock, mailTemplate } from '../../../kernel/mail/template.ts'
import { formatMinor, type Money } from '../../../kernel/money.ts'

const about = { name: Type.String(), url: Type.String(), reference: Type.String(), title: Type.String() }
const sample = {
  name: 'Wanjiru',
  url: 'https://plinth.example/portal/requests/REQ-2026-00042',
  reference: 'REQ-2026-00042',
  title: 'A booking site for a safari lodge',
}
const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text })
const open = (url: string, label: string): MailBlock => ({ kind: 'button', label, url })

export const requestReceivedMail = mailTemplate({
  name: 'agency.request-received',
  purpose: 'service',
  // Nobody without an account could ask for another.
  repeatable: true,
  data: object(about),
  sample,
  render: ({ name, url, reference, title }) => ({
    subject: `We have your request ${reference}`,
    blocks: [
      paragraph(`Hello ${name}, your request "${title}" has arrived. A person reads it within one working day.`),
      open(url, 'See where it stands'),
      paragraph(
        'The link is for you alone: whoever has it can read and answer. If you did not ask for anything, ignore this.',
      ),
    ],
  }),
})

export const guestLinkMail = mailTemplate({
  name: 'agency.guest-link',
  purpose: 'service',
  data: object({ name: Type.String(), url: Type.String(), reference: Type.String() }),
  sample: { ...sample, url: 'https://plinth.example/guest/request#token=sample' },
  render: ({ name, url, reference }) => ({
    subject: `Your new link to ${reference}`,
    blocks: [
      paragraph(`Hello ${name}, somebody, we hope you, asked for a new link to ${reference}.`),
      open(url, 'See where it stands'),
      paragraph('The link is for you alone: whoever has it can read and answer.'),
    ],
  }),
})

export const requestUpdatedMail = mailTemplate({
  name: 'agency.request-updated',
  purpose: 'service',
  repeatable: true,
  data: object({ ...about, what: Type.String() }),
  sample: { ...sample, what: 'We have a question about it.' },
  render: ({ name, url, reference, title, what }) => ({
    subject: `News about ${reference}`,
    blocks: [
      paragraph(`Hello ${name}, about your request "${title}":`),
      paragraph(what),
      open(url, 'Open the request'),
    ],
  }),
})

export const requestAssignedMail = mailTemplate({
  name: 'agency.request-assigned',
  purpose: 'service',
  data: object(about),
  sample,
  render: ({ name, url, reference, title }) => ({
    subject: `${reference} is yours`,
    blocks: [paragraph(`Hello ${name}, the request "${title}" was assigned to you.`), open(url, 'Open it')],
  }),
})

export const requestAnsweredMail = mailTemplate({
  name: 'agency.request-answered',
  purpose: 'service',
  data: object(about),
  sample,
  render: ({ name, url, reference, title }) => ({
    subject: `The client wrote about ${reference}`,
    blocks: [paragraph(`Hello ${name}, there is a new message of the client in "${title}".`), open(url, 'Read it')],
  }),
})

export function moneyText(amount: Money): string {
  return `${formatMinor(amount)} ${amount.currency}`
}

const quoteSample = {
  ...sample,
  url: 'https://plinth.example/portal/quotes/1',
  reference: 'QUO-2026-00007',
  until: '2026-12-01',
}

export const quoteSentMail = mailTemplate({
  name: 'agency.quote-sent',
  purpose: 'service',
  repeatable: true,
  data: object({ ...about, total: Type.String(), until: Type.String() }),
  sample: { ...quoteSample, total: '348000.00 KES' },
  render: ({ name, url, reference, title, total, until }) => ({
    subject: `Quote ${reference}`,
    blocks: [
      paragraph(`Hello ${name}, here is our quote for "${title}": ${total}, valid until ${until}.`),
      open(url, 'Read, accept or decline'),
    ],
  }),
})

export const quoteExpiringMail = mailTemplate({
  name: 'agency.quote-expiring',
  purpose: 'service',
  repeatable: true,
  data: object({ ...about, until: Type.String() }),
  sample: quoteSample,
  render: ({ name, url, reference, title, until }) => ({
    subject: `Quote ${reference} is valid until ${until}`,
    blocks: [
      paragraph(`Hello ${name}, our quote for "${title}" is valid until ${until}.`),
      open(url, 'Read, accept or decline'),
    ],
  }),
})

export const quoteAnsweredMail = mailTemplate({
  name: 'agency.quote-answered',
  purpose: 'service',
  data: object({ ...about, answer: Type.String() }),
  sample: { ...quoteSample, answer: 'accepted' },
  render: ({ name, url, reference, title, answer }) => ({
    subject: `${reference} was ${answer}`,
    blocks: [paragraph(`Hello ${name}, the quote for "${title}" was ${answer}.`), open(url, 'Open it')],
  }),
})

const projectSample = { ...sample, url: 'https://plinth.example/portal/projects/1', reference: 'PRJ-2026-00003' }

export const deliverableSharedMail = mailTemplate({
  name: 'agency.deliverable-shared',
  purpose: 'service',
  data: object({ ...about, what: Type.String() }),
  sample: { ...projectSample, what: 'Home page, first design' },
  render: ({ name, url, reference, title, what }) => ({
    subject: `${reference}: ${what} is ready for you`,
    blocks: [
      paragraph(`Hello ${name}, in "${title}" there is something to look at: ${what}.`),
      open(url, 'See it, accept it or ask for a revision'),
    ],
  }),
})

export const deliverableDecidedMail = mailTemplate({
  name: 'agency.deliverable-decided',
  purpose: 'service',
  data: object({ ...about, what: Type.String(), decision: Type.String() }),
  sample: { ...projectSample, what: 'Home page, first design', decision: 'accepted' },
  render: ({ name, url, reference, title, what, decision }) => ({
    subject: `${reference}: ${what}: ${decision}`,
    blocks: [paragraph(`Hello ${name}, in "${title}" the client has ${decision}: ${what}.`), open(url, 'Open it')],
  }),
})

export const testimonialMail = mailTemplate({
  name: 'agency.testimonial-asked',
  purpose: 'service',
  repeatable: true,
  data: object(about),
  sample: projectSample,
  render: ({ name, url, title }) => ({
    subject: `How was it? ${title}`,
    blocks: [
      paragraph(`Hello ${name}, "${title}" is done. Thank you for working with us.`),
      paragraph(
        'Would you tell others how it was? A few sentences are enough. Somebody here reads them before anybody else does.',
      ),
      open(url, 'Say how it was'),
    ],
  }),
})

export const workMails = [
  testimonialMail,
  deliverableSharedMail,
  deliverableDecidedMail,
  requestReceivedMail,
  guestLinkMail,
  requestUpdatedMail,
  requestAssignedMail,
  requestAnsweredMail,
  quoteSentMail,
  quoteExpiringMail,
  quoteAnsweredMail,
]
