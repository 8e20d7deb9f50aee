import { NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { tradingKey, tradingQueries } from '../../queries.ts'
import styles from '../journal.module.css'
import { ruleInWords } from '../playbooks/rule-words.ts'
import { playbookKey } from '../queries.ts'
import type { TradeDetail } from '../types.ts'
import { verdicts } from '../words.ts'
import { Checklist } from './checklist.tsx'

/** The playbook the trade follows, what its rules say, and the items that only the trader can answer. */
export function PlaybookOfTrade({ trade }: { trade: TradeDetail }): ReactElement {
  const { playbookId } = trade
  return (
    <Panel
      title="Playbook"
      aside={
        playbookId !== null && (
          <TextLink to="/trading/playbooks/$id" params={{ id: playbookId }}>
            The playbook
          </TextLink>
        )
      }
    >
      <Stack gap="md">
        <PlaybookChoice trade={trade} />
        {playbookId !== null && <Verdicts playbookId={playbookId} tradeId={trade.id} />}
      </Stack>
    </Panel>
  )
}

function PlaybookChoice({ trade: { id, version, playbookId, reviewState } }: { trade: TradeDetail }): ReactElement {
  const queryClient = useQueryClient()
  const playbooks = useQuery(tradingQueries.playbooks()).data ?? []
  const choose = useMutation({
    mutationFn: (chosen: string) =>
      api.trading.noteTrade({ path: { id }, body: { version, playbookId: chosen === '' ? null : chosen } }),
    onSuccess: async () => {
      notifyDone('The playbook is set.')
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
    onError: async (error) => {
      notifyProblem(error)
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  if (playbooks.length === 0)
    return (
      <p className={styles.hint}>
        There is no playbook yet.{' '}
        <TextLink inherit to="/trading/playbooks/new">
          Make the first one
        </TextLink>
        , and this trade can be held against its rules.
      </p>
    )
  return (
    <NativeSelect
      label="Followed"
      value={playbookId ?? ''}
      disabled={reviewState === 'locked' || choose.isPending}
      onChange={(event) => choose.mutate(event.currentTarget.value)}
      data={[
        { value: '', label: 'None' },
        ...playbooks
          .filter(({ id: one, status }) => status === 'active' || one === playbookId)
          .map(({ id: value, name, status }) => ({ value, label: status === 'active' ? name : `${name} (archived)` })),
      ]}
    />
  )
}

function Verdicts({ playbookId, tradeId }: { playbookId: string; tradeId: string }): ReactElement {
  const tags = useQuery(tradingQueries.tags()).data ?? []
  const judged = useQuery({
    queryKey: [...playbookKey(playbookId), 'trade', tradeId],
    queryFn: ({ signal }) => api.trading.playbookTrade({ path: { id: playbookId, tradeId }, signal }),
  })
  return (
    <QueryView query={judged}>
      {({ rules, results, version }) => (
        <Stack gap="md">
          {rules.length === 0 ? (
            <p className={styles.hint}>{`Version ${version} of it, which counts here, has no rule.`}</p>
          ) : (
            <Rows label="Rules of the playbook">
              {rules.map((rule) => {
                const result = results.find(({ ruleId }) => ruleId === rule.id)?.result ?? 'unknown'
                return (
                  <Row
                    key={rule.id}
                    title={ruleInWords(rule, tags)}
                    aside={<StateBadge tone={verdicts[result].tone}>{verdicts[result].label}</StateBadge>}
                  />
                )
              })}
            </Rows>
          )}
          <Checklist
            key={JSON.stringify(results)}
            playbookId={playbookId}
            tradeId={tradeId}
            items={rules.flatMap((rule) => {
              if (rule.kind !== 'checklist') return []
              const result = results.find(({ ruleId }) => ruleId === rule.id)?.result ?? 'unknown'
              return [{ id: rule.id, text: rule.text, result }]
            })}
          />
        </Stack>
      )}
    </QueryView>
  )
}
