import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { moneyInWords } from '../shell/money.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { CalledOff } from '../shell/problems.ts'
import { filled } from '../shell/use-form-submit.ts'
import styles from './book.module.css'
import type { CardProps } from './card-props.ts'

interface Card {
  readonly number: string
  readonly expiry: string
  readonly cvc: string
}

/** Stripe's answer to a confirmation, as far as a payer is concerned. */
interface Confirmed {
  readonly error?: { readonly message?: string }
  readonly next_action?: { readonly redirect_to_url?: { readonly url?: string } } | null
}

/** A card form that confirms at the stand-in of Stripe on this machine, as Stripe.js does at Stripe: for test cards only. */
export function StandInCard(props: CardProps & { readonly standIn: string }): ReactElement {
  const form = useForm<Card>({
    mode: 'uncontrolled',
    initialValues: { number: '', expiry: '', cvc: '' },
    validate: {
      number: (value) => (/^[\d ]{12,23}$/.test(value.trim()) ? null : 'Enter a test card number'),
      expiry: (value) => (parts(value) === null ? 'Enter it as 12/34' : null),
      cvc: filled('Enter the three digits'),
    },
  })
  const pay = useMutation({
    mutationFn: async (card: Card) => {
      const { error, next_action: action } = await confirmAt(props, card)
      const url = action?.redirect_to_url?.url
      if (url !== undefined) return window.location.assign(url)
      await props.onTold()
      if (error !== undefined) throw new CalledOff(error.message ?? 'The card was declined')
    },
  })
  return (
    <form onSubmit={form.onSubmit((card) => (pay.isPending ? undefined : pay.mutate(card)))} noValidate>
      <Stack gap="lg">
        <ProblemNotice error={pay.error} />
        <div className={styles.card}>
          <TextInput
            key={form.key('number')}
            className={styles.number ?? ''}
            label="Card number"
            inputMode="numeric"
            autoComplete="off"
            {...form.getInputProps('number')}
          />
          <TextInput
            key={form.key('expiry')}
            label="Expiry"
            placeholder="12/34"
            autoComplete="off"
            {...form.getInputProps('expiry')}
          />
          <TextInput
            key={form.key('cvc')}
            label="CVC"
            inputMode="numeric"
            autoComplete="off"
            {...form.getInputProps('cvc')}
          />
        </div>
        <Button type="submit" loading={pay.isPending}>
          Pay {moneyInWords(props.amount)}
        </Button>
      </Stack>
    </form>
  )
}

function parts(expiry: string): { month: string; year: string } | null {
  const [, month, year] = /^\s*(0?[1-9]|1[0-2])\s*\/\s*(?:20)?(\d\d)\s*$/.exec(expiry) ?? []
  return month === undefined || year === undefined ? null : { month, year: `20${year}` }
}

/** https://docs.stripe.com/api/payment_intents/confirm, with the publishable key and the client secret. */
async function confirmAt(
  { standIn, clientSecret, publishableKey }: CardProps & { readonly standIn: string },
  { number, expiry, cvc }: Card,
): Promise<Confirmed> {
  const { month = '', year = '' } = parts(expiry) ?? {}
  const [intent = ''] = clientSecret.split('_secret_')
  const body = new URLSearchParams({
    key: publishableKey,
    client_secret: clientSecret,
    return_url: `${window.location.origin}${window.location.pathname}`,
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number,
    'payment_method_data[card][exp_month]': month,
    'payment_method_data[card][exp_year]': year,
    'payment_method_data[card][cvc]': cvc,
  })
  try {
    const answer = await fetch(`${standIn}/v1/payment_intents/${intent}/confirm`, { method: 'POST', body })
    return (await answer.json()) as Confirmed
  } catch {
    // The answer was lost: what became of it is asked of the server, and shown as it is known.
    return {}
  }
}
