import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { may, useMe } from '../../identity/me.ts'
import { Empty } from '../../shell/empty.tsx'
import { GatedButton } from '../../shell/gated-button.tsx'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { useStep } from '../../shell/use-step.ts'
import { When } from '../../shell/when.tsx'
import { personWords } from '../changes/words.ts'
import { describeCondition } from '../conditions/describe.ts'
import { FlagSections } from '../flag-sections.tsx'
import { conditionIn, needs, WRITE } from '../more-queries.ts'
import { flagsKey, segmentsQuery } from '../queries.ts'
import { SegmentForm } from './segment-form.tsx'
import { sent } from './sent.ts'

/** Conditions by name, the same in all environments. */
export function SegmentsPage(): ReactElement {
  const me = useMe()
  const segments = useQuery(segmentsQuery)
  const [isMaking, setMaking] = useState(false)
  return (
    <Page
      title="Segments"
      lead="A condition by name, for the rules of many flags, the same in all environments."
      width="reading"
      actions={
        isMaking ? undefined : (
          <GatedButton disabledReason={may(me, WRITE) ? undefined : needs(WRITE)} onClick={() => setMaking(true)}>
            Make a segment
          </GatedButton>
        )
      }
    >
      <FlagSections />
      <Stack gap="lg">
        {isMaking && <NewSegment onDone={() => setMaking(false)} />}
        <QueryView query={segments}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="There is no segment yet" hint="Make one for whom several flags are about." />
            ) : (
              <Rows label="Segments">
                {items.map(({ key, title, condition, changedAt, changedBy }) => (
                  <Row
                    key={key}
                    title={
                      <TextLink to="/flags/segments/$key" params={{ key }}>
                        {title}
                      </TextLink>
                    }
                    detail={describeCondition(conditionIn(condition))}
                    aside={
                      <span>
                        {personWords(changedBy)}, <When at={changedAt} show="day" />
                      </span>
                    }
                  />
                ))}
              </Rows>
            )
          }
        </QueryView>
      </Stack>
    </Page>
  )
}

function NewSegment({ onDone }: { onDone: () => void }): ReactElement {
  const navigate = useNavigate()
  const step = useStep<{ key: string }>({
    of: flagsKey,
    onDone: ({ key }) => navigate({ to: '/flags/segments/$key', params: { key } }),
  })
  return (
    <Panel title="Make a segment">
      <SegmentForm
        label="Make a segment"
        initial={{ title: '', description: '', condition: { all: [] } }}
        asksForKey
        save={() => 'Make it'}
        step={step}
        onSave={({ key, reason, ...content }) =>
          step.run(`The segment ${content.title} is made.`, () =>
            api.flags.createSegment({ body: { key, ...sent(content), reason } }),
          )
        }
        onLeave={onDone}
      />
    </Panel>
  )
}
