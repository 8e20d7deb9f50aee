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
import { digestKey } from '../queries.ts'
import type { WeeklyDigest } from '../types.ts'
import { refusals } from '../words.ts'

/** The letter on Mondays. */
export function DigestPanel(): ReactElement {
  const digest = useQuery({
    queryKey: digestKey,
    queryFn: ({ signal }) => api.trading.getWeeklyDigest({ signal }),
  })
  return (
    <Panel title="Weekly digest">
      <QueryView query={digest} rows={1}>
        {(wish) => <DigestSwitch wish={wish} />}
      </QueryView>
    </Panel>
  )
}

function DigestSwitch({ wish: { wanted, accountId, timeZone, refused } }: { wish: WeeklyDigest }): ReactElement {
  const queryClient = useQueryClient()
  const accounts = useQuery(tradingQueries.accounts()).data
  const save = useMutation({
    mutationFn: (body: { wanted: boolean; accountId: string | null }) => api.trading.saveWeeklyDigest({ body }),
    onSuccess: (saved) => {
      queryClient.setQueryData(digestKey, saved)
      notifyDone(saved.wanted ? 'You get the weekly digest.' : 'The weekly digest is ended.')
    },
    onError: notifyProblem,
  })
  if (accounts?.length === 0)
    return <p className={styles.hint}>It needs an account, by whose clock Monday morning comes.</p>
  return (
    <Stack gap="md">
      <Switch
        label="Send me a letter on Mondays at 07:00"
        description="Figures of the week by account, days written of, and trades without a review"
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
      <p className={styles.hint}>
        It says in short what stands under{' '}
        <TextLink inherit to="/trading/reviews">
          Reviews
        </TextLink>{' '}
        for the week before.
      </p>
    </Stack>
  )
}
