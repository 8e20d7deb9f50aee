import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Filters } from '../../../shell/filters.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { SearchField } from '../../../shell/search-field.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { Quantity } from '../../amounts.tsx'
import type { Instrument } from '../../types.ts'
import { instrumentsKey, unsettledQuery, waitingQuery } from './queries.ts'
import { type InstrumentFilter, instrumentFilterIn } from './search.ts'
import { classChoices, classWords, multiplierSource } from './words.ts'

const route = getRouteApi('/traders/trading/instruments')
const PAGE = 30

export function InstrumentsPage(): ReactElement {
  const filter = route.useSearch()
  const unsettled = useQuery(unsettledQuery()).data?.length ?? 0
  const waiting = (useQuery(waitingQuery()).data?.length ?? 0) + unsettled
  const pages = usePages([...instrumentsKey, 'list', filter], ({ cursor, signal }) =>
    api.trading.listInstruments({
      query: { ...filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <Page
      title="Instruments"
      lead="What you trade, and what one point of it is worth. Nobody else’s figures depend on what you say here."
      actions={
        <>
          <ButtonLink variant="default" to="/trading/instruments/waiting">
            {waiting === 0 ? 'Waiting symbols' : `Waiting symbols (${waiting})`}
          </ButtonLink>
          <ButtonLink to="/trading/instruments/new">New instrument</ButtonLink>
        </>
      }
    >
      <InstrumentFilters />
      <PagedList pages={pages} empty={<Nothing isFiltered={Object.keys(filter).length > 0} />}>
        {(instruments) => (
          <Rows label="Instruments">
            {instruments.map((instrument) => (
              <InstrumentRow key={instrument.id} instrument={instrument} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function InstrumentFilters(): ReactElement {
  const { search, assetClass } = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (change: { [Key in keyof InstrumentFilter]?: string | undefined }): void =>
    void navigate({ search: (now) => instrumentFilterIn({ ...now, ...change }), replace: true })
  return (
    <Filters label="Instruments">
      <SearchField placeholder="Symbol or other name" words={search} onSearch={(words) => narrow({ search: words })} />
      <NativeSelect
        label="Kind"
        value={assetClass ?? ''}
        onChange={(event) => narrow({ assetClass: event.currentTarget.value })}
        data={[{ value: '', label: 'All kinds' }, ...classChoices]}
      />
    </Filters>
  )
}

function Nothing({ isFiltered }: { isFiltered: boolean }): ReactElement {
  if (isFiltered) return <Empty title="Nothing found" hint="Try fewer letters, or all kinds." />
  return (
    <Empty
      title="There is no instrument yet"
      hint="Imports make them by themselves wherever the multiplier is known."
      action={<TextLink to="/trading/imports/new">Import a file</TextLink>}
    />
  )
}

function InstrumentRow({ instrument }: { instrument: Instrument }): ReactElement {
  const { id, symbol, assetClass, currency, multiplier, multiplierNote, aliases, expiresOn } = instrument
  const others = aliases.length === 0 ? undefined : `also ${aliases.join(', ')}`
  const expiry = expiresOn === null ? undefined : `expires ${expiresOn}`
  return (
    <Row
      title={
        <TextLink to="/trading/instruments/$id" params={{ id }}>
          {symbol}
        </TextLink>
      }
      detail={[classWords[assetClass], currency, expiry, others].filter(Boolean).join(' · ')}
      aside={
        <>
          <span>
            times <Quantity value={multiplier} />, {multiplierSource(instrument)}
          </span>
          {multiplierNote.differs && <StateBadge tone="caution">Multipliers differ</StateBadge>}
        </>
      }
    />
  )
}
