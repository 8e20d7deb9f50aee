import { Alert, Button, Code, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Radio.layer.css'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { moneyInWords } from '../shell/money.ts'
import type { OwnPayment } from './queries.ts'

export type Way = Awaited<ReturnType<typeof api.payments.ways>>['items'][number]
type Money = OwnPayment['amount']

const NAMES = { stripe: 'Card', paypal: 'PayPal', mpesa: 'M-Pesa' } as const

/** How an amount can be paid here. */
export function useWays(amount: Money) {
  return useQuery({
    queryKey: ['ways-to-pay', amount.minor, amount.currency],
    queryFn: async ({ signal }) => (await api.payments.ways({ query: { ...amount }, signal })).items,
  })
}

/** Where no money moves, that is said before anything is typed. */
export function TestPayments({ ways }: { ways: readonly Way[] }): ReactElement | null {
  const playing = ways.filter(({ live }) => !live).map(({ provider }) => provider)
  if (playing.length === 0) return null
  return (
    <Alert variant="outline" title="Test payments: no money moves">
      {playing.includes('stripe') && (
        <Text size="sm">
          Card <Code>4242 4242 4242 4242</Code> pays, <Code>4000 0000 0000 0002</Code> is declined; any date ahead, any
          CVC.
        </Text>
      )}
      {playing.includes('mpesa') && (
        <Text size="sm">
          Telephone <Code>254712345678</Code> pays, <Code>254700000001</Code> has no money.
        </Text>
      )}
    </Alert>
  )
}

interface WayFormProps {
  readonly ways: readonly Way[]
  readonly amount: Money
  readonly pending: boolean
  readonly onPay: (way: Way, phone: string | null) => void
}

/** The choice of a way; M-Pesa needs the telephone that it asks. */
export function WayForm({ ways, amount, pending, onPay }: WayFormProps): ReactElement {
  const [chosen, setChosen] = useState<string>()
  const [phone, setPhone] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const way = ways.find(({ provider }) => provider === chosen) ?? ways[0]
  if (way === undefined)
    return <Text>This amount cannot be paid online at the moment. The document or our mail says how else.</Text>
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const needsPhone = way.provider === 'mpesa'
    const number = needsPhone ? kenyanNumber(phone) : null
    const isMissing = needsPhone && number === null
    setFault(isMissing ? 'Enter a Kenyan number, such as 0712 345 678' : null)
    if (!isMissing) onPay(way, number)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Radio.Group label="Pay by" value={way.provider} onChange={setChosen}>
          <Group mt="xs">
            {ways.map(({ provider }) => (
              <Radio key={provider} value={provider} label={NAMES[provider]} />
            ))}
          </Group>
        </Radio.Group>
        {way.provider === 'mpesa' && (
          <TextInput
            label="Telephone"
            type="tel"
            autoComplete="tel"
            description="M-Pesa asks you there for your PIN."
            value={phone}
            error={fault}
            onChange={(event) => setPhone(event.currentTarget.value)}
          />
        )}
        <Button type="submit" loading={pending}>
          {way.provider === 'stripe' ? 'Go on to the card' : `Pay ${moneyInWords(amount)} by ${NAMES[way.provider]}`}
        </Button>
      </Stack>
    </form>
  )
}

/** 0712 345 678, +254 712 345 678 and 254712345678 are the same telephone. */
function kenyanNumber(typed: string): string | null {
  const digits = typed.replace(/[\s()+-]/g, '').replace(/^00/, '')
  const [, number] = /^(?:254|0)?([17]\d{8})$/.exec(digits) ?? []
  return number === undefined ? null : `254${number}`
}
