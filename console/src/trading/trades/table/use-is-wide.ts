import { useMediaQuery } from '@mantine/hooks'

/** Whether there is room for a table beside the menu. */
export function useIsWide(): boolean {
  return useMediaQuery('(min-width: 68em)', true, { getInitialValueInEffect: false })
}
