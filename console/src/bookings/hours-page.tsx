import { NativeSelect, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { may, useMe } from '../identity/me.ts'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { CalendarsPanel } from './calendars-panel.tsx'
import { DaysApart } from './days-apart.tsx'
import { FeedPanel } from './feed-panel.tsx'
import { hostsQuery, scheduleKey, scheduleQuery } from './queries.ts'
import { TimeOffPanel } from './time-off-panel.tsx'
import { MANAGE, type Schedule, VIEW_ALL } from './types.ts'
import { WeeklyHours } from './weekly-hours.tsx'

const route = getRouteApi('/hosts/agency/hours')

export function HoursPage(): ReactElement {
  const me = useMe()
  const { host } = route.useSearch()
  const navigate = route.useNavigate()
  const managesAll = may(me, MANAGE)
  const hosts = useQuery(hostsQuery(managesAll && may(me, VIEW_ALL)))
  const own = me?.user.id ?? ''
  const ownerId = managesAll && host !== undefined ? host : own
  const others = (hosts.data ?? []).filter((one) => one.ownerId !== own)
  return (
    <Page title="Working hours" lead="When clients can be offered a time." width="reading">
      {managesAll && (
        <Filters label="Working hours">
          <NativeSelect
            label="Of"
            value={ownerId}
            data={[{ value: own, label: 'Me' }, ...others.map((one) => ({ value: one.ownerId, label: one.name }))]}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              void navigate({ search: chosen === own ? {} : { host: chosen }, replace: true })
            }}
          />
        </Filters>
      )}
      {ownerId !== '' && <HoursOf key={ownerId} ownerId={ownerId} />}
    </Page>
  )
}

function HoursOf({ ownerId }: { ownerId: string }): ReactElement {
  const schedule = useQuery(scheduleQuery(ownerId))
  return <QueryView query={schedule}>{(known) => <Hours ownerId={ownerId} schedule={known} />}</QueryView>
}

/** The week is saved at the version that was read, or the one that a change of a day of ours came to: another's is told as a conflict. */
function Hours({ ownerId, schedule }: { ownerId: string; schedule: Schedule | null }): ReactElement {
  const queryClient = useQueryClient()
  const [version, setVersion] = useState(schedule?.version ?? null)
  const keep = (saved: Schedule): void => {
    queryClient.setQueryData(scheduleKey(ownerId), saved)
  }
  return (
    <Stack gap="lg">
      <WeeklyHours
        ownerId={ownerId}
        schedule={schedule}
        version={version}
        onSaved={(saved) => {
          keep(saved)
          setVersion(saved.version)
        }}
      />
      {schedule !== null && (
        <DaysApart
          ownerId={ownerId}
          schedule={schedule}
          onSaved={(saved) => {
            keep(saved)
            if (version !== null && saved.version === version + 1) setVersion(saved.version)
          }}
        />
      )}
      {schedule !== null && <TimeOffPanel ownerId={ownerId} zone={schedule.timeZone} />}
      {schedule !== null && <CalendarsPanel ownerId={ownerId} />}
      {schedule !== null && <FeedPanel ownerId={ownerId} hasFeed={schedule.hasFeed} />}
    </Stack>
  )
}
