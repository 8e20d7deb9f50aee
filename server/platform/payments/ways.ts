import type { Money } from '../../kernel/money.ts'
import { Problem } from '../../kernel/problem.ts'
import type { PaymentsDeps } from './parts.ts'
import type { PaymentProvider } from './provider.ts'

/** The providers that can take an amount, in the order in which they are offered. */
export function waysToPay({ providers }: Pick<PaymentsDeps, 'providers'>, amount: Money): PaymentProvider[] {
  return providers.filter((provider) => {
    try {
      provider.checkAmount(amount)
      return true
    } catch (error) {
      if (error instanceof Problem && error.code === 'payments/amount-not-payable') return false
      throw error
    }
  })
}
