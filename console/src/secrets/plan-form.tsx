import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type SecretDetail } from '../api.ts'
import type { JsonSchema } from '../forms/json-schema.ts'
import { SchemaFields } from '../forms/schema-fields.tsx'
import { useSchemaForm } from '../forms/schema-form.ts'
import { objectFromForm } from '../forms/values.ts'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { fieldErrors } from '../shell/problems.ts'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { secretsKey } from './queries.ts'
import styles from './secrets.module.css'
import { alphabetChoices, overlapChoices } from './words.ts'

type Rotator = Awaited<ReturnType<typeof api.secrets.rotators>>['items'][number]

interface PlanFormProps {
  readonly secret: SecretDetail
  readonly rotators: readonly Rotator[]
  readonly onDone: () => void
}

/** Says by what a secret is renewed; every rotator tells what it has to know. */
export function PlanForm(props: PlanFormProps): ReactElement {
  const { secret, rotators } = props
  const [name, setName] = useState(secret.plan?.rotator ?? rotators[0]?.name ?? '')
  const rotator = rotators.find((one) => one.name === name)
  return (
    <Stack>
      <NativeSelect
        label="Renewed by"
        data={rotators.map(({ name: value, title }) => ({ value, label: title }))}
        value={name}
        description={rotator?.description}
        onChange={({ currentTarget: { value } }) => setName(value)}
      />
      {rotator !== undefined && <PlanFields key={name} {...props} rotator={rotator} />}
    </Stack>
  )
}

function PlanFields({ secret, rotator, onDone }: PlanFormProps & { rotator: Rotator }): ReactElement {
  const { id, plan, format } = secret
  const queryClient = useQueryClient()
  const schema = rotator.options as JsonSchema
  const options = useSchemaForm(schema, plan?.rotator === rotator.name ? plan.options : {})
  const form = useForm({ initialValues: valuesOf(plan), validate: { everyDays: days, length: whole } })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => path.replace(/^generate\./, ''),
    send: async ({ everyDays, overlapSeconds, field, length, alphabet }) => {
      const body = {
        ...{ rotator: rotator.name, overlapSeconds: Number(overlapSeconds), length: Number(length), alphabet },
        everyDays: everyDays.trim() === '' ? null : Number(everyDays),
        field: field.trim() === '' ? null : field.trim(),
        options: objectFromForm(options.entries, options.form.values),
      }
      try {
        return await api.secrets.planRotation({ path: { id }, body })
      } catch (error) {
        options.form.setErrors(optionFaults(error))
        throw error
      }
    },
    done: async () => {
      notifyDone('Saved.')
      onDone()
      await queryClient.invalidateQueries({ queryKey: secretsKey })
    },
  })
  return (
    <form
      noValidate
      aria-label="Rotation"
      onSubmit={(event) => {
        event.preventDefault()
        if (!options.form.validate().hasErrors) submit(event)
      }}
    >
      <Stack>
        <ProblemNotice error={problem} />
        <SchemaFields form={options.form} entries={options.entries} />
        <PlanInputs form={form} hasFields={format === 'json'} />
        <Group>
          <Button type="submit" loading={pending}>
            Save
          </Button>
          <Button variant="default" onClick={onDone}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type PlanValues = ReturnType<typeof valuesOf>

/** What every rotator is told. */
function PlanInputs({ form, hasFields }: { form: UseFormReturnType<PlanValues>; hasFields: boolean }): ReactElement {
  return (
    <>
      <div className={styles.pair}>
        <TextInput
          label="Every so many days"
          description="Empty: when somebody asks for it"
          inputMode="numeric"
          {...form.getInputProps('everyDays')}
        />
        <NativeSelect
          label="The former value"
          description="As long both are good"
          data={withHeld(overlapChoices, form.values.overlapSeconds)}
          {...form.getInputProps('overlapSeconds')}
        />
      </div>
      {hasFields && (
        <TextInput label="Field" description="Which field of the value is renewed" {...form.getInputProps('field')} />
      )}
      <div className={styles.pair}>
        <TextInput label="Characters" inputMode="numeric" {...form.getInputProps('length')} />
        <NativeSelect
          label="Made of"
          data={withHeld(alphabetChoices, form.values.alphabet)}
          {...form.getInputProps('alphabet')}
        />
      </div>
    </>
  )
}

function valuesOf(plan: SecretDetail['plan']) {
  const { everyDays = 30, overlapSeconds = 3600, field = null, length = 40, alphabet = 'alphanumeric' } = plan ?? {}
  return {
    ...{ everyDays: everyDays === null ? '' : String(everyDays), overlapSeconds: String(overlapSeconds) },
    ...{ field: field ?? '', length: String(length), alphabet },
  }
}

function whole(value: string): string | null {
  return /^\d{1,6}$/.test(value.trim()) ? null : 'Enter a whole number'
}

function days(value: string): string | null {
  return value.trim() === '' ? null : whole(value)
}

/** The faults of options, by their names. */
function optionFaults(error: unknown): Record<string, string> {
  const faults = Object.entries(fieldErrors(error)).filter(([path]) => path.startsWith('options.'))
  return Object.fromEntries(faults.map(([path, fault]) => [path.slice('options.'.length), fault]))
}

/** What was given elsewhere stays among the choices. */
function withHeld(choices: readonly { readonly value: string; readonly label: string }[], held: string) {
  return choices.some(({ value }) => value === held) ? [...choices] : [...choices, { value: held, label: held }]
}
