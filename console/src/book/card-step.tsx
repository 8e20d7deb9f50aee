import { Button, Group, Stack, Text } from '@mantine/core'
import { lazy, type ReactElement, Suspense } from 'react'
import { LoadingRows } from '../shell/paged-list.tsx'
import type { CardProps } from './card-props.ts'
import type { OwnPayment } from './queries.ts'
import { StandInCard } from './stand-in-card.tsx'

type Next = NonNullable<OwnPayment['next']>

const StripeCard = lazy(async () => ({ default: (await import('./stripe-card.tsx')).StripeCard }))

interface CardStepProps extends Pick<CardProps, 'amount' | 'onTold'> {
  readonly next: Next
  readonly onOther: () => void
}

/** What the payer has to do now. What is typed about a card goes to the provider, never to this server. */
export function CardStep({ next, amount, onTold, onOther }: CardStepProps): ReactElement {
  return (
    <Stack gap="lg">
      {next.kind === 'card-form' && <CardForm next={next} amount={amount} onTold={onTold} />}
      {next.kind === 'redirect' && (
        <>
          <Text>PayPal waits for your word. Nothing is taken before you agree there.</Text>
          <Button component="a" href={next.url}>
            Go on at PayPal
          </Button>
        </>
      )}
      <Group>
        <Button variant="subtle" onClick={onOther}>
          Choose another way
        </Button>
      </Group>
    </Stack>
  )
}

function CardForm({
  next: { clientSecret, publishableKey, standIn },
  ...rest
}: Pick<CardProps, 'amount' | 'onTold'> & { readonly next: Extract<Next, { kind: 'card-form' }> }): ReactElement {
  const card = { clientSecret, publishableKey: publishableKey ?? '', ...rest }
  if (standIn !== null) return <StandInCard {...card} standIn={standIn} />
  return (
    <Suspense fallback={<LoadingRows count={2} />}>
      <StripeCard {...card} />
    </Suspense>
  )
}
