import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Empty } from '../../../shell/empty.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { useStep } from '../../../shell/use-step.ts'
import { decimalInWords } from '../../decimals.ts'
import type { CurrencyRate } from '../../types.ts'
import { ratesKey } from './queries.ts'
import { sourceWords } from './words.ts'

const PAGE = 30
const CURRENCY = /^[A-Z0-9]{2,10}$/

/** Every rate by day, newest first; one's own can be taken back. */
export function RateList(): ReactElement {
  const [typed, type] = useState('')
  const [own, onlyOwn] = useState(false)
  const wanted = typed.trim().toUpperCase()
  const currency = CURRENCY.test(wanted) ? wanted : undefined
  const pages = usePages([...ratesKey, 'list', currency ?? '', own], ({ cursor, signal }) =>
    api.trading.listCurrencyRates({
      query: { limit: PAGE, own, ...(currency && { currency }), ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <Panel title="All rates">
      <Stack gap="md">
        <Group align="flex-end">
          <TextInput
            label="Currency"
            maxLength={10}
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
          />
          <Checkbox label="Only mine" checked={own} onChange={(event) => onlyOwn(event.currentTarget.checked)} mb={8} />
        </Group>
        <PagedList pages={pages} empty={<Empty title="No rates" hint="Enter one, or upload a file." />}>
          {(rates) => (
            <Rows label="Rates by day">
              {rates.map((rate) => (
                <RateRow key={`${rate.day} ${rate.base} ${rate.quote} ${rate.source}`} rate={rate} />
              ))}
            </Rows>
          )}
        </PagedList>
      </Stack>
    </Panel>
  )
}

function RateRow({ rate: { base, quote, day, rate, source, isOwn } }: { rate: CurrencyRate }): ReactElement {
  const { run, pending, problem } = useStep({ of: ratesKey })
  return (
    <Row
      title={`1 ${base} = ${decimalInWords(rate)} ${quote}`}
      detail={
        <>
          {day} · {sourceWords[source]}
          <ProblemNotice error={problem} />
        </>
      }
      aside={
        isOwn && (
          <Button
            size="xs"
            variant="default"
            loading={pending}
            aria-label={`Take back ${base}/${quote} of ${day}`}
            onClick={() =>
              run('The rate is taken back', () => api.trading.removeCurrencyRate({ path: { base, quote, day } }))
            }
          >
            Take back
          </Button>
        )
      }
    />
  )
}
