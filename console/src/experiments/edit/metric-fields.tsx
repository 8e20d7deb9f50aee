import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import styles from '../experiments.module.css'
import { metricsQuery } from '../queries.ts'
import { choicesOf, roleWords } from '../words.ts'
import { blankMetric } from './experiment-values.ts'
import type { Form } from './use-experiment-form.ts'

const METRICS_MAX = 20

/** What decides, what is watched besides, and what may not get worse. */
export function MetricFields({ form }: { form: Form }): ReactElement {
  const known = useQuery(metricsQuery(false))
  const choices = (known.data?.items ?? []).map(({ key, title }) => ({ value: key, label: title }))
  const { metrics } = form.values
  return (
    <Stack>
      <ProblemNotice error={known.error} />
      {known.data?.items.length === 0 && (
        <p>
          There is no metric yet. <TextLink to="/experiments/metrics/new">Make the first one</TextLink>
        </p>
      )}
      <ul className={styles.metrics} aria-label="Metrics of the experiment">
        {metrics.map((metric, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in the list is what a row is known by
          <li key={at} className={styles.metric}>
            <NativeSelect
              label={`Metric ${at + 1}`}
              data={[{ value: '', label: 'Choose' }, ...choices]}
              {...form.getInputProps(`metrics.${at}.key`)}
            />
            <NativeSelect
              label="Role"
              data={choicesOf(roleWords)}
              {...form.getInputProps(`metrics.${at}.role`)}
              onChange={({ currentTarget: { value } }) => {
                const role = value === 'guardrail' || value === 'secondary' ? value : 'primary'
                form.replaceListItem('metrics', at, { ...blankMetric(role), key: metric.key })
              }}
            />
            {metric.role === 'guardrail' && (
              <>
                <TextInput
                  label="Worse by at most, %"
                  inputMode="decimal"
                  {...form.getInputProps(`metrics.${at}.margin`)}
                />
                <Checkbox
                  label="Harm switches the flag off"
                  {...form.getInputProps(`metrics.${at}.switchOff`, { type: 'checkbox' })}
                />
              </>
            )}
            <Button
              variant="default"
              aria-label={`Remove metric ${at + 1}`}
              onClick={() => form.removeListItem('metrics', at)}
              style={{ justifySelf: 'start' }}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {metrics.length < METRICS_MAX && (
        <Button
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => form.insertListItem('metrics', blankMetric(metrics.length === 0 ? 'primary' : 'secondary'))}
        >
          Add a metric
        </Button>
      )}
    </Stack>
  )
}
