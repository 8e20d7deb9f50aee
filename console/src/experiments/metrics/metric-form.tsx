import { Alert, Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useRef } from 'react'
import { api } from '../../api.ts'
import { isConflict } from '../../changed-since.ts'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../shell/notify.ts'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../shell/use-form-submit.ts'
import styles from '../experiments.module.css'
import { experimentsKey, metricQuery } from '../queries.ts'
import type { Metric } from '../types.ts'
import { choicesOf, desiredWords, kindWords } from '../words.ts'
import { changeOf, type MetricValues, metricBody, metricRules, metricValues } from './metric-values.ts'
import { SourceFields } from './source-fields.tsx'

type Form = UseFormReturnType<MetricValues>

/** A new metric, or how one that is there is called and measured: what it counts stays. */
export function MetricForm({ metric }: { metric: Metric | null }): ReactElement {
  const { form, submit, pending, problem, saveOnTop } = useMetricForm(metric)
  const { kind } = form.values
  return (
    <form onSubmit={submit} noValidate aria-label="Metric">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        {isConflict(problem) ? <Changed onSave={saveOnTop} /> : <ProblemNotice error={problem} />}
        <Panel title={metric === null ? 'What is it called?' : 'How it is called and measured'}>
          <Stack>
            <div className={styles.pairs}>
              <TextInput label="Title" maxLength={200} {...form.getInputProps('title')} />
              {metric === null && (
                <TextInput
                  label="Key"
                  description="Stays as it is, in addresses and answers"
                  inputWrapperOrder={['label', 'input', 'description', 'error']}
                  maxLength={100}
                  {...form.getInputProps('key')}
                />
              )}
              <NativeSelect label="Wanted" data={choicesOf(desiredWords)} {...form.getInputProps('desired')} />
            </div>
            <Textarea label="Description" rows={2} maxLength={2000} {...form.getInputProps('description')} />
          </Stack>
        </Panel>
        {metric === null && <Counted form={form} />}
        <Panel title="How is it measured?">
          <div className={styles.pairs}>
            <TextInput
              label="Hours from the exposure on"
              description="Empty: as long as the phase runs"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              inputMode="numeric"
              {...form.getInputProps('windowHours')}
            />
            {kind !== 'conversion' && <CapFields form={form} />}
          </div>
        </Panel>
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          {metric === null ? 'Make the metric' : 'Save'}
        </Button>
      </Stack>
    </form>
  )
}

function Counted({ form }: { form: Form }): ReactElement {
  const { kind } = form.values
  return (
    <Panel title="What does it count?">
      <Stack gap="lg">
        <NativeSelect
          label="Kind"
          description={kindWords[kind].hint}
          data={choicesOf(kindWords)}
          {...form.getInputProps('kind')}
        />
        <SourceFields form={form} part="numerator" title={kind === 'ratio' ? 'The sum above' : 'Event'} />
        {kind === 'ratio' && <SourceFields form={form} part="denominator" title="The sum below" />}
      </Stack>
    </Panel>
  )
}

function CapFields({ form }: { form: Form }): ReactElement {
  const { cap } = form.values
  return (
    <>
      <NativeSelect
        label="Greatest numbers"
        description="So that one person does not decide"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={[
          { value: 'none', label: 'Count as they are' },
          { value: 'percentile', label: 'Cut at a percentile' },
          { value: 'absolute', label: 'Cut at a number' },
        ]}
        {...form.getInputProps('cap')}
      />
      {cap !== 'none' && (
        <TextInput
          label={cap === 'percentile' ? 'Percentile, %' : 'Number'}
          inputMode="decimal"
          {...form.getInputProps('capValue')}
        />
      )}
    </>
  )
}

function Changed({ onSave }: { onSave: () => void }): ReactElement {
  return (
    <Alert role="alert" variant="outline" color="red" title="Somebody else has changed it since">
      <Stack gap="sm" align="flex-start">
        <p>Nothing of yours is lost, and nothing of theirs was overwritten.</p>
        <Button size="xs" onClick={onSave}>
          Save mine on top of it
        </Button>
      </Stack>
    </Alert>
  )
}

function useMetricForm(metric: Metric | null) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const version = useRef(metric?.version ?? 1)
  const form: Form = useForm<MetricValues>({
    mode: 'controlled',
    initialValues: metricValues(metric),
    validate: metric === null ? metricRules : changeRules,
  })
  const sent = useFormSubmit({
    form,
    placeOf: (path) => (path.startsWith('cap') ? 'capValue' : path),
    send: (values) =>
      metric === null
        ? api.experiments.createMetric({ body: metricBody(values) })
        : api.experiments.changeMetric({
            path: { key: metric.key },
            body: { version: version.current, ...changeOf(values) },
          }),
    done: async (saved, values) => {
      version.current = saved.version
      form.resetDirty(values)
      notifyDone(metric === null ? 'The metric counts from now on.' : 'Saved.')
      if (metric === null) await navigate({ to: '/experiments/metrics', ignoreBlocker: true })
      await queryClient.invalidateQueries({ queryKey: experimentsKey })
    },
  })
  const saveOnTop = async (): Promise<void> => {
    if (metric === null) return
    const theirs = await queryClient.fetchQuery(metricQuery(metric.key))
    version.current = theirs.version
    sent.submit()
  }
  return { form, ...sent, saveOnTop: () => void saveOnTop() }
}

const { title, capValue, windowHours } = metricRules
const changeRules = { title, capValue, windowHours }
