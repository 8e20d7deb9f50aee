import type { PaymentSettings } from '../../../kernel/config/payments.ts'
import type { PaymentProvider } from '../provider.ts'
import { createMpesaProvider } from './mpesa.ts'
import { createPaypalProvider } from './paypal.ts'
import { createStripeProvider } from './stripe.ts'

/**
 * A provider for each account that is configured. `publicUrl` is where M-Pesa reports to, below `/api/payments/webhooks/daraja/`: addresses
 * with its own name in them are refused there.
 */
export function createProviders(config: PaymentSettings & { readonly publicUrl: URL }): PaymentProvider[] {
  const { stripe, paypal, mpesa, publicUrl } = config
  const callbackBase = new URL('/api/payments/webhooks/daraja/', publicUrl)
  return [
    ...(stripe === null ? [] : [createStripeProvider(stripe)]),
    ...(paypal === null ? [] : [createPaypalProvider(paypal)]),
    ...(mpesa === null ? [] : [createMpesaProvider({ ...mpesa, callbackBase })]),
  ]
}
