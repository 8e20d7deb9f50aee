import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { notifyDone } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { AccountChoice } from '../../account-choice.tsx'
import { tradingKey } from '../../queries.ts'
import styles from '../journal.module.css'
import { tradeQuery } from '../queries.ts'
import { dayInWords, today } from '../words.ts'
import type { AboutSearch } from './about.ts'
import { BesideEntry } from './beside-entry.tsx'
import { EntryForm } from './entry-form.tsx'
import { emptyEntry } from './entry-values.ts'

const route = getRouteApi('/traders/trading/journal/new')
const begun = { saved: emptyEntry, values: emptyEntry, version: 0 }

/** About a day unless the address names a trade or a session. */
export function NewEntryPage(): ReactElement {
  const about = route.useSearch()
  const navigate = route.useNavigate()
  const queryClient = useQueryClient()
  // The same key for the same attempt: a repeated click or a lost answer makes one entry.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const day = about.day ?? today()
  const isOfDay = about.trade === undefined && about.session === undefined
  return (
    <Page title="New entry" eyebrow={<TextLink to="/trading/journal">Journal</TextLink>} lead={<Lead about={about} />}>
      <div className={styles.sides}>
        <div className={styles.main}>
          {isOfDay && (
            <div className={styles.pair}>
              <TextInput
                type="date"
                label="Day"
                value={day}
                max="2099-12-31"
                onChange={(event) => {
                  const chosen = event.currentTarget.value
                  void navigate({ search: { ...about, day: chosen }, replace: true })
                }}
              />
              <AccountChoice
                withAll
                value={about.account}
                onChange={(account) =>
                  void navigate({ search: { day, ...(account === undefined ? {} : { account }) }, replace: true })
                }
              />
            </div>
          )}
          <EntryForm
            id={null}
            begun={begun}
            create={(input) =>
              api.trading.createJournalEntry({ body: { ...placeOf(about, day), ...input }, idempotencyKey })
            }
            onSaved={async ({ id }) => {
              notifyDone('The entry is saved.')
              await navigate({ to: '/trading/journal/entries/$id', params: { id }, ignoreBlocker: true })
              await queryClient.invalidateQueries({ queryKey: tradingKey })
            }}
          />
        </div>
        {isOfDay ? <BesideEntry day={day} /> : <Panel>Figures stand beside it once it is saved.</Panel>}
      </div>
    </Page>
  )
}

function placeOf({ trade, session, account }: AboutSearch, day: string) {
  if (trade !== undefined) return { tradeId: trade }
  if (session !== undefined) return { sessionId: session }
  return { day, accountId: account ?? null }
}

function Lead({ about: { trade, session, day } }: { about: AboutSearch }): ReactElement {
  const of = useQuery({ ...tradeQuery(trade ?? ''), enabled: trade !== undefined })
  if (trade !== undefined)
    return <>{of.data === undefined ? 'About a trade' : `About the trade in ${of.data.symbol}`}</>
  return <>{session === undefined ? `About ${dayInWords(day ?? today())}` : 'About a session'}</>
}
