import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, type ReviewedTrack } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { notifyProblem } from '../shell/notify.ts'
import { reviewKey } from './queries.ts'

const heartbeatMs = 60_000

/** The reviewer's lock on a track: taken, kept alive while the page is open, given back. */
export function useClaim(track: ReviewedTrack) {
  const me = useMe()
  const queryClient = useQueryClient()
  const { id, claim: held } = track
  const isMine = held !== null && held.reviewer.id === me?.user.id
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: reviewKey(id) }),
      queryClient.invalidateQueries({ queryKey: ['review', 'tracks'] }),
    ])
  const options = { onError: notifyProblem, onSettled: refresh }
  const claim = useMutation({ mutationFn: () => api.music.claimTrack({ path: { id } }), ...options })
  const release = useMutation({ mutationFn: () => api.music.releaseTrack({ path: { id } }), ...options })
  const { mutate: beat } = useMutation({ mutationFn: () => api.music.heartbeatTrack({ path: { id } }), ...options })
  useEffect(() => {
    if (!isMine) return
    const timer = setInterval(beat, heartbeatMs)
    return () => clearInterval(timer)
  }, [isMine, beat])
  return { isMine, claim, release }
}
