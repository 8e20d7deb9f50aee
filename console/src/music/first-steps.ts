import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import type { FirstStep, FirstSteps } from '../shell/first-step.ts'
import { useHasTrack } from './player.ts'
import { myApplicationsQuery } from './queries.ts'

export function useMusicSteps(): FirstSteps {
  const me = useMe()
  const isSignedIn = me !== null && me !== undefined
  const submits = may(me, 'music:submit')
  const reviews = may(me, 'music:review-tracks')
  const applications = useQuery({ ...myApplicationsQuery, enabled: isSignedIn })
  const submissions = useQuery({
    queryKey: ['submissions', 'first'],
    queryFn: ({ signal }) => api.music.listMySubmissions({ query: { limit: 1 }, signal }),
    enabled: submits,
  })
  const reviewed = useQuery({
    queryKey: ['review', 'tracks', 'first'],
    queryFn: ({ signal }) => api.music.reviewQueue({ query: { state: 'published', limit: 1 }, signal }),
    enabled: reviews,
  })
  const hasListened = useHasTrack()
  const tracks = useQuery({
    queryKey: ['tracks', 'first'],
    queryFn: ({ signal }) => api.music.listTracks({ query: { limit: 1 }, signal }),
  })
  const steps = [
    applyStep(isSignedIn, isSignedIn ? isFilled(applications.data) : false),
    submitStep(submits, submits ? isFilled(submissions.data) : false),
    reviewStep(reviews, reviews ? isFilled(reviewed.data) : false),
    listenStep(isFilled(tracks.data), hasListened),
  ]
  return { steps, error: tracks.error }
}

function isFilled(list: { items: readonly unknown[] } | undefined): boolean | undefined {
  return list && list.items.length > 0
}

function applyStep(isSignedIn: boolean, done: boolean | undefined): FirstStep {
  return {
    name: 'Apply as an artist',
    text: 'Six short fields and three agreements. The draft is kept as you write.',
    done,
    to: '/apply',
    link: isSignedIn ? 'Open your application' : 'Sign in and apply',
  }
}

function submitStep(submits: boolean, done: boolean | undefined): FirstStep {
  return {
    name: 'Submit a track',
    text: submits
      ? 'A recording and a square cover; the checks answer in seconds.'
      : 'Opens once your application is approved.',
    done,
    to: '/submissions/new',
    link: submits ? 'Submit a track' : null,
  }
}

function reviewStep(reviews: boolean, done: boolean | undefined): FirstStep {
  return {
    name: 'Review it',
    text: reviews
      ? 'Claim it, listen, and give a verdict with reasons.'
      : 'For someone with the role of a reviewer; an administrator grants it.',
    done,
    to: '/review/tracks',
    link: reviews ? 'Open the queue' : null,
  }
}

function listenStep(hasTracks: boolean | undefined, done: boolean): FirstStep {
  return {
    name: 'Listen',
    text: hasTracks ? 'The catalogue is open to everyone.' : 'What is approved stands in the catalogue.',
    done,
    to: '/tracks',
    link: 'Open the catalogue',
  }
}
