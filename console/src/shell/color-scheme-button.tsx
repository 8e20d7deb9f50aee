import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import type { ReactElement } from 'react'
import navigation from './navigation.module.css'

const next: Readonly<Record<MantineColorScheme, MantineColorScheme>> = { auto: 'light', light: 'dark', dark: 'auto' }
const labels: Readonly<Record<MantineColorScheme, string>> = { auto: 'as the system', light: 'light', dark: 'dark' }

export function ColorSchemeButton(): ReactElement {
  // NOTE: without keepTransitions the library writes a style element, which the content security policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  return (
    <button type="button" className={navigation.button} onClick={() => setColorScheme(next[colorScheme])}>
      Colours: {labels[colorScheme]}
    </button>
  )
}
