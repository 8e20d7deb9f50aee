import { Button, Stack, useComputedColorScheme } from '@mantine/core'
import type { Stripe, StripeElements } from '@stripe/stripe-js'
import { loadStripe } from '@stripe/stripe-js/pure'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { moneyInWords } from '../shell/money.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { CalledOff } from '../shell/problems.ts'
import type { CardProps } from './card-props.ts'

interface Shown {
  readonly stripe: Stripe
  readonly elements: StripeElements
}

/** Stripe's own form in Stripe's own frame (Payment Element): https://docs.stripe.com/payments/payment-element */
export function StripeCard({ clientSecret, publishableKey, amount, onTold }: CardProps): ReactElement {
  const place = useRef<HTMLDivElement>(null)
  const theme = useComputedColorScheme('light') === 'dark' ? 'night' : 'stripe'
  const [shown, setShown] = useState<Shown | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  useEffect(() => {
    let isGone = false
    let remove = (): void => undefined
    async function show(): Promise<void> {
      const stripe = await loadStripe(publishableKey)
      if (isGone || stripe === null || place.current === null) return
      const elements = stripe.elements({ clientSecret, appearance: { theme } })
      const element = elements.create('payment')
      element.mount(place.current)
      remove = () => element.destroy()
      setShown({ stripe, elements })
    }
    show().catch(setFault)
    return () => {
      isGone = true
      remove()
    }
  }, [clientSecret, publishableKey, theme])
  const pay = useMutation({
    mutationFn: async ({ stripe, elements }: Shown) => {
      const confirmParams = { return_url: `${window.location.origin}${window.location.pathname}` }
      const { error } = await stripe.confirmPayment({ elements, confirmParams, redirect: 'if_required' })
      await onTold()
      if (error !== undefined) throw new CalledOff(error.message ?? 'The card was declined')
    },
  })
  return (
    <Stack gap="lg">
      <ProblemNotice error={fault ?? pay.error} />
      <div ref={place} />
      <Button
        disabled={shown === null}
        loading={pay.isPending}
        onClick={() => shown !== null && !pay.isPending && pay.mutate(shown)}
      >
        Pay {moneyInWords(amount)}
      </Button>
    </Stack>
  )
}
