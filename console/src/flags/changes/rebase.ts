import type { Rule } from '@plinth/sdk/flags'
import { same } from '../history/difference.ts'

type Members = Readonly<Record<string, unknown>>

/**
 * What a proposal wants, said of what holds now: members and rules that it leaves as they were are taken from now. What both changed is as
 * the proposal has it.
 */
export function rebased(before: unknown, wanted: unknown, now: unknown): Members {
  const [was, will, is] = [before, wanted, now].map((content) => (content ?? {}) as Members)
  const names = [...new Set([...Object.keys(will ?? {}), ...Object.keys(is ?? {})])]
  return Object.fromEntries(
    names.map((name) => {
      if (same(was?.[name], will?.[name])) return [name, is?.[name]]
      return [name, name === 'rules' ? rebasedRules(was, will, is) : will?.[name]]
    }),
  )
}

function rebasedRules(was: Members | undefined, will: Members | undefined, is: Members | undefined): readonly Rule[] {
  const [former, wanted, present] = [was, will, is].map((of) => (of?.rules ?? []) as readonly Rule[])
  const find = (rules: readonly Rule[] | undefined, id: string) => rules?.find((rule) => rule.id === id)
  const kept = (wanted ?? []).flatMap((rule) => {
    const isLeft = same(find(former, rule.id), rule)
    const now = find(present, rule.id)
    return isLeft ? (now === undefined ? [] : [now]) : [rule]
  })
  const added = (present ?? []).filter(({ id }) => find(former, id) === undefined && find(wanted, id) === undefined)
  return [...kept, ...added]
}
