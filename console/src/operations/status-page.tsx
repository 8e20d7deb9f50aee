import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge, type Tone } from '../shell/state-badge.tsx'

const tones: Readonly<Record<'pass' | 'warn' | 'fail', { tone: Tone; label: string }>> = {
  pass: { tone: 'positive', label: 'In order' },
  warn: { tone: 'caution', label: 'Worth a look' },
  fail: { tone: 'negative', label: 'Failing' },
}

export function StatusPage(): ReactElement {
  const check = useQuery({
    queryKey: ['startup-check'],
    queryFn: ({ signal }) => api.operations.startupCheck({ signal }),
    refetchInterval: 15_000,
  })
  return (
    <Page
      title="Status"
      lead="What the server checks at its start and while it runs, and how to mend what is not in order."
    >
      <Panel title="Checks">
        <QueryView query={check}>
          {({ checks }) => (
            <Rows label="Checks">
              {checks.map(({ name, status, observed, fix }) => (
                <Row
                  key={name}
                  title={name}
                  detail={
                    <>
                      {observed}
                      {fix !== null && <Text size="sm">{fix}</Text>}
                    </>
                  }
                  aside={<StateBadge tone={tones[status].tone}>{tones[status].label}</StateBadge>}
                />
              ))}
            </Rows>
          )}
        </QueryView>
      </Panel>
      <Text size="sm" c="dimmed" mt="lg">
        In development no mail leaves the machine: it is kept in the <a href="/dev/mailbox">mailbox</a>.
      </Text>
    </Page>
  )
}
