import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { isConflict } from '../changed-since.ts'
import { notifyDone } from '../shell/notify.ts'
import { fieldErrors } from '../shell/problems.ts'
import { type Draft, draftOf, faultsIn, isSame, wantedOf } from './draft.ts'
import { flagQuery, flagsKey, targetingQuery } from './queries.ts'
import type { Flag, Targeting } from './types.ts'

type Wanted = Parameters<typeof api.flags.sayTargeting>[0]['body']['targeting']

/** What is edited of a targeting, and the version it stands on, which each save moves on. */
export function useTargeting(flag: Flag, first: Targeting) {
  const queryClient = useQueryClient()
  const [base, setBase] = useState(first)
  const [draft, setDraft] = useState<Draft>(() => draftOf(first))
  const [reason, setReason] = useState('')
  const [scheduledAt, setScheduledAt] = useState('')
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const [proposed, setProposed] = useState<string | null>(null)
  const { key } = flag
  const { environment } = base
  const standOn = async (standing: Targeting): Promise<void> => {
    setBase(standing)
    queryClient.setQueryData(targetingQuery(key, environment).queryKey, standing)
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: flagQuery(key).queryKey }),
      queryClient.invalidateQueries({ queryKey: [...flagsKey, 'list'] }),
    ])
  }
  const { mutate, isPending, error } = useMutation({
    mutationFn: (version: number) => send({ key, base, draft, reason: reason.trim(), scheduledAt, version }),
    onMutate: () => setFaults({}),
    onSuccess: async (done) => {
      setReason('')
      if ('change' in done) {
        setProposed(done.change)
        setScheduledAt('')
        await queryClient.invalidateQueries({ queryKey: [...flagsKey, 'changes'] })
        return
      }
      setDraft(draftOf(done.standing))
      notifyDone(`Saved for ${environment}.`)
      await standOn(done.standing)
    },
    onError: (failure) => setFaults(placed(fieldErrors(failure))),
  })
  const save = (version = base.version): void => {
    const found = faultsIn(draft)
    setFaults(found)
    setProposed(null)
    if (Object.keys(found).length === 0 && !isPending) mutate(version)
  }
  return {
    ...{ base, draft, setDraft, reason, setReason, scheduledAt, setScheduledAt, faults, proposed },
    ...{ pending: isPending, save, conflicts: isConflict(error) },
    problem: error === null || isConflict(error) || Object.keys(faults).length > 0 ? null : error,
    isDirty: !isSame(draft, draftOf(base)),
    /** After it was killed or revived: what is typed stays. */
    async follow(standing: Targeting): Promise<void> {
      setDraft((was) => ({ ...was, enabled: standing.enabled }))
      await standOn(standing)
    },
  }
}

interface Sent {
  readonly key: string
  readonly base: Targeting
  readonly draft: Draft
  readonly reason: string
  readonly scheduledAt: string
  readonly version: number
}

async function send(sent: Sent): Promise<{ readonly standing: Targeting } | { readonly change: string }> {
  const { key, base, draft, reason, scheduledAt, version } = sent
  const { environment, needsApproval } = base
  const targeting = wantedOf(draft) as unknown as Wanted
  if (!needsApproval)
    return {
      standing: await api.flags.sayTargeting({ path: { key, environment }, body: { version, reason, targeting } }),
    }
  const at = scheduledAt === '' ? {} : { scheduledAt }
  const body = { target: key, environment, targeting, baseVersion: version, reason, ...at }
  return { change: (await api.flags.proposeChange({ body })).id }
}

/** The server points into the targeting, or into the body that holds it. */
function placed(faults: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(faults).map(([path, fault]) => [path.replace(/^targeting\.?/, ''), fault]))
}
