import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Filters } from '../../../shell/filters.tsx'
import { Page } from '../../../shell/page.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { addDays } from '../../../shell/zoned.ts'
import { AccountChoice } from '../../account-choice.tsx'
import { periodQuery } from '../queries.ts'
import type { PeriodReview } from '../types.ts'
import { daysInWords } from '../words.ts'
import { PeriodFigures } from './period-figures.tsx'
import { periodAsked, periods, type ReviewsFilter, reviewsFilterIn } from './reviews-filter.ts'
import { TradesToReview } from './trades-to-review.tsx'

const route = getRouteApi('/traders/trading/reviews')

/** A day, a week or a month, and the trades that ended in it. */
export function ReviewsPage(): ReactElement {
  const filter = route.useSearch()
  const review = useQuery(periodQuery(periodAsked(filter)))
  return (
    <Page title="Reviews" lead="What went well, what did not, and what is still to be looked at.">
      <PeriodFilters filter={filter} />
      <QueryView query={review}>
        {(answer) => (
          <Stack gap="xl">
            <PeriodSteps review={answer} />
            <PeriodFigures review={answer} />
            <TradesToReview range={answer} filter={filter} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function useNarrow() {
  const navigate = route.useNavigate()
  return (change: Readonly<Record<string, unknown>>): void => {
    void navigate({ search: (now) => reviewsFilterIn({ ...now, ...change }), replace: true, resetScroll: false })
  }
}

function PeriodFilters({ filter }: { filter: ReviewsFilter }): ReactElement {
  const narrow = useNarrow()
  const { period, day } = periodAsked(filter)
  return (
    <Filters label="Reviews">
      <NativeSelect
        label="Period"
        value={period}
        onChange={(event) => narrow({ period: event.currentTarget.value })}
        data={Object.entries(periods).map(([value, label]) => ({ value, label }))}
      />
      <TextInput
        type="date"
        label="That holds"
        value={day}
        onChange={(event) => narrow({ day: event.currentTarget.value })}
      />
      <AccountChoice withAll value={filter.account} onChange={(account) => narrow({ account })} />
    </Filters>
  )
}

function PeriodSteps({ review }: { review: PeriodReview }): ReactElement {
  const narrow = useNarrow()
  return (
    <Group justify="space-between">
      <strong aria-live="polite">{daysInWords(review)}</strong>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => narrow({ day: addDays(review.from, -1) })}>
          The one before
        </Button>
        <Button size="xs" variant="default" onClick={() => narrow({ day: addDays(review.to, 1) })}>
          The next one
        </Button>
      </Group>
    </Group>
  )
}
