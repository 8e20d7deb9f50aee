import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuSection } from '../shell/menu.ts'
import { rootRoute } from '../shell/root-route.tsx'

export const musicMenu: readonly MenuSection[] = [
  {
    title: 'Listen',
    entries: [
      { to: '/tracks', label: 'Catalogue', product: 'music' },
      { to: '/artists', label: 'Artists', product: 'music' },
    ],
  },
  {
    title: 'Make',
    entries: [
      { to: '/apply', label: 'Artist application', needs: 'session', product: 'music' },
      { to: '/submissions', label: 'My submissions', needs: 'music:submit' },
    ],
  },
  {
    title: 'Review',
    entries: [
      { to: '/review/applications', label: 'Applications', needs: 'music:review-applications' },
      { to: '/review/tracks', label: 'Submitted tracks', needs: 'music:review-tracks' },
    ],
  },
]

const tracks = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tracks',
  validateSearch: (search: Record<string, unknown>): { search?: string; genre?: string } => ({
    ...textIn(search, 'search'),
    ...textIn(search, 'genre'),
  }),
  component: lazyRouteComponent(() => import('./tracks-page.tsx'), 'TracksPage'),
})

function textIn<const Key extends string>(search: Record<string, unknown>, key: Key): { [K in Key]?: string } {
  const value = search[key]
  if (typeof value !== 'string' && typeof value !== 'number') return {}
  return { [key]: String(value) } as { [K in Key]?: string }
}

const track = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tracks/$id',
  component: lazyRouteComponent(() => import('./track-page.tsx'), 'TrackPage'),
})

const artists = createRoute({
  getParentRoute: () => rootRoute,
  path: '/artists',
  component: lazyRouteComponent(() => import('./artists-page.tsx'), 'ArtistsPage'),
})

const artist = createRoute({
  getParentRoute: () => rootRoute,
  path: '/artists/$slug',
  component: lazyRouteComponent(() => import('./artist-page.tsx'), 'ArtistPage'),
})

const applicants = guardedRoute('applicants')

const applications = createRoute({
  getParentRoute: () => applicants,
  path: '/apply',
  component: lazyRouteComponent(() => import('./applications-page.tsx'), 'ApplicationsPage'),
})

const application = createRoute({
  getParentRoute: () => applicants,
  path: '/apply/$id',
  component: lazyRouteComponent(() => import('./application-page.tsx'), 'ApplicationPage'),
})

const submitters = guardedRoute('submitters', 'music:submit')

const submissions = createRoute({
  getParentRoute: () => submitters,
  path: '/submissions',
  component: lazyRouteComponent(() => import('./submissions-page.tsx'), 'SubmissionsPage'),
})

const submit = createRoute({
  getParentRoute: () => submitters,
  path: '/submissions/new',
  component: lazyRouteComponent(() => import('./submit-page.tsx'), 'SubmitPage'),
})

const submission = createRoute({
  getParentRoute: () => submitters,
  path: '/submissions/$id',
  component: lazyRouteComponent(() => import('./submission-page.tsx'), 'SubmissionPage'),
})

const applicationReviewers = guardedRoute('application-reviewers', 'music:review-applications')

const applicationQueue = createRoute({
  getParentRoute: () => applicationReviewers,
  path: '/review/applications',
  component: lazyRouteComponent(() => import('./application-queue-page.tsx'), 'ApplicationQueuePage'),
})

const applicationReview = createRoute({
  getParentRoute: () => applicationReviewers,
  path: '/review/applications/$id',
  component: lazyRouteComponent(() => import('./application-review-page.tsx'), 'ApplicationReviewPage'),
})

const trackReviewers = guardedRoute('track-reviewers', 'music:review-tracks')

const trackQueue = createRoute({
  getParentRoute: () => trackReviewers,
  path: '/review/tracks',
  component: lazyRouteComponent(() => import('./track-queue-page.tsx'), 'TrackQueuePage'),
})

const trackReview = createRoute({
  getParentRoute: () => trackReviewers,
  path: '/review/tracks/$id',
  component: lazyRouteComponent(() => import('./track-review-page.tsx'), 'TrackReviewPage'),
})

export const musicRoutes = [
  tracks,
  track,
  artists,
  artist,
  applicants.addChildren([applications, application]),
  submitters.addChildren([submissions, submit, submission]),
  applicationReviewers.addChildren([applicationQueue, applicationReview]),
  trackReviewers.addChildren([trackQueue, trackReview]),
] as const
