import { Button, Group, Text } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { type Application, api } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { fieldErrors, formPath } from '../shell/problems.ts'
import { AgreementsStep } from './agreements-step.tsx'
import styles from './application-form.module.css'
import { ArtistStep, LinksStep, PersonStep } from './application-steps.tsx'
import { type ApplicationValues, steps, valuesOf } from './application-values.ts'
import { CheckStep } from './check-step.tsx'
import { useDraft } from './use-draft.ts'

export function ApplicationForm({ application }: { application: Application }): ReactElement {
  const form = useForm<ApplicationValues>({ mode: 'controlled', initialValues: valuesOf(application) })
  const draft = useDraft(application, form.values)
  const submission = useSubmission(application, form, draft.save)
  const [step, setStep] = useState(0)
  const heading = useStepFocus(step)
  const goTo = (next: number): void => {
    setStep(next)
    if (draft.isDirty) void draft.save()
  }
  const isLast = step === steps.length - 1
  return (
    <>
      <StepList step={step} goTo={goTo} />
      <Panel>
        <h2 className={styles.heading} ref={heading} tabIndex={-1}>
          {steps[step]}
        </h2>
        <ProblemNotice error={draft.problem} />
        <ProblemNotice error={submission.error} />
        <Step step={step} form={form} application={application} goTo={goTo} />
        <div className={styles.foot}>
          <DraftState isDirty={draft.isDirty} isSaving={draft.isSaving} failed={draft.problem !== null} />
          <Group>
            <Button variant="default" onClick={() => void draft.save()} loading={draft.isSaving}>
              Save draft
            </Button>
            {isLast ? (
              <Button onClick={() => submission.mutate()} loading={submission.isPending}>
                Submit the application
              </Button>
            ) : (
              <Button onClick={() => goTo(step + 1)}>Continue</Button>
            )}
          </Group>
        </div>
      </Panel>
    </>
  )
}

interface StepProps {
  readonly step: number
  readonly form: UseFormReturnType<ApplicationValues>
  readonly application: Application
  readonly goTo: (step: number) => void
}

function Step({ step, form, application, goTo }: StepProps): ReactElement {
  if (step === 0) return <PersonStep form={form} />
  if (step === 1) return <ArtistStep form={form} />
  if (step === 2) return <LinksStep form={form} />
  if (step === 3) return <AgreementsStep form={form} />
  return <CheckStep form={form} application={application} goTo={goTo} />
}

function StepList({ step, goTo }: { step: number; goTo: (step: number) => void }): ReactElement {
  return (
    <nav aria-label="Steps of the application">
      <ol className={styles.steps}>
        {steps.map((title, at) => (
          <li key={title}>
            <button
              type="button"
              className={styles.step}
              aria-current={at === step ? 'step' : undefined}
              onClick={() => goTo(at)}
            >
              {title}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function DraftState({
  isDirty,
  isSaving,
  failed,
}: {
  isDirty: boolean
  isSaving: boolean
  failed: boolean
}): ReactElement {
  const text = isSaving ? 'Saving' : failed ? 'Not saved' : isDirty ? 'Changes are saved in a moment' : 'Draft saved'
  return (
    <Text size="sm" c="dimmed" role="status">
      {text}
    </Text>
  )
}

/** A new step begins at its heading, for the keyboard and for a screen reader. */
function useStepFocus(step: number) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current !== step) heading.current?.focus()
    shown.current = step
  }, [step])
  return heading
}

function useSubmission(
  application: Application,
  form: UseFormReturnType<ApplicationValues>,
  save: () => Promise<boolean>,
) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      if (!(await save())) return null
      return api.music.submitApplication({ path: { id: application.id } })
    },
    onSuccess: async (answer) => {
      if (answer === null) return
      notifyDone('Your application is submitted.')
      await queryClient.invalidateQueries({ queryKey: ['applications'] })
    },
    onError: (error) => form.setErrors({ ...findingErrors(application), ...fieldErrors(error) }),
  })
}

function findingErrors({ findings }: Application): Record<string, string> {
  const faults = findings.filter(({ severity }) => severity === 'error')
  return Object.fromEntries(faults.map(({ path, message }) => [formPath(path), message]))
}
