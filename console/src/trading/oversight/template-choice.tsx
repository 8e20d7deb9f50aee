import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { typedDecimal } from '../decimals.ts'
import { riskKey } from './queries.ts'
import type { RiskTemplate } from './types.ts'

interface TemplateChoiceProps {
  /** As it was typed. */
  readonly balance: string
  readonly onChoose: (template: RiskTemplate) => void
}

const PLAIN = '50000'

/** Fills in the amounts of a common set of rules, as parts of the balance. */
export function TemplateChoice({ balance, onChoose }: TemplateChoiceProps): ReactElement {
  const typed = typedDecimal(balance)
  const known = typed === undefined || typed.startsWith('-') ? PLAIN : typed
  const templates = useQuery({
    queryKey: [...riskKey, 'templates', known],
    queryFn: async ({ signal }) => (await api.trading.listRiskTemplates({ query: { balance: known }, signal })).items,
  })
  return (
    <NativeSelect
      mt="md"
      label="Begin with the rules of"
      description={`Amounts for a balance of ${Number(known).toLocaleString()}; put in those of your own contract`}
      value=""
      onChange={(event) => {
        const template = templates.data?.find(({ key }) => key === event.currentTarget.value)
        if (template !== undefined) onChoose(template)
      }}
      data={[
        { value: '', label: 'Nothing: I enter them' },
        ...(templates.data ?? []).map(({ key, title }) => ({ value: key, label: title })),
      ]}
    />
  )
}
