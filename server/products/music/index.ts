import type { Unit } from '../../kernel/unit.ts'
import { applicationReviewRoutes } from './application-review.routes.ts'
import { applicationRoutes } from './applications.routes.ts'
import { artistRoutes } from './artists.routes.ts'
import { catalogueRoutes } from './catalogue.routes.ts'
import { seedDemo } from './demo.ts'
import type { MusicDeps, MusicParts } from './deps.ts'
import {
  applicationApproved,
  applicationRejected,
  applicationSubmitted,
  submissionChecked,
  submissionDecided,
  submissionReceived,
  trackPublished,
  trackUnpublished,
} from './events.ts'
import { expireApplicationsJob } from './expiry.job.ts'
import { musicMails } from './mails.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { playlistRoutes } from './playlists.routes.ts'
import { probeTrackJob } from './probe.job.ts'
import { musicProblem } from './problems.ts'
import { createCatalogue } from './public-catalogue.ts'
import { publishDueJob } from './publishing.ts'
import { uploadPurposes } from './submission-files.ts'
import { submissionRoutes } from './submissions.routes.ts'
import { trackReviewRoutes } from './track-review.routes.ts'

/** Events for other units to subscribe to. */
export { applicationApproved, trackPublished, trackUnpublished }

/** A label's platform: artists apply, send tracks in, are reviewed, published and heard. */
export function createMusic(deps: MusicDeps): Unit {
  const parts: MusicParts = { ...deps, catalogue: createCatalogue(deps) }
  const publishDue = publishDueJob(parts)
  const probeTrack = probeTrackJob(deps)
  deps.files.declarePurposes(uploadPurposes)
  return {
    name: 'music',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [
      ...applicationRoutes(deps),
      ...applicationReviewRoutes(deps),
      ...submissionRoutes({ ...deps, probeTrack }),
      ...trackReviewRoutes(parts),
      ...catalogueRoutes(parts),
      ...artistRoutes(deps),
      ...playlistRoutes(deps),
    ],
    problems: [musicProblem],
    permissions: {
      'music:submit': 'Send in tracks for the artists one belongs to',
      'music:review-applications': 'Read artist applications and decide on them',
      'music:review-tracks': 'Hear submitted tracks and decide on them',
      'music:publish': 'Take tracks out of the catalogue and put them back',
    },
    roles: {
      artist: { title: 'Artist', permissions: ['music:submit'] },
      reviewer: {
        title: 'Reviewer',
        permissions: ['music:review-applications', 'music:review-tracks', 'music:publish'],
      },
    },
    events: [
      applicationSubmitted,
      applicationApproved,
      applicationRejected,
      submissionReceived,
      submissionChecked,
      submissionDecided,
      trackPublished,
      trackUnpublished,
    ],
    jobs: [probeTrack, publishDue, expireApplicationsJob],
    schedules: [
      { name: 'music.publish-due', job: publishDue, cron: '* * * * *', zone: 'UTC', data: {} },
      { name: 'music.expire-applications', job: expireApplicationsJob, cron: '23 3 * * *', zone: 'UTC', data: {} },
    ],
    mails: musicMails,
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson: (tx, userId) => erasePerson(parts, tx, userId),
    seedDemo: () => seedDemo(parts),
  }
}
