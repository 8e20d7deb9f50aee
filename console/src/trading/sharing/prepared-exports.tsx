import { Anchor, Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { When } from '../../shell/when.tsx'
import type { TradingAccount } from '../types.ts'
import { exportsKey, type PreparedExport } from './queries.ts'

const POLL_MS = 1000

type Kind = PreparedExport['kind']

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'account', label: 'Account file' },
  { value: 'trades', label: 'Trades as CSV' },
  { value: 'executions', label: 'Executions as CSV' },
]

/** Exports that are made behind the request, for accounts whose download takes long. */
export function PreparedExports({ accounts }: { accounts: readonly TradingAccount[] }): ReactElement | null {
  const exports = useQuery({
    queryKey: exportsKey,
    queryFn: async ({ signal }) => (await api.trading.listPreparedExports({ query: { limit: 20 }, signal })).items,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) === true ? POLL_MS : false),
  })
  const items = exports.data ?? []
  if (accounts.length === 0 && items.length === 0) return null
  return (
    <Panel title="Have a large one made">
      <Stack>
        <p>
          The export of a large account takes a while. Have it made here: you get a letter when it is ready, and can
          download it for 7 days.
        </p>
        {accounts.length > 0 && <AskForm accounts={accounts} isBusy={items.some(isUnderWay)} />}
        <QueryView query={exports}>
          {(found) =>
            found.length === 0 ? null : (
              <Rows label="Exports that were made">
                {found.map((one) => (
                  <ExportRow key={one.id} item={one} />
                ))}
              </Rows>
            )
          }
        </QueryView>
      </Stack>
    </Panel>
  )
}

function isUnderWay({ state }: PreparedExport): boolean {
  return state === 'waiting'
}

interface AskFormProps {
  readonly accounts: readonly TradingAccount[]
  readonly isBusy: boolean
}

function AskForm({ accounts, isBusy }: AskFormProps): ReactElement {
  const client = useQueryClient()
  const [chosen, setChosen] = useState<string>()
  const [kind, setKind] = useState<Kind>('account')
  const accountId = chosen ?? accounts[0]?.id ?? ''
  const ask = useMutation({
    mutationFn: () => api.trading.prepareExport({ body: { kind, accountId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: exportsKey }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    ask.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <ProblemNotice error={ask.error} />
        <Group align="flex-end">
          <NativeSelect
            label="Account to export"
            data={accounts.map(({ id, name }) => ({ value: id, label: name }))}
            value={accountId}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <NativeSelect
            label="What of it"
            data={[...KINDS]}
            value={kind}
            onChange={(event) => {
              const wanted = KINDS.find(({ value }) => value === event.currentTarget.value)
              if (wanted !== undefined) setKind(wanted.value)
            }}
          />
          <Button type="submit" variant="default" disabled={isBusy} loading={ask.isPending}>
            Have it made
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const STATES = {
  waiting: { tone: 'quiet', words: 'Being made' },
  ready: { tone: 'positive', words: 'Ready' },
  failed: { tone: 'negative', words: 'Failed' },
  expired: { tone: 'quiet', words: 'Expired' },
} as const

function ExportRow({ item }: { item: PreparedExport }): ReactElement {
  const { id, filename, state, createdAt, expiresAt, hiddenByPlan } = item
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.trading.removePreparedExport({ path: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: exportsKey }),
  })
  const { tone, words } = STATES[state]
  const isReady = state === 'ready'
  return (
    <Row
      title={
        isReady ? (
          <Anchor href={`/api/trading/prepared-exports/${id}/file`} download aria-label={`Download ${filename}`}>
            {filename}
          </Anchor>
        ) : (
          filename
        )
      }
      detail={
        <>
          Asked for <When at={createdAt} />
          {isReady && expiresAt !== null && (
            <>
              , until <When at={expiresAt} />
            </>
          )}
          {hiddenByPlan !== null && hiddenByPlan > 0 && `. Without ${hiddenByPlan} trades beyond your plan`}
          <ProblemNotice error={remove.error} />
        </>
      }
      aside={
        <>
          <StateBadge tone={tone}>{words}</StateBadge>
          {isReady && (
            <ConfirmButton
              label={`Remove ${filename}`}
              question="The file is gone then."
              confirm="Remove"
              pending={remove.isPending}
              onConfirm={() => remove.mutate()}
            />
          )}
        </>
      }
    />
  )
}
