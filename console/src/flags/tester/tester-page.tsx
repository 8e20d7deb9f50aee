import { Stack } from '@mantine/core'
import type { Context, Explanation } from '@plinth/sdk/flags'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { FlagLink } from '../flag-link.tsx'
import { environmentsQuery } from '../more-queries.ts'
import { flagQuery } from '../queries.ts'
import { Answer } from './answer.tsx'
import { attributesIn } from './asked.ts'
import { CallerForm } from './caller-form.tsx'
import { type Asked, type Flag, standingIn } from './types.ts'

const route = getRouteApi('/flag-operators/flags/$key/tester')

/** Why did this caller get this? */
export function TesterPage(): ReactElement {
  const { key } = route.useParams()
  const flag = useQuery(flagQuery(key))
  return (
    <Page
      title={`Who gets what of ${flag.data?.title ?? key}`}
      eyebrow={<FlagLink flag={key} />}
      lead="Say who asks, and see what they get and why, rule by rule. Nothing is counted or changed by it."
      width="reading"
    >
      <QueryView query={flag}>{(read) => <Tester key={key} flag={read} />}</QueryView>
    </Page>
  )
}

function Tester({ flag }: { flag: Flag }): ReactElement {
  const { environment: wanted } = route.useSearch()
  const environments = useQuery(environmentsQuery)
  return (
    <QueryView query={environments}>
      {(items) => (
        <Ask
          flag={flag}
          environment={wanted ?? items.find(({ isOwn }) => isOwn)?.key ?? items[0]?.key ?? 'development'}
        />
      )}
    </QueryView>
  )
}

function Ask({ flag, environment }: { flag: Flag; environment: string }): ReactElement {
  const navigate = route.useNavigate()
  const [asked, setAsked] = useState<Asked>()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (context: Context) =>
      api.flags.explain({ path: { key: flag.key }, body: { environment, context } }).then((explanation) => ({
        ...{ environment, context },
        explanation: explanation as unknown as Explanation,
      })),
    onSuccess: setAsked,
  })
  return (
    <Stack gap="lg">
      <Panel title="Who asks">
        <CallerForm
          environment={environment}
          attributes={attributesIn(standingIn(flag, environment))}
          pending={isPending}
          onEnvironment={(chosen) => {
            void navigate({ search: { environment: chosen }, replace: true })
          }}
          onAsk={mutate}
        />
      </Panel>
      <ProblemNotice error={error} />
      {asked !== undefined && <Answer flag={flag} asked={asked} />}
    </Stack>
  )
}
