import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { type MailBlock, mailTemplate } from '../../kernel/mail/template.ts'

const notice = object({
  product: Type.String(),
  name: Type.String(),
  /** Which kind of factor. */
  what: Type.String(),
  url: Type.String(),
  ip: Type.String(),
  userAgent: Type.String(),
})
const sample = {
  product: 'Plinth',
  name: 'Ada',
  what: 'authenticator app',
  url: 'https://plinth.example/forgot-password',
  ip: '192.0.2.7',
  userAgent: 'Firefox',
}

interface From {
  readonly url: string
  readonly ip: string
  readonly userAgent: string
}

function told(text: string, { url, ip, userAgent }: From): MailBlock[] {
  return [
    { kind: 'paragraph', text },
    { kind: 'list', items: [`From: ${ip}`, `With: ${userAgent}`] },
    { kind: 'paragraph', text: 'If it was not you, choose a new password now, and look at your security page:' },
    { kind: 'button', label: 'Choose a new password', url },
  ]
}

/** Tells of a factor that was `changed`: added to the account, or removed from it. */
function changedMail(name: string, changed: string) {
  return mailTemplate({
    name,
    purpose: 'essential',
    data: notice,
    sample,
    render: ({ product, name: person, what, ...from }) => ({
      subject: `A second factor was ${changed} your account at ${product}`,
      blocks: told(`Hello ${person}, a second factor was ${changed} your account: ${what}.`, from),
    }),
  })
}

export const factorAddedMail = changedMail('factors.added', 'added to')
export const factorRemovedMail = changedMail('factors.removed', 'removed from')

export const backupCodesMail = mailTemplate({
  name: 'factors.backup-codes',
  purpose: 'essential',
  data: notice,
  sample: { ...sample, what: 'backup codes' },
  render: ({ product, name, what, ...from }) => ({
    subject: `New backup codes for your account at ${product}`,
    blocks: told(`Hello ${name}, new ${what} were made for your account; the former ones are void.`, from),
  }),
})

export const passkeyCopiedMail = mailTemplate({
  name: 'factors.passkey-copied',
  purpose: 'essential',
  data: notice,
  sample: { ...sample, what: 'passkey' },
  render: ({ product, name, what, ...from }) => ({
    subject: `A ${what} of your account at ${product} may have been copied`,
    blocks: told(
      `Hello ${name}, a ${what} of yours answered with an old counter, as happens when it was copied. It was refused. Remove it if you cannot explain this.`,
      from,
    ),
  }),
})
