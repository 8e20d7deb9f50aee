import { Stack, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Filters } from '../../../shell/filters.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { AccountChoice } from '../../account-choice.tsx'
import { Amount } from '../../amounts.tsx'
import { percentInWords } from '../../decimals.ts'
import { HiddenByPlan } from '../../hidden-by-plan.tsx'
import styles from '../journal.module.css'
import { playbookKey } from '../queries.ts'
import type { Adherence } from '../types.ts'
import { counted } from '../words.ts'
import { adherenceFilterIn, windowOf } from './adherence-filter.ts'
import { OutcomeTable, RuleTable } from './adherence-tables.tsx'
import { type AdherenceOf, ExplainedAdherence } from './explained.tsx'

const route = getRouteApi('/traders/trading/playbooks/$id')

/** How far trades kept to their playbook, and what came of it. */
export function AdherencePanel({ id }: { id: string }): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const query = windowOf(filter)
  const { outcome: _, rule: __, result: ___, ...window } = filter
  const of: AdherenceOf = { playbookId: id, ...window }
  const adherence = useQuery({
    queryKey: [...playbookKey(id), 'adherence', query],
    queryFn: ({ signal }) => api.trading.playbookAdherence({ path: { id }, query, signal }),
    placeholderData: keepPreviousData,
  })
  const narrow = (change: Readonly<Record<string, unknown>>): void => {
    void navigate({ search: (now) => adherenceFilterIn({ ...now, ...change }), replace: true, resetScroll: false })
  }
  return (
    <Panel title="Adherence">
      <Filters label="Adherence">
        <AccountChoice withAll value={filter.account} onChange={(account) => narrow({ account })} />
        <TextInput
          type="date"
          label="Opened from"
          value={filter.from ?? ''}
          onChange={(event) => narrow({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label="Opened to"
          value={filter.to ?? ''}
          onChange={(event) => narrow({ to: event.currentTarget.value })}
        />
      </Filters>
      <HiddenByPlan trades={adherence.data?.hiddenByPlan} />
      <QueryView query={adherence}>{(answer) => <Figures adherence={answer} of={of} />}</QueryView>
    </Panel>
  )
}

function Figures({ adherence, of }: { adherence: Adherence; of: AdherenceOf }): ReactElement {
  const { trades, open, passed, failed, unknown, score, money, rules } = adherence
  if (trades + open === 0)
    return <p className={styles.hint}>No trade follows this playbook yet. Choose it where you review a trade.</p>
  return (
    <Stack gap="lg">
      <div className={styles.scores}>
        <div>
          <div className={styles.figure}>
            <ExplainedAdherence of={of} figure="/score">
              {score === null ? 'None yet' : percentInWords(score)}
            </ExplainedAdherence>
          </div>
          <div className={styles.hint}>
            {`Score: ${counted(passed, 'check')} kept, ${failed} broken, ${unknown} not known`}
          </div>
          <div className={styles.hint}>
            {`Over ${counted(trades, 'closed trade')}${open === 0 ? '' : `, ${open} still open`}`}
          </div>
        </div>
        {money.map(({ currency, costOfMistakes, againstFollowed }, at) => (
          <div key={currency}>
            <div className={styles.figure}>
              <ExplainedAdherence of={of} figure={`/money/${at}/costOfMistakes`}>
                <Amount value={costOfMistakes} currency={currency} signed />
              </ExplainedAdherence>
            </div>
            <div className={styles.hint}>Cost of mistakes: net of trades that broke a rule</div>
            {againstFollowed !== null && (
              <div className={styles.hint}>
                <ExplainedAdherence of={of} figure={`/money/${at}/againstFollowed`}>
                  <Amount value={againstFollowed.toFixed(8)} currency={currency} signed />
                </ExplainedAdherence>{' '}
                against as many that followed
              </div>
            )}
          </div>
        ))}
      </div>
      <OutcomeTable money={money} of={of} />
      {rules.length > 0 && <RuleTable rules={rules} of={of} />}
    </Stack>
  )
}
