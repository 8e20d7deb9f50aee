import { Type } from 'typebox'
import { nullable, object } from '../../../kernel/http/schema.ts'
import { type MailAttachment, type MailBlock, mailTemplate } from '../../../kernel/mail/template.ts'

const data = object({
  name: Type.String(),
  url: Type.String(),
  what: Type.String(),
  when: Type.String(),
  /** A calendar file; null where there is nothing to put into a calendar. */
  calendar: nullable(Type.String()),
})
const sample = {
  name: 'Ada',
  url: 'https://plinth.example/bookings/7Q4M0X2K9R#token=sample',
  what: 'Consultation',
  when: 'Monday, 9 March 2026 at 02:00 (America/New_York)',
  calendar: null,
}
/** What a client holds in hand for a booking: worth arriving twice rather than never. */
const common = { purpose: 'service', repeatable: true, data, sample } as const

const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text })
const open = (url: string, label: string): MailBlock => ({ kind: 'button', label, url })

function attached(calendar: string | null, method: 'REQUEST' | 'CANCEL'): readonly MailAttachment[] {
  if (calendar === null) return []
  const contentType = `text/calendar; charset=utf-8; method=${method}`
  return [{ filename: method === 'CANCEL' ? 'cancelled.ics' : 'appointment.ics', contentType, text: calendar }]
}

export const requestedMail = mailTemplate({
  ...common,
  name: 'agency.appointment-requested',
  render: ({ name, url, what, when }) => ({
    subject: `We have your request: ${what}`,
    blocks: [
      paragraph(
        `Hello ${name}, you asked for ${what} on ${when}. We keep the time for you and answer before it comes.`,
      ),
      open(url, 'See your request'),
    ],
  }),
})

export const confirmedMail = mailTemplate({
  ...common,
  name: 'agency.appointment-confirmed',
  render: ({ name, url, what, when, calendar }) => ({
    subject: `Confirmed: ${what}`,
    blocks: [
      paragraph(`Hello ${name}, your appointment stands: ${what} on ${when}.`),
      open(url, 'See, move or cancel it'),
    ],
    attachments: attached(calendar, 'REQUEST'),
  }),
})

export const changedMail = mailTemplate({
  ...common,
  name: 'agency.appointment-changed',
  render: ({ name, url, what, when, calendar }) => ({
    subject: `Moved: ${what}`,
    blocks: [
      paragraph(`Hello ${name}, your appointment was moved: ${what} is now on ${when}.`),
      open(url, 'See, move or cancel it'),
    ],
    attachments: attached(calendar, 'REQUEST'),
  }),
})

export const cancelledMail = mailTemplate({
  ...common,
  name: 'agency.appointment-cancelled',
  render: ({ name, url, what, when, calendar }) => ({
    subject: `Cancelled: ${what}`,
    blocks: [
      paragraph(
        `Hello ${name}, your appointment was cancelled: ${what} on ${when}. What is to be paid back is under way.`,
      ),
      open(url, 'See the booking'),
    ],
    attachments: attached(calendar, 'CANCEL'),
  }),
})

export const declinedMail = mailTemplate({
  ...common,
  name: 'agency.appointment-declined',
  render: ({ name, url, what, when }) => ({
    subject: `We cannot make it: ${what}`,
    blocks: [
      paragraph(`Hello ${name}, your request for ${what} on ${when} is closed. What you paid for it is paid back.`),
      open(url, 'Choose another time'),
    ],
  }),
})

export const reminderMail = mailTemplate({
  ...common,
  name: 'agency.appointment-reminder',
  render: ({ name, url, what, when }) => ({
    subject: `Soon: ${what}`,
    blocks: [paragraph(`Hello ${name}, a reminder: ${what} on ${when}.`), open(url, 'See, move or cancel it')],
  }),
})

export const hostMail = mailTemplate({
  ...common,
  name: 'agency.appointment-host-notice',
  data: object({ ...data.properties, news: Type.String(), cancels: Type.Boolean() }),
  sample: { ...sample, news: 'confirmed', cancels: false },
  render: ({ name, url, what, when, news, calendar, cancels }) => ({
    subject: `${what}: ${news}`,
    blocks: [paragraph(`Hello ${name}, ${what} on ${when}: ${news}.`), open(url, 'Open the calendar')],
    attachments: attached(calendar, cancels ? 'CANCEL' : 'REQUEST'),
  }),
})

export const outcomeMail = mailTemplate({
  ...common,
  name: 'agency.appointment-outcome',
  render: ({ name, url, what, when }) => ({
    subject: `How did it go? ${what}`,
    blocks: [
      paragraph(
        `Hello ${name}, ${what} on ${when} is over. Please say whether it took place, or who was missing: reports and terms follow from it.`,
      ),
      open(url, 'Open the calendar'),
    ],
  }),
})

export const calendarUnreadMail = mailTemplate({
  name: 'agency.calendar-unread',
  purpose: 'service',
  repeatable: true,
  data: object({ name: Type.String(), url: Type.String(), calendar: Type.String(), reason: Type.String() }),
  sample: {
    name: 'Ada',
    url: 'https://plinth.example/agency/hours',
    calendar: 'Private (calendar.google.com)',
    reason: 'there is no calendar at this address any more (404)',
  },
  render: ({ name, url, calendar, reason }) => ({
    subject: `Your calendar cannot be read: ${calendar}`,
    blocks: [
      paragraph(
        `Hello ${name}, for three days we could not read your calendar ${calendar}: ${reason}. What it said before still counts; what is new in it does not, so that clients may book a time that you do not have.`,
      ),
      open(url, 'See your calendars'),
    ],
  }),
})

export const bookingMails = [
  requestedMail,
  confirmedMail,
  changedMail,
  cancelledMail,
  declinedMail,
  reminderMail,
  hostMail,
  outcomeMail,
  calendarUnreadMail,
]
