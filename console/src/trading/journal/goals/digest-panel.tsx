import { Stack, Switch } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Switch.layer.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { AccountChoice } from '../../account-choice.tsx'
import { tradingQueries } from '../../queries.ts'
import styles from '../journal.module.css'
import { dailyDigestKey, weeklyDigestKey } from '../queries.ts'
import type { DigestWish } from '../types.ts'
import { refusals } from '../words.ts'

interface Letter {
  readonly key: readonly string[]
  readonly get: (signal: AbortSignal) => Promise<DigestWish>
  readonly save: (body: { wanted: boolean; accountId: string | null }) => Promise<DigestWish>
  readonly label: string
  readonly description: string
  readonly wanted: string
  readonly ended: string
}

const weekly: Letter = {
  key: weeklyDigestKey,
  get: (signal) => api.trading.getWeeklyDigest({ signal }),
  save: (body) => api.trading.saveWeeklyDigest({ body }),
  label: 'Send me a letter on Mondays at 07:00',
  description: 'Figures of the week by account, days written of, and trades without a review',
  wanted: 'You get the weekly digest.',
  ended: 'The weekly digest is ended.',
}

const daily: Letter = {
  key: dailyDigestKey,
  get: (signal) => api.trading.getDailyDigest({ signal }),
  save: (body) => api.trading.saveDailyDigest({ body }),
  label: 'Send me a letter at 07:00 after a day with trades',
  description: 'The same of the day before, once its fills are here',
  wanted: 'You get the daily digest.',
  ended: 'The daily digest is ended.',
}

/** The letters on Mondays and after days with trades. */
export function DigestPanel(): ReactElement {
  return (
    <Panel title="Digests">
      <Stack gap="lg">
        <DigestOf letter={weekly} />
        <DigestOf letter={daily} />
        <p className={styles.hint}>
          They say in short what stands under{' '}
          <TextLink inherit to="/trading/reviews">
            Reviews
          </TextLink>
          .
        </p>
      </Stack>
    </Panel>
  )
}

function DigestOf({ letter }: { letter: Letter }): ReactElement {
  const digest = useQuery({ queryKey: letter.key, queryFn: ({ signal }) => letter.get(signal) })
  return (
    <QueryView query={digest} rows={1}>
      {(wish) => <DigestSwitch letter={letter} wish={wish} />}
    </QueryView>
  )
}

function DigestSwitch({ letter, wish }: { letter: Letter; wish: DigestWish }): ReactElement {
  const { wanted, accountId, timeZone, refused } = wish
  const queryClient = useQueryClient()
  const accounts = useQuery(tradingQueries.accounts()).data
  const save = useMutation({
    mutationFn: letter.save,
    onSuccess: (saved) => {
      queryClient.setQueryData(letter.key, saved)
      notifyDone(saved.wanted ? letter.wanted : letter.ended)
    },
    onError: notifyProblem,
  })
  if (accounts?.length === 0) return <p className={styles.hint}>It needs an account, by whose clock morning comes.</p>
  return (
    <Stack gap="md">
      <Switch
        label={letter.label}
        description={letter.description}
        checked={save.isPending ? save.variables.wanted : wanted}
        disabled={save.isPending}
        onChange={(event) => save.mutate({ wanted: event.currentTarget.checked, accountId })}
      />
      {refused !== null && <p className={styles.hint}>{refusals[refused]}</p>}
      {wanted && (
        <AccountChoice
          label="By the clock of"
          description={timeZone ?? undefined}
          value={accountId ?? undefined}
          onChange={(chosen) => save.mutate({ wanted, accountId: chosen ?? null })}
        />
      )}
    </Stack>
  )
}
