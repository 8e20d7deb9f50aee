import { object } from '../../../kernel/http/schema.ts'
import type { Rotator } from './rotator.ts'

const nothing = async (): Promise<void> => undefined

/** For values that are good by standing in the store: those who use them read them here. */
export const generateRotator: Rotator = {
  name: 'generate',
  title: 'A new random value',
  description: 'For values that are good by standing here: those who use them read them here.',
  options: object({}),
  ...{ isOfInstallation: false, alternates: false },
  uses: () => [],
  check: () => undefined,
  make: (_former, made) => made,
  install: nothing,
  test: nothing,
  undo: nothing,
  retire: nothing,
}
