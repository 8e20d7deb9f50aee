import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'
import { german } from './mails-de.ts'

const sample = { product: 'Plinth', name: 'Ada', url: 'https://plinth.example/page#token=sample' }
const link = object({ product: Type.String(), name: Type.String(), url: Type.String() })
const noticeSample = { ...sample, ip: '192.0.2.7', userAgent: 'Firefox' }
const notice = object({
  product: Type.String(),
  name: Type.String(),
  url: Type.String(),
  ip: Type.String(),
  userAgent: Type.String(),
})

export const unlockMail = mailTemplate({
  name: 'identity.unlock',
  purpose: 'essential',
  translations: { de: german.unlock },
  data: link,
  sample,
  render: ({ product, name, url }) => ({
    subject: `Sign-in to ${product} was paused`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, a wrong password was given for your account several times, so sign-in from there is paused for a while.`,
      },
      {
        kind: 'paragraph',
        text: 'If it was you, open the link in the browser you sign in with. It works once, for one hour:',
      },
      { kind: 'button', label: 'Sign in again', url },
      { kind: 'paragraph', text: 'If it was not you, there is nothing to do: nobody got in.' },
    ],
  }),
})

export const magicLinkMail = mailTemplate({
  name: 'identity.magic-link',
  purpose: 'essential',
  translations: { de: german.magicLink },
  data: link,
  sample,
  render: ({ product, name, url }) => ({
    subject: `Your link to sign in to ${product}`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, follow the link to sign in. It works once, for 15 minutes.` },
      { kind: 'button', label: 'Sign in', url },
      { kind: 'paragraph', text: 'If you did not ask for it, do nothing, and give the link to nobody.' },
    ],
  }),
})

export const emailConfirmMail = mailTemplate({
  name: 'identity.email-confirm',
  purpose: 'essential',
  translations: { de: german.emailConfirm },
  data: link,
  sample,
  render: ({ product, name, url }) => ({
    subject: `Confirm your new e-mail address for ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, please confirm that this is to be the address of your account. The link works once, for one hour.`,
      },
      { kind: 'button', label: 'Use this address', url },
      { kind: 'paragraph', text: 'If you did not ask for this, do nothing: nothing changes.' },
    ],
  }),
})

export const emailChangeAskedMail = mailTemplate({
  name: 'identity.email-change-asked',
  purpose: 'essential',
  translations: { de: german.emailChangeAsked },
  data: notice,
  sample: noticeSample,
  render: ({ product, name, url, ip, userAgent }) => ({
    subject: `Your e-mail address at ${product} is to change`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, somebody signed in to your account asked for another e-mail address. It changes when the new address is confirmed.`,
      },
      { kind: 'list', items: [`From: ${ip}`, `With: ${userAgent}`] },
      {
        kind: 'paragraph',
        text: 'If it was not you, choose a new password now: that ends the change and signs everybody out.',
      },
      { kind: 'button', label: 'Choose a new password', url },
    ],
  }),
})

export const emailChangedMail = mailTemplate({
  name: 'identity.email-changed',
  purpose: 'essential',
  repeatable: true,
  translations: { de: german.emailChanged },
  data: link,
  sample,
  render: ({ product, name, url }) => ({
    subject: `Your e-mail address at ${product} was changed`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, your account has another e-mail address now, and mail goes there from now on.`,
      },
      {
        kind: 'paragraph',
        text: 'If it was not you, take it back. Everybody is signed out then, what was added to your account since goes, and you choose a new password. The link works for 7 days.',
      },
      { kind: 'button', label: 'Take my address back', url },
    ],
  }),
})

export const emailRevertedMail = mailTemplate({
  name: 'identity.email-reverted',
  purpose: 'essential',
  repeatable: true,
  translations: { de: german.emailReverted },
  data: object({
    product: Type.String(),
    name: Type.String(),
    url: Type.String(),
    /** What was added since the change was asked for, a line each. */
    taken: Type.Array(Type.String()),
  }),
  sample: { ...sample, taken: ['authenticator app, added 2026-11-21 07:31 UTC'] },
  render: ({ product, name, url, taken }) => ({
    subject: `Your account at ${product} is yours again`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, this is the address of your account again. Everybody is signed out, and the password is void.`,
      },
      ...(taken.length === 0
        ? ([
            { kind: 'paragraph', text: 'Nothing had been added to your account since the change was asked for.' },
          ] as const)
        : ([
            {
              kind: 'paragraph',
              text: 'This was added to your account since the change was asked for, and was taken away:',
            },
            { kind: 'list', items: taken },
          ] as const)),
      {
        kind: 'paragraph',
        text: 'Choose a new password. The link works once, for one hour; afterwards ask for another.',
      },
      { kind: 'button', label: 'Choose a new password', url },
    ],
  }),
})

export const credentialMails = [
  unlockMail,
  magicLinkMail,
  emailConfirmMail,
  emailChangeAskedMail,
  emailChangedMail,
  emailRevertedMail,
]
