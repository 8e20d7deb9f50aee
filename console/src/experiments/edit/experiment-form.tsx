import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import type { FormEventHandler, ReactElement, ReactNode } from 'react'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { Disclosure } from '../../shell/disclosure.tsx'
import { Panel } from '../../shell/panel.tsx'
import styles from '../experiments.module.css'
import { PowerCalculator } from '../power/power-calculator.tsx'
import { AnalysisFields } from './analysis-fields.tsx'
import { MetricFields } from './metric-fields.tsx'
import { RuleFields } from './rule-fields.tsx'
import type { Form } from './use-experiment-form.ts'

interface ExperimentFormProps {
  readonly form: Form
  readonly submit: FormEventHandler<HTMLFormElement>
  readonly pending: boolean
  readonly notice: ReactNode
  readonly save: string
  readonly isNew: boolean
  /** Whether what decides about results may be said. */
  readonly isOpen: boolean
  readonly experimentKey?: string
}

/** What an experiment is made of. */
export function ExperimentForm(props: ExperimentFormProps): ReactElement {
  const { form, submit, pending, notice, save, isNew, isOpen, experimentKey } = props
  return (
    <form onSubmit={submit} noValidate aria-label="Experiment">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        {notice}
        <Panel title="What is asked?">
          <Stack>
            <div className={styles.pairs}>
              <TextInput label="Title" maxLength={200} {...form.getInputProps('title')} />
              {isNew && (
                <TextInput
                  label="Key"
                  description="The rule of the flag names it; it stays"
                  inputWrapperOrder={['label', 'input', 'description', 'error']}
                  maxLength={100}
                  {...form.getInputProps('key')}
                />
              )}
            </div>
            <Textarea
              label="Hypothesis"
              description="What changes for whom, and what you expect to come of it"
              rows={3}
              maxLength={4000}
              {...form.getInputProps('hypothesis')}
            />
          </Stack>
        </Panel>
        {isOpen && (
          <>
            <Panel title="Who is measured?">
              <RuleFields form={form} experimentKey={experimentKey ?? form.values.key} />
            </Panel>
            <Panel title="By what?">
              <MetricFields form={form} />
            </Panel>
            <Panel title="How is it analysed?">
              <AnalysisFields form={form} />
            </Panel>
            <Panel title="How many people?">
              <PlannedSample form={form} />
            </Panel>
          </>
        )}
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          {save}
        </Button>
      </Stack>
    </form>
  )
}

function PlannedSample({ form }: { form: Form }): ReactElement {
  return (
    <Stack>
      <TextInput
        label="Planned sample"
        description="All variants together. Empty: as long as you like"
        inputMode="numeric"
        {...form.getInputProps('plannedUnits')}
      />
      <Disclosure label="Compute it">
        <div style={{ paddingTop: '1rem' }}>
          <PowerCalculator onUse={(units) => form.setFieldValue('plannedUnits', String(units))} />
        </div>
      </Disclosure>
    </Stack>
  )
}
