import { NativeSelect } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import { tradingQueries } from './queries.ts'

interface AccountChoiceProps {
  /** Undefined: all of them. */
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
  /** Figures may be of all accounts, and of archived ones. */
  readonly withAll?: boolean
  readonly label?: string
  readonly description?: ReactNode
  readonly error?: ReactNode
}

/** One of the trader's accounts; the choice is remembered in this browser. */
export function AccountChoice(props: AccountChoiceProps): ReactElement {
  const { value, onChange, withAll = false, label = 'Account', description, error } = props
  const accounts = useQuery(tradingQueries.accounts())
  const archived = useQuery({ ...tradingQueries.accounts(true), enabled: withAll })
  const [, remember] = useRemembered()
  return (
    <NativeSelect
      label={label}
      description={description}
      error={error}
      value={value ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        remember(chosen)
        onChange(chosen === '' ? undefined : chosen)
      }}
      data={[
        ...(withAll ? [{ value: '', label: 'All accounts' }] : []),
        ...(accounts.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ...(archived.data ?? []).map(({ id, name }) => ({ value: id, label: `${name} (archived)` })),
      ]}
    />
  )
}

/** The account that `asked` names, else the one chosen last, else the first; undefined while there is none. */
export function useOneAccount(asked?: string): string | undefined {
  const [last] = useRemembered()
  const accounts = useQuery(tradingQueries.accounts()).data ?? []
  return [asked, last].find((id) => accounts.some((one) => one.id === id)) ?? accounts[0]?.id
}

function useRemembered() {
  return useLocalStorage({ key: 'plinth-trading-account', defaultValue: '', getInitialValueInEffect: false })
}
