import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { type MailBlock, mailTemplate } from '../../kernel/mail/template.ts'

const base = { name: Type.String(), url: Type.String() }
const about = object({ ...base, what: Type.String() })
const withText = object({ ...base, what: Type.String(), text: Type.String() })
const withList = object({ ...base, what: Type.String(), items: Type.Array(Type.String()) })
const sample = { name: 'Ada', url: 'https://plinth.example/page', what: 'Night Ferry' }
const textSample = { ...sample, text: 'Could you tell us who recorded the drums?' }

const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text })
const open = (url: string, label = 'Open it'): MailBlock => ({ kind: 'button', label, url })

export const applicationReceivedMail = mailTemplate({
  name: 'music.application-received',
  purpose: 'service',
  data: about,
  sample,
  render: ({ name, url, what }) => ({
    subject: `We have your application for ${what}`,
    blocks: [
      paragraph(`Hello ${name}, your application for ${what} has arrived. A person reads it within two days.`),
      open(url, 'See where it stands'),
    ],
  }),
})

export const informationRequestedMail = mailTemplate({
  name: 'music.information-requested',
  purpose: 'service',
  data: withText,
  sample: textSample,
  render: ({ name, url, what, text }) => ({
    subject: `A question about your application for ${what}`,
    blocks: [
      paragraph(`Hello ${name}, the reviewer of your application for ${what} asks:`),
      paragraph(text),
      open(url, 'Answer'),
    ],
  }),
})

export const applicationApprovedMail = mailTemplate({
  name: 'music.application-approved',
  purpose: 'service',
  data: about,
  sample,
  render: ({ name, url, what }) => ({
    subject: `Welcome, ${what}`,
    blocks: [
      paragraph(`Hello ${name}, your application for ${what} is approved. You can submit tracks from now on.`),
      open(url, 'Submit a track'),
    ],
  }),
})

export const applicationRejectedMail = mailTemplate({
  name: 'music.application-rejected',
  purpose: 'service',
  data: object({ ...base, what: Type.String(), text: Type.String(), again: Type.String() }),
  sample: { ...textSample, again: 'You may apply again from 1 March 2027.' },
  render: ({ name, url, what, text, again }) => ({
    subject: `Your application for ${what}`,
    blocks: [
      paragraph(`Hello ${name}, we have decided against your application for ${what}. The reason:`),
      paragraph(text),
      paragraph(again),
      open(url),
    ],
  }),
})

export const submissionReceivedMail = mailTemplate({
  name: 'music.submission-received',
  purpose: 'service',
  data: about,
  sample,
  render: ({ name, url, what }) => ({
    subject: `${what} is submitted`,
    blocks: [
      paragraph(`Hello ${name}, the files of ${what} are in order. A reviewer listens within two days.`),
      open(url, 'See where it stands'),
    ],
  }),
})

export const submissionRefusedMail = mailTemplate({
  name: 'music.submission-rejected',
  purpose: 'service',
  data: withList,
  sample: { ...sample, items: ['The cover must be square.', 'The sample rate is 22050 Hz, under the minimum.'] },
  render: ({ name, url, what, items }) => ({
    subject: `${what} needs other files`,
    blocks: [
      paragraph(`Hello ${name}, ${what} cannot be taken as it is:`),
      { kind: 'list', items },
      paragraph('Mend what is named, then send it again.'),
      open(url, 'Mend it'),
    ],
  }),
})

export const changesRequestedMail = mailTemplate({
  name: 'music.changes-requested',
  purpose: 'service',
  data: withText,
  sample: textSample,
  render: ({ name, url, what, text }) => ({
    subject: `${what}: the reviewer asks for changes`,
    blocks: [
      paragraph(`Hello ${name}, the reviewer of ${what} asks for changes:`),
      paragraph(text),
      open(url, 'Change it'),
    ],
  }),
})

export const submissionApprovedMail = mailTemplate({
  name: 'music.submission-approved',
  purpose: 'service',
  data: withText,
  sample: { ...sample, text: 'It is in the catalogue now.' },
  render: ({ name, url, what, text }) => ({
    subject: `${what} is approved`,
    blocks: [paragraph(`Hello ${name}, ${what} is approved. ${text}`), open(url)],
  }),
})

export const submissionDeclinedMail = mailTemplate({
  name: 'music.submission-declined',
  purpose: 'service',
  data: withText,
  sample: textSample,
  render: ({ name, url, what, text }) => ({
    subject: `Our decision on ${what}`,
    blocks: [
      paragraph(`Hello ${name}, we have decided against ${what}. The reviewer writes:`),
      paragraph(text),
      open(url),
    ],
  }),
})

export const musicMails = [
  applicationReceivedMail,
  informationRequestedMail,
  applicationApprovedMail,
  applicationRejectedMail,
  submissionReceivedMail,
  submissionRefusedMail,
  changesRequestedMail,
  submissionApprovedMail,
  submissionDeclinedMail,
]
