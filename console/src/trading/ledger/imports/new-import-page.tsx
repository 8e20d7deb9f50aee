import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { UploadField } from '../../../files/upload-field.tsx'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { AccountChoice, useOneAccount } from '../../account-choice.tsx'
import { tradingQueries } from '../../queries.ts'
import { importQuery, importsKey } from './queries.ts'

const route = getRouteApi('/traders/trading/imports/new')

/** The first step of an import: which account, which file. From here on its address says which import it is. */
export function NewImportPage(): ReactElement {
  const accounts = useQuery(tradingQueries.accounts())
  return (
    <Page
      title="New import"
      eyebrow={<TextLink to="/trading/imports">Imports</TextLink>}
      lead="Nothing is written before you have seen what the file would do."
      width="reading"
    >
      <QueryView query={accounts}>
        {(items) =>
          items.length === 0 ? (
            <Empty
              title="There is no account to import into"
              hint="An account says in which currency and time zone the file is read."
              action={<ButtonLink to="/trading/accounts/new">Make an account</ButtonLink>}
            />
          ) : (
            <FileChoice />
          )
        }
      </QueryView>
    </Page>
  )
}

function FileChoice(): ReactElement {
  const { account } = route.useSearch()
  const navigateHere = route.useNavigate()
  const accountId = useOneAccount(account) ?? ''
  const begin = useBegin(accountId)
  return (
    <Panel>
      <Stack gap="lg">
        <AccountChoice
          label="Into the account"
          value={accountId}
          onChange={(id) => void navigateHere({ search: id === undefined ? {} : { account: id }, replace: true })}
        />
        <UploadField
          label="File of your broker"
          hint="CSV, XML or JSON, up to 50 MB. Drop it here or choose it."
          accept=".csv,.tsv,.txt,.xml,.json,text/csv,text/plain,text/xml,application/xml,application/json"
          purpose="trading.import"
          error={null}
          onDone={(file) => {
            if (file !== null) begin.mutate(file.id)
          }}
        />
        {begin.isPending && <p role="status">Looking at the file.</p>}
        <ProblemNotice error={begin.error} />
      </Stack>
    </Panel>
  )
}

/** A file that is known is previewed at once. */
function useBegin(accountId: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async (fileId: string) => {
      const batch = await api.trading.createImport({
        body: { accountId, fileId },
        idempotencyKey: crypto.randomUUID(),
      })
      if (batch.state !== 'detected') return batch
      return await api.trading.previewImport({ path: { id: batch.id } }).catch(() => batch)
    },
    onSuccess: async (batch) => {
      client.setQueryData(importQuery(batch.id).queryKey, batch)
      await client.invalidateQueries({ queryKey: [...importsKey, 'list'] })
      await navigate({ to: '/trading/imports/$id', params: { id: batch.id } })
    },
  })
}
