import type { Rotator } from './rotator.ts'

const nothing = async (): Promise<void> => undefined

/** For values that are good by standing in the store: those who use them read them here. */
export const generateRotator: Rotator = {
  name: 'generate',
  title: 'A new random value',
  check: () => undefined,
  install: nothing,
  test: nothing,
  undo: nothing,
  retire: nothing,
}
