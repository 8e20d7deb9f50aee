import type { Condition } from '@plinth/sdk/flags'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'
import { flagsKey } from './queries.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>

export type FlagChange = AnswerOf<typeof api.flags.getChange>
export type FlagChangeLine = AnswerOf<typeof api.flags.listChanges>['items'][number]
export type FlagEnvironment = AnswerOf<typeof api.flags.listEnvironments>['items'][number]
export type FlagRevision = AnswerOf<typeof api.flags.history>['items'][number]
export type FlagSegment = Omit<AnswerOf<typeof api.flags.getSegment>, 'condition'> & { readonly condition: Condition }
export type ImportReport = AnswerOf<typeof api.flags.import>

/** The contract knows a condition as any object: the engine judges its form. */
export function conditionIn(object: object): Condition {
  return object as Condition
}

export const READ = 'flags:read'
export const WRITE = 'flags:write'
export const APPROVE = 'flags:approve'

/** Why a button stays closed to whoever lacks a permission. */
export function needs(permission: string): string {
  return `Needs the permission ${permission}.`
}

export const changesKey = [...flagsKey, 'changes'] as const

export const changeQuery = (id: string) =>
  queryOptions({
    queryKey: [...changesKey, id],
    queryFn: ({ signal }) => api.flags.getChange({ path: { id }, signal }),
  })

export const environmentsQuery = queryOptions({
  queryKey: [...flagsKey, 'environments'],
  queryFn: async ({ signal }) => (await api.flags.listEnvironments({ signal })).items,
})

export const segmentQuery = (key: string) =>
  queryOptions({
    queryKey: [...flagsKey, 'segment', key],
    queryFn: async ({ signal }): Promise<FlagSegment> => {
      const segment = await api.flags.getSegment({ path: { key }, signal })
      return { ...segment, condition: conditionIn(segment.condition) }
    },
  })
