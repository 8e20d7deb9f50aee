import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'
import { german } from './mails-de.ts'

const sample = { product: 'Plinth', name: 'Ada', url: 'https://plinth.example/page?token=sample' }
const link = object({ product: Type.String(), name: Type.String(), url: Type.String() })
const notice = object({
  product: Type.String(),
  name: Type.String(),
  url: Type.String(),
  ip: Type.String(),
  userAgent: Type.String(),
})
const noticeSample = { ...sample, ip: '192.0.2.7', userAgent: 'Firefox' }

export const verifyMail = mailTemplate({
  name: 'identity.verify',
  purpose: 'essential',
  translations: { de: german.verify },
  data: link,
  sample,
  render: ({ product, name, url }) => ({
    subject: `Confirm your e-mail address for ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, please confirm that this address is yours. The link works once, for 24 hours.`,
      },
      { kind: 'button', label: 'Confirm the address', url },
      { kind: 'paragraph', text: 'If you did not register, do nothing: the account stays closed.' },
    ],
  }),
})

export const accountExistsMail = mailTemplate({
  name: 'identity.account-exists',
  purpose: 'essential',
  translations: { de: german.accountExists },
  data: link,
  sample,
  render: ({ product, name, url }) => ({
    subject: `You have an account at ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, somebody tried to register with this address, which has an account already.`,
      },
      { kind: 'paragraph', text: 'If it was you, sign in, or choose a new password:' },
      { kind: 'button', label: 'Forgot the password', url },
      { kind: 'paragraph', text: 'If it was not you, there is nothing to do.' },
    ],
  }),
})

export const resetMail = mailTemplate({
  name: 'identity.reset',
  purpose: 'essential',
  translations: { de: german.reset },
  data: link,
  sample,
  render: ({ product, name, url }) => ({
    subject: `Choose a new password for ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, follow the link to choose a new password. It works once, for one hour.`,
      },
      { kind: 'button', label: 'Choose a new password', url },
      { kind: 'paragraph', text: 'If you did not ask for this, do nothing: your password stays as it is.' },
    ],
  }),
})

export const passwordChangedMail = mailTemplate({
  name: 'identity.password-changed',
  purpose: 'essential',
  translations: { de: german.passwordChanged },
  data: notice,
  sample: noticeSample,
  render: ({ product, name, url, ip, userAgent }) => ({
    subject: `Your password at ${product} was changed`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, your password was changed and every other session was signed out.` },
      { kind: 'list', items: [`From: ${ip}`, `With: ${userAgent}`] },
      { kind: 'paragraph', text: 'If it was not you, choose a new password now:' },
      { kind: 'button', label: 'Choose a new password', url },
    ],
  }),
})

export const newDeviceMail = mailTemplate({
  name: 'identity.new-device',
  purpose: 'essential',
  translations: { de: german.newDevice },
  data: notice,
  sample: noticeSample,
  render: ({ product, name, url, ip, userAgent }) => ({
    subject: `New sign-in at ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, somebody signed in to your account from a place or program not seen before.`,
      },
      { kind: 'list', items: [`From: ${ip}`, `With: ${userAgent}`] },
      { kind: 'paragraph', text: 'If it was not you, choose a new password: that signs everybody out.' },
      { kind: 'button', label: 'Choose a new password', url },
    ],
  }),
})

export const refreshReuseMail = mailTemplate({
  name: 'identity.refresh-reuse',
  purpose: 'essential',
  translations: { de: german.refreshReuse },
  data: notice,
  sample: noticeSample,
  render: ({ product, name, url, ip, userAgent }) => ({
    subject: `A session at ${product} was ended for safety`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, an old key of one of your sessions was used again, as happens when it was copied. We ended that session.`,
      },
      { kind: 'list', items: [`From: ${ip}`, `With: ${userAgent}`] },
      { kind: 'paragraph', text: 'Sign in again. If this happens often, choose a new password:' },
      { kind: 'button', label: 'Choose a new password', url },
    ],
  }),
})

export const mfaLockedMail = mailTemplate({
  name: 'identity.mfa-locked',
  purpose: 'essential',
  translations: { de: german.mfaLocked },
  data: notice,
  sample: noticeSample,
  render: ({ product, name, url, ip, userAgent }) => ({
    subject: `Wrong codes at a sign-in to ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, somebody who knows your password entered wrong codes ten times. No code is taken for 15 minutes.`,
      },
      { kind: 'list', items: [`From: ${ip}`, `With: ${userAgent}`] },
      { kind: 'paragraph', text: 'If it was not you, choose a new password now:' },
      { kind: 'button', label: 'Choose a new password', url },
    ],
  }),
})
