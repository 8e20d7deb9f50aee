import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { filled, useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import type { Instrument } from '../../types.ts'
import styles from '../imports/imports.module.css'
import { instrumentsKey } from './queries.ts'
import { classChoices } from './words.ts'

const fresh = { symbol: '', assetClass: 'stock' as Instrument['assetClass'], currency: '', multiplier: '' }
const numberOrNothing = (typed: string) =>
  typed.trim() === '' || typedDecimal(typed) !== undefined ? null : 'Write a number'

/** An instrument before anything of it was traded: for fills by hand, or as what another one is called from some day on. */
export function NewInstrumentPage(): ReactElement {
  return (
    <Page
      title="New instrument"
      eyebrow={<TextLink to="/trading/instruments">Instruments</TextLink>}
      lead="Imports make instruments by themselves. One of this name that is there already is opened."
      width="reading"
    >
      <InstrumentForm />
    </Page>
  )
}

function InstrumentForm(): ReactElement {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const form = useForm({
    mode: 'controlled',
    initialValues: fresh,
    validate: { symbol: filled('Write its symbol'), multiplier: numberOrNothing },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ symbol, assetClass, currency, multiplier }) => {
      const worth = typedDecimal(multiplier)
      return api.trading.createInstrument({
        body: {
          ...{ symbol: symbol.trim().toUpperCase(), assetClass },
          ...(currency.trim() === '' ? {} : { currency: currency.trim().toUpperCase() }),
          ...(worth === undefined ? {} : { multiplier: worth }),
        },
        idempotencyKey,
      })
    },
    done: async ({ id }) => {
      await client.invalidateQueries({ queryKey: instrumentsKey })
      await navigate({ to: '/trading/instruments/$id', params: { id } })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="New instrument">
      <Panel>
        <Stack gap="md">
          <ProblemNotice error={problem} />
          <div className={styles.pairs}>
            <TextInput
              label="Symbol"
              description="AAPL, ESH26, EURUSD; options by their 21 characters"
              maxLength={64}
              {...form.getInputProps('symbol')}
            />
            <NativeSelect label="Kind" data={classChoices} {...form.getInputProps('assetClass')} />
            <TextInput
              label="Currency of its price"
              description="USD when left empty"
              maxLength={10}
              {...form.getInputProps('currency')}
            />
            <TextInput
              label="Multiplier"
              description="Only where nobody knows it"
              inputMode="decimal"
              autoComplete="off"
              {...form.getInputProps('multiplier')}
            />
          </div>
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Make the instrument
          </Button>
        </Stack>
      </Panel>
    </form>
  )
}
