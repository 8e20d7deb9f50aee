import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import type { ReactElement } from 'react'

const PAUSE_MS = 250

interface SearchFieldProps {
  readonly placeholder: string
  /** What the list is narrowed to already. */
  readonly words: string | undefined
  /** The words, once whoever types pauses; undefined for none. */
  readonly onSearch: (words: string | undefined) => void
}

/** Narrows a list to what holds some words. */
export function SearchField({ placeholder, words, onSearch }: SearchFieldProps): ReactElement {
  const search = useDebouncedCallback((typed: string) => onSearch(typed.trim() || undefined), PAUSE_MS)
  return (
    <TextInput
      label="Search"
      placeholder={placeholder}
      type="search"
      maxLength={100}
      defaultValue={words}
      onChange={(event) => search(event.currentTarget.value)}
    />
  )
}
