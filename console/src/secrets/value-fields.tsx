import { Button, Checkbox, Group, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/Radio.layer.css'
import { type ReactElement, useState } from 'react'
import styles from './secrets.module.css'
import { emptyField, type ValueInput, type ValueMode } from './value-input.ts'
import { alphabetChoices } from './words.ts'

/** What of a form the fields of a value need; the form may hold more. */
interface ValueForm {
  readonly values: ValueInput
  getInputProps(path: string): object
  insertListItem(path: string, item: unknown): void
  removeListItem(path: string, at: number): void
}

const modeLabels: Readonly<Record<ValueMode, string>> = {
  typed: 'I type or paste it',
  generated: 'It is made at random, and nobody sees it',
  fields: 'It has fields, such as user and password',
  later: 'It comes later',
}

interface ValueFieldsProps {
  readonly form: ValueForm
  readonly modes: readonly ValueMode[]
}

/** How a value comes to be, and the fields that this needs. */
export function ValueFields({ form, modes }: ValueFieldsProps): ReactElement {
  const { mode } = form.values
  return (
    <Stack gap="md">
      <Radio.Group label="Value" {...form.getInputProps('mode')}>
        <Stack gap="xs" mt="xs">
          {modes.map((one) => (
            <Radio key={one} value={one} label={modeLabels[one]} />
          ))}
        </Stack>
      </Radio.Group>
      {mode === 'typed' && <TypedValue form={form} />}
      {mode === 'generated' && (
        <div className={styles.pair}>
          <TextInput
            label="Characters"
            inputMode="numeric"
            autoComplete="off"
            {...form.getInputProps('generate.length')}
          />
          <NativeSelect label="Made of" data={alphabetChoices} {...form.getInputProps('generate.alphabet')} />
        </div>
      )}
      {mode === 'fields' && <FieldRows form={form} />}
    </Stack>
  )
}

function TypedValue({ form }: { form: ValueForm }): ReactElement {
  const [shown, setShown] = useState(false)
  return (
    <Stack gap="xs">
      <Textarea
        label="The value"
        rows={3}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        className={`${styles.mono} ${shown ? '' : styles.masked}`}
        {...form.getInputProps('value')}
      />
      <ShowTyped shown={shown} onChange={setShown} />
    </Stack>
  )
}

function ShowTyped({ shown, onChange }: { shown: boolean; onChange: (shown: boolean) => void }): ReactElement {
  return (
    <Checkbox
      label="Show what I type"
      checked={shown}
      onChange={({ currentTarget: { checked } }) => onChange(checked)}
    />
  )
}

function FieldRows({ form }: { form: ValueForm }): ReactElement {
  const [shown, setShown] = useState(false)
  const { fields } = form.values
  const keys = fields.map((_, at) => `field-${at}`)
  return (
    <fieldset className={styles.fieldset}>
      <legend>Fields</legend>
      {keys.map((key, at) => (
        <div key={key} className={styles.pair}>
          <TextInput label={`Name ${at + 1}`} autoComplete="off" {...form.getInputProps(`fields.${at}.name`)} />
          <TextInput
            label={`Value ${at + 1}`}
            autoComplete="off"
            spellCheck={false}
            className={`${styles.mono} ${shown ? '' : styles.masked}`}
            {...form.getInputProps(`fields.${at}.value`)}
          />
        </div>
      ))}
      <Group>
        <Button size="xs" variant="default" onClick={() => form.insertListItem('fields', emptyField)}>
          Add a field
        </Button>
        {fields.length > 1 && (
          <Button size="xs" variant="default" onClick={() => form.removeListItem('fields', fields.length - 1)}>
            Remove the last
          </Button>
        )}
      </Group>
      <ShowTyped shown={shown} onChange={setShown} />
    </fieldset>
  )
}
