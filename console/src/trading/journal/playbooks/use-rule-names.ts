import { useQuery } from '@tanstack/react-query'
import { tradingQueries } from '../../queries.ts'
import { playbookVersionsQuery } from '../queries.ts'
import { ruleInWords } from './rule-words.ts'

/** What a rule says, as of the newest version that has it: figures also count rules of former versions. */
export function useRuleNames(playbookId: string): (ruleId: string) => string {
  const versions = useQuery(playbookVersionsQuery(playbookId)).data ?? []
  const tags = useQuery(tradingQueries.tags()).data ?? []
  const rules = new Map(versions.flatMap((version) => version.rules.map((rule) => [rule.id, rule] as const)))
  return (ruleId) => {
    const rule = rules.get(ruleId)
    return rule === undefined ? 'A rule' : ruleInWords(rule, tags)
  }
}
