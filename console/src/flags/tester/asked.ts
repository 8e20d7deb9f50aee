import type { Bucketing, Condition, Rule, Serve } from '@plinth/sdk/flags'

interface Targeting {
  readonly rules: readonly Rule[]
  readonly fallthrough: Serve
}

/** The attributes that rules look at: what a tester fills in. */
export function attributesIn({ rules, fallthrough }: Targeting): readonly string[] {
  const names = rules.flatMap(({ condition, rollout, serve }) => [
    ...(condition === undefined ? [] : inCondition(condition)),
    ...bucketedBy(rollout),
    ...inServe(serve),
  ])
  const members = [...names, ...inServe(fallthrough)].map((path) => path.replace(/\[.*/, ''))
  return [...new Set(members)].filter((name) => name !== 'targetingKey' && name !== '')
}

function inCondition(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(inCondition)
  if ('any' in condition) return condition.any.flatMap(inCondition)
  if ('not' in condition) return inCondition(condition.not)
  if ('bucket' in condition) return bucketedBy(condition.bucket)
  return 'attribute' in condition ? [condition.attribute] : []
}

function inServe(serve: Serve): readonly string[] {
  return serve !== null && 'split' in serve ? bucketedBy(serve.split) : []
}

function bucketedBy(bucketing: Bucketing | undefined): readonly string[] {
  return [bucketing?.bucketBy ?? []].flat()
}
