import { Select } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { installationQuery } from '../shell/installation.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { below } from './below.ts'

type BillableClient = Awaited<ReturnType<typeof api.agency.listBillableClients>>['items'][number]

const quietBeforeAskingMs = 200

/** One of the agency's clients, or nobody: then the invoice is for whoever is typed below. */
export function ChooseClient({ onChoose }: { onChoose: (client: BillableClient | null) => void }): ReactElement | null {
  const { data: { products } = { products: [] } } = useQuery(installationQuery)
  const [chosen, setChosen] = useState<BillableClient | null>(null)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), quietBeforeAskingMs)
  const asked = chosen !== null && search === wordsOf(chosen) ? '' : search
  const found = useQuery({
    queryKey: ['finance', 'clients', asked],
    queryFn: ({ signal }) =>
      api.agency.listBillableClients({ query: asked === '' ? {} : { search: asked.slice(0, 100) }, signal }),
    enabled: products.includes('agency'),
    placeholderData: keepPreviousData,
  })
  if (!products.includes('agency')) return null
  const clients = withChosen(found.data?.items ?? [], chosen)
  const choose = (id: string | null): void => {
    const client = clients.find((one) => one.id === id) ?? null
    setChosen(client)
    onChoose(client)
  }
  return (
    <Panel title="Client">
      <ProblemNotice error={found.error} />
      <Select
        label="One of your clients"
        description={descriptionOf(chosen)}
        {...below}
        searchable
        clearable
        nothingFoundMessage={found.isFetching ? 'Looking' : 'Nobody found'}
        data={clients.map((client) => ({ value: client.id, label: wordsOf(client) }))}
        value={chosen?.id ?? null}
        onChange={choose}
        onSearchChange={setTyped}
        filter={({ options }) => options}
        clearButtonProps={{ 'aria-label': 'Clear the client' }}
      />
    </Panel>
  )
}

function wordsOf({ name, company, email }: BillableClient): string {
  const who = company === null ? name : `${name}, ${company}`
  return email === null ? who : `${who} (${email})`
}

function descriptionOf(client: BillableClient | null): string {
  if (client === null) return 'Empty: it is for whoever is typed below, and in no portal'
  return client.accountId === null
    ? 'They have no account yet: the invoice reaches them by mail alone'
    : 'They find the invoice in their portal'
}

/** Who is chosen stays among the choices, whatever was searched for. */
function withChosen(found: readonly BillableClient[], chosen: BillableClient | null): readonly BillableClient[] {
  return chosen === null || found.some(({ id }) => id === chosen.id) ? found : [chosen, ...found]
}
