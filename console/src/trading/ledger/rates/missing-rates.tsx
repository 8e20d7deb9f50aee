import { Button, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useStep } from '../../../shell/use-step.ts'
import { typedDecimal } from '../../decimals.ts'
import { tradingKey } from '../../queries.ts'
import type { CurrencyRateState } from '../../types.ts'
import styles from '../imports/imports.module.css'
import { rowsInWords } from '../imports/words.ts'
import { rateStateQuery, ratesKey } from './queries.ts'

type Missing = CurrencyRateState['missing']
const keyOf = ({ from, to, day }: Missing[number]): string => `${from} ${to} ${day}`

/** Days of which rows of imports wait for a rate, said here. */
export function MissingRates({ missing }: { missing: Missing }): ReactElement | null {
  const [typed, type] = useState<Readonly<Record<string, string>>>({})
  const [told, tell] = useState<readonly string[]>([])
  const isSettling = missing.some((one) => told.includes(keyOf(one)))
  const client = useQueryClient()
  useQuery(rateStateQuery(isSettling))
  const { run, pending, problem } = useStep({ of: ratesKey })
  const isDone = told.length > 0 && !isSettling
  useEffect(() => {
    if (isDone) void client.invalidateQueries({ queryKey: tradingKey })
  }, [isDone, client])
  if (missing.length === 0)
    return isDone ? <p role="status">Every row has its rate: the fills are in the accounts.</p> : null
  const said = missing.flatMap((one) => {
    const rate = typedDecimal(typed[keyOf(one)] ?? '')
    return rate === undefined ? [] : [{ base: one.from, quote: one.to, day: one.day, rate }]
  })
  return (
    <Panel title="Missing rates">
      <Stack gap="md">
        <p>
          Rows of imports wait for these. A rate also stands for the seven days after its own, until there is a newer
          one.
        </p>
        <div className={styles.pairs}>
          {missing.map((one) => (
            <TextInput
              key={keyOf(one)}
              label={`One ${one.from} in ${one.to} on ${one.day}`}
              description={rowsInWords(one.rows)}
              inputMode="decimal"
              autoComplete="off"
              value={typed[keyOf(one)] ?? ''}
              error={isFaulty(typed[keyOf(one)]) && 'Write a number above zero'}
              onChange={(event) => {
                const { value } = event.currentTarget
                type((before) => ({ ...before, [keyOf(one)]: value }))
              }}
            />
          ))}
        </div>
        <ProblemNotice error={problem} />
        <Button
          style={{ alignSelf: 'flex-start' }}
          loading={pending}
          disabled={said.length === 0 || Object.values(typed).some(isFaulty)}
          onClick={() => {
            tell(said.map(({ base, quote, day }) => `${base} ${quote} ${day}`))
            run('The rates are kept', () => api.trading.putCurrencyRates({ body: { rates: said } }))
          }}
        >
          Say these rates
        </Button>
      </Stack>
    </Panel>
  )
}

function isFaulty(typed = ''): boolean {
  return typed.trim() !== '' && typedDecimal(typed) === undefined
}
