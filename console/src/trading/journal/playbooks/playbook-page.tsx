import { Button, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { tradingKey, tradingQueries } from '../../queries.ts'
import styles from '../journal.module.css'
import { playbookKey, playbookQuery } from '../queries.ts'
import type { Playbook } from '../types.ts'
import { AdherencePanel } from './adherence-panel.tsx'
import { ruleInWords } from './rule-words.ts'
import { StatusBadge } from './status-badge.tsx'
import { TradesBehind } from './trades-behind.tsx'

const route = getRouteApi('/traders/trading/playbooks/$id')

export function PlaybookPage(): ReactElement {
  const { id } = route.useParams()
  const playbook = useQuery(playbookQuery(id))
  return (
    <Page
      title={playbook.data?.name ?? 'Playbook'}
      eyebrow={<TextLink to="/trading/playbooks">Playbooks</TextLink>}
      actions={
        <>
          {playbook.data !== undefined && <StatusButton playbook={playbook.data} />}
          <ButtonLink variant="default" to="/trading/playbooks/$id/versions" params={{ id }}>
            Versions
          </ButtonLink>
          <ButtonLink to="/trading/playbooks/$id/edit" params={{ id }}>
            Change it
          </ButtonLink>
        </>
      }
    >
      <QueryView query={playbook}>
        {(read) => (
          <Stack gap="lg" key={id}>
            <RulesPanel playbook={read} />
            <AdherencePanel id={id} />
            <TradesBehind id={id} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function RulesPanel({ playbook: { description, rules, number, status } }: { playbook: Playbook }): ReactElement {
  const tags = useQuery(tradingQueries.tags()).data ?? []
  return (
    <Panel title={`Rules, version ${number}`} aside={<StatusBadge status={status} />}>
      {description !== '' && <p className={styles.quoted}>{description}</p>}
      {rules.length === 0 ? (
        <p className={styles.hint}>It has no rule yet: nothing can be kept or broken.</p>
      ) : (
        <ol className={styles.ruleList}>
          {rules.map((rule) => (
            <li key={rule.id}>{ruleInWords(rule, tags)}</li>
          ))}
        </ol>
      )}
    </Panel>
  )
}

/** What is archived keeps its history. */
function StatusButton({ playbook }: { playbook: Playbook }): ReactElement {
  const queryClient = useQueryClient()
  const { id, name, description, rules, status, version } = playbook
  const next = status === 'active' ? 'archived' : 'active'
  const change = useMutation({
    mutationFn: () =>
      api.trading.savePlaybook({ path: { id }, body: { name, description, rules, version, status: next } }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(playbookKey(id), saved)
      notifyDone(next === 'archived' ? 'The playbook is archived.' : 'The playbook is in use again.')
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
    onError: async (error) => {
      notifyProblem(error)
      await queryClient.invalidateQueries({ queryKey: playbookKey(id) })
    },
  })
  return (
    <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
      {status === 'active' ? 'Archive it' : 'Use it again'}
    </Button>
  )
}
