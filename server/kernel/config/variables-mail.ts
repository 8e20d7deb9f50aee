/** What mail is sent by, and what tells what became of it. */
export const MAIL_VARIABLES = {
  EMAIL_FROM: {
    kind: 'text',
    default: 'Plinth <no-reply@localhost.localdomain>',
    group: 'Mail',
    description: 'Sender of all mail, `Name <address>`.',
  },
  SMTP_URL: {
    kind: 'secret',
    schemes: ['smtp:', 'smtps:'],
    group: 'Mail',
    description:
      'Mail server, `smtps://user:password@host:465`. Without this, RESEND_API_KEY and SENDGRID_API_KEY mail is kept in DATA_DIR/mailbox, shown at /dev/mailbox in development.',
  },
  MAIL_RETURN_PATH: {
    kind: 'text',
    group: 'Mail',
    description:
      'Where bounces of mail sent by SMTP_URL go, `bounces+{token}@example.com`; {token} becomes 52 signed characters. With MAIL_RETURN_SECRET.',
  },
  MAIL_RETURN_SECRET: {
    kind: 'secret',
    minLength: 32,
    group: 'Mail',
    description: 'Shared with whoever hands bounces to /api/mail/webhooks/dsn, in the header `x-return-secret`.',
  },
  RESEND_API_KEY: {
    kind: 'secret',
    group: 'Mail',
    description: 'Sends by Resend. One of SMTP_URL, RESEND_API_KEY and SENDGRID_API_KEY at most.',
  },
  RESEND_API_BASE: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://api.resend.com',
    group: 'Mail',
    description: 'Where Resend answers; http on loopback only.',
  },
  RESEND_WEBHOOK_SECRET: {
    kind: 'secret',
    group: 'Mail',
    description: "Signing secret of Resend's webhook, `whsec_...`: bounces and complaints are taken from it.",
  },
  SENDGRID_API_KEY: {
    kind: 'secret',
    group: 'Mail',
    description: 'Sends by SendGrid. One of SMTP_URL, RESEND_API_KEY and SENDGRID_API_KEY at most.',
  },
  SENDGRID_API_BASE: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://api.sendgrid.com',
    group: 'Mail',
    description: 'Where SendGrid answers; https://api.eu.sendgrid.com for an account in the EU; http on loopback only.',
  },
  SENDGRID_WEBHOOK_PUBLIC_KEY: {
    kind: 'text',
    group: 'Mail',
    description:
      "Verification key of SendGrid's signed event webhook, base64: bounces and complaints are taken from it.",
  },
} as const
