import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import { api } from '../../api.ts'
import { UploadField } from '../../files/upload-field.tsx'
import { Empty } from '../../shell/empty.tsx'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { When } from '../../shell/when.tsx'
import { HiddenByPlan } from '../hidden-by-plan.tsx'
import { tradingKey, tradingQueries } from '../queries.ts'
import type { TradingAccount } from '../types.ts'
import { PreparedExports } from './prepared-exports.tsx'
import { type Restore, restoresKey } from './queries.ts'
import { failureInWords } from './restore-words.ts'

const POLL_MS = 1000

/** Accounts as files, tables for a spreadsheet, and accounts of files. */
export function ExportsPage(): ReactElement {
  const accounts = useQuery(tradingQueries.accounts())
  const months = useQuery(tradingQueries.usage()).data?.hiddenByPlan ?? []
  const hidden = months.reduce((sum, { trades }) => sum + trades, 0)
  return (
    <Page title="Exports" lead="Everything you keep here is yours to take along." width="reading">
      <Stack gap="xl">
        <Panel title="Accounts">
          <Text mb="sm">
            A file with all that happened in an account and what you said of it. Brought in again, it has the same
            figures.
          </Text>
          <HiddenByPlan trades={hidden} />
          <QueryView query={accounts}>
            {(items) =>
              items.length === 0 ? (
                <Empty title="There is no account" hint="Make one, or bring a file in below." />
              ) : (
                <Rows label="Accounts to export">
                  {items.map((account) => (
                    <AccountFiles key={account.id} account={account} />
                  ))}
                </Rows>
              )
            }
          </QueryView>
        </Panel>
        <PreparedExports accounts={accounts.data ?? []} />
        <RestorePanel />
      </Stack>
    </Page>
  )
}

function AccountFiles({ account: { id, name } }: { account: TradingAccount }): ReactElement {
  const files = [
    { what: 'Account file', href: `/api/trading/accounts/${id}/export` },
    { what: 'Trades as CSV', href: `/api/trading/exports/trades?account=${id}` },
    { what: 'Executions as CSV', href: `/api/trading/exports/executions?accountId=${id}` },
  ]
  return (
    <Row
      title={name}
      detail={
        <Group gap="md">
          {files.map(({ what, href }) => (
            <Anchor key={href} href={href} download size="sm" aria-label={`${what} of ${name}`}>
              {what}
            </Anchor>
          ))}
        </Group>
      }
    />
  )
}

function RestorePanel(): ReactElement {
  const client = useQueryClient()
  const [file, setFile] = useState<string | null>(null)
  const [name, setName] = useState('')
  const restores = useQuery({
    queryKey: restoresKey,
    queryFn: async ({ signal }) => (await api.trading.listRestores({ query: { limit: 10 }, signal })).items,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) === true ? POLL_MS : false),
  })
  const doneCount = restores.data?.filter(({ state }) => state === 'done').length ?? 0
  useEffect(() => {
    if (doneCount > 0) void client.invalidateQueries({ queryKey: tradingQueries.accounts().queryKey })
  }, [client, doneCount])
  const begin = useMutation({
    mutationFn: (fileId: string) => {
      const called = name.trim()
      return api.trading.restoreAccountFile({ body: { fileId, ...(called === '' ? {} : { name: called }) } })
    },
    onSuccess: async () => {
      setName('')
      await client.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <Panel title="Bring an account in">
      <Stack>
        <p>A file that was exported here or on another installation becomes a new account.</p>
        <ProblemNotice error={begin.error} />
        <UploadField
          label="Account file"
          hint="Its name ends in .account.txt"
          accept=".txt,text/plain"
          purpose="trading.account-file"
          error={null}
          onDone={(uploaded) => setFile(uploaded?.id ?? null)}
        />
        <TextInput
          label="Name of the new account"
          description="As in the file when it is left empty"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group>
          <Button
            disabled={file === null}
            loading={begin.isPending}
            onClick={() => file !== null && begin.mutate(file)}
          >
            Bring it in
          </Button>
        </Group>
        <QueryView query={restores}>
          {(items) =>
            items.length === 0 ? null : (
              <Rows label="Files brought in">
                {items.map((restore) => (
                  <RestoreRow key={restore.id} restore={restore} />
                ))}
              </Rows>
            )
          }
        </QueryView>
      </Stack>
    </Panel>
  )
}

function isUnderWay({ state }: Restore): boolean {
  return state === 'waiting'
}

const STATES = {
  waiting: { tone: 'quiet', words: 'Being read' },
  done: { tone: 'positive', words: 'Done' },
  failed: { tone: 'negative', words: 'Failed' },
} as const

function RestoreRow({ restore }: { restore: Restore }): ReactElement {
  const { filename, state, counts, failure, createdAt } = restore
  const { tone, words } = STATES[state]
  return (
    <Row
      title={filename}
      detail={
        <>
          {counts !== null && `${counts.executions} executions, ${counts.cash} cash movements. `}
          {failure !== null && `${failureInWords(failure)} Nothing of it was kept. `}
          <When at={createdAt} />
        </>
      }
      aside={<StateBadge tone={tone}>{words}</StateBadge>}
    />
  )
}
