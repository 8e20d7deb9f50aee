import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { deviceName } from './device-name.ts'
import type { EnrolProps } from './enrol-code.tsx'
import { FactorForm } from './factor-form.tsx'
import { makePasskey } from './passkey.ts'
import { useFactorChange } from './use-factor-change.ts'

/** A passkey of this device or of a key in the hand. */
export function AddPasskey({ added, cancel }: EnrolProps): ReactElement {
  const add = useFactorChange(
    async (name: string) => {
      const credential = await makePasskey(await api.auth.passkeyOptions({}))
      return api.auth.addPasskey({ body: { credential: credential as never, name } })
    },
    'The passkey is set up.',
    added,
  )
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: deviceName(navigator.userAgent) },
    validate: { name: filled('Enter a name to know it by') },
  })
  const sending = useFormSubmit({
    form,
    send: ({ name }) => add.mutateAsync(name),
    done: () => undefined,
  })
  return (
    <FactorForm sending={sending} submitLabel="Make the passkey" cancel={cancel}>
      <TextInput key={form.key('name')} label="Name of the passkey" {...form.getInputProps('name')} />
    </FactorForm>
  )
}
