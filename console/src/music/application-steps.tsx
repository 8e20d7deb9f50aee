import { ActionIcon, Button, Checkbox, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { UseFormReturnType } from '@mantine/form'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo } from 'react'
import styles from './application-form.module.css'
import { type ApplicantRole, type ApplicationValues, isBand, isManager, newMember } from './application-values.ts'
import { linkLabels } from './artist-links.ts'
import { countryChoices } from './countries.ts'
import { genresQuery } from './queries.ts'
import { roleLabels } from './words.ts'

type StepForm = { readonly form: UseFormReturnType<ApplicationValues> }

const bioLengthMax = 500

export function PersonStep({ form }: StepForm): ReactElement {
  const countries = useMemo(countryChoices, [])
  const roles = Object.entries(roleLabels).map(([value, label]) => ({ value, label }))
  return (
    <Stack>
      <NativeSelect
        label="You apply as"
        data={roles}
        value={form.values.role}
        error={form.errors.role}
        onChange={(event) => form.setFieldValue('role', event.currentTarget.value as ApplicantRole)}
      />
      <TextInput label="Legal name" autoComplete="name" {...form.getInputProps('legalName')} />
      {isManager(form.values) && (
        <TextInput label="Company" autoComplete="organization" {...form.getInputProps('companyName')} />
      )}
      <TextInput
        label="E-mail for this application"
        type="email"
        autoComplete="email"
        {...form.getInputProps('email')}
      />
      <TextInput
        label="Phone"
        description="With the country code, like +44 20 7946 0958"
        type="tel"
        autoComplete="tel"
        {...form.getInputProps('phone')}
      />
      <NativeSelect
        label="Country"
        autoComplete="country"
        data={[{ value: '', label: 'Choose a country' }, ...countries]}
        {...form.getInputProps('country')}
      />
    </Stack>
  )
}

export function ArtistStep({ form }: StepForm): ReactElement {
  const genres = useQuery(genresQuery)
  const left = bioLengthMax - form.values.bio.length
  return (
    <Stack>
      <TextInput label="Stage name" {...form.getInputProps('stageName')} />
      <Textarea
        label="Biography"
        description={`${left} of ${bioLengthMax} characters left`}
        autosize={false}
        rows={5}
        maxLength={bioLengthMax}
        {...form.getInputProps('bio')}
      />
      <Checkbox.Group label="Genres" {...form.getInputProps('genres')}>
        <Group mt="xs" gap="md">
          {(genres.data?.items ?? []).map(({ name }) => (
            <Checkbox key={name} value={name} label={name} />
          ))}
        </Group>
      </Checkbox.Group>
      {isBand(form.values) && <BandMembers form={form} />}
    </Stack>
  )
}

function BandMembers({ form }: StepForm): ReactElement {
  return (
    <fieldset className={styles.members}>
      <legend>Members of the band</legend>
      {form.values.bandMembers.map(({ key }, at) => (
        <div key={key} className={styles.member}>
          <TextInput label={`Name of member ${at + 1}`} {...form.getInputProps(`bandMembers.${at}.name`)} />
          <TextInput label={`Part of member ${at + 1}`} {...form.getInputProps(`bandMembers.${at}.role`)} />
          <ActionIcon
            variant="default"
            size={36}
            aria-label={`Remove member ${at + 1}`}
            onClick={() => form.removeListItem('bandMembers', at)}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button variant="default" onClick={() => form.insertListItem('bandMembers', newMember())}>
          Add a member
        </Button>
      </div>
    </fieldset>
  )
}

export function LinksStep({ form }: StepForm): ReactElement {
  return (
    <Stack>
      {linkLabels.map(([key, label]) => (
        <TextInput key={key} label={label} type="url" placeholder="https://" {...form.getInputProps(`links.${key}`)} />
      ))}
    </Stack>
  )
}
