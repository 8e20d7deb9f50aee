/** Accounts at payment providers: all variables of one that have no default go together. */
export const PAYMENT_VARIABLES = {
  STRIPE_SECRET_KEY: {
    kind: 'secret',
    group: 'Payments',
    description:
      'Secret or restricted key, `sk_...` or `rk_...`. Absent: Stripe is not offered. Test keys are refused in production, unless APP_ENV says another environment.',
  },
  STRIPE_PUBLISHABLE_KEY: {
    kind: 'text',
    group: 'Payments',
    description: 'Key of the card form in the browser, `pk_...`; of the same mode as STRIPE_SECRET_KEY.',
  },
  STRIPE_WEBHOOK_SECRET: {
    kind: 'secret',
    group: 'Payments',
    description:
      'Signing secret of the webhook endpoint, `whsec_...`; several, separated by commas, while it is changed.',
  },
  STRIPE_API_BASE: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://api.stripe.com',
    group: 'Payments',
    description: 'Where Stripe answers; http on loopback only.',
  },
  PAYPAL_CLIENT_ID: {
    kind: 'text',
    group: 'Payments',
    description: 'Client id of the PayPal app. Absent: PayPal is not offered.',
  },
  PAYPAL_CLIENT_SECRET: { kind: 'secret', group: 'Payments', description: 'Goes with PAYPAL_CLIENT_ID.' },
  PAYPAL_WEBHOOK_ID: {
    kind: 'text',
    group: 'Payments',
    description: 'Id of the webhook in the PayPal app: what PayPal signs holds it.',
  },
  PAYPAL_API_BASE: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://api-m.paypal.com',
    group: 'Payments',
    description: 'Where PayPal answers; https://api-m.sandbox.paypal.com for its sandbox; http on loopback only.',
  },
  MPESA_CONSUMER_KEY: {
    kind: 'secret',
    group: 'Payments',
    description: 'Consumer key of the Daraja app. Absent: M-Pesa is not offered.',
  },
  MPESA_CONSUMER_SECRET: { kind: 'secret', group: 'Payments', description: 'Goes with MPESA_CONSUMER_KEY.' },
  MPESA_SHORTCODE: { kind: 'text', group: 'Payments', description: 'Paybill number, 5 to 7 digits.' },
  MPESA_PASSKEY: { kind: 'secret', group: 'Payments', description: 'Passkey of the shortcode for M-Pesa Express.' },
  MPESA_CALLBACK_SECRET: {
    kind: 'secret',
    minLength: 32,
    group: 'Payments',
    description:
      'Root of the unguessable addresses that M-Pesa reports to, since it signs nothing. At least 32 characters.',
  },
  MPESA_ALLOWED_IPS: {
    kind: 'list',
    default: '',
    group: 'Payments',
    description: 'Addresses or CIDR ranges that reports of M-Pesa may come from. Absent: any.',
  },
  MPESA_API_BASE: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    default: 'https://api.safaricom.co.ke',
    group: 'Payments',
    description: 'Where Daraja answers; https://sandbox.safaricom.co.ke for its sandbox; http on loopback only.',
  },
} as const
