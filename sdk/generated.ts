// Generated from the OpenAPI document of the server by `npm run contract`: change the routes, not this file.

import type { BinaryBody, CallOptions, KeyedCallOptions, Operation } from './operation.ts'

export type AccountExplanation = {
  asOf: string
  figure: string
  /** Null: of several, or no money */
  currency: string | null
  definition: {
    id: string
    title: string
    formula: string
    unit: 'count' | 'share' | 'ratio' | 'money' | 'mode' | 'r' | 'milliseconds' | 'days' | 'yes-no'
    source: string | null
    /** Of how many it is defined; null with fewer */
    needs: number
  }
  /** As the report answers it; yes is 1 */
  value: string | null
  given: {
    name: string
    words: string
    /** Exact decimals with every digit; doubles by the shortest text */
    value: string | null
  }[]
  /** Each of those before it; the last is the figure */
  steps: {
    name: string
    words: string
    /** Of names of steps, of what is given, and of columns of the rows */
    formula: string
    /** With the numbers put in */
    filled: string
    /** Null: not defined, or a column, which the rows have */
    value: string | null
    /** Whether it is a number for each row */
    ofRows: boolean
  }[]
  rows: {
    kind:
      | 'trades'
      | 'days'
      | 'points'
      | 'closures'
      | 'movements'
      | 'path'
      | 'runs'
      | 'simulations'
      | 'none'
    n: number
    items: FigureRow[]
    nextCursor: string | null
  }
}

export type AdherenceExplanation = {
  asOf: string
  /** Id of a playbook */
  playbookId: string
  figure: string
  /** Null: of trades in any */
  currency: string | null
  definition: {
    id: string
    title: string
    formula: string
    unit: 'count' | 'share' | 'ratio' | 'money' | 'mode' | 'r' | 'milliseconds' | 'days' | 'yes-no'
    source: string | null
    /** Of how many it is defined; null with fewer */
    needs: number
  }
  /** As the report answers it; yes is 1 */
  value: string | null
  given: {
    name: string
    words: string
    /** Exact decimals with every digit; doubles by the shortest text */
    value: string | null
  }[]
  /** Each of those before it; the last is the figure */
  steps: {
    name: string
    words: string
    /** Of names of steps, of what is given, and of columns of the rows */
    formula: string
    /** With the numbers put in */
    filled: string
    /** Null: not defined, or a column, which the rows have */
    value: string | null
    /** Whether it is a number for each row */
    ofRows: boolean
  }[]
  rows: {
    kind:
      | 'trades'
      | 'days'
      | 'points'
      | 'closures'
      | 'movements'
      | 'path'
      | 'runs'
      | 'simulations'
      | 'none'
    n: number
    items: FigureRow[]
    nextCursor: string | null
  }
}

export type Album = {
  /** Id of a album */
  id: string
  title: string
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  coverUrl: string | null
  durationMs: number
  tracks: {
    /** Id of a track */
    id: string
    position: number
    title: string
    durationMs: number
  }[]
  createdAt: string
}

export type AlbumPage = {
  items: Album[]
  nextCursor: string | null
}

export type Announcement = {
  isShown: boolean
  text?: string
  linkLabel?: string
  /** A path of the site, /book */
  linkPath?: string
}

export type ApiKey = {
  /** Id of a api-key */
  id: string
  name: string
  lastFour: string
  scopes: string[]
  /** Id of a organisation */
  organisationId: string | null
  createdAt: string
  expiresAt: string
  lastUsedAt: string | null
  reviewSince: string | null
}

export type ApiKeyPage = {
  items: ApiKey[]
  nextCursor: string | null
}

export type ApplicationClient = {
  /** Id of a client */
  id: string
  name: string
  redirectUris: string[]
  confidential: boolean
  trusted: boolean
  createdAt: string
}

export type ApplicationClientPage = {
  items: ApplicationClient[]
  nextCursor: string | null
}

export type Appointment = {
  /** Id of a appointment */
  id: string
  reference: string
  status:
    | 'held'
    | 'pending'
    | 'confirmed'
    | 'completed'
    | 'no_show_client'
    | 'no_show_host'
    | 'cancelled'
    | 'rescheduled'
    | 'expired'
  awaits: 'payment' | 'confirmation' | null
  holdExpiresAt: string | null
  startsAt: string
  endsAt: string
  timeZone: string
  service: {
    slug: string
    title: string
    package: string
  }
  hosts: {
    /** Id of a user */
    id: string
    name: string
  }[]
  price: {
    minor: string
    currency: string
  }
  deposit: {
    minor: string
    currency: string
  }
  paid: {
    minor: string
    currency: string
  }
  paymentStatus:
    | 'none'
    | 'due'
    | 'deposit_paid'
    | 'paid'
    | 'refund_pending'
    | 'partially_refunded'
    | 'refunded'
    | 'disputed'
  cancelledBy: 'client' | 'host' | null
  cancelReason: string | null
  client: {
    /** Id of a user */
    id: string | null
    name: string
    email: string
  }
  notes: string
}

export type AppointmentPage = {
  items: Appointment[]
  nextCursor: string | null
}

export type Artist = {
  /** Id of a artist */
  id: string
  name: string
  slug: string
  type: 'person' | 'group'
  bio: string | null
  links: ArtistLinks
  genres: string[]
  country: string | null
  createdAt: string
}

export type ArtistApplication = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: ArtistLinks
    payout?: PayoutWish
  }
  agreementIds: string[]
  findings: Finding[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export type ArtistApplicationPage = {
  items: ArtistApplication[]
  nextCursor: string | null
}

export type ArtistLinks = {
  website?: string
  spotify?: string
  instagram?: string
  tiktok?: string
  youtube?: string
}

export type ArtistPage = {
  items: Artist[]
  nextCursor: string | null
}

export type AskedTestimonial = {
  reference: string
  title: string
  isAsked: boolean
  /** Of the client, as the agency knows them */
  name: string
  given:
    | {
        givenAt: string
        isPublished: boolean
        words:
          | {
              author: string
              role: string | null
              quote: string
              rating: number
            }
          | null
      }
    | null
}

export type Attachment = {
  /** Id of a file */
  id: string
  filename: string
  contentType: string
  bytes: number
  addedAt: string
  visibility: 'customer' | 'staff' | 'internal'
}

export type BarState = {
  instrument: {
    /** Id of a instrument */
    id: string
    symbol: string
    assetClass: string
    currency: string
  }
  isHeld: boolean
  resolutions: {
    seconds: number
    from: string
    until: string
  }[]
  triedAt: string | null
  fetchedAt: string | null
  nextAt: string | null
  error: string | null
}

export type BarStatePage = {
  items: BarState[]
  nextCursor: string | null
}

export type Booking = {
  reference: string
  status:
    | 'held'
    | 'pending'
    | 'confirmed'
    | 'completed'
    | 'no_show_client'
    | 'no_show_host'
    | 'cancelled'
    | 'rescheduled'
    | 'expired'
  awaits: 'payment' | 'confirmation' | null
  holdExpiresAt: string | null
  startsAt: string
  endsAt: string
  timeZone: string
  service: {
    slug: string
    title: string
    package: string
  }
  hosts: {
    /** Id of a user */
    id: string
    name: string
  }[]
  price: {
    minor: string
    currency: string
  }
  deposit: {
    minor: string
    currency: string
  }
  paid: {
    minor: string
    currency: string
  }
  paymentStatus:
    | 'none'
    | 'due'
    | 'deposit_paid'
    | 'paid'
    | 'refund_pending'
    | 'partially_refunded'
    | 'refunded'
    | 'disputed'
  cancelledBy: 'client' | 'host' | null
  cancelReason: string | null
  localStart: string
  terms: {
    cancelCutoffHours: number
    refundRules: {
      noticeAtLeastHours: number
      refundBp: number
    }[]
  }
  isMovable: boolean
  isCancellable: boolean
  refundNow: {
    minor: string
    currency: string
  }
  payable:
    | {
        type: string
        id: string
      }
    | null
}

export type BookingPage = {
  items: Booking[]
  nextCursor: string | null
}

export type BookingPolicy = {
  /** Id of a booking-policy */
  id: string
  version: number
  name: string
  scheduling: 'round_robin' | 'collective'
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  minNoticeMinutes: number
  advance: {
    kind: 'rolling' | 'range' | 'unlimited'
    days: number | null
    from: string | null
    to: string | null
  }
  slotIntervalMinutes: number
  dailyLimit: number | null
  weeklyLimit: number | null
  seats: number
  confirm: 'auto' | 'manual'
  cancelCutoffHours: number
  refundRules: {
    noticeAtLeastHours: number
    refundBp: number
  }[]
  noShowGraceMinutes: number
  hosts: {
    /** Id of a user */
    hostId: string
    weight: number
  }[]
}

export type Business = {
  tagline?: string
  email?: string
  phone?: string
  address: string[]
  openingHours: {
    days: string
    hours: string
  }[]
  links: {
    label: string
    /** An address that begins with https:// */
    url: string
  }[]
}

export type Campaign = {
  /** Id of a campaign */
  id: string
  subject: string
  state: 'draft' | 'scheduled' | 'sending' | 'sent' | 'cancelled'
  version: number
  scheduledAt: string | null
  startedAt: string | null
  finishedAt: string | null
  paragraphs: string[]
  button:
    | {
        label: string
        url: string
      }
    | null
  counts: {
    queued: number
    sent: number
    failed: number
    suppressed: number
    uncertain: number
    bounced: number
    complained: number
  }
}

export type CashMovement = {
  /** Id of a cash-movement */
  id: string
  kind: 'deposit' | 'withdrawal' | 'dividend' | 'interest' | 'fee' | 'tax' | 'fx'
  amount: string
  currency: string
  fxRate: string
  /** The dated rate that was taken; null where the rate was said, or none is needed */
  fxRateFrom:
    | {
        day: string
        source: 'ecb' | 'file' | 'entered'
      }
    | null
  happenedAt: string
  /** Id of a instrument */
  instrumentId: string | null
  /** What it is about, as the broker’s file names it; null of what was entered, and where the file names nothing */
  symbol: string | null
  note: string
  externalId: string | null
  /** Id of a import-batch */
  batchId: string | null
  createdAt: string
}

export type CashMovementPage = {
  items: CashMovement[]
  nextCursor: string | null
}

export type CategoryEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
  fields: CategoryFields
  seo: EntrySeo | null
}

export type CategoryFields = {
  title: string
  summary?: string
}

export type Client = {
  /** Id of a client */
  id: string
  name: string
  email: string | null
  phone: string | null
  company: string | null
  hasAccount: boolean
  /** Id of a user */
  accountId: string | null
  createdAt: string
}

export type ClientPage = {
  items: Client[]
  nextCursor: string | null
}

export type ComparedTrades = {
  n: number
  /** Closed trades beyond the limit of the plan, which nothing here is of */
  hiddenByPlan: number
  /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
  missing: number
  wins: number
  losses: number
  scratches: number
  days: {
    n: number
    wins: number
    losses: number
  }
  /** Exact, whatever the mode */
  money: MoneyFigures
  /** What the figures of returns are of: days of realised equity */
  returns: ReturnFigures
  figures: Figure[]
}

export type ContentImage = {
  id: string
  /** What it shows, for whoever cannot see it; may be empty */
  alt: string
  /** URL */
  small: string
  /** URL */
  medium: string
  /** URL */
  wide: string
}

export type CorporateAction = {
  /** Id of a corporate-action */
  id: string
  /** Id of a instrument */
  instrumentId: string
  kind: 'split' | 'symbol_change' | 'spinoff'
  effectiveAt: string
  numerator: string
  denominator: string
  /** Id of a instrument */
  toInstrumentId: string | null
  costShare: string | null
  /** Id of a import-batch */
  batchId: string | null
  createdAt: string
}

export type CreatedEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
}

export type CurrencyRate = {
  base: string
  quote: string
  day: string
  /** What one of the base was worth in the quote */
  rate: string
  source: 'ecb' | 'file' | 'entered'
  /** Said by the trader, which counts before the source */
  isOwn: boolean
  fetchedAt: string
}

export type CurrencyRatePage = {
  items: CurrencyRate[]
  nextCursor: string | null
}

export type CurrencyRateState = {
  asked: 'off' | 'ecb'
  source: {
    triedAt: string | null
    fetchedAt: string | null
    error: string | null
    newestDay: string | null
    ageDays: number | null
  }
  /** An older rate stands for no day */
  ageDaysMax: number
  /** What the accounts of the trader hold in other currencies, and the rate of today; null where none is known */
  pairs: {
    from: string
    to: string
    told:
      | {
          rate: string
          day: string
          ageDays: number
        }
      | null
  }[]
  /** Of which days rows of imports wait for a rate: the first 500 */
  missing: {
    from: string
    to: string
    day: string
    rows: number
  }[]
}

export type Dashboard = {
  /** Id of a dashboard */
  id: string
  name: string
  /** Which trades, as of GET /api/trading/trades, such as symbol=ES&from=2026-01-01; empty: all */
  filter: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** In their order */
  widgets: (
    | 'figures'
    | 'equity'
    | 'calendar'
    | 'heatmap'
    | 'distribution'
    | 'by'
    | 'playbooks'
    | 'streaks'
    | 'excursion'
    | 'behaviour')[]
  version: number
  createdAt: string
  updatedAt: string
}

export type DashboardLayout = {
  panels: {
    name:
      | 'figures'
      | 'equity'
      | 'calendar'
      | 'heatmap'
      | 'distribution'
      | 'by'
      | 'playbooks'
      | 'streaks'
      | 'excursion'
      | 'behaviour'
    hidden: boolean
  }[]
}

export type DayOfTrades = {
  day: string
  n: number
  wins: number
  losses: number
  scratches: number
  /** Exact sum in money by the basis asked for, whatever the mode */
  net: string
  /** Sum in the unit of the mode */
  sum: number
  average: number | null
  winRate: number | null
  winRateInterval: Interval | null
  profitFactor: number | null
  payoff: number | null
  /** Exact decimal */
  largestWin: string | null
  /** Exact decimal */
  largestLoss: string | null
  avgR: number | null
  /** Trades whose risk is known: what avgR is of */
  rN: number
  /** By fills that closed on this day, also of trades that closed later or are open still */
  realised: string
}

export type Deliverable = {
  /** Id of a deliverable */
  id: string
  /** Id of a milestone */
  milestoneId: string | null
  title: string
  description: string
  state: 'draft' | 'shared' | 'accepted' | 'revision_requested'
  round: number
  sharedAt: string | null
  decidedAt: string | null
  files: Attachment[]
}

export type DigestWish = {
  wanted: boolean
  /** Id of a trading-account */
  accountId: string | null
  timeZone: string | null
  refused: 'bounce' | 'complaint' | 'unsubscribe' | null
}

export type DrawdownSeries = {
  kind: 'trade' | 'day' | 'marked'
  n: number
  /** Deepest first */
  worst: {
    start: string
    valley: string
    recovery: string | null
    days: number
    /** E / peak - 1 of the time-weighted index: deposits and withdrawals are no fall */
    depth: number
  }[]
  current: number | null
  ulcerIndex: number | null
  /** The deepest fall of results added up, in money or in the unit of the mode */
  inResult:
    | {
        start: string
        valley: string
        recovery: string | null
        days: number
        /** Exact decimal */
        amount: string
      }
    | null
}

export type Employee = {
  /** Id of a user */
  id: string
  name: string
  position: string
  department: string | null
  headline: string
  bio: string
  links: string[]
  photoUrl: string | null
  email: string
  /** Id of a department */
  departmentId: string | null
  state: 'active' | 'left'
  sortOrder: number
  visible: boolean
  version: number
  joinedAt: string
  leftAt: string | null
}

export type Enquiry = {
  /** Id of a enquiry */
  id: string
  name: string
  email: string
  subject: string
  state: 'new' | 'answered' | 'closed' | 'spam'
  receivedAt: string
  body: string
  replies: {
    authorName: string | null
    body: string
    sentAt: string
  }[]
}

export type EntrySeo = {
  title?: string
  description?: string
  /** Id of a file */
  imageId?: string
  canonicalUrl?: string
  noIndex?: boolean
}

export type EntryStatus = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
}

export type EquitySeries = {
  kind: 'trade' | 'day' | 'marked'
  from: string | null
  to: string | null
  /** How many points the series has */
  pointsOf: number
  /** Whether some were left out for drawing; no extreme is */
  thinned: boolean
  points: {
    day: string
    at: string | null
    /** Id of a trade */
    tradeId: string | null
    /** Exact decimal */
    equity: string | null
    /** Exact decimal */
    result: string
    index: number | null
    drawdown: number | null
  }[]
  /** Positions that count at their cost on so many days, as no price bar says what they were worth, or no rate in the currency of the account; `fresh-price`: at the last price that is known, which is more than five days old */
  unmarked: {
    /** Id of a instrument */
    instrumentId: string
    symbol: string
    days: number
    lacks: 'price' | 'fresh-price' | 'rate'
  }[]
}

export type EstimatedFees = {
  /** Given back to make just this change */
  basis: string
  schedule:
    | {
        /** Id of a fee-schedule */
        id: string
        name: string
      }
    | null
  /** Whose fee would be another one */
  fills: number
  totals: {
    currency: string
    fills: number
    /** A decimal number */
    before: string
    /** A decimal number */
    after: string
  }[]
  /** Without a fee, from before it was kept who told it */
  unknown: number
}

export type Execution = {
  /** Id of a execution */
  id: string
  /** Id of a execution */
  lineageId: string
  /** Id of a trading-account */
  accountId: string
  instrument: {
    /** Id of a instrument */
    id: string
    symbol: string
    assetClass: string
    currency: string
  }
  kind: 'fill' | 'expiry' | 'assignment' | 'exercise'
  side: 'buy' | 'sell'
  quantity: string
  price: string
  executedAt: string
  sourceZone: string
  effect: 'open' | 'close' | null
  fees: string
  feeParts: Record<string, string> | null
  feeSource: 'broker' | 'schedule' | 'manual' | 'none' | null
  fxRate: string
  /** The dated rate that was taken; null where the rate was said, or none is needed */
  fxRateFrom:
    | {
        day: string
        source: 'ecb' | 'file' | 'entered'
      }
    | null
  reportedPnl: string | null
  positionRef: string
  orderId: string | null
  externalId: string | null
  /** Id of a execution */
  linkedId: string | null
  source: 'import' | 'manual' | 'system'
  /** Id of a import-batch */
  batchId: string | null
  createdAt: string
}

export type ExecutionPage = {
  items: Execution[]
  nextCursor: string | null
}

export type Experiment = {
  /** Id of a experiment */
  id: string
  key: string
  title: string
  hypothesis: string
  flag: string
  environment: string
  ruleId: string
  control: string
  analysis: ExperimentAnalysis
  /** All variants together, as the power calculator says */
  plannedUnits: number | null
  owner: {
    /** Id of a user */
    id: string
    name: string | null
  }
  state: 'draft' | 'running' | 'stopped' | 'concluded'
  winner: string | null
  conclusion: string | null
  version: number
  createdAt: string
  changedAt: string
  metrics: {
    key: string
    title: string
    role: 'primary' | 'secondary' | 'guardrail'
    margin: number
    switchOff: boolean
  }[]
  phases: ExperimentPhase[]
  standing:
    | {
        computedAt: string
        /** Of all variants */
        units: number
        mixedUnits: number
        alarms: ('sample-ratio-mismatch' | 'guardrail-harmed')[]
      }
    | null
  /** What may be done with it as it stands */
  actions: ('change' | 'start' | 'stop' | 'conclude' | 'delete')[]
}

export type ExperimentAnalysis = {
  method: 'bayesian' | 'frequentist' | 'sequential'
  difference: 'relative' | 'absolute'
  /** Intervals hold with probability 1 - alpha */
  alpha: number
  /** Days before the exposure that metrics are adjusted by; 0: not adjusted */
  cupedDays: number
  prior:
    | {
        mean: number
        sd: number
        difference: 'relative' | 'absolute'
      }
    | null
}

export type ExperimentMetric = {
  /** Id of a metric */
  id: string
  key: string
  kind: 'conversion' | 'mean' | 'ratio'
  numerator: {
    from: 'product' | 'client'
    event: string
    /** Path of who is counted, in the data of an event of the product */
    unit: string | null
    /** Path of the number; null: each event is 1. `value` of clients’ events */
    value: string | null
  }
  denominator:
    | {
        from: 'product' | 'client'
        event: string
        /** Path of who is counted, in the data of an event of the product */
        unit: string | null
        /** Path of the number; null: each event is 1. `value` of clients’ events */
        value: string | null
      }
    | null
  title: string
  description: string
  desired: 'increase' | 'decrease'
  cap:
    | {
        kind: 'percentile'
        value: number
      }
    | {
        kind: 'absolute'
        value: number
      }
    | null
  windowHours: number | null
  version: number
  createdAt: string
  archivedAt: string | null
  /** Experiments that have not ended: until then it is not archived */
  usedBy: {
    key: string
    title: string
  }[]
}

export type ExperimentPage = {
  items: Experiment[]
  nextCursor: string | null
}

export type ExperimentPhase = {
  number: number
  variants: {
    key: string
    /** Of all units, as the rule splits */
    share: number
  }[]
  startedAt: string
  endedAt: string | null
  reason: string | null
}

export type ExperimentResults = {
  key: string
  phase: number
  startedAt: string
  endedAt: string | null
  computedAt: string
  method: 'bayesian' | 'frequentist' | 'sequential'
  alpha: number
  units: {
    variant: string
    units: number
    /** Of all units */
    expectedShare: number
  }[]
  /** Seen in two variants, and left out */
  mixedUnits: number
  lostExposures: number
  sampleRatio: {
    p: number
    isMismatch: boolean
  }
  metrics: {
    key: string
    title: string
    role: 'primary' | 'secondary' | 'guardrail'
    kind: 'conversion' | 'mean' | 'ratio'
    desired: 'increase' | 'decrease'
    /** Of a guardrail: worse than its margin, certain at every look */
    isHarmed: boolean
    variants: ExperimentVariantResult[]
  }[]
  warnings: {
    code:
      | 'too-few-units'
      | 'sample-ratio-mismatch'
      | 'mixed-units'
      | 'exposures-lost'
      | 'guardrail-harmed'
    detail: string
  }[]
  /** The last effect of each day */
  series: {
    metric: string
    variant: string
    points: {
      at: string
      units: number
      estimate: number
      lower: number
      upper: number
    }[]
  }[]
}

export type ExperimentVariantResult = {
  variant: string
  units: number
  /** Of a unit; of a ratio, the sum by the sum */
  mean: number
  /** Of a unit */
  sd: number
  effect:
    | {
        difference: 'relative' | 'absolute'
        estimate: number
        standardError: number
        lower: number
        upper: number
        /** Bayesian: of being better than the control */
        chanceToWin: number | null
        risk:
          | {
              /** Expected loss of keeping the control */
              control: number
              /** Expected loss of taking this variant */
              treatment: number
            }
          | null
        /** Frequentist and sequential: of no difference */
        p: number | null
      }
    | null
  /** Of the variance of the difference, the share that CUPED took away; null: not adjusted */
  varianceReduction: number | null
  verdict: 'control' | 'better' | 'worse' | 'unclear' | 'unknown'
  fault: 'too-few-units' | 'no-variance' | 'control-is-zero' | null
}

export type ExplainedFill = {
  /** Id of a execution */
  id: string
  kind: 'fill' | 'expiry' | 'assignment' | 'exercise'
  side: 'buy' | 'sell'
  /** A decimal number */
  quantity: string
  /** A decimal number */
  price: string
  /** A decimal number */
  fees: string
  /** A decimal number */
  fxRate: string
  feeSource: 'broker' | 'schedule' | 'manual' | 'none' | null
  executedAt: string
  orderId: string | null
  /** Id of a execution */
  linkedId: string | null
}

export type Explanation = {
  items: {
    /** Id of a trade */
    tradeId: string
    symbol: string
    side: 'long' | 'short'
    method: 'FIFO' | 'LIFO' | 'HIFO' | 'AVG'
    /** A decimal number */
    quantity: string
    /** A decimal number */
    multiplier: string
    closedAt: string
    closedDay: string
    entry: ExplainedFill
    exit: ExplainedFill
    currency: string
    accountCurrency: string
    splits: {
      effectiveAt: string
      /** A decimal number */
      numerator: string
      /** A decimal number */
      denominator: string
    }[]
    /** A decimal number */
    gross: string
    /** A decimal number */
    openFee: string
    /** A decimal number */
    closeFee: string
    /** A decimal number */
    net: string
    /** A decimal number */
    grossBase: string
    /** A decimal number */
    feesBase: string
    /** A decimal number */
    netBase: string
    formulas: {
      /** With the numbers put in */
      entryPrice: string
      /** With the numbers put in */
      gross: string
      /** With the numbers put in */
      openFee: string
      /** With the numbers put in */
      closeFee: string
      /** With the numbers put in */
      net: string
      /** With the numbers put in */
      grossBase: string
      /** With the numbers put in */
      feesBase: string
      /** With the numbers put in */
      netBase: string
    }
  }[]
  nextCursor: string | null
  sums: {
    currency: string
    accountCurrency: string
    closures: number
    /** A decimal number */
    gross: string
    /** A decimal number */
    openFees: string
    /** A decimal number */
    closeFees: string
    /** A decimal number */
    net: string
    /** A decimal number */
    grossBase: string
    /** A decimal number */
    feesBase: string
    /** A decimal number */
    netBase: string
    /** With the numbers put in */
    formula: string
  }[]
}

export type ExternalCalendar = {
  /** Id of a external-calendar */
  id: string
  /** Id of a user */
  ownerId: string
  name: string
  address: {
    host: string
    ending: string
  }
  state: 'waiting' | 'synced' | 'failing'
  syncedAt: string | null
  triedAt: string | null
  error: string | null
  failingSince: string | null
  blocks: number
  unread: number
}

export type FaqEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
  fields: FaqFields
  seo: EntrySeo | null
}

export type FaqFields = {
  question: string
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  answer: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  topic?: string
  /** Id of an entry of type service */
  service?: string
}

export type FeeSchedule = {
  /** Id of a fee-schedule */
  id: string
  name: string
  currency: string
  /** Each fee is rounded to so many */
  digits: number
  prices: {
    validFrom: string
    rules: {
      part: string
      /** Empty: every kind */
      assetClasses: ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
      side: 'any' | 'buy' | 'sell'
      per: 'unit' | 'fill' | 'percent'
      /** A rebate is negative */
      amount: string
      /** Least of a fill, without a sign */
      min: string | null
      /** Most of a fill, without a sign; counts before the least */
      max: string | null
      /** Most, in percent of what the fill is worth */
      maxPercent: string | null
      rounding: 'half-up' | 'half-even' | 'up' | 'down'
    }[]
  }[]
  version: number
  createdAt: string
  updatedAt: string
}

export type FeeSchedulePage = {
  items: FeeSchedule[]
  nextCursor: string | null
}

export type Figure = {
  definition: string
  value: number | null
  n: number
  interval: Interval | null
}

export type FigureExplanation = {
  asOf: string
  report:
    | 'summary'
    | 'equity'
    | 'drawdown'
    | 'calendar'
    | 'heatmap'
    | 'distribution'
    | 'by'
    | 'streaks'
    | 'r'
    | 'excursion'
    | 'playbooks'
    | 'montecarlo'
    | 'behaviour'
    | 'compare'
    | 'whatif'
    | 'dashboard'
  figure: string
  currency: string
  accountIds: string[]
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  definition: {
    id: string
    title: string
    formula: string
    unit: 'count' | 'share' | 'ratio' | 'money' | 'mode' | 'r' | 'milliseconds' | 'days' | 'yes-no'
    source: string | null
    /** Of how many it is defined; null with fewer */
    needs: number
  }
  /** As the report answers it; yes is 1 */
  value: string | null
  given: {
    name: string
    words: string
    /** Exact decimals with every digit; doubles by the shortest text */
    value: string | null
  }[]
  /** Each of those before it; the last is the figure */
  steps: {
    name: string
    words: string
    /** Of names of steps, of what is given, and of columns of the rows */
    formula: string
    /** With the numbers put in */
    filled: string
    /** Null: not defined, or a column, which the rows have */
    value: string | null
    /** Whether it is a number for each row */
    ofRows: boolean
  }[]
  rows: {
    kind:
      | 'trades'
      | 'days'
      | 'points'
      | 'closures'
      | 'movements'
      | 'path'
      | 'runs'
      | 'simulations'
      | 'none'
    n: number
    items: FigureRow[]
    nextCursor: string | null
  }
}

export type FigureRow = {
  /** Id of a trade */
  tradeId: string | null
  /** Id of a execution */
  executionId: string | null
  /** Id of a cash-movement */
  cashMovementId: string | null
  /** What happened: buy, sell, deposit, closed … */
  what: string | null
  symbol: string | null
  day: string | null
  /** By the names of the columns */
  values: Record<string, string | null>
  /** Where the API explains what the row is of, down to its fills */
  explainedBy: string[]
}

export type FileVersion = {
  version: number
  state: 'shown' | 'older' | 'preparing' | 'refused'
  filename: string
  contentType: string
  bytes: number
  sha256: string
  createdAt: string
  /** Since when it is not shown, or known never to be */
  supersededAt: string | null
  /** The number it had before it was shown again */
  restoredFrom: number | null
  scan: 'none' | 'pending' | 'clean' | 'infected'
  fault: 'missing' | 'differs' | null
  image:
    | {
        state: 'pending' | 'ready' | 'refused'
        problem: 'files/image-unreadable' | 'files/image-too-large' | null
        variants: {
          name: string
          /** In pixels */
          width: number
          /** In pixels */
          height: number
          contentType: string
          bytes: number
          sha256: string
          url: string
        }[]
      }
    | null
  /** Where its bytes are */
  url: string
}

export type FileVersionPage = {
  items: FileVersion[]
  nextCursor: string | null
}

export type Finding = {
  code: string
  path: string
  severity: 'error' | 'warning'
  params: Record<string, unknown>
  message: string
}

export type Flag = {
  key: string
  title: string
  description: string
  type: 'boolean' | 'string' | 'number' | 'json'
  variants: {
    key: string
    value: unknown
    /** Imported: served as switched off */
    isOff?: boolean
  }[]
  /** Whether browsers and apps get it */
  isPublic: boolean
  /** Whether it is never stale */
  isPermanent: boolean
  staleAfterDays: number | null
  owner:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  createdAt: string
  archivedAt: string | null
  version: number
  lastEvaluatedAt: string | null
  /** Long not evaluated, or long the same for everybody in every environment */
  stale: 'unused' | 'settled' | null
  environments: {
    environment: string
    enabled: boolean
    offVariant: string | null
    prerequisites: {
      flag: string
      variants: string[]
    }[]
    rules: unknown[]
    fallthrough: unknown
    isKilled: boolean
    version: number
    changedAt: string
    changedBy:
      | {
          /** Id of a user */
          id: string
          name: string
        }
      | null
  }[]
}

export type FlagEnvironment = {
  key: string
  title: string
  /** Grows with every change of what is evaluated there */
  revision: number
  needsApproval: boolean
  isBuiltIn: boolean
  /** Whether this installation evaluates it for its own callers */
  isOwn: boolean
  copiedFrom: string | null
  createdAt: string
}

export type FlagPage = {
  items: Flag[]
  nextCursor: string | null
}

export type FlagRevision = {
  /** Id of a flag-revision */
  id: string
  kind: 'flag' | 'targeting' | 'segment'
  environment: string | null
  version: number
  action: string
  /** Members that differ; items of lists by their id or key */
  changes: {
    pointer: string
    from: unknown
    to: unknown
  }[]
  /** What held until then; null when it was made */
  before: unknown
  /** What held from then on; null when it was removed */
  after: unknown
  reason: string
  /** Id of a flag-change */
  changeId: string | null
  actor:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  at: string
}

export type FlagRevisionPage = {
  items: FlagRevision[]
  nextCursor: string | null
}

export type FlagSegment = {
  key: string
  title: string
  description: string
  /** A condition: see `Condition` of @plinth/sdk/flags */
  condition: Record<string, unknown>
  version: number
  changedAt: string
  changedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
}

export type FlagSnapshot = {
  environment: string
  revision: number
  flags: unknown[]
  segments: unknown[]
}

export type Goal = {
  /** Id of a goal */
  id: string
  /** Id of a trading-account */
  accountId: string | null
  metric: 'net' | 'win-rate' | 'trades-per-day' | 'loss-per-day' | 'journal-days'
  /** Money in the currency of the account, a count, or a percentage */
  target: string
  period: 'week' | 'month'
  /** YYYY-MM-DD */
  startsOn: string
  /** YYYY-MM-DD */
  endsOn: string | null
  version: number
  progress: {
    from: string
    to: string
    value: string | null
    state: 'open' | 'reached' | 'missed' | 'unknown'
  }
}

export type GoalPage = {
  items: Goal[]
  nextCursor: string | null
}

export type HeatmapCell = {
  /** 1 for Monday */
  weekday: number
  /** Where the slot begins, from midnight */
  minute: number
  n: number
  wins: number
  losses: number
  scratches: number
  /** Exact sum in money by the basis asked for, whatever the mode */
  net: string
  /** Sum in the unit of the mode */
  sum: number
  average: number | null
  winRate: number | null
  winRateInterval: Interval | null
  profitFactor: number | null
  payoff: number | null
  /** Exact decimal */
  largestWin: string | null
  /** Exact decimal */
  largestLoss: string | null
  avgR: number | null
  /** Trades whose risk is known: what avgR is of */
  rN: number
}

export type ImportBalance = {
  amount: ImportValue
  currency?: ImportValue
  at: ImportValue
}

export type ImportCash = {
  kind?: ImportValue
  amount?: ImportValue
  times?: ImportValue
  sign?: 'as-is' | 'in' | 'out' | 'reversed'
  optional?: boolean
  currency?: ImportValue
  fxRate?: ImportValue
  happenedAt?: ImportValue
  symbol?: ImportValue
  note?: ImportValue
  externalId?: ImportValue
}

export type ImportCondition = {
  column: string
  is?: string[]
  starts?: string[]
  contains?: string[]
  filled?: boolean
  sign?: 'positive' | 'negative' | 'zero'
}

export type ImportDefinition = {
  id: string
  name: string
  broker: string
  version: number
  detect: {
    contains?: string[]
    anyOf?: string[]
    delimiter: 'auto' | ',' | ';' | '\t' | '|'
    encoding: 'auto' | 'utf-8' | 'utf-16le' | 'windows-1252'
    skipUntil?: string
  }
  format: 'csv' | 'labelled' | 'blocks' | 'xml' | 'json'
  zone: string
  dates: string[]
  number: {
    decimal: '.' | ','
    either?: boolean
    refuseUnsure?: boolean
    exponent?: boolean
  }
  order: 'oldest-first' | 'newest-first' | 'auto'
  tables: ImportTable[]
}

export type ImportFee = {
  name: string
  column: string
  cost: 'positive' | 'negative' | 'magnitude'
  currency?: ImportValue
  coin?: boolean
  unless?: string
}

export type ImportFill = {
  kind?: 'fill' | 'expiry' | 'assignment' | 'exercise'
  symbol?: ImportValue
  grammar?: 'auto' | 'plain' | 'option' | 'future' | 'forex' | 'crypto'
  assetClass?: ImportValue
  currency?: ImportValue
  multiplier?: ImportValue
  root?: ImportValue
  expiresOn?: ImportValue
  strike?: ImportValue
  right?: ImportValue
  exchange?: ImportValue
  side?: ImportSide
  quantity?: ImportValue
  signed?: boolean
  price?: ImportValue
  proceeds?: ImportValue
  amount?: ImportValue
  amountDecides?: boolean
  amountIsNet?: boolean
  executedAt?: ImportValue
  effect?: {
    column: string
    open: string[]
    close: string[]
    starts?: boolean
  }
  fees?: ImportFee[]
  impliedFee?: string
  feeInBase?: boolean
  fxRate?: {
    column: string
    invert?: boolean
    currency?: string
  }
  reportedPnl?: ImportValue
  reportedIn?: ImportValue
  reportedMae?: ImportValue
  reportedMfe?: ImportValue
  positionRef?: ImportValue
  orderId?: ImportValue
  externalId?: ImportValue
}

export type ImportInstrument = {
  symbol?: ImportValue
  assetClass?: ImportValue
  multiplier?: ImportValue
  root?: ImportValue
  expiresOn?: ImportValue
  exchange?: ImportValue
}

export type ImportProfile = {
  /** Id of a import-profile */
  id: string
  version: number
  definition: ImportDefinition
  createdAt: string
  updatedAt: string
}

export type ImportRule = {
  when?: ImportCondition[]
  records?: {
    fill?: ImportFill
    cash?: ImportCash
    statement?: ImportStatement
  }[]
  keep?: Record<string, ImportValue>
  split?: ImportSplit
  instrument?: ImportInstrument
  skip?: string
  error?: string
  column?: string
}

export type ImportSide = {
  column?: ImportValue
  buy?: string[]
  sell?: string[]
  starts?: boolean
  sign?: string
  money?: string
  constant?: 'buy' | 'sell'
}

export type ImportSplit = {
  symbol?: ImportValue
  assetClass?: ImportValue
  currency?: ImportValue
  executedAt?: ImportValue
  numerator?: ImportValue
  denominator?: ImportValue
  part?: 'before' | 'after'
  quantity?: ImportValue
  price?: ImportValue
}

export type ImportStatement = {
  of: 'cash' | 'position' | 'realised'
  amount: ImportValue
  currency?: ImportValue
  symbol?: ImportValue
  grammar?: 'auto' | 'plain' | 'option' | 'future' | 'forex' | 'crypto'
  assetClass?: ImportValue
  multiplier?: ImportValue
  root?: ImportValue
  expiresOn?: ImportValue
  strike?: ImportValue
  right?: ImportValue
  since?: ImportValue
  until: ImportValue
}

export type ImportTable = {
  sections?: string[]
  headers: string[][]
  fillDown?: string[]
  extract?: {
    column: string
    patterns: {
      text: string
      set?: Record<string, string>
    }[]
  }[]
  fill?: ImportFill
  cash?: ImportCash
  balance?: ImportBalance
  rules: ImportRule[]
}

export type ImportValue =
  | string
  | {
      columns?: string[]
      join?: string[]
      constant?: string
      map?: Record<string, string>
      otherwise?: string
    }

export type Instrument = {
  /** Id of a instrument */
  id: string
  version: number
  symbol: string
  assetClass: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
  currency: string
  multiplier: string
  multiplierNote: {
    source: 'broker' | 'table' | 'owner'
    broker: string | null
    table: string | null
    tableSource: string | null
    differs: boolean
    unsettled: boolean
  }
  tickSize: string | null
  tickValue: string | null
  root: string | null
  expiresOn: string | null
  strike: string | null
  right: 'call' | 'put' | null
  exchange: string | null
  aliases: string[]
  createdAt: string
}

export type InstrumentInput = {
  symbol: string
  assetClass: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
  currency?: string
  multiplier?: string
  root?: string
  expiresOn?: string
  strike?: string
  right?: 'call' | 'put'
  exchange?: string
}

export type InstrumentPage = {
  items: Instrument[]
  nextCursor: string | null
}

export type Interval = {
  low: number
  high: number
  level: number
}

export type Invitation = {
  /** Id of a invitation */
  id: string
  email: string
  roles: string[]
  /** Id of a organisation */
  organisationId: string | null
  organisationRole: 'owner' | 'admin' | 'member' | null
  /** Id of a user */
  invitedBy: string
  createdAt: string
  sentAt: string
  expiresAt: string
  state: 'open' | 'accepted' | 'revoked' | 'expired'
}

export type InvitationPage = {
  items: Invitation[]
  nextCursor: string | null
}

export type Invoice = {
  /** Id of a invoice */
  id: string
  kind: 'invoice' | 'credit_note'
  status: 'draft' | 'issued' | 'partially_paid' | 'paid' | 'void' | 'written_off'
  overdue: boolean
  number: string | null
  /** Id of a customer */
  customerId: string
  /** Id of a user */
  clientId: string | null
  /** Id of a invoice */
  invoiceId: string | null
  source:
    | {
        type: string
        id: string
        part: string | null
      }
    | null
  recipientName: string
  currency: string
  taxRounding: 'line' | 'document'
  /** Minor units */
  subtotalMinor: string
  /** Minor units */
  discountMinor: string
  /** Minor units */
  taxMinor: string
  /** Minor units */
  totalMinor: string
  /** Minor units */
  paidMinor: string
  /** Minor units */
  creditedMinor: string
  /** Minor units */
  writtenOffMinor: string
  /** Minor units */
  balanceMinor: string
  issuedOn: string | null
  dueOn: string | null
  sentAt: string | null
  disputed: boolean
  dunningPaused: boolean
  createdAt: string
  version: number
}

export type InvoiceCustomer = {
  /** Id of a customer */
  id: string
  /** Id of a user */
  clientId: string | null
  dunningPaused: boolean
  balances: {
    currency: string
    dueMinor: string
    creditMinor: string
  }[]
}

export type InvoiceDraft = {
  /** Id of a user */
  clientId?: string | null
  recipient?: InvoiceRecipient
  currency: string
  lines: InvoiceLineInput[]
  /** Minor units */
  discountMinor?: string
  taxRounding?: 'line' | 'document'
  dueInDays?: number
  note?: string
}

export type InvoiceLineInput = {
  description: string
  /** Decimal, at most six places */
  qty: string
  /** Minor units */
  unitMinor: string
  /** Basis points: 1600 is 16 % */
  taxRateBp: number
}

export type InvoicePage = {
  items: Invoice[]
  nextCursor: string | null
}

export type InvoicePayment = {
  /** Id of a payment */
  id: string
  /** Id of a customer */
  customerId: string
  method: 'bank_transfer' | 'cash' | 'other' | 'provider'
  provider: string | null
  reference: string
  receivedOn: string
  currency: string
  /** Minor units */
  amountMinor: string
  /** Minor units */
  returnedMinor: string
  /** Minor units */
  allocatedMinor: string
  /** Minor units */
  creditMinor: string
  createdAt: string
}

export type InvoicePaymentPage = {
  items: InvoicePayment[]
  nextCursor: string | null
}

export type InvoiceRecipient = {
  name: string
  email: string | null
  address: string[]
  taxNumber: string | null
}

export type InvoiceRecurrence = {
  /** Id of a recurrence */
  id: string
  /** Id of a customer */
  customerId: string
  recipientName: string | null
  currency: string
  frequency:
    | 'daily'
    | 'weekly'
    | 'two_weeks'
    | 'four_weeks'
    | 'monthly'
    | 'two_months'
    | 'three_months'
    | 'four_months'
    | 'six_months'
    | 'annually'
    | 'two_years'
    | 'three_years'
  startsOn: string
  nextOn: string | null
  endsOn: string | null
  mode: 'draft' | 'issue' | 'send'
  status: 'active' | 'paused' | 'ended'
  createdAt: string
}

export type InvoiceRecurrencePage = {
  items: InvoiceRecurrence[]
  nextCursor: string | null
}

export type InvoiceSettings = {
  sellerName: string
  sellerAddress: string[]
  sellerTaxNumber: string | null
  sellerEmail: string | null
  paymentInstructions: string
  /** IANA name: whose calendar dates and years are */
  zone: string
  invoicePrefix: string
  creditNotePrefix: string
  taxRounding: 'line' | 'document'
  dueDays: number
  version: number
}

export type IssuedSecretLease = {
  /** Id of a lease */
  id: string
  /** Id of a lease-template */
  templateId: string | null
  path: string
  kind: 'postgresql' | 'redis'
  state: 'making' | 'active' | 'revoking' | 'ended'
  /** Its name where it was made */
  account: string
  /** Id of a user */
  holderId: string | null
  holderName: string | null
  /** Id of a api-key */
  apiKeyId: string | null
  apiKeyName: string | null
  issuedAt: string
  expiresAt: string
  maxExpiresAt: string
  endedAt: string | null
  error: string | null
  credentials:
    | {
        username: string
        password: string
        host: string
        port: number
        database: string
        tls: boolean
      }
    | null
}

export type JobEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
  fields: JobFields
  seo: EntrySeo | null
}

export type JobFields = {
  title: string
  summary: string
  department: string
  location: string
  employment: 'FULL_TIME' | 'PART_TIME' | 'CONTRACTOR' | 'INTERN'
  remote: boolean
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
}

export type JournalEntry = {
  /** Id of a journal-entry */
  id: string
  scope: 'day' | 'trade' | 'session'
  /** Id of a trading-account */
  accountId: string | null
  day: string
  /** Id of a trade */
  tradeId: string | null
  /** Id of a trading-session */
  sessionId: string | null
  title: string
  mood: number | null
  moodWords: string[]
  tagIds: string[]
  version: number
  createdAt: string
  updatedAt: string
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  files: {
    /** Id of a file */
    id: string
    filename: string
    bytes: number
    state: 'pending' | 'ready' | 'refused'
    /** URL, once it is ready */
    small: string
    /** URL, once it is ready */
    wide: string
  }[]
}

export type Lead = {
  /** Id of a lead */
  id: string
  name: string
  email: string
  company: string | null
  phone: string | null
  source: string
  notes: string
  stage: 'new' | 'contacted' | 'qualified' | 'proposal' | 'won' | 'lost'
  worth:
    | {
        minor: string
        currency: string
      }
    | null
  /** Id of a user */
  ownerId: string | null
  /** Id of a enquiry */
  enquiryId: string | null
  /** Id of a client */
  clientId: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export type LeadPage = {
  items: Lead[]
  nextCursor: string | null
}

export type LeaseTemplate = {
  /** Id of a lease-template */
  id: string
  /** Small letters, digits, dots, hyphens and underscores, in folders: `payments/stripe` */
  path: string
  description: string
  kind: 'postgresql' | 'redis'
  /** The reference of a secret, a URL: what accounts are made with */
  connection: string
  rules: {
    postgresql?: {
      /** Roles that the account is a member of */
      memberOf: string[]
      grants: {
        schema: string
        /** When left out, all that are there when the account is made */
        tables?: string[]
        privileges: ('SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE' | 'REFERENCES' | 'TRIGGER')[]
      }[]
      connections: number
    }
    redis?: {
      commands: string[]
      keys: string[]
      channels: string[]
    }
  }
  ttlSeconds: number
  maxTtlSeconds: number
  version: number
  /** Whether the caller may have accounts made */
  mayLease: boolean
  /** Leases that have not ended */
  live: number
  createdAt: string
  changedAt: string
}

export type Media = {
  /** Id of a file */
  id: string
  kind: 'image' | 'document'
  filename: string
  contentType: string
  bytes: number
  /** What it shows, for whoever cannot see it */
  alt: string | null
  state: 'ready' | 'preparing' | 'refused'
  uploadedAt: string
  /** Id of a user */
  uploadedBy: string | null
  sizes:
    | {
        /** URL, at most 480 pixels wide */
        small: string
        /** URL, at most 960 pixels wide */
        medium: string
        /** URL, at most 1920 pixels wide */
        wide: string
      }
    | null
  /** Where everybody gets it; the widest of a picture */
  url: string
  /** Of what it shows now; the first is 1 */
  version: number
  /** The last number given */
  newestVersion: number
  visibility: 'public' | 'private'
  /** Since when it waits to be restored or gone for good */
  removedAt: string | null
  /** Entries that have it in whatever version */
  usedBy: number
}

export type MediaDetail = {
  /** Id of a file */
  id: string
  kind: 'image' | 'document'
  filename: string
  contentType: string
  bytes: number
  /** What it shows, for whoever cannot see it */
  alt: string | null
  state: 'ready' | 'preparing' | 'refused'
  uploadedAt: string
  /** Id of a user */
  uploadedBy: string | null
  sizes:
    | {
        /** URL, at most 480 pixels wide */
        small: string
        /** URL, at most 960 pixels wide */
        medium: string
        /** URL, at most 1920 pixels wide */
        wide: string
      }
    | null
  /** Where everybody gets it; the widest of a picture */
  url: string
  /** Of what it shows now; the first is 1 */
  version: number
  /** The last number given */
  newestVersion: number
  visibility: 'public' | 'private'
  /** Since when it waits to be restored or gone for good */
  removedAt: string | null
  /** Entries that have it in whatever version */
  usedBy: number
  /** Entries that the caller may change */
  uses: {
    type: string
    /** Id of a entry */
    id: string
    locale: string
    title: string
    trashed: boolean
    in: 'live' | 'draft' | 'older'
  }[]
  /** Entries that are not named */
  otherUses: number
  /** Whether the caller may describe and remove it */
  mayChange: boolean
}

export type MediaPage = {
  items: Media[]
  nextCursor: string | null
}

export type MentorComment = {
  /** Id of a trading-comment */
  id: string
  /** Their name */
  mentor: string
  text: string
  createdAt: string
  changedAt: string | null
}

export type MentorCommentPage = {
  items: MentorComment[]
  nextCursor: string | null
}

export type ModeratedComment = {
  /** Id of a comment */
  id: string
  /** Id of a comment */
  parentId: string | null
  name: string
  body: string
  helpful: number
  createdAt: string
  /** Id of a entry */
  entryId: string
  state: 'pending' | 'approved' | 'rejected' | 'spam'
  decidedAt: string | null
}

export type ModeratedCommentPage = {
  items: ModeratedComment[]
  nextCursor: string | null
}

export type MoneyFigures = {
  /** Exact decimal */
  gross: string
  /** Exact decimal */
  fees: string
  /** Exact decimal */
  net: string
  /** Exact decimal */
  won: string
  /** Exact decimal */
  lost: string
  /** Exact decimal */
  largestWin: string | null
  /** Exact decimal */
  largestLoss: string | null
  /** Exact decimal */
  bestDay: string | null
  /** Exact decimal */
  worstDay: string | null
}

export type OfrepBulkEvaluation = {
  flags: OfrepEvaluation[]
  eventStreams: {
    type: string
    endpoint: {
      requestUri: string
    }
    inactivityDelaySec: number
  }[]
  metadata: Record<string, unknown>
}

export type OfrepEvaluation = {
  key: string
  reason?: string
  variant?: string
  /** Absent: the default of the caller counts */
  value?: unknown
  metadata?: Record<string, unknown>
  /** In bulk: why there is no answer for this flag */
  errorCode?: string
  errorDetails?: string
}

export type Organisation = {
  /** Id of a organisation */
  id: string
  name: string
  slug: string
  createdAt: string
  role: 'owner' | 'admin' | 'member'
}

export type OrganisationPage = {
  items: Organisation[]
  nextCursor: string | null
}

export type OwnSubscriptions = {
  items: {
    name: string
    /** In the language of the account where there is one, else in English */
    title: string
    state: 'on' | 'ended' | 'stopped'
    reason: 'bounce' | 'complaint' | 'unsubscribe' | null
    /** Page of the console where it is asked for; null: it comes unasked */
    askedAt: string | null
  }[]
}

export type PageEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
  fields: PageFields
  seo: EntrySeo | null
}

export type PageFields = {
  title: string
  summary?: string
  /** Id of a file */
  cover?: string
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
}

export type Payment = {
  /** Id of a payment */
  id: string
  subject: {
    type: string
    id: string
  }
  description: string
  amount: {
    minor: string
    currency: string
  }
  captured: {
    minor: string
    currency: string
  }
  refunded: {
    minor: string
    currency: string
  }
  disputed: {
    minor: string
    currency: string
  }
  state:
    | 'open'
    | 'authorized'
    | 'partially_captured'
    | 'captured'
    | 'partially_refunded'
    | 'refunded'
    | 'canceled'
  underReview: boolean
  fulfilled: boolean
  createdAt: string
  capturedAt: string | null
  provider: 'stripe' | 'paypal' | 'mpesa' | null
  attemptState:
    | 'requires_action'
    | 'processing'
    | 'authorized'
    | 'succeeded'
    | 'failed'
    | 'canceled'
    | 'expired'
  next:
    | {
        kind: 'card-form'
        clientSecret: string
        publishableKey: string | null
        standIn: string | null
      }
    | {
        kind: 'redirect'
        url: string
      }
    | {
        kind: 'wait'
      }
    | null
}

export type PayoutWish = {
  frequency: 'monthly' | 'quarterly' | 'threshold'
  threshold?: {
    minor: string
    currency: string
  }
}

export type PeriodReport = {
  madeAt: string
  from: string
  to: string
  accounts: {
    /** Id of a trading-account */
    accountId: string
    name: string
    currency: string
    /** Realised by what was closed on these trading days */
    net: string
    /** That ended on these trading days */
    trades: number
    wins: number
    losses: number
    largestWins: {
      /** Id of a trade */
      id: string
      /** Id of a trading-account */
      accountId: string
      symbol: string
      net: string
      currency: string
      closedDay: string
    }[]
    largestLosses: {
      /** Id of a trade */
      id: string
      /** Id of a trading-account */
      accountId: string
      symbol: string
      net: string
      currency: string
      closedDay: string
    }[]
  }[]
  tags: {
    /** Id of a tag */
    tagId: string
    name: string
    grouping: string
    currency: string
    trades: number
    net: string
  }[]
  brokenRules: {
    /** Id of a playbook */
    playbookId: string
    playbook: string
    ruleId: string
    kind: string
    currency: string
    trades: number
    net: string
  }[]
  journal: {
    traded: number
    written: number
    missed: number
  }
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
  /** One for each currency of the accounts: money of several is never added up */
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    wins: number
    losses: number
    scratches: number
    days: DayOfTrades[]
    /** Exact, whatever the mode */
    money: MoneyFigures
    /** What the figures of returns are of: days of realised equity */
    returns: ReturnFigures
    figures: Figure[]
    tradingDays: {
      n: number
      wins: number
      losses: number
    }
    symbols: {
      symbol: string
      n: number
      wins: number
      losses: number
      scratches: number
      /** Exact sum in money by the basis asked for, whatever the mode */
      net: string
      /** Sum in the unit of the mode */
      sum: number
      average: number | null
      winRate: number | null
      winRateInterval: Interval | null
      profitFactor: number | null
      payoff: number | null
      /** Exact decimal */
      largestWin: string | null
      /** Exact decimal */
      largestLoss: string | null
      avgR: number | null
      /** Trades whose risk is known: what avgR is of */
      rN: number
    }[]
  }[]
}

export type Playbook = {
  /** Id of a playbook */
  id: string
  name: string
  status: 'active' | 'archived'
  version: number
  createdAt: string
  updatedAt: string
  number: number
  description: string
  rules: PlaybookRule[]
  heldFrom: string
}

export type PlaybookRule =
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'symbols'
      symbols: string[]
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'session-window'
      /** HH:MM */
      from: string
      /** Before the start: on the next day */
      until: string
      timeZone: string | null
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'weekdays'
      weekdays: number[]
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'side'
      side: 'long' | 'short'
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'max-risk'
      amount: string
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'min-planned-r'
      r: string
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'max-trades-per-day'
      count: number
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'stop-required'
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'tag-required'
      /** Id of a tag */
      tagId: string
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'max-hold'
      minutes: number
    }
  | {
      /** Names the rule within its playbook */
      id: string
      kind: 'checklist'
      text: string
    }

export type Playlist = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: Track
  }[]
}

export type PostEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
  fields: PostFields
  seo: EntrySeo | null
}

export type PostFields = {
  title: string
  summary?: string
  /** Id of a file */
  cover?: string
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  byline?: string
  /** Id of an entry of type category */
  category?: string
  tags?: string[]
}

export type Problem = {
  /** Path of a page that explains the problem */
  type: string
  title: string
  status: number
  detail?: string
  /** Stable, `unit/name` */
  code: string
  requestId: string
  traceId?: string
  retryAfterSeconds?: number
  params?: Record<string, unknown>
  errors?: {
    pointer: string
    code: string
    detail: string
  }[]
}

export type ProductEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
  fields: ProductFields
  seo: EntrySeo | null
}

export type ProductFields = {
  title: string
  summary: string
  status: 'planned' | 'beta' | 'available' | 'deprecated'
  /** Id of a file */
  cover?: string
  website?: string
  /** Id of a file */
  datasheet?: string
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  tags?: string[]
}

export type Project = {
  /** Id of a client-project */
  id: string
  reference: string
  state: 'active' | 'on_hold' | 'completed' | 'cancelled'
  title: string
  summary: string
  dueOn: string | null
  progressPercent: number
  createdAt: string
  testimonial: 'not_asked' | 'asked' | 'given'
  milestones: {
    /** Id of a milestone */
    id: string
    title: string
    state: 'todo' | 'in_progress' | 'blocked' | 'done'
    dueOn: string | null
  }[]
  deliverables: Deliverable[]
  files: Attachment[]
  comments: {
    /** Id of a project-comment */
    id: string
    /** Id of a deliverable */
    deliverableId: string | null
    author: 'client' | 'staff'
    authorName: string | null
    body: string
    writtenAt: string
  }[]
}

export type ProjectEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
  fields: ProjectFields
  seo: EntrySeo | null
}

export type ProjectFields = {
  title: string
  summary: string
  client: string
  year: number
  /** Id of a file */
  cover?: string
  gallery?: string[]
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  services?: string[]
  /** Id of an entry of type category */
  category?: string
  tags?: string[]
  featured?: boolean
}

export type Quote = {
  /** Id of a quote */
  id: string
  reference: string
  number: number
  state: 'draft' | 'sent' | 'accepted' | 'declined' | 'expired' | 'superseded'
  title: string
  currency: string
  /** Minor units */
  totalMinor: string
  validUntil: string
  sentAt: string | null
  closedAt: string | null
  /** Id of a service-request */
  requestId: string | null
  lines: {
    description: string
    qty: string
    /** Minor units */
    unitMinor: string
    taxRateBp: number
  }[]
  /** Minor units */
  subtotalMinor: string
  /** Minor units */
  discountMinor: string
  /** Minor units */
  taxMinor: string
  taxRounding: 'line' | 'document'
  terms: string
  /** SHA-256 in hex; null of a draft */
  contentHash: string | null
  /** SHA-256 in hex; null of a draft */
  termsHash: string | null
  declineReason: string | null
}

export type QuoteLineInput = {
  description: string
  /** Decimal, at most six places */
  qty: string
  /** Minor units */
  unitMinor: string
  /** Basis points: 1600 is 16 % */
  taxRateBp: number
}

export type ReadRecord = {
  type: 'fill' | 'cash' | 'split'
  symbol: string | null
  what: string
  quantity: string | null
  price: string
  currency: string | null
  fees: string | null
  feeSource?: 'broker' | 'schedule' | 'none' | null
  at: string
}

export type ReconciliationItem = {
  /** Id of a recon-item */
  id: string
  provider: string
  kind:
    | 'missing_local'
    | 'missing_remote'
    | 'mismatch'
    | 'orphan'
    | 'contradiction'
    | 'overpaid'
    | 'underpaid'
    | 'unresolved'
    | 'payout_difference'
    | 'ledger'
    | 'gap'
  key: string
  /** Id of a payment */
  paymentId: string | null
  currency: string | null
  details: Record<string, unknown>
  openedAt: string
  closedAt: string | null
  closedHow: 'fact' | 'human' | null
  /** Id of a user */
  closedBy: string | null
  closedByName: string | null
  closedReason: string | null
}

export type ReconciliationItemPage = {
  items: ReconciliationItem[]
  nextCursor: string | null
}

export type Reflection = {
  day: string
  mood: number | null
  moodWords: string[]
  discipline: number | null
  wentWell: string
  wentBadly: string
  lesson: string
  version: number
  updatedAt: string
}

export type ReflectionPage = {
  items: Reflection[]
  nextCursor: string | null
}

export type Refund = {
  /** Id of a refund */
  id: string
  amount: {
    minor: string
    currency: string
  }
  state: 'pending' | 'succeeded' | 'failed'
  reason: string
  /** Id of a user */
  requestedBy: string | null
  requestedByName: string | null
  note: string | null
  createdAt: string
}

export type ReportSchedules = {
  items: {
    /** Id of a trading-account */
    accountId: string
    period: 'week' | 'month'
    timeZone: string
  }[]
  refused: 'bounce' | 'complaint' | 'unsubscribe' | null
}

export type ReturnFigures = {
  calendar: {
    days: 'trading-days' | 'calendar-days'
    /** How many of them make a year */
    periods: number
  }
  from: string | null
  to: string | null
  /** Days with a return */
  n: number
  /** False under thirty days with a return: the ratios say little */
  isEnough: boolean
}

export type ReviewedTrack = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: Finding[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export type Role = {
  name: string
  title: string
  builtIn: boolean
  permissions: string[]
  /** Whether holders must prove a second factor; null follows the server */
  mfaRequired: boolean | null
  demandsMfa: boolean
}

export type Schedule = {
  /** Id of a user */
  ownerId: string
  timeZone: string
  rules: {
    weekday: number
    start: string
    /** At or before the start: on the next day */
    end: string
  }[]
  overrides: {
    date: string
    windows: {
      start: string
      /** At or before the start: on the next day */
      end: string
    }[]
  }[]
  hasFeed: boolean
  version: number
}

export type SecretGrant = {
  /** Id of a secret-grant */
  id: string
  /** Id of a organisation */
  organisationId: string | null
  environment: 'development' | 'test' | 'staging' | 'production' | null
  pattern: string
  holderKind: 'role' | 'user' | 'api-key'
  holder: string
  holderName: string | null
  may: ('read' | 'reveal' | 'manage' | 'lease')[]
  expiresAt: string | null
  createdAt: string
}

export type SecretLease = {
  /** Id of a lease */
  id: string
  /** Id of a lease-template */
  templateId: string | null
  path: string
  kind: 'postgresql' | 'redis'
  state: 'making' | 'active' | 'revoking' | 'ended'
  /** Its name where it was made */
  account: string
  /** Id of a user */
  holderId: string | null
  holderName: string | null
  /** Id of a api-key */
  apiKeyId: string | null
  apiKeyName: string | null
  issuedAt: string
  expiresAt: string
  maxExpiresAt: string
  endedAt: string | null
  error: string | null
}

export type SecretLeasePage = {
  items: SecretLease[]
  nextCursor: string | null
}

export type SecretRotationPlan = {
  rotator: string
  everyDays: number | null
  /** As long the former value is good too */
  overlapSeconds: number
  field: string | null
  length: number
  /** `alphanumeric`, `hex`, `base64url`, `ascii`, or the characters themselves */
  alphabet: string
  options: Record<string, unknown>
}

export type ServiceEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
  fields: ServiceFields
  seo: EntrySeo | null
}

export type ServiceFields = {
  title: string
  summary: string
  /** Id of a file */
  cover?: string
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  /** Id of an entry of type category */
  category?: string
  packages: ServicePackage[]
  featured?: boolean
}

export type ServicePackage = {
  /** Stays when the title changes */
  key: string
  title: string
  summary?: string
  price: {
    /** In minor units */
    minor: string
    currency: string
  }
  /** Deposit in basis points of the price */
  depositBp: number
  durationMin?: number
  bookingKind: 'appointment' | 'request'
  /** Id of a booking-policy */
  policyId?: string
  features?: string[]
}

export type ServiceRequest = {
  /** Id of a service-request */
  id: string
  reference: string
  stage:
    | 'request_submitted'
    | 'requirements_review'
    | 'clarification_needed'
    | 'scope_and_quotation'
    | 'awaiting_confirmation'
    | 'scheduled'
    | 'in_progress'
    | 'customer_review'
    | 'changes_requested'
    | 'completed'
    | 'cancelled'
    | 'rejected'
  title: string
  service: string | null
  createdAt: string
  updatedAt: string
  details: string
  budget:
    | {
        minor: string
        currency: string
      }
    | null
  desiredBy: string | null
  nextStages: (
    | 'request_submitted'
    | 'requirements_review'
    | 'clarification_needed'
    | 'scope_and_quotation'
    | 'awaiting_confirmation'
    | 'scheduled'
    | 'in_progress'
    | 'customer_review'
    | 'changes_requested'
    | 'completed'
    | 'cancelled'
    | 'rejected')[]
  files: Attachment[]
  events: {
    /** Id of a request-event */
    id: string
    kind:
      | 'submitted'
      | 'stage_changed'
      | 'message_posted'
      | 'file_added'
      | 'assigned'
      | 'unassigned'
      | 'quote_sent'
      | 'quote_accepted'
      | 'quote_declined'
      | 'quote_expired'
      | 'project_started'
    actor: 'client' | 'staff' | 'system'
    from:
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected'
      | null
    to:
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected'
      | null
    happenedAt: string
  }[]
  messages: {
    /** Id of a request-message */
    id: string
    author: 'client' | 'staff'
    authorName: string | null
    body: string
    sentAt: string
  }[]
}

export type SettingRevision = {
  /** 0 as long as nobody has said anything */
  version: number
  kind: 'changed' | 'rolled-back' | 'imported'
  reason: string | null
  changedAt: string
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** null: not there */
  changes: {
    member: string
    before: unknown
    after: unknown
  }[]
  /** What would hold by this revision today */
  value: Record<string, unknown>
  /** Whether a rollback to it would be taken */
  isOfTodaysSchema: boolean
}

export type SettingRevisionPage = {
  items: SettingRevision[]
  nextCursor: string | null
}

export type SettingsDocument = {
  format: 'plinth-settings/1'
  environment: 'development' | 'test' | 'staging' | 'production'
  /** Where it was exported */
  installation: string
  /** Of that installation */
  revision: number
  settings: Record<string, {
    /** 0 as long as nobody has said anything */
    version: number
    /** What was said, by member */
    members: Record<string, unknown>
    omitted: string[]
  }>
}

export type SignIn =
  | SignedIn
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }

export type SignedIn = {
  user: User
  accessToken: string
  /** Seconds that the access token is good for */
  expiresIn: number
  refreshToken?: string
}

export type SignedUpload = {
  /** Id of a upload */
  uploadId: string
  url: string
  method: 'PUT' | 'GET'
  headers: Record<string, string>
  expiresAt: string
  parts:
    | {
        bytes: number
        count: number
      }
    | null
}

export type Slot = {
  startsAt: string
  endsAt: string
  /** As clocks of `timeZone` show it, with their distance to UTC */
  localStart: string
  seatsLeft: number
  hostIds: string[]
}

export type StaffProject = {
  /** Id of a client-project */
  id: string
  reference: string
  state: 'active' | 'on_hold' | 'completed' | 'cancelled'
  title: string
  summary: string
  dueOn: string | null
  progressPercent: number
  createdAt: string
  testimonial: 'not_asked' | 'asked' | 'given'
  milestones: {
    /** Id of a milestone */
    id: string
    title: string
    state: 'todo' | 'in_progress' | 'blocked' | 'done'
    dueOn: string | null
  }[]
  deliverables: Deliverable[]
  files: Attachment[]
  comments: {
    /** Id of a project-comment */
    id: string
    /** Id of a deliverable */
    deliverableId: string | null
    author: 'client' | 'staff'
    authorName: string | null
    body: string
    writtenAt: string
    visibility: 'customer' | 'staff' | 'internal'
  }[]
  /** Id of a client */
  clientId: string
  clientName: string
  /** Id of a service-request */
  requestId: string | null
  /** Id of a quote */
  quoteId: string | null
  /** Id of a entry */
  testimonialId: string | null
  version: number
  team: {
    /** Id of a user */
    id: string
    name: string
  }[]
}

export type StaffQuote = {
  /** Id of a quote */
  id: string
  reference: string
  number: number
  state: 'draft' | 'sent' | 'accepted' | 'declined' | 'expired' | 'superseded'
  title: string
  currency: string
  /** Minor units */
  totalMinor: string
  validUntil: string
  sentAt: string | null
  closedAt: string | null
  /** Id of a service-request */
  requestId: string | null
  lines: {
    description: string
    qty: string
    /** Minor units */
    unitMinor: string
    taxRateBp: number
  }[]
  /** Minor units */
  subtotalMinor: string
  /** Minor units */
  discountMinor: string
  /** Minor units */
  taxMinor: string
  taxRounding: 'line' | 'document'
  terms: string
  /** SHA-256 in hex; null of a draft */
  contentHash: string | null
  /** SHA-256 in hex; null of a draft */
  termsHash: string | null
  declineReason: string | null
  /** Id of a client */
  clientId: string
  clientName: string
  version: number
  convertedAt: string | null
}

export type StaffServiceRequest = {
  /** Id of a service-request */
  id: string
  reference: string
  stage:
    | 'request_submitted'
    | 'requirements_review'
    | 'clarification_needed'
    | 'scope_and_quotation'
    | 'awaiting_confirmation'
    | 'scheduled'
    | 'in_progress'
    | 'customer_review'
    | 'changes_requested'
    | 'completed'
    | 'cancelled'
    | 'rejected'
  title: string
  service: string | null
  createdAt: string
  updatedAt: string
  client: {
    /** Id of a client */
    id: string
    name: string
    email: string | null
    company: string | null
  }
  assignee:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  details: string
  budget:
    | {
        minor: string
        currency: string
      }
    | null
  desiredBy: string | null
  nextStages: (
    | 'request_submitted'
    | 'requirements_review'
    | 'clarification_needed'
    | 'scope_and_quotation'
    | 'awaiting_confirmation'
    | 'scheduled'
    | 'in_progress'
    | 'customer_review'
    | 'changes_requested'
    | 'completed'
    | 'cancelled'
    | 'rejected')[]
  files: Attachment[]
  events: {
    /** Id of a request-event */
    id: string
    kind:
      | 'submitted'
      | 'stage_changed'
      | 'message_posted'
      | 'file_added'
      | 'assigned'
      | 'unassigned'
      | 'quote_sent'
      | 'quote_accepted'
      | 'quote_declined'
      | 'quote_expired'
      | 'project_started'
    actor: 'client' | 'staff' | 'system'
    from:
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected'
      | null
    to:
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected'
      | null
    happenedAt: string
    visibility: 'customer' | 'staff' | 'internal'
    actorName: string | null
  }[]
  messages: {
    /** Id of a request-message */
    id: string
    author: 'client' | 'staff'
    authorName: string | null
    body: string
    sentAt: string
    visibility: 'customer' | 'staff' | 'internal'
  }[]
}

export type StaffTicket = {
  /** Id of a ticket */
  id: string
  reference: string
  subject: string
  state: 'open' | 'pending' | 'resolved' | 'closed'
  createdAt: string
  updatedAt: string
  client: {
    /** Id of a client */
    id: string
    name: string
    email: string | null
  }
  assignee:
    | {
        /** Id of a user */
        id: string
        name: string | null
      }
    | null
  priority: 'low' | 'normal' | 'high' | 'urgent'
  answerDueAt: string
  resolveDueAt: string
  answeredAt: string | null
  resolvedAt: string | null
  answerLate: boolean
  resolveLate: boolean
  messages: {
    /** Id of a ticket-message */
    id: string
    author: 'client' | 'staff'
    authorName: string | null
    body: string
    sentAt: string
    files: {
      /** Id of a file */
      id: string
      filename: string
      contentType: string
      bytes: number
      addedAt: string
    }[]
    internal: boolean
  }[]
}

export type StoredFile = {
  /** Id of a file */
  id: string
  filename: string
  contentType: string
  bytes: number
  sha256: string
  purpose: string
  visibility: 'public' | 'private'
  createdAt: string
  scan: 'none' | 'pending' | 'clean' | 'infected'
  scanRefusal: 'too-large' | 'failed' | 'missing' | null
  fault: 'missing' | 'differs' | null
  image:
    | {
        state: 'pending' | 'ready' | 'refused'
        problem: 'files/image-unreadable' | 'files/image-too-large' | null
        variants: {
          name: string
          /** In pixels */
          width: number
          /** In pixels */
          height: number
          contentType: string
          bytes: number
          sha256: string
          url: string
        }[]
      }
    | null
  /** Of what it shows now; the first is 1 */
  version: number
  /** The last number given: another than `version` while that one is checked and prepared, or was refused */
  newestVersion: number
}

export type StoredSecret = {
  /** Id of a secret */
  id: string
  /** Id of a organisation */
  organisationId: string | null
  environment: 'development' | 'test' | 'staging' | 'production'
  path: string
  description: string
  tags: string[]
  /** Id of a user */
  ownerId: string | null
  expiresAt: string | null
  ownerName: string | null
  format: 'text' | 'json'
  /** Number of the newest version; 0: it has none */
  latest: number
  /** Number of the current version */
  current: number | null
  /** Counts changes of what is said about it */
  revision: number
  rotator: string | null
  lastRotation: 'created' | 'pending' | 'tested' | 'done' | 'failed' | null
  nextRotationAt: string | null
  lastUsedAt: string | null
  createdAt: string
  changedAt: string
  deletedAt: string | null
  destroyAfter: string | null
  may: {
    reveal: boolean
    manage: boolean
  }
}

export type StoredSecretDetail = {
  /** Id of a secret */
  id: string
  /** Id of a organisation */
  organisationId: string | null
  environment: 'development' | 'test' | 'staging' | 'production'
  path: string
  description: string
  tags: string[]
  /** Id of a user */
  ownerId: string | null
  expiresAt: string | null
  ownerName: string | null
  format: 'text' | 'json'
  /** Number of the newest version; 0: it has none */
  latest: number
  /** Number of the current version */
  current: number | null
  /** Counts changes of what is said about it */
  revision: number
  rotator: string | null
  lastRotation: 'created' | 'pending' | 'tested' | 'done' | 'failed' | null
  nextRotationAt: string | null
  lastUsedAt: string | null
  createdAt: string
  changedAt: string
  deletedAt: string | null
  destroyAfter: string | null
  may: {
    reveal: boolean
    manage: boolean
  }
  plan: SecretRotationPlan | null
  versions: {
    number: number
    stages: string[]
    createdAt: string
    /** Id of a user */
    createdBy: string | null
    createdByName: string | null
    retiresAt: string | null
    retiredAt: string | null
    destroyedAt: string | null
  }[]
  rotations: {
    /** Id of a secret-rotation */
    id: string
    rotator: string
    state: 'created' | 'pending' | 'tested' | 'done' | 'failed'
    fromNumber: number
    toNumber: number | null
    error: string | null
    isCancelled: boolean
    /** Id of a user */
    startedBy: string | null
    startedByName: string | null
    startedAt: string
    endedAt: string | null
  }[]
}

export type StoredSecretPage = {
  items: StoredSecret[]
  nextCursor: string | null
}

export type Submission = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: Finding[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
}

export type SubmissionPage = {
  items: Submission[]
  nextCursor: string | null
}

export type SymbolMapping = {
  symbol: string
  as?: string
  assetClass?: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
  currency?: string
  multiplier?: string
}

export type Tally = {
  n: number
  wins: number
  losses: number
  scratches: number
  /** Exact sum in money by the basis asked for, whatever the mode */
  net: string
  /** Sum in the unit of the mode */
  sum: number
  average: number | null
  winRate: number | null
  winRateInterval: Interval | null
  profitFactor: number | null
  payoff: number | null
  /** Exact decimal */
  largestWin: string | null
  /** Exact decimal */
  largestLoss: string | null
  avgR: number | null
  /** Trades whose risk is known: what avgR is of */
  rN: number
}

export type TestimonialEntry = {
  /** Id of a entry */
  id: string
  type: string
  locale: string
  /** Id of a translation-group */
  translationGroup: string
  /** Id of a user */
  ownerId: string | null
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
  title: string
  /** The newest version; sent back with a change */
  version: number
  liveVersion: number | null
  scheduledVersion: number | null
  publishAt: string | null
  unpublishAt: string | null
  publishedAt: string | null
  trashedAt: string | null
  createdAt: string
  updatedAt: string
  slug: string
  fields: TestimonialFields
  seo: EntrySeo | null
}

export type TestimonialFields = {
  author: string
  role?: string
  company?: string
  quote: string
  rating: number
  /** Id of an entry of type service */
  service?: string
  featured?: boolean
  clientProject?: string
  email?: string
}

export type Ticket = {
  /** Id of a ticket */
  id: string
  reference: string
  subject: string
  state: 'open' | 'pending' | 'resolved' | 'closed'
  createdAt: string
  updatedAt: string
  messages: {
    /** Id of a ticket-message */
    id: string
    author: 'client' | 'staff'
    authorName: string | null
    body: string
    sentAt: string
    files: {
      /** Id of a file */
      id: string
      filename: string
      contentType: string
      bytes: number
      addedAt: string
    }[]
  }[]
}

export type TimeOff = {
  /** Id of a time-off */
  id: string
  /** Id of a user */
  ownerId: string
  startsAt: string
  endsAt: string
  reason: string
  status: 'requested' | 'approved' | 'declined'
  /** Id of a user */
  approvedBy: string | null
}

export type Track = {
  /** Id of a track */
  id: string
  title: string
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  genre: string
  durationMs: number
  explicit: boolean
  coverUrl: string | null
  streamUrl: string
  publishedAt: string
  bpm: number | null
  isrc: string | null
}

export type TrackPage = {
  items: Track[]
  nextCursor: string | null
}

export type Trade = {
  /** Id of a trade */
  id: string
  /** Id of a trading-account */
  accountId: string
  /** Id of a instrument */
  instrumentId: string
  symbol: string
  assetClass: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
  positionRef: string
  side: 'long' | 'short'
  status: 'open' | 'closed'
  outcome: 'win' | 'loss' | 'scratch' | null
  /** A decimal number */
  quantityEntered: string
  /** A decimal number */
  quantityMax: string
  /** A decimal number */
  quantityOpen: string
  /** A decimal number */
  averageEntry: string
  /** A decimal number */
  averageExit: string | null
  currency: string
  /** A decimal number */
  gross: string
  /** A decimal number */
  fees: string
  /** A decimal number */
  net: string
  local: {
    currency: string
    /** A decimal number */
    gross: string
    /** A decimal number */
    fees: string
    /** A decimal number */
    net: string
  }
  /** A decimal number */
  cost: string
  /** A decimal number */
  percentReturn: string | null
  /** A decimal number */
  initialRisk: string | null
  /** A decimal number */
  r: string | null
  executionCount: number
  openedAt: string
  closedAt: string | null
  closedDay: string | null
  holdMs: number | null
  entryWeekday: number
  entryMinute: number
  /** Id of a playbook */
  playbookId: string | null
  rating: number | null
  reviewState: 'unreviewed' | 'reviewed' | 'locked'
  hasNotes: boolean
  /** Id of a trade-group */
  groupId: string | null
  tags: TradeTag[]
}

export type TradeDetail = {
  /** Id of a trade */
  id: string
  /** Id of a trading-account */
  accountId: string
  /** Id of a instrument */
  instrumentId: string
  symbol: string
  assetClass: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
  positionRef: string
  side: 'long' | 'short'
  status: 'open' | 'closed'
  outcome: 'win' | 'loss' | 'scratch' | null
  /** A decimal number */
  quantityEntered: string
  /** A decimal number */
  quantityMax: string
  /** A decimal number */
  quantityOpen: string
  /** A decimal number */
  averageEntry: string
  /** A decimal number */
  averageExit: string | null
  currency: string
  /** A decimal number */
  gross: string
  /** A decimal number */
  fees: string
  /** A decimal number */
  net: string
  local: {
    currency: string
    /** A decimal number */
    gross: string
    /** A decimal number */
    fees: string
    /** A decimal number */
    net: string
  }
  /** A decimal number */
  cost: string
  /** A decimal number */
  percentReturn: string | null
  /** A decimal number */
  initialRisk: string | null
  /** A decimal number */
  r: string | null
  executionCount: number
  openedAt: string
  closedAt: string | null
  closedDay: string | null
  holdMs: number | null
  entryWeekday: number
  entryMinute: number
  /** Id of a playbook */
  playbookId: string | null
  rating: number | null
  reviewState: 'unreviewed' | 'reviewed' | 'locked'
  hasNotes: boolean
  /** Id of a trade-group */
  groupId: string | null
  tags: TradeTag[]
  /** A decimal number */
  multiplier: string
  /** Of what is said of it; 0 before anything was */
  version: number
  /** A decimal number */
  initialStop: string | null
  /** A decimal number */
  plannedTarget: string | null
  /** A decimal number */
  enteredRisk: string | null
  text: string
  reported: {
    /** A decimal number */
    mae: string | null
    /** A decimal number */
    mfe: string | null
  }
  excursion:
    | {
        /** How long the bars last that were looked at */
        seconds: number
        bars: number
        /** A decimal number */
        mae: string
        /** A decimal number */
        mfe: string
        /** A decimal number */
        maeR: string | null
        /** A decimal number */
        mfeR: string | null
        /** A decimal number */
        maePercent: string | null
        /** A decimal number */
        mfePercent: string | null
        /** A decimal number */
        exitEfficiency: string | null
      }
    | null
  noExcursion:
    | {
        /** No price bars of its time; a spin-off took of it; more fills than are looked through */
        lacks: 'bars' | 'spin-off' | 'fills'
        /** When the source was asked for bars of the instrument last */
        triedAt: string | null
        nextAt: string | null
        /** Why that brought none */
        error: string | null
      }
    | null
  fills: {
    /** Id of a execution */
    id: string
    kind: 'fill' | 'expiry' | 'assignment' | 'exercise'
    role: 'entry' | 'exit'
    side: 'buy' | 'sell'
    /** A decimal number */
    quantity: string
    /** A decimal number */
    price: string
    /** A decimal number */
    fees: string
    feeSource: 'broker' | 'schedule' | 'manual' | 'none' | null
    /** A decimal number */
    fxRate: string
    executedAt: string
    orderId: string | null
  }[]
  closures: {
    /** Id of a execution */
    openExecutionId: string
    /** Id of a execution */
    closeExecutionId: string
    /** A decimal number */
    quantity: string
    /** A decimal number */
    entryPrice: string
    /** A decimal number */
    exitPrice: string
    /** A decimal number */
    gross: string
    /** A decimal number */
    openFee: string
    /** A decimal number */
    closeFee: string
    /** A decimal number */
    net: string
    closedAt: string
  }[]
  lots: {
    /** Id of a execution */
    openExecutionId: string
    /** A decimal number */
    quantity: string
    /** A decimal number */
    price: string
    /** A decimal number */
    fees: string
    openedAt: string
  }[]
  /** There are more parts than are shown; the explanation has all */
  isCut: boolean
}

export type TradeFilter = {
  /** Of one of these accounts; all of one’s own when absent */
  account?: string[]
  /** One of these symbols, in whatever case */
  symbol?: string[]
  /** One of these classes */
  assetClass?: ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
  side?: 'long' | 'short'
  status?: 'open' | 'closed' | 'all'
  /** Closed with one of these */
  outcome?: ('win' | 'loss' | 'scratch')[]
  /** A result between minus and plus this much money is a scratch; 0 when absent */
  epsilon?: string
  /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
  epsilonTicks?: string
  /** Tags, which `tagMatch` says how to match */
  tag?: string[]
  tagMatch?: 'any' | 'all' | 'none'
  /** By one of these playbooks */
  playbook?: string[]
  /** In one of these states */
  review?: ('unreviewed' | 'reviewed' | 'locked')[]
  /** First trading day of the close */
  from?: string
  /** Last trading day of the close */
  to?: string
  /** Opened at this instant or later */
  openedFrom?: string
  /** Opened before this instant */
  openedBefore?: string
  /** Entered on one of these, 1 for Monday, in the account’s zone */
  weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[]
  /** Entered in this hour of the account’s zone or later */
  hourFrom?: number
  /** Entered before this hour; one before `hourFrom` is of the next day */
  hourBefore?: number
  /** Closed after so many seconds or more */
  holdMin?: number
  /** Closed after so many seconds or fewer */
  holdMax?: number
  /** R of at least */
  rMin?: string
  /** R of at most */
  rMax?: string
  /** Net of at least, in the account’s currency */
  netMin?: string
  /** Net of at most, in the account’s currency */
  netMax?: string
  hasNotes?: boolean
  /** Part of what was noted */
  text?: string
  /** One of these trades */
  id?: string[]
}

export type TradeGroup = {
  /** Id of a trade-group */
  id: string
  name: string
  /** Id of a trading-account */
  accountId: string | null
  currency: string | null
  status: 'open' | 'closed'
  /** A decimal number */
  gross: string
  /** A decimal number */
  fees: string
  /** A decimal number */
  net: string
  /** A decimal number */
  initialRisk: string | null
  /** A decimal number */
  r: string | null
  openedAt: string | null
  closedAt: string | null
  trades: Trade[]
  /** Trades of the group that are not there at the moment */
  missing: number
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
  createdAt: string
}

export type TradeGroupPage = {
  items: TradeGroup[]
  nextCursor: string | null
}

export type TradeImport = {
  /** Id of a import-batch */
  id: string
  /** Id of a trading-account */
  accountId: string
  /** Id of a file */
  fileId: string | null
  filename: string
  bytes: number
  sha256: string
  state:
    | 'uploaded'
    | 'detected'
    | 'mapped'
    | 'previewed'
    | 'importing'
    | 'completed'
    | 'completed_with_errors'
    | 'failed'
    | 'undone'
  detected: {
    id: string
    name: string
  }[]
  profile:
    | {
        id: string
        name: string
      }
    | null
  timeZone: string
  symbols: SymbolMapping[]
  fxRates: Record<string, string>
  rowsTotal: number | null
  rowsRead: number
  counts:
    | {
        created: number
        duplicate: number
        skipped: number
        error: number
        needsMapping: number
        needsRate: number
      }
    | null
  tradesBeyondLimit: number | null
  failure: string | null
  undoing: boolean
  createdAt: string
  updatedAt: string
  committedAt: string | null
  finishedAt: string | null
  undoneAt: string | null
}

export type TradeImportPage = {
  items: TradeImport[]
  nextCursor: string | null
}

export type TradeReview = {
  /** Id of a trade */
  tradeId: string
  state: 'unreviewed' | 'reviewed' | 'locked'
  quality: number
  mood: number | null
  moodWords: string[]
  lesson: string
  executionVsPlan: string
  mistakes: {
    /** Id of a tag */
    id: string
    name: string
  }[]
  version: number
  reviewedAt: string
  updatedAt: string
}

export type TradeRun = {
  kind: 'win' | 'loss'
  length: number
  from: string
  to: string
  /** Id of a trade */
  firstTradeId: string
  /** Id of a trade */
  lastTradeId: string
  /** The newest 100; no scratches */
  tradeIds: string[]
  /** Exact decimal */
  net: string
}

export type TradeRuns = {
  longestWin: number
  longestLoss: number
  /** Above zero wins, below zero losses */
  current: number
  runs: number
  /** Below zero: wins and losses come in clusters; beyond 1.96 rarely by chance */
  zScore: number | null
}

export type TradeTag = {
  /** Id of a tag */
  id: string
  name: string
  grouping: 'setup' | 'mistake' | 'emotion' | 'custom'
}

export type TradeTotals = {
  count: number
  byCurrency: {
    currency: string
    count: number
    open: number
    /** A decimal number */
    gross: string
    /** A decimal number */
    fees: string
    /** A decimal number */
    net: string
  }[]
}

export type TradingAccount = {
  /** Id of a trading-account */
  id: string
  version: number
  name: string
  broker: string
  kind: 'live' | 'paper' | 'funded' | 'demo'
  currency: string
  timeZone: string
  sessionCutoff: {
    time: string
    zone: string
  }
  matchingMethod: 'FIFO' | 'LIFO' | 'HIFO' | 'AVG'
  positionMode: 'netting' | 'hedging'
  openingBalance: string
  openedOn: string
  /** Id of a fee-schedule */
  feeScheduleId: string | null
  pending:
    | {
        matchingMethod?: 'FIFO' | 'LIFO' | 'HIFO' | 'AVG'
        timeZone?: string
        sessionCutoff?: {
          time: string
          zone: string
        }
      }
    | null
  archivedAt: string | null
  createdAt: string
}

export type TradingAccountPage = {
  items: TradingAccount[]
  nextCursor: string | null
}

export type TradingOfferedPlan = {
  name: string
  title: string
  limits: {
    /** Null: there is none */
    tradesOpened: number | null
    /** Null: there is none */
    journalEntries: number | null
    /** Null: there is none */
    activePlaybooks: number | null
  }
  price:
    | {
        amount: {
          minor: string
          currency: string
        }
        interval: 'month' | 'year'
      }
    | null
}

export type TradingPlan = {
  plan: 'unlimited' | 'free'
}

export type TradingPlans = {
  plans: {
    /** In addresses. Whoever chose a plan loses it when its name changes */
    name: string
    title: string
    /** No limit where nothing is said */
    tradesOpened?: number
    /** No limit where nothing is said */
    journalEntries?: number
    /** No limit where nothing is said */
    activePlaybooks?: number
    /** Free where nothing is said */
    price?: {
      minor: string
      currency: string
    }
    interval?: 'month' | 'year'
  }[]
}

export type TradingPreparedExport = {
  /** Id of a trading-export */
  id: string
  kind: 'account' | 'trades' | 'executions'
  /** Id of a trading-account */
  accountId: string | null
  filename: string
  state: 'waiting' | 'ready' | 'failed' | 'expired'
  bytes: number | null
  /** Trades that were beyond the limit of the plan, and are not in it */
  hiddenByPlan: number | null
  createdAt: string
  finishedAt: string | null
  expiresAt: string | null
}

export type TradingPreparedExportPage = {
  items: TradingPreparedExport[]
  nextCursor: string | null
}

export type TradingSession = {
  /** Id of a trading-session */
  id: string
  /** Id of a trading-account */
  accountId: string | null
  startedAt: string
  endedAt: string | null
  plan: string
  summary: string
  moodBefore: number | null
  moodAfter: number | null
  checklist: {
    text: string
    done: boolean
  }[]
  version: number
  trades: {
    /** Id of a trade */
    id: string
    /** Id of a trading-account */
    accountId: string
    symbol: string
    side: 'long' | 'short'
    status: 'open' | 'closed'
    /** In the currency of the account */
    net: string
    currency: string
    openedAt: string
  }[]
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
}

export type TradingSubscription = {
  /** unlimited: there are no limits here, or none for the caller. default: the plan of whoever chose none. grace: what was paid is over, and the plan holds for a week more. */
  state: 'unlimited' | 'default' | 'chosen' | 'paid' | 'grace'
  plan: TradingOfferedPlan
  paidUntil: string | null
  /** It was said that nothing more will be paid */
  endsWithPeriod: boolean
  /** What holds from when, unless another period is paid */
  next:
    | {
        plan: TradingOfferedPlan
        from: string
      }
    | null
  order:
    | {
        /** Id of a trading-plan-order */
        id: string
        plan: TradingOfferedPlan
        createdAt: string
        /** What payments know it by */
        subject: {
          type: string
          id: string
        }
      }
    | null
}

export type TradingUsage = {
  plan: string
  planTitle: string
  period: {
    from: string
    /** When what is counted by the month starts anew */
    until: string
  }
  /** Trades opened in the period; those beyond the limit are kept and not shown */
  tradesOpened: {
    used: number
    /** Null: there is none */
    limit: number | null
  }
  /** Journal entries written in the period */
  journalEntries: {
    used: number
    /** Null: there is none */
    limit: number | null
  }
  /** Whatever the period */
  activePlaybooks: {
    used: number
    /** Null: there is none */
    limit: number | null
  }
  /** Trades opened in the period beyond the limit */
  tradesBeyondLimit: number
  /** Trades that lists, figures, exports, reports, shares and mentors are without, by the month of UTC they were opened in. Balances, cash, reconciliation, risk profiles, alerts, goals and fills are of all trades. */
  hiddenByPlan: {
    month: string
    trades: number
  }[]
}

export type User = {
  /** Id of a user */
  id: string
  email: string
  name: string
  /** Language that mail is written in where it can be, a BCP 47 tag */
  locale: string | null
  emailVerifiedAt: string | null
  createdAt: string
  roles: string[]
}

export type UserOfStaff = {
  /** Id of a user */
  id: string
  email: string
  name: string
  /** Language that mail is written in where it can be, a BCP 47 tag */
  locale: string | null
  emailVerifiedAt: string | null
  createdAt: string
  roles: string[]
  disabledAt: string | null
}

export type UserOfStaffPage = {
  items: UserOfStaff[]
  nextCursor: string | null
}

export type WebhookEndpoint = {
  /** Id of a webhook-endpoint */
  id: string
  url: string
  description: string
  events: string[]
  createdAt: string
  disabledAt: string | null
  disabledReason: 'by-hand' | 'gone' | 'failing' | null
  /** Failed tries in a row */
  failures: number
  failingSince: string | null
  restingUntil: string | null
  previousSecretUntil: string | null
}

export type WeekOfTrades = {
  monday: string
  n: number
  wins: number
  losses: number
  scratches: number
  /** Exact sum in money by the basis asked for, whatever the mode */
  net: string
  /** Sum in the unit of the mode */
  sum: number
  average: number | null
  winRate: number | null
  winRateInterval: Interval | null
  profitFactor: number | null
  payoff: number | null
  /** Exact decimal */
  largestWin: string | null
  /** Exact decimal */
  largestLoss: string | null
  avgR: number | null
  /** Trades whose risk is known: what avgR is of */
  rN: number
  /** Net of this week and all before it */
  cumulated: string
}

export type WhatIfCurve = {
  n: number
  wins: number
  losses: number
  scratches: number
  /** Exact sum in money by the basis asked for, whatever the mode */
  net: string
  /** Sum in the unit of the mode */
  sum: number
  average: number | null
  winRate: number | null
  winRateInterval: Interval | null
  profitFactor: number | null
  payoff: number | null
  /** Exact decimal */
  largestWin: string | null
  /** Exact decimal */
  largestLoss: string | null
  avgR: number | null
  /** Trades whose risk is known: what avgR is of */
  rN: number
  /** Of results added up, in money */
  deepestFall: string | null
  pointsOf: number
  points: {
    trade: number
    /** Exact decimal */
    result: string
  }[]
}

export type AnnouncementSent = {
  isShown: boolean
  text?: string | undefined
  linkLabel?: string | undefined
  /** A path of the site, /book */
  linkPath?: string | undefined
}

export type ArtistLinksSent = {
  website?: string | undefined
  spotify?: string | undefined
  instagram?: string | undefined
  tiktok?: string | undefined
  youtube?: string | undefined
}

export type BusinessSent = {
  tagline?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  address: string[]
  openingHours: {
    days: string
    hours: string
  }[]
  links: {
    label: string
    /** An address that begins with https:// */
    url: string
  }[]
}

export type CategoryFieldsSent = {
  title: string
  summary?: string | undefined
}

export type EntrySeoSent = {
  title?: string | undefined
  description?: string | undefined
  /** Id of a file */
  imageId?: string | undefined
  canonicalUrl?: string | undefined
  noIndex?: boolean | undefined
}

export type FaqFieldsSent = {
  question: string
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  answer: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  topic?: string | undefined
  /** Id of an entry of type service */
  service?: string | undefined
}

export type ImportBalanceSent = {
  amount: ImportValueSent
  currency?: ImportValueSent | undefined
  at: ImportValueSent
}

export type ImportCashSent = {
  kind?: ImportValueSent | undefined
  amount?: ImportValueSent | undefined
  times?: ImportValueSent | undefined
  sign?: 'as-is' | 'in' | 'out' | 'reversed' | undefined
  optional?: boolean | undefined
  currency?: ImportValueSent | undefined
  fxRate?: ImportValueSent | undefined
  happenedAt?: ImportValueSent | undefined
  symbol?: ImportValueSent | undefined
  note?: ImportValueSent | undefined
  externalId?: ImportValueSent | undefined
}

export type ImportConditionSent = {
  column: string
  is?: string[] | undefined
  starts?: string[] | undefined
  contains?: string[] | undefined
  filled?: boolean | undefined
  sign?: 'positive' | 'negative' | 'zero' | undefined
}

export type ImportDefinitionSent = {
  id: string
  name: string
  broker: string
  version: number
  detect: {
    contains?: string[] | undefined
    anyOf?: string[] | undefined
    delimiter: 'auto' | ',' | ';' | '\t' | '|'
    encoding: 'auto' | 'utf-8' | 'utf-16le' | 'windows-1252'
    skipUntil?: string | undefined
  }
  format: 'csv' | 'labelled' | 'blocks' | 'xml' | 'json'
  zone: string
  dates: string[]
  number: {
    decimal: '.' | ','
    either?: boolean | undefined
    refuseUnsure?: boolean | undefined
    exponent?: boolean | undefined
  }
  order: 'oldest-first' | 'newest-first' | 'auto'
  tables: ImportTableSent[]
}

export type ImportFeeSent = {
  name: string
  column: string
  cost: 'positive' | 'negative' | 'magnitude'
  currency?: ImportValueSent | undefined
  coin?: boolean | undefined
  unless?: string | undefined
}

export type ImportFillSent = {
  kind?: 'fill' | 'expiry' | 'assignment' | 'exercise' | undefined
  symbol?: ImportValueSent | undefined
  grammar?: 'auto' | 'plain' | 'option' | 'future' | 'forex' | 'crypto' | undefined
  assetClass?: ImportValueSent | undefined
  currency?: ImportValueSent | undefined
  multiplier?: ImportValueSent | undefined
  root?: ImportValueSent | undefined
  expiresOn?: ImportValueSent | undefined
  strike?: ImportValueSent | undefined
  right?: ImportValueSent | undefined
  exchange?: ImportValueSent | undefined
  side?: ImportSideSent | undefined
  quantity?: ImportValueSent | undefined
  signed?: boolean | undefined
  price?: ImportValueSent | undefined
  proceeds?: ImportValueSent | undefined
  amount?: ImportValueSent | undefined
  amountDecides?: boolean | undefined
  amountIsNet?: boolean | undefined
  executedAt?: ImportValueSent | undefined
  effect?:
    | {
        column: string
        open: string[]
        close: string[]
        starts?: boolean | undefined
      }
    | undefined
  fees?: ImportFeeSent[] | undefined
  impliedFee?: string | undefined
  feeInBase?: boolean | undefined
  fxRate?:
    | {
        column: string
        invert?: boolean | undefined
        currency?: string | undefined
      }
    | undefined
  reportedPnl?: ImportValueSent | undefined
  reportedIn?: ImportValueSent | undefined
  reportedMae?: ImportValueSent | undefined
  reportedMfe?: ImportValueSent | undefined
  positionRef?: ImportValueSent | undefined
  orderId?: ImportValueSent | undefined
  externalId?: ImportValueSent | undefined
}

export type ImportInstrumentSent = {
  symbol?: ImportValueSent | undefined
  assetClass?: ImportValueSent | undefined
  multiplier?: ImportValueSent | undefined
  root?: ImportValueSent | undefined
  expiresOn?: ImportValueSent | undefined
  exchange?: ImportValueSent | undefined
}

export type ImportRuleSent = {
  when?: ImportConditionSent[] | undefined
  records?:
    | {
        fill?: ImportFillSent | undefined
        cash?: ImportCashSent | undefined
        statement?: ImportStatementSent | undefined
      }[]
    | undefined
  keep?: Record<string, ImportValueSent> | undefined
  split?: ImportSplitSent | undefined
  instrument?: ImportInstrumentSent | undefined
  skip?: string | undefined
  error?: string | undefined
  column?: string | undefined
}

export type ImportSideSent = {
  column?: ImportValueSent | undefined
  buy?: string[] | undefined
  sell?: string[] | undefined
  starts?: boolean | undefined
  sign?: string | undefined
  money?: string | undefined
  constant?: 'buy' | 'sell' | undefined
}

export type ImportSplitSent = {
  symbol?: ImportValueSent | undefined
  assetClass?: ImportValueSent | undefined
  currency?: ImportValueSent | undefined
  executedAt?: ImportValueSent | undefined
  numerator?: ImportValueSent | undefined
  denominator?: ImportValueSent | undefined
  part?: 'before' | 'after' | undefined
  quantity?: ImportValueSent | undefined
  price?: ImportValueSent | undefined
}

export type ImportStatementSent = {
  of: 'cash' | 'position' | 'realised'
  amount: ImportValueSent
  currency?: ImportValueSent | undefined
  symbol?: ImportValueSent | undefined
  grammar?: 'auto' | 'plain' | 'option' | 'future' | 'forex' | 'crypto' | undefined
  assetClass?: ImportValueSent | undefined
  multiplier?: ImportValueSent | undefined
  root?: ImportValueSent | undefined
  expiresOn?: ImportValueSent | undefined
  strike?: ImportValueSent | undefined
  right?: ImportValueSent | undefined
  since?: ImportValueSent | undefined
  until: ImportValueSent
}

export type ImportTableSent = {
  sections?: string[] | undefined
  headers: string[][]
  fillDown?: string[] | undefined
  extract?:
    | {
        column: string
        patterns: {
          text: string
          set?: Record<string, string> | undefined
        }[]
      }[]
    | undefined
  fill?: ImportFillSent | undefined
  cash?: ImportCashSent | undefined
  balance?: ImportBalanceSent | undefined
  rules: ImportRuleSent[]
}

export type ImportValueSent =
  | string
  | {
      columns?: string[] | undefined
      join?: string[] | undefined
      constant?: string | undefined
      map?: Record<string, string> | undefined
      otherwise?: string | undefined
    }

export type InstrumentInputSent = {
  symbol: string
  assetClass: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
  currency?: string | undefined
  multiplier?: string | undefined
  root?: string | undefined
  expiresOn?: string | undefined
  strike?: string | undefined
  right?: 'call' | 'put' | undefined
  exchange?: string | undefined
}

export type InvoiceDraftSent = {
  /** Id of a user */
  clientId?: string | null | undefined
  recipient?: InvoiceRecipient | undefined
  currency: string
  lines: InvoiceLineInput[]
  /** Minor units */
  discountMinor?: string | undefined
  taxRounding?: 'line' | 'document' | undefined
  dueInDays?: number | undefined
  note?: string | undefined
}

export type PageFieldsSent = {
  title: string
  summary?: string | undefined
  /** Id of a file */
  cover?: string | undefined
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
}

export type PayoutWishSent = {
  frequency: 'monthly' | 'quarterly' | 'threshold'
  threshold?:
    | {
        minor: string
        currency: string
      }
    | undefined
}

export type PostFieldsSent = {
  title: string
  summary?: string | undefined
  /** Id of a file */
  cover?: string | undefined
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  byline?: string | undefined
  /** Id of an entry of type category */
  category?: string | undefined
  tags?: string[] | undefined
}

export type ProductFieldsSent = {
  title: string
  summary: string
  status: 'planned' | 'beta' | 'available' | 'deprecated'
  /** Id of a file */
  cover?: string | undefined
  website?: string | undefined
  /** Id of a file */
  datasheet?: string | undefined
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  tags?: string[] | undefined
}

export type ProjectFieldsSent = {
  title: string
  summary: string
  client: string
  year: number
  /** Id of a file */
  cover?: string | undefined
  gallery?: string[] | undefined
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  services?: string[] | undefined
  /** Id of an entry of type category */
  category?: string | undefined
  tags?: string[] | undefined
  featured?: boolean | undefined
}

export type ServiceFieldsSent = {
  title: string
  summary: string
  /** Id of a file */
  cover?: string | undefined
  /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
  body: {
    type: 'doc'
    content: Record<string, unknown>[]
  }
  /** Id of an entry of type category */
  category?: string | undefined
  packages: ServicePackageSent[]
  featured?: boolean | undefined
}

export type ServicePackageSent = {
  /** Stays when the title changes */
  key: string
  title: string
  summary?: string | undefined
  price: {
    /** In minor units */
    minor: string
    currency: string
  }
  /** Deposit in basis points of the price */
  depositBp: number
  durationMin?: number | undefined
  bookingKind: 'appointment' | 'request'
  /** Id of a booking-policy */
  policyId?: string | undefined
  features?: string[] | undefined
}

export type SymbolMappingSent = {
  symbol: string
  as?: string | undefined
  assetClass?: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond' | undefined
  currency?: string | undefined
  multiplier?: string | undefined
}

export type TestimonialFieldsSent = {
  author: string
  role?: string | undefined
  company?: string | undefined
  quote: string
  rating: number
  /** Id of an entry of type service */
  service?: string | undefined
  featured?: boolean | undefined
  clientProject?: string | undefined
  email?: string | undefined
}

export type TradeFilterSent = {
  /** Of one of these accounts; all of one’s own when absent */
  account?: string[] | undefined
  /** One of these symbols, in whatever case */
  symbol?: string[] | undefined
  /** One of these classes */
  assetClass?:
    | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
    | undefined
  side?: 'long' | 'short' | undefined
  status?: 'open' | 'closed' | 'all' | undefined
  /** Closed with one of these */
  outcome?: ('win' | 'loss' | 'scratch')[] | undefined
  /** A result between minus and plus this much money is a scratch; 0 when absent */
  epsilon?: string | undefined
  /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
  epsilonTicks?: string | undefined
  /** Tags, which `tagMatch` says how to match */
  tag?: string[] | undefined
  tagMatch?: 'any' | 'all' | 'none' | undefined
  /** By one of these playbooks */
  playbook?: string[] | undefined
  /** In one of these states */
  review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
  /** First trading day of the close */
  from?: string | undefined
  /** Last trading day of the close */
  to?: string | undefined
  /** Opened at this instant or later */
  openedFrom?: string | undefined
  /** Opened before this instant */
  openedBefore?: string | undefined
  /** Entered on one of these, 1 for Monday, in the account’s zone */
  weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
  /** Entered in this hour of the account’s zone or later */
  hourFrom?: number | undefined
  /** Entered before this hour; one before `hourFrom` is of the next day */
  hourBefore?: number | undefined
  /** Closed after so many seconds or more */
  holdMin?: number | undefined
  /** Closed after so many seconds or fewer */
  holdMax?: number | undefined
  /** R of at least */
  rMin?: string | undefined
  /** R of at most */
  rMax?: string | undefined
  /** Net of at least, in the account’s currency */
  netMin?: string | undefined
  /** Net of at most, in the account’s currency */
  netMax?: string | undefined
  hasNotes?: boolean | undefined
  /** Part of what was noted */
  text?: string | undefined
  /** One of these trades */
  id?: string[] | undefined
}

export type TradingPlansSent = {
  plans: {
    /** In addresses. Whoever chose a plan loses it when its name changes */
    name: string
    title: string
    /** No limit where nothing is said */
    tradesOpened?: number | undefined
    /** No limit where nothing is said */
    journalEntries?: number | undefined
    /** No limit where nothing is said */
    activePlaybooks?: number | undefined
    /** Free where nothing is said */
    price?:
      | {
          minor: string
          currency: string
        }
      | undefined
    interval?: 'month' | 'year' | undefined
  }[]
}

export interface AccessChangeRoleInput extends CallOptions {
  path: {
    name: string
  }
  body: {
    title?: string | undefined
    permissions?: string[] | undefined
    /** Whether holders must prove a second factor; null follows the server */
    mfaRequired?: boolean | null | undefined
  }
}

export type AccessChangeRoleAnswer = Role

export interface AccessCreateRoleInput extends CallOptions {
  body: {
    name: string
    title: string
    permissions: string[]
    /** Whether holders must prove a second factor; null follows the server */
    mfaRequired?: boolean | null | undefined
  }
}

export type AccessCreateRoleAnswer = Role

export interface AccessDeleteRoleInput extends CallOptions {
  path: {
    name: string
  }
}

export interface AccessDenyPermissionInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    permission: string
  }
  body: {
    reason?: string | undefined
    expiresAt?: string | null | undefined
  }
}

export interface AccessGetUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AccessGetUserAnswer = UserOfStaff

export interface AccessGetUserAccessInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AccessGetUserAccessAnswer = {
  grants: {
    role: string
    /** Id of a user */
    grantedBy: string | null
    grantedAt: string
    reason: string
    expiresAt: string | null
  }[]
  denials: {
    permission: string
    /** Id of a user */
    deniedBy: string | null
    deniedAt: string
    reason: string
    expiresAt: string | null
  }[]
  permissions: string[]
  mfaRequired: boolean
}

export interface AccessGrantRoleInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    role: string
  }
  body: {
    reason?: string | undefined
    expiresAt?: string | null | undefined
  }
}

export interface AccessLiftDenialInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    permission: string
  }
}

export type AccessListGrantableRolesInput = CallOptions

export type AccessListGrantableRolesAnswer = {
  items: {
    name: string
    title: string
  }[]
}

export type AccessListPermissionsInput = CallOptions

export type AccessListPermissionsAnswer = {
  items: {
    name: string
    title: string
  }[]
}

export type AccessListRolesInput = CallOptions

export type AccessListRolesAnswer = {
  items: Role[]
}

export interface AccessListUsersInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
        role?: string | undefined
      }
    | undefined
}

export type AccessListUsersAnswer = UserOfStaffPage

export interface AccessRevokeRoleInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    role: string
  }
}

export interface AgencyAcceptQuoteInput extends KeyedCallOptions {
  path: {
    /** Id of a quote */
    id: string
  }
  body: {
    contentHash: string
    termsHash: string
    name: string
  }
}

export type AgencyAcceptQuoteAnswer = Quote

export interface AgencyActOnRequestInput extends KeyedCallOptions {
  path: {
    reference: string
  }
  body: {
    action: 'cancel' | 'accept' | 'request_changes'
    expected:
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected'
    note?: string | undefined
  }
}

export type AgencyActOnRequestAnswer = ServiceRequest

export interface AgencyAddCalendarInput extends KeyedCallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  body: {
    name: string
    /** https or webcal; kept sealed, shown nowhere */
    url: string
  }
}

export type AgencyAddCalendarAnswer = ExternalCalendar

export interface AgencyAddDeliverableInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
  body: {
    title: string
    description?: string | undefined
    /** Id of a milestone */
    milestoneId?: string | null | undefined
  }
}

export type AgencyAddDeliverableAnswer = StaffProject

export interface AgencyAddDepartmentInput extends KeyedCallOptions {
  body: {
    name: string
    sortOrder: number
  }
}

export type AgencyAddDepartmentAnswer = {
  /** Id of a department */
  id: string
  name: string
  sortOrder: number
}

export interface AgencyAddFileToProjectInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
  body: {
    /** Id of a file */
    fileId: string
    visibility: 'customer' | 'staff' | 'internal'
    /** Id of a deliverable */
    deliverableId?: string | null | undefined
  }
}

export type AgencyAddFileToProjectAnswer = StaffProject

export interface AgencyAddFileToRequestInput extends KeyedCallOptions {
  path: {
    /** Id of a service-request */
    id: string
  }
  body: {
    /** Id of a file */
    fileId: string
    visibility: 'customer' | 'staff' | 'internal'
  }
}

export type AgencyAddFileToRequestAnswer = StaffServiceRequest

export interface AgencyAddLeadInput extends KeyedCallOptions {
  body: {
    name: string
    email: string
    company?: string | undefined
    phone?: string | undefined
    source: string
    notes?: string | undefined
    worth?:
      | {
          minor: string
          currency: string
        }
      | undefined
  }
}

export type AgencyAddLeadAnswer = Lead

export interface AgencyAddMilestoneInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
  body: {
    title: string
    dueOn?: string | undefined
  }
}

export type AgencyAddMilestoneAnswer = StaffProject

export interface AgencyAddRequestFileInput extends KeyedCallOptions {
  path: {
    reference: string
  }
  body: {
    /** Id of a file */
    fileId: string
  }
}

export type AgencyAddRequestFileAnswer = ServiceRequest

export interface AgencyAddTimeOffInput extends KeyedCallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  body: {
    startsAt: string
    endsAt: string
    reason: string
  }
}

export type AgencyAddTimeOffAnswer = TimeOff

export interface AgencyAnswerRequestInput extends KeyedCallOptions {
  path: {
    /** Id of a service-request */
    id: string
  }
  body: {
    body: string
    visibility: 'customer' | 'staff' | 'internal'
  }
}

export type AgencyAnswerRequestAnswer = StaffServiceRequest

export interface AgencyAnswerTicketInput extends KeyedCallOptions {
  path: {
    /** Id of a ticket */
    id: string
  }
  body: {
    body: string
    internal: boolean
    /** Uploads of the caller’s own, made for `agency.attachment`; those of a guest, at /api/guest/uploads */
    fileIds?: string[] | undefined
  }
}

export type AgencyAnswerTicketAnswer = StaffTicket

export interface AgencyAppointmentSlotsInput extends CallOptions {
  path: {
    /** Id of a appointment */
    id: string
  }
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    from: string
    to: string
    timeZone: string
    /** Id of a user */
    hostId?: string | undefined
  }
}

export type AgencyAppointmentSlotsAnswer = {
  items: {
    date: string
    slots: Slot[]
  }[]
  nextCursor: string | null
}

export interface AgencyApproveAppointmentInput extends KeyedCallOptions {
  path: {
    /** Id of a appointment */
    id: string
  }
}

export type AgencyApproveAppointmentAnswer = Appointment

export interface AgencyApproveTimeOffInput extends KeyedCallOptions {
  path: {
    /** Id of a time-off */
    id: string
  }
}

export type AgencyApproveTimeOffAnswer = TimeOff

export interface AgencyArchivePolicyInput extends CallOptions {
  path: {
    /** Id of a booking-policy */
    id: string
  }
}

export interface AgencyAssignRequestInput extends KeyedCallOptions {
  path: {
    /** Id of a service-request */
    id: string
  }
  body: {
    /** Id of a user */
    assigneeId: string | null
  }
}

export type AgencyAssignRequestAnswer = StaffServiceRequest

export interface AgencyAssignTicketInput extends KeyedCallOptions {
  path: {
    /** Id of a ticket */
    id: string
  }
  body: {
    /** Id of a user */
    assigneeId: string | null
  }
}

export type AgencyAssignTicketAnswer = StaffTicket

export interface AgencyBookingCalendarInput extends CallOptions {
  path: {
    reference: string
  }
  query?:
    | {
        token?: string | undefined
      }
    | undefined
}

export interface AgencyBookingOfferInput extends CallOptions {
  path: {
    slug: string
  }
  query: {
    package: string
  }
}

export type AgencyBookingOfferAnswer = {
  service: {
    slug: string
    title: string
    package: string
  }
  durationMinutes: number
  price: {
    minor: string
    currency: string
  }
  deposit: {
    minor: string
    currency: string
  }
  confirm: 'auto' | 'manual'
  hosts: {
    /** Id of a user */
    id: string
    name: string
  }[]
  allHosts: boolean
  seats: number
  terms: {
    cancelCutoffHours: number
    refundRules: {
      noticeAtLeastHours: number
      refundBp: number
    }[]
  }
}

export interface AgencyCalendarFeedInput extends CallOptions {
  path: {
    token: string
  }
}

export interface AgencyCancelAppointmentInput extends KeyedCallOptions {
  path: {
    /** Id of a appointment */
    id: string
  }
  body: {
    reason?: string | undefined
    side?: 'host' | 'client' | undefined
  }
}

export type AgencyCancelAppointmentAnswer = Appointment

export interface AgencyCancelBookingInput extends KeyedCallOptions {
  path: {
    reference: string
  }
  body: {
    reason?: string | undefined
  }
}

export type AgencyCancelBookingAnswer = Booking

export interface AgencyCancelCampaignInput extends KeyedCallOptions {
  path: {
    /** Id of a campaign */
    id: string
  }
  body: {
    version: number
  }
}

export type AgencyCancelCampaignAnswer = Campaign

export interface AgencyCancelGuestUploadInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
  }
}

export interface AgencyChangeDepartmentInput extends KeyedCallOptions {
  path: {
    /** Id of a department */
    id: string
  }
  body: {
    name: string
    sortOrder: number
  }
}

export type AgencyChangeDepartmentAnswer = {
  /** Id of a department */
  id: string
  name: string
  sortOrder: number
}

export interface AgencyChangeEmployeeInput extends KeyedCallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  body: {
    version: number
    /** Id of a department */
    departmentId?: string | null | undefined
    position?: string | undefined
    sortOrder?: number | undefined
    visible?: boolean | undefined
  }
}

export type AgencyChangeEmployeeAnswer = Employee

export interface AgencyChangeLeadInput extends KeyedCallOptions {
  path: {
    /** Id of a lead */
    id: string
  }
  body: {
    version: number
    stage?: 'new' | 'contacted' | 'qualified' | 'proposal' | 'lost' | undefined
    notes?: string | undefined
    /** Id of a user */
    ownerId?: string | null | undefined
  }
}

export type AgencyChangeLeadAnswer = Lead

export interface AgencyChangeOwnProfileInput extends KeyedCallOptions {
  body: {
    version: number
    headline?: string | undefined
    bio?: string | undefined
    links?: string[] | undefined
    /** Id of a file */
    photoFileId?: string | null | undefined
  }
}

export type AgencyChangeOwnProfileAnswer = Employee

export interface AgencyChangeProjectInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
  body: {
    version: number
    title?: string | undefined
    summary?: string | undefined
    dueOn?: string | null | undefined
    state?: 'active' | 'on_hold' | 'completed' | 'cancelled' | undefined
  }
}

export type AgencyChangeProjectAnswer = StaffProject

export interface AgencyChangeRequestStageInput extends KeyedCallOptions {
  path: {
    /** Id of a service-request */
    id: string
  }
  body: {
    expected:
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected'
    to:
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected'
    note?: string | undefined
  }
}

export type AgencyChangeRequestStageAnswer = StaffServiceRequest

export interface AgencyCloseEnquiryInput extends KeyedCallOptions {
  path: {
    /** Id of a enquiry */
    id: string
  }
  body: {
    expected: 'new' | 'answered' | 'closed' | 'spam'
    state: 'closed' | 'spam'
  }
}

export type AgencyCloseEnquiryAnswer = Enquiry

export interface AgencyCommentOnMyProjectInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
  body: {
    body: string
    /** Id of a deliverable */
    deliverableId?: string | null | undefined
  }
}

export type AgencyCommentOnMyProjectAnswer = Project

export interface AgencyCommentOnProjectInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
  body: {
    body: string
    visibility: 'customer' | 'staff' | 'internal'
    /** Id of a deliverable */
    deliverableId?: string | null | undefined
  }
}

export type AgencyCommentOnProjectAnswer = StaffProject

export interface AgencyCompleteAppointmentInput extends KeyedCallOptions {
  path: {
    /** Id of a appointment */
    id: string
  }
}

export type AgencyCompleteAppointmentAnswer = Appointment

export interface AgencyConfirmBookingInput extends KeyedCallOptions {
  path: {
    reference: string
  }
}

export type AgencyConfirmBookingAnswer = Booking

export interface AgencyConfirmGuestUploadInput extends CallOptions {
  body: {
    /** Id of a upload */
    uploadId: string
  }
}

export type AgencyConfirmGuestUploadAnswer = {
  /** Id of a file */
  id: string
  filename: string
  contentType: string
  bytes: number
  sha256: string
  scan: 'none' | 'pending' | 'clean' | 'infected'
}

export interface AgencyConfirmSubscriptionInput extends CallOptions {
  body: {
    token: string
  }
}

export type AgencyConfirmSubscriptionAnswer = {
  status: 'confirmed'
}

export interface AgencyContactInput extends KeyedCallOptions {
  body: {
    formToken?: string | undefined
    website?: string | undefined
    name: string
    email: string
    subject: string
    body: string
  }
}

export type AgencyContactAnswer = {
  status: 'received'
}

export interface AgencyConvertQuoteInput extends KeyedCallOptions {
  path: {
    /** Id of a quote */
    id: string
  }
  body: {
    invoiceDueInDays?: number | undefined
  }
}

export type AgencyConvertQuoteAnswer = {
  /** Id of a client-project */
  projectId: string
  invoiceId: string | null
}

export interface AgencyCreatePolicyInput extends KeyedCallOptions {
  body: {
    name: string
    scheduling: 'round_robin' | 'collective'
    bufferBeforeMinutes: number
    bufferAfterMinutes: number
    minNoticeMinutes: number
    advance: {
      kind: 'rolling' | 'range' | 'unlimited'
      days: number | null
      from: string | null
      to: string | null
    }
    slotIntervalMinutes: number
    dailyLimit: number | null
    weeklyLimit: number | null
    seats: number
    confirm: 'auto' | 'manual'
    cancelCutoffHours: number
    refundRules: {
      noticeAtLeastHours: number
      refundBp: number
    }[]
    noShowGraceMinutes: number
    hosts: {
      /** Id of a user */
      hostId: string
      weight: number
    }[]
  }
}

export type AgencyCreatePolicyAnswer = BookingPolicy

export interface AgencyDecideDeliverableInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
    /** Id of a deliverable */
    deliverableId: string
  }
  body: {
    decision: 'accepted' | 'revision_requested'
    /** The round that the client has seen */
    round: number
    note?: string | undefined
  }
}

export type AgencyDecideDeliverableAnswer = Project

export interface AgencyDeclineAppointmentInput extends KeyedCallOptions {
  path: {
    /** Id of a appointment */
    id: string
  }
  body: {
    reason?: string | undefined
  }
}

export type AgencyDeclineAppointmentAnswer = Appointment

export interface AgencyDeclineQuoteInput extends KeyedCallOptions {
  path: {
    /** Id of a quote */
    id: string
  }
  body: {
    reason?: string | undefined
  }
}

export type AgencyDeclineQuoteAnswer = Quote

export interface AgencyDeclineTimeOffInput extends KeyedCallOptions {
  path: {
    /** Id of a time-off */
    id: string
  }
}

export type AgencyDeclineTimeOffAnswer = TimeOff

export interface AgencyDeleteQuoteInput extends KeyedCallOptions {
  path: {
    /** Id of a quote */
    id: string
  }
}

export interface AgencyDraftCampaignInput extends KeyedCallOptions {
  body: {
    subject: string
    paragraphs: string[]
    button?:
      | {
          label: string
          url: string
        }
      | null
      | undefined
  }
}

export type AgencyDraftCampaignAnswer = Campaign

export interface AgencyDraftQuoteInput extends KeyedCallOptions {
  body: {
    title: string
    currency: string
    lines: QuoteLineInput[]
    /** Minor units */
    discountMinor?: string | undefined
    taxRounding?: 'line' | 'document' | undefined
    validUntil: string
    terms: string
    /** Id of a client */
    clientId: string
    /** Id of a service-request */
    requestId?: string | undefined
  }
}

export type AgencyDraftQuoteAnswer = StaffQuote

export interface AgencyEndEmploymentInput extends KeyedCallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AgencyEndEmploymentAnswer = Employee

export interface AgencyEndFeedInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export interface AgencyEnterPortalInput extends CallOptions {
  body: {
    token: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AgencyEnterPortalAnswer = SignIn

export interface AgencyGetAppointmentInput extends CallOptions {
  path: {
    /** Id of a appointment */
    id: string
  }
}

export type AgencyGetAppointmentAnswer = {
  /** Id of a appointment */
  id: string
  reference: string
  status:
    | 'held'
    | 'pending'
    | 'confirmed'
    | 'completed'
    | 'no_show_client'
    | 'no_show_host'
    | 'cancelled'
    | 'rescheduled'
    | 'expired'
  awaits: 'payment' | 'confirmation' | null
  holdExpiresAt: string | null
  startsAt: string
  endsAt: string
  timeZone: string
  service: {
    slug: string
    title: string
    package: string
  }
  hosts: {
    /** Id of a user */
    id: string
    name: string
  }[]
  price: {
    minor: string
    currency: string
  }
  deposit: {
    minor: string
    currency: string
  }
  paid: {
    minor: string
    currency: string
  }
  paymentStatus:
    | 'none'
    | 'due'
    | 'deposit_paid'
    | 'paid'
    | 'refund_pending'
    | 'partially_refunded'
    | 'refunded'
    | 'disputed'
  cancelledBy: 'client' | 'host' | null
  cancelReason: string | null
  client: {
    /** Id of a user */
    id: string | null
    name: string
    email: string
  }
  notes: string
  policy: {
    name: string
    noShowGraceMinutes: number
  }
  terms: {
    cancelCutoffHours: number
    refundRules: {
      noticeAtLeastHours: number
      refundBp: number
    }[]
  }
  refundIfCancelled: {
    host: {
      minor: string
      currency: string
    }
    client: {
      minor: string
      currency: string
    }
  }
  history: {
    /** Id of a appointment-event */
    id: string
    kind: string
    actor: 'client' | 'host' | 'system'
    actorName: string | null
    movedFrom: string | null
    happenedAt: string
  }[]
}

export interface AgencyGetBookingInput extends CallOptions {
  path: {
    reference: string
  }
}

export type AgencyGetBookingAnswer = Booking

export interface AgencyGetCampaignInput extends CallOptions {
  path: {
    /** Id of a campaign */
    id: string
  }
}

export type AgencyGetCampaignAnswer = Campaign

export interface AgencyGetClientInput extends CallOptions {
  path: {
    /** Id of a client */
    id: string
  }
}

export type AgencyGetClientAnswer = Client

export interface AgencyGetEnquiryInput extends CallOptions {
  path: {
    /** Id of a enquiry */
    id: string
  }
}

export type AgencyGetEnquiryAnswer = Enquiry

export interface AgencyGetLeadInput extends CallOptions {
  path: {
    /** Id of a lead */
    id: string
  }
}

export type AgencyGetLeadAnswer = Lead

export interface AgencyGetMyProjectInput extends CallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
}

export type AgencyGetMyProjectAnswer = Project

export interface AgencyGetMyQuoteInput extends CallOptions {
  path: {
    /** Id of a quote */
    id: string
  }
}

export type AgencyGetMyQuoteAnswer = Quote

export interface AgencyGetMyTestimonialInput extends CallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
}

export type AgencyGetMyTestimonialAnswer = AskedTestimonial

export interface AgencyGetProjectInput extends CallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
}

export type AgencyGetProjectAnswer = StaffProject

export interface AgencyGetQuoteInput extends CallOptions {
  path: {
    /** Id of a quote */
    id: string
  }
}

export type AgencyGetQuoteAnswer = StaffQuote

export interface AgencyGetRequestInput extends CallOptions {
  path: {
    reference: string
  }
}

export type AgencyGetRequestAnswer = ServiceRequest

export interface AgencyGetScheduleInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AgencyGetScheduleAnswer = Schedule

export interface AgencyGetTicketInput extends CallOptions {
  path: {
    reference: string
  }
}

export type AgencyGetTicketAnswer = Ticket

export interface AgencyGiveTestimonialInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
  }
  body: {
    author: string
    role?: string | undefined
    quote: string
    rating: number
  }
}

export type AgencyGiveTestimonialAnswer = AskedTestimonial

export interface AgencyHoldTimeInput extends KeyedCallOptions {
  body: {
    service: string
    package: string
    startsAt: string
    /** Id of a user */
    hostId?: string | undefined
    name: string
    email: string
    timeZone: string
    notes?: string | undefined
  }
}

export type AgencyHoldTimeAnswer = {
  booking: Booking
  guestToken: string
}

export interface AgencyHostSlotsInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    from: string
    to: string
    timeZone: string
    package: string
    service: string
  }
}

export type AgencyHostSlotsAnswer = {
  items: {
    date: string
    slots: Slot[]
  }[]
  nextCursor: string | null
}

export interface AgencyInviteEmployeeInput extends KeyedCallOptions {
  body: {
    email: string
    roles: string[]
    /** Id of a department */
    departmentId?: string | null | undefined
    position: string
  }
}

export type AgencyInviteEmployeeAnswer = {
  /** Id of a invitation */
  id: string
  email: string
  roles: string[]
  /** Id of a department */
  departmentId: string | null
  position: string
  expiresAt: string
}

export interface AgencyJoinProjectInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
    /** Id of a user */
    userId: string
  }
}

export type AgencyJoinProjectAnswer = StaffProject

export interface AgencyLeadOfEnquiryInput extends KeyedCallOptions {
  path: {
    /** Id of a enquiry */
    id: string
  }
}

export type AgencyLeadOfEnquiryAnswer = Lead

export interface AgencyLeaveProjectInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
    /** Id of a user */
    userId: string
  }
}

export type AgencyLeaveProjectAnswer = StaffProject

export interface AgencyListAppointmentsInput extends CallOptions {
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    from: string
    to: string
    /** Id of a user */
    hostId?: string | undefined
    /** Id of a client */
    clientId?: string | undefined
    status?:
      | 'held'
      | 'pending'
      | 'confirmed'
      | 'completed'
      | 'no_show_client'
      | 'no_show_host'
      | 'cancelled'
      | 'rescheduled'
      | 'expired'
      | undefined
  }
}

export type AgencyListAppointmentsAnswer = AppointmentPage

export interface AgencyListBillableClientsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
      }
    | undefined
}

export type AgencyListBillableClientsAnswer = {
  items: {
    /** Id of a client */
    id: string
    name: string
    email: string | null
    company: string | null
    /** Id of a user */
    accountId: string | null
  }[]
  nextCursor: string | null
}

export interface AgencyListBookingsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AgencyListBookingsAnswer = BookingPage

export interface AgencyListCalendarsInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AgencyListCalendarsAnswer = {
  items: ExternalCalendar[]
}

export interface AgencyListCampaignsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AgencyListCampaignsAnswer = {
  items: {
    /** Id of a campaign */
    id: string
    subject: string
    state: 'draft' | 'scheduled' | 'sending' | 'sent' | 'cancelled'
    version: number
    scheduledAt: string | null
    startedAt: string | null
    finishedAt: string | null
  }[]
  nextCursor: string | null
}

export interface AgencyListClientsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
      }
    | undefined
}

export type AgencyListClientsAnswer = ClientPage

export type AgencyListDepartmentsInput = CallOptions

export type AgencyListDepartmentsAnswer = {
  items: {
    /** Id of a department */
    id: string
    name: string
    sortOrder: number
  }[]
}

export type AgencyListEmployeesInput = CallOptions

export type AgencyListEmployeesAnswer = {
  items: Employee[]
}

export interface AgencyListEnquiriesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?: 'new' | 'answered' | 'closed' | 'spam' | undefined
      }
    | undefined
}

export type AgencyListEnquiriesAnswer = {
  items: {
    /** Id of a enquiry */
    id: string
    name: string
    email: string
    subject: string
    state: 'new' | 'answered' | 'closed' | 'spam'
    receivedAt: string
  }[]
  nextCursor: string | null
}

export interface AgencyListLeadsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        stage?: 'new' | 'contacted' | 'qualified' | 'proposal' | 'won' | 'lost' | undefined
      }
    | undefined
}

export type AgencyListLeadsAnswer = LeadPage

export interface AgencyListMyProjectsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AgencyListMyProjectsAnswer = {
  items: {
    /** Id of a client-project */
    id: string
    reference: string
    state: 'active' | 'on_hold' | 'completed' | 'cancelled'
    title: string
    summary: string
    dueOn: string | null
    progressPercent: number
    createdAt: string
  }[]
  nextCursor: string | null
}

export interface AgencyListMyQuotesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AgencyListMyQuotesAnswer = {
  items: {
    /** Id of a quote */
    id: string
    reference: string
    number: number
    state: 'draft' | 'sent' | 'accepted' | 'declined' | 'expired' | 'superseded'
    title: string
    currency: string
    /** Minor units */
    totalMinor: string
    validUntil: string
    sentAt: string | null
    closedAt: string | null
  }[]
  nextCursor: string | null
}

export interface AgencyListMyRequestsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AgencyListMyRequestsAnswer = {
  items: {
    /** Id of a service-request */
    id: string
    reference: string
    stage:
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected'
    title: string
    service: string | null
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface AgencyListMyTicketsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AgencyListMyTicketsAnswer = {
  items: {
    /** Id of a ticket */
    id: string
    reference: string
    subject: string
    state: 'open' | 'pending' | 'resolved' | 'closed'
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export type AgencyListPoliciesInput = CallOptions

export type AgencyListPoliciesAnswer = {
  items: BookingPolicy[]
}

export interface AgencyListProjectsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Id of a client */
        clientId?: string | undefined
      }
    | undefined
}

export type AgencyListProjectsAnswer = {
  items: {
    /** Id of a client-project */
    id: string
    reference: string
    state: 'active' | 'on_hold' | 'completed' | 'cancelled'
    title: string
    summary: string
    dueOn: string | null
    progressPercent: number
    createdAt: string
    /** Id of a client */
    clientId: string
    clientName: string
    /** Id of a service-request */
    requestId: string | null
    /** Id of a quote */
    quoteId: string | null
    /** Id of a entry */
    testimonialId: string | null
    version: number
  }[]
  nextCursor: string | null
}

export interface AgencyListQuotesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?: 'draft' | 'sent' | 'accepted' | 'declined' | 'expired' | 'superseded' | undefined
        /** Id of a service-request */
        requestId?: string | undefined
        /** Id of a client */
        clientId?: string | undefined
      }
    | undefined
}

export type AgencyListQuotesAnswer = {
  items: {
    /** Id of a quote */
    id: string
    reference: string
    number: number
    state: 'draft' | 'sent' | 'accepted' | 'declined' | 'expired' | 'superseded'
    title: string
    currency: string
    /** Minor units */
    totalMinor: string
    validUntil: string
    sentAt: string | null
    closedAt: string | null
    /** Id of a client */
    clientId: string
    clientName: string
    version: number
    convertedAt: string | null
  }[]
  nextCursor: string | null
}

export interface AgencyListRequestsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        stage?:
          | 'request_submitted'
          | 'requirements_review'
          | 'clarification_needed'
          | 'scope_and_quotation'
          | 'awaiting_confirmation'
          | 'scheduled'
          | 'in_progress'
          | 'customer_review'
          | 'changes_requested'
          | 'completed'
          | 'cancelled'
          | 'rejected'
          | undefined
        assignee?: 'me' | 'nobody' | undefined
        /** Id of a client */
        clientId?: string | undefined
      }
    | undefined
}

export type AgencyListRequestsAnswer = {
  items: {
    /** Id of a service-request */
    id: string
    reference: string
    stage:
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected'
    title: string
    service: string | null
    createdAt: string
    updatedAt: string
    client: {
      /** Id of a client */
      id: string
      name: string
      email: string | null
      company: string | null
    }
    assignee:
      | {
          /** Id of a user */
          id: string
          name: string
        }
      | null
    nextStages: (
      | 'request_submitted'
      | 'requirements_review'
      | 'clarification_needed'
      | 'scope_and_quotation'
      | 'awaiting_confirmation'
      | 'scheduled'
      | 'in_progress'
      | 'customer_review'
      | 'changes_requested'
      | 'completed'
      | 'cancelled'
      | 'rejected')[]
  }[]
  nextCursor: string | null
}

export type AgencyListSchedulesInput = CallOptions

export type AgencyListSchedulesAnswer = {
  items: {
    /** Id of a user */
    ownerId: string
    name: string
    timeZone: string
    updatedAt: string
  }[]
}

export interface AgencyListSubscribersInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AgencyListSubscribersAnswer = {
  items: {
    /** Id of a subscriber */
    id: string
    email: string
    state: 'pending' | 'confirmed' | 'unsubscribed' | 'bounced'
    confirmedAt: string | null
    createdAt: string
  }[]
  nextCursor: string | null
}

export interface AgencyListTicketsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        priority?: 'low' | 'normal' | 'high' | 'urgent' | undefined
        state?: 'open' | 'pending' | 'resolved' | 'closed' | undefined
        assignee?: 'me' | 'nobody' | undefined
      }
    | undefined
}

export type AgencyListTicketsAnswer = {
  items: {
    /** Id of a ticket */
    id: string
    reference: string
    subject: string
    state: 'open' | 'pending' | 'resolved' | 'closed'
    createdAt: string
    updatedAt: string
    client: {
      /** Id of a client */
      id: string
      name: string
      email: string | null
    }
    assignee:
      | {
          /** Id of a user */
          id: string
          name: string | null
        }
      | null
    priority: 'low' | 'normal' | 'high' | 'urgent'
    answerDueAt: string
    resolveDueAt: string
    answeredAt: string | null
    resolvedAt: string | null
    answerLate: boolean
    resolveLate: boolean
  }[]
  nextCursor: string | null
}

export interface AgencyListTimeOffInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AgencyListTimeOffAnswer = {
  items: TimeOff[]
}

export interface AgencyMissAppointmentInput extends KeyedCallOptions {
  path: {
    /** Id of a appointment */
    id: string
  }
  body: {
    who: 'client' | 'host'
  }
}

export type AgencyMissAppointmentAnswer = Appointment

export interface AgencyMoveMilestoneInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
    /** Id of a milestone */
    milestoneId: string
  }
  body: {
    expected: 'todo' | 'in_progress' | 'blocked' | 'done'
    state: 'todo' | 'in_progress' | 'blocked' | 'done'
  }
}

export type AgencyMoveMilestoneAnswer = StaffProject

export interface AgencyMoveTicketInput extends KeyedCallOptions {
  path: {
    /** Id of a ticket */
    id: string
  }
  body: {
    expected: 'open' | 'pending' | 'resolved' | 'closed'
    state: 'open' | 'pending' | 'resolved' | 'closed'
  }
}

export type AgencyMoveTicketAnswer = StaffTicket

export interface AgencyMyProjectFileInput extends CallOptions {
  path: {
    /** Id of a client-project */
    id: string
    /** Id of a file */
    fileId: string
  }
  query?:
    | {
        /** Id of a deliverable */
        deliverableId?: string | undefined
      }
    | undefined
}

export type AgencyOpenGuestLinkInput = CallOptions

export type AgencyOpenGuestLinkAnswer = {
  request: string | null
  ticket: string | null
  /** Whether the client has an account to sign in with */
  hasAccount: boolean
}

export interface AgencyOpenTicketInput extends KeyedCallOptions {
  body: {
    formToken?: string | undefined
    website?: string | undefined
    name?: string | undefined
    email?: string | undefined
    subject: string
    body: string
  }
}

export type AgencyOpenTicketAnswer = {
  status: 'received'
  reference: string | null
}

export type AgencyOwnProfileInput = CallOptions

export type AgencyOwnProfileAnswer = Employee

export interface AgencyPrioritiseTicketInput extends KeyedCallOptions {
  path: {
    /** Id of a ticket */
    id: string
  }
  body: {
    priority: 'low' | 'normal' | 'high' | 'urgent'
  }
}

export type AgencyPrioritiseTicketAnswer = StaffTicket

export interface AgencyProjectFileInput extends CallOptions {
  path: {
    /** Id of a client-project */
    id: string
    /** Id of a file */
    fileId: string
  }
  query?:
    | {
        /** Id of a deliverable */
        deliverableId?: string | undefined
      }
    | undefined
}

export interface AgencyRemoveCalendarInput extends CallOptions {
  path: {
    /** Id of a external-calendar */
    id: string
  }
}

export interface AgencyRemoveDepartmentInput extends KeyedCallOptions {
  path: {
    /** Id of a department */
    id: string
  }
}

export interface AgencyRemoveOverrideInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    date: string
  }
}

export type AgencyRemoveOverrideAnswer = Schedule

export interface AgencyRemoveTimeOffInput extends CallOptions {
  path: {
    /** Id of a time-off */
    id: string
  }
}

export interface AgencyRenewFeedInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AgencyRenewFeedAnswer = {
  url: string
}

export interface AgencyRenewGuestLinkInput extends CallOptions {
  body: {
    token: string
  }
}

export type AgencyRenewGuestLinkAnswer = {
  status: 'received'
}

export interface AgencyReplaceBusyBlocksInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    source: string
  }
  body: {
    blocks: {
      id: string
      startsAt: string
      endsAt: string
    }[]
  }
}

export interface AgencyReplaceCampaignInput extends KeyedCallOptions {
  path: {
    /** Id of a campaign */
    id: string
  }
  body: {
    version: number
    subject: string
    paragraphs: string[]
    button?:
      | {
          label: string
          url: string
        }
      | null
      | undefined
  }
}

export type AgencyReplaceCampaignAnswer = Campaign

export interface AgencyReplaceQuoteInput extends KeyedCallOptions {
  path: {
    /** Id of a quote */
    id: string
  }
  body: {
    title: string
    currency: string
    lines: QuoteLineInput[]
    /** Minor units */
    discountMinor?: string | undefined
    taxRounding?: 'line' | 'document' | undefined
    validUntil: string
    terms: string
    version: number
  }
}

export type AgencyReplaceQuoteAnswer = StaffQuote

export interface AgencyReplyToEnquiryInput extends KeyedCallOptions {
  path: {
    /** Id of a enquiry */
    id: string
  }
  body: {
    body: string
  }
}

export type AgencyReplyToEnquiryAnswer = Enquiry

export interface AgencyRequestFileInput extends CallOptions {
  path: {
    reference: string
    /** Id of a file */
    fileId: string
  }
}

export interface AgencyRequestFileForStaffInput extends CallOptions {
  path: {
    /** Id of a service-request */
    id: string
    /** Id of a file */
    fileId: string
  }
}

export interface AgencyRequestForStaffInput extends CallOptions {
  path: {
    /** Id of a service-request */
    id: string
  }
}

export type AgencyRequestForStaffAnswer = StaffServiceRequest

export interface AgencyRescheduleAppointmentInput extends KeyedCallOptions {
  path: {
    /** Id of a appointment */
    id: string
  }
  body: {
    startsAt: string
    /** Id of a user */
    hostId?: string | undefined
  }
}

export type AgencyRescheduleAppointmentAnswer = Appointment

export interface AgencyRescheduleBookingInput extends KeyedCallOptions {
  path: {
    reference: string
  }
  body: {
    startsAt: string
    /** Id of a user */
    hostId?: string | undefined
  }
}

export type AgencyRescheduleBookingAnswer = Booking

export interface AgencyReviseQuoteInput extends KeyedCallOptions {
  path: {
    /** Id of a quote */
    id: string
  }
  body: {
    validUntil: string
  }
}

export type AgencyReviseQuoteAnswer = StaffQuote

export interface AgencySaveOverrideInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    date: string
  }
  body: {
    windows: {
      start: string
      /** At or before the start: on the next day */
      end: string
    }[]
  }
}

export type AgencySaveOverrideAnswer = Schedule

export interface AgencySavePolicyInput extends CallOptions {
  path: {
    /** Id of a booking-policy */
    id: string
  }
  body: {
    name: string
    scheduling: 'round_robin' | 'collective'
    bufferBeforeMinutes: number
    bufferAfterMinutes: number
    minNoticeMinutes: number
    advance: {
      kind: 'rolling' | 'range' | 'unlimited'
      days: number | null
      from: string | null
      to: string | null
    }
    slotIntervalMinutes: number
    dailyLimit: number | null
    weeklyLimit: number | null
    seats: number
    confirm: 'auto' | 'manual'
    cancelCutoffHours: number
    refundRules: {
      noticeAtLeastHours: number
      refundBp: number
    }[]
    noShowGraceMinutes: number
    hosts: {
      /** Id of a user */
      hostId: string
      weight: number
    }[]
    version: number
  }
}

export type AgencySavePolicyAnswer = BookingPolicy

export interface AgencySaveScheduleInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  body: {
    timeZone: string
    rules: {
      weekday: number
      start: string
      /** At or before the start: on the next day */
      end: string
    }[]
    version: number | null
  }
}

export type AgencySaveScheduleAnswer = Schedule

export interface AgencyScheduleCampaignInput extends KeyedCallOptions {
  path: {
    /** Id of a campaign */
    id: string
  }
  body: {
    version: number
    at?: string | undefined
  }
}

export type AgencyScheduleCampaignAnswer = Campaign

export interface AgencySendQuoteInput extends KeyedCallOptions {
  path: {
    /** Id of a quote */
    id: string
  }
}

export type AgencySendQuoteAnswer = StaffQuote

export interface AgencyServiceSlotsInput extends CallOptions {
  path: {
    slug: string
  }
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    from: string
    to: string
    timeZone: string
    package: string
  }
}

export type AgencyServiceSlotsAnswer = {
  items: {
    date: string
    slots: Slot[]
  }[]
  nextCursor: string | null
}

export interface AgencyShareDeliverableInput extends KeyedCallOptions {
  path: {
    /** Id of a client-project */
    id: string
    /** Id of a deliverable */
    deliverableId: string
  }
}

export type AgencyShareDeliverableAnswer = StaffProject

export interface AgencySignGuestUploadInput extends CallOptions {
  body: {
    filename: string
    contentType: string
    bytes: number
    /** SHA-256 of the bytes in lower-case hex */
    sha256: string
  }
}

export type AgencySignGuestUploadAnswer = SignedUpload

export interface AgencyStartProjectInput extends KeyedCallOptions {
  body: {
    /** Id of a client */
    clientId: string
    title: string
    summary?: string | undefined
    dueOn?: string | undefined
  }
}

export type AgencyStartProjectAnswer = StaffProject

export interface AgencySubmitRequestInput extends KeyedCallOptions {
  body: {
    formToken?: string | undefined
    website?: string | undefined
    name?: string | undefined
    email?: string | undefined
    phone?: string | undefined
    company?: string | undefined
    title: string
    details: string
    service?: string | undefined
    budget?:
      | {
          minor: string
          currency: string
        }
      | undefined
    desiredBy?: string | undefined
  }
}

export type AgencySubmitRequestAnswer = {
  status: 'received'
  reference: string | null
}

export interface AgencySubscribeInput extends KeyedCallOptions {
  body: {
    formToken?: string | undefined
    website?: string | undefined
    email: string
  }
}

export type AgencySubscribeAnswer = {
  status: 'received'
}

export interface AgencySyncCalendarInput extends KeyedCallOptions {
  path: {
    /** Id of a external-calendar */
    id: string
  }
}

export type AgencySyncCalendarAnswer = ExternalCalendar

export type AgencyTeamInput = CallOptions

export type AgencyTeamAnswer = {
  items: {
    /** Id of a user */
    id: string
    name: string
    position: string
    department: string | null
    headline: string
    bio: string
    links: string[]
    photoUrl: string | null
  }[]
}

export interface AgencyTestCampaignInput extends KeyedCallOptions {
  path: {
    /** Id of a campaign */
    id: string
  }
}

export type AgencyTestCampaignAnswer = {
  status: 'queued'
}

export interface AgencyTicketFileInput extends CallOptions {
  path: {
    reference: string
    /** Id of a file */
    fileId: string
  }
}

export interface AgencyTicketFileForStaffInput extends CallOptions {
  path: {
    /** Id of a ticket */
    id: string
    /** Id of a file */
    fileId: string
  }
}

export interface AgencyTicketForStaffInput extends CallOptions {
  path: {
    /** Id of a ticket */
    id: string
  }
}

export type AgencyTicketForStaffAnswer = StaffTicket

export interface AgencyWinLeadInput extends KeyedCallOptions {
  path: {
    /** Id of a lead */
    id: string
  }
  body: {
    version: number
  }
}

export type AgencyWinLeadAnswer = Lead

export interface AgencyWriteOnRequestInput extends KeyedCallOptions {
  path: {
    reference: string
  }
  body: {
    body: string
  }
}

export type AgencyWriteOnRequestAnswer = ServiceRequest

export interface AgencyWriteOnTicketInput extends KeyedCallOptions {
  path: {
    reference: string
  }
  body: {
    body: string
    /** Uploads of the caller’s own, made for `agency.attachment`; those of a guest, at /api/guest/uploads */
    fileIds?: string[] | undefined
  }
}

export type AgencyWriteOnTicketAnswer = Ticket

export interface ApiKeysCreateInput extends CallOptions {
  body: {
    name: string
    scopes: string[]
    expiresAt?: string | undefined
    /** Id of a organisation */
    organisationId?: string | undefined
  }
}

export type ApiKeysCreateAnswer = {
  /** Id of a api-key */
  id: string
  name: string
  lastFour: string
  scopes: string[]
  /** Id of a organisation */
  organisationId: string | null
  createdAt: string
  expiresAt: string
  lastUsedAt: string | null
  reviewSince: string | null
  key: string
}

export interface ApiKeysKeepInput extends CallOptions {
  path: {
    /** Id of a api-key */
    id: string
  }
}

export interface ApiKeysListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type ApiKeysListAnswer = ApiKeyPage

export interface ApiKeysListOfUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type ApiKeysListOfUserAnswer = ApiKeyPage

export interface ApiKeysRevokeInput extends CallOptions {
  path: {
    /** Id of a api-key */
    id: string
  }
}

export interface ApiKeysRevokeOfUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    /** Id of a api-key */
    keyId: string
  }
}

export interface AuditListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        action?: string | undefined
        actor?: string | undefined
        subject?: string | undefined
      }
    | undefined
}

export type AuditListAnswer = {
  items: {
    id: string
    seq: number | null
    at: string
    action: string
    actor: {
      kind: 'anonymous' | 'system' | 'user'
      id: string | null
      name: string | null
      apiKeyId: string | null
    }
    impersonator:
      | {
          id: string
          name: string | null
        }
      | null
    subject: {
      kind: string
      id: string
    }
    details: Record<string, unknown>
    requestId: string
    ip: string | null
  }[]
  nextCursor: string | null
}

export type AuditVerifyInput = CallOptions

export type AuditVerifyAnswer = {
  ok: boolean
  checked: number
  sealedUpTo: number
  firstFault: string | null
}

export interface AuthAddPasskeyInput extends CallOptions {
  body: {
    credential: {
      id: string
      rawId: string
      type: 'public-key'
      clientExtensionResults: Record<string, unknown>
      response: {
        clientDataJSON: string
        attestationObject: string
        transports?: string[] | undefined
      } & Record<string, unknown>
    } & Record<string, unknown>
    name: string
  }
}

export type AuthAddPasskeyAnswer = {
  /** Id of a factor */
  id: string
  backupCodes?: string[]
}

export interface AuthCaptchaInput extends CallOptions {
  query?:
    | {
        action?: 'login' | 'register' | 'forgot-password' | 'magic-link' | undefined
      }
    | undefined
}

export type AuthCaptchaAnswer = {
  provider: 'altcha' | 'turnstile' | 'hcaptcha'
  challenge?: {
    parameters: Record<string, unknown>
    signature: string
  }
  siteKey?: string
}

export interface AuthChangeEmailInput extends CallOptions {
  body: {
    newEmail: string
    password?: string | undefined
  }
}

export type AuthChangeEmailAnswer = {
  status: 'accepted'
}

export interface AuthChangePasswordInput extends CallOptions {
  body: {
    currentPassword: string
    newPassword: string
  }
}

export type AuthChangePasswordAnswer = SignedIn

export interface AuthCompromiseKeyInput extends CallOptions {
  path: {
    kid: string
  }
  body: {
    reason: string
  }
}

export interface AuthConfirmDeletionInput extends CallOptions {
  body: {
    token: string
  }
}

export interface AuthConfirmEmailInput extends CallOptions {
  body: {
    token: string
  }
}

export interface AuthConfirmEmailCodesInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
  body: {
    code: string
  }
}

export type AuthConfirmEmailCodesAnswer = {
  backupCodes?: string[]
}

export interface AuthConfirmSmsInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
  body: {
    code: string
  }
}

export type AuthConfirmSmsAnswer = {
  backupCodes?: string[]
}

export interface AuthConfirmTotpInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
  body: {
    code: string
  }
}

export type AuthConfirmTotpAnswer = {
  backupCodes?: string[]
}

export type AuthCsrfInput = CallOptions

export type AuthCsrfAnswer = {
  csrfToken: string
}

export interface AuthDisableUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export interface AuthEnableUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export interface AuthEraseUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  body: {
    reason: string
  }
}

export type AuthExportInput = CallOptions

export type AuthExportAnswer = {
  exportedAt: string
  /** Id of a user */
  userId: string
  units: Record<string, unknown>
}

export type AuthFactorsInput = CallOptions

export type AuthFactorsAnswer = {
  methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
  /** A role of the person demands a second factor */
  required: boolean
  backupCodesLeft: number
  passkeys: {
    /** Id of a factor */
    id: string
    name: string
    createdAt: string
    lastUsedAt: string | null
  }[]
  totp: {
    /** Id of a factor */
    id: string
    label: string
    createdAt: string
    lastUsedAt: string | null
  }[]
  phones: {
    /** Id of a factor */
    id: string
    /** Calling code and last digits */
    number: string
    createdAt: string
    lastUsedAt: string | null
  }[]
  emails: {
    /** Id of a factor */
    id: string
    createdAt: string
    lastUsedAt: string | null
  }[]
}

export interface AuthForgetDeviceInput extends CallOptions {
  path: {
    /** Id of a device */
    id: string
  }
}

export interface AuthForgetTrustedDeviceInput extends CallOptions {
  path: {
    /** Id of a device */
    id: string
  }
}

export type AuthForgetTrustedDevicesInput = CallOptions

export interface AuthForgotPasswordInput extends CallOptions {
  body: {
    email: string
    captcha?: string | undefined
  }
}

export type AuthForgotPasswordAnswer = {
  status: 'accepted'
}

export interface AuthImpersonateInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  body: {
    reason: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthImpersonateAnswer = SignedIn

export interface AuthImportUsersInput extends CallOptions {
  body: {
    format: 'auth0' | 'supabase' | 'firebase' | 'csv'
    content: string
    dryRun?: boolean | undefined
    firebase?:
      | {
          signerKey: string
          saltSeparator: string
          rounds: number
          memCost: number
        }
      | undefined
  }
}

export type AuthImportUsersAnswer = {
  items: {
    row: number
    email: string
    result: 'created' | 'duplicate' | 'error'
    reason: string | null
  }[]
}

export type AuthIssueBackupCodesInput = CallOptions

export type AuthIssueBackupCodesAnswer = {
  codes: string[]
}

export type AuthJwksInput = CallOptions

export type AuthJwksAnswer = {
  keys: {
    kty: string
    kid: string
    alg: 'ES256' | 'RS256'
    use: string
    crv?: string
    x?: string
    y?: string
    n?: string
    e?: string
  }[]
}

export interface AuthLinkIdentityInput extends CallOptions {
  path: {
    provider: string
  }
  body: {
    returnTo?: string | undefined
  }
}

export type AuthLinkIdentityAnswer = {
  url: string
}

export interface AuthListDevicesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthListDevicesAnswer = {
  items: {
    /** Id of a device */
    id: string
    createdAt: string
    lastSeenAt: string
    ip: string | null
    userAgent: string | null
    current: boolean
  }[]
  nextCursor: string | null
}

export interface AuthListIdentitiesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthListIdentitiesAnswer = {
  items: {
    /** Id of a identity */
    id: string
    provider: string
    title: string
    email: string | null
    name: string | null
    linkedAt: string
    lastUsedAt: string
  }[]
  nextCursor: string | null
}

export type AuthListKeysInput = CallOptions

export type AuthListKeysAnswer = {
  items: {
    kid: string
    algorithm: 'ES256' | 'RS256'
    /** RFC 7638, SHA-256 */
    thumbprint: string
    /** New tokens are signed with it */
    signs: boolean
    compromisedAt: string | null
  }[]
}

export type AuthListOauthProvidersInput = CallOptions

export type AuthListOauthProvidersAnswer = {
  items: {
    id: string
    title: string
    startUrl: string
  }[]
  nextCursor: string | null
}

export interface AuthListSessionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthListSessionsAnswer = {
  items: {
    /** Id of a session */
    id: string
    createdAt: string
    lastSeenAt: string
    expiresAt: string
    ip: string | null
    userAgent: string | null
    aal: number
    current: boolean
  }[]
  nextCursor: string | null
}

export interface AuthListTrustedDevicesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthListTrustedDevicesAnswer = {
  items: {
    /** Id of a device */
    id: string
    userAgent: string
    createdAt: string
    lastUsedAt: string
    expiresAt: string
  }[]
  nextCursor: string | null
}

export interface AuthLoginInput extends CallOptions {
  body: {
    email: string
    password: string
    transport?: 'cookie' | 'bearer' | undefined
    captcha?: string | undefined
  }
}

export type AuthLoginAnswer = SignIn

export type AuthLogoutInput = CallOptions

export type AuthLogoutAllInput = CallOptions

export interface AuthMagicLinkInput extends CallOptions {
  body: {
    email: string
    captcha?: string | undefined
    /** A path of this server: where the link leads on to */
    returnTo?: string | undefined
  }
}

export type AuthMagicLinkAnswer = {
  status: 'accepted'
}

export type AuthMeInput = CallOptions

export type AuthMeAnswer = {
  user: User
  session: {
    /** Id of a session */
    id: string
    createdAt: string
    expiresAt: string
    aal: number
    /** Id of a user */
    impersonatorId: string | null
    due: 'mfa-required' | 'mfa-enrolment-required' | null
  }
  permissions: string[]
}

export interface AuthMfaPasskeyOptionsInput extends CallOptions {
  body: {
    /** As the sign-in answered it */
    challenge: string
  }
}

export type AuthMfaPasskeyOptionsAnswer = Record<string, unknown>

export interface AuthMfaSendInput extends CallOptions {
  body: {
    /** As the sign-in answered it */
    challenge: string
    method: 'sms' | 'email'
  }
}

export type AuthMfaSendAnswer = {
  status: 'accepted'
}

export interface AuthMfaVerifyInput extends CallOptions {
  body: {
    /** As the sign-in answered it */
    challenge: string
    method: 'totp' | 'sms' | 'email' | 'passkey' | 'backup'
    code?: string | undefined
    credential?: Record<string, unknown> | undefined
    /** Sign in without a second factor in this browser for 30 days; with cookies only */
    trustDevice?: boolean | undefined
  }
}

export type AuthMfaVerifyAnswer = SignIn

export interface AuthMfaVerifyBackupInput extends CallOptions {
  body: {
    /** As the sign-in answered it */
    challenge: string
    code: string
    /** Sign in without a second factor in this browser for 30 days; with cookies only */
    trustDevice?: boolean | undefined
  }
}

export type AuthMfaVerifyBackupAnswer = SignIn

export interface AuthPasskeyLoginInput extends CallOptions {
  body: {
    /** Id of a challenge */
    challenge: string
    credential: {
      id: string
      rawId: string
      type: 'public-key'
      clientExtensionResults: Record<string, unknown>
      response: {
        clientDataJSON: string
        authenticatorData: string
        signature: string
        userHandle?: string | null | undefined
      } & Record<string, unknown>
    } & Record<string, unknown>
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthPasskeyLoginAnswer = SignIn

export type AuthPasskeyOptionsInput = CallOptions

export type AuthPasskeyOptionsAnswer = Record<string, unknown>

export type AuthPasskeySignInOptionsInput = CallOptions

export type AuthPasskeySignInOptionsAnswer = {
  options: Record<string, unknown>
  challenge: string
}

export interface AuthRedeemMagicLinkInput extends CallOptions {
  body: {
    token: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthRedeemMagicLinkAnswer = SignIn

export interface AuthRefreshInput extends CallOptions {
  body: {
    refreshToken?: string | undefined
  }
}

export type AuthRefreshAnswer = SignedIn

export interface AuthRegisterInput extends CallOptions {
  body: {
    email: string
    password: string
    name: string
    captcha?: string | undefined
  }
}

export type AuthRegisterAnswer = {
  status: 'accepted'
}

export interface AuthRemoveEmailCodesInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
}

export interface AuthRemovePasskeyInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
}

export interface AuthRemoveSmsInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
}

export interface AuthRemoveTotpInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
}

export interface AuthRenamePasskeyInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
  body: {
    name: string
  }
}

export type AuthRequestDeletionInput = CallOptions

export type AuthRequestDeletionAnswer = {
  status: 'accepted'
}

export interface AuthResendVerificationInput extends CallOptions {
  body: {
    email: string
  }
}

export type AuthResendVerificationAnswer = {
  status: 'accepted'
}

export interface AuthResetPasswordInput extends CallOptions {
  body: {
    token: string
    password: string
  }
}

export interface AuthRevertEmailInput extends CallOptions {
  body: {
    token: string
  }
}

export interface AuthRevokeSessionInput extends CallOptions {
  path: {
    /** Id of a session */
    id: string
  }
}

export interface AuthSecurityEventsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthSecurityEventsAnswer = {
  items: {
    id: string
    at: string
    action: string
    by: 'self' | 'visitor' | 'other' | 'server'
    ip: string | null
    userAgent: string | null
  }[]
  nextCursor: string | null
}

export interface AuthSetupInput extends CallOptions {
  body: {
    token: string
    email: string
    password: string
    name: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthSetupAnswer = SignIn

export type AuthSetupStateInput = CallOptions

export type AuthSetupStateAnswer = {
  open: boolean
}

export interface AuthStartEmailCodesInput extends CallOptions {
  body: Record<string, never>
}

export type AuthStartEmailCodesAnswer = {
  /** Id of a factor */
  id: string
}

export interface AuthStartSmsInput extends CallOptions {
  body: {
    phone: string
  }
}

export type AuthStartSmsAnswer = {
  /** Id of a factor */
  id: string
  /** Calling code and last digits */
  number: string
}

export interface AuthStartTotpInput extends CallOptions {
  body: {
    label?: string | undefined
  }
}

export type AuthStartTotpAnswer = {
  /** Id of a factor */
  id: string
  /** The seed in base32, to type in */
  secret: string
  /** otpauth: address for the app */
  uri: string
  /** The address as a QR code */
  qrSvg: string
}

export interface AuthStepUpInput extends CallOptions {
  body: {
    password?: string | undefined
    method?: 'totp' | 'sms' | 'email' | 'passkey' | 'backup' | undefined
    code?: string | undefined
    credential?: Record<string, unknown> | undefined
  }
}

export type AuthStepUpAnswer = SignIn

export type AuthStepUpPasskeyOptionsInput = CallOptions

export type AuthStepUpPasskeyOptionsAnswer = Record<string, unknown>

export interface AuthStepUpSendInput extends CallOptions {
  body: {
    method: 'sms' | 'email'
  }
}

export type AuthStepUpSendAnswer = {
  status: 'accepted'
}

export type AuthStopImpersonatingInput = CallOptions

export interface AuthUnlinkIdentityInput extends CallOptions {
  path: {
    /** Id of a identity */
    id: string
  }
}

export interface AuthUnlockInput extends CallOptions {
  body: {
    token: string
  }
}

export interface AuthUpdateMeInput extends CallOptions {
  body: {
    name?: string | undefined
    /** BCP 47 */
    locale?: string | null | undefined
  }
}

export type AuthUpdateMeAnswer = {
  user: User
}

export interface AuthVerifyInput extends CallOptions {
  body: {
    token: string
  }
}

export type AuthVerifyAnswer = {
  status: 'verified'
}

export interface ContentAddPostCommentInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | 'sw' | undefined
      }
    | undefined
  body: {
    name: string
    body: string
    /** Id of a comment */
    parentId?: string | null | undefined
    /** Of GET /api/forms/token, fetched when the form is shown */
    formToken: string
    /** Left empty: a field that people do not see */
    website?: string | undefined
  }
}

export interface ContentAddRedirectInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
    slug: string
  }
}

export interface ContentAddressesInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
}

export type ContentAddressesAnswer = {
  items: {
    slug: string
    isCurrent: boolean
  }[]
}

export interface ContentAtomInput extends CallOptions {
  query?:
    | {
        locale?: string | undefined
      }
    | undefined
}

export interface ContentBrowseCategoriesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'draft'
          | 'in_review'
          | 'scheduled'
          | 'published'
          | 'archived'
          | 'rejected'
          | 'spam'
          | undefined
        locale?: 'en' | 'sw' | undefined
        q?: string | undefined
        own?: boolean | undefined
        trashed?: boolean | undefined
      }
    | undefined
}

export type ContentBrowseCategoriesAnswer = {
  items: {
    /** Id of a entry */
    id: string
    type: string
    locale: string
    /** Id of a translation-group */
    translationGroup: string
    /** Id of a user */
    ownerId: string | null
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
    title: string
    /** The newest version; sent back with a change */
    version: number
    liveVersion: number | null
    scheduledVersion: number | null
    publishAt: string | null
    unpublishAt: string | null
    publishedAt: string | null
    trashedAt: string | null
    createdAt: string
    updatedAt: string
    slug: string
    fields: Record<string, never>
  }[]
  nextCursor: string | null
}

export interface ContentBrowseFaqsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'draft'
          | 'in_review'
          | 'scheduled'
          | 'published'
          | 'archived'
          | 'rejected'
          | 'spam'
          | undefined
        locale?: 'en' | 'sw' | undefined
        q?: string | undefined
        own?: boolean | undefined
        trashed?: boolean | undefined
      }
    | undefined
}

export type ContentBrowseFaqsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    type: string
    locale: string
    /** Id of a translation-group */
    translationGroup: string
    /** Id of a user */
    ownerId: string | null
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
    title: string
    /** The newest version; sent back with a change */
    version: number
    liveVersion: number | null
    scheduledVersion: number | null
    publishAt: string | null
    unpublishAt: string | null
    publishedAt: string | null
    trashedAt: string | null
    createdAt: string
    updatedAt: string
    slug: string
    fields: {
      /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
      answer?: {
        type: 'doc'
        content: Record<string, unknown>[]
      }
      topic?: string
      /** Id of an entry of type service */
      service?: string
    }
  }[]
  nextCursor: string | null
}

export interface ContentBrowseJobsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'draft'
          | 'in_review'
          | 'scheduled'
          | 'published'
          | 'archived'
          | 'rejected'
          | 'spam'
          | undefined
        locale?: 'en' | undefined
        q?: string | undefined
        own?: boolean | undefined
        trashed?: boolean | undefined
      }
    | undefined
}

export type ContentBrowseJobsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    type: string
    locale: string
    /** Id of a translation-group */
    translationGroup: string
    /** Id of a user */
    ownerId: string | null
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
    title: string
    /** The newest version; sent back with a change */
    version: number
    liveVersion: number | null
    scheduledVersion: number | null
    publishAt: string | null
    unpublishAt: string | null
    publishedAt: string | null
    trashedAt: string | null
    createdAt: string
    updatedAt: string
    slug: string
    fields: {
      department?: string
      location?: string
      employment?: 'FULL_TIME' | 'PART_TIME' | 'CONTRACTOR' | 'INTERN'
      remote?: boolean
    }
  }[]
  nextCursor: string | null
}

export interface ContentBrowsePagesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'draft'
          | 'in_review'
          | 'scheduled'
          | 'published'
          | 'archived'
          | 'rejected'
          | 'spam'
          | undefined
        locale?: 'en' | 'sw' | undefined
        q?: string | undefined
        own?: boolean | undefined
        trashed?: boolean | undefined
      }
    | undefined
}

export type ContentBrowsePagesAnswer = {
  items: {
    /** Id of a entry */
    id: string
    type: string
    locale: string
    /** Id of a translation-group */
    translationGroup: string
    /** Id of a user */
    ownerId: string | null
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
    title: string
    /** The newest version; sent back with a change */
    version: number
    liveVersion: number | null
    scheduledVersion: number | null
    publishAt: string | null
    unpublishAt: string | null
    publishedAt: string | null
    trashedAt: string | null
    createdAt: string
    updatedAt: string
    slug: string
    fields: Record<string, never>
  }[]
  nextCursor: string | null
}

export interface ContentBrowsePostsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'draft'
          | 'in_review'
          | 'scheduled'
          | 'published'
          | 'archived'
          | 'rejected'
          | 'spam'
          | undefined
        locale?: 'en' | 'sw' | undefined
        q?: string | undefined
        own?: boolean | undefined
        trashed?: boolean | undefined
      }
    | undefined
}

export type ContentBrowsePostsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    type: string
    locale: string
    /** Id of a translation-group */
    translationGroup: string
    /** Id of a user */
    ownerId: string | null
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
    title: string
    /** The newest version; sent back with a change */
    version: number
    liveVersion: number | null
    scheduledVersion: number | null
    publishAt: string | null
    unpublishAt: string | null
    publishedAt: string | null
    trashedAt: string | null
    createdAt: string
    updatedAt: string
    slug: string
    fields: {
      /** Id of a file */
      cover?: string
      byline?: string
      /** Id of an entry of type category */
      category?: string
      tags?: string[]
    }
  }[]
  nextCursor: string | null
}

export interface ContentBrowseProductsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'draft'
          | 'in_review'
          | 'scheduled'
          | 'published'
          | 'archived'
          | 'rejected'
          | 'spam'
          | undefined
        locale?: 'en' | undefined
        q?: string | undefined
        own?: boolean | undefined
        trashed?: boolean | undefined
      }
    | undefined
}

export type ContentBrowseProductsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    type: string
    locale: string
    /** Id of a translation-group */
    translationGroup: string
    /** Id of a user */
    ownerId: string | null
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
    title: string
    /** The newest version; sent back with a change */
    version: number
    liveVersion: number | null
    scheduledVersion: number | null
    publishAt: string | null
    unpublishAt: string | null
    publishedAt: string | null
    trashedAt: string | null
    createdAt: string
    updatedAt: string
    slug: string
    fields: {
      status?: 'planned' | 'beta' | 'available' | 'deprecated'
      /** Id of a file */
      cover?: string
      website?: string
      tags?: string[]
    }
  }[]
  nextCursor: string | null
}

export interface ContentBrowseProjectsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'draft'
          | 'in_review'
          | 'scheduled'
          | 'published'
          | 'archived'
          | 'rejected'
          | 'spam'
          | undefined
        locale?: 'en' | undefined
        q?: string | undefined
        own?: boolean | undefined
        trashed?: boolean | undefined
      }
    | undefined
}

export type ContentBrowseProjectsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    type: string
    locale: string
    /** Id of a translation-group */
    translationGroup: string
    /** Id of a user */
    ownerId: string | null
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
    title: string
    /** The newest version; sent back with a change */
    version: number
    liveVersion: number | null
    scheduledVersion: number | null
    publishAt: string | null
    unpublishAt: string | null
    publishedAt: string | null
    trashedAt: string | null
    createdAt: string
    updatedAt: string
    slug: string
    fields: {
      client?: string
      year?: number
      /** Id of a file */
      cover?: string
      /** Id of an entry of type category */
      category?: string
      tags?: string[]
      featured?: boolean
    }
  }[]
  nextCursor: string | null
}

export interface ContentBrowseServicesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'draft'
          | 'in_review'
          | 'scheduled'
          | 'published'
          | 'archived'
          | 'rejected'
          | 'spam'
          | undefined
        locale?: 'en' | undefined
        q?: string | undefined
        own?: boolean | undefined
        trashed?: boolean | undefined
      }
    | undefined
}

export type ContentBrowseServicesAnswer = {
  items: {
    /** Id of a entry */
    id: string
    type: string
    locale: string
    /** Id of a translation-group */
    translationGroup: string
    /** Id of a user */
    ownerId: string | null
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
    title: string
    /** The newest version; sent back with a change */
    version: number
    liveVersion: number | null
    scheduledVersion: number | null
    publishAt: string | null
    unpublishAt: string | null
    publishedAt: string | null
    trashedAt: string | null
    createdAt: string
    updatedAt: string
    slug: string
    fields: {
      /** Id of a file */
      cover?: string
      /** Id of an entry of type category */
      category?: string
      packages?: ServicePackage[]
      featured?: boolean
    }
  }[]
  nextCursor: string | null
}

export interface ContentBrowseTestimonialsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'draft'
          | 'in_review'
          | 'scheduled'
          | 'published'
          | 'archived'
          | 'rejected'
          | 'spam'
          | undefined
        locale?: 'en' | undefined
        q?: string | undefined
        own?: boolean | undefined
        trashed?: boolean | undefined
      }
    | undefined
}

export type ContentBrowseTestimonialsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    type: string
    locale: string
    /** Id of a translation-group */
    translationGroup: string
    /** Id of a user */
    ownerId: string | null
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | 'rejected' | 'spam'
    title: string
    /** The newest version; sent back with a change */
    version: number
    liveVersion: number | null
    scheduledVersion: number | null
    publishAt: string | null
    unpublishAt: string | null
    publishedAt: string | null
    trashedAt: string | null
    createdAt: string
    updatedAt: string
    slug: string
    fields: {
      role?: string
      company?: string
      quote?: string
      rating?: number
      /** Id of an entry of type service */
      service?: string
      featured?: boolean
    }
  }[]
  nextCursor: string | null
}

export interface ContentCommentsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?: 'pending' | 'approved' | 'rejected' | 'spam' | undefined
      }
    | undefined
}

export type ContentCommentsAnswer = ModeratedCommentPage

export interface ContentCreateCategoryInput extends KeyedCallOptions {
  body: {
    fields: CategoryFieldsSent
    slug?: string | undefined
    seo?: EntrySeoSent | null | undefined
    locale?: 'en' | 'sw' | undefined
    /** Id of a entry */
    translationOf?: string | undefined
  }
}

export type ContentCreateCategoryAnswer = CreatedEntry

export interface ContentCreateFaqInput extends KeyedCallOptions {
  body: {
    fields: FaqFieldsSent
    slug?: string | undefined
    seo?: EntrySeoSent | null | undefined
    locale?: 'en' | 'sw' | undefined
    /** Id of a entry */
    translationOf?: string | undefined
  }
}

export type ContentCreateFaqAnswer = CreatedEntry

export interface ContentCreateJobInput extends KeyedCallOptions {
  body: {
    fields: JobFields
    slug?: string | undefined
    seo?: EntrySeoSent | null | undefined
    locale?: 'en' | undefined
    /** Id of a entry */
    translationOf?: string | undefined
  }
}

export type ContentCreateJobAnswer = CreatedEntry

export interface ContentCreatePageInput extends KeyedCallOptions {
  body: {
    fields: PageFieldsSent
    slug?: string | undefined
    seo?: EntrySeoSent | null | undefined
    locale?: 'en' | 'sw' | undefined
    /** Id of a entry */
    translationOf?: string | undefined
  }
}

export type ContentCreatePageAnswer = CreatedEntry

export interface ContentCreatePostInput extends KeyedCallOptions {
  body: {
    fields: PostFieldsSent
    slug?: string | undefined
    seo?: EntrySeoSent | null | undefined
    locale?: 'en' | 'sw' | undefined
    /** Id of a entry */
    translationOf?: string | undefined
  }
}

export type ContentCreatePostAnswer = CreatedEntry

export interface ContentCreatePreviewInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
  }
}

export type ContentCreatePreviewAnswer = {
  token: string
  path: string
  expiresAt: string
}

export interface ContentCreateProductInput extends KeyedCallOptions {
  body: {
    fields: ProductFieldsSent
    slug?: string | undefined
    seo?: EntrySeoSent | null | undefined
    locale?: 'en' | undefined
    /** Id of a entry */
    translationOf?: string | undefined
  }
}

export type ContentCreateProductAnswer = CreatedEntry

export interface ContentCreateProjectInput extends KeyedCallOptions {
  body: {
    fields: ProjectFieldsSent
    slug?: string | undefined
    seo?: EntrySeoSent | null | undefined
    locale?: 'en' | undefined
    /** Id of a entry */
    translationOf?: string | undefined
  }
}

export type ContentCreateProjectAnswer = CreatedEntry

export interface ContentCreateServiceInput extends KeyedCallOptions {
  body: {
    fields: ServiceFieldsSent
    slug?: string | undefined
    seo?: EntrySeoSent | null | undefined
    locale?: 'en' | undefined
    /** Id of a entry */
    translationOf?: string | undefined
  }
}

export type ContentCreateServiceAnswer = CreatedEntry

export interface ContentCreateTestimonialInput extends KeyedCallOptions {
  body: {
    fields: TestimonialFieldsSent
    slug?: string | undefined
    seo?: EntrySeoSent | null | undefined
    locale?: 'en' | undefined
    /** Id of a entry */
    translationOf?: string | undefined
  }
}

export type ContentCreateTestimonialAnswer = CreatedEntry

export interface ContentDecideCommentInput extends CallOptions {
  path: {
    /** Id of a comment */
    id: string
  }
  body: {
    state: 'approved' | 'rejected' | 'spam'
  }
}

export type ContentDecideCommentAnswer = ModeratedComment

export interface ContentDescribeMediaInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
  body: {
    alt: string | null
  }
}

export type ContentDescribeMediaAnswer = Media

export interface ContentDiffInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
  query: {
    from: number
    to: number
  }
}

export type ContentDiffAnswer = {
  changes: {
    field: string
    from: unknown
    to: unknown
  }[]
}

export type ContentFormTokenInput = CallOptions

export type ContentFormTokenAnswer = {
  formToken: string
}

export interface ContentGetCategoryInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | 'sw' | undefined
        /** Token of a preview link: shows its version */
        preview?: string | undefined
      }
    | undefined
}

export type ContentGetCategoryAnswer = {
  /** Id of a entry */
  id: string
  slug: string
  locale: string
  title: string
  excerpt: string
  readingMinutes: number
  publishedAt: string
  /** Since when this version is the live one */
  updatedAt: string
  fields: {
    title: string
    summary?: string
  }
  seo: {
    title: string
    description: string
    imageUrl: string | null
    canonicalUrl: string | null
    noIndex: boolean
  }
  translations: {
    locale: string
    slug: string
  }[]
  /** Its pages in all languages that search engines may show, this one included; empty when there is one */
  alternates: {
    locale: string
    slug: string
    url: string
  }[]
  jsonLd: Record<string, unknown> | null
}

export interface ContentGetFaqInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | 'sw' | undefined
        /** Token of a preview link: shows its version */
        preview?: string | undefined
      }
    | undefined
}

export type ContentGetFaqAnswer = {
  /** Id of a entry */
  id: string
  slug: string
  locale: string
  title: string
  excerpt: string
  readingMinutes: number
  publishedAt: string
  /** Since when this version is the live one */
  updatedAt: string
  fields: {
    question: string
    /** HTML made here, safe to show */
    answer: string
    topic?: string
    /** Id of an entry of type service */
    service?:
      | {
          id: string
          slug: string
          title: string
        }
      | null
  }
  seo: {
    title: string
    description: string
    imageUrl: string | null
    canonicalUrl: string | null
    noIndex: boolean
  }
  translations: {
    locale: string
    slug: string
  }[]
  /** Its pages in all languages that search engines may show, this one included; empty when there is one */
  alternates: {
    locale: string
    slug: string
    url: string
  }[]
  jsonLd: Record<string, unknown> | null
}

export interface ContentGetJobInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | undefined
        /** Token of a preview link: shows its version */
        preview?: string | undefined
      }
    | undefined
}

export type ContentGetJobAnswer = {
  /** Id of a entry */
  id: string
  slug: string
  locale: string
  title: string
  excerpt: string
  readingMinutes: number
  publishedAt: string
  /** Since when this version is the live one */
  updatedAt: string
  fields: {
    title: string
    summary: string
    department: string
    location: string
    employment: 'FULL_TIME' | 'PART_TIME' | 'CONTRACTOR' | 'INTERN'
    remote: boolean
    /** HTML made here, safe to show */
    body: string
  }
  seo: {
    title: string
    description: string
    imageUrl: string | null
    canonicalUrl: string | null
    noIndex: boolean
  }
  translations: {
    locale: string
    slug: string
  }[]
  /** Its pages in all languages that search engines may show, this one included; empty when there is one */
  alternates: {
    locale: string
    slug: string
    url: string
  }[]
  jsonLd: Record<string, unknown> | null
}

export interface ContentGetPageInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | 'sw' | undefined
        /** Token of a preview link: shows its version */
        preview?: string | undefined
      }
    | undefined
}

export type ContentGetPageAnswer = {
  /** Id of a entry */
  id: string
  slug: string
  locale: string
  title: string
  excerpt: string
  readingMinutes: number
  publishedAt: string
  /** Since when this version is the live one */
  updatedAt: string
  fields: {
    title: string
    summary?: string
    cover?: ContentImage
    /** HTML made here, safe to show */
    body: string
  }
  seo: {
    title: string
    description: string
    imageUrl: string | null
    canonicalUrl: string | null
    noIndex: boolean
  }
  translations: {
    locale: string
    slug: string
  }[]
  /** Its pages in all languages that search engines may show, this one included; empty when there is one */
  alternates: {
    locale: string
    slug: string
    url: string
  }[]
  jsonLd: Record<string, unknown> | null
}

export interface ContentGetPostInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | 'sw' | undefined
        /** Token of a preview link: shows its version */
        preview?: string | undefined
      }
    | undefined
}

export type ContentGetPostAnswer = {
  /** Id of a entry */
  id: string
  slug: string
  locale: string
  title: string
  excerpt: string
  readingMinutes: number
  publishedAt: string
  /** Since when this version is the live one */
  updatedAt: string
  fields: {
    title: string
    summary?: string
    cover?: ContentImage
    /** HTML made here, safe to show */
    body: string
    byline?: string
    /** Id of an entry of type category */
    category?:
      | {
          id: string
          slug: string
          title: string
        }
      | null
    tags?: string[]
  }
  seo: {
    title: string
    description: string
    imageUrl: string | null
    canonicalUrl: string | null
    noIndex: boolean
  }
  translations: {
    locale: string
    slug: string
  }[]
  /** Its pages in all languages that search engines may show, this one included; empty when there is one */
  alternates: {
    locale: string
    slug: string
    url: string
  }[]
  jsonLd: Record<string, unknown> | null
}

export interface ContentGetProductInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | undefined
        /** Token of a preview link: shows its version */
        preview?: string | undefined
      }
    | undefined
}

export type ContentGetProductAnswer = {
  /** Id of a entry */
  id: string
  slug: string
  locale: string
  title: string
  excerpt: string
  readingMinutes: number
  publishedAt: string
  /** Since when this version is the live one */
  updatedAt: string
  fields: {
    title: string
    summary: string
    status: 'planned' | 'beta' | 'available' | 'deprecated'
    cover?: ContentImage
    website?: string
    datasheet?: {
      id: string
      url: string
    }
    /** HTML made here, safe to show */
    body: string
    tags?: string[]
  }
  seo: {
    title: string
    description: string
    imageUrl: string | null
    canonicalUrl: string | null
    noIndex: boolean
  }
  translations: {
    locale: string
    slug: string
  }[]
  /** Its pages in all languages that search engines may show, this one included; empty when there is one */
  alternates: {
    locale: string
    slug: string
    url: string
  }[]
  jsonLd: Record<string, unknown> | null
}

export interface ContentGetProjectInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | undefined
        /** Token of a preview link: shows its version */
        preview?: string | undefined
      }
    | undefined
}

export type ContentGetProjectAnswer = {
  /** Id of a entry */
  id: string
  slug: string
  locale: string
  title: string
  excerpt: string
  readingMinutes: number
  publishedAt: string
  /** Since when this version is the live one */
  updatedAt: string
  fields: {
    title: string
    summary: string
    client: string
    year: number
    cover?: ContentImage
    gallery?: ContentImage[]
    /** HTML made here, safe to show */
    body: string
    services?: (
      | {
          id: string
          slug: string
          title: string
        }
      | null)[]
    /** Id of an entry of type category */
    category?:
      | {
          id: string
          slug: string
          title: string
        }
      | null
    tags?: string[]
    featured?: boolean
  }
  seo: {
    title: string
    description: string
    imageUrl: string | null
    canonicalUrl: string | null
    noIndex: boolean
  }
  translations: {
    locale: string
    slug: string
  }[]
  /** Its pages in all languages that search engines may show, this one included; empty when there is one */
  alternates: {
    locale: string
    slug: string
    url: string
  }[]
  jsonLd: Record<string, unknown> | null
}

export interface ContentGetServiceInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | undefined
        /** Token of a preview link: shows its version */
        preview?: string | undefined
      }
    | undefined
}

export type ContentGetServiceAnswer = {
  /** Id of a entry */
  id: string
  slug: string
  locale: string
  title: string
  excerpt: string
  readingMinutes: number
  publishedAt: string
  /** Since when this version is the live one */
  updatedAt: string
  fields: {
    title: string
    summary: string
    cover?: ContentImage
    /** HTML made here, safe to show */
    body: string
    /** Id of an entry of type category */
    category?:
      | {
          id: string
          slug: string
          title: string
        }
      | null
    packages: {
      /** Stays when the title changes */
      key: string
      title: string
      summary?: string
      price: {
        /** In minor units */
        minor: string
        currency: string
      }
      /** Deposit in basis points of the price */
      depositBp: number
      durationMin?: number
      bookingKind: 'appointment' | 'request'
      /** Id of a booking-policy */
      policyId?: string
      features?: string[]
    }[]
    featured?: boolean
  }
  seo: {
    title: string
    description: string
    imageUrl: string | null
    canonicalUrl: string | null
    noIndex: boolean
  }
  translations: {
    locale: string
    slug: string
  }[]
  /** Its pages in all languages that search engines may show, this one included; empty when there is one */
  alternates: {
    locale: string
    slug: string
    url: string
  }[]
  jsonLd: Record<string, unknown> | null
}

export interface ContentGetTestimonialInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        locale?: 'en' | undefined
        /** Token of a preview link: shows its version */
        preview?: string | undefined
      }
    | undefined
}

export type ContentGetTestimonialAnswer = {
  /** Id of a entry */
  id: string
  slug: string
  locale: string
  title: string
  excerpt: string
  readingMinutes: number
  publishedAt: string
  /** Since when this version is the live one */
  updatedAt: string
  fields: {
    author: string
    role?: string
    company?: string
    quote: string
    rating: number
    /** Id of an entry of type service */
    service?:
      | {
          id: string
          slug: string
          title: string
        }
      | null
    featured?: boolean
  }
  seo: {
    title: string
    description: string
    imageUrl: string | null
    canonicalUrl: string | null
    noIndex: boolean
  }
  translations: {
    locale: string
    slug: string
  }[]
  /** Its pages in all languages that search engines may show, this one included; empty when there is one */
  alternates: {
    locale: string
    slug: string
    url: string
  }[]
  jsonLd: Record<string, unknown> | null
}

export interface ContentListCategoriesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | 'sw' | undefined
        /** Words to be found */
        q?: string | undefined
      }
    | undefined
}

export type ContentListCategoriesAnswer = {
  items: {
    /** Id of a entry */
    id: string
    slug: string
    locale: string
    title: string
    excerpt: string
    readingMinutes: number
    publishedAt: string
    /** Since when this version is the live one */
    updatedAt: string
    fields: Record<string, never>
  }[]
  nextCursor: string | null
}

export interface ContentListFaqsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | 'sw' | undefined
        /** Words to be found */
        q?: string | undefined
        topic?: string | undefined
        service?: string | undefined
      }
    | undefined
}

export type ContentListFaqsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    slug: string
    locale: string
    title: string
    excerpt: string
    readingMinutes: number
    publishedAt: string
    /** Since when this version is the live one */
    updatedAt: string
    fields: {
      /** HTML made here, safe to show */
      answer: string
      topic?: string
      /** Id of an entry of type service */
      service?:
        | {
            id: string
            slug: string
            title: string
          }
        | null
    }
  }[]
  nextCursor: string | null
}

export interface ContentListJobsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | undefined
        /** Words to be found */
        q?: string | undefined
        department?: string | undefined
        employment?: 'FULL_TIME' | 'PART_TIME' | 'CONTRACTOR' | 'INTERN' | undefined
        remote?: boolean | undefined
      }
    | undefined
}

export type ContentListJobsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    slug: string
    locale: string
    title: string
    excerpt: string
    readingMinutes: number
    publishedAt: string
    /** Since when this version is the live one */
    updatedAt: string
    fields: {
      department: string
      location: string
      employment: 'FULL_TIME' | 'PART_TIME' | 'CONTRACTOR' | 'INTERN'
      remote: boolean
    }
  }[]
  nextCursor: string | null
}

export interface ContentListPagesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | 'sw' | undefined
        /** Words to be found */
        q?: string | undefined
      }
    | undefined
}

export type ContentListPagesAnswer = {
  items: {
    /** Id of a entry */
    id: string
    slug: string
    locale: string
    title: string
    excerpt: string
    readingMinutes: number
    publishedAt: string
    /** Since when this version is the live one */
    updatedAt: string
    fields: Record<string, never>
  }[]
  nextCursor: string | null
}

export interface ContentListPostCommentsInput extends CallOptions {
  path: {
    slug: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | 'sw' | undefined
      }
    | undefined
}

export type ContentListPostCommentsAnswer = {
  items: {
    /** Id of a comment */
    id: string
    /** Id of a comment */
    parentId: string | null
    name: string
    body: string
    helpful: number
    createdAt: string
  }[]
  nextCursor: string | null
}

export interface ContentListPostsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | 'sw' | undefined
        /** Words to be found */
        q?: string | undefined
        category?: string | undefined
        tags?: string | undefined
      }
    | undefined
}

export type ContentListPostsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    slug: string
    locale: string
    title: string
    excerpt: string
    readingMinutes: number
    publishedAt: string
    /** Since when this version is the live one */
    updatedAt: string
    fields: {
      cover?: ContentImage
      byline?: string
      /** Id of an entry of type category */
      category?:
        | {
            id: string
            slug: string
            title: string
          }
        | null
      tags?: string[]
    }
  }[]
  nextCursor: string | null
}

export interface ContentListProductsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | undefined
        /** Words to be found */
        q?: string | undefined
        status?: 'planned' | 'beta' | 'available' | 'deprecated' | undefined
        tags?: string | undefined
      }
    | undefined
}

export type ContentListProductsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    slug: string
    locale: string
    title: string
    excerpt: string
    readingMinutes: number
    publishedAt: string
    /** Since when this version is the live one */
    updatedAt: string
    fields: {
      status: 'planned' | 'beta' | 'available' | 'deprecated'
      cover?: ContentImage
      website?: string
      tags?: string[]
    }
  }[]
  nextCursor: string | null
}

export interface ContentListProjectsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | undefined
        /** Words to be found */
        q?: string | undefined
        category?: string | undefined
        services?: string | undefined
        tags?: string | undefined
        year?: number | undefined
        featured?: boolean | undefined
      }
    | undefined
}

export type ContentListProjectsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    slug: string
    locale: string
    title: string
    excerpt: string
    readingMinutes: number
    publishedAt: string
    /** Since when this version is the live one */
    updatedAt: string
    fields: {
      client: string
      year: number
      cover?: ContentImage
      /** Id of an entry of type category */
      category?:
        | {
            id: string
            slug: string
            title: string
          }
        | null
      tags?: string[]
      featured?: boolean
    }
  }[]
  nextCursor: string | null
}

export interface ContentListServicesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | undefined
        /** Words to be found */
        q?: string | undefined
        category?: string | undefined
        featured?: boolean | undefined
      }
    | undefined
}

export type ContentListServicesAnswer = {
  items: {
    /** Id of a entry */
    id: string
    slug: string
    locale: string
    title: string
    excerpt: string
    readingMinutes: number
    publishedAt: string
    /** Since when this version is the live one */
    updatedAt: string
    fields: {
      cover?: ContentImage
      /** Id of an entry of type category */
      category?:
        | {
            id: string
            slug: string
            title: string
          }
        | null
      packages: {
        /** Stays when the title changes */
        key: string
        title: string
        summary?: string
        price: {
          /** In minor units */
          minor: string
          currency: string
        }
        /** Deposit in basis points of the price */
        depositBp: number
        durationMin?: number
        bookingKind: 'appointment' | 'request'
        /** Id of a booking-policy */
        policyId?: string
        features?: string[]
      }[]
      featured?: boolean
    }
  }[]
  nextCursor: string | null
}

export interface ContentListTestimonialsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        locale?: 'en' | undefined
        /** Words to be found */
        q?: string | undefined
        service?: string | undefined
        rating?: number | undefined
        featured?: boolean | undefined
      }
    | undefined
}

export type ContentListTestimonialsAnswer = {
  items: {
    /** Id of a entry */
    id: string
    slug: string
    locale: string
    title: string
    excerpt: string
    readingMinutes: number
    publishedAt: string
    /** Since when this version is the live one */
    updatedAt: string
    fields: {
      role?: string
      company?: string
      quote: string
      rating: number
      /** Id of an entry of type service */
      service?:
        | {
            id: string
            slug: string
            title: string
          }
        | null
      featured?: boolean
    }
  }[]
  nextCursor: string | null
}

export interface ContentLockInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
  body: {
    /** Id of a user */
    takeOverFrom?: string | null | undefined
  }
}

export type ContentLockAnswer = {
  /** Id of a user */
  holderId: string
  takenAt: string
  expiresAt: string
}

export interface ContentMarkHelpfulInput extends CallOptions {
  path: {
    /** Id of a comment */
    id: string
  }
}

export type ContentMarkHelpfulAnswer = {
  helpful: number
}

export interface ContentMediaInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        kind?: 'image' | 'document' | undefined
        /** A part of the filename */
        q?: string | undefined
        /** Those that were removed and can be restored */
        removed?: boolean | undefined
      }
    | undefined
}

export type ContentMediaAnswer = MediaPage

export interface ContentPublishInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
  }
}

export type ContentPublishAnswer = EntryStatus

export interface ContentReadCategoryInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
}

export type ContentReadCategoryAnswer = CategoryEntry

export interface ContentReadCategoryVersionInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
    /** Number of a version */
    number: string
  }
}

export type ContentReadCategoryVersionAnswer = {
  number: number
  title: string
  /** Id of a user */
  authorId: string | null
  autosave: boolean
  restoredFrom: number | null
  createdAt: string
  fields: CategoryFields
  seo: EntrySeo | null
}

export interface ContentReadFaqInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
}

export type ContentReadFaqAnswer = FaqEntry

export interface ContentReadFaqVersionInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
    /** Number of a version */
    number: string
  }
}

export type ContentReadFaqVersionAnswer = {
  number: number
  title: string
  /** Id of a user */
  authorId: string | null
  autosave: boolean
  restoredFrom: number | null
  createdAt: string
  fields: FaqFields
  seo: EntrySeo | null
}

export interface ContentReadJobInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
}

export type ContentReadJobAnswer = JobEntry

export interface ContentReadJobVersionInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
    /** Number of a version */
    number: string
  }
}

export type ContentReadJobVersionAnswer = {
  number: number
  title: string
  /** Id of a user */
  authorId: string | null
  autosave: boolean
  restoredFrom: number | null
  createdAt: string
  fields: JobFields
  seo: EntrySeo | null
}

export interface ContentReadMediaInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export type ContentReadMediaAnswer = MediaDetail

export interface ContentReadPageInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
}

export type ContentReadPageAnswer = PageEntry

export interface ContentReadPageVersionInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
    /** Number of a version */
    number: string
  }
}

export type ContentReadPageVersionAnswer = {
  number: number
  title: string
  /** Id of a user */
  authorId: string | null
  autosave: boolean
  restoredFrom: number | null
  createdAt: string
  fields: PageFields
  seo: EntrySeo | null
}

export interface ContentReadPostInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
}

export type ContentReadPostAnswer = PostEntry

export interface ContentReadPostVersionInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
    /** Number of a version */
    number: string
  }
}

export type ContentReadPostVersionAnswer = {
  number: number
  title: string
  /** Id of a user */
  authorId: string | null
  autosave: boolean
  restoredFrom: number | null
  createdAt: string
  fields: PostFields
  seo: EntrySeo | null
}

export interface ContentReadProductInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
}

export type ContentReadProductAnswer = ProductEntry

export interface ContentReadProductVersionInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
    /** Number of a version */
    number: string
  }
}

export type ContentReadProductVersionAnswer = {
  number: number
  title: string
  /** Id of a user */
  authorId: string | null
  autosave: boolean
  restoredFrom: number | null
  createdAt: string
  fields: ProductFields
  seo: EntrySeo | null
}

export interface ContentReadProjectInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
}

export type ContentReadProjectAnswer = ProjectEntry

export interface ContentReadProjectVersionInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
    /** Number of a version */
    number: string
  }
}

export type ContentReadProjectVersionAnswer = {
  number: number
  title: string
  /** Id of a user */
  authorId: string | null
  autosave: boolean
  restoredFrom: number | null
  createdAt: string
  fields: ProjectFields
  seo: EntrySeo | null
}

export interface ContentReadServiceInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
}

export type ContentReadServiceAnswer = ServiceEntry

export interface ContentReadServiceVersionInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
    /** Number of a version */
    number: string
  }
}

export type ContentReadServiceVersionAnswer = {
  number: number
  title: string
  /** Id of a user */
  authorId: string | null
  autosave: boolean
  restoredFrom: number | null
  createdAt: string
  fields: ServiceFields
  seo: EntrySeo | null
}

export interface ContentReadTestimonialInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
}

export type ContentReadTestimonialAnswer = TestimonialEntry

export interface ContentReadTestimonialVersionInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
    /** Number of a version */
    number: string
  }
}

export type ContentReadTestimonialVersionAnswer = {
  number: number
  title: string
  /** Id of a user */
  authorId: string | null
  autosave: boolean
  restoredFrom: number | null
  createdAt: string
  fields: TestimonialFields
  seo: EntrySeo | null
}

export interface ContentRejectInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
  body: {
    state: 'rejected' | 'spam'
  }
}

export type ContentRejectAnswer = EntryStatus

export interface ContentRemoveMediaInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export interface ContentRemoveRedirectInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
    slug: string
  }
}

export interface ContentRestoreMediaInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export type ContentRestoreMediaAnswer = Media

export interface ContentRestoreVersionInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
  body: {
    number: number
    version: number
  }
}

export type ContentRestoreVersionAnswer = EntryStatus

export type ContentRobotsInput = CallOptions

export interface ContentRssInput extends CallOptions {
  query?:
    | {
        locale?: string | undefined
      }
    | undefined
}

export interface ContentScheduleInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
  body: {
    version?: number | null | undefined
    publishAt?: string | null | undefined
    unpublishAt?: string | null | undefined
  }
}

export type ContentScheduleAnswer = EntryStatus

export type ContentSitemapInput = CallOptions

export interface ContentSubmitInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
}

export type ContentSubmitAnswer = EntryStatus

export interface ContentSubmitTestimonialInput extends CallOptions {
  body: {
    fields: {
      author: string
      role?: string | undefined
      company?: string | undefined
      quote: string
      rating: number
      /** Id of an entry of type service */
      service?: string | undefined
      email?: string | undefined
    }
    /** Of GET /api/forms/token, fetched when the form is shown */
    formToken: string
    /** Left empty: a field that people do not see */
    website?: string | undefined
  }
}

export interface ContentTrashInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
}

export type ContentTrashAnswer = EntryStatus

export type ContentTypesInput = CallOptions

export type ContentTypesAnswer = {
  items: {
    name: string
    plural: string
    label: string
    /** Where everybody reads it */
    path: string
    staffPath: string
    page: string | null
    /** The field that is the title */
    title: string
    listFields: string[]
    filters: string[]
    locales: string[]
    /** JSON Schema; x-content marks kinds of fields */
    fields: Record<string, unknown>
    may: {
      write: boolean
      editAll: boolean
      publish: boolean
    }
  }[]
}

export interface ContentUnlockInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
}

export interface ContentUnpublishInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
}

export type ContentUnpublishAnswer = EntryStatus

export interface ContentUntrashInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
}

export type ContentUntrashAnswer = EntryStatus

export interface ContentUpdateCategoryInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
    fields?: CategoryFieldsSent | undefined
    seo?: EntrySeoSent | null | undefined
    slug?: string | undefined
    autosave?: boolean | undefined
  }
}

export type ContentUpdateCategoryAnswer = CategoryEntry

export interface ContentUpdateFaqInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
    fields?: FaqFieldsSent | undefined
    seo?: EntrySeoSent | null | undefined
    slug?: string | undefined
    autosave?: boolean | undefined
  }
}

export type ContentUpdateFaqAnswer = FaqEntry

export interface ContentUpdateJobInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
    fields?: JobFields | undefined
    seo?: EntrySeoSent | null | undefined
    slug?: string | undefined
    autosave?: boolean | undefined
  }
}

export type ContentUpdateJobAnswer = JobEntry

export interface ContentUpdatePageInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
    fields?: PageFieldsSent | undefined
    seo?: EntrySeoSent | null | undefined
    slug?: string | undefined
    autosave?: boolean | undefined
  }
}

export type ContentUpdatePageAnswer = PageEntry

export interface ContentUpdatePostInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
    fields?: PostFieldsSent | undefined
    seo?: EntrySeoSent | null | undefined
    slug?: string | undefined
    autosave?: boolean | undefined
  }
}

export type ContentUpdatePostAnswer = PostEntry

export interface ContentUpdateProductInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
    fields?: ProductFieldsSent | undefined
    seo?: EntrySeoSent | null | undefined
    slug?: string | undefined
    autosave?: boolean | undefined
  }
}

export type ContentUpdateProductAnswer = ProductEntry

export interface ContentUpdateProjectInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
    fields?: ProjectFieldsSent | undefined
    seo?: EntrySeoSent | null | undefined
    slug?: string | undefined
    autosave?: boolean | undefined
  }
}

export type ContentUpdateProjectAnswer = ProjectEntry

export interface ContentUpdateServiceInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
    fields?: ServiceFieldsSent | undefined
    seo?: EntrySeoSent | null | undefined
    slug?: string | undefined
    autosave?: boolean | undefined
  }
}

export type ContentUpdateServiceAnswer = ServiceEntry

export interface ContentUpdateTestimonialInput extends CallOptions {
  path: {
    /** Id of a entry */
    id: string
  }
  body: {
    version: number
    fields?: TestimonialFieldsSent | undefined
    seo?: EntrySeoSent | null | undefined
    slug?: string | undefined
    autosave?: boolean | undefined
  }
}

export type ContentUpdateTestimonialAnswer = TestimonialEntry

export interface ContentVersionsInput extends CallOptions {
  path: {
    /** Name of a type */
    type:
      | 'category'
      | 'service'
      | 'project'
      | 'post'
      | 'testimonial'
      | 'faq'
      | 'job'
      | 'product'
      | 'page'
    /** Id of a entry */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type ContentVersionsAnswer = {
  items: {
    number: number
    title: string
    /** Id of a user */
    authorId: string | null
    autosave: boolean
    restoredFrom: number | null
    createdAt: string
  }[]
  nextCursor: string | null
}

export interface ExperimentsAnalyseInput extends CallOptions {
  path: {
    key: string
  }
}

export type ExperimentsAnalyseAnswer = {
  status: 'accepted'
}

export interface ExperimentsArchiveMetricInput extends CallOptions {
  path: {
    key: string
  }
}

export interface ExperimentsChangeInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    version: number
    title?: string | undefined
    hypothesis?: string | undefined
    flag?: string | undefined
    environment?: string | undefined
    ruleId?: string | undefined
    control?: string | undefined
    analysis?: ExperimentAnalysis | undefined
    /** All variants together, as the power calculator says */
    plannedUnits?: number | null | undefined
    metrics?:
      | {
          key: string
          role: 'primary' | 'secondary' | 'guardrail'
          /** Of a guardrail: how much worse than the control is borne */
          margin?: number | undefined
          /** Of a guardrail: whether harm that is certain switches the flag off */
          switchOff?: boolean | undefined
        }[]
      | undefined
    /** Id of a user */
    ownerId?: string | undefined
  }
}

export type ExperimentsChangeAnswer = Experiment

export interface ExperimentsChangeMetricInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    version: number
    title?: string | undefined
    description?: string | undefined
    desired?: 'increase' | 'decrease' | undefined
    cap?:
      | {
          kind: 'percentile'
          value: number
        }
      | {
          kind: 'absolute'
          value: number
        }
      | null
      | undefined
    windowHours?: number | null | undefined
  }
}

export type ExperimentsChangeMetricAnswer = ExperimentMetric

export interface ExperimentsConcludeInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    version: number
    winner: string | null
    conclusion: string
  }
}

export type ExperimentsConcludeAnswer = Experiment

export interface ExperimentsCreateInput extends CallOptions {
  body: {
    key: string
    title: string
    hypothesis: string
    flag: string
    environment: string
    ruleId: string
    control: string
    analysis?: ExperimentAnalysis | undefined
    /** All variants together, as the power calculator says */
    plannedUnits?: number | null | undefined
    metrics: {
      key: string
      role: 'primary' | 'secondary' | 'guardrail'
      /** Of a guardrail: how much worse than the control is borne */
      margin?: number | undefined
      /** Of a guardrail: whether harm that is certain switches the flag off */
      switchOff?: boolean | undefined
    }[]
    /** Id of a user */
    ownerId?: string | undefined
  }
}

export type ExperimentsCreateAnswer = Experiment

export interface ExperimentsCreateMetricInput extends CallOptions {
  body: {
    key: string
    kind: 'conversion' | 'mean' | 'ratio'
    numerator: {
      from: 'product' | 'client'
      event: string
      /** Path of who is counted, in the data of an event of the product */
      unit: string | null
      /** Path of the number; null: each event is 1. `value` of clients’ events */
      value: string | null
    }
    denominator?:
      | {
          from: 'product' | 'client'
          event: string
          /** Path of who is counted, in the data of an event of the product */
          unit: string | null
          /** Path of the number; null: each event is 1. `value` of clients’ events */
          value: string | null
        }
      | undefined
    title: string
    desired: 'increase' | 'decrease'
    description?: string | undefined
    cap?:
      | {
          kind: 'percentile'
          value: number
        }
      | {
          kind: 'absolute'
          value: number
        }
      | null
      | undefined
    windowHours?: number | null | undefined
  }
}

export type ExperimentsCreateMetricAnswer = ExperimentMetric

export interface ExperimentsDeleteInput extends CallOptions {
  path: {
    key: string
  }
}

export interface ExperimentsGetInput extends CallOptions {
  path: {
    key: string
  }
}

export type ExperimentsGetAnswer = Experiment

export interface ExperimentsGetMetricInput extends CallOptions {
  path: {
    key: string
  }
}

export type ExperimentsGetMetricAnswer = ExperimentMetric

export interface ExperimentsListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?: 'draft' | 'running' | 'stopped' | 'concluded' | undefined
        search?: string | undefined
        flag?: string | undefined
        environment?: string | undefined
      }
    | undefined
}

export type ExperimentsListAnswer = ExperimentPage

export type ExperimentsMetricEventsInput = CallOptions

export type ExperimentsMetricEventsAnswer = {
  items: {
    name: string
    description: string
    /** JSON Schema */
    schema: Record<string, unknown>
  }[]
}

export interface ExperimentsMetricsInput extends CallOptions {
  query?:
    | {
        archived?: boolean | undefined
      }
    | undefined
}

export type ExperimentsMetricsAnswer = {
  items: ExperimentMetric[]
}

export interface ExperimentsPowerInput extends CallOptions {
  body: {
    /** Of the control, by unit; of a conversion its share */
    mean: number
    /** Of a unit; null: of a conversion, which follows from its share */
    sd: number | null
    /** Least relative difference that is to be found */
    effect: number
    groups: number
    alpha: number
    power: number
    looks: 'fixed' | 'sequential'
    /** Of all groups */
    unitsPerDay?: number | undefined
    /** As many as there will be */
    unitsPerGroup?: number | undefined
  }
}

export type ExperimentsPowerAnswer = {
  /** Null: more than 10^12 */
  unitsPerGroup: number | null
  units: number | null
  days: number | null
  atUnits:
    | {
        /** To find the effect with as many units as there will be */
        power: number
        /** Least relative difference that they find */
        effect: number
      }
    | null
}

export interface ExperimentsReportEventsInput extends CallOptions {
  body: {
    events: {
      /** Of the client: what comes again under it counts once */
      id: string
      event: string
      targetingKey: string
      at?: string | undefined
      value?: number | undefined
    }[]
  }
}

export type ExperimentsReportEventsAnswer = {
  accepted: number
  /** Rows that were not taken, by their place; the others were */
  refused: {
    index: number
    code: 'not-counted' | 'not-now'
  }[]
}

export interface ExperimentsReportExposuresInput extends CallOptions {
  body: {
    exposures: {
      experiment: string
      variant: string
      targetingKey: string
      at?: string | undefined
    }[]
  }
}

export type ExperimentsReportExposuresAnswer = {
  accepted: number
  /** Rows that were not taken, by their place; the others were */
  refused: {
    index: number
    code: 'not-running' | 'unknown-variant' | 'not-now'
  }[]
}

export interface ExperimentsResultsInput extends CallOptions {
  path: {
    key: string
  }
  query?:
    | {
        phase?: number | undefined
      }
    | undefined
}

export type ExperimentsResultsAnswer = ExperimentResults

export interface ExperimentsStartInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    version: number
  }
}

export type ExperimentsStartAnswer = Experiment

export interface ExperimentsStopInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    version: number
    reason: string
  }
}

export type ExperimentsStopAnswer = Experiment

export interface FilesAddressInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export type FilesAddressAnswer = {
  url: string
  expiresAt: string
}

export interface FilesCancelInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
  }
}

export interface FilesConfirmInput extends CallOptions {
  body: {
    /** Id of a upload */
    uploadId: string
    /** How long to wait for large bytes being checked before the answer is files/being-checked; 15 when absent */
    waitSeconds?: number | undefined
  }
}

export type FilesConfirmAnswer = StoredFile

export interface FilesContentInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
  query?:
    | {
        /** The version it was named with: the answer is for good while it is shown */
        v?: number | undefined
      }
    | undefined
}

export interface FilesGetInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export type FilesGetAnswer = StoredFile

export interface FilesGetUploadInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
  }
}

export type FilesGetUploadAnswer = {
  /** Id of a upload */
  uploadId: string
  state: 'open' | 'confirmed'
  filename: string
  contentType: string
  bytes: number
  sha256: string
  purpose: string
  expiresAt: string
  /** Id of a file */
  fileId: string | null
  /** All bytes have arrived: it can be confirmed */
  arrived: boolean
  parts:
    | {
        /** Length of each part but the last */
        bytes: number
        count: number
        /** Numbers of the parts that are there, from 1 */
        arrived: number[]
        /** Where the first missing parts go, good for an hour; then ask again */
        next: {
          number: number
          bytes: number
          url: string
          method: 'PUT'
          headers: Record<string, string>
        }[]
      }
    | null
}

export interface FilesPutInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
  }
  query: {
    expires: number
    signature: string
  }
  body: BinaryBody
}

export interface FilesPutPartInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
    number: string
  }
  query: {
    expires: number
    signature: string
  }
  body: BinaryBody
}

export interface FilesRemoveVersionInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
    version: string
  }
}

export interface FilesRestoreVersionInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
    version: string
  }
  body: {
    /** `newestVersion` of the file as the caller knows it */
    newestVersion: number
  }
}

export type FilesRestoreVersionAnswer = StoredFile

export interface FilesSetVisibilityInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
  body: {
    visibility: 'public' | 'private'
  }
}

export type FilesSetVisibilityAnswer = StoredFile

export interface FilesSignInput extends CallOptions {
  body: {
    filename: string
    contentType: string
    bytes: number
    /** SHA-256 of the bytes in lower-case hex */
    sha256: string
    purpose: string
    /** In parts, which can be resumed for a day: for large files and poor connections */
    parts?: boolean | undefined
  }
}

export type FilesSignAnswer = SignedUpload

export interface FilesSignVersionInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
  body: {
    filename: string
    contentType: string
    bytes: number
    /** SHA-256 of the bytes in lower-case hex */
    sha256: string
    /** `newestVersion` of the file as the caller knows it */
    newestVersion: number
    parts?: boolean | undefined
  }
}

export type FilesSignVersionAnswer = SignedUpload

export interface FilesSignedContentInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
  query: {
    content: string
    type: string
    disposition: string
    seen: 'public' | 'private'
    expires: number
    signature: string
  }
}

export interface FilesVariantInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
    name: string
  }
  query?:
    | {
        /** The version it was named with: the answer is for good while it is shown */
        v?: number | undefined
      }
    | undefined
}

export interface FilesVersionAddressInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
    version: string
  }
}

export type FilesVersionAddressAnswer = {
  url: string
  expiresAt: string
}

export interface FilesVersionContentInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
    version: string
  }
}

export interface FilesVersionVariantInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
    version: string
    name: string
  }
}

export interface FilesVersionsInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type FilesVersionsAnswer = FileVersionPage

export interface FlagsApproveChangeInput extends CallOptions {
  path: {
    /** Id of a flag-change */
    id: string
  }
  body: {
    /** Of what was read */
    contentHash: string
    note?: string | undefined
  }
}

export type FlagsApproveChangeAnswer = {
  /** Id of a flag-change */
  id: string
  kind: 'flag' | 'targeting' | 'segment'
  target: string
  environment: string | null
  reason: string
  state: 'open' | 'approved' | 'applied' | 'failed' | 'rejected' | 'cancelled'
  scheduledAt: string | null
  version: number
  proposedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  proposedAt: string
  approvedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  approvedAt: string | null
  decidedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  decidedAt: string | null
  note: string | null
  failure:
    | {
        code: string
        detail: string
        errors: {
          pointer: string
          code: string
          detail: string
        }[]
      }
    | null
  /** What held when it was proposed */
  before: unknown
  /** What is to hold */
  content: unknown
  /** SHA-256 of the canonical JSON of all that is approved */
  contentHash: string
  baseVersion: number
  standing:
    | {
        version: number
        content: unknown
      }
    | null
  /** What it was proposed on has changed since */
  isOutdated: boolean
  /** Members that differ; items of lists by their id or key */
  changes: {
    pointer: string
    from: unknown
    to: unknown
  }[]
}

export interface FlagsArchiveInput extends CallOptions {
  path: {
    key: string
  }
  query: {
    /** Of what was read before */
    version: number
    reason?: string | undefined
  }
}

export type FlagsArchiveAnswer = Flag

export interface FlagsCancelChangeInput extends CallOptions {
  path: {
    /** Id of a flag-change */
    id: string
  }
}

export type FlagsCancelChangeAnswer = {
  /** Id of a flag-change */
  id: string
  kind: 'flag' | 'targeting' | 'segment'
  target: string
  environment: string | null
  reason: string
  state: 'open' | 'approved' | 'applied' | 'failed' | 'rejected' | 'cancelled'
  scheduledAt: string | null
  version: number
  proposedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  proposedAt: string
  approvedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  approvedAt: string | null
  decidedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  decidedAt: string | null
  note: string | null
  failure:
    | {
        code: string
        detail: string
        errors: {
          pointer: string
          code: string
          detail: string
        }[]
      }
    | null
  /** What held when it was proposed */
  before: unknown
  /** What is to hold */
  content: unknown
  /** SHA-256 of the canonical JSON of all that is approved */
  contentHash: string
  baseVersion: number
  standing:
    | {
        version: number
        content: unknown
      }
    | null
  /** What it was proposed on has changed since */
  isOutdated: boolean
  /** Members that differ; items of lists by their id or key */
  changes: {
    pointer: string
    from: unknown
    to: unknown
  }[]
}

export interface FlagsChangeInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    /** Of what was read before */
    version: number
    title?: string | undefined
    description?: string | undefined
    variants?:
      | {
          key: string
          value: unknown
          /** Imported: served as switched off */
          isOff?: boolean | undefined
        }[]
      | undefined
    isPublic?: boolean | undefined
    isPermanent?: boolean | undefined
    staleAfterDays?: number | null | undefined
    /** Id of a user */
    ownerId?: string | null | undefined
    reason?: string | undefined
  }
}

export type FlagsChangeAnswer = Flag

export interface FlagsChangeEnvironmentInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    title?: string | undefined
    needsApproval?: boolean | undefined
  }
}

export type FlagsChangeEnvironmentAnswer = FlagEnvironment

export interface FlagsChangeSegmentInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    /** Of what was read before */
    version: number
    title?: string | undefined
    description?: string | undefined
    /** A condition: see `Condition` of @plinth/sdk/flags */
    condition?: Record<string, unknown> | undefined
    reason?: string | undefined
  }
}

export type FlagsChangeSegmentAnswer = {
  key: string
  title: string
  description: string
  /** A condition: see `Condition` of @plinth/sdk/flags */
  condition: Record<string, unknown>
  version: number
  changedAt: string
  changedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  usedBy: {
    flag: string
    environments: string[]
  }[]
}

export interface FlagsCreateInput extends CallOptions {
  body: {
    key: string
    title: string
    type: 'boolean' | 'string' | 'number' | 'json'
    description?: string | undefined
    variants?:
      | {
          key: string
          value: unknown
          /** Imported: served as switched off */
          isOff?: boolean | undefined
        }[]
      | undefined
    isPublic?: boolean | undefined
    isPermanent?: boolean | undefined
    staleAfterDays?: number | null | undefined
    /** Id of a user */
    ownerId?: string | null | undefined
    reason?: string | undefined
  }
}

export type FlagsCreateAnswer = Flag

export interface FlagsCreateEnvironmentInput extends CallOptions {
  body: {
    key: string
    title: string
    copiedFrom: string
    needsApproval?: boolean | undefined
  }
}

export type FlagsCreateEnvironmentAnswer = FlagEnvironment

export interface FlagsCreateSegmentInput extends CallOptions {
  body: {
    key: string
    title: string
    description?: string | undefined
    /** A condition: see `Condition` of @plinth/sdk/flags */
    condition: Record<string, unknown>
    reason?: string | undefined
  }
}

export type FlagsCreateSegmentAnswer = {
  key: string
  title: string
  description: string
  /** A condition: see `Condition` of @plinth/sdk/flags */
  condition: Record<string, unknown>
  version: number
  changedAt: string
  changedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  usedBy: {
    flag: string
    environments: string[]
  }[]
}

export interface FlagsEditChangeInput extends CallOptions {
  path: {
    /** Id of a flag-change */
    id: string
  }
  body: {
    /** Of what was read before */
    version: number
    target: string
    environment?: string | undefined
    targeting?:
      | {
          enabled: boolean
          offVariant: string | null
          prerequisites: {
            flag: string
            variants: string[]
          }[]
          rules: {
            id?: string | undefined
            description?: string | undefined
            /** A condition: see `Condition` of @plinth/sdk/flags */
            condition?: Record<string, unknown> | undefined
            startsAt?: string | undefined
            endsAt?: string | undefined
            rollout?:
              | {
                  hash?:
                    | 'fractional-v3'
                    | 'fractional-v2'
                    | 'unleash'
                    | 'growthbook-v1'
                    | 'growthbook-v2'
                    | 'flagsmith'
                    | 'eppo'
                    | undefined
                  /** Made by the server when it is left out */
                  salt?: string | undefined
                  bucketBy?: string | string[] | undefined
                  orRandom?: boolean | undefined
                  /** In 1/100,000 */
                  share: number
                }
              | {
                  hash?:
                    | 'fractional-v3'
                    | 'fractional-v2'
                    | 'unleash'
                    | 'growthbook-v1'
                    | 'growthbook-v2'
                    | 'flagsmith'
                    | 'eppo'
                    | undefined
                  /** Made by the server when it is left out */
                  salt?: string | undefined
                  bucketBy?: string | string[] | undefined
                  orRandom?: boolean | undefined
                  ramp: {
                    /** In 1/100,000 */
                    from: number
                    /** In 1/100,000 */
                    to: number
                    startsAt: string
                    endsAt: string
                  }
                }
              | undefined
            serve:
              | {
                  variant: string
                }
              | {
                  split: {
                    hash?:
                      | 'fractional-v3'
                      | 'fractional-v2'
                      | 'unleash'
                      | 'growthbook-v1'
                      | 'growthbook-v2'
                      | 'flagsmith'
                      | 'eppo'
                      | undefined
                    /** Made by the server when it is left out */
                    salt?: string | undefined
                    bucketBy?: string | string[] | undefined
                    orRandom?: boolean | undefined
                    weights: {
                      variant: string
                      weight: number
                      range?: number[] | undefined
                    }[]
                  }
                }
              | {
                  logic: unknown
                }
              | null
            experiment?: string | undefined
            sticky?:
              | {
                  key: string
                  fallbackBucketBy?: string | undefined
                  blocked?: string[] | undefined
                  /** A condition: see `Condition` of @plinth/sdk/flags */
                  condition?: Record<string, unknown> | undefined
                }
              | undefined
          }[]
          fallthrough:
            | {
                variant: string
              }
            | {
                split: {
                  hash?:
                    | 'fractional-v3'
                    | 'fractional-v2'
                    | 'unleash'
                    | 'growthbook-v1'
                    | 'growthbook-v2'
                    | 'flagsmith'
                    | 'eppo'
                    | undefined
                  /** Made by the server when it is left out */
                  salt?: string | undefined
                  bucketBy?: string | string[] | undefined
                  orRandom?: boolean | undefined
                  weights: {
                    variant: string
                    weight: number
                    range?: number[] | undefined
                  }[]
                }
              }
            | {
                logic: unknown
              }
            | null
        }
      | undefined
    flag?:
      | {
          title: string
          description: string
          variants: {
            key: string
            value: unknown
            /** Imported: served as switched off */
            isOff?: boolean | undefined
          }[]
          isPublic: boolean
          isPermanent: boolean
          staleAfterDays: number | null
          /** Id of a user */
          ownerId: string | null
          archived: boolean
        }
      | undefined
    segment?:
      | {
          title: string
          description: string
          /** A condition: see `Condition` of @plinth/sdk/flags */
          condition: Record<string, unknown>
        }
      | undefined
    /** Id of a flag-revision */
    revisionId?: string | undefined
    /** Of what was read before */
    baseVersion: number
    reason?: string | undefined
    scheduledAt?: string | null | undefined
  }
}

export type FlagsEditChangeAnswer = {
  /** Id of a flag-change */
  id: string
  kind: 'flag' | 'targeting' | 'segment'
  target: string
  environment: string | null
  reason: string
  state: 'open' | 'approved' | 'applied' | 'failed' | 'rejected' | 'cancelled'
  scheduledAt: string | null
  version: number
  proposedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  proposedAt: string
  approvedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  approvedAt: string | null
  decidedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  decidedAt: string | null
  note: string | null
  failure:
    | {
        code: string
        detail: string
        errors: {
          pointer: string
          code: string
          detail: string
        }[]
      }
    | null
  /** What held when it was proposed */
  before: unknown
  /** What is to hold */
  content: unknown
  /** SHA-256 of the canonical JSON of all that is approved */
  contentHash: string
  baseVersion: number
  standing:
    | {
        version: number
        content: unknown
      }
    | null
  /** What it was proposed on has changed since */
  isOutdated: boolean
  /** Members that differ; items of lists by their id or key */
  changes: {
    pointer: string
    from: unknown
    to: unknown
  }[]
}

export interface FlagsEvaluateInput extends CallOptions {
  path: {
    key: string
  }
  query?:
    | {
        flagConfigEtag?: string | undefined
        flagConfigLastModified?: string | undefined
      }
    | undefined
  body: {
    /** What the caller is known by: targetingKey and attributes */
    context?: Record<string, unknown> | undefined
  }
}

export type FlagsEvaluateAnswer = OfrepEvaluation

export interface FlagsEvaluateAllInput extends CallOptions {
  query?:
    | {
        flagConfigEtag?: string | undefined
        flagConfigLastModified?: string | undefined
      }
    | undefined
  body: {
    /** What the caller is known by: targetingKey and attributes */
    context?: Record<string, unknown> | undefined
  }
}

export type FlagsEvaluateAllAnswer = OfrepBulkEvaluation

export interface FlagsEventsInput extends CallOptions {
  query?:
    | {
        environment?: string | undefined
        token?: string | undefined
      }
    | undefined
}

export interface FlagsExplainInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    environment: string
    context: Record<string, unknown>
    targeting?:
      | {
          enabled: boolean
          offVariant: string | null
          prerequisites: {
            flag: string
            variants: string[]
          }[]
          rules: {
            id?: string | undefined
            description?: string | undefined
            /** A condition: see `Condition` of @plinth/sdk/flags */
            condition?: Record<string, unknown> | undefined
            startsAt?: string | undefined
            endsAt?: string | undefined
            rollout?:
              | {
                  hash?:
                    | 'fractional-v3'
                    | 'fractional-v2'
                    | 'unleash'
                    | 'growthbook-v1'
                    | 'growthbook-v2'
                    | 'flagsmith'
                    | 'eppo'
                    | undefined
                  /** Made by the server when it is left out */
                  salt?: string | undefined
                  bucketBy?: string | string[] | undefined
                  orRandom?: boolean | undefined
                  /** In 1/100,000 */
                  share: number
                }
              | {
                  hash?:
                    | 'fractional-v3'
                    | 'fractional-v2'
                    | 'unleash'
                    | 'growthbook-v1'
                    | 'growthbook-v2'
                    | 'flagsmith'
                    | 'eppo'
                    | undefined
                  /** Made by the server when it is left out */
                  salt?: string | undefined
                  bucketBy?: string | string[] | undefined
                  orRandom?: boolean | undefined
                  ramp: {
                    /** In 1/100,000 */
                    from: number
                    /** In 1/100,000 */
                    to: number
                    startsAt: string
                    endsAt: string
                  }
                }
              | undefined
            serve:
              | {
                  variant: string
                }
              | {
                  split: {
                    hash?:
                      | 'fractional-v3'
                      | 'fractional-v2'
                      | 'unleash'
                      | 'growthbook-v1'
                      | 'growthbook-v2'
                      | 'flagsmith'
                      | 'eppo'
                      | undefined
                    /** Made by the server when it is left out */
                    salt?: string | undefined
                    bucketBy?: string | string[] | undefined
                    orRandom?: boolean | undefined
                    weights: {
                      variant: string
                      weight: number
                      range?: number[] | undefined
                    }[]
                  }
                }
              | {
                  logic: unknown
                }
              | null
            experiment?: string | undefined
            sticky?:
              | {
                  key: string
                  fallbackBucketBy?: string | undefined
                  blocked?: string[] | undefined
                  /** A condition: see `Condition` of @plinth/sdk/flags */
                  condition?: Record<string, unknown> | undefined
                }
              | undefined
          }[]
          fallthrough:
            | {
                variant: string
              }
            | {
                split: {
                  hash?:
                    | 'fractional-v3'
                    | 'fractional-v2'
                    | 'unleash'
                    | 'growthbook-v1'
                    | 'growthbook-v2'
                    | 'flagsmith'
                    | 'eppo'
                    | undefined
                  /** Made by the server when it is left out */
                  salt?: string | undefined
                  bucketBy?: string | string[] | undefined
                  orRandom?: boolean | undefined
                  weights: {
                    variant: string
                    weight: number
                    range?: number[] | undefined
                  }[]
                }
              }
            | {
                logic: unknown
              }
            | null
        }
      | undefined
  }
}

export type FlagsExplainAnswer = Record<string, unknown>

export type FlagsExportInput = CallOptions

export type FlagsExportAnswer = Record<string, unknown>

export interface FlagsGetInput extends CallOptions {
  path: {
    key: string
  }
}

export type FlagsGetAnswer = Flag

export interface FlagsGetChangeInput extends CallOptions {
  path: {
    /** Id of a flag-change */
    id: string
  }
}

export type FlagsGetChangeAnswer = {
  /** Id of a flag-change */
  id: string
  kind: 'flag' | 'targeting' | 'segment'
  target: string
  environment: string | null
  reason: string
  state: 'open' | 'approved' | 'applied' | 'failed' | 'rejected' | 'cancelled'
  scheduledAt: string | null
  version: number
  proposedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  proposedAt: string
  approvedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  approvedAt: string | null
  decidedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  decidedAt: string | null
  note: string | null
  failure:
    | {
        code: string
        detail: string
        errors: {
          pointer: string
          code: string
          detail: string
        }[]
      }
    | null
  /** What held when it was proposed */
  before: unknown
  /** What is to hold */
  content: unknown
  /** SHA-256 of the canonical JSON of all that is approved */
  contentHash: string
  baseVersion: number
  standing:
    | {
        version: number
        content: unknown
      }
    | null
  /** What it was proposed on has changed since */
  isOutdated: boolean
  /** Members that differ; items of lists by their id or key */
  changes: {
    pointer: string
    from: unknown
    to: unknown
  }[]
}

export interface FlagsGetSegmentInput extends CallOptions {
  path: {
    key: string
  }
}

export type FlagsGetSegmentAnswer = {
  key: string
  title: string
  description: string
  /** A condition: see `Condition` of @plinth/sdk/flags */
  condition: Record<string, unknown>
  version: number
  changedAt: string
  changedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  usedBy: {
    flag: string
    environments: string[]
  }[]
}

export interface FlagsGetTargetingInput extends CallOptions {
  path: {
    key: string
    environment: string
  }
}

export type FlagsGetTargetingAnswer = {
  environment: string
  enabled: boolean
  offVariant: string | null
  prerequisites: {
    flag: string
    variants: string[]
  }[]
  rules: unknown[]
  fallthrough: unknown
  isKilled: boolean
  version: number
  changedAt: string
  changedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  /** Whether it changes by approved change requests only */
  needsApproval: boolean
  /** What was served in 30 days; no variant: the default of the caller */
  usage: {
    variant: string
    count: number
    lastAt: string
  }[]
}

export interface FlagsHistoryInput extends CallOptions {
  path: {
    key: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        environment?: string | undefined
      }
    | undefined
}

export type FlagsHistoryAnswer = FlagRevisionPage

export interface FlagsImportInput extends CallOptions {
  body: {
    format: 'plinth' | 'unleash' | 'growthbook' | 'flagsmith' | 'flagd' | 'eppo'
    /** As it was exported */
    file: Record<string, unknown>
    environment?: string | undefined
    dryRun?: boolean | undefined
    overwrite?: boolean | undefined
    skipFaulty?: boolean | undefined
    reason?: string | undefined
  }
}

export type FlagsImportAnswer = {
  /** Nothing was written by a trial, nor when something is at fault */
  isApplied: boolean
  faults: {
    pointer: string
    code: string
    detail: string
  }[]
  items: {
    kind: 'flag' | 'targeting' | 'segment'
    key: string
    environment: string | null
    outcome: 'created' | 'changed' | 'unchanged' | 'conflict' | 'fault'
    /** Members that differ; items of lists by their id or key */
    changes: {
      pointer: string
      from: unknown
      to: unknown
    }[]
    faults: {
      pointer: string
      code: string
      detail: string
    }[]
  }[]
}

export interface FlagsKillInput extends CallOptions {
  path: {
    key: string
    environment: string
  }
  body: {
    reason: string
  }
}

export type FlagsKillAnswer = {
  environment: string
  enabled: boolean
  offVariant: string | null
  prerequisites: {
    flag: string
    variants: string[]
  }[]
  rules: unknown[]
  fallthrough: unknown
  isKilled: boolean
  version: number
  changedAt: string
  changedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  /** Whether it changes by approved change requests only */
  needsApproval: boolean
  /** What was served in 30 days; no variant: the default of the caller */
  usage: {
    variant: string
    count: number
    lastAt: string
  }[]
}

export interface FlagsListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
        archived?: boolean | undefined
        stale?: boolean | undefined
        /** Id of a user */
        ownerId?: string | undefined
        type?: 'boolean' | 'string' | 'number' | 'json' | undefined
      }
    | undefined
}

export type FlagsListAnswer = FlagPage

export interface FlagsListChangesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?: 'open' | 'approved' | 'applied' | 'failed' | 'rejected' | 'cancelled' | undefined
        target?: string | undefined
        environment?: string | undefined
      }
    | undefined
}

export type FlagsListChangesAnswer = {
  items: {
    /** Id of a flag-change */
    id: string
    kind: 'flag' | 'targeting' | 'segment'
    target: string
    environment: string | null
    reason: string
    state: 'open' | 'approved' | 'applied' | 'failed' | 'rejected' | 'cancelled'
    scheduledAt: string | null
    version: number
    proposedBy:
      | {
          /** Id of a user */
          id: string
          name: string
        }
      | null
    proposedAt: string
    approvedBy:
      | {
          /** Id of a user */
          id: string
          name: string
        }
      | null
    approvedAt: string | null
    decidedBy:
      | {
          /** Id of a user */
          id: string
          name: string
        }
      | null
    decidedAt: string | null
    note: string | null
    failure:
      | {
          code: string
          detail: string
          errors: {
            pointer: string
            code: string
            detail: string
          }[]
        }
      | null
  }[]
  nextCursor: string | null
}

export type FlagsListEnvironmentsInput = CallOptions

export type FlagsListEnvironmentsAnswer = {
  items: FlagEnvironment[]
}

export type FlagsListSegmentsInput = CallOptions

export type FlagsListSegmentsAnswer = {
  items: FlagSegment[]
}

export interface FlagsProposeChangeInput extends CallOptions {
  body: {
    target: string
    environment?: string | undefined
    targeting?:
      | {
          enabled: boolean
          offVariant: string | null
          prerequisites: {
            flag: string
            variants: string[]
          }[]
          rules: {
            id?: string | undefined
            description?: string | undefined
            /** A condition: see `Condition` of @plinth/sdk/flags */
            condition?: Record<string, unknown> | undefined
            startsAt?: string | undefined
            endsAt?: string | undefined
            rollout?:
              | {
                  hash?:
                    | 'fractional-v3'
                    | 'fractional-v2'
                    | 'unleash'
                    | 'growthbook-v1'
                    | 'growthbook-v2'
                    | 'flagsmith'
                    | 'eppo'
                    | undefined
                  /** Made by the server when it is left out */
                  salt?: string | undefined
                  bucketBy?: string | string[] | undefined
                  orRandom?: boolean | undefined
                  /** In 1/100,000 */
                  share: number
                }
              | {
                  hash?:
                    | 'fractional-v3'
                    | 'fractional-v2'
                    | 'unleash'
                    | 'growthbook-v1'
                    | 'growthbook-v2'
                    | 'flagsmith'
                    | 'eppo'
                    | undefined
                  /** Made by the server when it is left out */
                  salt?: string | undefined
                  bucketBy?: string | string[] | undefined
                  orRandom?: boolean | undefined
                  ramp: {
                    /** In 1/100,000 */
                    from: number
                    /** In 1/100,000 */
                    to: number
                    startsAt: string
                    endsAt: string
                  }
                }
              | undefined
            serve:
              | {
                  variant: string
                }
              | {
                  split: {
                    hash?:
                      | 'fractional-v3'
                      | 'fractional-v2'
                      | 'unleash'
                      | 'growthbook-v1'
                      | 'growthbook-v2'
                      | 'flagsmith'
                      | 'eppo'
                      | undefined
                    /** Made by the server when it is left out */
                    salt?: string | undefined
                    bucketBy?: string | string[] | undefined
                    orRandom?: boolean | undefined
                    weights: {
                      variant: string
                      weight: number
                      range?: number[] | undefined
                    }[]
                  }
                }
              | {
                  logic: unknown
                }
              | null
            experiment?: string | undefined
            sticky?:
              | {
                  key: string
                  fallbackBucketBy?: string | undefined
                  blocked?: string[] | undefined
                  /** A condition: see `Condition` of @plinth/sdk/flags */
                  condition?: Record<string, unknown> | undefined
                }
              | undefined
          }[]
          fallthrough:
            | {
                variant: string
              }
            | {
                split: {
                  hash?:
                    | 'fractional-v3'
                    | 'fractional-v2'
                    | 'unleash'
                    | 'growthbook-v1'
                    | 'growthbook-v2'
                    | 'flagsmith'
                    | 'eppo'
                    | undefined
                  /** Made by the server when it is left out */
                  salt?: string | undefined
                  bucketBy?: string | string[] | undefined
                  orRandom?: boolean | undefined
                  weights: {
                    variant: string
                    weight: number
                    range?: number[] | undefined
                  }[]
                }
              }
            | {
                logic: unknown
              }
            | null
        }
      | undefined
    flag?:
      | {
          title: string
          description: string
          variants: {
            key: string
            value: unknown
            /** Imported: served as switched off */
            isOff?: boolean | undefined
          }[]
          isPublic: boolean
          isPermanent: boolean
          staleAfterDays: number | null
          /** Id of a user */
          ownerId: string | null
          archived: boolean
        }
      | undefined
    segment?:
      | {
          title: string
          description: string
          /** A condition: see `Condition` of @plinth/sdk/flags */
          condition: Record<string, unknown>
        }
      | undefined
    /** Id of a flag-revision */
    revisionId?: string | undefined
    /** Of what was read before */
    baseVersion: number
    reason?: string | undefined
    scheduledAt?: string | null | undefined
  }
}

export type FlagsProposeChangeAnswer = {
  /** Id of a flag-change */
  id: string
  kind: 'flag' | 'targeting' | 'segment'
  target: string
  environment: string | null
  reason: string
  state: 'open' | 'approved' | 'applied' | 'failed' | 'rejected' | 'cancelled'
  scheduledAt: string | null
  version: number
  proposedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  proposedAt: string
  approvedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  approvedAt: string | null
  decidedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  decidedAt: string | null
  note: string | null
  failure:
    | {
        code: string
        detail: string
        errors: {
          pointer: string
          code: string
          detail: string
        }[]
      }
    | null
  /** What held when it was proposed */
  before: unknown
  /** What is to hold */
  content: unknown
  /** SHA-256 of the canonical JSON of all that is approved */
  contentHash: string
  baseVersion: number
  standing:
    | {
        version: number
        content: unknown
      }
    | null
  /** What it was proposed on has changed since */
  isOutdated: boolean
  /** Members that differ; items of lists by their id or key */
  changes: {
    pointer: string
    from: unknown
    to: unknown
  }[]
}

export interface FlagsRejectChangeInput extends CallOptions {
  path: {
    /** Id of a flag-change */
    id: string
  }
  body: {
    note: string
  }
}

export type FlagsRejectChangeAnswer = {
  /** Id of a flag-change */
  id: string
  kind: 'flag' | 'targeting' | 'segment'
  target: string
  environment: string | null
  reason: string
  state: 'open' | 'approved' | 'applied' | 'failed' | 'rejected' | 'cancelled'
  scheduledAt: string | null
  version: number
  proposedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  proposedAt: string
  approvedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  approvedAt: string | null
  decidedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  decidedAt: string | null
  note: string | null
  failure:
    | {
        code: string
        detail: string
        errors: {
          pointer: string
          code: string
          detail: string
        }[]
      }
    | null
  /** What held when it was proposed */
  before: unknown
  /** What is to hold */
  content: unknown
  /** SHA-256 of the canonical JSON of all that is approved */
  contentHash: string
  baseVersion: number
  standing:
    | {
        version: number
        content: unknown
      }
    | null
  /** What it was proposed on has changed since */
  isOutdated: boolean
  /** Members that differ; items of lists by their id or key */
  changes: {
    pointer: string
    from: unknown
    to: unknown
  }[]
}

export interface FlagsRemoveEnvironmentInput extends CallOptions {
  path: {
    key: string
  }
}

export interface FlagsRemoveSegmentInput extends CallOptions {
  path: {
    key: string
  }
  query: {
    /** Of what was read before */
    version: number
    reason?: string | undefined
  }
}

export interface FlagsRestoreInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    /** Of what was read before */
    version: number
    reason?: string | undefined
  }
}

export type FlagsRestoreAnswer = Flag

export interface FlagsReviveInput extends CallOptions {
  path: {
    key: string
    environment: string
  }
  body: {
    reason: string
  }
}

export type FlagsReviveAnswer = {
  environment: string
  enabled: boolean
  offVariant: string | null
  prerequisites: {
    flag: string
    variants: string[]
  }[]
  rules: unknown[]
  fallthrough: unknown
  isKilled: boolean
  version: number
  changedAt: string
  changedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  /** Whether it changes by approved change requests only */
  needsApproval: boolean
  /** What was served in 30 days; no variant: the default of the caller */
  usage: {
    variant: string
    count: number
    lastAt: string
  }[]
}

export interface FlagsRollbackInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    /** Id of a flag-revision */
    revisionId: string
    /** Of what was read before */
    version: number
    reason?: string | undefined
  }
}

export type FlagsRollbackAnswer = Flag

export interface FlagsRollbackSegmentInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    /** Id of a flag-revision */
    revisionId: string
    /** Of what was read before */
    version: number
    reason?: string | undefined
  }
}

export type FlagsRollbackSegmentAnswer = {
  key: string
  title: string
  description: string
  /** A condition: see `Condition` of @plinth/sdk/flags */
  condition: Record<string, unknown>
  version: number
  changedAt: string
  changedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  usedBy: {
    flag: string
    environments: string[]
  }[]
}

export interface FlagsSayTargetingInput extends CallOptions {
  path: {
    key: string
    environment: string
  }
  body: {
    /** Of what was read before */
    version: number
    reason?: string | undefined
    targeting: {
      enabled: boolean
      offVariant: string | null
      prerequisites: {
        flag: string
        variants: string[]
      }[]
      rules: {
        id?: string | undefined
        description?: string | undefined
        /** A condition: see `Condition` of @plinth/sdk/flags */
        condition?: Record<string, unknown> | undefined
        startsAt?: string | undefined
        endsAt?: string | undefined
        rollout?:
          | {
              hash?:
                | 'fractional-v3'
                | 'fractional-v2'
                | 'unleash'
                | 'growthbook-v1'
                | 'growthbook-v2'
                | 'flagsmith'
                | 'eppo'
                | undefined
              /** Made by the server when it is left out */
              salt?: string | undefined
              bucketBy?: string | string[] | undefined
              orRandom?: boolean | undefined
              /** In 1/100,000 */
              share: number
            }
          | {
              hash?:
                | 'fractional-v3'
                | 'fractional-v2'
                | 'unleash'
                | 'growthbook-v1'
                | 'growthbook-v2'
                | 'flagsmith'
                | 'eppo'
                | undefined
              /** Made by the server when it is left out */
              salt?: string | undefined
              bucketBy?: string | string[] | undefined
              orRandom?: boolean | undefined
              ramp: {
                /** In 1/100,000 */
                from: number
                /** In 1/100,000 */
                to: number
                startsAt: string
                endsAt: string
              }
            }
          | undefined
        serve:
          | {
              variant: string
            }
          | {
              split: {
                hash?:
                  | 'fractional-v3'
                  | 'fractional-v2'
                  | 'unleash'
                  | 'growthbook-v1'
                  | 'growthbook-v2'
                  | 'flagsmith'
                  | 'eppo'
                  | undefined
                /** Made by the server when it is left out */
                salt?: string | undefined
                bucketBy?: string | string[] | undefined
                orRandom?: boolean | undefined
                weights: {
                  variant: string
                  weight: number
                  range?: number[] | undefined
                }[]
              }
            }
          | {
              logic: unknown
            }
          | null
        experiment?: string | undefined
        sticky?:
          | {
              key: string
              fallbackBucketBy?: string | undefined
              blocked?: string[] | undefined
              /** A condition: see `Condition` of @plinth/sdk/flags */
              condition?: Record<string, unknown> | undefined
            }
          | undefined
      }[]
      fallthrough:
        | {
            variant: string
          }
        | {
            split: {
              hash?:
                | 'fractional-v3'
                | 'fractional-v2'
                | 'unleash'
                | 'growthbook-v1'
                | 'growthbook-v2'
                | 'flagsmith'
                | 'eppo'
                | undefined
              /** Made by the server when it is left out */
              salt?: string | undefined
              bucketBy?: string | string[] | undefined
              orRandom?: boolean | undefined
              weights: {
                variant: string
                weight: number
                range?: number[] | undefined
              }[]
            }
          }
        | {
            logic: unknown
          }
        | null
    }
  }
}

export type FlagsSayTargetingAnswer = {
  environment: string
  enabled: boolean
  offVariant: string | null
  prerequisites: {
    flag: string
    variants: string[]
  }[]
  rules: unknown[]
  fallthrough: unknown
  isKilled: boolean
  version: number
  changedAt: string
  changedBy:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  /** Whether it changes by approved change requests only */
  needsApproval: boolean
  /** What was served in 30 days; no variant: the default of the caller */
  usage: {
    variant: string
    count: number
    lastAt: string
  }[]
}

export interface FlagsSegmentHistoryInput extends CallOptions {
  path: {
    key: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type FlagsSegmentHistoryAnswer = FlagRevisionPage

export type FlagsSnapshotInput = CallOptions

export type FlagsSnapshotAnswer = FlagSnapshot

export type FlagsSnapshotEventsInput = CallOptions

export interface InvoicesAllocateCreditInput extends KeyedCallOptions {
  path: {
    /** Id of a payment */
    id: string
  }
  body: {
    /** Id of a invoice */
    invoiceId: string
    /** Minor units */
    amountMinor?: string | undefined
  }
}

export type InvoicesAllocateCreditAnswer = InvoicePayment

export interface InvoicesBeginRecurrenceInput extends KeyedCallOptions {
  body: {
    template: InvoiceDraftSent
    frequency:
      | 'daily'
      | 'weekly'
      | 'two_weeks'
      | 'four_weeks'
      | 'monthly'
      | 'two_months'
      | 'three_months'
      | 'four_months'
      | 'six_months'
      | 'annually'
      | 'two_years'
      | 'three_years'
    startsOn: string
    endsOn?: string | null | undefined
    mode: 'draft' | 'issue' | 'send'
  }
}

export type InvoicesBeginRecurrenceAnswer = InvoiceRecurrence

export interface InvoicesChangeInput extends CallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
  body: {
    /** Id of a user */
    clientId?: string | null | undefined
    recipient?: InvoiceRecipient | undefined
    currency: string
    lines: InvoiceLineInput[]
    /** Minor units */
    discountMinor?: string | undefined
    taxRounding?: 'line' | 'document' | undefined
    dueInDays?: number | undefined
    note?: string | undefined
    version: number
  }
}

export type InvoicesChangeAnswer = Invoice

export interface InvoicesChangeCustomerInput extends CallOptions {
  path: {
    /** Id of a customer */
    id: string
  }
  body: {
    dunningPaused: boolean
  }
}

export type InvoicesChangeCustomerAnswer = InvoiceCustomer

export interface InvoicesChangeSettingsInput extends CallOptions {
  body: InvoiceSettings
}

export type InvoicesChangeSettingsAnswer = InvoiceSettings

export interface InvoicesCreditInput extends KeyedCallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
  body: {
    lines?: InvoiceLineInput[] | undefined
    note?: string | undefined
  }
}

export type InvoicesCreditAnswer = Invoice

export interface InvoicesCustomerInput extends CallOptions {
  path: {
    /** Id of a customer */
    id: string
  }
}

export type InvoicesCustomerAnswer = InvoiceCustomer

export interface InvoicesDeleteInput extends CallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
}

export interface InvoicesDraftInput extends KeyedCallOptions {
  body: {
    /** Id of a user */
    clientId?: string | null | undefined
    recipient?: InvoiceRecipient | undefined
    currency: string
    lines: InvoiceLineInput[]
    /** Minor units */
    discountMinor?: string | undefined
    taxRounding?: 'line' | 'document' | undefined
    dueInDays?: number | undefined
    note?: string | undefined
    source?:
      | {
          type: string
          id: string
          part: string | null
        }
      | undefined
  }
}

export type InvoicesDraftAnswer = Invoice

export interface InvoicesGetInput extends CallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
  query?:
    | {
        token?: string | undefined
      }
    | undefined
}

export type InvoicesGetAnswer = {
  /** Id of a invoice */
  id: string
  kind: 'invoice' | 'credit_note'
  status: 'draft' | 'issued' | 'partially_paid' | 'paid' | 'void' | 'written_off'
  overdue: boolean
  number: string | null
  /** Id of a customer */
  customerId: string
  /** Id of a user */
  clientId: string | null
  /** Id of a invoice */
  invoiceId: string | null
  source:
    | {
        type: string
        id: string
        part: string | null
      }
    | null
  recipientName: string
  currency: string
  taxRounding: 'line' | 'document'
  /** Minor units */
  subtotalMinor: string
  /** Minor units */
  discountMinor: string
  /** Minor units */
  taxMinor: string
  /** Minor units */
  totalMinor: string
  /** Minor units */
  paidMinor: string
  /** Minor units */
  creditedMinor: string
  /** Minor units */
  writtenOffMinor: string
  /** Minor units */
  balanceMinor: string
  issuedOn: string | null
  dueOn: string | null
  sentAt: string | null
  disputed: boolean
  dunningPaused: boolean
  createdAt: string
  version: number
  recipient: InvoiceRecipient
  note: string
  dueInDays: number
  taxes: {
    rateBp: number
    /** Minor units */
    baseMinor: string
    /** Minor units */
    taxMinor: string
  }[]
  closingReason: string | null
  lines: {
    description: string
    qty: string
    taxRateBp: number
    /** Minor units */
    unitMinor: string
    /** Minor units */
    amountMinor: string
    /** Minor units */
    discountMinor: string
    /** Minor units */
    taxMinor: string | null
  }[]
  /** Of the page as it is handed out; null for the moment before it is made */
  pdfSha256: string | null
  allocations: {
    /** Id of a payment */
    paymentId: string
    method: string
    receivedOn: string
    at: string
    /** Minor units */
    amountMinor: string
    reason: 'paid' | 'credited' | 'returned'
  }[]
  creditNotes: {
    /** Id of a invoice */
    id: string
    number: string | null
    /** Minor units */
    totalMinor: string
    issuedOn: string | null
  }[]
  notices: {
    step: number
    outcome: 'sent' | 'left_out'
    at: string
  }[]
}

export interface InvoicesIssueInput extends KeyedCallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
}

export type InvoicesIssueAnswer = Invoice

export interface InvoicesListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        status?:
          | 'draft'
          | 'issued'
          | 'partially_paid'
          | 'paid'
          | 'void'
          | 'written_off'
          | 'overdue'
          | undefined
        kind?: 'invoice' | 'credit_note' | undefined
        /** Id of a user */
        accountId?: string | undefined
        /** With `accountId`: whichever of the two fits */
        email?: string | undefined
        /** Id of a customer */
        customerId?: string | undefined
        /** Part of a number or of whom it is for */
        q?: string | undefined
        from?: string | undefined
        to?: string | undefined
      }
    | undefined
}

export type InvoicesListAnswer = InvoicePage

export interface InvoicesPauseDunningInput extends CallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
  body: {
    paused: boolean
    disputed?: boolean | undefined
  }
}

export type InvoicesPauseDunningAnswer = Invoice

export interface InvoicesPaymentsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        credit?: boolean | undefined
        /** Id of a customer */
        customerId?: string | undefined
      }
    | undefined
}

export type InvoicesPaymentsAnswer = InvoicePaymentPage

export interface InvoicesPdfInput extends CallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
  query?:
    | {
        token?: string | undefined
      }
    | undefined
}

export interface InvoicesRecordPaymentInput extends KeyedCallOptions {
  body: {
    /** Id of a invoice */
    invoiceId?: string | undefined
    /** Id of a customer */
    customerId?: string | undefined
    method: 'bank_transfer' | 'cash' | 'other'
    reference: string
    receivedOn: string
    currency: string
    /** Minor units */
    amountMinor: string
  }
}

export type InvoicesRecordPaymentAnswer = InvoicePayment

export interface InvoicesRecurrenceInput extends CallOptions {
  path: {
    /** Id of a recurrence */
    id: string
  }
}

export type InvoicesRecurrenceAnswer = {
  /** Id of a recurrence */
  id: string
  /** Id of a customer */
  customerId: string
  recipientName: string | null
  currency: string
  frequency:
    | 'daily'
    | 'weekly'
    | 'two_weeks'
    | 'four_weeks'
    | 'monthly'
    | 'two_months'
    | 'three_months'
    | 'four_months'
    | 'six_months'
    | 'annually'
    | 'two_years'
    | 'three_years'
  startsOn: string
  nextOn: string | null
  endsOn: string | null
  mode: 'draft' | 'issue' | 'send'
  status: 'active' | 'paused' | 'ended'
  createdAt: string
  template: InvoiceDraft
}

export interface InvoicesRecurrencesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type InvoicesRecurrencesAnswer = InvoiceRecurrencePage

export interface InvoicesReversePaymentInput extends KeyedCallOptions {
  path: {
    /** Id of a payment */
    id: string
  }
  body: {
    reason: string
  }
}

export type InvoicesReversePaymentAnswer = InvoicePayment

export interface InvoicesSendInput extends KeyedCallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
}

export type InvoicesSendAnswer = Invoice

export type InvoicesSettingsInput = CallOptions

export type InvoicesSettingsAnswer = InvoiceSettings

export interface InvoicesTotalsInput extends CallOptions {
  body: {
    currency: string
    lines: {
      /** Decimal, at most six places */
      qty: string
      /** Minor units */
      unitMinor: string
      /** Basis points: 1600 is 16 % */
      taxRateBp: number
    }[]
    /** Minor units */
    discountMinor?: string | undefined
    taxRounding?: 'line' | 'document' | undefined
  }
}

export type InvoicesTotalsAnswer = {
  taxRounding: 'line' | 'document'
  lines: {
    /** Minor units */
    amountMinor: string
    /** Minor units */
    discountMinor: string
    /** Minor units */
    taxMinor: string | null
  }[]
  taxes: {
    rateBp: number
    /** Minor units */
    baseMinor: string
    /** Minor units */
    taxMinor: string
  }[]
  /** Minor units */
  subtotalMinor: string
  /** Minor units */
  discountMinor: string
  /** Minor units */
  taxMinor: string
  /** Minor units */
  totalMinor: string
}

export interface InvoicesTurnRecurrenceInput extends CallOptions {
  path: {
    /** Id of a recurrence */
    id: string
  }
  body: {
    status: 'active' | 'paused' | 'ended'
  }
}

export type InvoicesTurnRecurrenceAnswer = InvoiceRecurrence

export interface InvoicesVoidInput extends KeyedCallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
  body: {
    reason: string
  }
}

export type InvoicesVoidAnswer = Invoice

export interface InvoicesWriteOffInput extends KeyedCallOptions {
  path: {
    /** Id of a invoice */
    id: string
  }
  body: {
    reason: string
  }
}

export type InvoicesWriteOffAnswer = Invoice

export interface JobsCancelInput extends CallOptions {
  path: {
    /** Id of a job */
    id: string
  }
}

export interface JobsGetInput extends CallOptions {
  path: {
    /** Id of a job */
    id: string
  }
}

export type JobsGetAnswer = {
  /** Id of a job */
  id: string
  queue: string
  tenant: string | null
  state: 'queued' | 'active' | 'completed' | 'failed' | 'quarantined' | 'cancelled'
  attempt: number
  attempts: number
  createdAt: string
  startAfter: string
  startedAt: string | null
  endedAt: string | null
  reason: string | null
  progress:
    | {
        percent: number
        note: string | null
        at: string
      }
    | null
  origin:
    | {
        /** Of the call that led to it */
        requestId: string
        /** `user:` or `system:` and who, or `anonymous` */
        actor: string
        traceparent?: string
      }
    | null
  failure:
    | {
        /** The kind of error */
        name: string
        code: string | null
        /** The calls that led to it */
        stack: string | null
      }
    | null
  /** The payload as it was stored; sensitive values are replaced */
  data: unknown
  payload:
    | {
        version: number
        /** Of the payloads that this program writes */
        currentVersion: number
        /** The payload as a handler would get it now; sensitive values are replaced */
        current: unknown
        /** Why a handler would not get it */
        fault: string | null
      }
    | null
}

export interface JobsListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        queue?: string | undefined
        state?: 'queued' | 'active' | 'completed' | 'failed' | 'quarantined' | 'cancelled' | undefined
      }
    | undefined
}

export type JobsListAnswer = {
  items: {
    /** Id of a job */
    id: string
    queue: string
    tenant: string | null
    state: 'queued' | 'active' | 'completed' | 'failed' | 'quarantined' | 'cancelled'
    attempt: number
    attempts: number
    createdAt: string
    startAfter: string
    startedAt: string | null
    endedAt: string | null
    reason: string | null
    progress:
      | {
          percent: number
          note: string | null
          at: string
        }
      | null
  }[]
  nextCursor: string | null
}

export type JobsOverviewInput = CallOptions

export type JobsOverviewAnswer = {
  queues: {
    name: string
    description: string
    idempotentBy: string
    /** Jobs that could run now, of what waits (ready, delayed and retrying together); no more than 10,000 are counted */
    ready: number
    /** Jobs whose time has not come, of what waits (ready, delayed and retrying together); no more than 10,000 are counted */
    delayed: number
    /** Jobs that wait for another try, of what waits (ready, delayed and retrying together); no more than 10,000 are counted */
    retrying: number
    /** Jobs that run; no more than 10,000 are counted */
    active: number
    /** Jobs that were given up, of what has failed (failed and quarantined together); no more than 10,000 are counted */
    failed: number
    /** Jobs that lost their worker again and again, of what has failed (failed and quarantined together); no more than 10,000 are counted */
    quarantined: number
    /** Jobs that ended in the last hour; no more than 10,000 are counted */
    completedLastHour: number
    /** Starts no job until it is resumed */
    paused: boolean
  }[]
  schedules: {
    name: string
    queue: string
    /** Five fields */
    cron: string
    /** IANA */
    zone: string
    lastTickAt: string | null
    nextTickAt: string | null
  }[]
}

export interface JobsPauseQueueInput extends CallOptions {
  path: {
    queue: string
  }
}

export interface JobsRedriveQueueInput extends CallOptions {
  path: {
    queue: string
  }
}

export type JobsRedriveQueueAnswer = {
  jobs: number
}

export interface JobsResumeQueueInput extends CallOptions {
  path: {
    queue: string
  }
}

export interface JobsRetryInput extends CallOptions {
  path: {
    /** Id of a job */
    id: string
  }
}

export interface MailListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?: 'queued' | 'sending' | 'sent' | 'failed' | 'suppressed' | 'uncertain' | undefined
      }
    | undefined
}

export type MailListAnswer = {
  items: {
    /** Id of a mail */
    id: string
    to: string
    template: string
    purpose: 'essential' | 'service' | 'news'
    state: 'queued' | 'sending' | 'sent' | 'failed' | 'suppressed' | 'uncertain'
    attempts: number
    reason: string | null
    reported: 'bounce' | 'complaint' | null
    createdAt: string
    sentAt: string | null
  }[]
  nextCursor: string | null
}

export type MailListOwnSubscriptionsInput = CallOptions

export type MailListOwnSubscriptionsAnswer = OwnSubscriptions

export interface MailListSuppressionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        reason?: 'bounce' | 'complaint' | 'unsubscribe' | undefined
        address?: string | undefined
      }
    | undefined
}

export type MailListSuppressionsAnswer = {
  items: {
    /** Id of a mail-suppression */
    id: string
    /** Null once the person was erased */
    address: string | null
    scope: 'all' | 'ordinary' | 'subscription'
    subscription: string | null
    reason: 'bounce' | 'complaint' | 'unsubscribe'
    detail: string | null
    /** Id of a mail */
    mailId: string | null
    createdAt: string
  }[]
  nextCursor: string | null
}

export type MailListTemplatesInput = CallOptions

export type MailListTemplatesAnswer = {
  items: {
    name: string
    purpose: 'essential' | 'service' | 'news'
    subscription: string | null
    /** Of the sample */
    subject: string
    languages: string[]
  }[]
}

export interface MailPreviewTemplateInput extends CallOptions {
  path: {
    name: string
  }
  query?:
    | {
        language?: string | undefined
      }
    | undefined
}

export type MailPreviewTemplateAnswer = {
  name: string
  purpose: 'essential' | 'service' | 'news'
  subscription: string | null
  /** Of the sample */
  subject: string
  languages: string[]
  text: string
}

export interface MailRemoveSuppressionInput extends CallOptions {
  path: {
    /** Id of a mail-suppression */
    id: string
  }
}

export interface MailSaveOwnSubscriptionInput extends CallOptions {
  path: {
    name: string
  }
  body: {
    wanted: boolean
  }
}

export type MailSaveOwnSubscriptionAnswer = OwnSubscriptions

export interface MailSendAgainInput extends CallOptions {
  path: {
    /** Id of a mail */
    id: string
  }
}

export interface MusicAddPlaylistItemInput extends KeyedCallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
  body: {
    /** Id of a track */
    trackId: string
    /** Id of a playlist-item */
    afterItemId?: string | null | undefined
  }
}

export type MusicAddPlaylistItemAnswer = Playlist

export interface MusicAnswerApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    message: string
  }
}

export type MusicAnswerApplicationAnswer = ArtistApplication

export interface MusicApplicationQueueInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'submitted'
          | 'in_review'
          | 'info_requested'
          | 'approved'
          | 'rejected'
          | 'withdrawn'
          | 'expired'
          | undefined
      }
    | undefined
}

export type MusicApplicationQueueAnswer = ArtistApplicationPage

export interface MusicApproveApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicApproveApplicationAnswer = ArtistApplication

export interface MusicClaimApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicClaimApplicationAnswer = ArtistApplication

export interface MusicClaimTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicClaimTrackAnswer = ReviewedTrack

export interface MusicCreatePlaylistInput extends KeyedCallOptions {
  body: {
    title: string
    description?: string | null | undefined
    visibility?: 'private' | 'unlisted' | 'public' | undefined
  }
}

export type MusicCreatePlaylistAnswer = Playlist

export interface MusicDecideTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
  body: {
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons?: ('audio-quality' | 'artwork' | 'metadata' | 'rights' | 'fit')[] | undefined
    feedback?: string | undefined
    publishAt?: string | null | undefined
  }
}

export type MusicDecideTrackAnswer = ReviewedTrack

export interface MusicDeletePlaylistInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
}

export interface MusicGetApplicationInput extends CallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicGetApplicationAnswer = ArtistApplication

export interface MusicGetArtistInput extends CallOptions {
  path: {
    slug: string
  }
}

export type MusicGetArtistAnswer = Artist

export interface MusicGetPlaylistInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
}

export type MusicGetPlaylistAnswer = Playlist

export interface MusicGetSubmissionInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicGetSubmissionAnswer = Submission

export interface MusicGetTrackInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicGetTrackAnswer = Track

export interface MusicHeartbeatTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicHeartbeatTrackAnswer = ReviewedTrack

export type MusicListAgreementsInput = CallOptions

export type MusicListAgreementsAnswer = {
  items: {
    /** Id of a agreement */
    id: string
    kind: 'terms' | 'license' | 'warranties'
    version: number
    title: string
    body: string
    sha256: string
    effectiveAt: string
  }[]
}

export interface MusicListAlbumsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        artist?: string | undefined
      }
    | undefined
}

export type MusicListAlbumsAnswer = AlbumPage

export interface MusicListArtistsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        mine?: boolean | undefined
      }
    | undefined
}

export type MusicListArtistsAnswer = ArtistPage

export type MusicListGenresInput = CallOptions

export type MusicListGenresAnswer = {
  items: {
    slug: string
    name: string
  }[]
}

export interface MusicListMyApplicationsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type MusicListMyApplicationsAnswer = ArtistApplicationPage

export interface MusicListMySubmissionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type MusicListMySubmissionsAnswer = SubmissionPage

export interface MusicListPlaylistsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        mine?: boolean | undefined
      }
    | undefined
}

export type MusicListPlaylistsAnswer = {
  items: {
    /** Id of a playlist */
    id: string
    title: string
    description: string | null
    visibility: 'private' | 'unlisted' | 'public'
    owner: {
      /** Id of a user */
      id: string
      name: string
    }
    isOwn: boolean
    trackCount: number
    version: number
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface MusicListTracksInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
        /** Slug of the artist */
        artist?: string | undefined
        genre?: string | undefined
      }
    | undefined
}

export type MusicListTracksAnswer = TrackPage

export interface MusicMovePlaylistItemInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
    /** Id of a playlist-item */
    itemId: string
  }
  body: {
    /** Id of a playlist-item */
    afterItemId: string | null
  }
}

export type MusicMovePlaylistItemAnswer = Playlist

export interface MusicPublishTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicPublishTrackAnswer = Track

export interface MusicRejectApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    reason: string
    reapplyAfterDays?: number | undefined
  }
}

export type MusicRejectApplicationAnswer = ArtistApplication

export interface MusicReleaseTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicReleaseTrackAnswer = ReviewedTrack

export interface MusicRemovePlaylistItemInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
    /** Id of a playlist-item */
    itemId: string
  }
}

export type MusicRemovePlaylistItemAnswer = Playlist

export interface MusicRequestInformationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    message: string
  }
}

export type MusicRequestInformationAnswer = ArtistApplication

export interface MusicResubmitInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
  body: {
    title?: string | undefined
    genre?: string | undefined
    explicit?: boolean | undefined
    language?: string | null | undefined
    isrc?: string | null | undefined
    description?: string | null | undefined
    albumTitle?: string | null | undefined
    /** Id of a file */
    audioFileId?: string | undefined
    /** Id of a file */
    coverFileId?: string | undefined
    version?: number | undefined
  }
}

export type MusicResubmitAnswer = Submission

export interface MusicReviewDetailInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicReviewDetailAnswer = ReviewedTrack

export interface MusicReviewQueueInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'probing'
          | 'rejected'
          | 'submitted'
          | 'in_review'
          | 'changes_requested'
          | 'approved'
          | 'published'
          | 'declined'
          | 'withdrawn'
          | undefined
      }
    | undefined
}

export type MusicReviewQueueAnswer = {
  items: {
    /** Id of a submission */
    id: string
    state:
      | 'probing'
      | 'rejected'
      | 'submitted'
      | 'in_review'
      | 'changes_requested'
      | 'approved'
      | 'published'
      | 'declined'
      | 'withdrawn'
    round: number
    version: number
    artist: {
      /** Id of a artist */
      id: string
      name: string
      slug: string
    }
    title: string
    genre: string
    explicit: boolean
    language: string | null
    isrc: string | null
    description: string | null
    albumTitle: string | null
    /** Id of a file */
    audioFileId: string
    /** Id of a file */
    coverFileId: string
    coverUrl: string | null
    durationMs: number | null
    findings: Finding[]
    reviews: {
      round: number
      verdict: 'approve' | 'request_changes' | 'decline'
      reasons: string[]
      feedback: string
      at: string
    }[]
    submittedAt: string | null
    dueAt: string | null
    publishAt: string | null
    /** Id of a track */
    trackId: string | null
    createdAt: string
    updatedAt: string
    claim:
      | {
          reviewer: {
            /** Id of a user */
            id: string
            name: string
          }
          until: string
        }
      | null
    submitter:
      | {
          /** Id of a user */
          id: string
          name: string
        }
      | null
  }[]
  nextCursor: string | null
}

export interface MusicReviewStreamInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export interface MusicSaveApplicationInput extends CallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    role?: 'solo' | 'band' | 'manager' | 'management-company' | null | undefined
    legalName?: string | null | undefined
    stageName?: string | null | undefined
    email?: string | null | undefined
    phone?: string | null | undefined
    country?: string | null | undefined
    bio?: string | null | undefined
    genres?: string[] | null | undefined
    ageVerified?: boolean | null | undefined
    bandMembers?:
      | {
          name: string
          role: string
        }[]
      | null
      | undefined
    companyName?: string | null | undefined
    links?: ArtistLinksSent | null | undefined
    payout?: PayoutWishSent | null | undefined
    agreementIds?: string[] | undefined
    version?: number | undefined
  }
}

export type MusicSaveApplicationAnswer = ArtistApplication

export interface MusicStartApplicationInput extends KeyedCallOptions {
  body: {
    role?: 'solo' | 'band' | 'manager' | 'management-company' | null | undefined
    legalName?: string | null | undefined
    stageName?: string | null | undefined
    email?: string | null | undefined
    phone?: string | null | undefined
    country?: string | null | undefined
    bio?: string | null | undefined
    genres?: string[] | null | undefined
    ageVerified?: boolean | null | undefined
    bandMembers?:
      | {
          name: string
          role: string
        }[]
      | null
      | undefined
    companyName?: string | null | undefined
    links?: ArtistLinksSent | null | undefined
    payout?: PayoutWishSent | null | undefined
    agreementIds?: string[] | undefined
    submit?: boolean | undefined
  }
}

export type MusicStartApplicationAnswer = ArtistApplication

export interface MusicStreamTrackInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export interface MusicSubmissionCoverInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
  query: {
    /** Side in pixels */
    size: 64 | 320 | 640 | 1280
  }
}

export interface MusicSubmitApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicSubmitApplicationAnswer = ArtistApplication

export interface MusicSubmitTrackInput extends KeyedCallOptions {
  body: {
    /** Id of a artist */
    artistId: string
    title: string
    genre: string
    explicit: boolean
    language?: string | null | undefined
    isrc?: string | null | undefined
    description?: string | null | undefined
    albumTitle?: string | null | undefined
    /** Id of a file */
    audioFileId: string
    /** Id of a file */
    coverFileId: string
  }
}

export type MusicSubmitTrackAnswer = Submission

export interface MusicTrackCoverInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
  query: {
    /** Side in pixels */
    size: 64 | 320 | 640 | 1280
  }
}

export interface MusicTrackWaveformInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicTrackWaveformAnswer = {
  version: number
  peaks: number[]
}

export interface MusicUnpublishTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicUnpublishTrackAnswer = Track

export interface MusicUpdatePlaylistInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
  body: {
    title?: string | undefined
    description?: string | null | undefined
    visibility?: 'private' | 'unlisted' | 'public' | undefined
    version?: number | undefined
  }
}

export type MusicUpdatePlaylistAnswer = Playlist

export interface MusicWithdrawApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicWithdrawApplicationAnswer = ArtistApplication

export interface MusicWithdrawSubmissionInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicWithdrawSubmissionAnswer = Submission

export type OperationsInstallationInput = CallOptions

export type OperationsInstallationAnswer = {
  products: string[]
}

export type OperationsStartupCheckInput = CallOptions

export type OperationsStartupCheckAnswer = {
  status: 'pass' | 'warn' | 'fail'
  checks: {
    name: string
    status: 'pass' | 'warn' | 'fail'
    observed: string
    fix: string | null
    tookMs: number
    at: string
  }[]
}

export interface OrganisationsAcceptInvitationInput extends CallOptions {
  body: {
    token: string
    name?: string | undefined
    password?: string | undefined
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type OrganisationsAcceptInvitationAnswer =
  | SignedIn
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }
  | {
      accepted: true
      roles: string[]
      /** Id of a organisation */
      organisationId: string | null
      organisationRole: 'owner' | 'admin' | 'member' | null
    }

export interface OrganisationsChangeInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  body: {
    name?: string | undefined
    slug?: string | undefined
  }
}

export type OrganisationsChangeAnswer = Organisation

export interface OrganisationsChangeMemberInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
    /** Id of a user */
    userId: string
  }
  body: {
    role: 'owner' | 'admin' | 'member'
  }
}

export interface OrganisationsCreateInput extends CallOptions {
  body: {
    name: string
    slug?: string | undefined
  }
}

export type OrganisationsCreateAnswer = Organisation

export interface OrganisationsDeleteInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  query?:
    | {
        confirm?: string | undefined
      }
    | undefined
}

export interface OrganisationsGetInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
}

export type OrganisationsGetAnswer = Organisation

export interface OrganisationsInviteInput extends CallOptions {
  body: {
    email: string
    roles: string[]
    /** Id of a organisation */
    organisationId?: string | undefined
    organisationRole?: 'owner' | 'admin' | 'member' | undefined
  }
}

export type OrganisationsInviteAnswer = Invitation

export interface OrganisationsInviteMemberInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  body: {
    email: string
    role?: 'owner' | 'admin' | 'member' | undefined
  }
}

export type OrganisationsInviteMemberAnswer = Invitation

export interface OrganisationsListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type OrganisationsListAnswer = OrganisationPage

export interface OrganisationsListInvitationsInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type OrganisationsListInvitationsAnswer = InvitationPage

export interface OrganisationsListMembersInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type OrganisationsListMembersAnswer = {
  items: {
    /** Id of a user */
    userId: string
    name: string
    email: string
    role: 'owner' | 'admin' | 'member'
    joinedAt: string
  }[]
  nextCursor: string | null
}

export interface OrganisationsListStaffInvitationsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type OrganisationsListStaffInvitationsAnswer = InvitationPage

export interface OrganisationsPeekInvitationInput extends CallOptions {
  body: {
    token: string
  }
}

export type OrganisationsPeekInvitationAnswer = {
  email: string
  roles: string[]
  organisation: string | null
  organisationRole: 'owner' | 'admin' | 'member' | null
  inviter: string | null
  expiresAt: string
  /** Sign in with it to accept; otherwise choose a name and a password */
  hasAccount: boolean
}

export interface OrganisationsRemoveMemberInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
    /** Id of a user */
    userId: string
  }
}

export interface OrganisationsResendInvitationInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
    /** Id of a invitation */
    invitationId: string
  }
}

export type OrganisationsResendInvitationAnswer = Invitation

export interface OrganisationsResendStaffInvitationInput extends CallOptions {
  path: {
    /** Id of a invitation */
    id: string
  }
}

export type OrganisationsResendStaffInvitationAnswer = Invitation

export interface OrganisationsRevokeInvitationInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
    /** Id of a invitation */
    invitationId: string
  }
}

export interface OrganisationsRevokeStaffInvitationInput extends CallOptions {
  path: {
    /** Id of a invitation */
    id: string
  }
}

export interface OrganisationsTransferInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  body: {
    /** Id of a user */
    userId: string
  }
}

export interface PaymentsCloseItemInput extends CallOptions {
  path: {
    /** Id of a recon-item */
    id: string
  }
  body: {
    reason: string
  }
}

export type PaymentsCloseItemAnswer = ReconciliationItem

export interface PaymentsConfirmInput extends CallOptions {
  path: {
    /** Id of a payment */
    id: string
  }
}

export type PaymentsConfirmAnswer = Payment

export interface PaymentsCreateIntentInput extends KeyedCallOptions {
  body: {
    subject: {
      type: string
      id: string
    }
    provider: 'stripe' | 'paypal' | 'mpesa'
    token?: string | undefined
    phone?: string | undefined
    returnUrl?: string | undefined
  }
}

export type PaymentsCreateIntentAnswer = {
  /** Id of a payment */
  paymentId: string
  state:
    | 'requires_action'
    | 'processing'
    | 'authorized'
    | 'succeeded'
    | 'failed'
    | 'canceled'
    | 'expired'
  amount: {
    minor: string
    currency: string
  }
  next:
    | {
        kind: 'card-form'
        clientSecret: string
        publishableKey: string | null
        standIn: string | null
      }
    | {
        kind: 'redirect'
        url: string
      }
    | {
        kind: 'wait'
      }
    | null
}

export interface PaymentsDryRunInput extends KeyedCallOptions {
  body: {
    provider: 'stripe' | 'paypal' | 'mpesa'
  }
}

export interface PaymentsExplainInput extends CallOptions {
  path: {
    /** Id of a payment */
    id: string
  }
}

export type PaymentsExplainAnswer = {
  payment: {
    /** Id of a payment */
    id: string
    subject: {
      type: string
      id: string
    }
    description: string
    amount: {
      minor: string
      currency: string
    }
    captured: {
      minor: string
      currency: string
    }
    refunded: {
      minor: string
      currency: string
    }
    disputed: {
      minor: string
      currency: string
    }
    state:
      | 'open'
      | 'authorized'
      | 'partially_captured'
      | 'captured'
      | 'partially_refunded'
      | 'refunded'
      | 'canceled'
    underReview: boolean
    fulfilled: boolean
    createdAt: string
    capturedAt: string | null
    review: string[]
    payer: {
      /** Id of a user */
      id: string | null
      name: string | null
      email: string
    }
  }
  attempts: {
    /** Id of a attempt */
    id: string
    provider: string
    submission: string
    state: string
    rule: string
    facts: {
      kind: string
      state: string
      reference: string
      amount: {
        minor: string
        currency: string
      }
      captured:
        | {
            minor: string
            currency: string
          }
        | null
      reason: string | null
      source: string
      eventId: string | null
      providerAt: string
      seenAt: string
      faults: string[]
      decides: boolean
    }[]
  }[]
  book: {
    /** Id of a ledger-tx */
    transactionId: string
    rule: string
    step: number
    account: string
    amount: {
      minor: string
      currency: string
    }
    postedAt: string
  }[]
}

export interface PaymentsGetInput extends CallOptions {
  path: {
    /** Id of a payment */
    id: string
  }
}

export type PaymentsGetAnswer = {
  /** Id of a payment */
  id: string
  subject: {
    type: string
    id: string
  }
  description: string
  amount: {
    minor: string
    currency: string
  }
  captured: {
    minor: string
    currency: string
  }
  refunded: {
    minor: string
    currency: string
  }
  disputed: {
    minor: string
    currency: string
  }
  state:
    | 'open'
    | 'authorized'
    | 'partially_captured'
    | 'captured'
    | 'partially_refunded'
    | 'refunded'
    | 'canceled'
  underReview: boolean
  fulfilled: boolean
  createdAt: string
  capturedAt: string | null
  review: string[]
  payer: {
    /** Id of a user */
    id: string | null
    name: string | null
    email: string
  }
  attempts: {
    /** Id of a attempt */
    id: string
    provider: 'stripe' | 'paypal' | 'mpesa'
    reference: string | null
    state: string
    captured: {
      minor: string
      currency: string
    }
    reason: string | null
    createdAt: string
  }[]
  refunds: Refund[]
  disputes: {
    /** Id of a dispute */
    id: string
    reference: string
    amount: {
      minor: string
      currency: string
    }
    state: 'open' | 'won' | 'lost'
    createdAt: string
  }[]
  refundable: {
    minor: string
    currency: string
  }
  fulfilledAt: string | null
  unsellableAt: string | null
}

export interface PaymentsItemsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        closed?: boolean | undefined
        kind?:
          | 'missing_local'
          | 'missing_remote'
          | 'mismatch'
          | 'orphan'
          | 'contradiction'
          | 'overpaid'
          | 'underpaid'
          | 'unresolved'
          | 'payout_difference'
          | 'ledger'
          | 'gap'
          | undefined
      }
    | undefined
}

export type PaymentsItemsAnswer = ReconciliationItemPage

export interface PaymentsListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'open'
          | 'authorized'
          | 'partially_captured'
          | 'captured'
          | 'partially_refunded'
          | 'refunded'
          | 'canceled'
          | undefined
        underReview?: boolean | undefined
        provider?: 'stripe' | 'paypal' | 'mpesa' | undefined
        from?: string | undefined
        to?: string | undefined
      }
    | undefined
}

export type PaymentsListAnswer = {
  items: {
    /** Id of a payment */
    id: string
    subject: {
      type: string
      id: string
    }
    description: string
    amount: {
      minor: string
      currency: string
    }
    captured: {
      minor: string
      currency: string
    }
    refunded: {
      minor: string
      currency: string
    }
    disputed: {
      minor: string
      currency: string
    }
    state:
      | 'open'
      | 'authorized'
      | 'partially_captured'
      | 'captured'
      | 'partially_refunded'
      | 'refunded'
      | 'canceled'
    underReview: boolean
    fulfilled: boolean
    createdAt: string
    capturedAt: string | null
    review: string[]
    payer: {
      /** Id of a user */
      id: string | null
      name: string | null
      email: string
    }
    provider: 'stripe' | 'paypal' | 'mpesa' | null
  }[]
  nextCursor: string | null
}

export interface PaymentsReceiptInput extends CallOptions {
  path: {
    /** Id of a payment */
    id: string
  }
}

export type PaymentsReceiptAnswer = {
  /** Id of a payment */
  paymentId: string
  subject: {
    type: string
    id: string
  }
  description: string
  payer: {
    name: string | null
    email: string
  }
  paidBy: {
    provider: 'stripe' | 'paypal' | 'mpesa'
    reference: string | null
    amount: {
      minor: string
      currency: string
    }
  }[]
  capturedAt: string | null
  captured: {
    minor: string
    currency: string
  }
  refunds: {
    /** Id of a refund */
    id: string
    amount: {
      minor: string
      currency: string
    }
    at: string
  }[]
  refunded: {
    minor: string
    currency: string
  }
  kept: {
    minor: string
    currency: string
  }
  account:
    | {
        fees: {
          minor: string
          currency: string
        }
        book: {
          account: string
          amount: {
            minor: string
            currency: string
          }
        }[]
        provider:
          | {
              gross: {
                minor: string
                currency: string
              }
              fee: {
                minor: string
                currency: string
              }
            }
          | null
        differences: {
          what: string
          minor: string
        }[]
      }
    | null
}

export type PaymentsReconciliationInput = CallOptions

export type PaymentsReconciliationAnswer = {
  openItems: number
  providers: {
    name: 'stripe' | 'paypal' | 'mpesa'
    account: string
    livemode: boolean
    loops: {
      loop: 'events' | 'objects' | 'balance'
      lastEndedAt: string | null
    }[]
  }[]
}

export interface PaymentsRefundInput extends KeyedCallOptions {
  path: {
    /** Id of a payment */
    id: string
  }
  body: {
    amount: {
      minor: string
      currency: string
    }
    reason: string
  }
}

export type PaymentsRefundAnswer = Refund

export interface PaymentsRunsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        provider?: 'stripe' | 'paypal' | 'mpesa' | undefined
        all?: boolean | undefined
      }
    | undefined
}

export type PaymentsRunsAnswer = {
  items: {
    /** Id of a recon-run */
    id: string
    provider: 'stripe' | 'paypal' | 'mpesa'
    account: string
    loop: 'events' | 'objects' | 'balance'
    from: string
    to: string
    isDry: boolean
    state: 'running' | 'done'
    read: number
    found: Record<string, number>
    findings: {
      kind:
        | 'missing_local'
        | 'missing_remote'
        | 'mismatch'
        | 'orphan'
        | 'contradiction'
        | 'overpaid'
        | 'underpaid'
        | 'unresolved'
        | 'payout_difference'
        | 'ledger'
        | 'gap'
      key: string
      /** Id of a payment */
      paymentId: string | null
      details: Record<string, unknown>
    }[]
    startedBy: string
    startedAt: string
    endedAt: string | null
  }[]
  nextCursor: string | null
}

export type PaymentsTrialBalanceInput = CallOptions

export type PaymentsTrialBalanceAnswer = {
  items: {
    account: string
    kind: string
    balance: {
      minor: string
      currency: string
    }
  }[]
}

export interface PaymentsViewInput extends CallOptions {
  path: {
    /** Id of a payment */
    id: string
  }
}

export type PaymentsViewAnswer = Payment

export interface PaymentsViewOfSubjectInput extends CallOptions {
  path: {
    type: string
    id: string
  }
}

export type PaymentsViewOfSubjectAnswer = {
  payment: Payment | null
}

export interface PaymentsWaysInput extends CallOptions {
  query: {
    minor: string
    currency: string
  }
}

export type PaymentsWaysAnswer = {
  items: {
    provider: 'stripe' | 'paypal' | 'mpesa'
    live: boolean
  }[]
}

export interface ProviderAddClientInput extends CallOptions {
  body: {
    name: string
    redirectUris: string[]
    confidential: boolean
    /** An application of your own team: no consent is asked */
    trusted?: boolean | undefined
  }
}

export type ProviderAddClientAnswer = {
  client: ApplicationClient
  secret: string | null
}

export interface ProviderApproveInput extends CallOptions {
  path: {
    uid: string
  }
}

export type ProviderApproveAnswer = {
  /** Where the browser goes now */
  redirectTo: string
}

export interface ProviderDenyInput extends CallOptions {
  path: {
    uid: string
  }
}

export type ProviderDenyAnswer = {
  /** Where the browser goes now */
  redirectTo: string
}

export interface ProviderInteractionInput extends CallOptions {
  path: {
    uid: string
  }
}

export type ProviderInteractionAnswer = {
  client: {
    /** Id of a client */
    id: string
    name: string
    host: string
  }
  scopes: string[]
  /** Nothing new is asked: the page goes on by itself */
  settled: boolean
}

export interface ProviderListClientsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type ProviderListClientsAnswer = ApplicationClientPage

export type ProviderListConsentsInput = CallOptions

export type ProviderListConsentsAnswer = {
  items: {
    client: {
      /** Id of a client */
      id: string
      name: string
    }
    scopes: string[]
    grantedAt: string
  }[]
  nextCursor: string | null
}

export interface ProviderRemoveClientInput extends CallOptions {
  path: {
    /** Id of a client */
    id: string
  }
}

export interface ProviderRenewSecretInput extends CallOptions {
  path: {
    /** Id of a client */
    id: string
  }
}

export type ProviderRenewSecretAnswer = {
  secret: string
}

export interface ProviderWithdrawConsentInput extends CallOptions {
  path: {
    /** Id of a client */
    id: string
  }
}

export interface SecretsCancelRotationInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
}

export type SecretsCancelRotationAnswer = StoredSecretDetail

export interface SecretsChangeInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
  body: {
    /** As last seen */
    revision?: number | undefined
    description?: string | undefined
    tags?: string[] | undefined
    /** Id of a user */
    ownerId?: string | undefined
    expiresAt?: string | null | undefined
  }
}

export type SecretsChangeAnswer = StoredSecretDetail

export interface SecretsChangeLeaseTemplateInput extends CallOptions {
  path: {
    /** Id of a lease-template */
    id: string
  }
  body: {
    /** Small letters, digits, dots, hyphens and underscores, in folders: `payments/stripe` */
    path: string
    description: string
    kind: 'postgresql' | 'redis'
    /** The reference of a secret, a URL: what accounts are made with */
    connection: string
    rules: {
      postgresql?:
        | {
            /** Roles that the account is a member of */
            memberOf: string[]
            grants: {
              schema: string
              /** When left out, all that are there when the account is made */
              tables?: string[] | undefined
              privileges: ('SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE' | 'REFERENCES' | 'TRIGGER')[]
            }[]
            connections: number
          }
        | undefined
      redis?:
        | {
            commands: string[]
            keys: string[]
            channels: string[]
          }
        | undefined
    }
    ttlSeconds: number
    maxTtlSeconds: number
    version: number
  }
}

export type SecretsChangeLeaseTemplateAnswer = LeaseTemplate

export interface SecretsCreateInput extends CallOptions {
  body: {
    /** Small letters, digits, dots, hyphens and underscores, in folders: `payments/stripe` */
    path: string
    environment: 'development' | 'test' | 'staging' | 'production'
    value?: string | undefined
    generate?:
      | {
          length: number
          /** `alphanumeric`, `hex`, `base64url`, `ascii`, or the characters themselves */
          alphabet: string
        }
      | undefined
    /** Id of a organisation */
    organisationId?: string | undefined
    description?: string | undefined
    tags?: string[] | undefined
    format?: 'text' | 'json' | undefined
    /** Id of a user */
    ownerId?: string | undefined
    expiresAt?: string | null | undefined
  }
}

export type SecretsCreateAnswer = StoredSecretDetail

export interface SecretsCreateGrantInput extends CallOptions {
  body: {
    pattern: string
    /** Id of a organisation */
    organisationId?: string | undefined
    environment?: 'development' | 'test' | 'staging' | 'production' | undefined
    holderKind: 'role' | 'user' | 'api-key'
    holder: string
    may: ('read' | 'reveal' | 'manage' | 'lease')[]
    expiresAt?: string | null | undefined
  }
}

export type SecretsCreateGrantAnswer = SecretGrant

export interface SecretsCreateLeaseTemplateInput extends CallOptions {
  body: {
    /** Small letters, digits, dots, hyphens and underscores, in folders: `payments/stripe` */
    path: string
    description: string
    kind: 'postgresql' | 'redis'
    /** The reference of a secret, a URL: what accounts are made with */
    connection: string
    rules: {
      postgresql?:
        | {
            /** Roles that the account is a member of */
            memberOf: string[]
            grants: {
              schema: string
              /** When left out, all that are there when the account is made */
              tables?: string[] | undefined
              privileges: ('SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE' | 'REFERENCES' | 'TRIGGER')[]
            }[]
            connections: number
          }
        | undefined
      redis?:
        | {
            commands: string[]
            keys: string[]
            channels: string[]
          }
        | undefined
    }
    ttlSeconds: number
    maxTtlSeconds: number
  }
}

export type SecretsCreateLeaseTemplateAnswer = LeaseTemplate

export interface SecretsDeleteInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
}

export interface SecretsDeleteGrantInput extends CallOptions {
  path: {
    /** Id of a secret-grant */
    id: string
  }
}

export interface SecretsDeleteLeaseTemplateInput extends CallOptions {
  path: {
    /** Id of a lease-template */
    id: string
  }
}

export interface SecretsDestroyInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
  body: {
    reason: string
  }
}

export interface SecretsDestroyVersionInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
    number: string
  }
  body: {
    reason: string
  }
}

export interface SecretsEndRotationInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
}

export interface SecretsGetInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
}

export type SecretsGetAnswer = StoredSecretDetail

export interface SecretsGrantsInput extends CallOptions {
  query?:
    | {
        /** Id of a organisation */
        organisationId?: string | undefined
      }
    | undefined
}

export type SecretsGrantsAnswer = {
  items: SecretGrant[]
}

export interface SecretsIssueLeaseInput extends KeyedCallOptions {
  body: {
    /** Small letters, digits, dots, hyphens and underscores, in folders: `payments/stripe` */
    template: string
    ttlSeconds?: number | undefined
  }
}

export type SecretsIssueLeaseAnswer = IssuedSecretLease

export interface SecretsLeaseInput extends CallOptions {
  path: {
    /** Id of a lease */
    id: string
  }
}

export type SecretsLeaseAnswer = SecretLease

export type SecretsLeaseTemplatesInput = CallOptions

export type SecretsLeaseTemplatesAnswer = {
  items: LeaseTemplate[]
}

export interface SecretsLeasesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        prefix?: string | undefined
        /** Without those that have ended */
        live?: boolean | undefined
      }
    | undefined
}

export type SecretsLeasesAnswer = SecretLeasePage

export interface SecretsListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Id of a organisation */
        organisationId?: string | undefined
        environment?: 'development' | 'test' | 'staging' | 'production' | undefined
        prefix?: string | undefined
        search?: string | undefined
        state?: 'live' | 'deleted' | undefined
      }
    | undefined
}

export type SecretsListAnswer = StoredSecretPage

export interface SecretsLookUpInput extends CallOptions {
  body: {
    value: string
    /** Id of a organisation */
    organisationId?: string | undefined
  }
}

export type SecretsLookUpAnswer = {
  items: {
    /** Id of a secret */
    id: string
    path: string
    environment: 'development' | 'test' | 'staging' | 'production'
    number: number
    stages: string[]
    isDeleted: boolean
    /** It is current, or its overlap is not over */
    isGood: boolean
    rotator: string | null
    may: {
      reveal: boolean
      manage: boolean
    }
  }[]
}

export interface SecretsMoveStageInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
    stage: string
  }
  body: {
    number: number
    /** As long the former value is good too */
    overlapSeconds?: number | undefined
  }
}

export type SecretsMoveStageAnswer = StoredSecretDetail

export interface SecretsPlanRotationInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
  body: {
    rotator: string
    /** As long the former value is good too */
    overlapSeconds: number
    length: number
    /** `alphanumeric`, `hex`, `base64url`, `ascii`, or the characters themselves */
    alphabet: string
    everyDays?: number | null | undefined
    field?: string | null | undefined
    options?: Record<string, unknown> | undefined
  }
}

export type SecretsPlanRotationAnswer = StoredSecretDetail

export interface SecretsReadInput extends CallOptions {
  body: {
    reference: string
    environment?: 'development' | 'test' | 'staging' | 'production' | undefined
    /** Id of a organisation */
    organisationId?: string | undefined
  }
}

export type SecretsReadAnswer = {
  value: string
  number: number
  /** Small letters, digits, dots, hyphens and underscores, in folders: `payments/stripe` */
  path: string
  environment: 'development' | 'test' | 'staging' | 'production'
}

export interface SecretsRemoveStageInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
    stage: string
  }
}

export interface SecretsRenewLeaseInput extends CallOptions {
  path: {
    /** Id of a lease */
    id: string
  }
  body: {
    ttlSeconds?: number | undefined
  }
}

export type SecretsRenewLeaseAnswer = SecretLease

export interface SecretsRestoreInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
}

export interface SecretsRevealInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
  body: {
    reason: string
    /** A number or a stage */
    at?: string | undefined
    field?: string | undefined
  }
}

export type SecretsRevealAnswer = {
  value: string
  number: number
}

export interface SecretsRevokeLeaseInput extends CallOptions {
  path: {
    /** Id of a lease */
    id: string
  }
}

export type SecretsRevokeLeaseAnswer = SecretLease

export interface SecretsRevokeLeasesInput extends CallOptions {
  body: {
    pattern: string
  }
}

export type SecretsRevokeLeasesAnswer = {
  revoked: number
}

export interface SecretsRollBackInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
  body: {
    reason: string
  }
}

export type SecretsRollBackAnswer = StoredSecretDetail

export interface SecretsRotateInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
}

export type SecretsRotateAnswer = StoredSecretDetail

export type SecretsRotatorsInput = CallOptions

export type SecretsRotatorsAnswer = {
  items: {
    name: string
    title: string
    /** What it does, and what the value is */
    description: string
    /** It renews the installation's own secrets only */
    isOfInstallation: boolean
    /** The JSON Schema of its options */
    options: Record<string, unknown>
  }[]
}

export interface SecretsShowingsInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type SecretsShowingsAnswer = {
  items: {
    id: string
    at: string
    /** Of the version that was shown */
    number: number | null
    /** As they gave it; programs give none */
    reason: string | null
    byName: string | null
    /** Of the key that was used, when it was one */
    apiKeyName: string | null
  }[]
  nextCursor: string | null
}

export interface SecretsWriteVersionInput extends CallOptions {
  path: {
    /** Id of a secret */
    id: string
  }
  body: {
    value?: string | undefined
    generate?:
      | {
          length: number
          /** `alphanumeric`, `hex`, `base64url`, `ascii`, or the characters themselves */
          alphabet: string
        }
      | undefined
    expected: number
    stage?: 'current' | 'pending' | undefined
    /** As long the former value is good too */
    overlapSeconds?: number | undefined
  }
}

export type SecretsWriteVersionAnswer = StoredSecretDetail

export interface SettingsChangeAnnouncementInput extends CallOptions {
  body: {
    value: AnnouncementSent
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
    /** Members that follow the environment file and the default again, whatever `value` says */
    inherit?: ('isShown' | 'text' | 'linkLabel' | 'linkPath')[] | undefined
  }
}

export type SettingsChangeAnnouncementAnswer = {
  value: Announcement
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export interface SettingsChangeBusinessInput extends CallOptions {
  body: {
    value: BusinessSent
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
    /** Members that follow the environment file and the default again, whatever `value` says */
    inherit?: ('tagline' | 'email' | 'phone' | 'address' | 'openingHours' | 'links')[] | undefined
  }
}

export type SettingsChangeBusinessAnswer = {
  value: Business
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export interface SettingsChangeCaptchaInput extends CallOptions {
  body: {
    value: {
      /** altcha is built in: proof of work, no third party */
      provider: 'altcha' | 'turnstile' | 'hcaptcha'
      /** Of the account at the service; public */
      siteKey?: string | undefined
      /** Reference of the secret that holds it: `secret:captcha/turnstile`. Absent: that of the variables */
      secretKey?: string | undefined
    }
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
    /** Members that follow the environment file and the default again, whatever `value` says */
    inherit?: ('provider' | 'siteKey' | 'secretKey')[] | undefined
  }
}

export type SettingsChangeCaptchaAnswer = {
  value: {
    /** altcha is built in: proof of work, no third party */
    provider: 'altcha' | 'turnstile' | 'hcaptcha'
    /** Of the account at the service; public */
    siteKey?: string
    /** Reference of the secret that holds it: `secret:captcha/turnstile`. Absent: that of the variables */
    secretKey?: string
  }
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export interface SettingsChangeFileLifecycleInput extends CallOptions {
  body: {
    value: {
      /** How many are kept of each file beside the one it shows; 0 for all */
      versionsMax: number
      /** How long one is kept after another took its place; 0 for ever */
      versionDays: number
      /** How long one can be restored; then its bytes are gone */
      discardedDays: number
      /** They are deleted if nothing uses them */
      expiry?:
        | {
            purpose: string
            days: number
          }[]
        | undefined
    }
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
    /** Members that follow the environment file and the default again, whatever `value` says */
    inherit?: ('versionsMax' | 'versionDays' | 'discardedDays' | 'expiry')[] | undefined
  }
}

export type SettingsChangeFileLifecycleAnswer = {
  value: {
    /** How many are kept of each file beside the one it shows; 0 for all */
    versionsMax: number
    /** How long one is kept after another took its place; 0 for ever */
    versionDays: number
    /** How long one can be restored; then its bytes are gone */
    discardedDays: number
    /** They are deleted if nothing uses them */
    expiry?: {
      purpose: string
      days: number
    }[]
  }
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export interface SettingsChangeSiteInput extends CallOptions {
  body: {
    value: {
      name: string
      description?: string | undefined
    }
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
    /** Members that follow the environment file and the default again, whatever `value` says */
    inherit?: ('name' | 'description')[] | undefined
  }
}

export type SettingsChangeSiteAnswer = {
  value: {
    name: string
    description?: string
  }
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export interface SettingsChangeTradingCurrencyRatesInput extends CallOptions {
  body: {
    value: {
      /** ecb: the euro reference rates of the European Central Bank, each working day. off: only from traders */
      source: 'off' | 'ecb'
      /** It holds eurofxref-hist.xml and eurofxref-hist-90d.xml */
      baseUrl: string
    }
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
    /** Members that follow the environment file and the default again, whatever `value` says */
    inherit?: ('source' | 'baseUrl')[] | undefined
  }
}

export type SettingsChangeTradingCurrencyRatesAnswer = {
  value: {
    /** ecb: the euro reference rates of the European Central Bank, each working day. off: only from traders */
    source: 'off' | 'ecb'
    /** It holds eurofxref-hist.xml and eurofxref-hist-90d.xml */
    baseUrl: string
  }
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export interface SettingsChangeTradingPlanInput extends CallOptions {
  body: {
    value: TradingPlan
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
    /** Members that follow the environment file and the default again, whatever `value` says */
    inherit?: 'plan'[] | undefined
  }
}

export type SettingsChangeTradingPlanAnswer = {
  value: TradingPlan
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export interface SettingsChangeTradingPlansInput extends CallOptions {
  body: {
    value: TradingPlansSent
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
    /** Members that follow the environment file and the default again, whatever `value` says */
    inherit?: 'plans'[] | undefined
  }
}

export type SettingsChangeTradingPlansAnswer = {
  value: TradingPlans
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export interface SettingsChangeTradingPriceBarsInput extends CallOptions {
  body: {
    value: {
      /** csv: daily bars at an address with {symbol}, as Stooq and Alpha Vantage tell them. tiingo: daily, and of five minutes */
      source: 'off' | 'csv' | 'tiingo'
      /** Of csv with {symbol}, {from}, {to}, {from8}, {to8} and {key} where they belong; of tiingo its base */
      url: string
      /** In which the source tells prices: instruments in others are not asked for */
      currency: string
      /** Also the bars of five minutes, where the source has them */
      intraday: boolean
      /** At most */
      requestsPerHour: number
      /** Daily bars of coins, pairs, futures and the like as CSV, at an address as that of csv; {plain} is the symbol in small letters and digits alone */
      others?:
        | {
            assetClass: 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
            url: string
          }[]
        | undefined
      /** Reference of the secret that holds it: `secret:trading/prices` */
      apiKey?: string | undefined
    }
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
    /** Members that follow the environment file and the default again, whatever `value` says */
    inherit?:
      | ('source' | 'url' | 'currency' | 'intraday' | 'requestsPerHour' | 'others' | 'apiKey')[]
      | undefined
  }
}

export type SettingsChangeTradingPriceBarsAnswer = {
  value: {
    /** csv: daily bars at an address with {symbol}, as Stooq and Alpha Vantage tell them. tiingo: daily, and of five minutes */
    source: 'off' | 'csv' | 'tiingo'
    /** Of csv with {symbol}, {from}, {to}, {from8}, {to8} and {key} where they belong; of tiingo its base */
    url: string
    /** In which the source tells prices: instruments in others are not asked for */
    currency: string
    /** Also the bars of five minutes, where the source has them */
    intraday: boolean
    /** At most */
    requestsPerHour: number
    /** Daily bars of coins, pairs, futures and the like as CSV, at an address as that of csv; {plain} is the symbol in small letters and digits alone */
    others?: {
      assetClass: 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
      url: string
    }[]
    /** Reference of the secret that holds it: `secret:trading/prices` */
    apiKey?: string
  }
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export type SettingsConfigInput = CallOptions

export type SettingsConfigAnswer = {
  environment: 'development' | 'test' | 'staging' | 'production'
  version: string
  settingsFile: string | null
  variables: {
    name: string
    group: string
    kind: string
    description: string
    default: string | null
    source: 'environment' | 'file' | 'generated' | 'default' | 'unset'
    isSet: boolean
    /** Never of a secret */
    value: string | null
    severity: 'error' | 'warning' | 'info' | null
  }[]
  settings: {
    key: string
    title: string
    publicMembers: string[]
    /** What holds */
    value: Record<string, unknown>
    /** What holds where nobody says anything */
    fallback: Record<string, unknown>
    /** 0 as long as nobody has said anything */
    version: number
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
    /** What was said is of an older schema; the layers beneath hold until it is said anew */
    isOutdated: boolean
    /** Of every member of the schema where it comes from */
    members: {
      name: string
      source: 'default' | 'file' | 'database' | 'environment'
      /** The environment variable that holds it, so that it cannot be changed here */
      variable: string | null
      /** What holds where nothing is said here; null where nothing does */
      beneath: unknown
      changedAt: string | null
      /** Id of a user */
      changedBy: string | null
      changedByName: string | null
    }[]
    severity: 'error' | 'warning' | 'info' | null
  }[]
  findings: {
    severity: 'error' | 'warning' | 'info'
    message: string
    subject: string
  }[]
}

export type SettingsExportInput = CallOptions

export type SettingsExportAnswer = SettingsDocument

export interface SettingsHistoryInput extends CallOptions {
  path: {
    key: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type SettingsHistoryAnswer = SettingRevisionPage

export interface SettingsImportInput extends CallOptions {
  body: {
    document: SettingsDocument
    /** Only tells what would come of it */
    dryRun: boolean
    /** By `key.member`, or by key */
    resolutions?: Record<string, 'keep' | 'take'> | undefined
    /** Why; kept in the history */
    reason?: string | undefined
  }
}

export type SettingsImportAnswer = {
  isApplied: boolean
  revision: number
  differences: {
    key: string
    title: string | null
    member: string
    base: {
      state: 'said' | 'omitted' | 'unsaid'
      value: unknown
    }
    ours: {
      state: 'said' | 'omitted' | 'unsaid'
      value: unknown
    }
    theirs: {
      state: 'said' | 'omitted' | 'unsaid'
      value: unknown
    }
    /** conflict, held and unknown wait for a resolution */
    outcome: 'keep' | 'take' | 'conflict' | 'held' | 'unknown'
  }[]
  faults: {
    key: string
    member: string | null
    message: string
  }[]
}

export type SettingsListInput = CallOptions

export type SettingsListAnswer = {
  items: {
    key: string
    title: string
    description: string
    /** Whether everybody reads all of it */
    isPublic: boolean
    /** What everybody reads */
    publicMembers: string[]
    /** JSON Schema of the value */
    schema: Record<string, unknown>
    /** What holds */
    value: Record<string, unknown>
    /** 0 as long as nobody has said anything */
    version: number
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
    /** What was said is of an older schema; the layers beneath hold until it is said anew */
    isOutdated: boolean
    /** Of every member of the schema where it comes from */
    members: {
      name: string
      source: 'default' | 'file' | 'database' | 'environment'
      /** The environment variable that holds it, so that it cannot be changed here */
      variable: string | null
      /** What holds where nothing is said here; null where nothing does */
      beneath: unknown
      changedAt: string | null
      /** Id of a user */
      changedBy: string | null
      changedByName: string | null
    }[]
    findings: {
      severity: 'error' | 'warning' | 'info'
      message: string
      member: string | null
    }[]
  }[]
}

export type SettingsPublicInput = CallOptions

/** By key, the value of each; `GET /api/settings/{key}` has the types */
export type SettingsPublicAnswer = Record<string, unknown>

export type SettingsPublicConfigInput = CallOptions

export type SettingsPublicConfigAnswer = {
  environment: 'development' | 'test' | 'staging' | 'production'
  version: string
  products: string[]
  /** By key, the public members of each */
  settings: Record<string, unknown>
}

export type SettingsReadAnnouncementInput = CallOptions

export type SettingsReadAnnouncementAnswer = {
  value: Announcement
  /** 0 as long as nobody has said anything */
  version: number
}

export type SettingsReadBusinessInput = CallOptions

export type SettingsReadBusinessAnswer = {
  value: Business
  /** 0 as long as nobody has said anything */
  version: number
}

export type SettingsReadCaptchaInput = CallOptions

export type SettingsReadCaptchaAnswer = {
  value: {
    /** altcha is built in: proof of work, no third party */
    provider: 'altcha' | 'turnstile' | 'hcaptcha'
    /** Of the account at the service; public */
    siteKey?: string
    /** Reference of the secret that holds it: `secret:captcha/turnstile`. Absent: that of the variables */
    secretKey?: string
  }
  /** 0 as long as nobody has said anything */
  version: number
}

export type SettingsReadFileLifecycleInput = CallOptions

export type SettingsReadFileLifecycleAnswer = {
  value: {
    /** How many are kept of each file beside the one it shows; 0 for all */
    versionsMax: number
    /** How long one is kept after another took its place; 0 for ever */
    versionDays: number
    /** How long one can be restored; then its bytes are gone */
    discardedDays: number
    /** They are deleted if nothing uses them */
    expiry?: {
      purpose: string
      days: number
    }[]
  }
  /** 0 as long as nobody has said anything */
  version: number
}

export type SettingsReadSiteInput = CallOptions

export type SettingsReadSiteAnswer = {
  value: {
    name: string
    description?: string
  }
  /** 0 as long as nobody has said anything */
  version: number
}

export type SettingsReadTradingCurrencyRatesInput = CallOptions

export type SettingsReadTradingCurrencyRatesAnswer = {
  value: {
    /** ecb: the euro reference rates of the European Central Bank, each working day. off: only from traders */
    source: 'off' | 'ecb'
    /** It holds eurofxref-hist.xml and eurofxref-hist-90d.xml */
    baseUrl: string
  }
  /** 0 as long as nobody has said anything */
  version: number
}

export type SettingsReadTradingPlanInput = CallOptions

export type SettingsReadTradingPlanAnswer = {
  value: TradingPlan
  /** 0 as long as nobody has said anything */
  version: number
}

export type SettingsReadTradingPlansInput = CallOptions

export type SettingsReadTradingPlansAnswer = {
  value: TradingPlans
  /** 0 as long as nobody has said anything */
  version: number
}

export type SettingsReadTradingPriceBarsInput = CallOptions

export type SettingsReadTradingPriceBarsAnswer = {
  value: {
    /** csv: daily bars at an address with {symbol}, as Stooq and Alpha Vantage tell them. tiingo: daily, and of five minutes */
    source: 'off' | 'csv' | 'tiingo'
    /** Of csv with {symbol}, {from}, {to}, {from8}, {to8} and {key} where they belong; of tiingo its base */
    url: string
    /** In which the source tells prices: instruments in others are not asked for */
    currency: string
    /** Also the bars of five minutes, where the source has them */
    intraday: boolean
    /** At most */
    requestsPerHour: number
    /** Daily bars of coins, pairs, futures and the like as CSV, at an address as that of csv; {plain} is the symbol in small letters and digits alone */
    others?: {
      assetClass: 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
      url: string
    }[]
    /** Reference of the secret that holds it: `secret:trading/prices` */
    apiKey?: string
  }
  /** 0 as long as nobody has said anything */
  version: number
}

export interface SettingsRollBackInput extends CallOptions {
  path: {
    key: string
  }
  body: {
    /** 0 as long as nobody has said anything */
    to: number
    /** 0 as long as nobody has said anything */
    version: number
    /** Why; kept in the history */
    reason?: string | undefined
  }
}

export type SettingsRollBackAnswer = {
  /** What holds now */
  value: Record<string, unknown>
  /** 0 as long as nobody has said anything */
  version: number
  changedAt: string | null
  /** Id of a user */
  changedBy: string | null
  changedByName: string | null
  /** What was said is of an older schema; the layers beneath hold until it is said anew */
  isOutdated: boolean
  /** Of every member of the schema where it comes from */
  members: {
    name: string
    source: 'default' | 'file' | 'database' | 'environment'
    /** The environment variable that holds it, so that it cannot be changed here */
    variable: string | null
    /** What holds where nothing is said here; null where nothing does */
    beneath: unknown
    changedAt: string | null
    /** Id of a user */
    changedBy: string | null
    changedByName: string | null
  }[]
}

export interface TradingAcceptMentoringInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
  }
}

export interface TradingAddTagInput extends KeyedCallOptions {
  body: {
    name: string
    grouping: 'setup' | 'mistake' | 'emotion' | 'custom'
  }
}

export type TradingAddTagAnswer = TradeTag

export interface TradingAnalyseBehaviourInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        /** After a loss; 15 when absent */
        minutes?: number | undefined
        /** Times the median size; 2 when absent */
        factor?: number | undefined
        /** The plan; not looked at when absent */
        perDay?: number | undefined
        /** Planned from this minute of the day; not looked at when absent */
        fromMinute?: number | undefined
        toMinute?: number | undefined
        seed?: number | undefined
      }
    | undefined
}

export type TradingAnalyseBehaviourAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    /** The newest 10000 trades at most */
    lookedAt: number
    flags: {
      kind: string
      triggeredN: number
      /** Exact decimal */
      net: string
      average: number | null
      averageOthers: number | null
      pValue: number | null
      /** The newest 200 */
      triggered: {
        /** Id of a trade */
        tradeId: string
        /** Id of a trade */
        after: string | null
        measured: number
      }[]
    }[]
  }[]
}

export interface TradingAnalyseByInput extends CallOptions {
  query: {
    /** Of one of these accounts; all of one’s own when absent */
    account?: string[] | undefined
    /** One of these symbols, in whatever case */
    symbol?: string[] | undefined
    /** One of these classes */
    assetClass?:
      | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
      | undefined
    side?: 'long' | 'short' | undefined
    status?: 'open' | 'closed' | 'all' | undefined
    /** Closed with one of these */
    outcome?: ('win' | 'loss' | 'scratch')[] | undefined
    /** A result between minus and plus this much money is a scratch; 0 when absent */
    epsilon?: string | undefined
    /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
    epsilonTicks?: string | undefined
    /** Tags, which `tagMatch` says how to match */
    tag?: string[] | undefined
    tagMatch?: 'any' | 'all' | 'none' | undefined
    /** By one of these playbooks */
    playbook?: string[] | undefined
    /** In one of these states */
    review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
    /** First trading day of the close */
    from?: string | undefined
    /** Last trading day of the close */
    to?: string | undefined
    /** Opened at this instant or later */
    openedFrom?: string | undefined
    /** Opened before this instant */
    openedBefore?: string | undefined
    /** Entered on one of these, 1 for Monday, in the account’s zone */
    weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
    /** Entered in this hour of the account’s zone or later */
    hourFrom?: number | undefined
    /** Entered before this hour; one before `hourFrom` is of the next day */
    hourBefore?: number | undefined
    /** Closed after so many seconds or more */
    holdMin?: number | undefined
    /** Closed after so many seconds or fewer */
    holdMax?: number | undefined
    /** R of at least */
    rMin?: string | undefined
    /** R of at most */
    rMax?: string | undefined
    /** Net of at least, in the account’s currency */
    netMin?: string | undefined
    /** Net of at most, in the account’s currency */
    netMax?: string | undefined
    hasNotes?: boolean | undefined
    /** Part of what was noted */
    text?: string | undefined
    /** One of these trades */
    id?: string[] | undefined
    /** Only accounts of this currency; of all, one group each, when absent */
    currency?: string | undefined
    basis?: 'net' | 'gross' | undefined
    mode?: 'cash' | 'percent' | 'r' | undefined
    /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
    tz?: string | undefined
    dimension:
      | 'symbol'
      | 'side'
      | 'tag'
      | 'playbook'
      | 'hour'
      | 'weekday'
      | 'hold'
      | 'assetClass'
      | 'month'
      | 'account'
  }
}

export type TradingAnalyseByAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    dimension:
      | 'symbol'
      | 'side'
      | 'tag'
      | 'playbook'
      | 'hour'
      | 'weekday'
      | 'hold'
      | 'assetClass'
      | 'month'
      | 'account'
    /** Whether a trade may count in several rows, which then add up to more than the total */
    overlaps: boolean
    rows: {
      /** An id of tags, playbooks and accounts; null: trades that have none. Of hold: its least seconds */
      key: string | null
      n: number
      wins: number
      losses: number
      scratches: number
      /** Exact sum in money by the basis asked for, whatever the mode */
      net: string
      /** Sum in the unit of the mode */
      sum: number
      average: number | null
      winRate: number | null
      winRateInterval: Interval | null
      profitFactor: number | null
      payoff: number | null
      /** Exact decimal */
      largestWin: string | null
      /** Exact decimal */
      largestLoss: string | null
      avgR: number | null
      /** Trades whose risk is known: what avgR is of */
      rN: number
    }[]
    total: Tally
  }[]
}

export interface TradingAnalyseCalendarInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
      }
    | undefined
}

export type TradingAnalyseCalendarAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    days: DayOfTrades[]
    weeks: WeekOfTrades[]
    /** Of what was realised, the part of trades that are not closed */
    openRealised: string
  }[]
}

export interface TradingAnalyseCompareInput extends CallOptions {
  query: {
    /** Only accounts of this currency; of all, one group each, when absent */
    currency?: string | undefined
    basis?: 'net' | 'gross' | undefined
    mode?: 'cash' | 'percent' | 'r' | undefined
    /** A result between minus and plus this much money is a scratch; 0 when absent */
    epsilon?: string | undefined
    /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
    epsilonTicks?: string | undefined
    /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
    tz?: string | undefined
    /** A filter as of GET /api/trading/trades, such as tag=...&side=long */
    left: string
    /** The other one */
    right: string
  }
}

export type TradingAnalyseCompareAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    left: ComparedTrades | null
    right: ComparedTrades | null
  }[]
}

export interface TradingAnalyseDashboardInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        /** At most so many points of each series, with its extremes; all when absent */
        points?: number | undefined
      }
    | undefined
}

export type TradingAnalyseDashboardAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    summary: {
      n: number
      /** Closed trades beyond the limit of the plan, which nothing here is of */
      hiddenByPlan: number
      /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
      missing: number
      wins: number
      losses: number
      scratches: number
      days: {
        n: number
        wins: number
        losses: number
      }
      /** Exact, whatever the mode */
      money: MoneyFigures
      /** What the figures of returns are of: days of realised equity */
      returns: ReturnFigures
      figures: Figure[]
    }
    equity: {
      n: number
      /** Closed trades beyond the limit of the plan, which nothing here is of */
      hiddenByPlan: number
      /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
      missing: number
      /** Before the first point; null in percent and R, which start at zero */
      opening: string | null
      calendar: {
        days: 'trading-days' | 'calendar-days'
        /** How many of them make a year */
        periods: number
      }
      series: EquitySeries[]
    }
    drawdown: {
      n: number
      /** Closed trades beyond the limit of the plan, which nothing here is of */
      hiddenByPlan: number
      /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
      missing: number
      series: DrawdownSeries[]
    }
    calendar: {
      n: number
      /** Closed trades beyond the limit of the plan, which nothing here is of */
      hiddenByPlan: number
      /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
      missing: number
      days: DayOfTrades[]
      weeks: WeekOfTrades[]
      /** Of what was realised, the part of trades that are not closed */
      openRealised: string
    }
    heatmap: {
      n: number
      /** Closed trades beyond the limit of the plan, which nothing here is of */
      hiddenByPlan: number
      /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
      missing: number
      slotMinutes: number
      cells: HeatmapCell[]
    }
    distribution: {
      n: number
      /** Closed trades beyond the limit of the plan, which nothing here is of */
      hiddenByPlan: number
      /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
      missing: number
      mean: number | null
      deviation: number | null
      percentiles: {
        percent: number
        value: number
      }[]
      bins: {
        /** Included; null: all below */
        from: number | null
        /** Not included; null: all above */
        to: number | null
        n: number
      }[]
    }
  }[]
}

export interface TradingAnalyseDistributionInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        bins?: number | undefined
      }
    | undefined
}

export type TradingAnalyseDistributionAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    mean: number | null
    deviation: number | null
    percentiles: {
      percent: number
      value: number
    }[]
    bins: {
      /** Included; null: all below */
      from: number | null
      /** Not included; null: all above */
      to: number | null
      n: number
    }[]
  }[]
}

export interface TradingAnalyseDrawdownInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        series?: ('trade' | 'day' | 'marked')[] | undefined
      }
    | undefined
}

export type TradingAnalyseDrawdownAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    series: DrawdownSeries[]
  }[]
}

export interface TradingAnalyseEquityInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        series?: ('trade' | 'day' | 'marked')[] | undefined
        /** At most so many points of each series, with its extremes; all when absent */
        points?: number | undefined
      }
    | undefined
}

export type TradingAnalyseEquityAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    /** Before the first point; null in percent and R, which start at zero */
    opening: string | null
    calendar: {
      days: 'trading-days' | 'calendar-days'
      /** How many of them make a year */
      periods: number
    }
    series: EquitySeries[]
  }[]
}

export interface TradingAnalyseExcursionInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        /** At most so many trades, spread evenly over all; 500 when absent */
        points?: number | undefined
      }
    | undefined
}

export type TradingAnalyseExcursionAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    /** Trades whose MAE and MFE are known: what the rest is of */
    excursionN: number
    excursionMissing: number
    sources: {
      broker: number
      bars: number
    }
    averageMae: number | null
    medianMae: number | null
    averageMfe: number | null
    medianMfe: number | null
    averageEfficiency: number | null
    medianEfficiency: number | null
    captured: number | null
    losersOnceWinning: number
    winnersMae: {
      percent: number
      value: number
    }[]
    losersMfe: {
      percent: number
      value: number
    }[]
    pointsOf: number
    points: {
      /** Id of a trade */
      tradeId: string
      value: number
      mae: number
      mfe: number
      efficiency: number | null
      by: 'broker' | 'bars'
    }[]
  }[]
}

export interface TradingAnalyseHeatmapInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        /** 60 when absent */
        slotMinutes?: 15 | 30 | 60 | undefined
      }
    | undefined
}

export type TradingAnalyseHeatmapAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    slotMinutes: number
    cells: HeatmapCell[]
  }[]
}

export interface TradingAnalyseMontecarloInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        /** 10,000 when absent */
        runs?: number | undefined
        /** Of one run; 100 when absent */
        trades?: number | undefined
        /** Of the equity, in each trade; 0.01 when absent */
        riskShare?: number | undefined
        /** Share of the start at which a run ends; 0.5 when absent */
        ruinAt?: number | undefined
        compounding?: boolean | undefined
        seed?: number | undefined
      }
    | undefined
}

export type TradingAnalyseMontecarloAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    simulation:
      | {
          /** Trades whose R is known, which were drawn from: under 30 they say little */
          n: number
          runs: number
          trades: number
          seed: number
          /** Of a start of 1 */
          endEquity: {
            p5: number
            p50: number
            p95: number
          }
          maxDrawdown: {
            p5: number
            p50: number
            p95: number
          }
          riskOfRuin: number | null
          riskOfLoss: number | null
          fan: {
            trade: number
            p5: number
            p50: number
            p95: number
          }[]
        }
      | null
  }[]
}

export interface TradingAnalysePlaybooksInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
      }
    | undefined
}

export type TradingAnalysePlaybooksAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    playbooks: {
      /** Id of a playbook */
      playbookId: string
      n: number
      wins: number
      losses: number
      scratches: number
      /** Exact sum in money by the basis asked for, whatever the mode */
      net: string
      /** Sum in the unit of the mode */
      sum: number
      average: number | null
      winRate: number | null
      winRateInterval: Interval | null
      profitFactor: number | null
      payoff: number | null
      /** Exact decimal */
      largestWin: string | null
      /** Exact decimal */
      largestLoss: string | null
      avgR: number | null
      /** Trades whose risk is known: what avgR is of */
      rN: number
      /** Of all trades */
      share: number | null
    }[]
    /** Trades by no playbook */
    without: Tally
    total: Tally
  }[]
}

export interface TradingAnalyseRInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        bins?: number | undefined
      }
    | undefined
}

export type TradingAnalyseRAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    /** Trades whose initial risk is known: what the rest is of */
    rN: number
    rMissing: number
    sum: number
    average: number | null
    averageInterval: Interval | null
    median: number | null
    deviation: number | null
    sqn: number | null
    sqn100: number | null
    bins: {
      /** Included; null: all below */
      from: number | null
      /** Not included; null: all above */
      to: number | null
      n: number
    }[]
  }[]
}

export interface TradingAnalyseStreaksInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
      }
    | undefined
}

export type TradingAnalyseStreaksAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    trades: TradeRuns
    days: TradeRuns
    /** The longest runs of trades */
    longest: TradeRun[]
    lengths: {
      kind: 'win' | 'loss'
      length: number
      runs: number
    }[]
    current: TradeRun | null
  }[]
}

export interface TradingAnalyseSummaryInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        /** Only accounts of this currency; of all, one group each, when absent */
        currency?: string | undefined
        basis?: 'net' | 'gross' | undefined
        mode?: 'cash' | 'percent' | 'r' | undefined
        /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
        tz?: string | undefined
        /** Risk-free rate a year as a share; 0 when absent */
        riskFree?: number | undefined
      }
    | undefined
}

export type TradingAnalyseSummaryAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    wins: number
    losses: number
    scratches: number
    days: {
      n: number
      wins: number
      losses: number
    }
    /** Exact, whatever the mode */
    money: MoneyFigures
    /** What the figures of returns are of: days of realised equity */
    returns: ReturnFigures
    figures: Figure[]
  }[]
}

export interface TradingAnalyseWhatifInput extends CallOptions {
  query: {
    /** Of one of these accounts; all of one’s own when absent */
    account?: string[] | undefined
    /** One of these symbols, in whatever case */
    symbol?: string[] | undefined
    /** One of these classes */
    assetClass?:
      | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
      | undefined
    side?: 'long' | 'short' | undefined
    status?: 'open' | 'closed' | 'all' | undefined
    /** Closed with one of these */
    outcome?: ('win' | 'loss' | 'scratch')[] | undefined
    /** A result between minus and plus this much money is a scratch; 0 when absent */
    epsilon?: string | undefined
    /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
    epsilonTicks?: string | undefined
    /** Tags, which `tagMatch` says how to match */
    tag?: string[] | undefined
    tagMatch?: 'any' | 'all' | 'none' | undefined
    /** By one of these playbooks */
    playbook?: string[] | undefined
    /** In one of these states */
    review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
    /** First trading day of the close */
    from?: string | undefined
    /** Last trading day of the close */
    to?: string | undefined
    /** Opened at this instant or later */
    openedFrom?: string | undefined
    /** Opened before this instant */
    openedBefore?: string | undefined
    /** Entered on one of these, 1 for Monday, in the account’s zone */
    weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
    /** Entered in this hour of the account’s zone or later */
    hourFrom?: number | undefined
    /** Entered before this hour; one before `hourFrom` is of the next day */
    hourBefore?: number | undefined
    /** Closed after so many seconds or more */
    holdMin?: number | undefined
    /** Closed after so many seconds or fewer */
    holdMax?: number | undefined
    /** R of at least */
    rMin?: string | undefined
    /** R of at most */
    rMax?: string | undefined
    /** Net of at least, in the account’s currency */
    netMin?: string | undefined
    /** Net of at most, in the account’s currency */
    netMax?: string | undefined
    hasNotes?: boolean | undefined
    /** Part of what was noted */
    text?: string | undefined
    /** One of these trades */
    id?: string[] | undefined
    /** Only accounts of this currency; of all, one group each, when absent */
    currency?: string | undefined
    basis?: 'net' | 'gross' | undefined
    mode?: 'cash' | 'percent' | 'r' | undefined
    /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
    tz?: string | undefined
    change: 'without' | 'only' | 'fixedRisk' | 'stop' | 'exit' | 'shuffle'
    /** fixedRisk: money at risk in each trade; stop: so many R; exit: share of the best, 0.8 for four fifths */
    amount?: string | undefined
    /** without, only: which trades, as of GET /api/trading/trades */
    filter?: string | undefined
    /** shuffle: the same gives the same order */
    seed?: number | undefined
    /** Of each curve, with its extremes; 500 when absent */
    points?: number | undefined
  }
}

export type TradingAnalyseWhatifAnswer = {
  asOf: string
  basis: 'net' | 'gross'
  mode: 'cash' | 'percent' | 'r'
  /** Of weekdays and hours of entries; null: each account’s own */
  timeZone: string | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  groups: {
    currency: string
    accountIds: string[]
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    /** Trades left out, which have no result in this mode: no risk known in R, no cost in percent */
    missing: number
    change: 'without' | 'only' | 'fixedRisk' | 'stop' | 'exit' | 'shuffle'
    /** Trades that are other than they were, or gone */
    changed: number
    /** Trades of which nobody can say, for want of their risk or excursion */
    unknown: number
    unknownAre: 'left-out' | 'as-they-were'
    real: WhatIfCurve
    whatIf: WhatIfCurve
  }[]
}

export interface TradingApplyEstimatedFeesInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  body: {
    basis: string
    /** Also fills without a fee from before it was kept who told it */
    unknown?: boolean | undefined
  }
}

export type TradingApplyEstimatedFeesAnswer = {
  fills: number
  left: number
}

export interface TradingArchiveAccountInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
}

export type TradingArchiveAccountAnswer = TradingAccount

export interface TradingAttachNoteInput extends KeyedCallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
  body: {
    /** Id of a trade */
    tradeId: string
  }
}

export type TradingAttachNoteAnswer = TradeDetail

export type TradingBarSourceInput = CallOptions

export type TradingBarSourceAnswer = {
  asked: 'off' | 'csv' | 'tiingo'
  currency: string
  assetClasses: ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
}

export interface TradingBarsOfTradeInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
  query?:
    | {
        seconds?:
          | 1
          | 5
          | 10
          | 15
          | 30
          | 60
          | 120
          | 180
          | 300
          | 600
          | 900
          | 1800
          | 3600
          | 7200
          | 14400
          | 86400
          | undefined
        around?: number | undefined
      }
    | undefined
}

export type TradingBarsOfTradeAnswer = {
  seconds: number | null
  resolutions: number[]
  bars: {
    at: string
    open: string
    high: string
    low: string
    close: string
  }[]
  /** There are more bars than are shown */
  isCut: boolean
}

export interface TradingChangeAccountInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  body: {
    name?: string | undefined
    broker?: string | undefined
    kind?: 'live' | 'paper' | 'funded' | 'demo' | undefined
    currency?: string | undefined
    timeZone?: string | undefined
    sessionCutoff?:
      | {
          time: string
          zone: string
        }
      | undefined
    matchingMethod?: 'FIFO' | 'LIFO' | 'HIFO' | 'AVG' | undefined
    positionMode?: 'netting' | 'hedging' | undefined
    openingBalance?: string | undefined
    openedOn?: string | undefined
    /** Id of a fee-schedule */
    feeScheduleId?: string | null | undefined
    version: number
  }
}

export type TradingChangeAccountAnswer = TradingAccount

export interface TradingChangeCashMovementInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
    /** Id of a cash-movement */
    movementId: string
  }
  body: {
    kind?: 'deposit' | 'withdrawal' | 'dividend' | 'interest' | 'fee' | 'tax' | 'fx' | undefined
    amount?: string | undefined
    currency?: string | undefined
    fxRate?: string | undefined
    happenedAt?: string | undefined
    /** Id of a instrument */
    instrumentId?: string | null | undefined
    note?: string | undefined
  }
}

export type TradingChangeCashMovementAnswer = CashMovement

export interface TradingChangeCommentInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
    /** Id of a trading-comment */
    commentId: string
  }
  body: {
    text: string
  }
}

export type TradingChangeCommentAnswer = MentorComment

export interface TradingChangeImportProfileInput extends CallOptions {
  path: {
    /** Id of a import-profile */
    id: string
  }
  body: {
    version: number
    definition: ImportDefinitionSent
  }
}

export type TradingChangeImportProfileAnswer = ImportProfile

export interface TradingChangeTagInput extends KeyedCallOptions {
  path: {
    /** Id of a tag */
    id: string
  }
  body: {
    name?: string | undefined
    grouping?: 'setup' | 'mistake' | 'emotion' | 'custom' | undefined
  }
}

export type TradingChangeTagAnswer = TradeTag

export interface TradingChoosePlanInput extends KeyedCallOptions {
  body: {
    plan: string
  }
}

export type TradingChoosePlanAnswer = TradingSubscription

export interface TradingCommentOnMentoredEntryInput extends KeyedCallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
    /** Id of a journal-entry */
    subjectId: string
  }
  body: {
    text: string
  }
}

export type TradingCommentOnMentoredEntryAnswer = MentorComment

export interface TradingCommentOnMentoredTradeInput extends KeyedCallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
    /** Id of a trade */
    subjectId: string
  }
  body: {
    text: string
  }
}

export type TradingCommentOnMentoredTradeAnswer = MentorComment

export interface TradingCommitImportInput extends CallOptions {
  path: {
    /** Id of a import-batch */
    id: string
  }
  body: {
    letter?: boolean | undefined
  }
}

export type TradingCommitImportAnswer = TradeImport

export interface TradingCorrectExecutionInput extends CallOptions {
  path: {
    /** Id of a execution */
    id: string
  }
  body: {
    /** Id of a instrument */
    instrumentId?: string | undefined
    side?: 'buy' | 'sell' | undefined
    quantity?: string | undefined
    price?: string | undefined
    executedAt?: string | undefined
    kind?: 'fill' | 'expiry' | undefined
    sourceZone?: string | undefined
    sequence?: number | undefined
    effect?: 'open' | 'close' | null | undefined
    fees?: string | undefined
    feeParts?: Record<string, string> | null | undefined
    fxRate?: string | undefined
    positionRef?: string | undefined
    orderId?: string | null | undefined
    reportedPnl?: string | null | undefined
  }
}

export type TradingCorrectExecutionAnswer = Execution

export type TradingCountUnreadAlertsInput = CallOptions

export type TradingCountUnreadAlertsAnswer = {
  unread: number
}

export interface TradingCreateAccountInput extends KeyedCallOptions {
  body: {
    name: string
    broker?: string | undefined
    kind?: 'live' | 'paper' | 'funded' | 'demo' | undefined
    currency: string
    timeZone: string
    sessionCutoff?:
      | {
          time: string
          zone: string
        }
      | undefined
    matchingMethod?: 'FIFO' | 'LIFO' | 'HIFO' | 'AVG' | undefined
    positionMode?: 'netting' | 'hedging' | undefined
    openingBalance?: string | undefined
    openedOn?: string | undefined
    /** Id of a fee-schedule */
    feeScheduleId?: string | null | undefined
  }
}

export type TradingCreateAccountAnswer = TradingAccount

export interface TradingCreateAlertInput extends KeyedCallOptions {
  body: {
    /** Id of a trading-account */
    accountId: string
    name: string
    kind:
      | 'daily-profit'
      | 'daily-loss'
      | 'weekly-profit'
      | 'weekly-loss'
      | 'win-streak'
      | 'loss-streak'
      | 'win-rate-below'
      | 'drawdown'
      | 'trade-size'
      | 'exposure'
      | 'trades-per-day'
      | 'price-above'
      | 'price-below'
      | 'risk-warning'
      | 'risk-breach'
      | 'import-failed'
    /** Money in the currency of the account, a count, a percentage or a price; null where none is asked for */
    threshold: string | null
    /** Of a win rate: of how many trades */
    trades: number | null
    /** Id of a instrument */
    instrumentId: string | null
    /** Id of a risk-profile */
    profileId: string | null
    channels: ('email' | 'in-app' | 'webhook' | 'push')[]
    expiresAt: string | null
  }
}

export type TradingCreateAlertAnswer = {
  /** Id of a alert */
  id: string
  /** Id of a trading-account */
  accountId: string
  name: string
  kind:
    | 'daily-profit'
    | 'daily-loss'
    | 'weekly-profit'
    | 'weekly-loss'
    | 'win-streak'
    | 'loss-streak'
    | 'win-rate-below'
    | 'drawdown'
    | 'trade-size'
    | 'exposure'
    | 'trades-per-day'
    | 'price-above'
    | 'price-below'
    | 'risk-warning'
    | 'risk-breach'
    | 'import-failed'
  /** Money in the currency of the account, a count, a percentage or a price; null where none is asked for */
  threshold: string | null
  /** Of a win rate: of how many trades */
  trades: number | null
  /** Id of a instrument */
  instrumentId: string | null
  /** Id of a risk-profile */
  profileId: string | null
  channels: ('email' | 'in-app' | 'webhook' | 'push')[]
  expiresAt: string | null
  state: 'active' | 'triggered' | 'snoozed' | 'resolved' | 'expired'
  snoozedUntil: string | null
  triggeredAt: string | null
  version: number
  createdAt: string
}

export interface TradingCreateCorporateActionInput extends KeyedCallOptions {
  body: {
    /** Id of a instrument */
    instrumentId: string
    kind: 'split' | 'symbol_change' | 'spinoff'
    effectiveAt: string
    numerator?: string | undefined
    denominator?: string | undefined
    /** Id of a instrument */
    toInstrumentId?: string | undefined
    costShare?: string | undefined
  }
}

export type TradingCreateCorporateActionAnswer = CorporateAction

export interface TradingCreateDashboardInput extends KeyedCallOptions {
  body: {
    name: string
    /** Which trades, as of GET /api/trading/trades, such as symbol=ES&from=2026-01-01; empty: all */
    filter: string
    basis: 'net' | 'gross'
    mode: 'cash' | 'percent' | 'r'
    /** In their order */
    widgets: (
      | 'figures'
      | 'equity'
      | 'calendar'
      | 'heatmap'
      | 'distribution'
      | 'by'
      | 'playbooks'
      | 'streaks'
      | 'excursion'
      | 'behaviour')[]
  }
}

export type TradingCreateDashboardAnswer = Dashboard

export interface TradingCreateFeeScheduleInput extends KeyedCallOptions {
  body: {
    name: string
    currency: string
    /** Each fee is rounded to so many */
    digits: number
    prices: {
      validFrom: string
      rules: {
        part: string
        /** Empty: every kind */
        assetClasses: ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
        side: 'any' | 'buy' | 'sell'
        per: 'unit' | 'fill' | 'percent'
        /** A rebate is negative */
        amount: string
        /** Least of a fill, without a sign */
        min: string | null
        /** Most of a fill, without a sign; counts before the least */
        max: string | null
        /** Most, in percent of what the fill is worth */
        maxPercent: string | null
        rounding: 'half-up' | 'half-even' | 'up' | 'down'
      }[]
    }[]
  }
}

export type TradingCreateFeeScheduleAnswer = FeeSchedule

export interface TradingCreateGoalInput extends KeyedCallOptions {
  body: {
    /** Id of a trading-account */
    accountId: string | null
    metric: 'net' | 'win-rate' | 'trades-per-day' | 'loss-per-day' | 'journal-days'
    /** Money in the currency of the account, a count, or a percentage */
    target: string
    period: 'week' | 'month'
    /** YYYY-MM-DD */
    startsOn: string
    /** YYYY-MM-DD */
    endsOn: string | null
  }
}

export type TradingCreateGoalAnswer = Goal

export interface TradingCreateImportInput extends KeyedCallOptions {
  body: {
    /** Id of a trading-account */
    accountId: string
    /** Id of a file */
    fileId: string
    timeZone?: string | undefined
  }
}

export type TradingCreateImportAnswer = TradeImport

export interface TradingCreateImportProfileInput extends KeyedCallOptions {
  body: {
    definition: ImportDefinitionSent
  }
}

export type TradingCreateImportProfileAnswer = ImportProfile

export interface TradingCreateInstrumentInput extends KeyedCallOptions {
  body: InstrumentInputSent
}

export type TradingCreateInstrumentAnswer = Instrument

export interface TradingCreateJournalEntryInput extends KeyedCallOptions {
  body: {
    /** YYYY-MM-DD */
    day?: string | undefined
    /** Id of a trading-account */
    accountId?: string | null | undefined
    /** Id of a trade */
    tradeId?: string | undefined
    /** Id of a trading-session */
    sessionId?: string | undefined
    title: string
    /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
    body: {
      type: 'doc'
      content: Record<string, unknown>[]
    }
    mood?: number | null | undefined
    moodWords?: string[] | undefined
    tagIds?: string[] | undefined
    fileIds?: string[] | undefined
  }
}

export type TradingCreateJournalEntryAnswer = JournalEntry

export interface TradingCreatePlaybookInput extends KeyedCallOptions {
  body: {
    name: string
    description?: string | undefined
    rules: PlaybookRule[]
  }
}

export type TradingCreatePlaybookAnswer = Playbook

export interface TradingCreateRiskProfileInput extends KeyedCallOptions {
  body: {
    /** Id of a trading-account */
    accountId: string
    name: string
    /** YYYY-MM-DD */
    startsOn: string
    /** Null: what the ledger says of that day */
    startBalance: string | null
    dailyLoss: string | null
    drawdown:
      | {
          kind: 'static' | 'trailing_end_of_day' | 'trailing_intraday'
          amount: string
          lockAt: string | null
        }
      | null
    bestDayPercent: string | null
    daysMin: number | null
    profitTarget: string | null
    /** Of a limit, used: from there on it warns */
    warnAtPercent: number
    /** Open positions count, at the closes of bars */
    usesMarks: boolean
  }
}

export type TradingCreateRiskProfileAnswer = {
  /** Id of a risk-profile */
  id: string
  /** Id of a trading-account */
  accountId: string
  name: string
  /** YYYY-MM-DD */
  startsOn: string
  /** Null: what the ledger says of that day */
  startBalance: string | null
  dailyLoss: string | null
  drawdown:
    | {
        kind: 'static' | 'trailing_end_of_day' | 'trailing_intraday'
        amount: string
        lockAt: string | null
      }
    | null
  bestDayPercent: string | null
  daysMin: number | null
  profitTarget: string | null
  /** Of a limit, used: from there on it warns */
  warnAtPercent: number
  /** Open positions count, at the closes of bars */
  usesMarks: boolean
  status: 'ok' | 'warning' | 'breached'
  version: number
  createdAt: string
}

export interface TradingCreateShareInput extends CallOptions {
  body: {
    kind: 'trade' | 'trades' | 'report' | 'entry'
    title: string
    /** Id of a trade */
    tradeId?: string | undefined
    /** Id of a journal-entry */
    entryId?: string | undefined
    filter?:
      | {
          /** Of one of these accounts; all of one’s own when absent */
          account?: string[] | undefined
          /** One of these symbols, in whatever case */
          symbol?: string[] | undefined
          /** One of these classes */
          assetClass?:
            | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
            | undefined
          side?: 'long' | 'short' | undefined
          status?: 'open' | 'closed' | 'all' | undefined
          /** Closed with one of these */
          outcome?: ('win' | 'loss' | 'scratch')[] | undefined
          /** A result between minus and plus this much money is a scratch; 0 when absent */
          epsilon?: string | undefined
          /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
          epsilonTicks?: string | undefined
          /** Tags, which `tagMatch` says how to match */
          tag?: string[] | undefined
          tagMatch?: 'any' | 'all' | 'none' | undefined
          /** By one of these playbooks */
          playbook?: string[] | undefined
          /** In one of these states */
          review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
          /** First trading day of the close */
          from?: string | undefined
          /** Last trading day of the close */
          to?: string | undefined
          /** Opened at this instant or later */
          openedFrom?: string | undefined
          /** Opened before this instant */
          openedBefore?: string | undefined
          /** Entered on one of these, 1 for Monday, in the account’s zone */
          weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
          /** Entered in this hour of the account’s zone or later */
          hourFrom?: number | undefined
          /** Entered before this hour; one before `hourFrom` is of the next day */
          hourBefore?: number | undefined
          /** Closed after so many seconds or more */
          holdMin?: number | undefined
          /** Closed after so many seconds or fewer */
          holdMax?: number | undefined
          /** R of at least */
          rMin?: string | undefined
          /** R of at most */
          rMax?: string | undefined
          /** Net of at least, in the account’s currency */
          netMin?: string | undefined
          /** Net of at most, in the account’s currency */
          netMax?: string | undefined
          hasNotes?: boolean | undefined
          /** Part of what was noted */
          text?: string | undefined
          /** One of these trades */
          id?: string[] | undefined
        }
      | undefined
    redacted?: boolean | undefined
    days?: number | undefined
  }
}

export type TradingCreateShareAnswer = {
  /** Id of a trading-share */
  id: string
  kind: 'trade' | 'trades' | 'report' | 'entry'
  title: string
  redacted: boolean
  views: number
  lastViewedAt: string | null
  expiresAt: string
  createdAt: string
  /** Told this once */
  url: string
}

export type TradingCurrencyRateStateInput = CallOptions

export type TradingCurrencyRateStateAnswer = CurrencyRateState

export interface TradingDeleteAccountInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  body: {
    name: string
  }
}

export interface TradingDeleteCashMovementInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
    /** Id of a cash-movement */
    movementId: string
  }
}

export interface TradingDeleteCorporateActionInput extends CallOptions {
  path: {
    /** Id of a corporate-action */
    id: string
  }
}

export interface TradingDeleteImportInput extends CallOptions {
  path: {
    /** Id of a import-batch */
    id: string
  }
}

export interface TradingDeleteImportProfileInput extends CallOptions {
  path: {
    /** Id of a import-profile */
    id: string
  }
}

export interface TradingDeleteStatementInput extends CallOptions {
  path: {
    /** Id of a statement */
    id: string
  }
}

export interface TradingDownloadPreparedExportInput extends CallOptions {
  path: {
    /** Id of a trading-export */
    id: string
  }
}

export interface TradingEnterCashMovementInput extends KeyedCallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  body: {
    kind: 'deposit' | 'withdrawal' | 'dividend' | 'interest' | 'fee' | 'tax' | 'fx'
    amount: string
    currency?: string | undefined
    fxRate?: string | undefined
    happenedAt: string
    /** Id of a instrument */
    instrumentId?: string | null | undefined
    note?: string | undefined
  }
}

export type TradingEnterCashMovementAnswer = CashMovement

export interface TradingEnterExecutionInput extends KeyedCallOptions {
  body: {
    /** Id of a trading-account */
    accountId: string
    /** Id of a instrument */
    instrumentId?: string | undefined
    instrument?: InstrumentInputSent | undefined
    side: 'buy' | 'sell'
    quantity: string
    price: string
    executedAt: string
    kind?: 'fill' | 'expiry' | undefined
    sourceZone?: string | undefined
    sequence?: number | undefined
    effect?: 'open' | 'close' | null | undefined
    fees?: string | undefined
    feeParts?: Record<string, string> | null | undefined
    fxRate?: string | undefined
    positionRef?: string | undefined
    orderId?: string | null | undefined
    reportedPnl?: string | null | undefined
  }
}

export type TradingEnterExecutionAnswer = Execution

export interface TradingEnterExecutionsInput extends KeyedCallOptions {
  body: {
    /** Id of a trading-account */
    accountId: string
    items: {
      /** Id of a instrument */
      instrumentId?: string | undefined
      instrument?: InstrumentInputSent | undefined
      side: 'buy' | 'sell'
      quantity: string
      price: string
      executedAt: string
      kind?: 'fill' | 'expiry' | undefined
      sourceZone?: string | undefined
      sequence?: number | undefined
      effect?: 'open' | 'close' | null | undefined
      fees?: string | undefined
      feeParts?: Record<string, string> | null | undefined
      fxRate?: string | undefined
      positionRef?: string | undefined
      orderId?: string | null | undefined
      reportedPnl?: string | null | undefined
    }[]
  }
}

export type TradingEnterExecutionsAnswer = {
  items: {
    /** Id of a execution */
    id: string
  }[]
}

export interface TradingEnterStatementInput extends KeyedCallOptions {
  body: {
    /** Id of a trading-account */
    accountId: string
    day: string
    currency?: string | undefined
    /** Id of a instrument */
    instrumentId?: string | undefined
    amount: string
  }
}

export type TradingEnterStatementAnswer = {
  /** Id of a statement */
  id: string
}

export interface TradingExerciseOptionInput extends KeyedCallOptions {
  body: {
    /** Id of a trading-account */
    accountId: string
    /** Id of a instrument */
    instrumentId: string
    kind: 'exercise' | 'assignment'
    quantity: string
    executedAt: string
    fees?: string | undefined
    fxRate?: string | undefined
    positionRef?: string | undefined
    /** Id of a instrument */
    underlyingId?: string | undefined
  }
}

export type TradingExerciseOptionAnswer = {
  items: Execution[]
}

export interface TradingExplainAdherenceInput extends CallOptions {
  path: {
    /** Id of a playbook */
    id: string
  }
  query: {
    /** Id of a trading-account */
    accountId?: string | undefined
    /** YYYY-MM-DD */
    from?: string | undefined
    /** YYYY-MM-DD */
    to?: string | undefined
    /** A JSON pointer into the adherence; members of lists by their number or by what they are of: /money/USD/broken/net */
    figure: string
    limit?: number | undefined
    cursor?: string | undefined
  }
}

export type TradingExplainAdherenceAnswer = AdherenceExplanation

export interface TradingExplainBalanceInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    /** A JSON pointer into what is explained; members of lists by their number or by what they are of */
    figure: string
    day?: string | undefined
  }
}

export type TradingExplainBalanceAnswer = AccountExplanation

export interface TradingExplainDayInput extends CallOptions {
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    /** Id of a trading-account */
    account: string
    date: string
  }
}

export type TradingExplainDayAnswer = {
  items: {
    /** Id of a trade */
    tradeId: string
    symbol: string
    side: 'long' | 'short'
    method: 'FIFO' | 'LIFO' | 'HIFO' | 'AVG'
    /** A decimal number */
    quantity: string
    /** A decimal number */
    multiplier: string
    closedAt: string
    closedDay: string
    entry: ExplainedFill
    exit: ExplainedFill
    currency: string
    accountCurrency: string
    splits: {
      effectiveAt: string
      /** A decimal number */
      numerator: string
      /** A decimal number */
      denominator: string
    }[]
    /** A decimal number */
    gross: string
    /** A decimal number */
    openFee: string
    /** A decimal number */
    closeFee: string
    /** A decimal number */
    net: string
    /** A decimal number */
    grossBase: string
    /** A decimal number */
    feesBase: string
    /** A decimal number */
    netBase: string
    formulas: {
      /** With the numbers put in */
      entryPrice: string
      /** With the numbers put in */
      gross: string
      /** With the numbers put in */
      openFee: string
      /** With the numbers put in */
      closeFee: string
      /** With the numbers put in */
      net: string
      /** With the numbers put in */
      grossBase: string
      /** With the numbers put in */
      feesBase: string
      /** With the numbers put in */
      netBase: string
    }
  }[]
  nextCursor: string | null
  sums: {
    currency: string
    accountCurrency: string
    closures: number
    /** A decimal number */
    gross: string
    /** A decimal number */
    openFees: string
    /** A decimal number */
    closeFees: string
    /** A decimal number */
    net: string
    /** A decimal number */
    grossBase: string
    /** A decimal number */
    feesBase: string
    /** A decimal number */
    netBase: string
    /** With the numbers put in */
    formula: string
  }[]
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
}

export interface TradingExplainDifferenceInput extends CallOptions {
  path: {
    id: string
  }
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    /** A JSON pointer into what is explained; members of lists by their number or by what they are of */
    figure: string
    /** Id of a trading-account */
    accountId: string
  }
}

export type TradingExplainDifferenceAnswer = AccountExplanation

export interface TradingExplainFigureInput extends CallOptions {
  query: {
    /** Of one of these accounts; all of one’s own when absent */
    account?: string[] | undefined
    /** One of these symbols, in whatever case */
    symbol?: string[] | undefined
    /** One of these classes */
    assetClass?:
      | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
      | undefined
    side?: 'long' | 'short' | undefined
    status?: 'open' | 'closed' | 'all' | undefined
    /** Closed with one of these */
    outcome?: ('win' | 'loss' | 'scratch')[] | undefined
    /** A result between minus and plus this much money is a scratch; 0 when absent */
    epsilon?: string | undefined
    /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
    epsilonTicks?: string | undefined
    /** Tags, which `tagMatch` says how to match */
    tag?: string[] | undefined
    tagMatch?: 'any' | 'all' | 'none' | undefined
    /** By one of these playbooks */
    playbook?: string[] | undefined
    /** In one of these states */
    review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
    /** First trading day of the close */
    from?: string | undefined
    /** Last trading day of the close */
    to?: string | undefined
    /** Opened at this instant or later */
    openedFrom?: string | undefined
    /** Opened before this instant */
    openedBefore?: string | undefined
    /** Entered on one of these, 1 for Monday, in the account’s zone */
    weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
    /** Entered in this hour of the account’s zone or later */
    hourFrom?: number | undefined
    /** Entered before this hour; one before `hourFrom` is of the next day */
    hourBefore?: number | undefined
    /** Closed after so many seconds or more */
    holdMin?: number | undefined
    /** Closed after so many seconds or fewer */
    holdMax?: number | undefined
    /** R of at least */
    rMin?: string | undefined
    /** R of at most */
    rMax?: string | undefined
    /** Net of at least, in the account’s currency */
    netMin?: string | undefined
    /** Net of at most, in the account’s currency */
    netMax?: string | undefined
    hasNotes?: boolean | undefined
    /** Part of what was noted */
    text?: string | undefined
    /** One of these trades */
    id?: string[] | undefined
    /** Only accounts of this currency; of all, one group each, when absent */
    currency?: string | undefined
    basis?: 'net' | 'gross' | undefined
    mode?: 'cash' | 'percent' | 'r' | undefined
    /** Weekdays and hours of entries on clocks of this zone; of each account’s own when absent */
    tz?: string | undefined
    /** Risk-free rate a year as a share; 0 when absent */
    riskFree?: number | undefined
    series?: ('trade' | 'day' | 'marked')[] | undefined
    /** 60 when absent */
    slotMinutes?: 15 | 30 | 60 | undefined
    bins?: number | undefined
    /** 10,000 when absent */
    runs?: number | undefined
    /** Of one run; 100 when absent */
    trades?: number | undefined
    /** Of the equity, in each trade; 0.01 when absent */
    riskShare?: number | undefined
    /** Share of the start at which a run ends; 0.5 when absent */
    ruinAt?: number | undefined
    compounding?: boolean | undefined
    seed?: number | undefined
    /** After a loss; 15 when absent */
    minutes?: number | undefined
    /** Times the median size; 2 when absent */
    factor?: number | undefined
    /** The plan; not looked at when absent */
    perDay?: number | undefined
    /** Planned from this minute of the day; not looked at when absent */
    fromMinute?: number | undefined
    toMinute?: number | undefined
    report:
      | 'summary'
      | 'equity'
      | 'drawdown'
      | 'calendar'
      | 'heatmap'
      | 'distribution'
      | 'by'
      | 'streaks'
      | 'r'
      | 'excursion'
      | 'playbooks'
      | 'montecarlo'
      | 'behaviour'
      | 'compare'
      | 'whatif'
      | 'dashboard'
    /** A JSON pointer into a group of the report’s answer; members of lists by their number or by what they are of: /figures/trades.winRate/value */
    figure: string
    /** compare: as of the report */
    left?: string | undefined
    /** compare: as of the report */
    right?: string | undefined
    limit?: number | undefined
    cursor?: string | undefined
    dimension?:
      | 'symbol'
      | 'side'
      | 'tag'
      | 'playbook'
      | 'hour'
      | 'weekday'
      | 'hold'
      | 'assetClass'
      | 'month'
      | 'account'
      | undefined
    change?: 'without' | 'only' | 'fixedRisk' | 'stop' | 'exit' | 'shuffle' | undefined
    /** fixedRisk: money at risk in each trade; stop: so many R; exit: share of the best, 0.8 for four fifths */
    amount?: string | undefined
    /** without, only: which trades, as of GET /api/trading/trades */
    filter?: string | undefined
    points?: number | undefined
  }
}

export type TradingExplainFigureAnswer = FigureExplanation

export interface TradingExplainGoalInput extends CallOptions {
  path: {
    /** Id of a goal */
    id: string
  }
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    /** A JSON pointer into what is explained; members of lists by their number or by what they are of */
    figure: string
  }
}

export type TradingExplainGoalAnswer = AccountExplanation

export interface TradingExplainRiskInput extends CallOptions {
  path: {
    /** Id of a risk-profile */
    id: string
  }
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    /** A JSON pointer into what is explained; members of lists by their number or by what they are of */
    figure: string
  }
}

export type TradingExplainRiskAnswer = AccountExplanation

export interface TradingExplainTradeInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingExplainTradeAnswer = Explanation

export interface TradingExplainTradesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
      }
    | undefined
}

export type TradingExplainTradesAnswer = {
  items: {
    /** Id of a trade */
    tradeId: string
    symbol: string
    currency: string
    /** A decimal number */
    gross: string
    /** A decimal number */
    fees: string
    /** A decimal number */
    net: string
    /** With the numbers put in */
    formula: string
  }[]
  nextCursor: string | null
  totals: TradeTotals
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
}

export interface TradingExportAccountInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
}

export interface TradingExportExecutionsInput extends CallOptions {
  query?:
    | {
        /** Id of a trading-account */
        accountId?: string | undefined
        from?: string | undefined
        until?: string | undefined
      }
    | undefined
}

export interface TradingExportPeriodReportInput extends CallOptions {
  query: {
    /** Id of a trading-account */
    account?: string | undefined
    /** First trading day of the close */
    from: string
    /** Last trading day of the close; 366 days at most */
    to: string
  }
}

export interface TradingExportTradesInput extends CallOptions {
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
      }
    | undefined
}

export interface TradingGetAccountInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
}

export type TradingGetAccountAnswer = TradingAccount

export interface TradingGetAlertInput extends CallOptions {
  path: {
    /** Id of a alert */
    id: string
  }
}

export type TradingGetAlertAnswer = {
  /** Id of a alert */
  id: string
  /** Id of a trading-account */
  accountId: string
  name: string
  kind:
    | 'daily-profit'
    | 'daily-loss'
    | 'weekly-profit'
    | 'weekly-loss'
    | 'win-streak'
    | 'loss-streak'
    | 'win-rate-below'
    | 'drawdown'
    | 'trade-size'
    | 'exposure'
    | 'trades-per-day'
    | 'price-above'
    | 'price-below'
    | 'risk-warning'
    | 'risk-breach'
    | 'import-failed'
  /** Money in the currency of the account, a count, a percentage or a price; null where none is asked for */
  threshold: string | null
  /** Of a win rate: of how many trades */
  trades: number | null
  /** Id of a instrument */
  instrumentId: string | null
  /** Id of a risk-profile */
  profileId: string | null
  channels: ('email' | 'in-app' | 'webhook' | 'push')[]
  expiresAt: string | null
  state: 'active' | 'triggered' | 'snoozed' | 'resolved' | 'expired'
  snoozedUntil: string | null
  triggeredAt: string | null
  version: number
  createdAt: string
}

export interface TradingGetBalancesInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  query?:
    | {
        day?: string | undefined
      }
    | undefined
}

export type TradingGetBalancesAnswer = {
  currency: string
  day: string | null
  openingBalance: string
  cash: {
    currency: string
    amount: string
  }[]
  positions: {
    /** Id of a instrument */
    instrumentId: string
    symbol: string
    assetClass: string
    currency: string
    positionRef: string
    quantity: string
  }[]
  realised: {
    gross: string
    fees: string
    net: string
  }
}

export type TradingGetDailyDigestInput = CallOptions

export type TradingGetDailyDigestAnswer = DigestWish

export type TradingGetDashboardLayoutInput = CallOptions

export type TradingGetDashboardLayoutAnswer = DashboardLayout

export interface TradingGetFeeScheduleInput extends CallOptions {
  path: {
    /** Id of a fee-schedule */
    id: string
  }
}

export type TradingGetFeeScheduleAnswer = FeeSchedule

export interface TradingGetGoalInput extends CallOptions {
  path: {
    /** Id of a goal */
    id: string
  }
}

export type TradingGetGoalAnswer = {
  /** Id of a goal */
  id: string
  /** Id of a trading-account */
  accountId: string | null
  metric: 'net' | 'win-rate' | 'trades-per-day' | 'loss-per-day' | 'journal-days'
  /** Money in the currency of the account, a count, or a percentage */
  target: string
  period: 'week' | 'month'
  /** YYYY-MM-DD */
  startsOn: string
  /** YYYY-MM-DD */
  endsOn: string | null
  version: number
  progress: {
    from: string
    to: string
    value: string | null
    state: 'open' | 'reached' | 'missed' | 'unknown'
  }
  history: {
    from: string
    to: string
    value: string | null
    state: 'open' | 'reached' | 'missed' | 'unknown'
  }[]
}

export interface TradingGetImportInput extends CallOptions {
  path: {
    /** Id of a import-batch */
    id: string
  }
}

export type TradingGetImportAnswer = TradeImport

export interface TradingGetImportPreviewInput extends CallOptions {
  path: {
    /** Id of a import-batch */
    id: string
  }
}

export type TradingGetImportPreviewAnswer = {
  rowsTotal: number
  counts: {
    created: number
    duplicate: number
    skipped: number
    error: number
    needsMapping: number
    needsRate: number
  }
  firstAt: string | null
  lastAt: string | null
  symbols: {
    symbol: string
    assetClass: string
    rows: number
    needsMapping: boolean
  }[]
  reasons: Record<string, number>
  rates?: {
    currency: string
    rate: string
    day: string
    ageDays: number
  }[]
  feesEstimated?: number
  rows: {
    row: number
    raw: string
    outcome: 'created' | 'duplicate' | 'skipped' | 'error' | 'needs_mapping' | 'needs_rate'
    reason: string | null
    field: string | null
    records: ReadRecord[]
    unconvertedFees: {
      currency: string
      amount: string
    }[]
  }[]
}

export interface TradingGetImportProfileInput extends CallOptions {
  path: {
    /** Id of a import-profile */
    id: string
  }
}

export type TradingGetImportProfileAnswer = ImportProfile

export interface TradingGetImportReconciliationInput extends CallOptions {
  path: {
    /** Id of a import-batch */
    id: string
  }
}

export type TradingGetImportReconciliationAnswer = {
  rows: {
    total: number
    equal: number
    explained: number
    resolved: number
    mismatch: number
    unseen: number
  }
  statements: {
    total: number
    equal: number
    explained: number
    resolved: number
    mismatch: number
    unseen: number
  }
}

export interface TradingGetInstrumentInput extends CallOptions {
  path: {
    /** Id of a instrument */
    id: string
  }
}

export type TradingGetInstrumentAnswer = Instrument

export interface TradingGetJournalEntryInput extends CallOptions {
  path: {
    /** Id of a journal-entry */
    id: string
  }
}

export type TradingGetJournalEntryAnswer = JournalEntry

export interface TradingGetMentoredEntryInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
    /** Id of a journal-entry */
    entryId: string
  }
}

export type TradingGetMentoredEntryAnswer = {
  /** Id of a journal-entry */
  id: string
  scope: 'day' | 'trade' | 'session'
  day: string
  /** Id of a trade */
  tradeId: string | null
  title: string
  createdAt: string
  mood: number | null
  moodWords: string[]
  /** Without pictures */
  text: string
}

export interface TradingGetMentoredFiguresInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
  }
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
      }
    | undefined
}

export type TradingGetMentoredFiguresAnswer = {
  reports: {
    currency: string
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    wins: number
    losses: number
    scratches: number
    money:
      | {
          /** Exact decimal */
          gross: string
          /** Exact decimal */
          fees: string
          /** Exact decimal */
          net: string
          /** Exact decimal */
          won: string
          /** Exact decimal */
          lost: string
          /** Exact decimal */
          largestWin: string | null
          /** Exact decimal */
          largestLoss: string | null
        }
      | null
    figures: {
      definition: string
      value: number | null
      n: number
    }[]
    curve: {
      unit: 'money' | 'percent'
      points: {
        day: string
        value: number
      }[]
    }
  }[]
}

export interface TradingGetMentoredTradeInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
    /** Id of a trade */
    tradeId: string
  }
}

export type TradingGetMentoredTradeAnswer = TradeDetail

export interface TradingGetPeriodReportInput extends CallOptions {
  query: {
    /** Id of a trading-account */
    account?: string | undefined
    /** First trading day of the close */
    from: string
    /** Last trading day of the close; 366 days at most */
    to: string
  }
}

export type TradingGetPeriodReportAnswer = PeriodReport

export interface TradingGetPlaybookInput extends CallOptions {
  path: {
    /** Id of a playbook */
    id: string
  }
}

export type TradingGetPlaybookAnswer = Playbook

export interface TradingGetPreparedExportInput extends CallOptions {
  path: {
    /** Id of a trading-export */
    id: string
  }
}

export type TradingGetPreparedExportAnswer = TradingPreparedExport

export type TradingGetPushAddressInput = CallOptions

export type TradingGetPushAddressAnswer = {
  /** Where a POST of the text is taken, as UnifiedPush and ntfy give it out; null: nothing is pushed */
  url: string | null
  /** What the last push met; null: it arrived, or there was none */
  failure: string | null
  failedAt: string | null
}

export type TradingGetQuietHoursInput = CallOptions

export type TradingGetQuietHoursAnswer = {
  hours:
    | {
        /** HH:MM */
        from: string
        /** HH:MM */
        to: string
        timeZone: string
      }
    | null
}

export interface TradingGetReflectionInput extends CallOptions {
  path: {
    /** YYYY-MM-DD */
    day: string
  }
}

export type TradingGetReflectionAnswer = Reflection

export type TradingGetReportSchedulesInput = CallOptions

export type TradingGetReportSchedulesAnswer = ReportSchedules

export interface TradingGetRestoreInput extends CallOptions {
  path: {
    /** Id of a trading-restore */
    id: string
  }
}

export type TradingGetRestoreAnswer = {
  /** Id of a trading-restore */
  id: string
  filename: string
  state: 'waiting' | 'done' | 'failed'
  /** Id of a trading-account */
  accountId: string | null
  counts:
    | {
        executions: number
        cash: number
        trades: number
        entries: number
      }
    | null
  failure:
    | {
        code: string
        line: number | null
        field: string | null
      }
    | null
  createdAt: string
  finishedAt: string | null
}

export interface TradingGetReviewInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
}

export type TradingGetReviewAnswer = TradeReview

export interface TradingGetRiskProfileInput extends CallOptions {
  path: {
    /** Id of a risk-profile */
    id: string
  }
}

export type TradingGetRiskProfileAnswer = {
  /** Id of a risk-profile */
  id: string
  /** Id of a trading-account */
  accountId: string
  name: string
  /** YYYY-MM-DD */
  startsOn: string
  /** Null: what the ledger says of that day */
  startBalance: string | null
  dailyLoss: string | null
  drawdown:
    | {
        kind: 'static' | 'trailing_end_of_day' | 'trailing_intraday'
        amount: string
        lockAt: string | null
      }
    | null
  bestDayPercent: string | null
  daysMin: number | null
  profitTarget: string | null
  /** Of a limit, used: from there on it warns */
  warnAtPercent: number
  /** Open positions count, at the closes of bars */
  usesMarks: boolean
  status: 'ok' | 'warning' | 'breached'
  version: number
  createdAt: string
}

export interface TradingGetRiskStatusInput extends CallOptions {
  path: {
    /** Id of a risk-profile */
    id: string
  }
}

export type TradingGetRiskStatusAnswer = {
  asOf: string
  currency: string
  timeZone: string
  /** The present trading day by the cut-off of the account */
  day: string
  status: 'ok' | 'warning' | 'breached'
  firstBreach:
    | {
        rule: 'daily_loss' | 'drawdown'
        at: string
      }
    | null
  startEquity: string
  equity: string
  /** Closes of bars that were followed; null: open positions do not count */
  marks: number | null
  rules: {
    rule: 'daily_loss' | 'drawdown' | 'best_day' | 'days' | 'profit_target'
    state: 'ok' | 'warning' | 'breached' | 'met' | 'unmet'
    actual: string
    allowed: string
    left: string
    since: string | null
  }[]
  /** The last 400 trading days on which something happened */
  days: {
    day: string
    start: string
    low: string
    close: string
    realised: string
    loss: string
    lossLeft: string | null
    floor: string | null
    /** How close equity came to the floor in the session */
    roomLeast: string | null
  }[]
  /** As they were recorded, with what later became of them */
  breaches: {
    rule: 'daily_loss' | 'drawdown'
    breachedAt: string
    recordedAt: string
    withdrawnAt: string | null
    changes: {
      what: 'moved' | 'withdrawn' | 'returned'
      at: string
      from: string | null
      to: string | null
    }[]
  }[]
}

export interface TradingGetSessionInput extends CallOptions {
  path: {
    /** Id of a trading-session */
    id: string
  }
}

export type TradingGetSessionAnswer = TradingSession

export type TradingGetSubscriptionInput = CallOptions

export type TradingGetSubscriptionAnswer = TradingSubscription

export type TradingGetSupportConsentInput = CallOptions

export type TradingGetSupportConsentAnswer = {
  until: string | null
}

export interface TradingGetTradeInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
}

export type TradingGetTradeAnswer = TradeDetail

export interface TradingGetTradeGroupInput extends CallOptions {
  path: {
    /** Id of a trade-group */
    id: string
  }
}

export type TradingGetTradeGroupAnswer = TradeGroup

export type TradingGetUsageInput = CallOptions

export type TradingGetUsageAnswer = TradingUsage

export type TradingGetWeeklyDigestInput = CallOptions

export type TradingGetWeeklyDigestAnswer = DigestWish

export interface TradingGiveSupportConsentInput extends CallOptions {
  body: {
    hours: number
  }
}

export type TradingGiveSupportConsentAnswer = {
  until: string | null
}

export interface TradingInviteMentorInput extends CallOptions {
  body: {
    email: string
  }
}

export type TradingInviteMentorAnswer = {
  /** Id of a trading-mentor */
  id: string
  /** As the trader wrote it */
  email: string
  /** Of one who accepted */
  name: string | null
  state: 'invited' | 'accepted'
  invitedAt: string
  acceptedAt: string | null
}

export type TradingJournalRemindersInput = CallOptions

export type TradingJournalRemindersAnswer = {
  trades: {
    /** Id of a trade */
    id: string
    /** Id of a trading-account */
    accountId: string
    symbol: string
    net: string
    currency: string
    closedAt: string
  }[]
  days: string[]
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
}

export interface TradingLeaveMentoringInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
  }
}

export interface TradingListAccountsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        archived?: boolean | undefined
      }
    | undefined
}

export type TradingListAccountsAnswer = TradingAccountPage

export interface TradingListAlertEventsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        unread?: boolean | undefined
      }
    | undefined
}

export type TradingListAlertEventsAnswer = {
  items: {
    /** Id of a alert-event */
    id: string
    /** Id of a trading-account */
    accountId: string
    /** Id of a alert */
    alertId: string | null
    /** Id of a risk-profile */
    profileId: string | null
    title: string
    raisedAt: string
    readAt: string | null
  }[]
  nextCursor: string | null
}

export interface TradingListAlertsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Id of a trading-account */
        account?: string | undefined
      }
    | undefined
}

export type TradingListAlertsAnswer = {
  items: {
    /** Id of a alert */
    id: string
    /** Id of a trading-account */
    accountId: string
    name: string
    kind:
      | 'daily-profit'
      | 'daily-loss'
      | 'weekly-profit'
      | 'weekly-loss'
      | 'win-streak'
      | 'loss-streak'
      | 'win-rate-below'
      | 'drawdown'
      | 'trade-size'
      | 'exposure'
      | 'trades-per-day'
      | 'price-above'
      | 'price-below'
      | 'risk-warning'
      | 'risk-breach'
      | 'import-failed'
    /** Money in the currency of the account, a count, a percentage or a price; null where none is asked for */
    threshold: string | null
    /** Of a win rate: of how many trades */
    trades: number | null
    /** Id of a instrument */
    instrumentId: string | null
    /** Id of a risk-profile */
    profileId: string | null
    channels: ('email' | 'in-app' | 'webhook' | 'push')[]
    expiresAt: string | null
    state: 'active' | 'triggered' | 'snoozed' | 'resolved' | 'expired'
    snoozedUntil: string | null
    triggeredAt: string | null
    version: number
    createdAt: string
  }[]
  nextCursor: string | null
}

export interface TradingListBalanceDaysInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  query: {
    from: string
    to: string
  }
}

export type TradingListBalanceDaysAnswer = {
  items: {
    day: string
    changes: {
      currency: string
      amount: string
    }[]
    cash: {
      currency: string
      amount: string
    }[]
  }[]
}

export interface TradingListBarStatesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Id of a instrument */
        instrumentId?: string | undefined
      }
    | undefined
}

export type TradingListBarStatesAnswer = BarStatePage

export interface TradingListCashMovementsInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        kind?: 'deposit' | 'withdrawal' | 'dividend' | 'interest' | 'fee' | 'tax' | 'fx' | undefined
        currency?: string | undefined
        from?: string | undefined
        until?: string | undefined
      }
    | undefined
}

export type TradingListCashMovementsAnswer = CashMovementPage

export interface TradingListCommentsOfEntryInput extends CallOptions {
  path: {
    /** Id of a journal-entry */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListCommentsOfEntryAnswer = MentorCommentPage

export interface TradingListCommentsOfMentoredEntryInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
    /** Id of a journal-entry */
    subjectId: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListCommentsOfMentoredEntryAnswer = MentorCommentPage

export interface TradingListCommentsOfMentoredTradeInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
    /** Id of a trade */
    subjectId: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListCommentsOfMentoredTradeAnswer = MentorCommentPage

export interface TradingListCommentsOfTradeInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListCommentsOfTradeAnswer = MentorCommentPage

export interface TradingListCorporateActionsInput extends CallOptions {
  path: {
    /** Id of a instrument */
    id: string
  }
}

export type TradingListCorporateActionsAnswer = {
  items: CorporateAction[]
}

export interface TradingListCurrencyRatesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        currency?: string | undefined
        from?: string | undefined
        to?: string | undefined
        /** Only those that the caller said */
        own?: boolean | undefined
      }
    | undefined
}

export type TradingListCurrencyRatesAnswer = CurrencyRatePage

export type TradingListDashboardsInput = CallOptions

export type TradingListDashboardsAnswer = {
  items: Dashboard[]
}

export type TradingListDefinitionsInput = CallOptions

export type TradingListDefinitionsAnswer = {
  items: {
    id: string
    title: string
    formula: string
    unit: 'count' | 'share' | 'ratio' | 'money' | 'mode' | 'r' | 'milliseconds' | 'days' | 'yes-no'
    source: string | null
    /** Of how many it is defined; null with fewer */
    needs: number
  }[]
}

export interface TradingListExecutionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Id of a trading-account */
        accountId?: string | undefined
        /** Id of a instrument */
        instrumentId?: string | undefined
        source?: 'import' | 'manual' | 'system' | undefined
        /** Id of a import-batch */
        batchId?: string | undefined
        /** Part of the symbol, in whatever case */
        symbol?: string | undefined
        from?: string | undefined
        until?: string | undefined
      }
    | undefined
}

export type TradingListExecutionsAnswer = ExecutionPage

export interface TradingListFeeSchedulesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListFeeSchedulesAnswer = FeeSchedulePage

export interface TradingListGoalsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListGoalsAnswer = GoalPage

export type TradingListImportProfilesInput = CallOptions

export type TradingListImportProfilesAnswer = {
  items: {
    id: string
    name: string
    broker: string
    version: number
    shipped: boolean
    updatedAt: string | null
  }[]
}

export interface TradingListImportRowsInput extends CallOptions {
  path: {
    /** Id of a import-batch */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        outcome?: 'created' | 'duplicate' | 'skipped' | 'error' | 'needs_mapping' | 'needs_rate' | undefined
        row?: number | undefined
        /** Id of a execution */
        executionId?: string | undefined
      }
    | undefined
}

export type TradingListImportRowsAnswer = {
  items: {
    row: number
    raw: string | null
    outcome: 'created' | 'duplicate' | 'skipped' | 'error' | 'needs_mapping' | 'needs_rate'
    reason: string | null
    field: string | null
    executionIds: string[]
    cashMovementIds: string[]
    /** Id of a corporate-action */
    corporateActionId: string | null
  }[]
  nextCursor: string | null
}

export interface TradingListImportsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Id of a trading-account */
        accountId?: string | undefined
        state?:
          | 'uploaded'
          | 'detected'
          | 'mapped'
          | 'previewed'
          | 'importing'
          | 'completed'
          | 'completed_with_errors'
          | 'failed'
          | 'undone'
          | undefined
      }
    | undefined
}

export type TradingListImportsAnswer = TradeImportPage

export interface TradingListInstrumentsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
        assetClass?: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond' | undefined
        unsettled?: boolean | undefined
      }
    | undefined
}

export type TradingListInstrumentsAnswer = InstrumentPage

export interface TradingListJournalInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        scope?: 'day' | 'trade' | 'session' | undefined
        /** Id of a trading-account */
        accountId?: string | undefined
        /** Id of a trade */
        tradeId?: string | undefined
        /** Id of a trading-session */
        sessionId?: string | undefined
        /** Id of a tag */
        tagId?: string | undefined
        mood?: number | undefined
        /** YYYY-MM-DD */
        from?: string | undefined
        /** YYYY-MM-DD */
        to?: string | undefined
      }
    | undefined
}

export type TradingListJournalAnswer = {
  items: {
    /** Id of a journal-entry */
    id: string
    scope: 'day' | 'trade' | 'session'
    /** Id of a trading-account */
    accountId: string | null
    day: string
    /** Id of a trade */
    tradeId: string | null
    /** Id of a trading-session */
    sessionId: string | null
    title: string
    mood: number | null
    moodWords: string[]
    tagIds: string[]
    version: number
    createdAt: string
    updatedAt: string
    excerpt: string
    fileIds: string[]
  }[]
  nextCursor: string | null
}

export interface TradingListMappingQueueInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListMappingQueueAnswer = {
  items: {
    symbol: string
    assetClass: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
    currency: string
    rows: number
    imports: number
  }[]
  nextCursor: string | null
}

export interface TradingListMentoredEntriesInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Id of a trade */
        tradeId?: string | undefined
      }
    | undefined
}

export type TradingListMentoredEntriesAnswer = {
  items: {
    /** Id of a journal-entry */
    id: string
    scope: 'day' | 'trade' | 'session'
    day: string
    /** Id of a trade */
    tradeId: string | null
    title: string
    createdAt: string
    excerpt: string
  }[]
  nextCursor: string | null
}

export interface TradingListMentoredTradesInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
      }
    | undefined
}

export type TradingListMentoredTradesAnswer = {
  items: Trade[]
  nextCursor: string | null
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
}

export interface TradingListMentoringInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListMentoringAnswer = {
  items: {
    /** Id of a trading-mentor */
    id: string
    /** Their name */
    trader: string
    state: 'invited' | 'accepted'
    invitedAt: string
    acceptedAt: string | null
  }[]
  nextCursor: string | null
}

export type TradingListMentorsInput = CallOptions

export type TradingListMentorsAnswer = {
  items: {
    /** Id of a trading-mentor */
    id: string
    /** As the trader wrote it */
    email: string
    /** Of one who accepted */
    name: string | null
    state: 'invited' | 'accepted'
    invitedAt: string
    acceptedAt: string | null
  }[]
  nextCursor: string | null
}

export interface TradingListMilestonesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListMilestonesAnswer = {
  items: {
    /** Id of a milestone */
    id: string
    kind: 'goal' | 'closed-trades' | 'journal-days' | 'reviews'
    /** Id of a goal */
    goalId: string | null
    title: string
    reachedAt: string
  }[]
  nextCursor: string | null
}

export interface TradingListOrphanedNotesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListOrphanedNotesAnswer = {
  items: {
    /** Id of a trade */
    tradeId: string
    /** Id of a trading-account */
    accountId: string
    /** Of the trade, while anything is known of it */
    symbol: string | null
    side: 'long' | 'short' | null
    openedAt: string | null
    initialStop: string | null
    plannedTarget: string | null
    initialRisk: string | null
    /** Id of a playbook */
    playbookId: string | null
    rating: number | null
    reviewState: 'unreviewed' | 'reviewed' | 'locked'
    text: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export type TradingListPlansInput = CallOptions

export type TradingListPlansAnswer = {
  items: TradingOfferedPlan[]
}

export interface TradingListPlaybookVersionsInput extends CallOptions {
  path: {
    /** Id of a playbook */
    id: string
  }
}

export type TradingListPlaybookVersionsAnswer = {
  items: {
    number: number
    description: string
    rules: PlaybookRule[]
    heldFrom: string
  }[]
}

export interface TradingListPlaybooksInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        status?: 'active' | 'archived' | undefined
      }
    | undefined
}

export type TradingListPlaybooksAnswer = {
  items: {
    /** Id of a playbook */
    id: string
    name: string
    status: 'active' | 'archived'
    version: number
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface TradingListPreparedExportsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListPreparedExportsAnswer = TradingPreparedExportPage

export interface TradingListReconciliationInput extends CallOptions {
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    /** Id of a trading-account */
    accountId: string
    different?: boolean | undefined
    /** Id of a import-batch */
    importId?: string | undefined
  }
}

export type TradingListReconciliationAnswer = {
  items: {
    /** Id of a execution */
    executionId: string
    /** Id of a import-batch */
    importId: string | null
    filename: string | null
    /** Id of a instrument */
    instrumentId: string
    symbol: string
    positionRef: string
    executedAt: string
    currency: string
    reported: string
    net: string
    gross: string
    openFees: string
    closeFees: string
    difference: string
    status: 'equal' | 'explained' | 'mismatch' | 'resolved'
    rule:
      | 'before_fees'
      | 'closing_fees_only'
      | 'average_cost'
      | 'matched_fifo'
      | 'matched_lifo'
      | 'matched_hifo'
      | 'wash_sale'
      | null
    reason: string | null
  }[]
  nextCursor: string | null
}

export interface TradingListReflectionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListReflectionsAnswer = ReflectionPage

export interface TradingListRestoresInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListRestoresAnswer = {
  items: {
    /** Id of a trading-restore */
    id: string
    filename: string
    state: 'waiting' | 'done' | 'failed'
    /** Id of a trading-account */
    accountId: string | null
    counts:
      | {
          executions: number
          cash: number
          trades: number
          entries: number
        }
      | null
    failure:
      | {
          code: string
          line: number | null
          field: string | null
        }
      | null
    createdAt: string
    finishedAt: string | null
  }[]
  nextCursor: string | null
}

export interface TradingListReworksInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListReworksAnswer = {
  items: {
    /** Id of a account-rework */
    id: string
    doneAt: string
    matchingMethod:
      | {
          from: 'FIFO' | 'LIFO' | 'HIFO' | 'AVG'
          to: 'FIFO' | 'LIFO' | 'HIFO' | 'AVG'
        }
      | null
    fees:
      | {
          schedule: string | null
          fills: number
        }
      | null
    totals: {
      /** Id of a instrument */
      instrumentId: string
      symbol: string | null
      before: {
        trades: number
        gross: string
        fees: string
        net: string
      }
      after: {
        trades: number
        gross: string
        fees: string
        net: string
      }
    }[]
  }[]
  nextCursor: string | null
}

export interface TradingListRiskProfilesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Id of a trading-account */
        account?: string | undefined
      }
    | undefined
}

export type TradingListRiskProfilesAnswer = {
  items: {
    /** Id of a risk-profile */
    id: string
    /** Id of a trading-account */
    accountId: string
    name: string
    /** YYYY-MM-DD */
    startsOn: string
    /** Null: what the ledger says of that day */
    startBalance: string | null
    dailyLoss: string | null
    drawdown:
      | {
          kind: 'static' | 'trailing_end_of_day' | 'trailing_intraday'
          amount: string
          lockAt: string | null
        }
      | null
    bestDayPercent: string | null
    daysMin: number | null
    profitTarget: string | null
    /** Of a limit, used: from there on it warns */
    warnAtPercent: number
    /** Open positions count, at the closes of bars */
    usesMarks: boolean
    status: 'ok' | 'warning' | 'breached'
    version: number
    createdAt: string
  }[]
  nextCursor: string | null
}

export interface TradingListRiskTemplatesInput extends CallOptions {
  query: {
    balance: string
  }
}

export type TradingListRiskTemplatesAnswer = {
  items: {
    key: string
    title: string
    dailyLoss: string | null
    drawdown:
      | {
          kind: 'static' | 'trailing_end_of_day' | 'trailing_intraday'
          amount: string
          lockAt: string | null
        }
      | null
    bestDayPercent: string | null
    daysMin: number | null
    profitTarget: string | null
  }[]
}

export interface TradingListSessionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListSessionsAnswer = {
  items: {
    /** Id of a trading-session */
    id: string
    /** Id of a trading-account */
    accountId: string | null
    startedAt: string
    endedAt: string | null
    plan: string
    summary: string
    moodBefore: number | null
    moodAfter: number | null
    checklist: {
      text: string
      done: boolean
    }[]
    version: number
  }[]
  nextCursor: string | null
}

export interface TradingListSharesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListSharesAnswer = {
  items: {
    /** Id of a trading-share */
    id: string
    kind: 'trade' | 'trades' | 'report' | 'entry'
    title: string
    redacted: boolean
    views: number
    lastViewedAt: string | null
    expiresAt: string
    createdAt: string
  }[]
  nextCursor: string | null
}

export interface TradingListStatementsInput extends CallOptions {
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    /** Id of a trading-account */
    accountId: string
    different?: boolean | undefined
    /** Id of a import-batch */
    importId?: string | undefined
  }
}

export type TradingListStatementsAnswer = {
  items: {
    /** Id of a statement */
    id: string
    kind: 'cash' | 'position' | 'realised'
    day: string
    until: string | null
    since: string | null
    currency: string | null
    /** Id of a instrument */
    instrumentId: string | null
    symbol: string | null
    stated: string
    computed: string
    difference: string
    status: 'equal' | 'explained' | 'mismatch' | 'resolved'
    rule:
      | 'carried_over'
      | 'before_fees'
      | 'average_cost'
      | 'matched_fifo'
      | 'matched_lifo'
      | 'matched_hifo'
      | null
    reason: string | null
    /** Id of a import-batch */
    importId: string | null
    filename: string | null
    row: number | null
    createdAt: string
  }[]
  nextCursor: string | null
}

export type TradingListTagsInput = CallOptions

export type TradingListTagsAnswer = {
  items: {
    /** Id of a tag */
    id: string
    name: string
    grouping: 'setup' | 'mistake' | 'emotion' | 'custom'
    trades: number
  }[]
}

export interface TradingListTradeGroupsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type TradingListTradeGroupsAnswer = TradeGroupPage

export interface TradingListTradesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        sort?: 'closedAt' | 'openedAt' | 'net' | 'r' | 'hold' | 'symbol' | undefined
        direction?: 'asc' | 'desc' | undefined
        totals?: boolean | undefined
      }
    | undefined
}

export type TradingListTradesAnswer = {
  items: Trade[]
  nextCursor: string | null
  totals: TradeTotals | null
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
}

export type TradingListWidgetsInput = CallOptions

export type TradingListWidgetsAnswer = {
  items: {
    name:
      | 'figures'
      | 'equity'
      | 'calendar'
      | 'heatmap'
      | 'distribution'
      | 'by'
      | 'playbooks'
      | 'streaks'
      | 'excursion'
      | 'behaviour'
    title: string
    reports: string[]
  }[]
}

export interface TradingLockReviewInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
}

export type TradingLockReviewAnswer = TradeReview

export interface TradingLookBackOnDayInput extends CallOptions {
  query: {
    /** YYYY-MM-DD */
    day: string
  }
}

export type TradingLookBackOnDayAnswer = {
  items: {
    ago: 'week' | 'month' | 'quarter' | 'year'
    day: string
    entries: {
      /** Id of a journal-entry */
      id: string
      scope: 'day' | 'trade' | 'session'
      title: string
      excerpt: string
      mood: number | null
    }[]
    /** Of the reflection on that day */
    lesson: string
  }[]
}

export interface TradingLookBackOnTradeInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
}

export type TradingLookBackOnTradeAnswer = {
  items: {
    /** Id of a trade */
    tradeId: string
    symbol: string
    openedAt: string
    net: string
    currency: string
    quality: number | null
    lesson: string
    note: string
    entries: {
      /** Id of a journal-entry */
      id: string
      scope: 'day' | 'trade' | 'session'
      title: string
      excerpt: string
      mood: number | null
    }[]
  }[]
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
}

export interface TradingMapImportInput extends CallOptions {
  path: {
    /** Id of a import-batch */
    id: string
  }
  body: {
    profileId?: string | undefined
    definition?: ImportDefinitionSent | undefined
    timeZone?: string | undefined
    symbols?: SymbolMappingSent[] | undefined
    fxRates?: Record<string, string> | undefined
  }
}

export type TradingMapImportAnswer = TradeImport

export interface TradingMarkAlertEventsInput extends KeyedCallOptions {
  body: {
    read: boolean
    ids?: string[] | undefined
  }
}

export type TradingMarkAlertEventsAnswer = {
  unread: number
}

export interface TradingMergeTradesInput extends KeyedCallOptions {
  body: {
    tradeIds: string[]
    name?: string | undefined
    /** Id of a trade-group */
    groupId?: string | undefined
  }
}

export type TradingMergeTradesAnswer = TradeGroup

export interface TradingNeighboursOfTradeInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
  query?:
    | {
        /** Of one of these accounts; all of one’s own when absent */
        account?: string[] | undefined
        /** One of these symbols, in whatever case */
        symbol?: string[] | undefined
        /** One of these classes */
        assetClass?:
          | ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
          | undefined
        side?: 'long' | 'short' | undefined
        status?: 'open' | 'closed' | 'all' | undefined
        /** Closed with one of these */
        outcome?: ('win' | 'loss' | 'scratch')[] | undefined
        /** A result between minus and plus this much money is a scratch; 0 when absent */
        epsilon?: string | undefined
        /** Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts */
        epsilonTicks?: string | undefined
        /** Tags, which `tagMatch` says how to match */
        tag?: string[] | undefined
        tagMatch?: 'any' | 'all' | 'none' | undefined
        /** By one of these playbooks */
        playbook?: string[] | undefined
        /** In one of these states */
        review?: ('unreviewed' | 'reviewed' | 'locked')[] | undefined
        /** First trading day of the close */
        from?: string | undefined
        /** Last trading day of the close */
        to?: string | undefined
        /** Opened at this instant or later */
        openedFrom?: string | undefined
        /** Opened before this instant */
        openedBefore?: string | undefined
        /** Entered on one of these, 1 for Monday, in the account’s zone */
        weekday?: ('1' | '2' | '3' | '4' | '5' | '6' | '7')[] | undefined
        /** Entered in this hour of the account’s zone or later */
        hourFrom?: number | undefined
        /** Entered before this hour; one before `hourFrom` is of the next day */
        hourBefore?: number | undefined
        /** Closed after so many seconds or more */
        holdMin?: number | undefined
        /** Closed after so many seconds or fewer */
        holdMax?: number | undefined
        /** R of at least */
        rMin?: string | undefined
        /** R of at most */
        rMax?: string | undefined
        /** Net of at least, in the account’s currency */
        netMin?: string | undefined
        /** Net of at most, in the account’s currency */
        netMax?: string | undefined
        hasNotes?: boolean | undefined
        /** Part of what was noted */
        text?: string | undefined
        /** One of these trades */
        id?: string[] | undefined
        sort?: 'closedAt' | 'openedAt' | 'net' | 'r' | 'hold' | 'symbol' | undefined
        direction?: 'asc' | 'desc' | undefined
      }
    | undefined
}

export type TradingNeighboursOfTradeAnswer = {
  /** Id of a trade */
  previous: string | null
  /** Id of a trade */
  next: string | null
}

export interface TradingNoteTradeInput extends KeyedCallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
  body: {
    /** As it was read; 0 before anything was said */
    version: number
    initialStop?: string | null | undefined
    plannedTarget?: string | null | undefined
    initialRisk?: string | null | undefined
    /** Id of a playbook */
    playbookId?: string | null | undefined
    rating?: number | null | undefined
    reviewState?: 'unreviewed' | 'reviewed' | 'locked' | undefined
    text?: string | undefined
  }
}

export type TradingNoteTradeAnswer = TradeDetail

export interface TradingOpenShareInput extends CallOptions {
  body: {
    token: string
  }
}

export type TradingOpenShareAnswer = {
  kind: 'trade' | 'trades' | 'report' | 'entry'
  title: string
  redacted: boolean
  expiresAt: string
  trades: {
    symbol: string
    assetClass: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
    side: 'long' | 'short'
    status: 'open' | 'closed'
    outcome: 'win' | 'loss' | 'scratch' | null
    openedAt: string
    closedAt: string | null
    /** A decimal number */
    percentReturn: string | null
    /** A decimal number */
    r: string | null
    money:
      | {
          currency: string
          /** A decimal number */
          quantity: string
          /** A decimal number */
          averageEntry: string
          /** A decimal number */
          averageExit: string | null
          /** A decimal number */
          gross: string
          /** A decimal number */
          fees: string
          /** A decimal number */
          net: string
        }
      | null
  }[]
  reports: {
    currency: string
    n: number
    /** Closed trades beyond the limit of the plan, which nothing here is of */
    hiddenByPlan: number
    wins: number
    losses: number
    scratches: number
    money:
      | {
          /** Exact decimal */
          gross: string
          /** Exact decimal */
          fees: string
          /** Exact decimal */
          net: string
          /** Exact decimal */
          won: string
          /** Exact decimal */
          lost: string
          /** Exact decimal */
          largestWin: string | null
          /** Exact decimal */
          largestLoss: string | null
        }
      | null
    figures: {
      definition: string
      value: number | null
      n: number
    }[]
    curve: {
      unit: 'money' | 'percent'
      points: {
        day: string
        value: number
      }[]
    }
  }[]
  entry:
    | {
        title: string
        day: string
        text: string
      }
    | null
}

export interface TradingPlaybookAdherenceInput extends CallOptions {
  path: {
    /** Id of a playbook */
    id: string
  }
  query?:
    | {
        /** Id of a trading-account */
        accountId?: string | undefined
        /** YYYY-MM-DD */
        from?: string | undefined
        /** YYYY-MM-DD */
        to?: string | undefined
      }
    | undefined
}

export type TradingPlaybookAdherenceAnswer = {
  /** Closed ones, which all else is of */
  trades: number
  open: number
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
  passed: number
  failed: number
  unknown: number
  /** passed / (passed + failed) */
  score: number | null
  /** What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions */
  definitions: Record<string, string>
  money: {
    currency: string
    followed: {
      trades: number
      wins: number
      losses: number
      winRate: number | null
      net: string
      average: number | null
    }
    broken: {
      trades: number
      wins: number
      losses: number
      winRate: number | null
      net: string
      average: number | null
    }
    unjudged: {
      trades: number
      wins: number
      losses: number
      winRate: number | null
      net: string
      average: number | null
    }
    /** What trades that broke a rule came to */
    costOfMistakes: string
    /** The same against what as many followed trades made */
    againstFollowed: number | null
  }[]
  rules: {
    ruleId: string
    rule: PlaybookRule
    passed: number
    failed: number
    unknown: number
    /** passed / (passed + failed) */
    score: number | null
    money: {
      currency: string
      kept: string
      broken: string
    }[]
  }[]
}

export interface TradingPlaybookTradeInput extends CallOptions {
  path: {
    /** Id of a playbook */
    id: string
    /** Id of a trade */
    tradeId: string
  }
}

export type TradingPlaybookTradeAnswer = {
  /** Id of a trade */
  tradeId: string
  /** Id of a trading-account */
  accountId: string
  symbol: string
  side: 'long' | 'short'
  status: 'open' | 'closed'
  openedAt: string
  net: string
  currency: string
  /** Number of the playbook’s version that counts */
  version: number
  outcome: 'followed' | 'broken' | 'unjudged'
  results: {
    ruleId: string
    result: 'pass' | 'fail' | 'unknown'
  }[]
  rules: PlaybookRule[]
}

export interface TradingPlaybookTradesInput extends CallOptions {
  path: {
    /** Id of a playbook */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** Id of a trading-account */
        accountId?: string | undefined
        /** YYYY-MM-DD */
        from?: string | undefined
        /** YYYY-MM-DD */
        to?: string | undefined
        /** Of closed trades */
        outcome?: 'followed' | 'broken' | 'unjudged' | undefined
        /** Closed trades of which this rule says `result` */
        ruleId?: string | undefined
        result?: 'pass' | 'fail' | 'unknown' | undefined
      }
    | undefined
}

export type TradingPlaybookTradesAnswer = {
  items: {
    /** Id of a trade */
    tradeId: string
    /** Id of a trading-account */
    accountId: string
    symbol: string
    side: 'long' | 'short'
    status: 'open' | 'closed'
    openedAt: string
    net: string
    currency: string
    /** Number of the playbook’s version that counts */
    version: number
    outcome: 'followed' | 'broken' | 'unjudged'
    results: {
      ruleId: string
      result: 'pass' | 'fail' | 'unknown'
    }[]
  }[]
  nextCursor: string | null
}

export interface TradingPrepareExportInput extends KeyedCallOptions {
  body: {
    kind: 'account' | 'trades' | 'executions'
    /** Id of a trading-account */
    accountId: string
  }
}

export type TradingPrepareExportAnswer = TradingPreparedExport

export interface TradingPreviewEstimatedFeesInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
  query?:
    | {
        /** Also fills without a fee from before it was kept who told it */
        unknown?: boolean | undefined
      }
    | undefined
}

export type TradingPreviewEstimatedFeesAnswer = EstimatedFees

export interface TradingPreviewImportInput extends CallOptions {
  path: {
    /** Id of a import-batch */
    id: string
  }
}

export type TradingPreviewImportAnswer = TradeImport

export interface TradingPrintPeriodReportInput extends CallOptions {
  query: {
    /** Id of a trading-account */
    account?: string | undefined
    /** First trading day of the close */
    from: string
    /** Last trading day of the close; 366 days at most */
    to: string
  }
}

export interface TradingPutBarsInput extends CallOptions {
  path: {
    /** Id of a instrument */
    id: string
  }
  body: {
    seconds:
      | 1
      | 5
      | 10
      | 15
      | 30
      | 60
      | 120
      | 180
      | 300
      | 600
      | 900
      | 1800
      | 3600
      | 7200
      | 14400
      | 86400
    bars: {
      at: string
      open: string
      high: string
      low: string
      close: string
    }[]
  }
}

export type TradingPutBarsAnswer = {
  written: number
}

export interface TradingPutCurrencyRatesInput extends CallOptions {
  body: {
    rates: {
      base: string
      quote: string
      day: string
      rate: string
    }[]
  }
}

export type TradingPutCurrencyRatesAnswer = {
  changed: number
}

export interface TradingRemoveAlertInput extends CallOptions {
  path: {
    /** Id of a alert */
    id: string
  }
}

export interface TradingRemoveCommentInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
    /** Id of a trading-comment */
    commentId: string
  }
}

export interface TradingRemoveCurrencyRateInput extends CallOptions {
  path: {
    base: string
    quote: string
    day: string
  }
}

export interface TradingRemoveDashboardInput extends CallOptions {
  path: {
    /** Id of a dashboard */
    id: string
  }
}

export interface TradingRemoveFeeScheduleInput extends CallOptions {
  path: {
    /** Id of a fee-schedule */
    id: string
  }
}

export interface TradingRemoveGoalInput extends CallOptions {
  path: {
    /** Id of a goal */
    id: string
  }
}

export interface TradingRemoveJournalEntryInput extends CallOptions {
  path: {
    /** Id of a journal-entry */
    id: string
  }
}

export interface TradingRemoveNoteInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
}

export interface TradingRemovePreparedExportInput extends CallOptions {
  path: {
    /** Id of a trading-export */
    id: string
  }
}

export interface TradingRemoveReflectionInput extends CallOptions {
  path: {
    /** YYYY-MM-DD */
    day: string
  }
}

export interface TradingRemoveReviewInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
}

export interface TradingRemoveRiskProfileInput extends CallOptions {
  path: {
    /** Id of a risk-profile */
    id: string
  }
}

export interface TradingRemoveSessionInput extends CallOptions {
  path: {
    /** Id of a trading-session */
    id: string
  }
}

export interface TradingRemoveTagInput extends KeyedCallOptions {
  path: {
    /** Id of a tag */
    id: string
  }
}

export interface TradingRenameTradeGroupInput extends KeyedCallOptions {
  path: {
    /** Id of a trade-group */
    id: string
  }
  body: {
    name: string
  }
}

export type TradingRenameTradeGroupAnswer = TradeGroup

export interface TradingResolveAlertInput extends KeyedCallOptions {
  path: {
    /** Id of a alert */
    id: string
  }
}

export type TradingResolveAlertAnswer = {
  /** Id of a alert */
  id: string
  /** Id of a trading-account */
  accountId: string
  name: string
  kind:
    | 'daily-profit'
    | 'daily-loss'
    | 'weekly-profit'
    | 'weekly-loss'
    | 'win-streak'
    | 'loss-streak'
    | 'win-rate-below'
    | 'drawdown'
    | 'trade-size'
    | 'exposure'
    | 'trades-per-day'
    | 'price-above'
    | 'price-below'
    | 'risk-warning'
    | 'risk-breach'
    | 'import-failed'
  /** Money in the currency of the account, a count, a percentage or a price; null where none is asked for */
  threshold: string | null
  /** Of a win rate: of how many trades */
  trades: number | null
  /** Id of a instrument */
  instrumentId: string | null
  /** Id of a risk-profile */
  profileId: string | null
  channels: ('email' | 'in-app' | 'webhook' | 'push')[]
  expiresAt: string | null
  state: 'active' | 'triggered' | 'snoozed' | 'resolved' | 'expired'
  snoozedUntil: string | null
  triggeredAt: string | null
  version: number
  createdAt: string
}

export interface TradingResolveDifferenceInput extends CallOptions {
  path: {
    id: string
  }
  body: {
    /** Id of a trading-account */
    accountId: string
    reason: string
  }
}

export interface TradingResolveMappingInput extends KeyedCallOptions {
  body: {
    symbol: string
    assetClass: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond'
    currency: string
    multiplier: string
    as?: string | undefined
    asAssetClass?: 'stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond' | undefined
  }
}

export type TradingResolveMappingAnswer = {
  /** Id of a instrument */
  instrumentId: string
}

export interface TradingRestoreAccountInput extends CallOptions {
  path: {
    /** Id of a trading-account */
    id: string
  }
}

export type TradingRestoreAccountAnswer = TradingAccount

export interface TradingRestoreAccountFileInput extends KeyedCallOptions {
  body: {
    /** Id of a file */
    fileId: string
    name?: string | undefined
  }
}

export type TradingRestoreAccountFileAnswer = {
  /** Id of a trading-restore */
  id: string
  filename: string
  state: 'waiting' | 'done' | 'failed'
  /** Id of a trading-account */
  accountId: string | null
  counts:
    | {
        executions: number
        cash: number
        trades: number
        entries: number
      }
    | null
  failure:
    | {
        code: string
        line: number | null
        field: string | null
      }
    | null
  createdAt: string
  finishedAt: string | null
}

export interface TradingReviewPeriodInput extends CallOptions {
  query: {
    period: 'day' | 'week' | 'month'
    /** YYYY-MM-DD */
    day: string
    /** Id of a trading-account */
    accountId?: string | undefined
  }
}

export type TradingReviewPeriodAnswer = {
  from: string
  to: string
  accounts: {
    /** Id of a trading-account */
    accountId: string
    name: string
    currency: string
    /** Realised by what was closed on these trading days */
    net: string
    /** That ended on these trading days */
    trades: number
    wins: number
    losses: number
    largestWins: {
      /** Id of a trade */
      id: string
      /** Id of a trading-account */
      accountId: string
      symbol: string
      net: string
      currency: string
      closedDay: string
    }[]
    largestLosses: {
      /** Id of a trade */
      id: string
      /** Id of a trading-account */
      accountId: string
      symbol: string
      net: string
      currency: string
      closedDay: string
    }[]
  }[]
  tags: {
    /** Id of a tag */
    tagId: string
    name: string
    grouping: string
    currency: string
    trades: number
    net: string
  }[]
  brokenRules: {
    /** Id of a playbook */
    playbookId: string
    playbook: string
    ruleId: string
    kind: string
    currency: string
    trades: number
    net: string
  }[]
  journal: {
    traded: number
    written: number
    missed: number
  }
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
}

export interface TradingReviewTradesInput extends KeyedCallOptions {
  body: {
    filter?: TradeFilterSent | undefined
    ids?: string[] | undefined
    reviewState: 'unreviewed' | 'reviewed' | 'locked'
  }
}

export type TradingReviewTradesAnswer = {
  matched: number
  changed: number
  /** Left as they are, as their review is locked or does not take this step */
  refused: number
}

export interface TradingRevokeMentorInput extends CallOptions {
  path: {
    /** Id of a trading-mentor */
    id: string
  }
}

export interface TradingRevokeShareInput extends CallOptions {
  path: {
    /** Id of a trading-share */
    id: string
  }
}

export interface TradingSaveAlertInput extends CallOptions {
  path: {
    /** Id of a alert */
    id: string
  }
  body: {
    /** Id of a trading-account */
    accountId: string
    name: string
    kind:
      | 'daily-profit'
      | 'daily-loss'
      | 'weekly-profit'
      | 'weekly-loss'
      | 'win-streak'
      | 'loss-streak'
      | 'win-rate-below'
      | 'drawdown'
      | 'trade-size'
      | 'exposure'
      | 'trades-per-day'
      | 'price-above'
      | 'price-below'
      | 'risk-warning'
      | 'risk-breach'
      | 'import-failed'
    /** Money in the currency of the account, a count, a percentage or a price; null where none is asked for */
    threshold: string | null
    /** Of a win rate: of how many trades */
    trades: number | null
    /** Id of a instrument */
    instrumentId: string | null
    /** Id of a risk-profile */
    profileId: string | null
    channels: ('email' | 'in-app' | 'webhook' | 'push')[]
    expiresAt: string | null
    version: number
  }
}

export type TradingSaveAlertAnswer = {
  /** Id of a alert */
  id: string
  /** Id of a trading-account */
  accountId: string
  name: string
  kind:
    | 'daily-profit'
    | 'daily-loss'
    | 'weekly-profit'
    | 'weekly-loss'
    | 'win-streak'
    | 'loss-streak'
    | 'win-rate-below'
    | 'drawdown'
    | 'trade-size'
    | 'exposure'
    | 'trades-per-day'
    | 'price-above'
    | 'price-below'
    | 'risk-warning'
    | 'risk-breach'
    | 'import-failed'
  /** Money in the currency of the account, a count, a percentage or a price; null where none is asked for */
  threshold: string | null
  /** Of a win rate: of how many trades */
  trades: number | null
  /** Id of a instrument */
  instrumentId: string | null
  /** Id of a risk-profile */
  profileId: string | null
  channels: ('email' | 'in-app' | 'webhook' | 'push')[]
  expiresAt: string | null
  state: 'active' | 'triggered' | 'snoozed' | 'resolved' | 'expired'
  snoozedUntil: string | null
  triggeredAt: string | null
  version: number
  createdAt: string
}

export interface TradingSaveChecklistInput extends CallOptions {
  path: {
    /** Id of a playbook */
    id: string
    /** Id of a trade */
    tradeId: string
  }
  body: {
    /** By id of the rule whether it was kept; null takes the word back */
    results: Record<string, boolean | null>
  }
}

export interface TradingSaveDailyDigestInput extends CallOptions {
  body: {
    wanted: boolean
    /** Id of a trading-account */
    accountId?: string | null | undefined
  }
}

export type TradingSaveDailyDigestAnswer = DigestWish

export interface TradingSaveDashboardInput extends CallOptions {
  path: {
    /** Id of a dashboard */
    id: string
  }
  body: {
    name: string
    /** Which trades, as of GET /api/trading/trades, such as symbol=ES&from=2026-01-01; empty: all */
    filter: string
    basis: 'net' | 'gross'
    mode: 'cash' | 'percent' | 'r'
    /** In their order */
    widgets: (
      | 'figures'
      | 'equity'
      | 'calendar'
      | 'heatmap'
      | 'distribution'
      | 'by'
      | 'playbooks'
      | 'streaks'
      | 'excursion'
      | 'behaviour')[]
    version: number
  }
}

export type TradingSaveDashboardAnswer = Dashboard

export interface TradingSaveDashboardLayoutInput extends CallOptions {
  body: DashboardLayout
}

export type TradingSaveDashboardLayoutAnswer = DashboardLayout

export interface TradingSaveFeeScheduleInput extends CallOptions {
  path: {
    /** Id of a fee-schedule */
    id: string
  }
  body: {
    name: string
    currency: string
    /** Each fee is rounded to so many */
    digits: number
    prices: {
      validFrom: string
      rules: {
        part: string
        /** Empty: every kind */
        assetClasses: ('stock' | 'etf' | 'option' | 'future' | 'forex' | 'crypto' | 'cfd' | 'bond')[]
        side: 'any' | 'buy' | 'sell'
        per: 'unit' | 'fill' | 'percent'
        /** A rebate is negative */
        amount: string
        /** Least of a fill, without a sign */
        min: string | null
        /** Most of a fill, without a sign; counts before the least */
        max: string | null
        /** Most, in percent of what the fill is worth */
        maxPercent: string | null
        rounding: 'half-up' | 'half-even' | 'up' | 'down'
      }[]
    }[]
    version: number
  }
}

export type TradingSaveFeeScheduleAnswer = FeeSchedule

export interface TradingSaveGoalInput extends CallOptions {
  path: {
    /** Id of a goal */
    id: string
  }
  body: {
    /** Id of a trading-account */
    accountId: string | null
    metric: 'net' | 'win-rate' | 'trades-per-day' | 'loss-per-day' | 'journal-days'
    /** Money in the currency of the account, a count, or a percentage */
    target: string
    period: 'week' | 'month'
    /** YYYY-MM-DD */
    startsOn: string
    /** YYYY-MM-DD */
    endsOn: string | null
    version: number
  }
}

export type TradingSaveGoalAnswer = Goal

export interface TradingSaveJournalEntryInput extends CallOptions {
  path: {
    /** Id of a journal-entry */
    id: string
  }
  body: {
    title: string
    /** A structured text: paragraphs, headings, lists, quotes, code, pictures, links */
    body: {
      type: 'doc'
      content: Record<string, unknown>[]
    }
    mood?: number | null | undefined
    moodWords?: string[] | undefined
    tagIds?: string[] | undefined
    fileIds?: string[] | undefined
    version: number
  }
}

export type TradingSaveJournalEntryAnswer = JournalEntry

export interface TradingSavePlaybookInput extends CallOptions {
  path: {
    /** Id of a playbook */
    id: string
  }
  body: {
    name: string
    description?: string | undefined
    rules: PlaybookRule[]
    status: 'active' | 'archived'
    version: number
  }
}

export type TradingSavePlaybookAnswer = Playbook

export interface TradingSavePushAddressInput extends CallOptions {
  body: {
    /** Where a POST of the text is taken, as UnifiedPush and ntfy give it out; null: nothing is pushed */
    url: string | null
  }
}

export type TradingSavePushAddressAnswer = {
  /** Where a POST of the text is taken, as UnifiedPush and ntfy give it out; null: nothing is pushed */
  url: string | null
  /** What the last push met; null: it arrived, or there was none */
  failure: string | null
  failedAt: string | null
}

export interface TradingSaveQuietHoursInput extends CallOptions {
  body: {
    hours:
      | {
          /** HH:MM */
          from: string
          /** HH:MM */
          to: string
          timeZone: string
        }
      | null
  }
}

export type TradingSaveQuietHoursAnswer = {
  hours:
    | {
        /** HH:MM */
        from: string
        /** HH:MM */
        to: string
        timeZone: string
      }
    | null
}

export interface TradingSaveReflectionInput extends CallOptions {
  path: {
    /** YYYY-MM-DD */
    day: string
  }
  body: {
    mood?: number | null | undefined
    moodWords?: string[] | undefined
    discipline?: number | null | undefined
    wentWell?: string | undefined
    wentBadly?: string | undefined
    lesson?: string | undefined
    version: number | null
  }
}

export type TradingSaveReflectionAnswer = Reflection

export interface TradingSaveReportScheduleInput extends CallOptions {
  body: {
    /** Id of a trading-account */
    accountId: string
    period: 'week' | 'month'
    wanted: boolean
  }
}

export type TradingSaveReportScheduleAnswer = ReportSchedules

export interface TradingSaveReviewInput extends CallOptions {
  path: {
    /** Id of a trade */
    id: string
  }
  body: {
    quality: number
    mood?: number | null | undefined
    moodWords?: string[] | undefined
    lesson?: string | undefined
    executionVsPlan?: string | undefined
    mistakeTagIds?: string[] | undefined
    version: number | null
  }
}

export type TradingSaveReviewAnswer = TradeReview

export interface TradingSaveRiskProfileInput extends CallOptions {
  path: {
    /** Id of a risk-profile */
    id: string
  }
  body: {
    name: string
    /** YYYY-MM-DD */
    startsOn: string
    /** Null: what the ledger says of that day */
    startBalance: string | null
    dailyLoss: string | null
    drawdown:
      | {
          kind: 'static' | 'trailing_end_of_day' | 'trailing_intraday'
          amount: string
          lockAt: string | null
        }
      | null
    bestDayPercent: string | null
    daysMin: number | null
    profitTarget: string | null
    /** Of a limit, used: from there on it warns */
    warnAtPercent: number
    /** Open positions count, at the closes of bars */
    usesMarks: boolean
    version: number
  }
}

export type TradingSaveRiskProfileAnswer = {
  /** Id of a risk-profile */
  id: string
  /** Id of a trading-account */
  accountId: string
  name: string
  /** YYYY-MM-DD */
  startsOn: string
  /** Null: what the ledger says of that day */
  startBalance: string | null
  dailyLoss: string | null
  drawdown:
    | {
        kind: 'static' | 'trailing_end_of_day' | 'trailing_intraday'
        amount: string
        lockAt: string | null
      }
    | null
  bestDayPercent: string | null
  daysMin: number | null
  profitTarget: string | null
  /** Of a limit, used: from there on it warns */
  warnAtPercent: number
  /** Open positions count, at the closes of bars */
  usesMarks: boolean
  status: 'ok' | 'warning' | 'breached'
  version: number
  createdAt: string
}

export interface TradingSaveSessionInput extends CallOptions {
  path: {
    /** Id of a trading-session */
    id: string
  }
  body: {
    plan?: string | undefined
    summary?: string | undefined
    moodBefore?: number | null | undefined
    moodAfter?: number | null | undefined
    checklist?:
      | {
          text: string
          done: boolean
        }[]
      | undefined
    version: number
  }
}

export type TradingSaveSessionAnswer = TradingSession

export interface TradingSaveWeeklyDigestInput extends CallOptions {
  body: {
    wanted: boolean
    /** Id of a trading-account */
    accountId?: string | null | undefined
  }
}

export type TradingSaveWeeklyDigestAnswer = DigestWish

export interface TradingSearchJournalInput extends CallOptions {
  query: {
    limit?: number | undefined
    cursor?: string | undefined
    q: string
    scope?: 'day' | 'trade' | 'session' | undefined
    /** Id of a trading-account */
    accountId?: string | undefined
    /** Id of a tag */
    tagId?: string | undefined
    mood?: number | undefined
    /** YYYY-MM-DD */
    from?: string | undefined
    /** YYYY-MM-DD */
    to?: string | undefined
  }
}

export type TradingSearchJournalAnswer = {
  items: {
    kind: 'entry' | 'note'
    /** Of the entry, or of the trade whose note it is */
    id: string
    day: string | null
    /** Id of a trade */
    tradeId: string | null
    title: string
    excerpt: string
    /** What was found in the excerpt, in UTF-16 units */
    highlights: {
      start: number
      end: number
    }[]
    updatedAt: string
  }[]
  nextCursor: string | null
  /** Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage */
  hiddenByPlan: number
}

export interface TradingSetAliasesInput extends CallOptions {
  path: {
    /** Id of a instrument */
    id: string
  }
  body: {
    version: number
    aliases: string[]
  }
}

export type TradingSetAliasesAnswer = Instrument

export interface TradingSetMultiplierInput extends CallOptions {
  path: {
    /** Id of a instrument */
    id: string
  }
  body: {
    version: number
    multiplier: string
  }
}

export type TradingSetMultiplierAnswer = Instrument

export interface TradingSetPlaybookOfTradesInput extends KeyedCallOptions {
  body: {
    filter?: TradeFilterSent | undefined
    ids?: string[] | undefined
    /** Id of a playbook */
    playbookId: string | null
  }
}

export type TradingSetPlaybookOfTradesAnswer = {
  matched: number
  changed: number
  /** Left as they are, as their review is locked or does not take this step */
  refused: number
}

export interface TradingSnoozeAlertInput extends KeyedCallOptions {
  path: {
    /** Id of a alert */
    id: string
  }
  body: {
    until: string
  }
}

export type TradingSnoozeAlertAnswer = {
  /** Id of a alert */
  id: string
  /** Id of a trading-account */
  accountId: string
  name: string
  kind:
    | 'daily-profit'
    | 'daily-loss'
    | 'weekly-profit'
    | 'weekly-loss'
    | 'win-streak'
    | 'loss-streak'
    | 'win-rate-below'
    | 'drawdown'
    | 'trade-size'
    | 'exposure'
    | 'trades-per-day'
    | 'price-above'
    | 'price-below'
    | 'risk-warning'
    | 'risk-breach'
    | 'import-failed'
  /** Money in the currency of the account, a count, a percentage or a price; null where none is asked for */
  threshold: string | null
  /** Of a win rate: of how many trades */
  trades: number | null
  /** Id of a instrument */
  instrumentId: string | null
  /** Id of a risk-profile */
  profileId: string | null
  channels: ('email' | 'in-app' | 'webhook' | 'push')[]
  expiresAt: string | null
  state: 'active' | 'triggered' | 'snoozed' | 'resolved' | 'expired'
  snoozedUntil: string | null
  triggeredAt: string | null
  version: number
  createdAt: string
}

export interface TradingSplitTradesInput extends KeyedCallOptions {
  body: {
    /** Id of a trade-group */
    groupId: string
    tradeIds?: string[] | undefined
  }
}

export type TradingSplitTradesAnswer = {
  group: TradeGroup | null
}

export type TradingStartInput = CallOptions

export interface TradingStartSessionInput extends KeyedCallOptions {
  body: {
    /** Id of a trading-account */
    accountId?: string | null | undefined
    startedAt?: string | undefined
    plan?: string | undefined
    summary?: string | undefined
    moodBefore?: number | null | undefined
    moodAfter?: number | null | undefined
    checklist?:
      | {
          text: string
          done: boolean
        }[]
      | undefined
  }
}

export type TradingStartSessionAnswer = TradingSession

export interface TradingStopSessionInput extends CallOptions {
  path: {
    /** Id of a trading-session */
    id: string
  }
  body: {
    endedAt?: string | undefined
  }
}

export type TradingStopSessionAnswer = TradingSession

export interface TradingSuggestImportProfileInput extends CallOptions {
  body: {
    /** Id of a file */
    fileId: string
  }
}

export type TradingSuggestImportProfileAnswer = {
  suggestion:
    | {
        definition: ImportDefinition
        headers: string[]
        rows: string[][]
      }
    | null
}

export interface TradingSuggestTradeGroupsInput extends CallOptions {
  query: {
    /** Id of a trading-account */
    account: string
  }
}

export type TradingSuggestTradeGroupsAnswer = {
  items: {
    reason: 'order' | 'expiry'
    openedAt: string
    trades: {
      /** Id of a trade */
      id: string
      symbol: string
    }[]
  }[]
}

export interface TradingTagTradesInput extends KeyedCallOptions {
  body: {
    filter?: TradeFilterSent | undefined
    ids?: string[] | undefined
    add?: string[] | undefined
    remove?: string[] | undefined
  }
}

export type TradingTagTradesAnswer = {
  matched: number
  changed: number
  /** Left as they are, as their review is locked or does not take this step */
  refused: number
}

export interface TradingTestImportProfileInput extends CallOptions {
  body: {
    definition: ImportDefinitionSent
    /** Id of a file */
    fileId: string
    /** Id of a trading-account */
    accountId: string
    timeZone?: string | undefined
  }
}

export type TradingTestImportProfileAnswer = {
  read: number
  skipped: number
  error: number
  rows: {
    row: number
    raw: string
    outcome: 'read' | 'skipped' | 'error'
    reason: string | null
    field: string | null
    records: ReadRecord[]
  }[]
}

export type TradingTryPushAddressInput = CallOptions

export type TradingTryPushAddressAnswer = {
  /** Where a POST of the text is taken, as UnifiedPush and ntfy give it out; null: nothing is pushed */
  url: string | null
  /** What the last push met; null: it arrived, or there was none */
  failure: string | null
  failedAt: string | null
}

export interface TradingUndoImportInput extends CallOptions {
  path: {
    /** Id of a import-batch */
    id: string
  }
}

export type TradingUndoImportAnswer = TradeImport

export interface TradingUploadCurrencyRatesInput extends CallOptions {
  body: {
    text: string
  }
}

export type TradingUploadCurrencyRatesAnswer = {
  rates: number
  changed: number
}

export interface TradingWithdrawExecutionInput extends CallOptions {
  path: {
    /** Id of a execution */
    id: string
  }
}

export type TradingWithdrawSupportConsentInput = CallOptions

export interface WebhooksChangeEndpointInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
  body: {
    url?: string | undefined
    description?: string | undefined
    events?: string[] | undefined
    enabled?: boolean | undefined
  }
}

export type WebhooksChangeEndpointAnswer = WebhookEndpoint

export interface WebhooksCreateEndpointInput extends CallOptions {
  body: {
    url: string
    description?: string | undefined
    events?: string[] | undefined
  }
}

export type WebhooksCreateEndpointAnswer = {
  /** Id of a webhook-endpoint */
  id: string
  url: string
  description: string
  events: string[]
  createdAt: string
  disabledAt: string | null
  disabledReason: 'by-hand' | 'gone' | 'failing' | null
  /** Failed tries in a row */
  failures: number
  failingSince: string | null
  restingUntil: string | null
  previousSecretUntil: string | null
  secret: string
}

export interface WebhooksDeleteEndpointInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
}

export interface WebhooksDeliveriesInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?: 'waiting' | 'delivered' | 'failed' | undefined
      }
    | undefined
}

export type WebhooksDeliveriesAnswer = {
  items: {
    /** Id of a webhook-delivery */
    id: string
    /** Id of a webhook-message */
    messageId: string
    /** Id of a webhook-endpoint */
    endpointId: string
    event: string
    state: 'waiting' | 'delivered' | 'failed'
    attempts: number
    createdAt: string
    finishedAt: string | null
  }[]
  nextCursor: string | null
}

export interface WebhooksDeliveryInput extends CallOptions {
  path: {
    /** Id of a webhook-delivery */
    id: string
  }
}

export type WebhooksDeliveryAnswer = {
  /** Id of a webhook-delivery */
  id: string
  /** Id of a webhook-message */
  messageId: string
  /** Id of a webhook-endpoint */
  endpointId: string
  event: string
  state: 'waiting' | 'delivered' | 'failed'
  attempts: number
  createdAt: string
  finishedAt: string | null
  body: string
  tries: {
    number: number
    at: string
    durationMs: number
    status: number | null
    error: string | null
  }[]
}

export interface WebhooksEndpointInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
}

export type WebhooksEndpointAnswer = WebhookEndpoint

export type WebhooksEndpointsInput = CallOptions

export type WebhooksEndpointsAnswer = {
  items: WebhookEndpoint[]
}

export type WebhooksEventsInput = CallOptions

export type WebhooksEventsAnswer = {
  items: {
    name: string
    description: string
  }[]
}

export interface WebhooksRedeliverInput extends CallOptions {
  path: {
    /** Id of a webhook-delivery */
    id: string
  }
}

export type WebhooksRedeliverAnswer = {
  status: 'accepted'
}

export interface WebhooksRotateSecretInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
}

export type WebhooksRotateSecretAnswer = {
  secret: string
}

export interface WebhooksTestEndpointInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
}

export type WebhooksTestEndpointAnswer = {
  /** Id of a webhook-delivery */
  deliveryId: string
}

export interface PlinthClient {
  readonly access: {
    /** Changes a role at once for everybody who holds it; of a built-in one only whether it demands a second factor. */
    changeRole(input: AccessChangeRoleInput): Promise<AccessChangeRoleAnswer>
    /** Makes a role of permissions that the caller all holds. */
    createRole(input: AccessCreateRoleInput): Promise<AccessCreateRoleAnswer>
    /** Removes a role that nobody holds. */
    deleteRole(input: AccessDeleteRoleInput): Promise<void>
    /** Denies a person a permission, whatever the roles say, for good or until `expiresAt`. */
    denyPermission(input: AccessDenyPermissionInput): Promise<void>
    /** One person with roles. */
    getUser(input: AccessGetUserInput): Promise<AccessGetUserAnswer>
    /** Grants and denials of one person, with who made them, why and until when. */
    getUserAccess(input: AccessGetUserAccessInput): Promise<AccessGetUserAccessAnswer>
    /** Gives a person a role, whose permissions the caller must all hold, for good or until `expiresAt`. */
    grantRole(input: AccessGrantRoleInput): Promise<void>
    /** Lifts a denial. */
    liftDenial(input: AccessLiftDenialInput): Promise<void>
    /** Roles that the caller could give to somebody: those whose permissions the caller all holds. */
    listGrantableRoles(input?: AccessListGrantableRolesInput): Promise<AccessListGrantableRolesAnswer>
    /** Everything that may be allowed or denied, by name. */
    listPermissions(input?: AccessListPermissionsInput): Promise<AccessListPermissionsAnswer>
    /** Roles with the permissions they hold. */
    listRoles(input?: AccessListRolesInput): Promise<AccessListRolesAnswer>
    /** People with their roles, newest first; `search` looks into name and address. */
    listUsers(input?: AccessListUsersInput): Promise<AccessListUsersAnswer>
    /** Takes a role from a person; the last administrator stays. */
    revokeRole(input: AccessRevokeRoleInput): Promise<void>
  }
  readonly agency: {
    /** Agrees to exactly what the two hashes name, with a typed name; kept with address and time. */
    acceptQuote(input: AgencyAcceptQuoteInput): Promise<AgencyAcceptQuoteAnswer>
    /** Cancels before work has begun; accepts what was delivered for review, or asks for changes. */
    actOnRequest(input: AgencyActOnRequestInput): Promise<AgencyActOnRequestAnswer>
    /** Adds a calendar by the address of its iCalendar feed; it is read at once, and then every 15 minutes. */
    addCalendar(input: AgencyAddCalendarInput): Promise<AgencyAddCalendarAnswer>
    /** Adds a draft, which the client does not see until it is shared. */
    addDeliverable(input: AgencyAddDeliverableInput): Promise<AgencyAddDeliverableAnswer>
    /** Adds a department. */
    addDepartment(input: AgencyAddDepartmentInput): Promise<AgencyAddDepartmentAnswer>
    /** Adds an upload of the caller’s own, made for `agency.attachment`, to the project or to a deliverable of it. */
    addFileToProject(input: AgencyAddFileToProjectInput): Promise<AgencyAddFileToProjectAnswer>
    /** Adds an upload of the caller’s own, made for `agency.attachment`. */
    addFileToRequest(input: AgencyAddFileToRequestInput): Promise<AgencyAddFileToRequestAnswer>
    /** Adds a lead, which is the caller’s. */
    addLead(input: AgencyAddLeadInput): Promise<AgencyAddLeadAnswer>
    /** Adds a milestone behind the others. */
    addMilestone(input: AgencyAddMilestoneInput): Promise<AgencyAddMilestoneAnswer>
    /** Adds an upload of the client’s own, made for `agency.attachment`; a guest’s is made at /api/guest/uploads. */
    addRequestFile(input: AgencyAddRequestFileInput): Promise<AgencyAddRequestFileAnswer>
    /** Asks for time off; of a manager it counts at once. */
    addTimeOff(input: AgencyAddTimeOffInput): Promise<AgencyAddTimeOffAnswer>
    /** Writes to the client (`customer`), among those who work on it (`staff`), or to those who see all (`internal`). */
    answerRequest(input: AgencyAnswerRequestInput): Promise<AgencyAnswerRequestAnswer>
    /** Writes to the client, or with `internal` among the staff; files go where the message goes. */
    answerTicket(input: AgencyAnswerTicketInput): Promise<AgencyAnswerTicketAnswer>
    /** Times to which an appointment can be moved, its own counted as free; of one host when one is named. */
    appointmentSlots(input: AgencyAppointmentSlotsInput): Promise<AgencyAppointmentSlotsAnswer>
    /** Says yes to what a client asked for. */
    approveAppointment(input: AgencyApproveAppointmentInput): Promise<AgencyApproveAppointmentAnswer>
    /** Gives time off: nothing is offered in it. */
    approveTimeOff(input: AgencyApproveTimeOffInput): Promise<AgencyApproveTimeOffAnswer>
    /** Takes a policy out of use; what was booked under it stands. */
    archivePolicy(input: AgencyArchivePolicyInput): Promise<void>
    /** Gives a request to somebody who may work on it, or with null to nobody. */
    assignRequest(input: AgencyAssignRequestInput): Promise<AgencyAssignRequestAnswer>
    /** Gives a ticket to somebody who may answer it, or with null to nobody. */
    assignTicket(input: AgencyAssignTicketInput): Promise<AgencyAssignTicketAnswer>
    /** The booking as a calendar file; `token` stands for X-Guest-Token, so that a link can carry it. */
    bookingCalendar(input: AgencyBookingCalendarInput): Promise<Response>
    /** Who can be met for a package of a service, for how long, at which price, deposit and terms. */
    bookingOffer(input: AgencyBookingOfferInput): Promise<AgencyBookingOfferAnswer>
    /** The appointments of a host as a calendar to subscribe to; the token in the address is the right to it. */
    calendarFeed(input: AgencyCalendarFeedInput): Promise<Response>
    /** Calls an appointment off. What was paid goes back whole; for the client (`side`), as the terms say. */
    cancelAppointment(input: AgencyCancelAppointmentInput): Promise<AgencyCancelAppointmentAnswer>
    /** Calls a booking off; its terms say what is paid back. */
    cancelBooking(input: AgencyCancelBookingInput): Promise<AgencyCancelBookingAnswer>
    /** Stops a campaign; what was queued by then still goes out. */
    cancelCampaign(input: AgencyCancelCampaignInput): Promise<AgencyCancelCampaignAnswer>
    /** Gives an upload up and removes what has arrived of it. */
    cancelGuestUpload(input: AgencyCancelGuestUploadInput): Promise<void>
    /** Renames a department or moves it. */
    changeDepartment(input: AgencyChangeDepartmentInput): Promise<AgencyChangeDepartmentAnswer>
    /** Changes department, position, order, and whether somebody is shown to the public. */
    changeEmployee(input: AgencyChangeEmployeeInput): Promise<AgencyChangeEmployeeAnswer>
    /** Changes stage, notes or owner of a lead at the version that was read. */
    changeLead(input: AgencyChangeLeadInput): Promise<AgencyChangeLeadAnswer>
    /** Changes one’s own headline, biography, links and photo. */
    changeOwnProfile(input: AgencyChangeOwnProfileInput): Promise<AgencyChangeOwnProfileAnswer>
    /** Changes a project at the version that was read. */
    changeProject(input: AgencyChangeProjectInput): Promise<AgencyChangeProjectAnswer>
    /** Takes a request from the stage that the caller has seen to a next one; the client is told, with the note. */
    changeRequestStage(input: AgencyChangeRequestStageInput): Promise<AgencyChangeRequestStageAnswer>
    /** Puts an enquiry aside as closed or as spam. */
    closeEnquiry(input: AgencyCloseEnquiryInput): Promise<AgencyCloseEnquiryAnswer>
    /** Comments on the project, or on something that was shared. */
    commentOnMyProject(input: AgencyCommentOnMyProjectInput): Promise<AgencyCommentOnMyProjectAnswer>
    /** Comments for the client (`customer`), the team (`staff`) or those who see all (`internal`). */
    commentOnProject(input: AgencyCommentOnProjectInput): Promise<AgencyCommentOnProjectAnswer>
    /** It took place. */
    completeAppointment(input: AgencyCompleteAppointmentInput): Promise<AgencyCompleteAppointmentAnswer>
    /** Goes on with a held time: to its payment, to the word of the host, or it stands. */
    confirmBooking(input: AgencyConfirmBookingInput): Promise<AgencyConfirmBookingAnswer>
    /** Makes an upload a file, which is then added to the request or goes along with a message of the ticket. */
    confirmGuestUpload(input: AgencyConfirmGuestUploadInput): Promise<AgencyConfirmGuestUploadAnswer>
    /** Subscribes by the link of the mail, once. A POST, since scanners follow links. */
    confirmSubscription(input: AgencyConfirmSubscriptionInput): Promise<AgencyConfirmSubscriptionAnswer>
    /** The contact form: a form token, an empty `website`, and words. */
    contact(input: AgencyContactInput): Promise<AgencyContactAnswer>
    /** Makes a project of an accepted quote, once, and with `invoiceDueInDays` the draft of its invoice. */
    convertQuote(input: AgencyConvertQuoteInput): Promise<AgencyConvertQuoteAnswer>
    /** Makes a booking policy. */
    createPolicy(input: AgencyCreatePolicyInput): Promise<AgencyCreatePolicyAnswer>
    /** Accepts what is shared, or asks for a revision of it. */
    decideDeliverable(input: AgencyDecideDeliverableInput): Promise<AgencyDecideDeliverableAnswer>
    /** Says no to what a client asked for; what was paid goes back. */
    declineAppointment(input: AgencyDeclineAppointmentInput): Promise<AgencyDeclineAppointmentAnswer>
    /** Declines a quote, with or without a reason. */
    declineQuote(input: AgencyDeclineQuoteInput): Promise<AgencyDeclineQuoteAnswer>
    /** Refuses time off. */
    declineTimeOff(input: AgencyDeclineTimeOffInput): Promise<AgencyDeclineTimeOffAnswer>
    /** Removes a draft. What was sent stays. */
    deleteQuote(input: AgencyDeleteQuoteInput): Promise<void>
    /** Writes a campaign as a draft. */
    draftCampaign(input: AgencyDraftCampaignInput): Promise<AgencyDraftCampaignAnswer>
    /** Writes a quote as a draft; the server computes what it comes to. */
    draftQuote(input: AgencyDraftQuoteInput): Promise<AgencyDraftQuoteAnswer>
    /** Ends somebody’s time here: no roles, not shown, and what was theirs to do is nobody’s. */
    endEmployment(input: AgencyEndEmploymentInput): Promise<AgencyEndEmploymentAnswer>
    /** Ends the host's private calendar feed. */
    endFeed(input: AgencyEndFeedInput): Promise<void>
    /** Makes the account of a guest who came by a mailed link, once, and signs in; later one signs in as anybody does. */
    enterPortal(input: AgencyEnterPortalInput): Promise<AgencyEnterPortalAnswer>
    /** An appointment with its terms and history; one that was moved as it stands now. */
    getAppointment(input: AgencyGetAppointmentInput): Promise<AgencyGetAppointmentAnswer>
    /** A booking, for its client. */
    getBooking(input: AgencyGetBookingInput): Promise<AgencyGetBookingAnswer>
    /** A campaign, with what became of its mails as the outbox and the receiving side told. */
    getCampaign(input: AgencyGetCampaignInput): Promise<AgencyGetCampaignAnswer>
    /** One client. */
    getClient(input: AgencyGetClientInput): Promise<AgencyGetClientAnswer>
    /** An enquiry with what was answered. */
    getEnquiry(input: AgencyGetEnquiryInput): Promise<AgencyGetEnquiryAnswer>
    /** A lead. */
    getLead(input: AgencyGetLeadInput): Promise<AgencyGetLeadAnswer>
    /** A project with what was shared with the client. */
    getMyProject(input: AgencyGetMyProjectInput): Promise<AgencyGetMyProjectAnswer>
    /** A quote with its lines, terms and the hashes to accept it by. */
    getMyQuote(input: AgencyGetMyQuoteInput): Promise<AgencyGetMyQuoteAnswer>
    /** Whether the client was asked for a testimonial of the project, and what they handed in. */
    getMyTestimonial(input: AgencyGetMyTestimonialInput): Promise<AgencyGetMyTestimonialAnswer>
    /** A project with milestones, deliverables, files, comments and team. */
    getProject(input: AgencyGetProjectInput): Promise<AgencyGetProjectAnswer>
    /** A quote with its lines. */
    getQuote(input: AgencyGetQuoteInput): Promise<AgencyGetQuoteAnswer>
    /** A request as its client sees it, by session or by X-Guest-Token. */
    getRequest(input: AgencyGetRequestInput): Promise<AgencyGetRequestAnswer>
    /** Zone, weekly rules and overrides of a host. */
    getSchedule(input: AgencyGetScheduleInput): Promise<AgencyGetScheduleAnswer>
    /** A ticket as its client sees it, by session or by X-Guest-Token. */
    getTicket(input: AgencyGetTicketInput): Promise<AgencyGetTicketAnswer>
    /** Hands in a testimonial of the project, once, when the agency has asked; it is shown when somebody has published it. */
    giveTestimonial(input: AgencyGiveTestimonialInput): Promise<AgencyGiveTestimonialAnswer>
    /** Holds a time for ten minutes. The guest token opens the booking for who is not signed in. */
    holdTime(input: AgencyHoldTimeInput): Promise<AgencyHoldTimeAnswer>
    /** The same of one host. */
    hostSlots(input: AgencyHostSlotsInput): Promise<AgencyHostSlotsAnswer>
    /** Invites an address to the staff with roles that the caller holds; revoked and sent again under /api/invitations. */
    inviteEmployee(input: AgencyInviteEmployeeInput): Promise<AgencyInviteEmployeeAnswer>
    /** Adds somebody to the team. */
    joinProject(input: AgencyJoinProjectInput): Promise<AgencyJoinProjectAnswer>
    /** Makes a lead of who wrote by the contact form, once. */
    leadOfEnquiry(input: AgencyLeadOfEnquiryInput): Promise<AgencyLeadOfEnquiryAnswer>
    /** Takes somebody out of the team. */
    leaveProject(input: AgencyLeaveProjectInput): Promise<AgencyLeaveProjectAnswer>
    /** Appointments that begin in a stretch of time, in order; of others for who may see all. */
    listAppointments(input: AgencyListAppointmentsInput): Promise<AgencyListAppointmentsAnswer>
    /** Whom an invoice can be made out to, newest first; one with an account finds it in the portal. */
    listBillableClients(input?: AgencyListBillableClientsInput): Promise<AgencyListBillableClientsAnswer>
    /** The caller's own bookings, newest first. */
    listBookings(input?: AgencyListBookingsInput): Promise<AgencyListBookingsAnswer>
    /** Other calendars of a host, whose busy times are not offered. */
    listCalendars(input: AgencyListCalendarsInput): Promise<AgencyListCalendarsAnswer>
    /** Campaigns, newest first. */
    listCampaigns(input?: AgencyListCampaignsInput): Promise<AgencyListCampaignsAnswer>
    /** Clients, newest first; with `search` those whose name, address or company holds it. */
    listClients(input?: AgencyListClientsInput): Promise<AgencyListClientsAnswer>
    /** Departments in their order. */
    listDepartments(input?: AgencyListDepartmentsInput): Promise<AgencyListDepartmentsAnswer>
    /** Everybody of the staff, also those who have left. */
    listEmployees(input?: AgencyListEmployeesInput): Promise<AgencyListEmployeesAnswer>
    /** What came by the contact form, newest first. */
    listEnquiries(input?: AgencyListEnquiriesInput): Promise<AgencyListEnquiriesAnswer>
    /** Leads by stage, newest first. */
    listLeads(input?: AgencyListLeadsInput): Promise<AgencyListLeadsAnswer>
    /** Projects of the signed-in client, newest first. */
    listMyProjects(input?: AgencyListMyProjectsInput): Promise<AgencyListMyProjectsAnswer>
    /** Quotes that were sent to the signed-in client, newest first. */
    listMyQuotes(input?: AgencyListMyQuotesInput): Promise<AgencyListMyQuotesAnswer>
    /** What the signed-in client asked for, newest first. */
    listMyRequests(input?: AgencyListMyRequestsInput): Promise<AgencyListMyRequestsAnswer>
    /** Tickets of the signed-in client, newest first. */
    listMyTickets(input?: AgencyListMyTicketsInput): Promise<AgencyListMyTicketsAnswer>
    /** Booking policies in force, by name. */
    listPolicies(input?: AgencyListPoliciesInput): Promise<AgencyListPoliciesAnswer>
    /** Projects, newest first: all, or those the caller belongs to. */
    listProjects(input?: AgencyListProjectsInput): Promise<AgencyListProjectsAnswer>
    /** Quotes, newest first. */
    listQuotes(input?: AgencyListQuotesInput): Promise<AgencyListQuotesAnswer>
    /** Requests by stage, newest first: all, or those assigned to the caller. */
    listRequests(input?: AgencyListRequestsInput): Promise<AgencyListRequestsAnswer>
    /** Whoever can be booked. */
    listSchedules(input?: AgencyListSchedulesInput): Promise<AgencyListSchedulesAnswer>
    /** Subscribers, newest first. */
    listSubscribers(input?: AgencyListSubscribersInput): Promise<AgencyListSubscribersAnswer>
    /** Tickets by state, newest first: all, or those assigned to the caller. */
    listTickets(input?: AgencyListTicketsInput): Promise<AgencyListTicketsAnswer>
    /** Time off of a host that is not over. */
    listTimeOff(input: AgencyListTimeOffInput): Promise<AgencyListTimeOffAnswer>
    /** Somebody did not come, and the grace of the policy is over. */
    missAppointment(input: AgencyMissAppointmentInput): Promise<AgencyMissAppointmentAnswer>
    /** Moves a milestone from the state that the caller has seen to another. */
    moveMilestone(input: AgencyMoveMilestoneInput): Promise<AgencyMoveMilestoneAnswer>
    /** Moves a ticket from the state that the caller has seen to a next one. */
    moveTicket(input: AgencyMoveTicketInput): Promise<AgencyMoveTicketAnswer>
    /** The bytes of a file of the project; with `deliverableId` of something that was shared. */
    myProjectFile(input: AgencyMyProjectFileInput): Promise<Response>
    /** What the secret in X-Guest-Token opens: a request or a ticket, by its reference. */
    openGuestLink(input?: AgencyOpenGuestLinkInput): Promise<AgencyOpenGuestLinkAnswer>
    /** Asks for support. A guest gets reference and link by mail, never in the answer. */
    openTicket(input: AgencyOpenTicketInput): Promise<AgencyOpenTicketAnswer>
    /** One’s own place and public profile. */
    ownProfile(input?: AgencyOwnProfileInput): Promise<AgencyOwnProfileAnswer>
    /** Changes how urgent it is, and with that by when an answer and the end are due. */
    prioritiseTicket(input: AgencyPrioritiseTicketInput): Promise<AgencyPrioritiseTicketAnswer>
    /** The bytes of a file of the project; with `deliverableId` of one of its deliverables. */
    projectFile(input: AgencyProjectFileInput): Promise<Response>
    /** Removes a calendar: what it said is offered again. */
    removeCalendar(input: AgencyRemoveCalendarInput): Promise<void>
    /** Removes a department that nobody belongs to. */
    removeDepartment(input: AgencyRemoveDepartmentInput): Promise<void>
    /** The weekly rules count again on this day. */
    removeOverride(input: AgencyRemoveOverrideInput): Promise<AgencyRemoveOverrideAnswer>
    /** Takes time off back. */
    removeTimeOff(input: AgencyRemoveTimeOffInput): Promise<void>
    /** A new address of the host's private calendar feed; an older one ends. */
    renewFeed(input: AgencyRenewFeedInput): Promise<AgencyRenewFeedAnswer>
    /** Mails a new link to where this one was mailed, even if it has lapsed. The answer never tells whether it was. */
    renewGuestLink(input: AgencyRenewGuestLinkInput): Promise<AgencyRenewGuestLinkAnswer>
    /** What an external calendar says of a host, instead of what it said before. */
    replaceBusyBlocks(input: AgencyReplaceBusyBlocksInput): Promise<void>
    /** Replaces a draft at the version that was read. */
    replaceCampaign(input: AgencyReplaceCampaignInput): Promise<AgencyReplaceCampaignAnswer>
    /** Replaces a draft at the version that was read. */
    replaceQuote(input: AgencyReplaceQuoteInput): Promise<AgencyReplaceQuoteAnswer>
    /** Answers by mail. */
    replyToEnquiry(input: AgencyReplyToEnquiryInput): Promise<AgencyReplyToEnquiryAnswer>
    /** The bytes of a file of the request. */
    requestFile(input: AgencyRequestFileInput): Promise<Response>
    /** The bytes of a file of the request. */
    requestFileForStaff(input: AgencyRequestFileForStaffInput): Promise<Response>
    /** A request with its history, messages and files, as far as the caller may see them. */
    requestForStaff(input: AgencyRequestForStaffInput): Promise<AgencyRequestForStaffAnswer>
    /** Moves an appointment to another time, and a manager to another host. */
    rescheduleAppointment(input: AgencyRescheduleAppointmentInput): Promise<AgencyRescheduleAppointmentAnswer>
    /** Moves a booking to another time; it keeps its reference and what was paid. */
    rescheduleBooking(input: AgencyRescheduleBookingInput): Promise<AgencyRescheduleBookingAnswer>
    /** Makes a draft of what was sent and not accepted, under the next number. */
    reviseQuote(input: AgencyReviseQuoteInput): Promise<AgencyReviseQuoteAnswer>
    /** Replaces the weekly rules on one day; without windows the day is closed. */
    saveOverride(input: AgencySaveOverrideInput): Promise<AgencySaveOverrideAnswer>
    /** Writes a policy whose `version` was read; terms of what is booked already stay. */
    savePolicy(input: AgencySavePolicyInput): Promise<AgencySavePolicyAnswer>
    /** Writes zone and weekly rules; `version` is the one that was read, null for a new schedule. */
    saveSchedule(input: AgencySaveScheduleInput): Promise<AgencySaveScheduleAnswer>
    /** Puts a draft on its way: at an instant, or without one within a minute. */
    scheduleCampaign(input: AgencyScheduleCampaignInput): Promise<AgencyScheduleCampaignAnswer>
    /** Sends a draft: it is never changed from then on, and replaces an older one of its reference. */
    sendQuote(input: AgencySendQuoteInput): Promise<AgencySendQuoteAnswer>
    /** Times at which a package of a service can be booked, by days of the zone asked for. */
    serviceSlots(input: AgencyServiceSlotsInput): Promise<AgencyServiceSlotsAnswer>
    /** Shows a draft, or what a revision was asked of, to the client. */
    shareDeliverable(input: AgencyShareDeliverableInput): Promise<AgencyShareDeliverableAnswer>
    /** Announces an upload for what X-Guest-Token opens; answers where to PUT the bytes. At most 20 files of 200 MiB together. */
    signGuestUpload(input: AgencySignGuestUploadInput): Promise<AgencySignGuestUploadAnswer>
    /** Begins a project for a client; the caller belongs to it. */
    startProject(input: AgencyStartProjectInput): Promise<AgencyStartProjectAnswer>
    /** Asks for something to be done. A guest gets reference and link by mail, never in the answer. */
    submitRequest(input: AgencySubmitRequestInput): Promise<AgencySubmitRequestAnswer>
    /** Asks an address by mail whether it wants the newsletter; the answer never tells whether it has it. */
    subscribe(input: AgencySubscribeInput): Promise<AgencySubscribeAnswer>
    /** Reads a calendar soon, and not only when its time comes. */
    syncCalendar(input: AgencySyncCalendarInput): Promise<AgencySyncCalendarAnswer>
    /** Those of the staff who are shown to the public, in their order. */
    team(input?: AgencyTeamInput): Promise<AgencyTeamAnswer>
    /** Sends the campaign to the caller’s own address. */
    testCampaign(input: AgencyTestCampaignInput): Promise<AgencyTestCampaignAnswer>
    /** The bytes of a file that went along with a message. */
    ticketFile(input: AgencyTicketFileInput): Promise<Response>
    /** The bytes of a file that went along with a message. */
    ticketFileForStaff(input: AgencyTicketFileForStaffInput): Promise<Response>
    /** A ticket with all its messages and what was promised. */
    ticketForStaff(input: AgencyTicketForStaffInput): Promise<AgencyTicketForStaffAnswer>
    /** Makes a client of a lead, once. */
    winLead(input: AgencyWinLeadInput): Promise<AgencyWinLeadAnswer>
    /** Writes to whoever works on the request. */
    writeOnRequest(input: AgencyWriteOnRequestInput): Promise<AgencyWriteOnRequestAnswer>
    /** Writes to whoever answers; a ticket that waited for it, or was resolved, is open again. */
    writeOnTicket(input: AgencyWriteOnTicketInput): Promise<AgencyWriteOnTicketAnswer>
  }
  readonly apiKeys: {
    /** Makes an API key; the answer is the only place where it is shown. */
    create(input: ApiKeysCreateInput): Promise<ApiKeysCreateAnswer>
    /** Says that a key under review stays. */
    keep(input: ApiKeysKeepInput): Promise<void>
    /** The own API keys, newest first; those with `reviewSince` wait for a word whether they stay. */
    list(input?: ApiKeysListInput): Promise<ApiKeysListAnswer>
    /** A person's API keys, newest first. */
    listOfUser(input: ApiKeysListOfUserInput): Promise<ApiKeysListOfUserAnswer>
    /** Ends an own API key at once. */
    revoke(input: ApiKeysRevokeInput): Promise<void>
    /** Ends an API key of a person who may do no more than the caller. */
    revokeOfUser(input: ApiKeysRevokeOfUserInput): Promise<void>
  }
  readonly audit: {
    /** Audit records, newest first */
    list(input?: AuditListInput): Promise<AuditListAnswer>
    /** Walks the hash chain and tells whether any record was changed */
    verify(input?: AuditVerifyInput): Promise<AuditVerifyAnswer>
  }
  readonly auth: {
    /** Takes up the passkey that was made. With a first factor come ten backup codes, shown this once. */
    addPasskey(input: AuthAddPasskeyInput): Promise<AuthAddPasskeyAnswer>
    /** What to solve when a route answers identity/captcha-required; the answer goes along as `captcha`. */
    captcha(input?: AuthCaptchaInput): Promise<AuthCaptchaAnswer>
    /** Mails a link to a new address, which becomes the account’s when the link is followed. */
    changeEmail(input: AuthChangeEmailInput): Promise<AuthChangeEmailAnswer>
    /** Sets a new password by the current one, and a second factor proven in the session by whoever has one; every session ends and a new one begins. */
    changePassword(input: AuthChangePasswordInput): Promise<AuthChangePasswordAnswer>
    /** Refuses everything a key has signed, on every server at once, for good. Sessions go on with the next key. */
    compromiseKey(input: AuthCompromiseKeyInput): Promise<void>
    /** Deletes the account that the token was mailed to, for good; the last administrator stays. */
    confirmDeletion(input: AuthConfirmDeletionInput): Promise<void>
    /** Makes the address that the token was mailed to the account’s, once; everybody is signed out. */
    confirmEmail(input: AuthConfirmEmailInput): Promise<void>
    /** Proves that the code has come. With a first factor come ten backup codes, shown this once. */
    confirmEmailCodes(input: AuthConfirmEmailCodesInput): Promise<AuthConfirmEmailCodesAnswer>
    /** Proves that the code has come. With a first factor come ten backup codes, shown this once. */
    confirmSms(input: AuthConfirmSmsInput): Promise<AuthConfirmSmsAnswer>
    /** Proves that the app shows the right codes. With a first factor come ten backup codes, shown this once. */
    confirmTotp(input: AuthConfirmTotpInput): Promise<AuthConfirmTotpAnswer>
    /** The token that unsafe requests with cookies send as X-CSRF-Token. */
    csrf(input?: AuthCsrfInput): Promise<AuthCsrfAnswer>
    /** Closes an account and ends its sessions at once. */
    disableUser(input: AuthDisableUserInput): Promise<void>
    /** Opens a disabled account again. */
    enableUser(input: AuthEnableUserInput): Promise<void>
    /** Deletes a person who may do no more than the caller, for good. */
    eraseUser(input: AuthEraseUserInput): Promise<void>
    /** Everything that is held of the person, as JSON. */
    export(input?: AuthExportInput): Promise<AuthExportAnswer>
    /** The person's second factors, and whether a role demands one. */
    factors(input?: AuthFactorsInput): Promise<AuthFactorsAnswer>
    /** Makes a browser unknown again; its sessions go on. */
    forgetDevice(input: AuthForgetDeviceInput): Promise<void>
    /** Trusts one browser no longer. */
    forgetTrustedDevice(input: AuthForgetTrustedDeviceInput): Promise<void>
    /** Trusts no browser any longer. */
    forgetTrustedDevices(input?: AuthForgetTrustedDevicesInput): Promise<void>
    /** Mails a link to choose a new password; the answer never tells whether there was anybody to mail. */
    forgotPassword(input: AuthForgotPasswordInput): Promise<AuthForgotPasswordAnswer>
    /** Acts in the name of a person who may do less, for 15 minutes; both names stand in the audit trail. */
    impersonate(input: AuthImpersonateInput): Promise<AuthImpersonateAnswer>
    /** Makes accounts of an export of Auth0, Supabase or Firebase, or of CSV; one result per entry. */
    importUsers(input: AuthImportUsersInput): Promise<AuthImportUsersAnswer>
    /** Makes ten new backup codes and shows them this once; the former ones die. */
    issueBackupCodes(input?: AuthIssueBackupCodesInput): Promise<AuthIssueBackupCodesAnswer>
    /** Public keys of access tokens (RFC 7517). */
    jwks(input?: AuthJwksInput): Promise<AuthJwksAnswer>
    /** Where the browser goes to link an account at a provider, and from there to `returnTo`. */
    linkIdentity(input: AuthLinkIdentityInput): Promise<AuthLinkIdentityAnswer>
    /** Browsers the person has signed in with since the last change of password, newest first. */
    listDevices(input?: AuthListDevicesInput): Promise<AuthListDevicesAnswer>
    /** The accounts at providers that are ways into the person's account, newest first. */
    listIdentities(input?: AuthListIdentitiesInput): Promise<AuthListIdentitiesAnswer>
    /** The keys of access tokens that this server knows. */
    listKeys(input?: AuthListKeysInput): Promise<AuthListKeysAnswer>
    /** Who can sign people in besides a password; a browser goes to `startUrl`, with `returnTo` if wanted. */
    listOauthProviders(input?: AuthListOauthProvidersInput): Promise<AuthListOauthProvidersAnswer>
    /** The person's open sessions, newest first. */
    listSessions(input?: AuthListSessionsInput): Promise<AuthListSessionsAnswer>
    /** Browsers that sign in without a second factor, newest first. */
    listTrustedDevices(input?: AuthListTrustedDevicesInput): Promise<AuthListTrustedDevicesAnswer>
    /** Signs in with e-mail address and password. */
    login(input: AuthLoginInput): Promise<AuthLoginAnswer>
    /** Ends the session that the request carries, in another’s name the own one, too; without one there is nothing to do. */
    logout(input?: AuthLogoutInput): Promise<void>
    /** Ends every session of the person. */
    logoutAll(input?: AuthLogoutAllInput): Promise<void>
    /** Mails a link to sign in with; the answer never tells whether there was anybody to mail. */
    magicLink(input: AuthMagicLinkInput): Promise<AuthMagicLinkAnswer>
    /** Who is signed in, in which session, and what is allowed. */
    me(input?: AuthMeInput): Promise<AuthMeAnswer>
    /** What navigator.credentials.get wants to know to end a sign-in with a passkey. */
    mfaPasskeyOptions(input: AuthMfaPasskeyOptionsInput): Promise<AuthMfaPasskeyOptionsAnswer>
    /** Sends a code for a sign-in to the phone or address of the person. */
    mfaSend(input: AuthMfaSendInput): Promise<AuthMfaSendAnswer>
    /** Ends a sign-in with a second factor: a code, or a passkey. */
    mfaVerify(input: AuthMfaVerifyInput): Promise<AuthMfaVerifyAnswer>
    /** Ends a sign-in with a backup code, which is used up. */
    mfaVerifyBackup(input: AuthMfaVerifyBackupInput): Promise<AuthMfaVerifyBackupAnswer>
    /** Signs in by passkey alone; one that did not make sure of its person is a first factor only. */
    passkeyLogin(input: AuthPasskeyLoginInput): Promise<AuthPasskeyLoginAnswer>
    /** Options of navigator.credentials.create, good for one passkey within five minutes. */
    passkeyOptions(input?: AuthPasskeyOptionsInput): Promise<AuthPasskeyOptionsAnswer>
    /** Options of navigator.credentials.get for a sign-in by passkey alone, good for one within five minutes. */
    passkeySignInOptions(input?: AuthPasskeySignInOptionsInput): Promise<AuthPasskeySignInOptionsAnswer>
    /** Signs in by a mailed link, once; a second factor is still asked for. */
    redeemMagicLink(input: AuthRedeemMagicLinkInput): Promise<AuthRedeemMagicLinkAnswer>
    /** Trades the refresh token (cookie, or in the body) for a new pair. */
    refresh(input: AuthRefreshInput): Promise<AuthRefreshAnswer>
    /** Makes an account and mails a link to prove the address; the answer never tells whether one existed. */
    register(input: AuthRegisterInput): Promise<AuthRegisterAnswer>
    /** Ends e-mail codes as a second factor. */
    removeEmailCodes(input: AuthRemoveEmailCodesInput): Promise<void>
    /** Removes a passkey. */
    removePasskey(input: AuthRemovePasskeyInput): Promise<void>
    /** Removes a phone number. */
    removeSms(input: AuthRemoveSmsInput): Promise<void>
    /** Removes an authenticator app. */
    removeTotp(input: AuthRemoveTotpInput): Promise<void>
    /** Gives a passkey another name. */
    renamePasskey(input: AuthRenamePasskeyInput): Promise<void>
    /** Mails a link that deletes the own account. */
    requestDeletion(input?: AuthRequestDeletionInput): Promise<AuthRequestDeletionAnswer>
    /** Mails a new verification link; the answer never tells whether there was anybody to mail. */
    resendVerification(input: AuthResendVerificationInput): Promise<AuthResendVerificationAnswer>
    /** Sets a new password by a mailed token, once; every session ends. */
    resetPassword(input: AuthResetPasswordInput): Promise<void>
    /** Gives the account back to its former address; everybody is signed out, the password is void, and what was added since is gone. */
    revertEmail(input: AuthRevertEmailInput): Promise<void>
    /** Ends one of the own sessions. */
    revokeSession(input: AuthRevokeSessionInput): Promise<void>
    /** What happened to the own account: sign-ins, refusals, changes; newest first. */
    securityEvents(input?: AuthSecurityEventsInput): Promise<AuthSecurityEventsAnswer>
    /** Makes the first administrator by the one-time link that the server printed, and signs in. */
    setup(input: AuthSetupInput): Promise<AuthSetupAnswer>
    /** Whether the server still waits for its first administrator. */
    setupState(input?: AuthSetupStateInput): Promise<AuthSetupStateAnswer>
    /** Sends a code to the account's address; codes there become a second factor when it has come back. */
    startEmailCodes(input: AuthStartEmailCodesInput): Promise<AuthStartEmailCodesAnswer>
    /** Sends a code to a phone number, which counts when the code has come back; it replaces the former number. */
    startSms(input: AuthStartSmsInput): Promise<AuthStartSmsAnswer>
    /** Makes a seed for an authenticator app, shown this once; it counts when its first code has come. */
    startTotp(input: AuthStartTotpInput): Promise<AuthStartTotpAnswer>
    /** Proves the person anew, by the password or by a second factor; a new session replaces this one. */
    stepUp(input: AuthStepUpInput): Promise<AuthStepUpAnswer>
    /** What navigator.credentials.get wants to know to prove the person anew with a passkey. */
    stepUpPasskeyOptions(input?: AuthStepUpPasskeyOptionsInput): Promise<AuthStepUpPasskeyOptionsAnswer>
    /** Sends a code for proving the person anew. */
    stepUpSend(input: AuthStepUpSendInput): Promise<AuthStepUpSendAnswer>
    /** Ends the session in the other name; a browser goes on with its own by refreshing. */
    stopImpersonating(input?: AuthStopImpersonatingInput): Promise<void>
    /** Ends a way in; the last one stays. */
    unlinkIdentity(input: AuthUnlinkIdentityInput): Promise<void>
    /** Ends the lock that a mailed token tells of, once, and makes this browser a known one. */
    unlock(input: AuthUnlockInput): Promise<void>
    /** Changes the own name, or the language of mail. */
    updateMe(input: AuthUpdateMeInput): Promise<AuthUpdateMeAnswer>
    /** Proves the address that the token was mailed to, once. */
    verify(input: AuthVerifyInput): Promise<AuthVerifyAnswer>
  }
  readonly content: {
    /** Comments on a post; it is shown when somebody has approved it. */
    addPostComment(input: ContentAddPostCommentInput): Promise<void>
    /** Makes an address that no entry has lead to this one. */
    addRedirect(input: ContentAddRedirectInput): Promise<void>
    /** The address of an entry, and those that lead to it. */
    addresses(input: ContentAddressesInput): Promise<ContentAddressesAnswer>
    /** The newest entries as Atom, in one language. */
    atom(input?: ContentAtomInput): Promise<Response>
    /** All categories that the caller may change, newest first; `q` is a part of the title. */
    browseCategories(input?: ContentBrowseCategoriesInput): Promise<ContentBrowseCategoriesAnswer>
    /** All faqs that the caller may change, newest first; `q` is a part of the title. */
    browseFaqs(input?: ContentBrowseFaqsInput): Promise<ContentBrowseFaqsAnswer>
    /** All jobs that the caller may change, newest first; `q` is a part of the title. */
    browseJobs(input?: ContentBrowseJobsInput): Promise<ContentBrowseJobsAnswer>
    /** All pages that the caller may change, newest first; `q` is a part of the title. */
    browsePages(input?: ContentBrowsePagesInput): Promise<ContentBrowsePagesAnswer>
    /** All posts that the caller may change, newest first; `q` is a part of the title. */
    browsePosts(input?: ContentBrowsePostsInput): Promise<ContentBrowsePostsAnswer>
    /** All products that the caller may change, newest first; `q` is a part of the title. */
    browseProducts(input?: ContentBrowseProductsInput): Promise<ContentBrowseProductsAnswer>
    /** All projects that the caller may change, newest first; `q` is a part of the title. */
    browseProjects(input?: ContentBrowseProjectsInput): Promise<ContentBrowseProjectsAnswer>
    /** All services that the caller may change, newest first; `q` is a part of the title. */
    browseServices(input?: ContentBrowseServicesInput): Promise<ContentBrowseServicesAnswer>
    /** All testimonials that the caller may change, newest first; `q` is a part of the title. */
    browseTestimonials(input?: ContentBrowseTestimonialsInput): Promise<ContentBrowseTestimonialsAnswer>
    /** Comments that wait to be read, or were decided on, newest first. */
    comments(input?: ContentCommentsInput): Promise<ContentCommentsAnswer>
    /** Writes a new category, as a draft. */
    createCategory(input: ContentCreateCategoryInput): Promise<ContentCreateCategoryAnswer>
    /** Writes a new faq, as a draft. */
    createFaq(input: ContentCreateFaqInput): Promise<ContentCreateFaqAnswer>
    /** Writes a new job, as a draft. */
    createJob(input: ContentCreateJobInput): Promise<ContentCreateJobAnswer>
    /** Writes a new page, as a draft. */
    createPage(input: ContentCreatePageInput): Promise<ContentCreatePageAnswer>
    /** Writes a new post, as a draft. */
    createPost(input: ContentCreatePostInput): Promise<ContentCreatePostAnswer>
    /** Makes a link that shows one version to whoever has it, for seven days. */
    createPreview(input: ContentCreatePreviewInput): Promise<ContentCreatePreviewAnswer>
    /** Writes a new product, as a draft. */
    createProduct(input: ContentCreateProductInput): Promise<ContentCreateProductAnswer>
    /** Writes a new project, as a draft. */
    createProject(input: ContentCreateProjectInput): Promise<ContentCreateProjectAnswer>
    /** Writes a new service, as a draft. */
    createService(input: ContentCreateServiceInput): Promise<ContentCreateServiceAnswer>
    /** Writes a new testimonial, as a draft. */
    createTestimonial(input: ContentCreateTestimonialInput): Promise<ContentCreateTestimonialAnswer>
    /** Shows a comment to everybody, or keeps it from them. */
    decideComment(input: ContentDecideCommentInput): Promise<ContentDecideCommentAnswer>
    /** Says what a picture shows, for whoever cannot see it: shown at once wherever the picture stands in a field. */
    describeMedia(input: ContentDescribeMediaInput): Promise<ContentDescribeMediaAnswer>
    /** What one version says otherwise than another, field by field. */
    diff(input: ContentDiffInput): Promise<ContentDiffAnswer>
    /** What a public form carries, fetched when it is shown: good for a day. */
    formToken(input?: ContentFormTokenInput): Promise<ContentFormTokenAnswer>
    /** One published category by its address; a former address answers 301. */
    getCategory(input: ContentGetCategoryInput): Promise<ContentGetCategoryAnswer>
    /** One published faq by its address; a former address answers 301. */
    getFaq(input: ContentGetFaqInput): Promise<ContentGetFaqAnswer>
    /** One published job by its address; a former address answers 301. */
    getJob(input: ContentGetJobInput): Promise<ContentGetJobAnswer>
    /** One published page by its address; a former address answers 301. */
    getPage(input: ContentGetPageInput): Promise<ContentGetPageAnswer>
    /** One published post by its address; a former address answers 301. */
    getPost(input: ContentGetPostInput): Promise<ContentGetPostAnswer>
    /** One published product by its address; a former address answers 301. */
    getProduct(input: ContentGetProductInput): Promise<ContentGetProductAnswer>
    /** One published project by its address; a former address answers 301. */
    getProject(input: ContentGetProjectInput): Promise<ContentGetProjectAnswer>
    /** One published service by its address; a former address answers 301. */
    getService(input: ContentGetServiceInput): Promise<ContentGetServiceAnswer>
    /** One published testimonial by its address; a former address answers 301. */
    getTestimonial(input: ContentGetTestimonialInput): Promise<ContentGetTestimonialAnswer>
    /** Published categories, newest first; `q` looks for words in all their text. */
    listCategories(input?: ContentListCategoriesInput): Promise<ContentListCategoriesAnswer>
    /** Published faqs, newest first; `q` looks for words in all their text. */
    listFaqs(input?: ContentListFaqsInput): Promise<ContentListFaqsAnswer>
    /** Published jobs, newest first; `q` looks for words in all their text. */
    listJobs(input?: ContentListJobsInput): Promise<ContentListJobsAnswer>
    /** Published pages, newest first; `q` looks for words in all their text. */
    listPages(input?: ContentListPagesInput): Promise<ContentListPagesAnswer>
    /** Approved comments on a post, oldest first. */
    listPostComments(input: ContentListPostCommentsInput): Promise<ContentListPostCommentsAnswer>
    /** Published posts, newest first; `q` looks for words in all their text. */
    listPosts(input?: ContentListPostsInput): Promise<ContentListPostsAnswer>
    /** Published products, newest first; `q` looks for words in all their text. */
    listProducts(input?: ContentListProductsInput): Promise<ContentListProductsAnswer>
    /** Published projects, newest first; `q` looks for words in all their text. */
    listProjects(input?: ContentListProjectsInput): Promise<ContentListProjectsAnswer>
    /** Published services, newest first; `q` looks for words in all their text. */
    listServices(input?: ContentListServicesInput): Promise<ContentListServicesAnswer>
    /** Published testimonials, newest first; `q` looks for words in all their text. */
    listTestimonials(input?: ContentListTestimonialsInput): Promise<ContentListTestimonialsAnswer>
    /** Takes or keeps the right to edit for 90 s; `takeOverFrom` names the person it is taken from. */
    lock(input: ContentLockInput): Promise<ContentLockAnswer>
    /** Says that a comment helped; each visitor counts once. */
    markHelpful(input: ContentMarkHelpfulInput): Promise<ContentMarkHelpfulAnswer>
    /** Pictures and documents uploaded for content, newest first; for whoever may write some. */
    media(input?: ContentMediaInput): Promise<ContentMediaAnswer>
    /** Makes a version what everybody reads, now. */
    publish(input: ContentPublishInput): Promise<ContentPublishAnswer>
    /** The newest version of one category. */
    readCategory(input: ContentReadCategoryInput): Promise<ContentReadCategoryAnswer>
    /** One version of a category. */
    readCategoryVersion(input: ContentReadCategoryVersionInput): Promise<ContentReadCategoryVersionAnswer>
    /** The newest version of one faq. */
    readFaq(input: ContentReadFaqInput): Promise<ContentReadFaqAnswer>
    /** One version of a faq. */
    readFaqVersion(input: ContentReadFaqVersionInput): Promise<ContentReadFaqVersionAnswer>
    /** The newest version of one job. */
    readJob(input: ContentReadJobInput): Promise<ContentReadJobAnswer>
    /** One version of a job. */
    readJobVersion(input: ContentReadJobVersionInput): Promise<ContentReadJobVersionAnswer>
    /** A picture or document, with the entries that use it. */
    readMedia(input: ContentReadMediaInput): Promise<ContentReadMediaAnswer>
    /** The newest version of one page. */
    readPage(input: ContentReadPageInput): Promise<ContentReadPageAnswer>
    /** One version of a page. */
    readPageVersion(input: ContentReadPageVersionInput): Promise<ContentReadPageVersionAnswer>
    /** The newest version of one post. */
    readPost(input: ContentReadPostInput): Promise<ContentReadPostAnswer>
    /** One version of a post. */
    readPostVersion(input: ContentReadPostVersionInput): Promise<ContentReadPostVersionAnswer>
    /** The newest version of one product. */
    readProduct(input: ContentReadProductInput): Promise<ContentReadProductAnswer>
    /** One version of a product. */
    readProductVersion(input: ContentReadProductVersionInput): Promise<ContentReadProductVersionAnswer>
    /** The newest version of one project. */
    readProject(input: ContentReadProjectInput): Promise<ContentReadProjectAnswer>
    /** One version of a project. */
    readProjectVersion(input: ContentReadProjectVersionInput): Promise<ContentReadProjectVersionAnswer>
    /** The newest version of one service. */
    readService(input: ContentReadServiceInput): Promise<ContentReadServiceAnswer>
    /** One version of a service. */
    readServiceVersion(input: ContentReadServiceVersionInput): Promise<ContentReadServiceVersionAnswer>
    /** The newest version of one testimonial. */
    readTestimonial(input: ContentReadTestimonialInput): Promise<ContentReadTestimonialAnswer>
    /** One version of a testimonial. */
    readTestimonialVersion(input: ContentReadTestimonialVersionInput): Promise<ContentReadTestimonialVersionAnswer>
    /** Says that what waits in review is not shown, and why. */
    reject(input: ContentRejectInput): Promise<ContentRejectAnswer>
    /** Removes a picture or document that no version of an entry has; it can be restored for as long as the settings say. */
    removeMedia(input: ContentRemoveMediaInput): Promise<void>
    /** Frees an address that led to this entry. */
    removeRedirect(input: ContentRemoveRedirectInput): Promise<void>
    /** Restores a picture or document that was removed. */
    restoreMedia(input: ContentRestoreMediaInput): Promise<ContentRestoreMediaAnswer>
    /** Writes what the older version `number` says as a new one, on top of `version`. */
    restoreVersion(input: ContentRestoreVersionInput): Promise<ContentRestoreVersionAnswer>
    /** What search engines may read: everything. */
    robots(input?: ContentRobotsInput): Promise<Response>
    /** The newest entries as RSS 2.0, in one language. */
    rss(input?: ContentRssInput): Promise<Response>
    /** Says which version goes live when, and when the entry is taken back; nothing given cancels. */
    schedule(input: ContentScheduleInput): Promise<ContentScheduleAnswer>
    /** Every page of content, for search engines. */
    sitemap(input?: ContentSitemapInput): Promise<Response>
    /** Hands a draft to those who publish. */
    submit(input: ContentSubmitInput): Promise<ContentSubmitAnswer>
    /** Hands in a testimonial; it is shown when somebody has published it. */
    submitTestimonial(input: ContentSubmitTestimonialInput): Promise<void>
    /** Puts an entry into the trash for 30 days; to take a live one, the caller publishes, too. */
    trash(input: ContentTrashInput): Promise<ContentTrashAnswer>
    /** The kinds of content that the caller may write, with the JSON Schema of their fields. */
    types(input?: ContentTypesInput): Promise<ContentTypesAnswer>
    /** Gives up one's right to edit. */
    unlock(input: ContentUnlockInput): Promise<void>
    /** Takes an entry back: nobody outside sees it. */
    unpublish(input: ContentUnpublishInput): Promise<ContentUnpublishAnswer>
    /** Takes an entry out of the trash, as it was but not shown. */
    untrash(input: ContentUntrashInput): Promise<ContentUntrashAnswer>
    /** Saves a new version on top of the one that was read; what is live stays until it is published. */
    updateCategory(input: ContentUpdateCategoryInput): Promise<ContentUpdateCategoryAnswer>
    /** Saves a new version on top of the one that was read; what is live stays until it is published. */
    updateFaq(input: ContentUpdateFaqInput): Promise<ContentUpdateFaqAnswer>
    /** Saves a new version on top of the one that was read; what is live stays until it is published. */
    updateJob(input: ContentUpdateJobInput): Promise<ContentUpdateJobAnswer>
    /** Saves a new version on top of the one that was read; what is live stays until it is published. */
    updatePage(input: ContentUpdatePageInput): Promise<ContentUpdatePageAnswer>
    /** Saves a new version on top of the one that was read; what is live stays until it is published. */
    updatePost(input: ContentUpdatePostInput): Promise<ContentUpdatePostAnswer>
    /** Saves a new version on top of the one that was read; what is live stays until it is published. */
    updateProduct(input: ContentUpdateProductInput): Promise<ContentUpdateProductAnswer>
    /** Saves a new version on top of the one that was read; what is live stays until it is published. */
    updateProject(input: ContentUpdateProjectInput): Promise<ContentUpdateProjectAnswer>
    /** Saves a new version on top of the one that was read; what is live stays until it is published. */
    updateService(input: ContentUpdateServiceInput): Promise<ContentUpdateServiceAnswer>
    /** Saves a new version on top of the one that was read; what is live stays until it is published. */
    updateTestimonial(input: ContentUpdateTestimonialInput): Promise<ContentUpdateTestimonialAnswer>
    /** What an entry said over time, newest first. */
    versions(input: ContentVersionsInput): Promise<ContentVersionsAnswer>
  }
  readonly experiments: {
    /** Has the results computed anew, beside the hourly run. */
    analyse(input: ExperimentsAnalyseInput): Promise<ExperimentsAnalyseAnswer>
    /** Counts no more of a metric. */
    archiveMetric(input: ExperimentsArchiveMetricInput): Promise<void>
    /** Changes an experiment; while it runs and after its conclusion, only its words and owner. */
    change(input: ExperimentsChangeInput): Promise<ExperimentsChangeAnswer>
    /** Changes how a metric is called and measured; what it counts stays. */
    changeMetric(input: ExperimentsChangeMetricInput): Promise<ExperimentsChangeMetricAnswer>
    /** Says what was learnt, and which variant won. */
    conclude(input: ExperimentsConcludeInput): Promise<ExperimentsConcludeAnswer>
    /** Drafts an experiment on a rule of a flag. */
    create(input: ExperimentsCreateInput): Promise<ExperimentsCreateAnswer>
    /** Makes a metric; it counts what happens from now on. */
    createMetric(input: ExperimentsCreateMetricInput): Promise<ExperimentsCreateMetricAnswer>
    /** Deletes a draft. */
    delete(input: ExperimentsDeleteInput): Promise<void>
    /** One experiment with its metrics and phases. */
    get(input: ExperimentsGetInput): Promise<ExperimentsGetAnswer>
    /** One metric. */
    getMetric(input: ExperimentsGetMetricInput): Promise<ExperimentsGetMetricAnswer>
    /** All experiments, newest first. */
    list(input?: ExperimentsListInput): Promise<ExperimentsListAnswer>
    /** Events of the product that metrics can be made of, each with the JSON Schema of its data. */
    metricEvents(input?: ExperimentsMetricEventsInput): Promise<ExperimentsMetricEventsAnswer>
    /** All metrics that are counted, or those that are archived, by title. */
    metrics(input?: ExperimentsMetricsInput): Promise<ExperimentsMetricsAnswer>
    /** How many units an experiment needs, and what a number of units can find. */
    power(input: ExperimentsPowerInput): Promise<ExperimentsPowerAnswer>
    /** Tells what people did, for metrics of clients’ events; counted once by the id of the event. */
    reportEvents(input: ExperimentsReportEventsInput): Promise<ExperimentsReportEventsAnswer>
    /** Tells who got which variant; each row is taken or refused by itself, and may come again. */
    reportExposures(input: ExperimentsReportExposuresInput): Promise<ExperimentsReportExposuresAnswer>
    /** What was measured of a phase, the last one when none is named: each variant by each metric, with intervals. */
    results(input: ExperimentsResultsInput): Promise<ExperimentsResultsAnswer>
    /** Starts a phase: from now on units and what they do are counted. A stopped experiment starts anew, from zero. */
    start(input: ExperimentsStartInput): Promise<ExperimentsStartAnswer>
    /** Ends the phase; the flag stays as it is. */
    stop(input: ExperimentsStopInput): Promise<ExperimentsStopAnswer>
  }
  readonly files: {
    /** Where whoever has the address reads the bytes for five minutes: signed, and of the store where it takes them */
    address(input: FilesAddressInput): Promise<FilesAddressAnswer>
    /** Gives an upload up and removes what has arrived of it */
    cancel(input: FilesCancelInput): Promise<void>
    /** Makes an upload a file after size, hash and type by content were checked */
    confirm(input: FilesConfirmInput): Promise<FilesConfirmAnswer>
    /** The bytes of a file, whole or a range */
    content(input: FilesContentInput): Promise<Response>
    /** What is known of a file */
    get(input: FilesGetInput): Promise<FilesGetAnswer>
    /** What has arrived of an upload, and where its next parts go */
    getUpload(input: FilesGetUploadInput): Promise<FilesGetUploadAnswer>
    /** Takes the bytes of an upload; the signed address is the permission */
    put(input: FilesPutInput): Promise<void>
    /** Takes one part of an upload, in place of a former one; the signed address is the permission */
    putPart(input: FilesPutPartInput): Promise<void>
    /** Removes a version that is not shown, for good */
    removeVersion(input: FilesRemoveVersionInput): Promise<void>
    /** Shows an older version again: it becomes the newest, under the next number */
    restoreVersion(input: FilesRestoreVersionInput): Promise<FilesRestoreVersionAnswer>
    /** Makes a public file private, and public again: its addresses are 404 to others at once, and out of shared caches within five minutes */
    setVisibility(input: FilesSetVisibilityInput): Promise<FilesSetVisibilityAnswer>
    /** Announces an upload; answers where to PUT the bytes, or with `parts` where to GET the addresses of its parts */
    sign(input: FilesSignInput): Promise<FilesSignAnswer>
    /** Announces new content of a file; it goes and is confirmed like any upload, and is shown once it is checked and prepared */
    signVersion(input: FilesSignVersionInput): Promise<FilesSignVersionAnswer>
    /** The bytes of a file, whole or a range, by an address that was signed; that is the permission */
    signedContent(input: FilesSignedContentInput): Promise<Response>
    /** A picture as it was made anew: the whole or a range */
    variant(input: FilesVariantInput): Promise<Response>
    /** Where whoever has the address reads the bytes of a version for five minutes: signed, and of the store where it takes them */
    versionAddress(input: FilesVersionAddressInput): Promise<FilesVersionAddressAnswer>
    /** The bytes of a version, whole or a range */
    versionContent(input: FilesVersionContentInput): Promise<Response>
    /** A picture of a version as it was made anew: the whole or a range */
    versionVariant(input: FilesVersionVariantInput): Promise<Response>
    /** What a file shows, showed before and is about to show, newest first */
    versions(input: FilesVersionsInput): Promise<FilesVersionsAnswer>
  }
  readonly flags: {
    /** Approves what somebody else proposed, word by word as it was read; without an hour it is applied at once. */
    approveChange(input: FlagsApproveChangeInput): Promise<FlagsApproveChangeAnswer>
    /** Takes a flag out of every environment; its key stays taken and its history is kept. */
    archive(input: FlagsArchiveInput): Promise<FlagsArchiveAnswer>
    /** Takes an own change back. */
    cancelChange(input: FlagsCancelChangeInput): Promise<FlagsCancelChangeAnswer>
    /** Changes what a flag is everywhere. Variants and whether it is public need approval when an environment does. */
    change(input: FlagsChangeInput): Promise<FlagsChangeAnswer>
    /** Changes the title of an environment, or whether its changes need approval. */
    changeEnvironment(input: FlagsChangeEnvironmentInput): Promise<FlagsChangeEnvironmentAnswer>
    /** Changes a segment, and with it every flag that uses it. Needs approval when one of their environments does. */
    changeSegment(input: FlagsChangeSegmentInput): Promise<FlagsChangeSegmentAnswer>
    /** Makes a flag, switched off in every environment. */
    create(input: FlagsCreateInput): Promise<FlagsCreateAnswer>
    /** Makes an environment as a copy of another: the same rules, and everybody in the same bucket. */
    createEnvironment(input: FlagsCreateEnvironmentInput): Promise<FlagsCreateEnvironmentAnswer>
    /** Makes a segment: a condition by name, the same in all environments. */
    createSegment(input: FlagsCreateSegmentInput): Promise<FlagsCreateSegmentAnswer>
    /** Says an own change anew. Whatever approval it had is void. */
    editChange(input: FlagsEditChangeInput): Promise<FlagsEditChangeAnswer>
    /** OFREP: what one flag serves to a caller. */
    evaluate(input: FlagsEvaluateInput): Promise<FlagsEvaluateAnswer>
    /** OFREP: what all flags serve to a caller; with an ETag. */
    evaluateAll(input: FlagsEvaluateAllInput): Promise<FlagsEvaluateAllAnswer>
    /** OFREP: tells clients when to evaluate anew, as server-sent events. */
    events(input?: FlagsEventsInput): Promise<string>
    /** What a caller gets and why, rule by rule; also of a targeting that is not said yet. */
    explain(input: FlagsExplainInput): Promise<FlagsExplainAnswer>
    /** Every flag and segment as one file, the same bytes for the same flags. */
    export(input?: FlagsExportInput): Promise<FlagsExportAnswer>
    /** A flag with what it serves in every environment. */
    get(input: FlagsGetInput): Promise<FlagsGetAnswer>
    /** A proposed change: what it says otherwise than what holds, and what has become of it. */
    getChange(input: FlagsGetChangeInput): Promise<FlagsGetChangeAnswer>
    /** A segment, with the flags that use it, directly or by others. */
    getSegment(input: FlagsGetSegmentInput): Promise<FlagsGetSegmentAnswer>
    /** What a flag serves in an environment, and what of it was served. */
    getTargeting(input: FlagsGetTargetingInput): Promise<FlagsGetTargetingAnswer>
    /** What was changed of a flag, by whom and why, the newest first. */
    history(input: FlagsHistoryInput): Promise<FlagsHistoryAnswer>
    /** Takes in a file of flags, ours or that of another system, everybody in the same bucket; reports on everything in it. */
    import(input: FlagsImportInput): Promise<FlagsImportAnswer>
    /** Switches a flag off at once, also where changes need approval. Audited as an emergency. */
    kill(input: FlagsKillInput): Promise<FlagsKillAnswer>
    /** Flags by key, with how each stands in every environment. */
    list(input?: FlagsListInput): Promise<FlagsListAnswer>
    /** Proposed changes of flags and segments, the newest first. */
    listChanges(input?: FlagsListChangesInput): Promise<FlagsListChangesAnswer>
    /** Where flags are evaluated. */
    listEnvironments(input?: FlagsListEnvironmentsInput): Promise<FlagsListEnvironmentsAnswer>
    /** All segments by key. */
    listSegments(input?: FlagsListSegmentsInput): Promise<FlagsListSegmentsAnswer>
    /** Proposes a change, to be approved by somebody else; with an hour, to be applied then. */
    proposeChange(input: FlagsProposeChangeInput): Promise<FlagsProposeChangeAnswer>
    /** Rejects what somebody else proposed, also when it was approved and waits for its hour. */
    rejectChange(input: FlagsRejectChangeInput): Promise<FlagsRejectChangeAnswer>
    /** Removes an environment that was made here, with what its flags served. */
    removeEnvironment(input: FlagsRemoveEnvironmentInput): Promise<void>
    /** Removes a segment that nothing uses. */
    removeSegment(input: FlagsRemoveSegmentInput): Promise<void>
    /** Brings an archived flag back, as it stood. */
    restore(input: FlagsRestoreInput): Promise<FlagsRestoreAnswer>
    /** Switches a killed flag on again; where changes need approval, by whoever may approve. */
    revive(input: FlagsReviveInput): Promise<FlagsReviveAnswer>
    /** Lets hold again what a revision left behind, as a new revision. */
    rollback(input: FlagsRollbackInput): Promise<FlagsRollbackAnswer>
    /** Lets hold again what a revision of a segment left behind, as a new revision. */
    rollbackSegment(input: FlagsRollbackSegmentInput): Promise<FlagsRollbackSegmentAnswer>
    /** Says what a flag serves in an environment. Rules keep their ids and salts; those of new ones are made here. */
    sayTargeting(input: FlagsSayTargetingInput): Promise<FlagsSayTargetingAnswer>
    /** What was changed of a segment, the newest first; also of one that was removed. */
    segmentHistory(input: FlagsSegmentHistoryInput): Promise<FlagsSegmentHistoryAnswer>
    /** All flags of an environment, to be evaluated by the caller; with an ETag. */
    snapshot(input?: FlagsSnapshotInput): Promise<FlagsSnapshotAnswer>
    /** Tells of each new revision of an environment, as server-sent events. */
    snapshotEvents(input?: FlagsSnapshotEventsInput): Promise<string>
  }
  readonly invoices: {
    /** Lets what a payment has left pay an invoice of the same customer. */
    allocateCredit(input: InvoicesAllocateCreditInput): Promise<InvoicesAllocateCreditAnswer>
    /** Begins an invoice that comes again and again: as a draft, issued, or issued and mailed. */
    beginRecurrence(input: InvoicesBeginRecurrenceInput): Promise<InvoicesBeginRecurrenceAnswer>
    /** Replaces a draft; `version` is that of the draft as it was read. */
    change(input: InvoicesChangeInput): Promise<InvoicesChangeAnswer>
    /** Says whether a customer is reminded of what is overdue. */
    changeCustomer(input: InvoicesChangeCustomerInput): Promise<InvoicesChangeCustomerAnswer>
    /** Replaces the settings; `version` is that of those read before, 0 the first time. Issued documents stay as they are. */
    changeSettings(input: InvoicesChangeSettingsInput): Promise<InvoicesChangeSettingsAnswer>
    /** Issues a credit note over these lines, or over all that is left of the invoice; answers the credit note. */
    credit(input: InvoicesCreditInput): Promise<InvoicesCreditAnswer>
    /** What a customer has to pay and to their credit, by currency. */
    customer(input: InvoicesCustomerInput): Promise<InvoicesCustomerAnswer>
    /** Deletes a draft. */
    delete(input: InvoicesDeleteInput): Promise<void>
    /** Drafts an invoice; its number comes with its issue. */
    draft(input: InvoicesDraftInput): Promise<InvoicesDraftAnswer>
    /** One invoice or credit note with its lines and what became of it; also by the link of a mail. */
    get(input: InvoicesGetInput): Promise<InvoicesGetAnswer>
    /** Gives a draft its number and freezes it. */
    issue(input: InvoicesIssueInput): Promise<InvoicesIssueAnswer>
    /** Invoices and credit notes, newest first: all for staff, for others those issued to them. */
    list(input?: InvoicesListInput): Promise<InvoicesListAnswer>
    /** Says whether anybody is reminded of this invoice, and whether a dispute is settled. */
    pauseDunning(input: InvoicesPauseDunningInput): Promise<InvoicesPauseDunningAnswer>
    /** Money that came in, newest first; `credit=true`: only what pays no invoice, and waits for somebody to decide. */
    payments(input?: InvoicesPaymentsInput): Promise<InvoicesPaymentsAnswer>
    /** The page as it was issued, as PDF; also by the link of a mail. */
    pdf(input: InvoicesPdfInput): Promise<Response>
    /** Records money that came by bank or cash, for an invoice, or for a customer, whose oldest is paid first. */
    recordPayment(input: InvoicesRecordPaymentInput): Promise<InvoicesRecordPaymentAnswer>
    /** One recurring invoice, with what each is drafted from. */
    recurrence(input: InvoicesRecurrenceInput): Promise<InvoicesRecurrenceAnswer>
    /** Recurring invoices, newest first. */
    recurrences(input?: InvoicesRecurrencesInput): Promise<InvoicesRecurrencesAnswer>
    /** Takes back a payment that was recorded by hand: a counter entry; what it paid is open again. */
    reversePayment(input: InvoicesReversePaymentInput): Promise<InvoicesReversePaymentAnswer>
    /** Mails an issued invoice or credit note to whom it is for, with a link to its page. */
    send(input: InvoicesSendInput): Promise<InvoicesSendAnswer>
    /** Who issues invoices, and how. */
    settings(input?: InvoicesSettingsInput): Promise<InvoicesSettingsAnswer>
    /** What lines come to, as a draft of them would say; nothing is kept. */
    totals(input: InvoicesTotalsInput): Promise<InvoicesTotalsAnswer>
    /** Pauses a recurring invoice, lets it go on, or ends it. What fell into a pause is not made up for. */
    turnRecurrence(input: InvoicesTurnRecurrenceInput): Promise<InvoicesTurnRecurrenceAnswer>
    /** Declares an invoice void that nothing was paid of; it keeps its number. */
    void(input: InvoicesVoidInput): Promise<InvoicesVoidAnswer>
    /** Gives up what is left to pay of an invoice. */
    writeOff(input: InvoicesWriteOffInput): Promise<InvoicesWriteOffAnswer>
  }
  readonly jobs: {
    /** Ends a waiting or running job for good; a running one learns of it within seconds */
    cancel(input: JobsCancelInput): Promise<void>
    /** One job with its payload and the reason of its last failure */
    get(input: JobsGetInput): Promise<JobsGetAnswer>
    /** Jobs, newest first */
    list(input?: JobsListInput): Promise<JobsListAnswer>
    /** Every queue with its numbers */
    overview(input?: JobsOverviewInput): Promise<JobsOverviewAnswer>
    /** Lets no job of a queue start until it is resumed; what runs, runs on */
    pauseQueue(input: JobsPauseQueueInput): Promise<void>
    /** Puts the failed jobs of a queue back into it, 1,000 at most and none in quarantine */
    redriveQueue(input: JobsRedriveQueueInput): Promise<JobsRedriveQueueAnswer>
    /** Lets the jobs of a paused queue start again */
    resumeQueue(input: JobsResumeQueueInput): Promise<void>
    /** Puts a failed or quarantined job back into its queue */
    retry(input: JobsRetryInput): Promise<void>
  }
  readonly mail: {
    /** Mail, newest first, with what became of it */
    list(input?: MailListInput): Promise<MailListAnswer>
    /** Every kind of mail that one may unsubscribe from, and whether it comes to the address of the account. */
    listOwnSubscriptions(input?: MailListOwnSubscriptionsInput): Promise<MailListOwnSubscriptionsAnswer>
    /** Addresses that mail is not sent to, newest first */
    listSuppressions(input?: MailListSuppressionsInput): Promise<MailListSuppressionsAnswer>
    /** Every template of mail */
    listTemplates(input?: MailListTemplatesInput): Promise<MailListTemplatesAnswer>
    /** A template with its sample: subject and text */
    previewTemplate(input: MailPreviewTemplateInput): Promise<MailPreviewTemplateAnswer>
    /** Lets mail go to the address again */
    removeSuppression(input: MailRemoveSuppressionInput): Promise<void>
    /** Ends one kind of mail to the address of the account, or has it again, however it was ended. */
    saveOwnSubscription(input: MailSaveOwnSubscriptionInput): Promise<MailSaveOwnSubscriptionAnswer>
    /** Sends a mail once more of which nobody knows whether it arrived */
    sendAgain(input: MailSendAgainInput): Promise<void>
  }
  readonly music: {
    /** Adds a track at the end, or behind `afterItemId` (null: at the beginning). */
    addPlaylistItem(input: MusicAddPlaylistItemInput): Promise<MusicAddPlaylistItemAnswer>
    /** Answers the reviewer's question; the application goes back to review. */
    answerApplication(input: MusicAnswerApplicationInput): Promise<MusicAnswerApplicationAnswer>
    /** Applications by when an answer is due; without `state` those that wait for a reviewer. */
    applicationQueue(input?: MusicApplicationQueueInput): Promise<MusicApplicationQueueAnswer>
    /** Makes the applicant an artist. */
    approveApplication(input: MusicApproveApplicationInput): Promise<MusicApproveApplicationAnswer>
    /** Takes an application for 30 minutes; claiming again extends it. */
    claimApplication(input: MusicClaimApplicationInput): Promise<MusicClaimApplicationAnswer>
    /** Takes a submission for 30 minutes; claiming again extends it. */
    claimTrack(input: MusicClaimTrackInput): Promise<MusicClaimTrackAnswer>
    /** Makes an empty playlist. */
    createPlaylist(input: MusicCreatePlaylistInput): Promise<MusicCreatePlaylistAnswer>
    /** Approves, asks for changes or declines. All but approval need reasons and ten words of feedback. */
    decideTrack(input: MusicDecideTrackInput): Promise<MusicDecideTrackAnswer>
    /** Removes a playlist; its tracks are untouched. */
    deletePlaylist(input: MusicDeletePlaylistInput): Promise<void>
    /** One application: for its applicant, and once it is submitted for reviewers. */
    getApplication(input: MusicGetApplicationInput): Promise<MusicGetApplicationAnswer>
    /** One artist. */
    getArtist(input: MusicGetArtistInput): Promise<MusicGetArtistAnswer>
    /** A playlist with its tracks. Unlisted ones are found by who has the address, private ones by their owner. */
    getPlaylist(input: MusicGetPlaylistInput): Promise<MusicGetPlaylistAnswer>
    /** A submission of one of the caller's artists. */
    getSubmission(input: MusicGetSubmissionInput): Promise<MusicGetSubmissionAnswer>
    /** One published track. */
    getTrack(input: MusicGetTrackInput): Promise<MusicGetTrackAnswer>
    /** Extends the claim by another 30 minutes. */
    heartbeatTrack(input: MusicHeartbeatTrackInput): Promise<MusicHeartbeatTrackAnswer>
    /** The texts an applicant accepts, in the versions in force. */
    listAgreements(input?: MusicListAgreementsInput): Promise<MusicListAgreementsAnswer>
    /** Albums with their published tracks, newest first; one without any is not shown. */
    listAlbums(input?: MusicListAlbumsInput): Promise<MusicListAlbumsAnswer>
    /** Artists by name; with `mine` those the caller belongs to. */
    listArtists(input?: MusicListArtistsInput): Promise<MusicListArtistsAnswer>
    /** What tracks are filed under. */
    listGenres(input?: MusicListGenresInput): Promise<MusicListGenresAnswer>
    /** The caller's own applications, newest first. */
    listMyApplications(input?: MusicListMyApplicationsInput): Promise<MusicListMyApplicationsAnswer>
    /** Submissions of the caller's artists, newest first. */
    listMySubmissions(input?: MusicListMySubmissionsInput): Promise<MusicListMySubmissionsAnswer>
    /** Public playlists, newest first; with `mine` the caller's own, whatever their visibility. */
    listPlaylists(input?: MusicListPlaylistsInput): Promise<MusicListPlaylistsAnswer>
    /** Published tracks, newest first; `search` looks for the beginnings of words in title and artist name. */
    listTracks(input?: MusicListTracksInput): Promise<MusicListTracksAnswer>
    /** Moves an item behind another one (null: to the beginning). */
    movePlaylistItem(input: MusicMovePlaylistItemInput): Promise<MusicMovePlaylistItemAnswer>
    /** Puts a track back into the catalogue. */
    publishTrack(input: MusicPublishTrackInput): Promise<MusicPublishTrackAnswer>
    /** Declines an application with a reason, and says when the applicant may try again. */
    rejectApplication(input: MusicRejectApplicationInput): Promise<MusicRejectApplicationAnswer>
    /** Puts a claimed submission back into the queue. */
    releaseTrack(input: MusicReleaseTrackInput): Promise<MusicReleaseTrackAnswer>
    /** Takes an item out. */
    removePlaylistItem(input: MusicRemovePlaylistItemInput): Promise<MusicRemovePlaylistItemAnswer>
    /** Asks the applicant something; the application waits for the answer. */
    requestInformation(input: MusicRequestInformationInput): Promise<MusicRequestInformationAnswer>
    /** Changes a refused or criticised track and sends it in again. */
    resubmit(input: MusicResubmitInput): Promise<MusicResubmitAnswer>
    /** A submission with everything a reviewer looks at. */
    reviewDetail(input: MusicReviewDetailInput): Promise<MusicReviewDetailAnswer>
    /** Submissions by when an answer is due; without `state` those that wait for a reviewer. */
    reviewQueue(input?: MusicReviewQueueInput): Promise<MusicReviewQueueAnswer>
    /** The submitted recording, for reviewers. */
    reviewStream(input: MusicReviewStreamInput): Promise<Response>
    /** Changes a draft: fields left out stay, null empties one. With `version`, a stale change is refused. */
    saveApplication(input: MusicSaveApplicationInput): Promise<MusicSaveApplicationAnswer>
    /** Starts an artist application as a draft; with `submit` a whole one is submitted at once. */
    startApplication(input: MusicStartApplicationInput): Promise<MusicStartApplicationAnswer>
    /** The recording, whole or a range. */
    streamTrack(input: MusicStreamTrackInput): Promise<Response>
    /** The normalised cover of a submission, for its artist and for reviewers. */
    submissionCover(input: MusicSubmissionCoverInput): Promise<Response>
    /** Submits a draft for review, or a changed application back to its review. */
    submitApplication(input: MusicSubmitApplicationInput): Promise<MusicSubmitApplicationAnswer>
    /** Sends a track in; its uploaded files are measured, then it waits for review. */
    submitTrack(input: MusicSubmitTrackInput): Promise<MusicSubmitTrackAnswer>
    /** The cover as a square JPEG. */
    trackCover(input: MusicTrackCoverInput): Promise<Response>
    /** Peaks of 0 to 255 over the whole recording; none where its codec cannot be decoded here. */
    trackWaveform(input: MusicTrackWaveformInput): Promise<MusicTrackWaveformAnswer>
    /** Takes a track out of the catalogue at once. */
    unpublishTrack(input: MusicUnpublishTrackInput): Promise<MusicUnpublishTrackAnswer>
    /** Changes title, description or visibility. */
    updatePlaylist(input: MusicUpdatePlaylistInput): Promise<MusicUpdatePlaylistAnswer>
    /** Takes an application back before it is decided. */
    withdrawApplication(input: MusicWithdrawApplicationInput): Promise<MusicWithdrawApplicationAnswer>
    /** Takes a track back before it is decided. */
    withdrawSubmission(input: MusicWithdrawSubmissionInput): Promise<MusicWithdrawSubmissionAnswer>
  }
  readonly operations: {
    /** The products that stand on this server, so that a console shows what there is. */
    installation(input?: OperationsInstallationInput): Promise<OperationsInstallationAnswer>
    /** Every check with what was observed and how to mend it */
    startupCheck(input?: OperationsStartupCheckInput): Promise<OperationsStartupCheckAnswer>
  }
  readonly organisations: {
    /** Accepts an invitation once: with a new account, or signed in with the one of the invited address. */
    acceptInvitation(input: OrganisationsAcceptInvitationInput): Promise<OrganisationsAcceptInvitationAnswer>
    /** Changes name or short name; owners and admins. */
    change(input: OrganisationsChangeInput): Promise<OrganisationsChangeAnswer>
    /** Gives a member another role; only owners make or unmake owners, and the last one stays. */
    changeMember(input: OrganisationsChangeMemberInput): Promise<void>
    /** Makes an organisation with the caller as owner; without `slug` one is made from the name. */
    create(input: OrganisationsCreateInput): Promise<OrganisationsCreateAnswer>
    /** Deletes an organisation; with other members only when `confirm` repeats the short name. Owners. */
    delete(input: OrganisationsDeleteInput): Promise<void>
    /** One organisation, for its members. */
    get(input: OrganisationsGetInput): Promise<OrganisationsGetAnswer>
    /** Invites an address to roles, all of whose permissions the caller holds, and to an organisation of the caller. */
    invite(input: OrganisationsInviteInput): Promise<OrganisationsInviteAnswer>
    /** Invites an address to the organisation; owners and admins, and only owners invite owners. */
    inviteMember(input: OrganisationsInviteMemberInput): Promise<OrganisationsInviteMemberAnswer>
    /** The organisations the caller belongs to, newest first. */
    list(input?: OrganisationsListInput): Promise<OrganisationsListAnswer>
    /** Invitations to the organisation, newest first; owners and admins. */
    listInvitations(input: OrganisationsListInvitationsInput): Promise<OrganisationsListInvitationsAnswer>
    /** Members with their roles, for members. */
    listMembers(input: OrganisationsListMembersInput): Promise<OrganisationsListMembersAnswer>
    /** Invitations made by staff, newest first. */
    listStaffInvitations(input?: OrganisationsListStaffInvitationsInput): Promise<OrganisationsListStaffInvitationsAnswer>
    /** What the link of an invitation stands for; uses nothing up. */
    peekInvitation(input: OrganisationsPeekInvitationInput): Promise<OrganisationsPeekInvitationAnswer>
    /** Takes a member out; with the own id: leaves. The last owner stays. */
    removeMember(input: OrganisationsRemoveMemberInput): Promise<void>
    /** Mails a new link; the older one dies. Owners and admins. */
    resendInvitation(input: OrganisationsResendInvitationInput): Promise<OrganisationsResendInvitationAnswer>
    /** Mails a new link; the older one dies. */
    resendStaffInvitation(input: OrganisationsResendStaffInvitationInput): Promise<OrganisationsResendStaffInvitationAnswer>
    /** Takes an invitation back: its link dies. Owners and admins. */
    revokeInvitation(input: OrganisationsRevokeInvitationInput): Promise<void>
    /** Takes an invitation back: its link dies. */
    revokeStaffInvitation(input: OrganisationsRevokeStaffInvitationInput): Promise<void>
    /** Hands an organisation over: the member becomes owner, the caller an admin. Owners. */
    transfer(input: OrganisationsTransferInput): Promise<void>
  }
  readonly payments: {
    /** Closes a difference by hand, with a reason. One of a payout is closed by its entries only. */
    closeItem(input: PaymentsCloseItemInput): Promise<PaymentsCloseItemAnswer>
    /** The payer is back: asks the provider at once how the payment stands. */
    confirm(input: PaymentsConfirmInput): Promise<PaymentsConfirmAnswer>
    /** Begins to pay for something at the price it has here; the same call gives the same payment. 202 while the provider has not answered. */
    createIntent(input: PaymentsCreateIntentInput): Promise<PaymentsCreateIntentAnswer>
    /** Has a job compare the last three days with a provider, and keep nothing but what it found. */
    dryRun(input: PaymentsDryRunInput): Promise<void>
    /** Why a payment stands as it does: every fact with where it was heard, and the rule that decided. */
    explain(input: PaymentsExplainInput): Promise<PaymentsExplainAnswer>
    /** One payment with its attempts and refunds. */
    get(input: PaymentsGetInput): Promise<PaymentsGetAnswer>
    /** Differences between what providers say and what is known here, newest first; the open ones unless asked otherwise. */
    items(input?: PaymentsItemsInput): Promise<PaymentsItemsAnswer>
    /** All payments, newest first. */
    list(input?: PaymentsListInput): Promise<PaymentsListAnswer>
    /** What was paid, for what, and what went back: for the payer by session or header payment-token, and for those who see payments, with the sums of book and provider and how far they differ. */
    receipt(input: PaymentsReceiptInput): Promise<PaymentsReceiptAnswer>
    /** The providers there are, when each of their lists was last read to its end, and how much is open. */
    reconciliation(input?: PaymentsReconciliationInput): Promise<PaymentsReconciliationAnswer>
    /** Reserves a refund and asks the provider for it. */
    refund(input: PaymentsRefundInput): Promise<PaymentsRefundAnswer>
    /** Runs of the reconciliation, newest first; those that read an event or found something unless asked for all. */
    runs(input?: PaymentsRunsInput): Promise<PaymentsRunsAnswer>
    /** Every account of the book, debit above zero; each currency adds up to zero. */
    trialBalance(input?: PaymentsTrialBalanceInput): Promise<PaymentsTrialBalanceAnswer>
    /** One’s own payment: by session, or by header payment-token with what a guest paid with. */
    view(input: PaymentsViewInput): Promise<PaymentsViewAnswer>
    /** One’s own newest payment for something, or null: how a page that was reloaded goes on. */
    viewOfSubject(input: PaymentsViewOfSubjectInput): Promise<PaymentsViewOfSubjectAnswer>
    /** How an amount can be paid here. `live` is false where no money moves: test keys, or a stand-in. */
    ways(input: PaymentsWaysInput): Promise<PaymentsWaysAnswer>
  }
  readonly provider: {
    /** Registers an application; its secret is in this answer and never again. */
    addClient(input: ProviderAddClientInput): Promise<ProviderAddClientAnswer>
    /** The person allows what the application asks. */
    approve(input: ProviderApproveInput): Promise<ProviderApproveAnswer>
    /** The person refuses. */
    deny(input: ProviderDenyInput): Promise<ProviderDenyAnswer>
    /** Which application asks the person for what. */
    interaction(input: ProviderInteractionInput): Promise<ProviderInteractionAnswer>
    /** Applications that sign people in with this server, newest first. */
    listClients(input?: ProviderListClientsInput): Promise<ProviderListClientsAnswer>
    /** Applications the person signs in to with this account. */
    listConsents(input?: ProviderListConsentsInput): Promise<ProviderListConsentsAnswer>
    /** Removes an application; every token it holds ends. */
    removeClient(input: ProviderRemoveClientInput): Promise<void>
    /** Replaces the secret of an application; the old one is refused at once. */
    renewSecret(input: ProviderRenewSecretInput): Promise<ProviderRenewSecretAnswer>
    /** Takes back what an application was allowed; its tokens end at once. */
    withdrawConsent(input: ProviderWithdrawConsentInput): Promise<void>
  }
  readonly secrets: {
    /** Calls a rotation off that is under way: its job takes back what it did, and ends it; the current value stays. */
    cancelRotation(input: SecretsCancelRotationInput): Promise<SecretsCancelRotationAnswer>
    /** Changes what is said about a secret; its path and environment stay. */
    change(input: SecretsChangeInput): Promise<SecretsChangeAnswer>
    /** Writes a template anew, on the version that was seen; accounts that are there stay as they were made. */
    changeLeaseTemplate(input: SecretsChangeLeaseTemplateInput): Promise<SecretsChangeLeaseTemplateAnswer>
    /** Makes a secret, with its first version when a value is sent or is to be made. */
    create(input: SecretsCreateInput): Promise<SecretsCreateAnswer>
    /** Lets a role, a person or an API key read, reveal or manage the secrets at a path, or below it (`payments/*`). */
    createGrant(input: SecretsCreateGrantInput): Promise<SecretsCreateGrantAnswer>
    /** Says what accounts of a PostgreSQL or Redis may do, for how long, and with which secret they are made. */
    createLeaseTemplate(input: SecretsCreateLeaseTemplateInput): Promise<SecretsCreateLeaseTemplateAnswer>
    /** Gives a secret to nobody any more; it can be brought back for 30 days. */
    delete(input: SecretsDeleteInput): Promise<void>
    /** Takes a grant back; it ends at once. */
    deleteGrant(input: SecretsDeleteGrantInput): Promise<void>
    /** Removes a template of which there are no leases. */
    deleteLeaseTemplate(input: SecretsDeleteLeaseTemplateInput): Promise<void>
    /** Removes a secret with all its versions and their keys, for good; by a person who has just proven two factors. */
    destroy(input: SecretsDestroyInput): Promise<void>
    /** Removes one value with its key, for good; by a person who has just proven two factors. */
    destroyVersion(input: SecretsDestroyVersionInput): Promise<void>
    /** From now on a secret is renewed by hand. */
    endRotation(input: SecretsEndRotationInput): Promise<void>
    /** A secret with its versions, their stages, and how it was renewed; without values. */
    get(input: SecretsGetInput): Promise<SecretsGetAnswer>
    /** Who may do what with which paths, beside those who may by permission; newest first. */
    grants(input?: SecretsGrantsInput): Promise<SecretsGrantsAnswer>
    /** Makes an account by a template. Its password is shown this once: a repeat shows the lease alone. */
    issueLease(input: SecretsIssueLeaseInput): Promise<SecretsIssueLeaseAnswer>
    /** One lease, without its password. */
    lease(input: SecretsLeaseInput): Promise<SecretsLeaseAnswer>
    /** What accounts can be leased, as far as the caller may ask for them or manage them; by path. */
    leaseTemplates(input?: SecretsLeaseTemplatesInput): Promise<SecretsLeaseTemplatesAnswer>
    /** The caller's leases, and those of templates that the caller may manage; newest first. */
    leases(input?: SecretsLeasesInput): Promise<SecretsLeasesAnswer>
    /** Secrets of the installation, or of one organisation, that the caller may see; by path, without values. */
    list(input?: SecretsListInput): Promise<SecretsListAnswer>
    /** Which secrets and versions hold a value, or one that stands in a text: "is it ours that was leaked?". It is not kept. */
    lookUp(input: SecretsLookUpInput): Promise<SecretsLookUpAnswer>
    /** Makes a version current, or gives it a label of your own. */
    moveStage(input: SecretsMoveStageInput): Promise<SecretsMoveStageAnswer>
    /** Says by what a secret is renewed, how often, and how long both values are good. */
    planRotation(input: SecretsPlanRotationInput): Promise<SecretsPlanRotationAnswer>
    /** The value that `secret:path#field@stage` stands for, for API keys that were granted it; recorded. */
    read(input: SecretsReadInput): Promise<SecretsReadAnswer>
    /** Removes a label of your own. */
    removeStage(input: SecretsRemoveStageInput): Promise<void>
    /** Makes a lease good for so long from now, and until its maximum at most. */
    renewLease(input: SecretsRenewLeaseInput): Promise<SecretsRenewLeaseAnswer>
    /** Brings a deleted secret back with all its versions. */
    restore(input: SecretsRestoreInput): Promise<void>
    /** The value of a version, the current one unless `at` names another; recorded with the reason. People have just proven two factors. */
    reveal(input: SecretsRevealInput): Promise<SecretsRevealAnswer>
    /** Closes the connections of an account and removes it; `revoking`: it is tried again until it is done. */
    revokeLease(input: SecretsRevokeLeaseInput): Promise<SecretsRevokeLeaseAnswer>
    /** Revokes every lease of a template, or of those below a path (`payments/*`); a job removes the accounts. */
    revokeLeases(input: SecretsRevokeLeasesInput): Promise<SecretsRevokeLeasesAnswer>
    /** Makes the former version current again, as long as it is good. */
    rollBack(input: SecretsRollBackInput): Promise<SecretsRollBackAnswer>
    /** Begins to renew a secret: the answer shows the rotation, which a job carries out. */
    rotate(input: SecretsRotateInput): Promise<SecretsRotateAnswer>
    /** What can renew values, and the schema of the options that each wants. */
    rotators(input?: SecretsRotatorsInput): Promise<SecretsRotatorsAnswer>
    /** To whom its values were shown, and why, newest first; for those who may manage it. */
    showings(input: SecretsShowingsInput): Promise<SecretsShowingsAnswer>
    /** Writes a new version, sent or made here; `expected` is the newest version that the writer has seen. */
    writeVersion(input: SecretsWriteVersionInput): Promise<SecretsWriteVersionAnswer>
  }
  readonly settings: {
    /** The announcement: says it anew; `version` is that of what was read before. */
    changeAnnouncement(input: SettingsChangeAnnouncementInput): Promise<SettingsChangeAnnouncementAnswer>
    /** The business: says it anew; `version` is that of what was read before. */
    changeBusiness(input: SettingsChangeBusinessInput): Promise<SettingsChangeBusinessAnswer>
    /** The captcha: says it anew; `version` is that of what was read before. */
    changeCaptcha(input: SettingsChangeCaptchaInput): Promise<SettingsChangeCaptchaAnswer>
    /** What is kept of files: says it anew; `version` is that of what was read before. */
    changeFileLifecycle(input: SettingsChangeFileLifecycleInput): Promise<SettingsChangeFileLifecycleAnswer>
    /** The site: says it anew; `version` is that of what was read before. */
    changeSite(input: SettingsChangeSiteInput): Promise<SettingsChangeSiteAnswer>
    /** Currency rates of traders: says it anew; `version` is that of what was read before. */
    changeTradingCurrencyRates(input: SettingsChangeTradingCurrencyRatesInput): Promise<SettingsChangeTradingCurrencyRatesAnswer>
    /** The plan of traders: says it anew; `version` is that of what was read before. */
    changeTradingPlan(input: SettingsChangeTradingPlanInput): Promise<SettingsChangeTradingPlanAnswer>
    /** Plans that traders choose: says it anew; `version` is that of what was read before. */
    changeTradingPlans(input: SettingsChangeTradingPlansInput): Promise<SettingsChangeTradingPlansAnswer>
    /** Price bars of traders: says it anew; `version` is that of what was read before. */
    changeTradingPriceBars(input: SettingsChangeTradingPriceBarsInput): Promise<SettingsChangeTradingPriceBarsAnswer>
    /** Every setting and every variable with where it comes from; of a secret only whether it is set. */
    config(input?: SettingsConfigInput): Promise<SettingsConfigAnswer>
    /** What was said in the database, as canonical JSON: the same bytes as long as nobody says anything else. */
    export(input?: SettingsExportInput): Promise<SettingsExportAnswer>
    /** The revisions of a setting, newest first: who, when, why, and each member before and after. */
    history(input: SettingsHistoryInput): Promise<SettingsHistoryAnswer>
    /** Takes over what an export says, in one transaction: what was changed there only is taken, what was changed here only is kept, and both is a conflict that `resolutions` decide. */
    import(input: SettingsImportInput): Promise<SettingsImportAnswer>
    /** Every setting with its schema, what holds, and where each member of it comes from. */
    list(input?: SettingsListInput): Promise<SettingsListAnswer>
    /** What everybody may read of the settings, by key; with an ETag. */
    public(input?: SettingsPublicInput): Promise<SettingsPublicAnswer>
    /** What a client must know: the environment, the products that run, and the settings that are public; with an ETag. */
    publicConfig(input?: SettingsPublicConfigInput): Promise<SettingsPublicConfigAnswer>
    /** The announcement: what holds. */
    readAnnouncement(input?: SettingsReadAnnouncementInput): Promise<SettingsReadAnnouncementAnswer>
    /** The business: what holds. */
    readBusiness(input?: SettingsReadBusinessInput): Promise<SettingsReadBusinessAnswer>
    /** The captcha: what holds. */
    readCaptcha(input?: SettingsReadCaptchaInput): Promise<SettingsReadCaptchaAnswer>
    /** What is kept of files: what holds. */
    readFileLifecycle(input?: SettingsReadFileLifecycleInput): Promise<SettingsReadFileLifecycleAnswer>
    /** The site: what holds. */
    readSite(input?: SettingsReadSiteInput): Promise<SettingsReadSiteAnswer>
    /** Currency rates of traders: what holds. */
    readTradingCurrencyRates(input?: SettingsReadTradingCurrencyRatesInput): Promise<SettingsReadTradingCurrencyRatesAnswer>
    /** The plan of traders: what holds. */
    readTradingPlan(input?: SettingsReadTradingPlanInput): Promise<SettingsReadTradingPlanAnswer>
    /** Plans that traders choose: what holds. */
    readTradingPlans(input?: SettingsReadTradingPlansInput): Promise<SettingsReadTradingPlansAnswer>
    /** Price bars of traders: what holds. */
    readTradingPriceBars(input?: SettingsReadTradingPriceBarsInput): Promise<SettingsReadTradingPriceBarsAnswer>
    /** Says again what an old revision said, as a new one; 0 says nothing, so that the layers beneath hold. */
    rollBack(input: SettingsRollBackInput): Promise<SettingsRollBackAnswer>
  }
  readonly trading: {
    /** Becomes the mentor of a trader who asks for it. */
    acceptMentoring(input: TradingAcceptMentoringInput): Promise<void>
    /** Adds a tag; its name is the only one of its group, in whatever case. */
    addTag(input: TradingAddTagInput): Promise<TradingAddTagAnswer>
    /** How trades were taken, with the trades that show it. */
    analyseBehaviour(input?: TradingAnalyseBehaviourInput): Promise<TradingAnalyseBehaviourAnswer>
    /** Results by a property of trades. */
    analyseBy(input: TradingAnalyseByInput): Promise<TradingAnalyseByAnswer>
    /** Results by trading day and by week. */
    analyseCalendar(input?: TradingAnalyseCalendarInput): Promise<TradingAnalyseCalendarAnswer>
    /** The figures of two selections of trades beside each other. */
    analyseCompare(input: TradingAnalyseCompareInput): Promise<TradingAnalyseCompareAnswer>
    /** Summary, equity, drawdown, calendar, heatmap and distribution in one answer; series of 1,000 points unless `points` says otherwise. */
    analyseDashboard(input?: TradingAnalyseDashboardInput): Promise<TradingAnalyseDashboardAnswer>
    /** How results are spread. */
    analyseDistribution(input?: TradingAnalyseDistributionInput): Promise<TradingAnalyseDistributionAnswer>
    /** Falls of each equity series, with start, valley and recovery. */
    analyseDrawdown(input?: TradingAnalyseDrawdownInput): Promise<TradingAnalyseDrawdownAnswer>
    /** Equity by closed trade, by day as realised, and by day with open positions marked. */
    analyseEquity(input?: TradingAnalyseEquityInput): Promise<TradingAnalyseEquityAnswer>
    /** How far trades went against and in favour before they ended. */
    analyseExcursion(input?: TradingAnalyseExcursionInput): Promise<TradingAnalyseExcursionAnswer>
    /** Results by weekday and time of the entry. */
    analyseHeatmap(input?: TradingAnalyseHeatmapInput): Promise<TradingAnalyseHeatmapAnswer>
    /** Futures drawn from the results of the past. */
    analyseMontecarlo(input?: TradingAnalyseMontecarloInput): Promise<TradingAnalyseMontecarloAnswer>
    /** Results by playbook. */
    analysePlaybooks(input?: TradingAnalysePlaybooksInput): Promise<TradingAnalysePlaybooksAnswer>
    /** Results by initial risk. */
    analyseR(input?: TradingAnalyseRInput): Promise<TradingAnalyseRAnswer>
    /** Runs of wins and losses. */
    analyseStreaks(input?: TradingAnalyseStreaksInput): Promise<TradingAnalyseStreaksAnswer>
    /** Figures of a selection of trades, each with its definition. */
    analyseSummary(input?: TradingAnalyseSummaryInput): Promise<TradingAnalyseSummaryAnswer>
    /** What results had been without some trades, at a fixed risk, with another stop or exit, or in another order. */
    analyseWhatif(input: TradingAnalyseWhatifInput): Promise<TradingAnalyseWhatifAnswer>
    /** Makes the estimated fees of an account anew as they were previewed, the oldest 10,000, and its figures with them. */
    applyEstimatedFees(input: TradingApplyEstimatedFeesInput): Promise<TradingApplyEstimatedFeesAnswer>
    /** Takes an account out of use: nothing in it changes any more. */
    archiveAccount(input: TradingArchiveAccountInput): Promise<TradingArchiveAccountAnswer>
    /** Gives all that was said of a trade that is not there any more to another one: note, tags, review, answers and entries. */
    attachNote(input: TradingAttachNoteInput): Promise<TradingAttachNoteAnswer>
    /** Who is asked for price bars, and of which instruments. */
    barSource(input?: TradingBarSourceInput): Promise<TradingBarSourceAnswer>
    /** The price bars of a trade, and some around it: at most 5000, the finest of which there are no more. */
    barsOfTrade(input: TradingBarsOfTradeInput): Promise<TradingBarsOfTradeAnswer>
    /** Changes an account whose `version` was read. */
    changeAccount(input: TradingChangeAccountInput): Promise<TradingChangeAccountAnswer>
    /** Changes a cash movement; one that was imported stays the one that the file brought. */
    changeCashMovement(input: TradingChangeCashMovementInput): Promise<TradingChangeCashMovementAnswer>
    /** Says a comment of the caller, a mentor, otherwise; the trader sees that it was changed. */
    changeComment(input: TradingChangeCommentInput): Promise<TradingChangeCommentAnswer>
    /** Changes a profile whose `version` was read; imports that chose it before keep what it was. */
    changeImportProfile(input: TradingChangeImportProfileInput): Promise<TradingChangeImportProfileAnswer>
    /** Gives a tag another name or group. */
    changeTag(input: TradingChangeTagInput): Promise<TradingChangeTagAnswer>
    /** Chooses a plan. A free one holds at once, or after the paid time; of a paid one an order is made, which begins it once it is paid. Nothing is ever charged by itself. */
    choosePlan(input: TradingChoosePlanInput): Promise<TradingChoosePlanAnswer>
    /** Comments as a mentor; the trader gets a mail, once an hour at most. */
    commentOnMentoredEntry(input: TradingCommentOnMentoredEntryInput): Promise<TradingCommentOnMentoredEntryAnswer>
    /** Comments as a mentor; the trader gets a mail, once an hour at most. */
    commentOnMentoredTrade(input: TradingCommentOnMentoredTradeInput): Promise<TradingCommentOnMentoredTradeAnswer>
    /** Writes what was previewed into the account, in the background. Asked again, it is one import still. */
    commitImport(input: TradingCommitImportInput): Promise<TradingCommitImportAnswer>
    /** Puts a corrected version, with an id of its own, in the place of an execution; the trade it opens keeps its notes. */
    correctExecution(input: TradingCorrectExecutionInput): Promise<TradingCorrectExecutionAnswer>
    /** How much of it was not read. */
    countUnreadAlerts(input?: TradingCountUnreadAlertsInput): Promise<TradingCountUnreadAlertsAnswer>
    /** Makes an account. */
    createAccount(input: TradingCreateAccountInput): Promise<TradingCreateAccountAnswer>
    /** Sets an alert: told when its condition becomes true, and not again until it was false. */
    createAlert(input: TradingCreateAlertInput): Promise<TradingCreateAlertAnswer>
    /** Says that an instrument was split or renamed, or another spun off of it; what was traded before is counted anew. */
    createCorporateAction(input: TradingCreateCorporateActionInput): Promise<TradingCreateCorporateActionAnswer>
    /** A dashboard of a name, with its widgets and the trades that it is of. */
    createDashboard(input: TradingCreateDashboardInput): Promise<TradingCreateDashboardAnswer>
    /** Makes a fee schedule; accounts that name it have fills charged by it of which no fee is told. */
    createFeeSchedule(input: TradingCreateFeeScheduleInput): Promise<TradingCreateFeeScheduleAnswer>
    /** Sets a goal: at least this much, or of trades and losses a day at most. */
    createGoal(input: TradingCreateGoalInput): Promise<TradingCreateGoalAnswer>
    /** Begins the import of an uploaded file (purpose trading.import) into an account, and tells which profiles know it. */
    createImport(input: TradingCreateImportInput): Promise<TradingCreateImportAnswer>
    /** Keeps how the caller’s files are to be read; files that fit are known by it from now on. */
    createImportProfile(input: TradingCreateImportProfileInput): Promise<TradingCreateImportProfileAnswer>
    /** Makes an instrument, or finds the one of this name; with its multiplier when nobody else knows it. */
    createInstrument(input: TradingCreateInstrumentInput): Promise<TradingCreateInstrumentAnswer>
    /** Writes an entry about exactly one of `day`, `tradeId` and `sessionId`. */
    createJournalEntry(input: TradingCreateJournalEntryInput): Promise<TradingCreateJournalEntryAnswer>
    /** Makes a playbook; its first rules hold for trades from before as well. */
    createPlaybook(input: TradingCreatePlaybookInput): Promise<TradingCreatePlaybookAnswer>
    /** Sets limits of an account from a trading day on; the account is judged by them at once. */
    createRiskProfile(input: TradingCreateRiskProfileInput): Promise<TradingCreateRiskProfileAnswer>
    /** Makes a link that shows a trade, trades by a filter, a report of them or a journal entry to whoever has it. */
    createShare(input: TradingCreateShareInput): Promise<TradingCreateShareAnswer>
    /** How old the rates are that the caller needs, and which are missing. */
    currencyRateState(input?: TradingCurrencyRateStateInput): Promise<TradingCurrencyRateStateAnswer>
    /** Removes an account and all that happened in it, for good; its name says that it is meant. */
    deleteAccount(input: TradingDeleteAccountInput): Promise<void>
    /** Removes a cash movement that was entered by hand. */
    deleteCashMovement(input: TradingDeleteCashMovementInput): Promise<void>
    /** Takes it back. */
    deleteCorporateAction(input: TradingDeleteCorporateActionInput): Promise<void>
    /** Gives up an import that was not committed, and removes its file. */
    deleteImport(input: TradingDeleteImportInput): Promise<void>
    /** Removes a profile of the caller. */
    deleteImportProfile(input: TradingDeleteImportProfileInput): Promise<void>
    /** Removes a statement that was entered by hand; those of a file go with its import. */
    deleteStatement(input: TradingDeleteStatementInput): Promise<void>
    /** The file of an export, to whoever asked for it. */
    downloadPreparedExport(input: TradingDownloadPreparedExportInput): Promise<Response>
    /** Enters a cash movement. */
    enterCashMovement(input: TradingEnterCashMovementInput): Promise<TradingEnterCashMovementAnswer>
    /** Enters one fill. */
    enterExecution(input: TradingEnterExecutionInput): Promise<TradingEnterExecutionAnswer>
    /** Enters up to 1,000 fills of one account, all or none. */
    enterExecutions(input: TradingEnterExecutionsInput): Promise<TradingEnterExecutionsAnswer>
    /** Enters what a statement says; a second word on the same takes the place of the first. */
    enterStatement(input: TradingEnterStatementInput): Promise<TradingEnterStatementAnswer>
    /** Enters both legs of an exercise or assignment: the option ends at 0, the underlying changes hands at the strike. */
    exerciseOption(input: TradingExerciseOptionInput): Promise<TradingExerciseOptionAnswer>
    /** How a figure of the adherence follows from what is behind it: definition, formula, every step with its numbers, and the trades. */
    explainAdherence(input: TradingExplainAdherenceInput): Promise<TradingExplainAdherenceAnswer>
    /** How a figure of the balances follows from days, and of a day from its fills and cash: `/cash/USD/amount`, `/positions/0/quantity`, `/realised/net`; of a `day` also `/changes/USD/amount`, `/realisedOn/net`. */
    explainBalance(input: TradingExplainBalanceInput): Promise<TradingExplainBalanceAnswer>
    /** How what the shown trades realised on a trading day of an account follows from fills, and the sums of the day. */
    explainDay(input: TradingExplainDayInput): Promise<TradingExplainDayAnswer>
    /** How what is computed beside a reported result (the id of its execution) or a statement follows from closures, days and fills: `/net`, `/computed`, `/difference`. */
    explainDifference(input: TradingExplainDifferenceInput): Promise<TradingExplainDifferenceAnswer>
    /** How a figure of a report follows from what is behind it: definition, formula, every step with its numbers, and the rows. */
    explainFigure(input: TradingExplainFigureInput): Promise<TradingExplainFigureAnswer>
    /** How the value of a goal follows from days and trades: `/progress/value` now, `/history/1/value` in the period before. */
    explainGoal(input: TradingExplainGoalInput): Promise<TradingExplainGoalAnswer>
    /** How a figure of the status follows from the points of the path: `/equity`, `/rules/drawdown/left`, `/days/2026-03-02/low`. */
    explainRisk(input: TradingExplainRiskInput): Promise<TradingExplainRiskAnswer>
    /** How every figure of a trade follows from its fills, closure by closure, and the sums of all. */
    explainTrade(input: TradingExplainTradeInput): Promise<TradingExplainTradeAnswer>
    /** Which trades the totals of a filter are the sums of, latest close first; each is explained by its own. */
    explainTrades(input?: TradingExplainTradesInput): Promise<TradingExplainTradesAnswer>
    /** An account with all that happened in it and was said of it, a line of JSON each; see docs/guides/trading-exports.md. */
    exportAccount(input: TradingExportAccountInput): Promise<Response>
    /** Executions in force as CSV, newest first; `until` is the first instant that is left out. */
    exportExecutions(input?: TradingExportExecutionsInput): Promise<Response>
    /** The days and symbols of the report as a table. */
    exportPeriodReport(input: TradingExportPeriodReportInput): Promise<Response>
    /** Trades that the filter finds as CSV, the last closed first. The header hidden-by-plan says how many are beyond the limit of the plan, and not among them; their fills are in the CSV of executions. */
    exportTrades(input?: TradingExportTradesInput): Promise<Response>
    /** One account. */
    getAccount(input: TradingGetAccountInput): Promise<TradingGetAccountAnswer>
    /** An alert with its state. */
    getAlert(input: TradingGetAlertInput): Promise<TradingGetAlertAnswer>
    /** Cash, positions and what was realised, now or at the end of a trading day. */
    getBalances(input: TradingGetBalancesInput): Promise<TradingGetBalancesAnswer>
    /** Whether the trader gets the digest at 07:00 after a day with trades, in whose zone, and why not. */
    getDailyDigest(input?: TradingGetDailyDigestInput): Promise<TradingGetDailyDigestAnswer>
    /** Every panel of the dashboard in the caller’s order, and which of them are hidden. */
    getDashboardLayout(input?: TradingGetDashboardLayoutInput): Promise<TradingGetDashboardLayoutAnswer>
    /** One fee schedule. */
    getFeeSchedule(input: TradingGetFeeScheduleInput): Promise<TradingGetFeeScheduleAnswer>
    /** A goal with how it stood in the last twelve weeks or months, the present one first. */
    getGoal(input: TradingGetGoalInput): Promise<TradingGetGoalAnswer>
    /** One import: its state, and how far it has come. */
    getImport(input: TradingGetImportInput): Promise<TradingGetImportAnswer>
    /** What the import would do, as its preview found it. */
    getImportPreview(input: TradingGetImportPreviewInput): Promise<TradingGetImportPreviewAnswer>
    /** One of the caller’s own profiles. */
    getImportProfile(input: TradingGetImportProfileInput): Promise<TradingGetImportProfileAnswer>
    /** How many of the results, balances and positions that the file of an import reports are what we computed; `unseen` are those beyond the first thousand. */
    getImportReconciliation(input: TradingGetImportReconciliationInput): Promise<TradingGetImportReconciliationAnswer>
    /** One instrument. */
    getInstrument(input: TradingGetInstrumentInput): Promise<TradingGetInstrumentAnswer>
    /** An entry with its text and pictures. */
    getJournalEntry(input: TradingGetJournalEntryInput): Promise<TradingGetJournalEntryAnswer>
    /** A journal entry of a trader whose mentor the caller is. */
    getMentoredEntry(input: TradingGetMentoredEntryInput): Promise<TradingGetMentoredEntryAnswer>
    /** Figures and the curve of a trader whose mentor the caller is, in each currency. */
    getMentoredFigures(input: TradingGetMentoredFiguresInput): Promise<TradingGetMentoredFiguresAnswer>
    /** A trade of a trader whose mentor the caller is, with its fills and note. */
    getMentoredTrade(input: TradingGetMentoredTradeInput): Promise<TradingGetMentoredTradeAnswer>
    /** Figures, days, symbols, tags, broken rules and largest trades of a stretch of trading days. */
    getPeriodReport(input: TradingGetPeriodReportInput): Promise<TradingGetPeriodReportAnswer>
    /** A playbook with the rules that hold now. */
    getPlaybook(input: TradingGetPlaybookInput): Promise<TradingGetPlaybookAnswer>
    /** One export: whether it is ready, and until when it can be downloaded. */
    getPreparedExport(input: TradingGetPreparedExportInput): Promise<TradingGetPreparedExportAnswer>
    /** Where alerts are pushed to, and what the last push met. */
    getPushAddress(input?: TradingGetPushAddressInput): Promise<TradingGetPushAddressAnswer>
    /** The hours in which letters of alerts wait; null: none. */
    getQuietHours(input?: TradingGetQuietHoursInput): Promise<TradingGetQuietHoursAnswer>
    /** What was written of a day. */
    getReflection(input: TradingGetReflectionInput): Promise<TradingGetReflectionAnswer>
    /** Of which accounts reports come by mail, in whose zone, and why none does. */
    getReportSchedules(input?: TradingGetReportSchedulesInput): Promise<TradingGetReportSchedulesAnswer>
    /** One restore: whether it is done, and what came of it. */
    getRestore(input: TradingGetRestoreInput): Promise<TradingGetRestoreAnswer>
    /** The review of a trade. */
    getReview(input: TradingGetReviewInput): Promise<TradingGetReviewAnswer>
    /** A risk profile as the last look found it. */
    getRiskProfile(input: TradingGetRiskProfileInput): Promise<TradingGetRiskProfileAnswer>
    /** How the account stands against the profile now, when it was breached first, and each day’s path. */
    getRiskStatus(input: TradingGetRiskStatusInput): Promise<TradingGetRiskStatusAnswer>
    /** A session with the trades that were opened in it, at most 500. */
    getSession(input: TradingGetSessionInput): Promise<TradingGetSessionAnswer>
    /** The plan that holds for the caller, until when it is paid, what comes after it, and what is ordered. */
    getSubscription(input?: TradingGetSubscriptionInput): Promise<TradingGetSubscriptionAnswer>
    /** Until when support may look at what the caller keeps; null: it may not. */
    getSupportConsent(input?: TradingGetSupportConsentInput): Promise<TradingGetSupportConsentAnswer>
    /** A trade with its fills, closures and lots, what is said of it, and what it was worth while it was held. */
    getTrade(input: TradingGetTradeInput): Promise<TradingGetTradeAnswer>
    /** A group with its trades and their sums. */
    getTradeGroup(input: TradingGetTradeGroupInput): Promise<TradingGetTradeGroupAnswer>
    /** The plan that holds for the caller, what of it is used, and when it starts anew. */
    getUsage(input?: TradingGetUsageInput): Promise<TradingGetUsageAnswer>
    /** Whether the trader gets the digest on Mondays at 07:00, in whose zone, and why not. */
    getWeeklyDigest(input?: TradingGetWeeklyDigestInput): Promise<TradingGetWeeklyDigestAnswer>
    /** Lets support read, and only read, what the caller keeps, for so many hours from now. */
    giveSupportConsent(input: TradingGiveSupportConsentInput): Promise<TradingGiveSupportConsentAnswer>
    /** Invites the person with this address to read trades and entries; the answer is the same if there is none. */
    inviteMentor(input: TradingInviteMentorInput): Promise<TradingInviteMentorAnswer>
    /** Of the last 90 days: the last 100 trades without review or note, and days traded without an entry. */
    journalReminders(input?: TradingJournalRemindersInput): Promise<TradingJournalRemindersAnswer>
    /** Declines an invitation, or is a mentor no more. */
    leaveMentoring(input: TradingLeaveMentoringInput): Promise<void>
    /** Accounts in use, oldest first; with `archived` the others. */
    listAccounts(input?: TradingListAccountsInput): Promise<TradingListAccountsAnswer>
    /** What alerts and risk profiles told in the application, the newest first. */
    listAlertEvents(input?: TradingListAlertEventsInput): Promise<TradingListAlertEventsAnswer>
    /** Alerts with their state, the newest first. */
    listAlerts(input?: TradingListAlertsInput): Promise<TradingListAlertsAnswer>
    /** Cash at the end of each trading day on which it changed, for at most 400 days. */
    listBalanceDays(input: TradingListBalanceDaysInput): Promise<TradingListBalanceDaysAnswer>
    /** Instruments that were traded, by symbol, with the price bars they have and what the source said last. */
    listBarStates(input?: TradingListBarStatesInput): Promise<TradingListBarStatesAnswer>
    /** Cash movements, newest first; `until` is the first instant that is left out. */
    listCashMovements(input: TradingListCashMovementsInput): Promise<TradingListCashMovementsAnswer>
    /** What mentors say of a journal entry of the caller, newest first. */
    listCommentsOfEntry(input: TradingListCommentsOfEntryInput): Promise<TradingListCommentsOfEntryAnswer>
    /** What the caller, a mentor, wrote there, newest first. */
    listCommentsOfMentoredEntry(input: TradingListCommentsOfMentoredEntryInput): Promise<TradingListCommentsOfMentoredEntryAnswer>
    /** What the caller, a mentor, wrote there, newest first. */
    listCommentsOfMentoredTrade(input: TradingListCommentsOfMentoredTradeInput): Promise<TradingListCommentsOfMentoredTradeAnswer>
    /** What mentors say of a trade of the caller, newest first. */
    listCommentsOfTrade(input: TradingListCommentsOfTradeInput): Promise<TradingListCommentsOfTradeAnswer>
    /** Splits, symbol changes and spin-offs of an instrument, oldest first. */
    listCorporateActions(input: TradingListCorporateActionsInput): Promise<TradingListCorporateActionsAnswer>
    /** Rates of the source and of the caller, newest first. */
    listCurrencyRates(input?: TradingListCurrencyRatesInput): Promise<TradingListCurrencyRatesAnswer>
    /** The dashboards that the caller named. */
    listDashboards(input?: TradingListDashboardsInput): Promise<TradingListDashboardsAnswer>
    /** What every figure of analytics is defined as. */
    listDefinitions(input?: TradingListDefinitionsInput): Promise<TradingListDefinitionsAnswer>
    /** Executions in force, newest first; `until` is the first instant that is left out. */
    listExecutions(input?: TradingListExecutionsInput): Promise<TradingListExecutionsAnswer>
    /** Fee schedules, oldest first. */
    listFeeSchedules(input?: TradingListFeeSchedulesInput): Promise<TradingListFeeSchedulesAnswer>
    /** Goals with how they stand in this week or month, the newest first. */
    listGoals(input?: TradingListGoalsInput): Promise<TradingListGoalsAnswer>
    /** Profiles that files can be read by: the caller’s own, then those that come with the product. */
    listImportProfiles(input?: TradingListImportProfilesInput): Promise<TradingListImportProfilesAnswer>
    /** What became of the rows of the file, in its order. */
    listImportRows(input: TradingListImportRowsInput): Promise<TradingListImportRowsAnswer>
    /** Imports of the caller, newest first. */
    listImports(input?: TradingListImportsInput): Promise<TradingListImportsAnswer>
    /** Instruments by symbol; `search` finds part of a symbol or of another name, `unsettled` those whose multiplier is to be confirmed or corrected. */
    listInstruments(input?: TradingListInstrumentsInput): Promise<TradingListInstrumentsAnswer>
    /** Journal entries, the newest day first. */
    listJournal(input?: TradingListJournalInput): Promise<TradingListJournalAnswer>
    /** Symbols that rows of imports wait for, since nobody knows what one point of them is worth. */
    listMappingQueue(input?: TradingListMappingQueueInput): Promise<TradingListMappingQueueAnswer>
    /** Journal entries of a trader whose mentor the caller is, the newest day first. */
    listMentoredEntries(input: TradingListMentoredEntriesInput): Promise<TradingListMentoredEntriesAnswer>
    /** Trades of a trader whose mentor the caller is, the last closed first. */
    listMentoredTrades(input: TradingListMentoredTradesInput): Promise<TradingListMentoredTradesAnswer>
    /** Traders whose mentor the caller is, and who ask for it, newest first. */
    listMentoring(input?: TradingListMentoringInput): Promise<TradingListMentoringAnswer>
    /** Mentors of the caller and whom they invited, newest first; there are few, and all on one page. */
    listMentors(input?: TradingListMentorsInput): Promise<TradingListMentorsAnswer>
    /** What the trader has reached, the newest first. */
    listMilestones(input?: TradingListMilestonesInput): Promise<TradingListMilestonesAnswer>
    /** What was said of trades that are not there any more, such as those whose first fill was taken out. */
    listOrphanedNotes(input?: TradingListOrphanedNotesInput): Promise<TradingListOrphanedNotesAnswer>
    /** Plans that the caller can choose, the one of whoever chose none first; none where there are no limits. */
    listPlans(input?: TradingListPlansInput): Promise<TradingListPlansAnswer>
    /** The rules as they held, the first ones first. */
    listPlaybookVersions(input: TradingListPlaybookVersionsInput): Promise<TradingListPlaybookVersionsAnswer>
    /** Playbooks, the newest first. */
    listPlaybooks(input?: TradingListPlaybooksInput): Promise<TradingListPlaybooksAnswer>
    /** Exports that the caller asked for, newest first. */
    listPreparedExports(input?: TradingListPreparedExportsInput): Promise<TradingListPreparedExportsAnswer>
    /** Executions whose broker reports a result, newest first: equal within one minor unit, explained by a known rule, or a mismatch; `different` leaves out the equal ones. */
    listReconciliation(input: TradingListReconciliationInput): Promise<TradingListReconciliationAnswer>
    /** Reflections on days, the newest day first. */
    listReflections(input?: TradingListReflectionsInput): Promise<TradingListReflectionsAnswer>
    /** Restores of the caller, newest first. */
    listRestores(input?: TradingListRestoresInput): Promise<TradingListRestoresAnswer>
    /** Changes of how the account matches lots, counts days or estimates fees, newest first, with the totals before and after. */
    listReworks(input: TradingListReworksInput): Promise<TradingListReworksAnswer>
    /** Risk profiles as the last look found them, the newest first. */
    listRiskProfiles(input?: TradingListRiskProfilesInput): Promise<TradingListRiskProfilesAnswer>
    /** Starting values of common sets of rules, with amounts for a balance. */
    listRiskTemplates(input: TradingListRiskTemplatesInput): Promise<TradingListRiskTemplatesAnswer>
    /** Trading sessions, the newest first. */
    listSessions(input?: TradingListSessionsInput): Promise<TradingListSessionsAnswer>
    /** Links of the caller, newest first. */
    listShares(input?: TradingListSharesInput): Promise<TradingListSharesAnswer>
    /** Balances, positions and results of statements, of files and of hands, each beside ours; `different` leaves out the equal ones. */
    listStatements(input: TradingListStatementsInput): Promise<TradingListStatementsAnswer>
    /** The caller’s tags by group and name, with how many trades have each. */
    listTags(input?: TradingListTagsInput): Promise<TradingListTagsAnswer>
    /** The caller’s groups, newest first, with the sums of their trades. */
    listTradeGroups(input?: TradingListTradeGroupsInput): Promise<TradingListTradeGroupsAnswer>
    /** Trades of the caller that the filter finds, with the totals of all of them if they are asked for. */
    listTrades(input?: TradingListTradesInput): Promise<TradingListTradesAnswer>
    /** What dashboards are made of, each with the reports of analytics that it shows. */
    listWidgets(input?: TradingListWidgetsInput): Promise<TradingListWidgetsAnswer>
    /** Keeps the review as it is, until the lock is taken off the trade. */
    lockReview(input: TradingLockReviewInput): Promise<TradingLockReviewAnswer>
    /** What was written a week, a month, a quarter and a year before a day. */
    lookBackOnDay(input: TradingLookBackOnDayInput): Promise<TradingLookBackOnDayAnswer>
    /** What was written of the last ten earlier trades in the same to the same side. */
    lookBackOnTrade(input: TradingLookBackOnTradeInput): Promise<TradingLookBackOnTradeAnswer>
    /** Says how the file is read, what its symbols are, and rates that it does not give. */
    mapImport(input: TradingMapImportInput): Promise<TradingMapImportAnswer>
    /** Marks some of it, or all, as read or unread. */
    markAlertEvents(input: TradingMarkAlertEventsInput): Promise<TradingMarkAlertEventsAnswer>
    /** Looks at several trades of one account as one strategy, or adds them to one; the trades stay as they are. */
    mergeTrades(input: TradingMergeTradesInput): Promise<TradingMergeTradesAnswer>
    /** The trades before and after one in the order of a list with this filter. */
    neighboursOfTrade(input: TradingNeighboursOfTradeInput): Promise<TradingNeighboursOfTradeAnswer>
    /** Changes what is said of a trade at the version that was read: stop, target, risk, playbook, review. */
    noteTrade(input: TradingNoteTradeInput): Promise<TradingNoteTradeAnswer>
    /** What is shared under a token, counted as seen; 404 for one that never was, has lapsed or was revoked. */
    openShare(input: TradingOpenShareInput): Promise<TradingOpenShareAnswer>
    /** Score and cost of mistakes of a playbook, each trade judged by the version that held when it was opened. */
    playbookAdherence(input: TradingPlaybookAdherenceInput): Promise<TradingPlaybookAdherenceAnswer>
    /** A trade of a playbook with the rules that held when it was opened and what each says. */
    playbookTrade(input: TradingPlaybookTradeInput): Promise<TradingPlaybookTradeAnswer>
    /** The trades of a playbook with what each rule says of them, the newest first. */
    playbookTrades(input: TradingPlaybookTradesInput): Promise<TradingPlaybookTradesAnswer>
    /** Has an account’s file, or its trades or executions as CSV, made behind the request: for accounts whose download takes long. One at a time of a person; a letter tells when it is ready. */
    prepareExport(input: TradingPrepareExportInput): Promise<TradingPrepareExportAnswer>
    /** What making the estimated fees of an account anew would change; nothing is written. */
    previewEstimatedFees(input: TradingPreviewEstimatedFeesInput): Promise<TradingPreviewEstimatedFeesAnswer>
    /** Reads the file as the import would, and writes nothing. A file of more than a megabyte is read in the background: it is previewed once the state says so. */
    previewImport(input: TradingPreviewImportInput): Promise<TradingPreviewImportAnswer>
    /** The report as a PDF. */
    printPeriodReport(input: TradingPrintPeriodReportInput): Promise<Response>
    /** Writes price bars of an instrument, each over the one of the same start. */
    putBars(input: TradingPutBarsInput): Promise<TradingPutBarsAnswer>
    /** Says rates of days, for the caller only; rows that wait for one are created in the background. */
    putCurrencyRates(input: TradingPutCurrencyRatesInput): Promise<TradingPutCurrencyRatesAnswer>
    /** Removes an alert; what it told stays. */
    removeAlert(input: TradingRemoveAlertInput): Promise<void>
    /** Takes a comment of the caller, a mentor, back. */
    removeComment(input: TradingRemoveCommentInput): Promise<void>
    /** Takes back what the caller said of a pair and day. */
    removeCurrencyRate(input: TradingRemoveCurrencyRateInput): Promise<void>
    /** Removes a dashboard; nothing that it showed goes. */
    removeDashboard(input: TradingRemoveDashboardInput): Promise<void>
    /** Removes a fee schedule that no account names; fees that were estimated by it stay. */
    removeFeeSchedule(input: TradingRemoveFeeScheduleInput): Promise<void>
    /** Removes a goal; milestones reached by it stay. */
    removeGoal(input: TradingRemoveGoalInput): Promise<void>
    /** Removes an entry and its pictures. */
    removeJournalEntry(input: TradingRemoveJournalEntryInput): Promise<void>
    /** Removes what was said of a trade that is not there any more. */
    removeNote(input: TradingRemoveNoteInput): Promise<void>
    /** Takes an export away with its file; one that is being made is not kept. */
    removePreparedExport(input: TradingRemovePreparedExportInput): Promise<void>
    /** Removes what was written of a day. */
    removeReflection(input: TradingRemoveReflectionInput): Promise<void>
    /** Takes the review back; mistakes stay as tags of the trade. */
    removeReview(input: TradingRemoveReviewInput): Promise<void>
    /** Removes a risk profile with its breaches and the alerts about it. */
    removeRiskProfile(input: TradingRemoveRiskProfileInput): Promise<void>
    /** Removes a session with the entries about it; its trades are untouched. */
    removeSession(input: TradingRemoveSessionInput): Promise<void>
    /** Removes a tag and takes it off every trade. */
    removeTag(input: TradingRemoveTagInput): Promise<void>
    /** Gives a group another name. */
    renameTradeGroup(input: TradingRenameTradeGroupInput): Promise<TradingRenameTradeGroupAnswer>
    /** Marks what was told as dealt with. */
    resolveAlert(input: TradingResolveAlertInput): Promise<TradingResolveAlertAnswer>
    /** Says why the difference of an execution or a statement is left as it is; another difference opens it again. */
    resolveDifference(input: TradingResolveDifferenceInput): Promise<void>
    /** Says what a symbol is; the rows of all imports that wait for it are created in the background. */
    resolveMapping(input: TradingResolveMappingInput): Promise<TradingResolveMappingAnswer>
    /** Brings an archived account back. */
    restoreAccount(input: TradingRestoreAccountInput): Promise<TradingRestoreAccountAnswer>
    /** Brings an exported account (uploaded for trading.account-file) into a new one, behind the request. */
    restoreAccountFile(input: TradingRestoreAccountFileInput): Promise<TradingRestoreAccountFileAnswer>
    /** What went well and what did not on a day, in its week or in its month: largest trades, broken rules, tags. */
    reviewPeriod(input: TradingReviewPeriodInput): Promise<TradingReviewPeriodAnswer>
    /** Sets the review state of up to 5000 trades, listed or found by a filter, where a review takes the step. */
    reviewTrades(input: TradingReviewTradesInput): Promise<TradingReviewTradesAnswer>
    /** The mentor, or whoever is invited, reads nothing from now on; comments stay. */
    revokeMentor(input: TradingRevokeMentorInput): Promise<void>
    /** The link shows nothing from now on. */
    revokeShare(input: TradingRevokeShareInput): Promise<void>
    /** Writes the whole alert over the version that was read, and judges it anew. */
    saveAlert(input: TradingSaveAlertInput): Promise<TradingSaveAlertAnswer>
    /** Says which items of the checklist a trade kept. */
    saveChecklist(input: TradingSaveChecklistInput): Promise<void>
    /** Asks for the digest at 07:00 after a day with trades in the zone of an account, the first one if none is named, or ends it. */
    saveDailyDigest(input: TradingSaveDailyDigestInput): Promise<TradingSaveDailyDigestAnswer>
    /** Changes a dashboard as a whole. */
    saveDashboard(input: TradingSaveDashboardInput): Promise<TradingSaveDashboardAnswer>
    /** Puts the panels of the dashboard into an order; those that are not named come after. */
    saveDashboardLayout(input: TradingSaveDashboardLayoutInput): Promise<TradingSaveDashboardLayoutAnswer>
    /** Writes all of a fee schedule over the version that was read; fees of fills that are there stay. */
    saveFeeSchedule(input: TradingSaveFeeScheduleInput): Promise<TradingSaveFeeScheduleAnswer>
    /** Writes the whole goal over the version that was read. */
    saveGoal(input: TradingSaveGoalInput): Promise<TradingSaveGoalAnswer>
    /** Writes the whole entry over the version that was read. Sent again, it changes nothing. */
    saveJournalEntry(input: TradingSaveJournalEntryInput): Promise<TradingSaveJournalEntryAnswer>
    /** Writes the playbook; other rules hold from now on, for trades opened before the former ones count. */
    savePlaybook(input: TradingSavePlaybookInput): Promise<TradingSavePlaybookAnswer>
    /** Says where alerts are pushed to, over https and on the public Internet; null ends it. */
    savePushAddress(input: TradingSavePushAddressInput): Promise<TradingSavePushAddressAnswer>
    /** Says when letters of alerts wait, past midnight too; breaches of risk profiles never do. */
    saveQuietHours(input: TradingSaveQuietHoursInput): Promise<TradingSaveQuietHoursAnswer>
    /** Writes the whole reflection; `version` is the one that was read, null for a day nothing was written of. */
    saveReflection(input: TradingSaveReflectionInput): Promise<TradingSaveReflectionAnswer>
    /** Asks for the report of each week (Mondays) or month (its first day) of an account at 07:00 in its zone, or ends it. */
    saveReportSchedule(input: TradingSaveReportScheduleInput): Promise<TradingSaveReportScheduleAnswer>
    /** Writes the review of a trade, which counts as reviewed then; `version` is the one that was read, null for a first one. */
    saveReview(input: TradingSaveReviewInput): Promise<TradingSaveReviewAnswer>
    /** Writes all limits over the version that was read; breaches that were recorded follow openly. */
    saveRiskProfile(input: TradingSaveRiskProfileInput): Promise<TradingSaveRiskProfileAnswer>
    /** Writes plan, checklist, moods and summary over the version that was read. */
    saveSession(input: TradingSaveSessionInput): Promise<TradingSaveSessionAnswer>
    /** Asks for the digest on Mondays at 07:00 in the zone of an account, the first one if none is named, or ends it. */
    saveWeeklyDigest(input: TradingSaveWeeklyDigestInput): Promise<TradingSaveWeeklyDigestAnswer>
    /** Journal entries and trade notes by their words, the newest first, of those that the filter leaves; a note is of the day its trade closed. Quotes, `or` and a leading minus count. */
    searchJournal(input: TradingSearchJournalInput): Promise<TradingSearchJournalAnswer>
    /** Says by which other names files call the instrument. */
    setAliases(input: TradingSetAliasesInput): Promise<TradingSetAliasesAnswer>
    /** Says what one point is worth, whatever brokers and tables say; the figures of all accounts follow. */
    setMultiplier(input: TradingSetMultiplierInput): Promise<TradingSetMultiplierAnswer>
    /** Says by which playbook up to 5000 trades were, listed or found by a filter; null: by none. */
    setPlaybookOfTrades(input: TradingSetPlaybookOfTradesInput): Promise<TradingSetPlaybookOfTradesAnswer>
    /** Tells nothing of it until a moment; if its condition holds then, it is told once more. */
    snoozeAlert(input: TradingSnoozeAlertInput): Promise<TradingSnoozeAlertAnswer>
    /** Takes trades out of their group, or all; a group of fewer than two is no more. */
    splitTrades(input: TradingSplitTradesInput): Promise<TradingSplitTradesAnswer>
    /** Makes the caller a trader. */
    start(input?: TradingStartInput): Promise<void>
    /** Starts a session, now or in the past; one runs at a time. */
    startSession(input: TradingStartSessionInput): Promise<TradingStartSessionAnswer>
    /** Ends a session, now or at an earlier time. */
    stopSession(input: TradingStopSessionInput): Promise<TradingStopSessionAnswer>
    /** Proposes a profile for an uploaded file by the names of its columns, to be looked over and tried. */
    suggestImportProfile(input: TradingSuggestImportProfileInput): Promise<TradingSuggestImportProfileAnswer>
    /** Trades that look like one strategy: of one order, or of one underlying and expiry within seconds. */
    suggestTradeGroups(input: TradingSuggestTradeGroupsInput): Promise<TradingSuggestTradeGroupsAnswer>
    /** Puts tags on up to 5000 trades, listed or found by a filter, and takes others off. */
    tagTrades(input: TradingTagTradesInput): Promise<TradingTagTradesAnswer>
    /** Reads the first thousand rows of an uploaded file by a profile, and keeps nothing. */
    testImportProfile(input: TradingTestImportProfileInput): Promise<TradingTestImportProfileAnswer>
    /** Pushes a word to try the address, and says what it met. */
    tryPushAddress(input?: TradingTryPushAddressInput): Promise<TradingTryPushAddressAnswer>
    /** Takes what the import made out of the account again, with corrections of it, in the background; what another import holds too becomes that one’s. */
    undoImport(input: TradingUndoImportInput): Promise<TradingUndoImportAnswer>
    /** Says the rates of a CSV file, all or none: date,base,quote,rate, or a day a row with a column for each currency, which tells of the euro. */
    uploadCurrencyRates(input: TradingUploadCurrencyRatesInput): Promise<TradingUploadCurrencyRatesAnswer>
    /** Takes an execution out; the same file imported again does not bring it back. */
    withdrawExecution(input: TradingWithdrawExecutionInput): Promise<void>
    /** Support looks no more. */
    withdrawSupportConsent(input?: TradingWithdrawSupportConsentInput): Promise<void>
  }
  readonly webhooks: {
    /** Changes where an endpoint is, what it is told of, or whether it is switched on. */
    changeEndpoint(input: WebhooksChangeEndpointInput): Promise<WebhooksChangeEndpointAnswer>
    /** Makes a webhook endpoint; the answer is the only place where its signing secret is shown. */
    createEndpoint(input: WebhooksCreateEndpointInput): Promise<WebhooksCreateEndpointAnswer>
    /** Removes an endpoint with what was and was still to be sent to it. */
    deleteEndpoint(input: WebhooksDeleteEndpointInput): Promise<void>
    /** What was and is to be sent to an endpoint, newest first. */
    deliveries(input: WebhooksDeliveriesInput): Promise<WebhooksDeliveriesAnswer>
    /** One delivery: what was sent, and what came of each try. */
    delivery(input: WebhooksDeliveryInput): Promise<WebhooksDeliveryAnswer>
    /** One webhook endpoint. */
    endpoint(input: WebhooksEndpointInput): Promise<WebhooksEndpointAnswer>
    /** All webhook endpoints, newest first. */
    endpoints(input?: WebhooksEndpointsInput): Promise<WebhooksEndpointsAnswer>
    /** What endpoints can be told of. */
    events(input?: WebhooksEventsInput): Promise<WebhooksEventsAnswer>
    /** Sends a message once more, under the same message id. */
    redeliver(input: WebhooksRedeliverInput): Promise<WebhooksRedeliverAnswer>
    /** Gives an endpoint a new signing secret; for a day everything is signed with the older one as well. */
    rotateSecret(input: WebhooksRotateSecretInput): Promise<WebhooksRotateSecretAnswer>
    /** Sends the endpoint a message of the event webhooks.test. */
    testEndpoint(input: WebhooksTestEndpointInput): Promise<WebhooksTestEndpointAnswer>
  }
}

export const operations = {
  'access.changeRole': { method: 'PATCH', path: '/api/roles/{name}', answer: 'json', body: 'json' },
  'access.createRole': { method: 'POST', path: '/api/roles', answer: 'json', body: 'json' },
  'access.deleteRole': { method: 'DELETE', path: '/api/roles/{name}', answer: 'none' },
  'access.denyPermission': {
    method: 'PUT',
    path: '/api/users/{id}/denials/{permission}',
    answer: 'none',
    body: 'json',
  },
  'access.getUser': { method: 'GET', path: '/api/users/{id}', answer: 'json' },
  'access.getUserAccess': { method: 'GET', path: '/api/users/{id}/access', answer: 'json' },
  'access.grantRole': { method: 'PUT', path: '/api/users/{id}/roles/{role}', answer: 'none', body: 'json' },
  'access.liftDenial': { method: 'DELETE', path: '/api/users/{id}/denials/{permission}', answer: 'none' },
  'access.listGrantableRoles': { method: 'GET', path: '/api/roles/grantable', answer: 'json' },
  'access.listPermissions': { method: 'GET', path: '/api/permissions', answer: 'json' },
  'access.listRoles': { method: 'GET', path: '/api/roles', answer: 'json' },
  'access.listUsers': { method: 'GET', path: '/api/users', answer: 'json' },
  'access.revokeRole': { method: 'DELETE', path: '/api/users/{id}/roles/{role}', answer: 'none' },
  'agency.acceptQuote': {
    method: 'POST',
    path: '/api/portal/quotes/{id}/accept',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.actOnRequest': {
    method: 'POST',
    path: '/api/service-requests/{reference}/actions',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.addCalendar': {
    method: 'POST',
    path: '/api/schedules/{id}/calendars',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.addDeliverable': {
    method: 'POST',
    path: '/api/staff/projects/{id}/deliverables',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.addDepartment': {
    method: 'POST',
    path: '/api/staff/departments',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.addFileToProject': {
    method: 'POST',
    path: '/api/staff/projects/{id}/files',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.addFileToRequest': {
    method: 'POST',
    path: '/api/staff/requests/{id}/files',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.addLead': { method: 'POST', path: '/api/staff/leads', answer: 'json', body: 'json', idempotent: 'optional' },
  'agency.addMilestone': {
    method: 'POST',
    path: '/api/staff/projects/{id}/milestones',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.addRequestFile': {
    method: 'POST',
    path: '/api/service-requests/{reference}/files',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.addTimeOff': {
    method: 'POST',
    path: '/api/schedules/{id}/time-off',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.answerRequest': {
    method: 'POST',
    path: '/api/staff/requests/{id}/messages',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.answerTicket': {
    method: 'POST',
    path: '/api/staff/tickets/{id}/messages',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.appointmentSlots': { method: 'GET', path: '/api/staff/appointments/{id}/slots', answer: 'json' },
  'agency.approveAppointment': {
    method: 'POST',
    path: '/api/staff/appointments/{id}/confirm',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.approveTimeOff': {
    method: 'POST',
    path: '/api/time-off/{id}/approve',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.archivePolicy': { method: 'DELETE', path: '/api/booking-policies/{id}', answer: 'none' },
  'agency.assignRequest': {
    method: 'POST',
    path: '/api/staff/requests/{id}/assign',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.assignTicket': {
    method: 'POST',
    path: '/api/staff/tickets/{id}/assign',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.bookingCalendar': { method: 'GET', path: '/api/bookings/{reference}.ics', answer: 'bytes' },
  'agency.bookingOffer': { method: 'GET', path: '/api/services/{slug}/offer', answer: 'json', public: true },
  'agency.calendarFeed': { method: 'GET', path: '/api/calendar-feeds/{token}', answer: 'bytes', public: true },
  'agency.cancelAppointment': {
    method: 'POST',
    path: '/api/staff/appointments/{id}/cancel',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.cancelBooking': {
    method: 'POST',
    path: '/api/bookings/{reference}/cancel',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'agency.cancelCampaign': {
    method: 'POST',
    path: '/api/staff/campaigns/{id}/cancel',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.cancelGuestUpload': { method: 'DELETE', path: '/api/guest/uploads/{uploadId}', answer: 'none', public: true },
  'agency.changeDepartment': {
    method: 'PUT',
    path: '/api/staff/departments/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.changeEmployee': {
    method: 'PATCH',
    path: '/api/staff/employees/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.changeLead': {
    method: 'PATCH',
    path: '/api/staff/leads/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.changeOwnProfile': {
    method: 'PATCH',
    path: '/api/staff/profile',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.changeProject': {
    method: 'PATCH',
    path: '/api/staff/projects/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.changeRequestStage': {
    method: 'POST',
    path: '/api/staff/requests/{id}/stage',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.closeEnquiry': {
    method: 'POST',
    path: '/api/staff/enquiries/{id}/close',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.commentOnMyProject': {
    method: 'POST',
    path: '/api/portal/projects/{id}/comments',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.commentOnProject': {
    method: 'POST',
    path: '/api/staff/projects/{id}/comments',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.completeAppointment': {
    method: 'POST',
    path: '/api/staff/appointments/{id}/complete',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.confirmBooking': {
    method: 'POST',
    path: '/api/bookings/{reference}/confirm',
    answer: 'json',
    idempotent: 'required',
  },
  'agency.confirmGuestUpload': {
    method: 'POST',
    path: '/api/guest/uploads/confirm',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'agency.confirmSubscription': {
    method: 'POST',
    path: '/api/newsletter/confirm',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'agency.contact': {
    method: 'POST',
    path: '/api/contact',
    answer: 'json',
    body: 'json',
    public: true,
    idempotent: 'required',
  },
  'agency.convertQuote': {
    method: 'POST',
    path: '/api/staff/quotes/{id}/convert',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.createPolicy': {
    method: 'POST',
    path: '/api/booking-policies',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.decideDeliverable': {
    method: 'POST',
    path: '/api/portal/projects/{id}/deliverables/{deliverableId}/decide',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.declineAppointment': {
    method: 'POST',
    path: '/api/staff/appointments/{id}/decline',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.declineQuote': {
    method: 'POST',
    path: '/api/portal/quotes/{id}/decline',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.declineTimeOff': {
    method: 'POST',
    path: '/api/time-off/{id}/decline',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.deleteQuote': { method: 'DELETE', path: '/api/staff/quotes/{id}', answer: 'none', idempotent: 'optional' },
  'agency.draftCampaign': {
    method: 'POST',
    path: '/api/staff/campaigns',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.draftQuote': {
    method: 'POST',
    path: '/api/staff/quotes',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.endEmployment': {
    method: 'POST',
    path: '/api/staff/employees/{id}/leave',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.endFeed': { method: 'DELETE', path: '/api/schedules/{id}/feed', answer: 'none' },
  'agency.enterPortal': {
    method: 'POST',
    path: '/api/portal/enter',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'agency.getAppointment': { method: 'GET', path: '/api/staff/appointments/{id}', answer: 'json' },
  'agency.getBooking': { method: 'GET', path: '/api/bookings/{reference}', answer: 'json' },
  'agency.getCampaign': { method: 'GET', path: '/api/staff/campaigns/{id}', answer: 'json' },
  'agency.getClient': { method: 'GET', path: '/api/staff/clients/{id}', answer: 'json' },
  'agency.getEnquiry': { method: 'GET', path: '/api/staff/enquiries/{id}', answer: 'json' },
  'agency.getLead': { method: 'GET', path: '/api/staff/leads/{id}', answer: 'json' },
  'agency.getMyProject': { method: 'GET', path: '/api/portal/projects/{id}', answer: 'json' },
  'agency.getMyQuote': { method: 'GET', path: '/api/portal/quotes/{id}', answer: 'json' },
  'agency.getMyTestimonial': { method: 'GET', path: '/api/portal/projects/{id}/testimonial', answer: 'json' },
  'agency.getProject': { method: 'GET', path: '/api/staff/projects/{id}', answer: 'json' },
  'agency.getQuote': { method: 'GET', path: '/api/staff/quotes/{id}', answer: 'json' },
  'agency.getRequest': { method: 'GET', path: '/api/service-requests/{reference}', answer: 'json' },
  'agency.getSchedule': { method: 'GET', path: '/api/schedules/{id}', answer: 'json' },
  'agency.getTicket': { method: 'GET', path: '/api/tickets/{reference}', answer: 'json' },
  'agency.giveTestimonial': {
    method: 'POST',
    path: '/api/portal/projects/{id}/testimonial',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.holdTime': {
    method: 'POST',
    path: '/api/bookings/holds',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'agency.hostSlots': { method: 'GET', path: '/api/hosts/{id}/slots', answer: 'json', public: true },
  'agency.inviteEmployee': {
    method: 'POST',
    path: '/api/staff/employees/invitations',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.joinProject': {
    method: 'PUT',
    path: '/api/staff/projects/{id}/members/{userId}',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.leadOfEnquiry': {
    method: 'POST',
    path: '/api/staff/enquiries/{id}/lead',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.leaveProject': {
    method: 'DELETE',
    path: '/api/staff/projects/{id}/members/{userId}',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.listAppointments': { method: 'GET', path: '/api/staff/appointments', answer: 'json' },
  'agency.listBillableClients': { method: 'GET', path: '/api/staff/clients/billable', answer: 'json' },
  'agency.listBookings': { method: 'GET', path: '/api/bookings', answer: 'json' },
  'agency.listCalendars': { method: 'GET', path: '/api/schedules/{id}/calendars', answer: 'json' },
  'agency.listCampaigns': { method: 'GET', path: '/api/staff/campaigns', answer: 'json' },
  'agency.listClients': { method: 'GET', path: '/api/staff/clients', answer: 'json' },
  'agency.listDepartments': { method: 'GET', path: '/api/staff/departments', answer: 'json' },
  'agency.listEmployees': { method: 'GET', path: '/api/staff/employees', answer: 'json' },
  'agency.listEnquiries': { method: 'GET', path: '/api/staff/enquiries', answer: 'json' },
  'agency.listLeads': { method: 'GET', path: '/api/staff/leads', answer: 'json' },
  'agency.listMyProjects': { method: 'GET', path: '/api/portal/projects', answer: 'json' },
  'agency.listMyQuotes': { method: 'GET', path: '/api/portal/quotes', answer: 'json' },
  'agency.listMyRequests': { method: 'GET', path: '/api/service-requests', answer: 'json' },
  'agency.listMyTickets': { method: 'GET', path: '/api/tickets', answer: 'json' },
  'agency.listPolicies': { method: 'GET', path: '/api/booking-policies', answer: 'json' },
  'agency.listProjects': { method: 'GET', path: '/api/staff/projects', answer: 'json' },
  'agency.listQuotes': { method: 'GET', path: '/api/staff/quotes', answer: 'json' },
  'agency.listRequests': { method: 'GET', path: '/api/staff/requests', answer: 'json' },
  'agency.listSchedules': { method: 'GET', path: '/api/schedules', answer: 'json' },
  'agency.listSubscribers': { method: 'GET', path: '/api/staff/newsletter/subscribers', answer: 'json' },
  'agency.listTickets': { method: 'GET', path: '/api/staff/tickets', answer: 'json' },
  'agency.listTimeOff': { method: 'GET', path: '/api/schedules/{id}/time-off', answer: 'json' },
  'agency.missAppointment': {
    method: 'POST',
    path: '/api/staff/appointments/{id}/no-show',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.moveMilestone': {
    method: 'POST',
    path: '/api/staff/projects/{id}/milestones/{milestoneId}/state',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.moveTicket': {
    method: 'POST',
    path: '/api/staff/tickets/{id}/state',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.myProjectFile': { method: 'GET', path: '/api/portal/projects/{id}/files/{fileId}', answer: 'bytes' },
  'agency.openGuestLink': { method: 'GET', path: '/api/guest/link', answer: 'json', public: true },
  'agency.openTicket': { method: 'POST', path: '/api/tickets', answer: 'json', body: 'json', idempotent: 'required' },
  'agency.ownProfile': { method: 'GET', path: '/api/staff/profile', answer: 'json' },
  'agency.prioritiseTicket': {
    method: 'POST',
    path: '/api/staff/tickets/{id}/priority',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.projectFile': { method: 'GET', path: '/api/staff/projects/{id}/files/{fileId}', answer: 'bytes' },
  'agency.removeCalendar': { method: 'DELETE', path: '/api/external-calendars/{id}', answer: 'none' },
  'agency.removeDepartment': {
    method: 'DELETE',
    path: '/api/staff/departments/{id}',
    answer: 'none',
    idempotent: 'optional',
  },
  'agency.removeOverride': { method: 'DELETE', path: '/api/schedules/{id}/overrides/{date}', answer: 'json' },
  'agency.removeTimeOff': { method: 'DELETE', path: '/api/time-off/{id}', answer: 'none' },
  'agency.renewFeed': { method: 'POST', path: '/api/schedules/{id}/feed', answer: 'json' },
  'agency.renewGuestLink': {
    method: 'POST',
    path: '/api/guest/link/renew',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'agency.replaceBusyBlocks': {
    method: 'PUT',
    path: '/api/schedules/{id}/busy/{source}',
    answer: 'none',
    body: 'json',
  },
  'agency.replaceCampaign': {
    method: 'PUT',
    path: '/api/staff/campaigns/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.replaceQuote': {
    method: 'PUT',
    path: '/api/staff/quotes/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.replyToEnquiry': {
    method: 'POST',
    path: '/api/staff/enquiries/{id}/reply',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'agency.requestFile': { method: 'GET', path: '/api/service-requests/{reference}/files/{fileId}', answer: 'bytes' },
  'agency.requestFileForStaff': { method: 'GET', path: '/api/staff/requests/{id}/files/{fileId}', answer: 'bytes' },
  'agency.requestForStaff': { method: 'GET', path: '/api/staff/requests/{id}', answer: 'json' },
  'agency.rescheduleAppointment': {
    method: 'POST',
    path: '/api/staff/appointments/{id}/reschedule',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.rescheduleBooking': {
    method: 'POST',
    path: '/api/bookings/{reference}/reschedule',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'agency.reviseQuote': {
    method: 'POST',
    path: '/api/staff/quotes/{id}/revise',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.saveOverride': { method: 'PUT', path: '/api/schedules/{id}/overrides/{date}', answer: 'json', body: 'json' },
  'agency.savePolicy': { method: 'PUT', path: '/api/booking-policies/{id}', answer: 'json', body: 'json' },
  'agency.saveSchedule': { method: 'PUT', path: '/api/schedules/{id}', answer: 'json', body: 'json' },
  'agency.scheduleCampaign': {
    method: 'POST',
    path: '/api/staff/campaigns/{id}/schedule',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.sendQuote': { method: 'POST', path: '/api/staff/quotes/{id}/send', answer: 'json', idempotent: 'optional' },
  'agency.serviceSlots': { method: 'GET', path: '/api/services/{slug}/slots', answer: 'json', public: true },
  'agency.shareDeliverable': {
    method: 'POST',
    path: '/api/staff/projects/{id}/deliverables/{deliverableId}/share',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.signGuestUpload': {
    method: 'POST',
    path: '/api/guest/uploads/sign',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'agency.startProject': {
    method: 'POST',
    path: '/api/staff/projects',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.submitRequest': {
    method: 'POST',
    path: '/api/service-requests',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'agency.subscribe': {
    method: 'POST',
    path: '/api/newsletter/subscribe',
    answer: 'json',
    body: 'json',
    public: true,
    idempotent: 'optional',
  },
  'agency.syncCalendar': {
    method: 'POST',
    path: '/api/external-calendars/{id}/sync',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.team': { method: 'GET', path: '/api/team', answer: 'json', public: true },
  'agency.testCampaign': {
    method: 'POST',
    path: '/api/staff/campaigns/{id}/test',
    answer: 'json',
    idempotent: 'optional',
  },
  'agency.ticketFile': { method: 'GET', path: '/api/tickets/{reference}/files/{fileId}', answer: 'bytes' },
  'agency.ticketFileForStaff': { method: 'GET', path: '/api/staff/tickets/{id}/files/{fileId}', answer: 'bytes' },
  'agency.ticketForStaff': { method: 'GET', path: '/api/staff/tickets/{id}', answer: 'json' },
  'agency.winLead': {
    method: 'POST',
    path: '/api/staff/leads/{id}/convert',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.writeOnRequest': {
    method: 'POST',
    path: '/api/service-requests/{reference}/messages',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'agency.writeOnTicket': {
    method: 'POST',
    path: '/api/tickets/{reference}/messages',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'apiKeys.create': { method: 'POST', path: '/api/api-keys', answer: 'json', body: 'json' },
  'apiKeys.keep': { method: 'POST', path: '/api/api-keys/{id}/keep', answer: 'none' },
  'apiKeys.list': { method: 'GET', path: '/api/api-keys', answer: 'json' },
  'apiKeys.listOfUser': { method: 'GET', path: '/api/users/{id}/api-keys', answer: 'json' },
  'apiKeys.revoke': { method: 'DELETE', path: '/api/api-keys/{id}', answer: 'none' },
  'apiKeys.revokeOfUser': { method: 'DELETE', path: '/api/users/{id}/api-keys/{keyId}', answer: 'none' },
  'audit.list': { method: 'GET', path: '/api/audit', answer: 'json' },
  'audit.verify': { method: 'POST', path: '/api/audit/verify', answer: 'json' },
  'auth.addPasskey': { method: 'POST', path: '/api/auth/mfa/passkeys', answer: 'json', body: 'json' },
  'auth.captcha': { method: 'GET', path: '/api/auth/captcha', answer: 'json', public: true },
  'auth.changeEmail': { method: 'POST', path: '/api/auth/email', answer: 'json', body: 'json' },
  'auth.changePassword': { method: 'POST', path: '/api/auth/change-password', answer: 'json', body: 'json' },
  'auth.compromiseKey': { method: 'POST', path: '/api/keys/{kid}/compromise', answer: 'none', body: 'json' },
  'auth.confirmDeletion': {
    method: 'POST',
    path: '/api/auth/delete/confirm',
    answer: 'none',
    body: 'json',
    public: true,
  },
  'auth.confirmEmail': { method: 'POST', path: '/api/auth/email/confirm', answer: 'none', body: 'json', public: true },
  'auth.confirmEmailCodes': { method: 'POST', path: '/api/auth/mfa/email/{id}/confirm', answer: 'json', body: 'json' },
  'auth.confirmSms': { method: 'POST', path: '/api/auth/mfa/sms/{id}/confirm', answer: 'json', body: 'json' },
  'auth.confirmTotp': { method: 'POST', path: '/api/auth/mfa/totp/{id}/confirm', answer: 'json', body: 'json' },
  'auth.csrf': { method: 'GET', path: '/api/auth/csrf', answer: 'json', public: true },
  'auth.disableUser': { method: 'POST', path: '/api/users/{id}/disable', answer: 'none' },
  'auth.enableUser': { method: 'POST', path: '/api/users/{id}/enable', answer: 'none' },
  'auth.eraseUser': { method: 'POST', path: '/api/users/{id}/erase', answer: 'none', body: 'json' },
  'auth.export': { method: 'GET', path: '/api/auth/export', answer: 'json' },
  'auth.factors': { method: 'GET', path: '/api/auth/mfa', answer: 'json' },
  'auth.forgetDevice': { method: 'DELETE', path: '/api/auth/devices/{id}', answer: 'none' },
  'auth.forgetTrustedDevice': { method: 'DELETE', path: '/api/auth/trusted-devices/{id}', answer: 'none' },
  'auth.forgetTrustedDevices': { method: 'DELETE', path: '/api/auth/trusted-devices', answer: 'none' },
  'auth.forgotPassword': {
    method: 'POST',
    path: '/api/auth/forgot-password',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.impersonate': {
    method: 'POST',
    path: '/api/users/{id}/impersonate',
    answer: 'json',
    body: 'json',
    choosesTransport: true,
  },
  'auth.importUsers': { method: 'POST', path: '/api/users/import', answer: 'json', body: 'json' },
  'auth.issueBackupCodes': { method: 'POST', path: '/api/auth/mfa/backup-codes', answer: 'json' },
  'auth.jwks': { method: 'GET', path: '/api/.well-known/jwks.json', answer: 'json', public: true },
  'auth.linkIdentity': { method: 'POST', path: '/api/auth/identities/{provider}/start', answer: 'json', body: 'json' },
  'auth.listDevices': { method: 'GET', path: '/api/auth/devices', answer: 'json' },
  'auth.listIdentities': { method: 'GET', path: '/api/auth/identities', answer: 'json' },
  'auth.listKeys': { method: 'GET', path: '/api/keys', answer: 'json' },
  'auth.listOauthProviders': { method: 'GET', path: '/api/auth/oauth', answer: 'json', public: true },
  'auth.listSessions': { method: 'GET', path: '/api/auth/sessions', answer: 'json' },
  'auth.listTrustedDevices': { method: 'GET', path: '/api/auth/trusted-devices', answer: 'json' },
  'auth.login': {
    method: 'POST',
    path: '/api/auth/login',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.logout': { method: 'POST', path: '/api/auth/logout', answer: 'none', public: true },
  'auth.logoutAll': { method: 'POST', path: '/api/auth/logout-all', answer: 'none' },
  'auth.magicLink': { method: 'POST', path: '/api/auth/magic-link', answer: 'json', body: 'json', public: true },
  'auth.me': { method: 'GET', path: '/api/auth/me', answer: 'json' },
  'auth.mfaPasskeyOptions': {
    method: 'POST',
    path: '/api/auth/mfa/passkey-options',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.mfaSend': { method: 'POST', path: '/api/auth/mfa/send', answer: 'json', body: 'json', public: true },
  'auth.mfaVerify': { method: 'POST', path: '/api/auth/mfa/verify', answer: 'json', body: 'json', public: true },
  'auth.mfaVerifyBackup': {
    method: 'POST',
    path: '/api/auth/2fa/backup/verify',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.passkeyLogin': {
    method: 'POST',
    path: '/api/auth/passkey/login',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.passkeyOptions': { method: 'POST', path: '/api/auth/mfa/passkeys/options', answer: 'json' },
  'auth.passkeySignInOptions': { method: 'POST', path: '/api/auth/passkey/options', answer: 'json', public: true },
  'auth.redeemMagicLink': {
    method: 'POST',
    path: '/api/auth/magic-link/redeem',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.refresh': { method: 'POST', path: '/api/auth/refresh', answer: 'json', body: 'json', public: true },
  'auth.register': { method: 'POST', path: '/api/auth/register', answer: 'json', body: 'json', public: true },
  'auth.removeEmailCodes': { method: 'DELETE', path: '/api/auth/mfa/email/{id}', answer: 'none' },
  'auth.removePasskey': { method: 'DELETE', path: '/api/auth/mfa/passkeys/{id}', answer: 'none' },
  'auth.removeSms': { method: 'DELETE', path: '/api/auth/mfa/sms/{id}', answer: 'none' },
  'auth.removeTotp': { method: 'DELETE', path: '/api/auth/mfa/totp/{id}', answer: 'none' },
  'auth.renamePasskey': { method: 'PATCH', path: '/api/auth/mfa/passkeys/{id}', answer: 'none', body: 'json' },
  'auth.requestDeletion': { method: 'POST', path: '/api/auth/delete', answer: 'json' },
  'auth.resendVerification': {
    method: 'POST',
    path: '/api/auth/verify/resend',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.resetPassword': {
    method: 'POST',
    path: '/api/auth/reset-password',
    answer: 'none',
    body: 'json',
    public: true,
  },
  'auth.revertEmail': { method: 'POST', path: '/api/auth/email/revert', answer: 'none', body: 'json', public: true },
  'auth.revokeSession': { method: 'DELETE', path: '/api/auth/sessions/{id}', answer: 'none' },
  'auth.securityEvents': { method: 'GET', path: '/api/auth/security-events', answer: 'json' },
  'auth.setup': {
    method: 'POST',
    path: '/api/auth/setup',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.setupState': { method: 'GET', path: '/api/auth/setup', answer: 'json', public: true },
  'auth.startEmailCodes': { method: 'POST', path: '/api/auth/mfa/email', answer: 'json', body: 'json' },
  'auth.startSms': { method: 'POST', path: '/api/auth/mfa/sms', answer: 'json', body: 'json' },
  'auth.startTotp': { method: 'POST', path: '/api/auth/mfa/totp', answer: 'json', body: 'json' },
  'auth.stepUp': { method: 'POST', path: '/api/auth/step-up', answer: 'json', body: 'json' },
  'auth.stepUpPasskeyOptions': { method: 'POST', path: '/api/auth/step-up/passkey-options', answer: 'json' },
  'auth.stepUpSend': { method: 'POST', path: '/api/auth/step-up/send', answer: 'json', body: 'json' },
  'auth.stopImpersonating': { method: 'POST', path: '/api/auth/impersonation/stop', answer: 'none' },
  'auth.unlinkIdentity': { method: 'DELETE', path: '/api/auth/identities/{id}', answer: 'none' },
  'auth.unlock': { method: 'POST', path: '/api/auth/unlock', answer: 'none', body: 'json', public: true },
  'auth.updateMe': { method: 'PATCH', path: '/api/auth/me', answer: 'json', body: 'json' },
  'auth.verify': { method: 'POST', path: '/api/auth/verify', answer: 'json', body: 'json', public: true },
  'content.addPostComment': {
    method: 'POST',
    path: '/api/blogs/{slug}/comments',
    answer: 'none',
    body: 'json',
    public: true,
  },
  'content.addRedirect': { method: 'PUT', path: '/api/content/{type}/{id}/slugs/{slug}', answer: 'none' },
  'content.addresses': { method: 'GET', path: '/api/content/{type}/{id}/slugs', answer: 'json' },
  'content.atom': { method: 'GET', path: '/atom.xml', answer: 'bytes', public: true },
  'content.browseCategories': { method: 'GET', path: '/api/content/category', answer: 'json' },
  'content.browseFaqs': { method: 'GET', path: '/api/content/faq', answer: 'json' },
  'content.browseJobs': { method: 'GET', path: '/api/content/job', answer: 'json' },
  'content.browsePages': { method: 'GET', path: '/api/content/page', answer: 'json' },
  'content.browsePosts': { method: 'GET', path: '/api/content/post', answer: 'json' },
  'content.browseProducts': { method: 'GET', path: '/api/content/product', answer: 'json' },
  'content.browseProjects': { method: 'GET', path: '/api/content/project', answer: 'json' },
  'content.browseServices': { method: 'GET', path: '/api/content/service', answer: 'json' },
  'content.browseTestimonials': { method: 'GET', path: '/api/content/testimonial', answer: 'json' },
  'content.comments': { method: 'GET', path: '/api/comments', answer: 'json' },
  'content.createCategory': {
    method: 'POST',
    path: '/api/content/category',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'content.createFaq': {
    method: 'POST',
    path: '/api/content/faq',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'content.createJob': {
    method: 'POST',
    path: '/api/content/job',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'content.createPage': {
    method: 'POST',
    path: '/api/content/page',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'content.createPost': {
    method: 'POST',
    path: '/api/content/post',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'content.createPreview': { method: 'POST', path: '/api/content/{type}/{id}/previews', answer: 'json', body: 'json' },
  'content.createProduct': {
    method: 'POST',
    path: '/api/content/product',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'content.createProject': {
    method: 'POST',
    path: '/api/content/project',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'content.createService': {
    method: 'POST',
    path: '/api/content/service',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'content.createTestimonial': {
    method: 'POST',
    path: '/api/content/testimonial',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'content.decideComment': { method: 'POST', path: '/api/comments/{id}/decide', answer: 'json', body: 'json' },
  'content.describeMedia': { method: 'PATCH', path: '/api/content/media/{id}', answer: 'json', body: 'json' },
  'content.diff': { method: 'GET', path: '/api/content/{type}/{id}/diff', answer: 'json' },
  'content.formToken': { method: 'GET', path: '/api/forms/token', answer: 'json', public: true },
  'content.getCategory': { method: 'GET', path: '/api/categories/{slug}', answer: 'json', public: true },
  'content.getFaq': { method: 'GET', path: '/api/faqs/{slug}', answer: 'json', public: true },
  'content.getJob': { method: 'GET', path: '/api/careers/{slug}', answer: 'json', public: true },
  'content.getPage': { method: 'GET', path: '/api/pages/{slug}', answer: 'json', public: true },
  'content.getPost': { method: 'GET', path: '/api/blogs/{slug}', answer: 'json', public: true },
  'content.getProduct': { method: 'GET', path: '/api/products/{slug}', answer: 'json', public: true },
  'content.getProject': { method: 'GET', path: '/api/projects/{slug}', answer: 'json', public: true },
  'content.getService': { method: 'GET', path: '/api/services/{slug}', answer: 'json', public: true },
  'content.getTestimonial': { method: 'GET', path: '/api/testimonials/{slug}', answer: 'json', public: true },
  'content.listCategories': { method: 'GET', path: '/api/categories', answer: 'json', public: true },
  'content.listFaqs': { method: 'GET', path: '/api/faqs', answer: 'json', public: true },
  'content.listJobs': { method: 'GET', path: '/api/careers', answer: 'json', public: true },
  'content.listPages': { method: 'GET', path: '/api/pages', answer: 'json', public: true },
  'content.listPostComments': { method: 'GET', path: '/api/blogs/{slug}/comments', answer: 'json', public: true },
  'content.listPosts': { method: 'GET', path: '/api/blogs', answer: 'json', public: true },
  'content.listProducts': { method: 'GET', path: '/api/products', answer: 'json', public: true },
  'content.listProjects': { method: 'GET', path: '/api/projects', answer: 'json', public: true },
  'content.listServices': { method: 'GET', path: '/api/services', answer: 'json', public: true },
  'content.listTestimonials': { method: 'GET', path: '/api/testimonials', answer: 'json', public: true },
  'content.lock': { method: 'PUT', path: '/api/content/{type}/{id}/lock', answer: 'json', body: 'json' },
  'content.markHelpful': { method: 'POST', path: '/api/comments/{id}/helpful', answer: 'json', public: true },
  'content.media': { method: 'GET', path: '/api/content/media', answer: 'json' },
  'content.publish': { method: 'POST', path: '/api/content/{type}/{id}/publish', answer: 'json', body: 'json' },
  'content.readCategory': { method: 'GET', path: '/api/content/category/{id}', answer: 'json' },
  'content.readCategoryVersion': {
    method: 'GET',
    path: '/api/content/category/{id}/versions/{number}',
    answer: 'json',
  },
  'content.readFaq': { method: 'GET', path: '/api/content/faq/{id}', answer: 'json' },
  'content.readFaqVersion': { method: 'GET', path: '/api/content/faq/{id}/versions/{number}', answer: 'json' },
  'content.readJob': { method: 'GET', path: '/api/content/job/{id}', answer: 'json' },
  'content.readJobVersion': { method: 'GET', path: '/api/content/job/{id}/versions/{number}', answer: 'json' },
  'content.readMedia': { method: 'GET', path: '/api/content/media/{id}', answer: 'json' },
  'content.readPage': { method: 'GET', path: '/api/content/page/{id}', answer: 'json' },
  'content.readPageVersion': { method: 'GET', path: '/api/content/page/{id}/versions/{number}', answer: 'json' },
  'content.readPost': { method: 'GET', path: '/api/content/post/{id}', answer: 'json' },
  'content.readPostVersion': { method: 'GET', path: '/api/content/post/{id}/versions/{number}', answer: 'json' },
  'content.readProduct': { method: 'GET', path: '/api/content/product/{id}', answer: 'json' },
  'content.readProductVersion': { method: 'GET', path: '/api/content/product/{id}/versions/{number}', answer: 'json' },
  'content.readProject': { method: 'GET', path: '/api/content/project/{id}', answer: 'json' },
  'content.readProjectVersion': { method: 'GET', path: '/api/content/project/{id}/versions/{number}', answer: 'json' },
  'content.readService': { method: 'GET', path: '/api/content/service/{id}', answer: 'json' },
  'content.readServiceVersion': { method: 'GET', path: '/api/content/service/{id}/versions/{number}', answer: 'json' },
  'content.readTestimonial': { method: 'GET', path: '/api/content/testimonial/{id}', answer: 'json' },
  'content.readTestimonialVersion': {
    method: 'GET',
    path: '/api/content/testimonial/{id}/versions/{number}',
    answer: 'json',
  },
  'content.reject': { method: 'POST', path: '/api/content/{type}/{id}/reject', answer: 'json', body: 'json' },
  'content.removeMedia': { method: 'DELETE', path: '/api/content/media/{id}', answer: 'none' },
  'content.removeRedirect': { method: 'DELETE', path: '/api/content/{type}/{id}/slugs/{slug}', answer: 'none' },
  'content.restoreMedia': { method: 'POST', path: '/api/content/media/{id}/restore', answer: 'json' },
  'content.restoreVersion': {
    method: 'POST',
    path: '/api/content/{type}/{id}/restore-version',
    answer: 'json',
    body: 'json',
  },
  'content.robots': { method: 'GET', path: '/robots.txt', answer: 'bytes', public: true },
  'content.rss': { method: 'GET', path: '/rss.xml', answer: 'bytes', public: true },
  'content.schedule': { method: 'PUT', path: '/api/content/{type}/{id}/schedule', answer: 'json', body: 'json' },
  'content.sitemap': { method: 'GET', path: '/sitemap.xml', answer: 'bytes', public: true },
  'content.submit': { method: 'POST', path: '/api/content/{type}/{id}/submit', answer: 'json' },
  'content.submitTestimonial': {
    method: 'POST',
    path: '/api/testimonials',
    answer: 'none',
    body: 'json',
    public: true,
  },
  'content.trash': { method: 'DELETE', path: '/api/content/{type}/{id}', answer: 'json' },
  'content.types': { method: 'GET', path: '/api/content/types', answer: 'json' },
  'content.unlock': { method: 'DELETE', path: '/api/content/{type}/{id}/lock', answer: 'none' },
  'content.unpublish': { method: 'POST', path: '/api/content/{type}/{id}/unpublish', answer: 'json' },
  'content.untrash': { method: 'POST', path: '/api/content/{type}/{id}/restore', answer: 'json' },
  'content.updateCategory': { method: 'PATCH', path: '/api/content/category/{id}', answer: 'json', body: 'json' },
  'content.updateFaq': { method: 'PATCH', path: '/api/content/faq/{id}', answer: 'json', body: 'json' },
  'content.updateJob': { method: 'PATCH', path: '/api/content/job/{id}', answer: 'json', body: 'json' },
  'content.updatePage': { method: 'PATCH', path: '/api/content/page/{id}', answer: 'json', body: 'json' },
  'content.updatePost': { method: 'PATCH', path: '/api/content/post/{id}', answer: 'json', body: 'json' },
  'content.updateProduct': { method: 'PATCH', path: '/api/content/product/{id}', answer: 'json', body: 'json' },
  'content.updateProject': { method: 'PATCH', path: '/api/content/project/{id}', answer: 'json', body: 'json' },
  'content.updateService': { method: 'PATCH', path: '/api/content/service/{id}', answer: 'json', body: 'json' },
  'content.updateTestimonial': { method: 'PATCH', path: '/api/content/testimonial/{id}', answer: 'json', body: 'json' },
  'content.versions': { method: 'GET', path: '/api/content/{type}/{id}/versions', answer: 'json' },
  'experiments.analyse': { method: 'POST', path: '/api/experiments/{key}/analyse', answer: 'json' },
  'experiments.archiveMetric': { method: 'DELETE', path: '/api/experiment-metrics/{key}', answer: 'none' },
  'experiments.change': { method: 'PATCH', path: '/api/experiments/{key}', answer: 'json', body: 'json' },
  'experiments.changeMetric': { method: 'PATCH', path: '/api/experiment-metrics/{key}', answer: 'json', body: 'json' },
  'experiments.conclude': { method: 'POST', path: '/api/experiments/{key}/conclude', answer: 'json', body: 'json' },
  'experiments.create': { method: 'POST', path: '/api/experiments', answer: 'json', body: 'json' },
  'experiments.createMetric': { method: 'POST', path: '/api/experiment-metrics', answer: 'json', body: 'json' },
  'experiments.delete': { method: 'DELETE', path: '/api/experiments/{key}', answer: 'none' },
  'experiments.get': { method: 'GET', path: '/api/experiments/{key}', answer: 'json' },
  'experiments.getMetric': { method: 'GET', path: '/api/experiment-metrics/{key}', answer: 'json' },
  'experiments.list': { method: 'GET', path: '/api/experiments', answer: 'json' },
  'experiments.metricEvents': { method: 'GET', path: '/api/experiment-metrics/events', answer: 'json' },
  'experiments.metrics': { method: 'GET', path: '/api/experiment-metrics', answer: 'json' },
  'experiments.power': { method: 'POST', path: '/api/experiments/power', answer: 'json', body: 'json' },
  'experiments.reportEvents': { method: 'POST', path: '/api/experiments/events', answer: 'json', body: 'json' },
  'experiments.reportExposures': { method: 'POST', path: '/api/experiments/exposures', answer: 'json', body: 'json' },
  'experiments.results': { method: 'GET', path: '/api/experiments/{key}/results', answer: 'json' },
  'experiments.start': { method: 'POST', path: '/api/experiments/{key}/start', answer: 'json', body: 'json' },
  'experiments.stop': { method: 'POST', path: '/api/experiments/{key}/stop', answer: 'json', body: 'json' },
  'files.address': { method: 'GET', path: '/api/files/{id}/address', answer: 'json' },
  'files.cancel': { method: 'DELETE', path: '/api/uploads/{uploadId}', answer: 'none' },
  'files.confirm': { method: 'POST', path: '/api/uploads/confirm', answer: 'json', body: 'json' },
  'files.content': { method: 'GET', path: '/api/files/{id}/content', answer: 'bytes' },
  'files.get': { method: 'GET', path: '/api/files/{id}', answer: 'json' },
  'files.getUpload': { method: 'GET', path: '/api/uploads/{uploadId}', answer: 'json' },
  'files.put': { method: 'PUT', path: '/api/uploads/{uploadId}/content', answer: 'none', body: 'bytes', public: true },
  'files.putPart': {
    method: 'PUT',
    path: '/api/uploads/{uploadId}/parts/{number}',
    answer: 'none',
    body: 'bytes',
    public: true,
  },
  'files.removeVersion': { method: 'DELETE', path: '/api/files/{id}/versions/{version}', answer: 'none' },
  'files.restoreVersion': {
    method: 'POST',
    path: '/api/files/{id}/versions/{version}/restore',
    answer: 'json',
    body: 'json',
  },
  'files.setVisibility': { method: 'PUT', path: '/api/files/{id}/visibility', answer: 'json', body: 'json' },
  'files.sign': { method: 'POST', path: '/api/uploads/sign', answer: 'json', body: 'json' },
  'files.signVersion': { method: 'POST', path: '/api/files/{id}/versions/sign', answer: 'json', body: 'json' },
  'files.signedContent': { method: 'GET', path: '/api/files/{id}/signed-content', answer: 'bytes', public: true },
  'files.variant': { method: 'GET', path: '/api/files/{id}/variants/{name}/content', answer: 'bytes' },
  'files.versionAddress': { method: 'GET', path: '/api/files/{id}/versions/{version}/address', answer: 'json' },
  'files.versionContent': { method: 'GET', path: '/api/files/{id}/versions/{version}/content', answer: 'bytes' },
  'files.versionVariant': {
    method: 'GET',
    path: '/api/files/{id}/versions/{version}/variants/{name}/content',
    answer: 'bytes',
  },
  'files.versions': { method: 'GET', path: '/api/files/{id}/versions', answer: 'json' },
  'flags.approveChange': { method: 'POST', path: '/api/flag-changes/{id}/approve', answer: 'json', body: 'json' },
  'flags.archive': { method: 'DELETE', path: '/api/flags/{key}', answer: 'json' },
  'flags.cancelChange': { method: 'POST', path: '/api/flag-changes/{id}/cancel', answer: 'json' },
  'flags.change': { method: 'PATCH', path: '/api/flags/{key}', answer: 'json', body: 'json' },
  'flags.changeEnvironment': { method: 'PATCH', path: '/api/flag-environments/{key}', answer: 'json', body: 'json' },
  'flags.changeSegment': { method: 'PATCH', path: '/api/flag-segments/{key}', answer: 'json', body: 'json' },
  'flags.create': { method: 'POST', path: '/api/flags', answer: 'json', body: 'json' },
  'flags.createEnvironment': { method: 'POST', path: '/api/flag-environments', answer: 'json', body: 'json' },
  'flags.createSegment': { method: 'POST', path: '/api/flag-segments', answer: 'json', body: 'json' },
  'flags.editChange': { method: 'PUT', path: '/api/flag-changes/{id}', answer: 'json', body: 'json' },
  'flags.evaluate': { method: 'POST', path: '/ofrep/v1/evaluate/flags/{key}', answer: 'json', body: 'json' },
  'flags.evaluateAll': { method: 'POST', path: '/ofrep/v1/evaluate/flags', answer: 'json', body: 'json' },
  'flags.events': { method: 'GET', path: '/ofrep/v1/events', answer: 'text', public: true },
  'flags.explain': { method: 'POST', path: '/api/flags/{key}/explain', answer: 'json', body: 'json' },
  'flags.export': { method: 'GET', path: '/api/flags/export', answer: 'json' },
  'flags.get': { method: 'GET', path: '/api/flags/{key}', answer: 'json' },
  'flags.getChange': { method: 'GET', path: '/api/flag-changes/{id}', answer: 'json' },
  'flags.getSegment': { method: 'GET', path: '/api/flag-segments/{key}', answer: 'json' },
  'flags.getTargeting': { method: 'GET', path: '/api/flags/{key}/environments/{environment}', answer: 'json' },
  'flags.history': { method: 'GET', path: '/api/flags/{key}/history', answer: 'json' },
  'flags.import': { method: 'POST', path: '/api/flags/import', answer: 'json', body: 'json' },
  'flags.kill': {
    method: 'POST',
    path: '/api/flags/{key}/environments/{environment}/kill',
    answer: 'json',
    body: 'json',
  },
  'flags.list': { method: 'GET', path: '/api/flags', answer: 'json' },
  'flags.listChanges': { method: 'GET', path: '/api/flag-changes', answer: 'json' },
  'flags.listEnvironments': { method: 'GET', path: '/api/flag-environments', answer: 'json' },
  'flags.listSegments': { method: 'GET', path: '/api/flag-segments', answer: 'json' },
  'flags.proposeChange': { method: 'POST', path: '/api/flag-changes', answer: 'json', body: 'json' },
  'flags.rejectChange': { method: 'POST', path: '/api/flag-changes/{id}/reject', answer: 'json', body: 'json' },
  'flags.removeEnvironment': { method: 'DELETE', path: '/api/flag-environments/{key}', answer: 'none' },
  'flags.removeSegment': { method: 'DELETE', path: '/api/flag-segments/{key}', answer: 'none' },
  'flags.restore': { method: 'POST', path: '/api/flags/{key}/restore', answer: 'json', body: 'json' },
  'flags.revive': {
    method: 'POST',
    path: '/api/flags/{key}/environments/{environment}/revive',
    answer: 'json',
    body: 'json',
  },
  'flags.rollback': { method: 'POST', path: '/api/flags/{key}/rollback', answer: 'json', body: 'json' },
  'flags.rollbackSegment': { method: 'POST', path: '/api/flag-segments/{key}/rollback', answer: 'json', body: 'json' },
  'flags.sayTargeting': {
    method: 'PUT',
    path: '/api/flags/{key}/environments/{environment}',
    answer: 'json',
    body: 'json',
  },
  'flags.segmentHistory': { method: 'GET', path: '/api/flag-segments/{key}/history', answer: 'json' },
  'flags.snapshot': { method: 'GET', path: '/api/flags/snapshot', answer: 'json' },
  'flags.snapshotEvents': { method: 'GET', path: '/api/flags/snapshot/events', answer: 'text' },
  'invoices.allocateCredit': {
    method: 'POST',
    path: '/api/invoices/payments/{id}/allocate',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'invoices.beginRecurrence': {
    method: 'POST',
    path: '/api/invoices/recurrences',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'invoices.change': { method: 'PUT', path: '/api/invoices/{id}', answer: 'json', body: 'json' },
  'invoices.changeCustomer': { method: 'PATCH', path: '/api/invoices/customers/{id}', answer: 'json', body: 'json' },
  'invoices.changeSettings': { method: 'PUT', path: '/api/invoices/settings', answer: 'json', body: 'json' },
  'invoices.credit': {
    method: 'POST',
    path: '/api/invoices/{id}/credit',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'invoices.customer': { method: 'GET', path: '/api/invoices/customers/{id}', answer: 'json' },
  'invoices.delete': { method: 'DELETE', path: '/api/invoices/{id}', answer: 'none' },
  'invoices.draft': { method: 'POST', path: '/api/invoices', answer: 'json', body: 'json', idempotent: 'required' },
  'invoices.get': { method: 'GET', path: '/api/invoices/{id}', answer: 'json' },
  'invoices.issue': { method: 'POST', path: '/api/invoices/{id}/issue', answer: 'json', idempotent: 'required' },
  'invoices.list': { method: 'GET', path: '/api/invoices', answer: 'json' },
  'invoices.pauseDunning': { method: 'PUT', path: '/api/invoices/{id}/dunning', answer: 'json', body: 'json' },
  'invoices.payments': { method: 'GET', path: '/api/invoices/payments', answer: 'json' },
  'invoices.pdf': { method: 'GET', path: '/api/invoices/{id}.pdf', answer: 'bytes' },
  'invoices.recordPayment': {
    method: 'POST',
    path: '/api/invoices/payments',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'invoices.recurrence': { method: 'GET', path: '/api/invoices/recurrences/{id}', answer: 'json' },
  'invoices.recurrences': { method: 'GET', path: '/api/invoices/recurrences', answer: 'json' },
  'invoices.reversePayment': {
    method: 'POST',
    path: '/api/invoices/payments/{id}/reverse',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'invoices.send': { method: 'POST', path: '/api/invoices/{id}/send', answer: 'json', idempotent: 'required' },
  'invoices.settings': { method: 'GET', path: '/api/invoices/settings', answer: 'json' },
  'invoices.totals': { method: 'POST', path: '/api/invoices/totals', answer: 'json', body: 'json' },
  'invoices.turnRecurrence': { method: 'PATCH', path: '/api/invoices/recurrences/{id}', answer: 'json', body: 'json' },
  'invoices.void': {
    method: 'POST',
    path: '/api/invoices/{id}/void',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'invoices.writeOff': {
    method: 'POST',
    path: '/api/invoices/{id}/write-off',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'jobs.cancel': { method: 'POST', path: '/api/jobs/{id}/cancel', answer: 'none' },
  'jobs.get': { method: 'GET', path: '/api/jobs/{id}', answer: 'json' },
  'jobs.list': { method: 'GET', path: '/api/jobs/list', answer: 'json' },
  'jobs.overview': { method: 'GET', path: '/api/jobs', answer: 'json' },
  'jobs.pauseQueue': { method: 'POST', path: '/api/job-queues/{queue}/pause', answer: 'none' },
  'jobs.redriveQueue': { method: 'POST', path: '/api/job-queues/{queue}/redrive', answer: 'json' },
  'jobs.resumeQueue': { method: 'POST', path: '/api/job-queues/{queue}/resume', answer: 'none' },
  'jobs.retry': { method: 'POST', path: '/api/jobs/{id}/retry', answer: 'none' },
  'mail.list': { method: 'GET', path: '/api/mail', answer: 'json' },
  'mail.listOwnSubscriptions': { method: 'GET', path: '/api/mail/subscriptions', answer: 'json' },
  'mail.listSuppressions': { method: 'GET', path: '/api/mail/suppressions', answer: 'json' },
  'mail.listTemplates': { method: 'GET', path: '/api/mail/templates', answer: 'json' },
  'mail.previewTemplate': { method: 'GET', path: '/api/mail/templates/{name}', answer: 'json' },
  'mail.removeSuppression': { method: 'DELETE', path: '/api/mail/suppressions/{id}', answer: 'none' },
  'mail.saveOwnSubscription': { method: 'PUT', path: '/api/mail/subscriptions/{name}', answer: 'json', body: 'json' },
  'mail.sendAgain': { method: 'POST', path: '/api/mail/{id}/send-again', answer: 'none' },
  'music.addPlaylistItem': {
    method: 'POST',
    path: '/api/playlists/{id}/items',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.answerApplication': {
    method: 'POST',
    path: '/api/artist/applications/{id}/answer',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.applicationQueue': { method: 'GET', path: '/api/review/applications', answer: 'json' },
  'music.approveApplication': {
    method: 'POST',
    path: '/api/review/applications/{id}/approve',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.claimApplication': {
    method: 'POST',
    path: '/api/review/applications/{id}/claim',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.claimTrack': { method: 'POST', path: '/api/review/tracks/{id}/claim', answer: 'json', idempotent: 'optional' },
  'music.createPlaylist': {
    method: 'POST',
    path: '/api/playlists',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.decideTrack': {
    method: 'POST',
    path: '/api/review/tracks/{id}/decide',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.deletePlaylist': { method: 'DELETE', path: '/api/playlists/{id}', answer: 'none' },
  'music.getApplication': { method: 'GET', path: '/api/artist/applications/{id}', answer: 'json' },
  'music.getArtist': { method: 'GET', path: '/api/artists/{slug}', answer: 'json', public: true },
  'music.getPlaylist': { method: 'GET', path: '/api/playlists/{id}', answer: 'json' },
  'music.getSubmission': { method: 'GET', path: '/api/tracks/submissions/{id}', answer: 'json' },
  'music.getTrack': { method: 'GET', path: '/api/tracks/{id}', answer: 'json', public: true },
  'music.heartbeatTrack': {
    method: 'POST',
    path: '/api/review/tracks/{id}/heartbeat',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.listAgreements': { method: 'GET', path: '/api/agreements/current', answer: 'json', public: true },
  'music.listAlbums': { method: 'GET', path: '/api/albums', answer: 'json', public: true },
  'music.listArtists': { method: 'GET', path: '/api/artists', answer: 'json' },
  'music.listGenres': { method: 'GET', path: '/api/genres', answer: 'json', public: true },
  'music.listMyApplications': { method: 'GET', path: '/api/artist/applications', answer: 'json' },
  'music.listMySubmissions': { method: 'GET', path: '/api/tracks/submissions', answer: 'json' },
  'music.listPlaylists': { method: 'GET', path: '/api/playlists', answer: 'json' },
  'music.listTracks': { method: 'GET', path: '/api/tracks', answer: 'json', public: true },
  'music.movePlaylistItem': {
    method: 'PATCH',
    path: '/api/playlists/{id}/items/{itemId}',
    answer: 'json',
    body: 'json',
  },
  'music.publishTrack': { method: 'POST', path: '/api/tracks/{id}/publish', answer: 'json', idempotent: 'optional' },
  'music.rejectApplication': {
    method: 'POST',
    path: '/api/review/applications/{id}/reject',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.releaseTrack': {
    method: 'POST',
    path: '/api/review/tracks/{id}/release',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.removePlaylistItem': { method: 'DELETE', path: '/api/playlists/{id}/items/{itemId}', answer: 'json' },
  'music.requestInformation': {
    method: 'POST',
    path: '/api/review/applications/{id}/request-info',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.resubmit': {
    method: 'PATCH',
    path: '/api/tracks/submissions/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.reviewDetail': { method: 'GET', path: '/api/review/tracks/{id}', answer: 'json' },
  'music.reviewQueue': { method: 'GET', path: '/api/review/tracks', answer: 'json' },
  'music.reviewStream': { method: 'GET', path: '/api/review/tracks/{id}/stream', answer: 'bytes' },
  'music.saveApplication': { method: 'PATCH', path: '/api/artist/applications/{id}', answer: 'json', body: 'json' },
  'music.startApplication': {
    method: 'POST',
    path: '/api/artist/signup',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.streamTrack': { method: 'GET', path: '/api/tracks/{id}/stream', answer: 'bytes', public: true },
  'music.submissionCover': { method: 'GET', path: '/api/tracks/submissions/{id}/cover', answer: 'bytes' },
  'music.submitApplication': {
    method: 'POST',
    path: '/api/artist/applications/{id}/submit',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.submitTrack': {
    method: 'POST',
    path: '/api/tracks/submit',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'music.trackCover': { method: 'GET', path: '/api/tracks/{id}/cover', answer: 'bytes', public: true },
  'music.trackWaveform': { method: 'GET', path: '/api/tracks/{id}/waveform', answer: 'json', public: true },
  'music.unpublishTrack': {
    method: 'POST',
    path: '/api/tracks/{id}/unpublish',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.updatePlaylist': { method: 'PATCH', path: '/api/playlists/{id}', answer: 'json', body: 'json' },
  'music.withdrawApplication': {
    method: 'POST',
    path: '/api/artist/applications/{id}/withdraw',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.withdrawSubmission': {
    method: 'POST',
    path: '/api/tracks/submissions/{id}/withdraw',
    answer: 'json',
    idempotent: 'optional',
  },
  'operations.installation': { method: 'GET', path: '/api/installation', answer: 'json', public: true },
  'operations.startupCheck': { method: 'GET', path: '/api/startup-check', answer: 'json' },
  'organisations.acceptInvitation': {
    method: 'POST',
    path: '/api/invitations/accept',
    answer: 'json',
    body: 'json',
    choosesTransport: true,
  },
  'organisations.change': { method: 'PATCH', path: '/api/organisations/{id}', answer: 'json', body: 'json' },
  'organisations.changeMember': {
    method: 'PATCH',
    path: '/api/organisations/{id}/members/{userId}',
    answer: 'none',
    body: 'json',
  },
  'organisations.create': { method: 'POST', path: '/api/organisations', answer: 'json', body: 'json' },
  'organisations.delete': { method: 'DELETE', path: '/api/organisations/{id}', answer: 'none' },
  'organisations.get': { method: 'GET', path: '/api/organisations/{id}', answer: 'json' },
  'organisations.invite': { method: 'POST', path: '/api/invitations', answer: 'json', body: 'json' },
  'organisations.inviteMember': {
    method: 'POST',
    path: '/api/organisations/{id}/invitations',
    answer: 'json',
    body: 'json',
  },
  'organisations.list': { method: 'GET', path: '/api/organisations', answer: 'json' },
  'organisations.listInvitations': { method: 'GET', path: '/api/organisations/{id}/invitations', answer: 'json' },
  'organisations.listMembers': { method: 'GET', path: '/api/organisations/{id}/members', answer: 'json' },
  'organisations.listStaffInvitations': { method: 'GET', path: '/api/invitations', answer: 'json' },
  'organisations.peekInvitation': {
    method: 'POST',
    path: '/api/invitations/peek',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'organisations.removeMember': { method: 'DELETE', path: '/api/organisations/{id}/members/{userId}', answer: 'none' },
  'organisations.resendInvitation': {
    method: 'POST',
    path: '/api/organisations/{id}/invitations/{invitationId}/resend',
    answer: 'json',
  },
  'organisations.resendStaffInvitation': { method: 'POST', path: '/api/invitations/{id}/resend', answer: 'json' },
  'organisations.revokeInvitation': {
    method: 'DELETE',
    path: '/api/organisations/{id}/invitations/{invitationId}',
    answer: 'none',
  },
  'organisations.revokeStaffInvitation': { method: 'DELETE', path: '/api/invitations/{id}', answer: 'none' },
  'organisations.transfer': { method: 'POST', path: '/api/organisations/{id}/transfer', answer: 'none', body: 'json' },
  'payments.closeItem': {
    method: 'POST',
    path: '/api/payments/reconciliation/items/{id}/close',
    answer: 'json',
    body: 'json',
  },
  'payments.confirm': { method: 'POST', path: '/api/payments/{id}/confirm', answer: 'json' },
  'payments.createIntent': {
    method: 'POST',
    path: '/api/payments/create-intent',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'payments.dryRun': {
    method: 'POST',
    path: '/api/payments/reconciliation/dry-runs',
    answer: 'none',
    body: 'json',
    idempotent: 'required',
  },
  'payments.explain': { method: 'GET', path: '/api/payments/{id}/explain', answer: 'json' },
  'payments.get': { method: 'GET', path: '/api/payments/{id}', answer: 'json' },
  'payments.items': { method: 'GET', path: '/api/payments/reconciliation/items', answer: 'json' },
  'payments.list': { method: 'GET', path: '/api/payments', answer: 'json' },
  'payments.receipt': { method: 'GET', path: '/api/payments/{id}/receipt', answer: 'json' },
  'payments.reconciliation': { method: 'GET', path: '/api/payments/reconciliation', answer: 'json' },
  'payments.refund': {
    method: 'POST',
    path: '/api/payments/{id}/refund',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'payments.runs': { method: 'GET', path: '/api/payments/reconciliation/runs', answer: 'json' },
  'payments.trialBalance': { method: 'GET', path: '/api/payments/trial-balance', answer: 'json' },
  'payments.view': { method: 'GET', path: '/api/payments/{id}/own', answer: 'json' },
  'payments.viewOfSubject': { method: 'GET', path: '/api/payments/of/{type}/{id}', answer: 'json' },
  'payments.ways': { method: 'GET', path: '/api/payments/ways', answer: 'json', public: true },
  'provider.addClient': { method: 'POST', path: '/api/oidc/clients', answer: 'json', body: 'json' },
  'provider.approve': { method: 'POST', path: '/api/oidc/interactions/{uid}/approve', answer: 'json' },
  'provider.deny': { method: 'POST', path: '/api/oidc/interactions/{uid}/deny', answer: 'json' },
  'provider.interaction': { method: 'GET', path: '/api/oidc/interactions/{uid}', answer: 'json' },
  'provider.listClients': { method: 'GET', path: '/api/oidc/clients', answer: 'json' },
  'provider.listConsents': { method: 'GET', path: '/api/oidc/consents', answer: 'json' },
  'provider.removeClient': { method: 'DELETE', path: '/api/oidc/clients/{id}', answer: 'none' },
  'provider.renewSecret': { method: 'POST', path: '/api/oidc/clients/{id}/secret', answer: 'json' },
  'provider.withdrawConsent': { method: 'DELETE', path: '/api/oidc/consents/{id}', answer: 'none' },
  'secrets.cancelRotation': { method: 'POST', path: '/api/secrets/{id}/rotate/cancel', answer: 'json' },
  'secrets.change': { method: 'PATCH', path: '/api/secrets/{id}', answer: 'json', body: 'json' },
  'secrets.changeLeaseTemplate': {
    method: 'PUT',
    path: '/api/secrets/lease-templates/{id}',
    answer: 'json',
    body: 'json',
  },
  'secrets.create': { method: 'POST', path: '/api/secrets', answer: 'json', body: 'json' },
  'secrets.createGrant': { method: 'POST', path: '/api/secret-grants', answer: 'json', body: 'json' },
  'secrets.createLeaseTemplate': { method: 'POST', path: '/api/secrets/lease-templates', answer: 'json', body: 'json' },
  'secrets.delete': { method: 'DELETE', path: '/api/secrets/{id}', answer: 'none' },
  'secrets.deleteGrant': { method: 'DELETE', path: '/api/secret-grants/{id}', answer: 'none' },
  'secrets.deleteLeaseTemplate': { method: 'DELETE', path: '/api/secrets/lease-templates/{id}', answer: 'none' },
  'secrets.destroy': { method: 'POST', path: '/api/secrets/{id}/destroy', answer: 'none', body: 'json' },
  'secrets.destroyVersion': {
    method: 'POST',
    path: '/api/secrets/{id}/versions/{number}/destroy',
    answer: 'none',
    body: 'json',
  },
  'secrets.endRotation': { method: 'DELETE', path: '/api/secrets/{id}/rotation', answer: 'none' },
  'secrets.get': { method: 'GET', path: '/api/secrets/{id}', answer: 'json' },
  'secrets.grants': { method: 'GET', path: '/api/secret-grants', answer: 'json' },
  'secrets.issueLease': {
    method: 'POST',
    path: '/api/secrets/leases',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'secrets.lease': { method: 'GET', path: '/api/secrets/leases/{id}', answer: 'json' },
  'secrets.leaseTemplates': { method: 'GET', path: '/api/secrets/lease-templates', answer: 'json' },
  'secrets.leases': { method: 'GET', path: '/api/secrets/leases', answer: 'json' },
  'secrets.list': { method: 'GET', path: '/api/secrets', answer: 'json' },
  'secrets.lookUp': { method: 'POST', path: '/api/secrets/look-up', answer: 'json', body: 'json' },
  'secrets.moveStage': { method: 'PUT', path: '/api/secrets/{id}/stages/{stage}', answer: 'json', body: 'json' },
  'secrets.planRotation': { method: 'PUT', path: '/api/secrets/{id}/rotation', answer: 'json', body: 'json' },
  'secrets.read': { method: 'POST', path: '/api/secrets/read', answer: 'json', body: 'json' },
  'secrets.removeStage': { method: 'DELETE', path: '/api/secrets/{id}/stages/{stage}', answer: 'none' },
  'secrets.renewLease': { method: 'POST', path: '/api/secrets/leases/{id}/renew', answer: 'json', body: 'json' },
  'secrets.restore': { method: 'POST', path: '/api/secrets/{id}/restore', answer: 'none' },
  'secrets.reveal': { method: 'POST', path: '/api/secrets/{id}/reveal', answer: 'json', body: 'json' },
  'secrets.revokeLease': { method: 'POST', path: '/api/secrets/leases/{id}/revoke', answer: 'json' },
  'secrets.revokeLeases': { method: 'POST', path: '/api/secrets/leases/revoke', answer: 'json', body: 'json' },
  'secrets.rollBack': { method: 'POST', path: '/api/secrets/{id}/rollback', answer: 'json', body: 'json' },
  'secrets.rotate': { method: 'POST', path: '/api/secrets/{id}/rotate', answer: 'json' },
  'secrets.rotators': { method: 'GET', path: '/api/secrets/rotators', answer: 'json' },
  'secrets.showings': { method: 'GET', path: '/api/secrets/{id}/showings', answer: 'json' },
  'secrets.writeVersion': { method: 'POST', path: '/api/secrets/{id}/versions', answer: 'json', body: 'json' },
  'settings.changeAnnouncement': { method: 'PUT', path: '/api/settings/announcement', answer: 'json', body: 'json' },
  'settings.changeBusiness': { method: 'PUT', path: '/api/settings/business', answer: 'json', body: 'json' },
  'settings.changeCaptcha': { method: 'PUT', path: '/api/settings/captcha', answer: 'json', body: 'json' },
  'settings.changeFileLifecycle': { method: 'PUT', path: '/api/settings/file-lifecycle', answer: 'json', body: 'json' },
  'settings.changeSite': { method: 'PUT', path: '/api/settings/site', answer: 'json', body: 'json' },
  'settings.changeTradingCurrencyRates': {
    method: 'PUT',
    path: '/api/settings/trading-currency-rates',
    answer: 'json',
    body: 'json',
  },
  'settings.changeTradingPlan': { method: 'PUT', path: '/api/settings/trading-plan', answer: 'json', body: 'json' },
  'settings.changeTradingPlans': { method: 'PUT', path: '/api/settings/trading-plans', answer: 'json', body: 'json' },
  'settings.changeTradingPriceBars': {
    method: 'PUT',
    path: '/api/settings/trading-price-bars',
    answer: 'json',
    body: 'json',
  },
  'settings.config': { method: 'GET', path: '/api/config', answer: 'json' },
  'settings.export': { method: 'GET', path: '/api/settings/export', answer: 'json' },
  'settings.history': { method: 'GET', path: '/api/settings/{key}/history', answer: 'json' },
  'settings.import': { method: 'POST', path: '/api/settings/import', answer: 'json', body: 'json' },
  'settings.list': { method: 'GET', path: '/api/settings', answer: 'json' },
  'settings.public': { method: 'GET', path: '/api/settings/public', answer: 'json', public: true },
  'settings.publicConfig': { method: 'GET', path: '/api/config/public', answer: 'json', public: true },
  'settings.readAnnouncement': { method: 'GET', path: '/api/settings/announcement', answer: 'json', public: true },
  'settings.readBusiness': { method: 'GET', path: '/api/settings/business', answer: 'json', public: true },
  'settings.readCaptcha': { method: 'GET', path: '/api/settings/captcha', answer: 'json' },
  'settings.readFileLifecycle': { method: 'GET', path: '/api/settings/file-lifecycle', answer: 'json' },
  'settings.readSite': { method: 'GET', path: '/api/settings/site', answer: 'json', public: true },
  'settings.readTradingCurrencyRates': { method: 'GET', path: '/api/settings/trading-currency-rates', answer: 'json' },
  'settings.readTradingPlan': { method: 'GET', path: '/api/settings/trading-plan', answer: 'json' },
  'settings.readTradingPlans': { method: 'GET', path: '/api/settings/trading-plans', answer: 'json' },
  'settings.readTradingPriceBars': { method: 'GET', path: '/api/settings/trading-price-bars', answer: 'json' },
  'settings.rollBack': { method: 'POST', path: '/api/settings/{key}/rollback', answer: 'json', body: 'json' },
  'trading.acceptMentoring': { method: 'POST', path: '/api/trading/mentoring/{id}/accept', answer: 'none' },
  'trading.addTag': { method: 'POST', path: '/api/trading/tags', answer: 'json', body: 'json', idempotent: 'optional' },
  'trading.analyseBehaviour': { method: 'GET', path: '/api/trading/analytics/behaviour', answer: 'json' },
  'trading.analyseBy': { method: 'GET', path: '/api/trading/analytics/by', answer: 'json' },
  'trading.analyseCalendar': { method: 'GET', path: '/api/trading/analytics/calendar', answer: 'json' },
  'trading.analyseCompare': { method: 'GET', path: '/api/trading/analytics/compare', answer: 'json' },
  'trading.analyseDashboard': { method: 'GET', path: '/api/trading/analytics/dashboard', answer: 'json' },
  'trading.analyseDistribution': { method: 'GET', path: '/api/trading/analytics/distribution', answer: 'json' },
  'trading.analyseDrawdown': { method: 'GET', path: '/api/trading/analytics/drawdown', answer: 'json' },
  'trading.analyseEquity': { method: 'GET', path: '/api/trading/analytics/equity', answer: 'json' },
  'trading.analyseExcursion': { method: 'GET', path: '/api/trading/analytics/excursion', answer: 'json' },
  'trading.analyseHeatmap': { method: 'GET', path: '/api/trading/analytics/heatmap', answer: 'json' },
  'trading.analyseMontecarlo': { method: 'GET', path: '/api/trading/analytics/montecarlo', answer: 'json' },
  'trading.analysePlaybooks': { method: 'GET', path: '/api/trading/analytics/playbooks', answer: 'json' },
  'trading.analyseR': { method: 'GET', path: '/api/trading/analytics/r', answer: 'json' },
  'trading.analyseStreaks': { method: 'GET', path: '/api/trading/analytics/streaks', answer: 'json' },
  'trading.analyseSummary': { method: 'GET', path: '/api/trading/analytics/summary', answer: 'json' },
  'trading.analyseWhatif': { method: 'GET', path: '/api/trading/analytics/whatif', answer: 'json' },
  'trading.applyEstimatedFees': {
    method: 'POST',
    path: '/api/trading/accounts/{id}/estimated-fees',
    answer: 'json',
    body: 'json',
  },
  'trading.archiveAccount': { method: 'POST', path: '/api/trading/accounts/{id}/archive', answer: 'json' },
  'trading.attachNote': {
    method: 'POST',
    path: '/api/trading/trade-notes/{id}/attach',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.barSource': { method: 'GET', path: '/api/trading/price-bars/source', answer: 'json' },
  'trading.barsOfTrade': { method: 'GET', path: '/api/trading/trades/{id}/bars', answer: 'json' },
  'trading.changeAccount': { method: 'PATCH', path: '/api/trading/accounts/{id}', answer: 'json', body: 'json' },
  'trading.changeCashMovement': {
    method: 'PATCH',
    path: '/api/trading/accounts/{id}/cash-movements/{movementId}',
    answer: 'json',
    body: 'json',
  },
  'trading.changeComment': {
    method: 'PUT',
    path: '/api/trading/mentoring/{id}/comments/{commentId}',
    answer: 'json',
    body: 'json',
  },
  'trading.changeImportProfile': {
    method: 'PUT',
    path: '/api/trading/import-profiles/{id}',
    answer: 'json',
    body: 'json',
  },
  'trading.changeTag': {
    method: 'PATCH',
    path: '/api/trading/tags/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.choosePlan': {
    method: 'POST',
    path: '/api/trading/subscription',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.commentOnMentoredEntry': {
    method: 'POST',
    path: '/api/trading/mentoring/{id}/entries/{subjectId}/comments',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.commentOnMentoredTrade': {
    method: 'POST',
    path: '/api/trading/mentoring/{id}/trades/{subjectId}/comments',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.commitImport': { method: 'POST', path: '/api/trading/imports/{id}/commit', answer: 'json', body: 'json' },
  'trading.correctExecution': { method: 'PATCH', path: '/api/trading/executions/{id}', answer: 'json', body: 'json' },
  'trading.countUnreadAlerts': { method: 'GET', path: '/api/trading/alert-events/unread', answer: 'json' },
  'trading.createAccount': {
    method: 'POST',
    path: '/api/trading/accounts',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createAlert': {
    method: 'POST',
    path: '/api/trading/alerts',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createCorporateAction': {
    method: 'POST',
    path: '/api/trading/corporate-actions',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createDashboard': {
    method: 'POST',
    path: '/api/trading/dashboards',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createFeeSchedule': {
    method: 'POST',
    path: '/api/trading/fee-schedules',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createGoal': {
    method: 'POST',
    path: '/api/trading/goals',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createImport': {
    method: 'POST',
    path: '/api/trading/imports',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createImportProfile': {
    method: 'POST',
    path: '/api/trading/import-profiles',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createInstrument': {
    method: 'POST',
    path: '/api/trading/instruments',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createJournalEntry': {
    method: 'POST',
    path: '/api/trading/journal',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createPlaybook': {
    method: 'POST',
    path: '/api/trading/playbooks',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createRiskProfile': {
    method: 'POST',
    path: '/api/trading/risk-profiles',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.createShare': { method: 'POST', path: '/api/trading/shares', answer: 'json', body: 'json' },
  'trading.currencyRateState': { method: 'GET', path: '/api/trading/currency-rates/state', answer: 'json' },
  'trading.deleteAccount': { method: 'POST', path: '/api/trading/accounts/{id}/delete', answer: 'none', body: 'json' },
  'trading.deleteCashMovement': {
    method: 'DELETE',
    path: '/api/trading/accounts/{id}/cash-movements/{movementId}',
    answer: 'none',
  },
  'trading.deleteCorporateAction': { method: 'DELETE', path: '/api/trading/corporate-actions/{id}', answer: 'none' },
  'trading.deleteImport': { method: 'DELETE', path: '/api/trading/imports/{id}', answer: 'none' },
  'trading.deleteImportProfile': { method: 'DELETE', path: '/api/trading/import-profiles/{id}', answer: 'none' },
  'trading.deleteStatement': { method: 'DELETE', path: '/api/trading/reconciliation/statements/{id}', answer: 'none' },
  'trading.downloadPreparedExport': { method: 'GET', path: '/api/trading/prepared-exports/{id}/file', answer: 'bytes' },
  'trading.enterCashMovement': {
    method: 'POST',
    path: '/api/trading/accounts/{id}/cash-movements',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.enterExecution': {
    method: 'POST',
    path: '/api/trading/executions',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.enterExecutions': {
    method: 'POST',
    path: '/api/trading/executions/bulk',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.enterStatement': {
    method: 'POST',
    path: '/api/trading/reconciliation/statements',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.exerciseOption': {
    method: 'POST',
    path: '/api/trading/executions/exercise',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.explainAdherence': { method: 'GET', path: '/api/trading/playbooks/{id}/adherence/explain', answer: 'json' },
  'trading.explainBalance': { method: 'GET', path: '/api/trading/accounts/{id}/balances/explain', answer: 'json' },
  'trading.explainDay': { method: 'GET', path: '/api/trading/explain/day', answer: 'json' },
  'trading.explainDifference': { method: 'GET', path: '/api/trading/reconciliation/{id}/explain', answer: 'json' },
  'trading.explainFigure': { method: 'GET', path: '/api/trading/analytics/explain', answer: 'json' },
  'trading.explainGoal': { method: 'GET', path: '/api/trading/goals/{id}/explain', answer: 'json' },
  'trading.explainRisk': { method: 'GET', path: '/api/trading/risk-profiles/{id}/status/explain', answer: 'json' },
  'trading.explainTrade': { method: 'GET', path: '/api/trading/trades/{id}/explain', answer: 'json' },
  'trading.explainTrades': { method: 'GET', path: '/api/trading/explain/trades', answer: 'json' },
  'trading.exportAccount': { method: 'GET', path: '/api/trading/accounts/{id}/export', answer: 'bytes' },
  'trading.exportExecutions': { method: 'GET', path: '/api/trading/exports/executions', answer: 'bytes' },
  'trading.exportPeriodReport': { method: 'GET', path: '/api/trading/reports/period.csv', answer: 'bytes' },
  'trading.exportTrades': { method: 'GET', path: '/api/trading/exports/trades', answer: 'bytes' },
  'trading.getAccount': { method: 'GET', path: '/api/trading/accounts/{id}', answer: 'json' },
  'trading.getAlert': { method: 'GET', path: '/api/trading/alerts/{id}', answer: 'json' },
  'trading.getBalances': { method: 'GET', path: '/api/trading/accounts/{id}/balances', answer: 'json' },
  'trading.getDailyDigest': { method: 'GET', path: '/api/trading/daily-digest', answer: 'json' },
  'trading.getDashboardLayout': { method: 'GET', path: '/api/trading/dashboard-layout', answer: 'json' },
  'trading.getFeeSchedule': { method: 'GET', path: '/api/trading/fee-schedules/{id}', answer: 'json' },
  'trading.getGoal': { method: 'GET', path: '/api/trading/goals/{id}', answer: 'json' },
  'trading.getImport': { method: 'GET', path: '/api/trading/imports/{id}', answer: 'json' },
  'trading.getImportPreview': { method: 'GET', path: '/api/trading/imports/{id}/preview', answer: 'json' },
  'trading.getImportProfile': { method: 'GET', path: '/api/trading/import-profiles/{id}', answer: 'json' },
  'trading.getImportReconciliation': {
    method: 'GET',
    path: '/api/trading/imports/{id}/reconciliation',
    answer: 'json',
  },
  'trading.getInstrument': { method: 'GET', path: '/api/trading/instruments/{id}', answer: 'json' },
  'trading.getJournalEntry': { method: 'GET', path: '/api/trading/journal/{id}', answer: 'json' },
  'trading.getMentoredEntry': { method: 'GET', path: '/api/trading/mentoring/{id}/entries/{entryId}', answer: 'json' },
  'trading.getMentoredFigures': { method: 'GET', path: '/api/trading/mentoring/{id}/figures', answer: 'json' },
  'trading.getMentoredTrade': { method: 'GET', path: '/api/trading/mentoring/{id}/trades/{tradeId}', answer: 'json' },
  'trading.getPeriodReport': { method: 'GET', path: '/api/trading/reports/period', answer: 'json' },
  'trading.getPlaybook': { method: 'GET', path: '/api/trading/playbooks/{id}', answer: 'json' },
  'trading.getPreparedExport': { method: 'GET', path: '/api/trading/prepared-exports/{id}', answer: 'json' },
  'trading.getPushAddress': { method: 'GET', path: '/api/trading/push-address', answer: 'json' },
  'trading.getQuietHours': { method: 'GET', path: '/api/trading/quiet-hours', answer: 'json' },
  'trading.getReflection': { method: 'GET', path: '/api/trading/reflections/{day}', answer: 'json' },
  'trading.getReportSchedules': { method: 'GET', path: '/api/trading/report-schedules', answer: 'json' },
  'trading.getRestore': { method: 'GET', path: '/api/trading/restores/{id}', answer: 'json' },
  'trading.getReview': { method: 'GET', path: '/api/trading/trades/{id}/review', answer: 'json' },
  'trading.getRiskProfile': { method: 'GET', path: '/api/trading/risk-profiles/{id}', answer: 'json' },
  'trading.getRiskStatus': { method: 'GET', path: '/api/trading/risk-profiles/{id}/status', answer: 'json' },
  'trading.getSession': { method: 'GET', path: '/api/trading/sessions/{id}', answer: 'json' },
  'trading.getSubscription': { method: 'GET', path: '/api/trading/subscription', answer: 'json' },
  'trading.getSupportConsent': { method: 'GET', path: '/api/trading/support-consent', answer: 'json' },
  'trading.getTrade': { method: 'GET', path: '/api/trading/trades/{id}', answer: 'json' },
  'trading.getTradeGroup': { method: 'GET', path: '/api/trading/trade-groups/{id}', answer: 'json' },
  'trading.getUsage': { method: 'GET', path: '/api/trading/usage', answer: 'json' },
  'trading.getWeeklyDigest': { method: 'GET', path: '/api/trading/weekly-digest', answer: 'json' },
  'trading.giveSupportConsent': { method: 'PUT', path: '/api/trading/support-consent', answer: 'json', body: 'json' },
  'trading.inviteMentor': { method: 'POST', path: '/api/trading/mentors', answer: 'json', body: 'json' },
  'trading.journalReminders': { method: 'GET', path: '/api/trading/journal-reminders', answer: 'json' },
  'trading.leaveMentoring': { method: 'DELETE', path: '/api/trading/mentoring/{id}', answer: 'none' },
  'trading.listAccounts': { method: 'GET', path: '/api/trading/accounts', answer: 'json' },
  'trading.listAlertEvents': { method: 'GET', path: '/api/trading/alert-events', answer: 'json' },
  'trading.listAlerts': { method: 'GET', path: '/api/trading/alerts', answer: 'json' },
  'trading.listBalanceDays': { method: 'GET', path: '/api/trading/accounts/{id}/balances/days', answer: 'json' },
  'trading.listBarStates': { method: 'GET', path: '/api/trading/price-bars', answer: 'json' },
  'trading.listCashMovements': { method: 'GET', path: '/api/trading/accounts/{id}/cash-movements', answer: 'json' },
  'trading.listCommentsOfEntry': { method: 'GET', path: '/api/trading/journal/{id}/comments', answer: 'json' },
  'trading.listCommentsOfMentoredEntry': {
    method: 'GET',
    path: '/api/trading/mentoring/{id}/entries/{subjectId}/comments',
    answer: 'json',
  },
  'trading.listCommentsOfMentoredTrade': {
    method: 'GET',
    path: '/api/trading/mentoring/{id}/trades/{subjectId}/comments',
    answer: 'json',
  },
  'trading.listCommentsOfTrade': { method: 'GET', path: '/api/trading/trades/{id}/comments', answer: 'json' },
  'trading.listCorporateActions': {
    method: 'GET',
    path: '/api/trading/instruments/{id}/corporate-actions',
    answer: 'json',
  },
  'trading.listCurrencyRates': { method: 'GET', path: '/api/trading/currency-rates', answer: 'json' },
  'trading.listDashboards': { method: 'GET', path: '/api/trading/dashboards', answer: 'json' },
  'trading.listDefinitions': { method: 'GET', path: '/api/trading/analytics/definitions', answer: 'json' },
  'trading.listExecutions': { method: 'GET', path: '/api/trading/executions', answer: 'json' },
  'trading.listFeeSchedules': { method: 'GET', path: '/api/trading/fee-schedules', answer: 'json' },
  'trading.listGoals': { method: 'GET', path: '/api/trading/goals', answer: 'json' },
  'trading.listImportProfiles': { method: 'GET', path: '/api/trading/import-profiles', answer: 'json' },
  'trading.listImportRows': { method: 'GET', path: '/api/trading/imports/{id}/rows', answer: 'json' },
  'trading.listImports': { method: 'GET', path: '/api/trading/imports', answer: 'json' },
  'trading.listInstruments': { method: 'GET', path: '/api/trading/instruments', answer: 'json' },
  'trading.listJournal': { method: 'GET', path: '/api/trading/journal', answer: 'json' },
  'trading.listMappingQueue': { method: 'GET', path: '/api/trading/imports/mapping-queue', answer: 'json' },
  'trading.listMentoredEntries': { method: 'GET', path: '/api/trading/mentoring/{id}/entries', answer: 'json' },
  'trading.listMentoredTrades': { method: 'GET', path: '/api/trading/mentoring/{id}/trades', answer: 'json' },
  'trading.listMentoring': { method: 'GET', path: '/api/trading/mentoring', answer: 'json' },
  'trading.listMentors': { method: 'GET', path: '/api/trading/mentors', answer: 'json' },
  'trading.listMilestones': { method: 'GET', path: '/api/trading/milestones', answer: 'json' },
  'trading.listOrphanedNotes': { method: 'GET', path: '/api/trading/trade-notes/orphaned', answer: 'json' },
  'trading.listPlans': { method: 'GET', path: '/api/trading/plans', answer: 'json' },
  'trading.listPlaybookVersions': { method: 'GET', path: '/api/trading/playbooks/{id}/versions', answer: 'json' },
  'trading.listPlaybooks': { method: 'GET', path: '/api/trading/playbooks', answer: 'json' },
  'trading.listPreparedExports': { method: 'GET', path: '/api/trading/prepared-exports', answer: 'json' },
  'trading.listReconciliation': { method: 'GET', path: '/api/trading/reconciliation', answer: 'json' },
  'trading.listReflections': { method: 'GET', path: '/api/trading/reflections', answer: 'json' },
  'trading.listRestores': { method: 'GET', path: '/api/trading/restores', answer: 'json' },
  'trading.listReworks': { method: 'GET', path: '/api/trading/accounts/{id}/reworks', answer: 'json' },
  'trading.listRiskProfiles': { method: 'GET', path: '/api/trading/risk-profiles', answer: 'json' },
  'trading.listRiskTemplates': { method: 'GET', path: '/api/trading/risk-templates', answer: 'json' },
  'trading.listSessions': { method: 'GET', path: '/api/trading/sessions', answer: 'json' },
  'trading.listShares': { method: 'GET', path: '/api/trading/shares', answer: 'json' },
  'trading.listStatements': { method: 'GET', path: '/api/trading/reconciliation/statements', answer: 'json' },
  'trading.listTags': { method: 'GET', path: '/api/trading/tags', answer: 'json' },
  'trading.listTradeGroups': { method: 'GET', path: '/api/trading/trade-groups', answer: 'json' },
  'trading.listTrades': { method: 'GET', path: '/api/trading/trades', answer: 'json' },
  'trading.listWidgets': { method: 'GET', path: '/api/trading/widgets', answer: 'json' },
  'trading.lockReview': { method: 'POST', path: '/api/trading/trades/{id}/review/lock', answer: 'json' },
  'trading.lookBackOnDay': { method: 'GET', path: '/api/trading/look-back', answer: 'json' },
  'trading.lookBackOnTrade': { method: 'GET', path: '/api/trading/trades/{id}/look-back', answer: 'json' },
  'trading.mapImport': { method: 'PUT', path: '/api/trading/imports/{id}/map', answer: 'json', body: 'json' },
  'trading.markAlertEvents': {
    method: 'POST',
    path: '/api/trading/alert-events/mark',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.mergeTrades': {
    method: 'POST',
    path: '/api/trading/trades/merge',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.neighboursOfTrade': { method: 'GET', path: '/api/trading/trades/{id}/neighbours', answer: 'json' },
  'trading.noteTrade': {
    method: 'PATCH',
    path: '/api/trading/trades/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.openShare': { method: 'POST', path: '/api/trading/shared', answer: 'json', body: 'json', public: true },
  'trading.playbookAdherence': { method: 'GET', path: '/api/trading/playbooks/{id}/adherence', answer: 'json' },
  'trading.playbookTrade': {
    method: 'GET',
    path: '/api/trading/playbooks/{id}/adherence/trades/{tradeId}',
    answer: 'json',
  },
  'trading.playbookTrades': { method: 'GET', path: '/api/trading/playbooks/{id}/adherence/trades', answer: 'json' },
  'trading.prepareExport': {
    method: 'POST',
    path: '/api/trading/prepared-exports',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.previewEstimatedFees': { method: 'GET', path: '/api/trading/accounts/{id}/estimated-fees', answer: 'json' },
  'trading.previewImport': { method: 'POST', path: '/api/trading/imports/{id}/preview', answer: 'json' },
  'trading.printPeriodReport': { method: 'GET', path: '/api/trading/reports/period.pdf', answer: 'bytes' },
  'trading.putBars': { method: 'PUT', path: '/api/trading/instruments/{id}/bars', answer: 'json', body: 'json' },
  'trading.putCurrencyRates': { method: 'PUT', path: '/api/trading/currency-rates', answer: 'json', body: 'json' },
  'trading.removeAlert': { method: 'DELETE', path: '/api/trading/alerts/{id}', answer: 'none' },
  'trading.removeComment': {
    method: 'DELETE',
    path: '/api/trading/mentoring/{id}/comments/{commentId}',
    answer: 'none',
  },
  'trading.removeCurrencyRate': {
    method: 'DELETE',
    path: '/api/trading/currency-rates/{base}/{quote}/{day}',
    answer: 'none',
  },
  'trading.removeDashboard': { method: 'DELETE', path: '/api/trading/dashboards/{id}', answer: 'none' },
  'trading.removeFeeSchedule': { method: 'DELETE', path: '/api/trading/fee-schedules/{id}', answer: 'none' },
  'trading.removeGoal': { method: 'DELETE', path: '/api/trading/goals/{id}', answer: 'none' },
  'trading.removeJournalEntry': { method: 'DELETE', path: '/api/trading/journal/{id}', answer: 'none' },
  'trading.removeNote': { method: 'DELETE', path: '/api/trading/trade-notes/{id}', answer: 'none' },
  'trading.removePreparedExport': { method: 'DELETE', path: '/api/trading/prepared-exports/{id}', answer: 'none' },
  'trading.removeReflection': { method: 'DELETE', path: '/api/trading/reflections/{day}', answer: 'none' },
  'trading.removeReview': { method: 'DELETE', path: '/api/trading/trades/{id}/review', answer: 'none' },
  'trading.removeRiskProfile': { method: 'DELETE', path: '/api/trading/risk-profiles/{id}', answer: 'none' },
  'trading.removeSession': { method: 'DELETE', path: '/api/trading/sessions/{id}', answer: 'none' },
  'trading.removeTag': { method: 'DELETE', path: '/api/trading/tags/{id}', answer: 'none', idempotent: 'optional' },
  'trading.renameTradeGroup': {
    method: 'PATCH',
    path: '/api/trading/trade-groups/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.resolveAlert': {
    method: 'POST',
    path: '/api/trading/alerts/{id}/resolve',
    answer: 'json',
    idempotent: 'optional',
  },
  'trading.resolveDifference': {
    method: 'POST',
    path: '/api/trading/reconciliation/{id}/resolve',
    answer: 'none',
    body: 'json',
  },
  'trading.resolveMapping': {
    method: 'POST',
    path: '/api/trading/imports/mapping-queue/resolve',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.restoreAccount': { method: 'POST', path: '/api/trading/accounts/{id}/restore', answer: 'json' },
  'trading.restoreAccountFile': {
    method: 'POST',
    path: '/api/trading/restores',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.reviewPeriod': { method: 'GET', path: '/api/trading/journal-review', answer: 'json' },
  'trading.reviewTrades': {
    method: 'POST',
    path: '/api/trading/trades/review',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.revokeMentor': { method: 'DELETE', path: '/api/trading/mentors/{id}', answer: 'none' },
  'trading.revokeShare': { method: 'DELETE', path: '/api/trading/shares/{id}', answer: 'none' },
  'trading.saveAlert': { method: 'PUT', path: '/api/trading/alerts/{id}', answer: 'json', body: 'json' },
  'trading.saveChecklist': {
    method: 'PUT',
    path: '/api/trading/playbooks/{id}/trades/{tradeId}/checklist',
    answer: 'none',
    body: 'json',
  },
  'trading.saveDailyDigest': { method: 'PUT', path: '/api/trading/daily-digest', answer: 'json', body: 'json' },
  'trading.saveDashboard': { method: 'PUT', path: '/api/trading/dashboards/{id}', answer: 'json', body: 'json' },
  'trading.saveDashboardLayout': { method: 'PUT', path: '/api/trading/dashboard-layout', answer: 'json', body: 'json' },
  'trading.saveFeeSchedule': { method: 'PUT', path: '/api/trading/fee-schedules/{id}', answer: 'json', body: 'json' },
  'trading.saveGoal': { method: 'PUT', path: '/api/trading/goals/{id}', answer: 'json', body: 'json' },
  'trading.saveJournalEntry': { method: 'PUT', path: '/api/trading/journal/{id}', answer: 'json', body: 'json' },
  'trading.savePlaybook': { method: 'PUT', path: '/api/trading/playbooks/{id}', answer: 'json', body: 'json' },
  'trading.savePushAddress': { method: 'PUT', path: '/api/trading/push-address', answer: 'json', body: 'json' },
  'trading.saveQuietHours': { method: 'PUT', path: '/api/trading/quiet-hours', answer: 'json', body: 'json' },
  'trading.saveReflection': { method: 'PUT', path: '/api/trading/reflections/{day}', answer: 'json', body: 'json' },
  'trading.saveReportSchedule': { method: 'PUT', path: '/api/trading/report-schedules', answer: 'json', body: 'json' },
  'trading.saveReview': { method: 'PUT', path: '/api/trading/trades/{id}/review', answer: 'json', body: 'json' },
  'trading.saveRiskProfile': { method: 'PUT', path: '/api/trading/risk-profiles/{id}', answer: 'json', body: 'json' },
  'trading.saveSession': { method: 'PUT', path: '/api/trading/sessions/{id}', answer: 'json', body: 'json' },
  'trading.saveWeeklyDigest': { method: 'PUT', path: '/api/trading/weekly-digest', answer: 'json', body: 'json' },
  'trading.searchJournal': { method: 'GET', path: '/api/trading/journal-search', answer: 'json' },
  'trading.setAliases': { method: 'PUT', path: '/api/trading/instruments/{id}/aliases', answer: 'json', body: 'json' },
  'trading.setMultiplier': {
    method: 'PUT',
    path: '/api/trading/instruments/{id}/multiplier',
    answer: 'json',
    body: 'json',
  },
  'trading.setPlaybookOfTrades': {
    method: 'POST',
    path: '/api/trading/trades/playbook',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.snoozeAlert': {
    method: 'POST',
    path: '/api/trading/alerts/{id}/snooze',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.splitTrades': {
    method: 'POST',
    path: '/api/trading/trades/split',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.start': { method: 'POST', path: '/api/trading/start', answer: 'none' },
  'trading.startSession': {
    method: 'POST',
    path: '/api/trading/sessions',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.stopSession': { method: 'POST', path: '/api/trading/sessions/{id}/stop', answer: 'json', body: 'json' },
  'trading.suggestImportProfile': {
    method: 'POST',
    path: '/api/trading/import-profiles/suggest',
    answer: 'json',
    body: 'json',
  },
  'trading.suggestTradeGroups': { method: 'GET', path: '/api/trading/trade-groups/suggestions', answer: 'json' },
  'trading.tagTrades': {
    method: 'POST',
    path: '/api/trading/trades/tags',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'trading.testImportProfile': {
    method: 'POST',
    path: '/api/trading/import-profiles/test',
    answer: 'json',
    body: 'json',
  },
  'trading.tryPushAddress': { method: 'POST', path: '/api/trading/push-address/try', answer: 'json' },
  'trading.undoImport': { method: 'POST', path: '/api/trading/imports/{id}/undo', answer: 'json' },
  'trading.uploadCurrencyRates': {
    method: 'POST',
    path: '/api/trading/currency-rates/file',
    answer: 'json',
    body: 'json',
  },
  'trading.withdrawExecution': { method: 'DELETE', path: '/api/trading/executions/{id}', answer: 'none' },
  'trading.withdrawSupportConsent': { method: 'DELETE', path: '/api/trading/support-consent', answer: 'none' },
  'webhooks.changeEndpoint': { method: 'PATCH', path: '/api/webhooks/endpoints/{id}', answer: 'json', body: 'json' },
  'webhooks.createEndpoint': { method: 'POST', path: '/api/webhooks/endpoints', answer: 'json', body: 'json' },
  'webhooks.deleteEndpoint': { method: 'DELETE', path: '/api/webhooks/endpoints/{id}', answer: 'none' },
  'webhooks.deliveries': { method: 'GET', path: '/api/webhooks/endpoints/{id}/deliveries', answer: 'json' },
  'webhooks.delivery': { method: 'GET', path: '/api/webhooks/deliveries/{id}', answer: 'json' },
  'webhooks.endpoint': { method: 'GET', path: '/api/webhooks/endpoints/{id}', answer: 'json' },
  'webhooks.endpoints': { method: 'GET', path: '/api/webhooks/endpoints', answer: 'json' },
  'webhooks.events': { method: 'GET', path: '/api/webhooks/events', answer: 'json' },
  'webhooks.redeliver': { method: 'POST', path: '/api/webhooks/deliveries/{id}/redeliver', answer: 'json' },
  'webhooks.rotateSecret': { method: 'POST', path: '/api/webhooks/endpoints/{id}/rotate-secret', answer: 'json' },
  'webhooks.testEndpoint': { method: 'POST', path: '/api/webhooks/endpoints/{id}/test', answer: 'json' },
} as const satisfies Record<string, Operation>

export type OperationId = keyof typeof operations

/** What each operation demands: a permission, `signed-in` for every session, or `public`. */
export const operationPermission = {
  'access.changeRole': 'access:manage',
  'access.createRole': 'access:manage',
  'access.deleteRole': 'access:manage',
  'access.denyPermission': 'access:manage',
  'access.getUser': 'access:read',
  'access.getUserAccess': 'access:read',
  'access.grantRole': 'access:manage',
  'access.liftDenial': 'access:manage',
  'access.listGrantableRoles': 'signed-in',
  'access.listPermissions': 'access:read',
  'access.listRoles': 'access:read',
  'access.listUsers': 'access:read',
  'access.revokeRole': 'access:manage',
  'agency.acceptQuote': 'signed-in',
  'agency.actOnRequest': 'optional',
  'agency.addCalendar': 'agency:bookings.update_assigned',
  'agency.addDeliverable': 'agency:projects.update_assigned',
  'agency.addDepartment': 'agency:staff.manage',
  'agency.addFileToProject': 'agency:projects.update_assigned',
  'agency.addFileToRequest': 'agency:bookings.update_assigned',
  'agency.addLead': 'agency:leads.manage',
  'agency.addMilestone': 'agency:projects.update_assigned',
  'agency.addRequestFile': 'optional',
  'agency.addTimeOff': 'agency:bookings.update_assigned',
  'agency.answerRequest': 'agency:bookings.update_assigned',
  'agency.answerTicket': 'agency:tickets.update_assigned',
  'agency.appointmentSlots': 'agency:bookings.update_assigned',
  'agency.approveAppointment': 'agency:bookings.update_assigned',
  'agency.approveTimeOff': 'agency:bookings.manage',
  'agency.archivePolicy': 'agency:bookings.manage',
  'agency.assignRequest': 'agency:bookings.view_all',
  'agency.assignTicket': 'agency:tickets.view_all',
  'agency.bookingCalendar': 'optional',
  'agency.bookingOffer': 'public',
  'agency.calendarFeed': 'public',
  'agency.cancelAppointment': 'agency:bookings.update_assigned',
  'agency.cancelBooking': 'optional',
  'agency.cancelCampaign': 'agency:newsletter.manage',
  'agency.cancelGuestUpload': 'public',
  'agency.changeDepartment': 'agency:staff.manage',
  'agency.changeEmployee': 'agency:staff.manage',
  'agency.changeLead': 'agency:leads.manage',
  'agency.changeOwnProfile': 'agency:profile.update_own',
  'agency.changeProject': 'agency:projects.update_assigned',
  'agency.changeRequestStage': 'agency:bookings.update_assigned',
  'agency.closeEnquiry': 'agency:enquiries.respond',
  'agency.commentOnMyProject': 'signed-in',
  'agency.commentOnProject': 'agency:projects.update_assigned',
  'agency.completeAppointment': 'agency:bookings.update_assigned',
  'agency.confirmBooking': 'optional',
  'agency.confirmGuestUpload': 'public',
  'agency.confirmSubscription': 'public',
  'agency.contact': 'public',
  'agency.convertQuote': 'agency:quotes.manage',
  'agency.createPolicy': 'agency:bookings.manage',
  'agency.decideDeliverable': 'signed-in',
  'agency.declineAppointment': 'agency:bookings.update_assigned',
  'agency.declineQuote': 'signed-in',
  'agency.declineTimeOff': 'agency:bookings.manage',
  'agency.deleteQuote': 'agency:quotes.manage',
  'agency.draftCampaign': 'agency:newsletter.manage',
  'agency.draftQuote': 'agency:quotes.manage',
  'agency.endEmployment': 'agency:staff.manage',
  'agency.endFeed': 'agency:bookings.update_assigned',
  'agency.enterPortal': 'public',
  'agency.getAppointment': 'agency:bookings.update_assigned',
  'agency.getBooking': 'optional',
  'agency.getCampaign': 'agency:newsletter.manage',
  'agency.getClient': 'agency:bookings.view_all',
  'agency.getEnquiry': 'agency:enquiries.respond',
  'agency.getLead': 'agency:leads.manage',
  'agency.getMyProject': 'signed-in',
  'agency.getMyQuote': 'signed-in',
  'agency.getMyTestimonial': 'signed-in',
  'agency.getProject': 'agency:projects.update_assigned',
  'agency.getQuote': 'agency:quotes.manage',
  'agency.getRequest': 'optional',
  'agency.getSchedule': 'agency:bookings.update_assigned',
  'agency.getTicket': 'optional',
  'agency.giveTestimonial': 'signed-in',
  'agency.holdTime': 'optional',
  'agency.hostSlots': 'public',
  'agency.inviteEmployee': 'identity:invite',
  'agency.joinProject': 'agency:projects.assign_team',
  'agency.leadOfEnquiry': 'agency:leads.manage',
  'agency.leaveProject': 'agency:projects.assign_team',
  'agency.listAppointments': 'agency:bookings.update_assigned',
  'agency.listBillableClients': 'invoices:manage',
  'agency.listBookings': 'signed-in',
  'agency.listCalendars': 'agency:bookings.update_assigned',
  'agency.listCampaigns': 'agency:newsletter.manage',
  'agency.listClients': 'agency:bookings.view_all',
  'agency.listDepartments': 'agency:staff.view',
  'agency.listEmployees': 'agency:staff.view',
  'agency.listEnquiries': 'agency:enquiries.respond',
  'agency.listLeads': 'agency:leads.manage',
  'agency.listMyProjects': 'signed-in',
  'agency.listMyQuotes': 'signed-in',
  'agency.listMyRequests': 'signed-in',
  'agency.listMyTickets': 'signed-in',
  'agency.listPolicies': 'agency:bookings.view_all',
  'agency.listProjects': 'agency:projects.update_assigned',
  'agency.listQuotes': 'agency:quotes.manage',
  'agency.listRequests': 'agency:bookings.update_assigned',
  'agency.listSchedules': 'agency:bookings.view_all',
  'agency.listSubscribers': 'agency:newsletter.manage',
  'agency.listTickets': 'agency:tickets.update_assigned',
  'agency.listTimeOff': 'agency:bookings.update_assigned',
  'agency.missAppointment': 'agency:bookings.update_assigned',
  'agency.moveMilestone': 'agency:projects.update_assigned',
  'agency.moveTicket': 'agency:tickets.update_assigned',
  'agency.myProjectFile': 'signed-in',
  'agency.openGuestLink': 'public',
  'agency.openTicket': 'optional',
  'agency.ownProfile': 'agency:profile.update_own',
  'agency.prioritiseTicket': 'agency:tickets.update_assigned',
  'agency.projectFile': 'agency:projects.update_assigned',
  'agency.removeCalendar': 'agency:bookings.update_assigned',
  'agency.removeDepartment': 'agency:staff.manage',
  'agency.removeOverride': 'agency:bookings.update_assigned',
  'agency.removeTimeOff': 'agency:bookings.update_assigned',
  'agency.renewFeed': 'agency:bookings.update_assigned',
  'agency.renewGuestLink': 'public',
  'agency.replaceBusyBlocks': 'agency:bookings.update_assigned',
  'agency.replaceCampaign': 'agency:newsletter.manage',
  'agency.replaceQuote': 'agency:quotes.manage',
  'agency.replyToEnquiry': 'agency:enquiries.respond',
  'agency.requestFile': 'optional',
  'agency.requestFileForStaff': 'agency:bookings.update_assigned',
  'agency.requestForStaff': 'agency:bookings.update_assigned',
  'agency.rescheduleAppointment': 'agency:bookings.update_assigned',
  'agency.rescheduleBooking': 'optional',
  'agency.reviseQuote': 'agency:quotes.manage',
  'agency.saveOverride': 'agency:bookings.update_assigned',
  'agency.savePolicy': 'agency:bookings.manage',
  'agency.saveSchedule': 'agency:bookings.update_assigned',
  'agency.scheduleCampaign': 'agency:newsletter.manage',
  'agency.sendQuote': 'agency:quotes.manage',
  'agency.serviceSlots': 'public',
  'agency.shareDeliverable': 'agency:projects.update_assigned',
  'agency.signGuestUpload': 'public',
  'agency.startProject': 'agency:projects.assign_team',
  'agency.submitRequest': 'optional',
  'agency.subscribe': 'public',
  'agency.syncCalendar': 'agency:bookings.update_assigned',
  'agency.team': 'public',
  'agency.testCampaign': 'agency:newsletter.manage',
  'agency.ticketFile': 'optional',
  'agency.ticketFileForStaff': 'agency:tickets.update_assigned',
  'agency.ticketForStaff': 'agency:tickets.update_assigned',
  'agency.winLead': 'agency:leads.manage',
  'agency.writeOnRequest': 'optional',
  'agency.writeOnTicket': 'optional',
  'apiKeys.create': 'signed-in',
  'apiKeys.keep': 'signed-in',
  'apiKeys.list': 'signed-in',
  'apiKeys.listOfUser': 'access:read',
  'apiKeys.revoke': 'signed-in',
  'apiKeys.revokeOfUser': 'access:manage',
  'audit.list': 'audit:read',
  'audit.verify': 'audit:read',
  'auth.addPasskey': 'signed-in',
  'auth.captcha': 'public',
  'auth.changeEmail': 'signed-in',
  'auth.changePassword': 'signed-in',
  'auth.compromiseKey': 'identity:manage-keys',
  'auth.confirmDeletion': 'public',
  'auth.confirmEmail': 'public',
  'auth.confirmEmailCodes': 'signed-in',
  'auth.confirmSms': 'signed-in',
  'auth.confirmTotp': 'signed-in',
  'auth.csrf': 'public',
  'auth.disableUser': 'access:manage',
  'auth.enableUser': 'access:manage',
  'auth.eraseUser': 'identity:erase',
  'auth.export': 'signed-in',
  'auth.factors': 'signed-in',
  'auth.forgetDevice': 'signed-in',
  'auth.forgetTrustedDevice': 'signed-in',
  'auth.forgetTrustedDevices': 'signed-in',
  'auth.forgotPassword': 'public',
  'auth.impersonate': 'identity:impersonate',
  'auth.importUsers': 'identity:import',
  'auth.issueBackupCodes': 'signed-in',
  'auth.jwks': 'public',
  'auth.linkIdentity': 'signed-in',
  'auth.listDevices': 'signed-in',
  'auth.listIdentities': 'signed-in',
  'auth.listKeys': 'identity:manage-keys',
  'auth.listOauthProviders': 'public',
  'auth.listSessions': 'signed-in',
  'auth.listTrustedDevices': 'signed-in',
  'auth.login': 'public',
  'auth.logout': 'public',
  'auth.logoutAll': 'signed-in',
  'auth.magicLink': 'public',
  'auth.me': 'signed-in',
  'auth.mfaPasskeyOptions': 'public',
  'auth.mfaSend': 'public',
  'auth.mfaVerify': 'public',
  'auth.mfaVerifyBackup': 'public',
  'auth.passkeyLogin': 'public',
  'auth.passkeyOptions': 'signed-in',
  'auth.passkeySignInOptions': 'public',
  'auth.redeemMagicLink': 'public',
  'auth.refresh': 'public',
  'auth.register': 'public',
  'auth.removeEmailCodes': 'signed-in',
  'auth.removePasskey': 'signed-in',
  'auth.removeSms': 'signed-in',
  'auth.removeTotp': 'signed-in',
  'auth.renamePasskey': 'signed-in',
  'auth.requestDeletion': 'signed-in',
  'auth.resendVerification': 'public',
  'auth.resetPassword': 'public',
  'auth.revertEmail': 'public',
  'auth.revokeSession': 'signed-in',
  'auth.securityEvents': 'signed-in',
  'auth.setup': 'public',
  'auth.setupState': 'public',
  'auth.startEmailCodes': 'signed-in',
  'auth.startSms': 'signed-in',
  'auth.startTotp': 'signed-in',
  'auth.stepUp': 'signed-in',
  'auth.stepUpPasskeyOptions': 'signed-in',
  'auth.stepUpSend': 'signed-in',
  'auth.stopImpersonating': 'signed-in',
  'auth.unlinkIdentity': 'signed-in',
  'auth.unlock': 'public',
  'auth.updateMe': 'signed-in',
  'auth.verify': 'public',
  'content.addPostComment': 'public',
  'content.addRedirect': 'content:{type}.publish',
  'content.addresses': 'content:{type}.write',
  'content.atom': 'public',
  'content.browseCategories': 'content:category.write',
  'content.browseFaqs': 'content:faq.write',
  'content.browseJobs': 'content:job.write',
  'content.browsePages': 'content:page.write',
  'content.browsePosts': 'content:post.write',
  'content.browseProducts': 'content:product.write',
  'content.browseProjects': 'content:project.write',
  'content.browseServices': 'content:service.write',
  'content.browseTestimonials': 'content:testimonial.write',
  'content.comments': 'content:comments.moderate',
  'content.createCategory': 'content:category.write',
  'content.createFaq': 'content:faq.write',
  'content.createJob': 'content:job.write',
  'content.createPage': 'content:page.write',
  'content.createPost': 'content:post.write',
  'content.createPreview': 'content:{type}.write',
  'content.createProduct': 'content:product.write',
  'content.createProject': 'content:project.write',
  'content.createService': 'content:service.write',
  'content.createTestimonial': 'content:testimonial.write',
  'content.decideComment': 'content:comments.moderate',
  'content.describeMedia': 'signed-in',
  'content.diff': 'content:{type}.write',
  'content.formToken': 'public',
  'content.getCategory': 'public',
  'content.getFaq': 'public',
  'content.getJob': 'public',
  'content.getPage': 'public',
  'content.getPost': 'public',
  'content.getProduct': 'public',
  'content.getProject': 'public',
  'content.getService': 'public',
  'content.getTestimonial': 'public',
  'content.listCategories': 'public',
  'content.listFaqs': 'public',
  'content.listJobs': 'public',
  'content.listPages': 'public',
  'content.listPostComments': 'public',
  'content.listPosts': 'public',
  'content.listProducts': 'public',
  'content.listProjects': 'public',
  'content.listServices': 'public',
  'content.listTestimonials': 'public',
  'content.lock': 'content:{type}.write',
  'content.markHelpful': 'public',
  'content.media': 'signed-in',
  'content.publish': 'content:{type}.publish',
  'content.readCategory': 'content:category.write',
  'content.readCategoryVersion': 'content:category.write',
  'content.readFaq': 'content:faq.write',
  'content.readFaqVersion': 'content:faq.write',
  'content.readJob': 'content:job.write',
  'content.readJobVersion': 'content:job.write',
  'content.readMedia': 'signed-in',
  'content.readPage': 'content:page.write',
  'content.readPageVersion': 'content:page.write',
  'content.readPost': 'content:post.write',
  'content.readPostVersion': 'content:post.write',
  'content.readProduct': 'content:product.write',
  'content.readProductVersion': 'content:product.write',
  'content.readProject': 'content:project.write',
  'content.readProjectVersion': 'content:project.write',
  'content.readService': 'content:service.write',
  'content.readServiceVersion': 'content:service.write',
  'content.readTestimonial': 'content:testimonial.write',
  'content.readTestimonialVersion': 'content:testimonial.write',
  'content.reject': 'content:{type}.publish',
  'content.removeMedia': 'signed-in',
  'content.removeRedirect': 'content:{type}.publish',
  'content.restoreMedia': 'signed-in',
  'content.restoreVersion': 'content:{type}.write',
  'content.robots': 'public',
  'content.rss': 'public',
  'content.schedule': 'content:{type}.publish',
  'content.sitemap': 'public',
  'content.submit': 'content:{type}.write',
  'content.submitTestimonial': 'public',
  'content.trash': 'content:{type}.write',
  'content.types': 'signed-in',
  'content.unlock': 'content:{type}.write',
  'content.unpublish': 'content:{type}.publish',
  'content.untrash': 'content:{type}.write',
  'content.updateCategory': 'content:category.write',
  'content.updateFaq': 'content:faq.write',
  'content.updateJob': 'content:job.write',
  'content.updatePage': 'content:page.write',
  'content.updatePost': 'content:post.write',
  'content.updateProduct': 'content:product.write',
  'content.updateProject': 'content:project.write',
  'content.updateService': 'content:service.write',
  'content.updateTestimonial': 'content:testimonial.write',
  'content.versions': 'content:{type}.write',
  'experiments.analyse': 'experiments:read',
  'experiments.archiveMetric': 'experiments:write',
  'experiments.change': 'experiments:write',
  'experiments.changeMetric': 'experiments:write',
  'experiments.conclude': 'experiments:write',
  'experiments.create': 'experiments:write',
  'experiments.createMetric': 'experiments:write',
  'experiments.delete': 'experiments:write',
  'experiments.get': 'experiments:read',
  'experiments.getMetric': 'experiments:read',
  'experiments.list': 'experiments:read',
  'experiments.metricEvents': 'experiments:read',
  'experiments.metrics': 'experiments:read',
  'experiments.power': 'experiments:read',
  'experiments.reportEvents': 'experiments:report',
  'experiments.reportExposures': 'experiments:report',
  'experiments.results': 'experiments:read',
  'experiments.start': 'experiments:write',
  'experiments.stop': 'experiments:write',
  'files.address': 'optional',
  'files.cancel': 'signed-in',
  'files.confirm': 'signed-in',
  'files.content': 'optional',
  'files.get': 'optional',
  'files.getUpload': 'signed-in',
  'files.put': 'public',
  'files.putPart': 'public',
  'files.removeVersion': 'signed-in',
  'files.restoreVersion': 'signed-in',
  'files.setVisibility': 'signed-in',
  'files.sign': 'signed-in',
  'files.signVersion': 'signed-in',
  'files.signedContent': 'public',
  'files.variant': 'optional',
  'files.versionAddress': 'signed-in',
  'files.versionContent': 'signed-in',
  'files.versionVariant': 'signed-in',
  'files.versions': 'signed-in',
  'flags.approveChange': 'flags:approve',
  'flags.archive': 'flags:write',
  'flags.cancelChange': 'flags:write',
  'flags.change': 'flags:write',
  'flags.changeEnvironment': 'flags:approve',
  'flags.changeSegment': 'flags:write',
  'flags.create': 'flags:write',
  'flags.createEnvironment': 'flags:approve',
  'flags.createSegment': 'flags:write',
  'flags.editChange': 'flags:write',
  'flags.evaluate': 'optional',
  'flags.evaluateAll': 'optional',
  'flags.events': 'public',
  'flags.explain': 'flags:read',
  'flags.export': 'flags:read',
  'flags.get': 'flags:read',
  'flags.getChange': 'flags:read',
  'flags.getSegment': 'flags:read',
  'flags.getTargeting': 'flags:read',
  'flags.history': 'flags:read',
  'flags.import': 'flags:write',
  'flags.kill': 'flags:write',
  'flags.list': 'flags:read',
  'flags.listChanges': 'flags:read',
  'flags.listEnvironments': 'flags:read',
  'flags.listSegments': 'flags:read',
  'flags.proposeChange': 'flags:write',
  'flags.rejectChange': 'flags:approve',
  'flags.removeEnvironment': 'flags:approve',
  'flags.removeSegment': 'flags:write',
  'flags.restore': 'flags:write',
  'flags.revive': 'flags:write',
  'flags.rollback': 'flags:write',
  'flags.rollbackSegment': 'flags:write',
  'flags.sayTargeting': 'flags:write',
  'flags.segmentHistory': 'flags:read',
  'flags.snapshot': 'flags:evaluate',
  'flags.snapshotEvents': 'flags:evaluate',
  'invoices.allocateCredit': 'invoices:record-payments',
  'invoices.beginRecurrence': 'invoices:manage',
  'invoices.change': 'invoices:manage',
  'invoices.changeCustomer': 'invoices:manage',
  'invoices.changeSettings': 'invoices:settings',
  'invoices.credit': 'invoices:manage',
  'invoices.customer': 'invoices:read',
  'invoices.delete': 'invoices:manage',
  'invoices.draft': 'invoices:manage',
  'invoices.get': 'optional',
  'invoices.issue': 'invoices:manage',
  'invoices.list': 'signed-in',
  'invoices.pauseDunning': 'invoices:manage',
  'invoices.payments': 'invoices:read',
  'invoices.pdf': 'optional',
  'invoices.recordPayment': 'invoices:record-payments',
  'invoices.recurrence': 'invoices:read',
  'invoices.recurrences': 'invoices:read',
  'invoices.reversePayment': 'invoices:record-payments',
  'invoices.send': 'invoices:manage',
  'invoices.settings': 'invoices:settings',
  'invoices.totals': 'invoices:manage',
  'invoices.turnRecurrence': 'invoices:manage',
  'invoices.void': 'invoices:manage',
  'invoices.writeOff': 'invoices:write-off',
  'jobs.cancel': 'jobs:manage',
  'jobs.get': 'jobs:read',
  'jobs.list': 'jobs:read',
  'jobs.overview': 'jobs:read',
  'jobs.pauseQueue': 'jobs:manage',
  'jobs.redriveQueue': 'jobs:manage',
  'jobs.resumeQueue': 'jobs:manage',
  'jobs.retry': 'jobs:manage',
  'mail.list': 'mail:read',
  'mail.listOwnSubscriptions': 'signed-in',
  'mail.listSuppressions': 'mail:read',
  'mail.listTemplates': 'mail:read',
  'mail.previewTemplate': 'mail:read',
  'mail.removeSuppression': 'mail:manage',
  'mail.saveOwnSubscription': 'signed-in',
  'mail.sendAgain': 'mail:manage',
  'music.addPlaylistItem': 'signed-in',
  'music.answerApplication': 'signed-in',
  'music.applicationQueue': 'music:review-applications',
  'music.approveApplication': 'music:review-applications',
  'music.claimApplication': 'music:review-applications',
  'music.claimTrack': 'music:review-tracks',
  'music.createPlaylist': 'signed-in',
  'music.decideTrack': 'music:review-tracks',
  'music.deletePlaylist': 'signed-in',
  'music.getApplication': 'signed-in',
  'music.getArtist': 'public',
  'music.getPlaylist': 'optional',
  'music.getSubmission': 'music:submit',
  'music.getTrack': 'public',
  'music.heartbeatTrack': 'music:review-tracks',
  'music.listAgreements': 'public',
  'music.listAlbums': 'public',
  'music.listArtists': 'optional',
  'music.listGenres': 'public',
  'music.listMyApplications': 'signed-in',
  'music.listMySubmissions': 'music:submit',
  'music.listPlaylists': 'optional',
  'music.listTracks': 'public',
  'music.movePlaylistItem': 'signed-in',
  'music.publishTrack': 'music:publish',
  'music.rejectApplication': 'music:review-applications',
  'music.releaseTrack': 'music:review-tracks',
  'music.removePlaylistItem': 'signed-in',
  'music.requestInformation': 'music:review-applications',
  'music.resubmit': 'music:submit',
  'music.reviewDetail': 'music:review-tracks',
  'music.reviewQueue': 'music:review-tracks',
  'music.reviewStream': 'music:review-tracks',
  'music.saveApplication': 'signed-in',
  'music.startApplication': 'signed-in',
  'music.streamTrack': 'public',
  'music.submissionCover': 'signed-in',
  'music.submitApplication': 'signed-in',
  'music.submitTrack': 'music:submit',
  'music.trackCover': 'public',
  'music.trackWaveform': 'public',
  'music.unpublishTrack': 'music:publish',
  'music.updatePlaylist': 'signed-in',
  'music.withdrawApplication': 'signed-in',
  'music.withdrawSubmission': 'music:submit',
  'operations.installation': 'public',
  'operations.startupCheck': 'operations:read',
  'organisations.acceptInvitation': 'optional',
  'organisations.change': 'signed-in',
  'organisations.changeMember': 'signed-in',
  'organisations.create': 'signed-in',
  'organisations.delete': 'signed-in',
  'organisations.get': 'signed-in',
  'organisations.invite': 'identity:invite',
  'organisations.inviteMember': 'signed-in',
  'organisations.list': 'signed-in',
  'organisations.listInvitations': 'signed-in',
  'organisations.listMembers': 'signed-in',
  'organisations.listStaffInvitations': 'identity:invite',
  'organisations.peekInvitation': 'public',
  'organisations.removeMember': 'signed-in',
  'organisations.resendInvitation': 'signed-in',
  'organisations.resendStaffInvitation': 'identity:invite',
  'organisations.revokeInvitation': 'signed-in',
  'organisations.revokeStaffInvitation': 'identity:invite',
  'organisations.transfer': 'signed-in',
  'payments.closeItem': 'payments:reconcile',
  'payments.confirm': 'optional',
  'payments.createIntent': 'optional',
  'payments.dryRun': 'payments:reconcile',
  'payments.explain': 'payments:read',
  'payments.get': 'payments:read',
  'payments.items': 'payments:reconcile',
  'payments.list': 'payments:read',
  'payments.receipt': 'optional',
  'payments.reconciliation': 'payments:reconcile',
  'payments.refund': 'payments:refund',
  'payments.runs': 'payments:reconcile',
  'payments.trialBalance': 'payments:reconcile',
  'payments.view': 'optional',
  'payments.viewOfSubject': 'optional',
  'payments.ways': 'public',
  'provider.addClient': 'provider:manage',
  'provider.approve': 'signed-in',
  'provider.deny': 'signed-in',
  'provider.interaction': 'signed-in',
  'provider.listClients': 'provider:manage',
  'provider.listConsents': 'signed-in',
  'provider.removeClient': 'provider:manage',
  'provider.renewSecret': 'provider:manage',
  'provider.withdrawConsent': 'signed-in',
  'secrets.cancelRotation': 'signed-in',
  'secrets.change': 'signed-in',
  'secrets.changeLeaseTemplate': 'secrets:manage',
  'secrets.create': 'signed-in',
  'secrets.createGrant': 'signed-in',
  'secrets.createLeaseTemplate': 'secrets:manage',
  'secrets.delete': 'signed-in',
  'secrets.deleteGrant': 'signed-in',
  'secrets.deleteLeaseTemplate': 'secrets:manage',
  'secrets.destroy': 'signed-in',
  'secrets.destroyVersion': 'signed-in',
  'secrets.endRotation': 'signed-in',
  'secrets.get': 'signed-in',
  'secrets.grants': 'signed-in',
  'secrets.issueLease': 'signed-in',
  'secrets.lease': 'signed-in',
  'secrets.leaseTemplates': 'signed-in',
  'secrets.leases': 'signed-in',
  'secrets.list': 'signed-in',
  'secrets.lookUp': 'signed-in',
  'secrets.moveStage': 'signed-in',
  'secrets.planRotation': 'signed-in',
  'secrets.read': 'signed-in',
  'secrets.removeStage': 'signed-in',
  'secrets.renewLease': 'signed-in',
  'secrets.restore': 'signed-in',
  'secrets.reveal': 'signed-in',
  'secrets.revokeLease': 'signed-in',
  'secrets.revokeLeases': 'signed-in',
  'secrets.rollBack': 'signed-in',
  'secrets.rotate': 'signed-in',
  'secrets.rotators': 'signed-in',
  'secrets.showings': 'signed-in',
  'secrets.writeVersion': 'signed-in',
  'settings.changeAnnouncement': 'settings:manage',
  'settings.changeBusiness': 'settings:manage',
  'settings.changeCaptcha': 'settings:manage',
  'settings.changeFileLifecycle': 'settings:manage',
  'settings.changeSite': 'settings:manage',
  'settings.changeTradingCurrencyRates': 'settings:manage',
  'settings.changeTradingPlan': 'settings:manage',
  'settings.changeTradingPlans': 'settings:manage',
  'settings.changeTradingPriceBars': 'settings:manage',
  'settings.config': 'settings:read',
  'settings.export': 'settings:read',
  'settings.history': 'settings:read',
  'settings.import': 'settings:manage',
  'settings.list': 'settings:read',
  'settings.public': 'public',
  'settings.publicConfig': 'public',
  'settings.readAnnouncement': 'public',
  'settings.readBusiness': 'public',
  'settings.readCaptcha': 'settings:read',
  'settings.readFileLifecycle': 'settings:read',
  'settings.readSite': 'public',
  'settings.readTradingCurrencyRates': 'settings:read',
  'settings.readTradingPlan': 'settings:read',
  'settings.readTradingPlans': 'settings:read',
  'settings.readTradingPriceBars': 'settings:read',
  'settings.rollBack': 'settings:manage',
  'trading.acceptMentoring': 'trading:use',
  'trading.addTag': 'trading:use',
  'trading.analyseBehaviour': 'trading:use',
  'trading.analyseBy': 'trading:use',
  'trading.analyseCalendar': 'trading:use',
  'trading.analyseCompare': 'trading:use',
  'trading.analyseDashboard': 'trading:use',
  'trading.analyseDistribution': 'trading:use',
  'trading.analyseDrawdown': 'trading:use',
  'trading.analyseEquity': 'trading:use',
  'trading.analyseExcursion': 'trading:use',
  'trading.analyseHeatmap': 'trading:use',
  'trading.analyseMontecarlo': 'trading:use',
  'trading.analysePlaybooks': 'trading:use',
  'trading.analyseR': 'trading:use',
  'trading.analyseStreaks': 'trading:use',
  'trading.analyseSummary': 'trading:use',
  'trading.analyseWhatif': 'trading:use',
  'trading.applyEstimatedFees': 'trading:use',
  'trading.archiveAccount': 'trading:use',
  'trading.attachNote': 'trading:use',
  'trading.barSource': 'trading:use',
  'trading.barsOfTrade': 'trading:use',
  'trading.changeAccount': 'trading:use',
  'trading.changeCashMovement': 'trading:use',
  'trading.changeComment': 'trading:use',
  'trading.changeImportProfile': 'trading:use',
  'trading.changeTag': 'trading:use',
  'trading.choosePlan': 'trading:use',
  'trading.commentOnMentoredEntry': 'trading:use',
  'trading.commentOnMentoredTrade': 'trading:use',
  'trading.commitImport': 'trading:use',
  'trading.correctExecution': 'trading:use',
  'trading.countUnreadAlerts': 'trading:use',
  'trading.createAccount': 'trading:use',
  'trading.createAlert': 'trading:use',
  'trading.createCorporateAction': 'trading:use',
  'trading.createDashboard': 'trading:use',
  'trading.createFeeSchedule': 'trading:use',
  'trading.createGoal': 'trading:use',
  'trading.createImport': 'trading:use',
  'trading.createImportProfile': 'trading:use',
  'trading.createInstrument': 'trading:use',
  'trading.createJournalEntry': 'trading:use',
  'trading.createPlaybook': 'trading:use',
  'trading.createRiskProfile': 'trading:use',
  'trading.createShare': 'trading:use',
  'trading.currencyRateState': 'trading:use',
  'trading.deleteAccount': 'trading:use',
  'trading.deleteCashMovement': 'trading:use',
  'trading.deleteCorporateAction': 'trading:use',
  'trading.deleteImport': 'trading:use',
  'trading.deleteImportProfile': 'trading:use',
  'trading.deleteStatement': 'trading:use',
  'trading.downloadPreparedExport': 'trading:use',
  'trading.enterCashMovement': 'trading:use',
  'trading.enterExecution': 'trading:use',
  'trading.enterExecutions': 'trading:use',
  'trading.enterStatement': 'trading:use',
  'trading.exerciseOption': 'trading:use',
  'trading.explainAdherence': 'trading:use',
  'trading.explainBalance': 'trading:use',
  'trading.explainDay': 'trading:use',
  'trading.explainDifference': 'trading:use',
  'trading.explainFigure': 'trading:use',
  'trading.explainGoal': 'trading:use',
  'trading.explainRisk': 'trading:use',
  'trading.explainTrade': 'trading:use',
  'trading.explainTrades': 'trading:use',
  'trading.exportAccount': 'trading:use',
  'trading.exportExecutions': 'trading:use',
  'trading.exportPeriodReport': 'trading:use',
  'trading.exportTrades': 'trading:use',
  'trading.getAccount': 'trading:use',
  'trading.getAlert': 'trading:use',
  'trading.getBalances': 'trading:use',
  'trading.getDailyDigest': 'trading:use',
  'trading.getDashboardLayout': 'trading:use',
  'trading.getFeeSchedule': 'trading:use',
  'trading.getGoal': 'trading:use',
  'trading.getImport': 'trading:use',
  'trading.getImportPreview': 'trading:use',
  'trading.getImportProfile': 'trading:use',
  'trading.getImportReconciliation': 'trading:use',
  'trading.getInstrument': 'trading:use',
  'trading.getJournalEntry': 'trading:use',
  'trading.getMentoredEntry': 'trading:use',
  'trading.getMentoredFigures': 'trading:use',
  'trading.getMentoredTrade': 'trading:use',
  'trading.getPeriodReport': 'trading:use',
  'trading.getPlaybook': 'trading:use',
  'trading.getPreparedExport': 'trading:use',
  'trading.getPushAddress': 'trading:use',
  'trading.getQuietHours': 'trading:use',
  'trading.getReflection': 'trading:use',
  'trading.getReportSchedules': 'trading:use',
  'trading.getRestore': 'trading:use',
  'trading.getReview': 'trading:use',
  'trading.getRiskProfile': 'trading:use',
  'trading.getRiskStatus': 'trading:use',
  'trading.getSession': 'trading:use',
  'trading.getSubscription': 'trading:use',
  'trading.getSupportConsent': 'trading:use',
  'trading.getTrade': 'trading:use',
  'trading.getTradeGroup': 'trading:use',
  'trading.getUsage': 'trading:use',
  'trading.getWeeklyDigest': 'trading:use',
  'trading.giveSupportConsent': 'trading:use',
  'trading.inviteMentor': 'trading:use',
  'trading.journalReminders': 'trading:use',
  'trading.leaveMentoring': 'trading:use',
  'trading.listAccounts': 'trading:use',
  'trading.listAlertEvents': 'trading:use',
  'trading.listAlerts': 'trading:use',
  'trading.listBalanceDays': 'trading:use',
  'trading.listBarStates': 'trading:use',
  'trading.listCashMovements': 'trading:use',
  'trading.listCommentsOfEntry': 'trading:use',
  'trading.listCommentsOfMentoredEntry': 'trading:use',
  'trading.listCommentsOfMentoredTrade': 'trading:use',
  'trading.listCommentsOfTrade': 'trading:use',
  'trading.listCorporateActions': 'trading:use',
  'trading.listCurrencyRates': 'trading:use',
  'trading.listDashboards': 'trading:use',
  'trading.listDefinitions': 'trading:use',
  'trading.listExecutions': 'trading:use',
  'trading.listFeeSchedules': 'trading:use',
  'trading.listGoals': 'trading:use',
  'trading.listImportProfiles': 'trading:use',
  'trading.listImportRows': 'trading:use',
  'trading.listImports': 'trading:use',
  'trading.listInstruments': 'trading:use',
  'trading.listJournal': 'trading:use',
  'trading.listMappingQueue': 'trading:use',
  'trading.listMentoredEntries': 'trading:use',
  'trading.listMentoredTrades': 'trading:use',
  'trading.listMentoring': 'trading:use',
  'trading.listMentors': 'trading:use',
  'trading.listMilestones': 'trading:use',
  'trading.listOrphanedNotes': 'trading:use',
  'trading.listPlans': 'trading:use',
  'trading.listPlaybookVersions': 'trading:use',
  'trading.listPlaybooks': 'trading:use',
  'trading.listPreparedExports': 'trading:use',
  'trading.listReconciliation': 'trading:use',
  'trading.listReflections': 'trading:use',
  'trading.listRestores': 'trading:use',
  'trading.listReworks': 'trading:use',
  'trading.listRiskProfiles': 'trading:use',
  'trading.listRiskTemplates': 'trading:use',
  'trading.listSessions': 'trading:use',
  'trading.listShares': 'trading:use',
  'trading.listStatements': 'trading:use',
  'trading.listTags': 'trading:use',
  'trading.listTradeGroups': 'trading:use',
  'trading.listTrades': 'trading:use',
  'trading.listWidgets': 'trading:use',
  'trading.lockReview': 'trading:use',
  'trading.lookBackOnDay': 'trading:use',
  'trading.lookBackOnTrade': 'trading:use',
  'trading.mapImport': 'trading:use',
  'trading.markAlertEvents': 'trading:use',
  'trading.mergeTrades': 'trading:use',
  'trading.neighboursOfTrade': 'trading:use',
  'trading.noteTrade': 'trading:use',
  'trading.openShare': 'public',
  'trading.playbookAdherence': 'trading:use',
  'trading.playbookTrade': 'trading:use',
  'trading.playbookTrades': 'trading:use',
  'trading.prepareExport': 'trading:use',
  'trading.previewEstimatedFees': 'trading:use',
  'trading.previewImport': 'trading:use',
  'trading.printPeriodReport': 'trading:use',
  'trading.putBars': 'trading:use',
  'trading.putCurrencyRates': 'trading:use',
  'trading.removeAlert': 'trading:use',
  'trading.removeComment': 'trading:use',
  'trading.removeCurrencyRate': 'trading:use',
  'trading.removeDashboard': 'trading:use',
  'trading.removeFeeSchedule': 'trading:use',
  'trading.removeGoal': 'trading:use',
  'trading.removeJournalEntry': 'trading:use',
  'trading.removeNote': 'trading:use',
  'trading.removePreparedExport': 'trading:use',
  'trading.removeReflection': 'trading:use',
  'trading.removeReview': 'trading:use',
  'trading.removeRiskProfile': 'trading:use',
  'trading.removeSession': 'trading:use',
  'trading.removeTag': 'trading:use',
  'trading.renameTradeGroup': 'trading:use',
  'trading.resolveAlert': 'trading:use',
  'trading.resolveDifference': 'trading:use',
  'trading.resolveMapping': 'trading:use',
  'trading.restoreAccount': 'trading:use',
  'trading.restoreAccountFile': 'trading:use',
  'trading.reviewPeriod': 'trading:use',
  'trading.reviewTrades': 'trading:use',
  'trading.revokeMentor': 'trading:use',
  'trading.revokeShare': 'trading:use',
  'trading.saveAlert': 'trading:use',
  'trading.saveChecklist': 'trading:use',
  'trading.saveDailyDigest': 'trading:use',
  'trading.saveDashboard': 'trading:use',
  'trading.saveDashboardLayout': 'trading:use',
  'trading.saveFeeSchedule': 'trading:use',
  'trading.saveGoal': 'trading:use',
  'trading.saveJournalEntry': 'trading:use',
  'trading.savePlaybook': 'trading:use',
  'trading.savePushAddress': 'trading:use',
  'trading.saveQuietHours': 'trading:use',
  'trading.saveReflection': 'trading:use',
  'trading.saveReportSchedule': 'trading:use',
  'trading.saveReview': 'trading:use',
  'trading.saveRiskProfile': 'trading:use',
  'trading.saveSession': 'trading:use',
  'trading.saveWeeklyDigest': 'trading:use',
  'trading.searchJournal': 'trading:use',
  'trading.setAliases': 'trading:use',
  'trading.setMultiplier': 'trading:use',
  'trading.setPlaybookOfTrades': 'trading:use',
  'trading.snoozeAlert': 'trading:use',
  'trading.splitTrades': 'trading:use',
  'trading.start': 'signed-in',
  'trading.startSession': 'trading:use',
  'trading.stopSession': 'trading:use',
  'trading.suggestImportProfile': 'trading:use',
  'trading.suggestTradeGroups': 'trading:use',
  'trading.tagTrades': 'trading:use',
  'trading.testImportProfile': 'trading:use',
  'trading.tryPushAddress': 'trading:use',
  'trading.undoImport': 'trading:use',
  'trading.uploadCurrencyRates': 'trading:use',
  'trading.withdrawExecution': 'trading:use',
  'trading.withdrawSupportConsent': 'trading:use',
  'webhooks.changeEndpoint': 'webhooks:manage',
  'webhooks.createEndpoint': 'webhooks:manage',
  'webhooks.deleteEndpoint': 'webhooks:manage',
  'webhooks.deliveries': 'webhooks:read',
  'webhooks.delivery': 'webhooks:read',
  'webhooks.endpoint': 'webhooks:read',
  'webhooks.endpoints': 'webhooks:read',
  'webhooks.events': 'webhooks:read',
  'webhooks.redeliver': 'webhooks:manage',
  'webhooks.rotateSecret': 'webhooks:manage',
  'webhooks.testEndpoint': 'webhooks:manage',
} as const satisfies Record<OperationId, string>

/** What a caller must hold; besides these an operation is open to everybody or to every session. */
export type Permission = Exclude<(typeof operationPermission)[OperationId], 'public' | 'signed-in'>

/** The codes of all problems the server tells of. */
export type ProblemCode =
  | 'access/administrator-exists'
  | 'access/beyond-own'
  | 'access/built-in-role'
  | 'access/expiry-past'
  | 'access/last-administrator'
  | 'access/role-exists'
  | 'access/role-held'
  | 'access/unknown-permission'
  | 'access/unknown-role'
  | 'agency/booking-not-found'
  | 'agency/calendar-address-invalid'
  | 'agency/calendar-not-found'
  | 'agency/campaign-not-found'
  | 'agency/campaign-stale'
  | 'agency/client-mismatch'
  | 'agency/client-not-found'
  | 'agency/contact-missing'
  | 'agency/deliverable-moved'
  | 'agency/deliverable-not-found'
  | 'agency/department-in-use'
  | 'agency/department-not-found'
  | 'agency/department-taken'
  | 'agency/employee-left'
  | 'agency/employee-not-found'
  | 'agency/employee-stale'
  | 'agency/enquiry-moved'
  | 'agency/enquiry-not-found'
  | 'agency/file-not-found'
  | 'agency/file-not-usable'
  | 'agency/form-stale'
  | 'agency/guest-link-expired'
  | 'agency/guest-link-gone'
  | 'agency/hold-expired'
  | 'agency/host-not-found'
  | 'agency/host-still-booked'
  | 'agency/lead-exists'
  | 'agency/lead-not-found'
  | 'agency/lead-over'
  | 'agency/lead-stale'
  | 'agency/milestone-moved'
  | 'agency/milestone-not-found'
  | 'agency/not-assignable'
  | 'agency/nothing-due'
  | 'agency/offer-not-found'
  | 'agency/package-incomplete'
  | 'agency/package-twice'
  | 'agency/photo-not-usable'
  | 'agency/policy-invalid'
  | 'agency/policy-not-found'
  | 'agency/policy-stale'
  | 'agency/project-not-found'
  | 'agency/project-over'
  | 'agency/project-stale'
  | 'agency/quote-converted'
  | 'agency/quote-differs'
  | 'agency/quote-expired'
  | 'agency/quote-has-draft'
  | 'agency/quote-not-accepted'
  | 'agency/quote-not-draft'
  | 'agency/quote-not-found'
  | 'agency/quote-not-open'
  | 'agency/quote-stale'
  | 'agency/range-invalid'
  | 'agency/request-closed'
  | 'agency/request-not-found'
  | 'agency/schedule-invalid'
  | 'agency/schedule-not-found'
  | 'agency/schedule-stale'
  | 'agency/sign-in-first'
  | 'agency/slot-outside'
  | 'agency/slot-taken'
  | 'agency/stage-changed'
  | 'agency/stage-refused'
  | 'agency/subscription-link-gone'
  | 'agency/testimonial-given'
  | 'agency/testimonial-not-asked'
  | 'agency/ticket-closed'
  | 'agency/ticket-moved'
  | 'agency/ticket-not-found'
  | 'agency/ticket-step-refused'
  | 'agency/time-off-not-found'
  | 'agency/too-early'
  | 'agency/too-late-to-change'
  | 'agency/too-many-calendars'
  | 'agency/too-many-holds'
  | 'agency/too-many-mails'
  | 'agency/validity-past'
  | 'agency/wrong-step'
  | 'api-keys/bad-expiry'
  | 'api-keys/beyond-own'
  | 'api-keys/invalid'
  | 'api-keys/not-found'
  | 'api-keys/organisation-not-found'
  | 'api-keys/second-factor-due'
  | 'api-keys/too-many'
  | 'blob/exists'
  | 'blob/full'
  | 'blob/length-differs'
  | 'blob/missing'
  | 'blob/refused'
  | 'blob/too-large'
  | 'blob/unavailable'
  | 'content/changed-since'
  | 'content/comment-not-found'
  | 'content/edited-by-other'
  | 'content/entry-not-found'
  | 'content/form-expired'
  | 'content/media-in-use'
  | 'content/media-not-found'
  | 'content/not-in-future'
  | 'content/preview-not-found'
  | 'content/redirect-not-found'
  | 'content/slug-reserved'
  | 'content/slug-taken'
  | 'content/too-many-comments'
  | 'content/translation-exists'
  | 'content/version-not-found'
  | 'content/wrong-state'
  | 'database/busy'
  | 'database/conflict'
  | 'database/full'
  | 'database/locked'
  | 'database/pool-timeout'
  | 'database/read-only'
  | 'database/rule-violated'
  | 'database/still-referenced'
  | 'database/timeout'
  | 'database/unavailable'
  | 'database/unusable-value'
  | 'experiments/bad-metric'
  | 'experiments/bad-source'
  | 'experiments/changed-since'
  | 'experiments/experiment-not-found'
  | 'experiments/key-taken'
  | 'experiments/metric-in-use'
  | 'experiments/metric-not-found'
  | 'experiments/no-primary-metric'
  | 'experiments/no-results'
  | 'experiments/rule-not-bound'
  | 'experiments/rule-not-found'
  | 'experiments/unknown-metric'
  | 'experiments/unknown-owner'
  | 'experiments/unknown-variant'
  | 'experiments/wrong-state'
  | 'factors/demanded-by-role'
  | 'factors/device-not-found'
  | 'factors/last-way-in'
  | 'factors/none-enrolled'
  | 'factors/not-found'
  | 'factors/not-sendable'
  | 'factors/passkey-refused'
  | 'factors/too-many'
  | 'factors/too-many-attempts'
  | 'factors/wrong-code'
  | 'federation/already-linked'
  | 'federation/bad-return'
  | 'federation/cancelled'
  | 'federation/identity-not-found'
  | 'federation/last-way-in'
  | 'federation/link-required'
  | 'federation/proof-invalid'
  | 'federation/provider-broken'
  | 'federation/provider-unavailable'
  | 'federation/registration-closed'
  | 'federation/response-invalid'
  | 'federation/state-invalid'
  | 'federation/unknown-provider'
  | 'files/already-uploaded'
  | 'files/always-private'
  | 'files/bad-signature'
  | 'files/being-checked'
  | 'files/damaged'
  | 'files/hash-differs'
  | 'files/image-pending'
  | 'files/image-too-large'
  | 'files/image-unreadable'
  | 'files/infected'
  | 'files/not-changeable'
  | 'files/not-found'
  | 'files/not-uploaded'
  | 'files/original-withheld'
  | 'files/parts-missing'
  | 'files/quarantined'
  | 'files/quota-exceeded'
  | 'files/range-not-satisfiable'
  | 'files/size-differs'
  | 'files/too-large'
  | 'files/too-many-files'
  | 'files/too-many-open'
  | 'files/type-differs'
  | 'files/type-not-accepted'
  | 'files/unknown-purpose'
  | 'files/upload-not-found'
  | 'files/variant-not-found'
  | 'files/version-conflict'
  | 'files/version-not-found'
  | 'files/version-shown'
  | 'flags/archived'
  | 'flags/bad-schedule'
  | 'flags/built-in'
  | 'flags/change-ended'
  | 'flags/change-not-found'
  | 'flags/changed-since'
  | 'flags/environment-not-found'
  | 'flags/flag-not-found'
  | 'flags/in-use'
  | 'flags/invalid'
  | 'flags/key-taken'
  | 'flags/needs-approval'
  | 'flags/not-evaluated'
  | 'flags/not-killed'
  | 'flags/own-change'
  | 'flags/revision-not-found'
  | 'flags/segment-not-found'
  | 'flags/too-many'
  | 'http/assurance-too-low'
  | 'http/bad-host'
  | 'http/bad-json'
  | 'http/bad-request'
  | 'http/bad-text'
  | 'http/body-too-large'
  | 'http/deadline-exceeded'
  | 'http/denied'
  | 'http/draining'
  | 'http/duplicate-key'
  | 'http/expectation'
  | 'http/headers-too-large'
  | 'http/idempotency-in-flight'
  | 'http/idempotency-key-missing'
  | 'http/idempotency-key-reused'
  | 'http/internal'
  | 'http/invalid'
  | 'http/method-not-allowed'
  | 'http/not-by-delegates'
  | 'http/not-found'
  | 'http/overloaded'
  | 'http/timeout'
  | 'http/too-deep'
  | 'http/too-many-requests'
  | 'http/too-many-streams'
  | 'http/unauthenticated'
  | 'http/unsupported-type'
  | 'identity/account-disabled'
  | 'identity/bad-email'
  | 'identity/bad-locale'
  | 'identity/busy'
  | 'identity/captcha-required'
  | 'identity/challenge-invalid'
  | 'identity/csrf'
  | 'identity/device-not-found'
  | 'identity/email-taken'
  | 'identity/email-unverified'
  | 'identity/import-under-way'
  | 'identity/import-unreadable'
  | 'identity/invalid-credentials'
  | 'identity/key-not-found'
  | 'identity/mfa-enrolment-required'
  | 'identity/mfa-required'
  | 'identity/no-signing-key'
  | 'identity/not-below'
  | 'identity/not-impersonating'
  | 'identity/passkey-refused'
  | 'identity/passkey-unverified'
  | 'identity/registration-closed'
  | 'identity/second-factor-wrong'
  | 'identity/session-expired'
  | 'identity/session-not-found'
  | 'identity/setup-closed'
  | 'identity/token-invalid'
  | 'identity/user-not-found'
  | 'identity/weak-password'
  | 'invoices/bad-date'
  | 'invoices/bad-quantity'
  | 'invoices/bad-settings'
  | 'invoices/credit-too-large'
  | 'invoices/currency-differs'
  | 'invoices/customer-not-found'
  | 'invoices/discount-too-large'
  | 'invoices/invoice-not-found'
  | 'invoices/more-than-left'
  | 'invoices/no-address'
  | 'invoices/no-recipient'
  | 'invoices/not-draft'
  | 'invoices/not-issued'
  | 'invoices/not-unpaid'
  | 'invoices/nothing-due'
  | 'invoices/nothing-to-credit'
  | 'invoices/page-not-made'
  | 'invoices/payment-not-found'
  | 'invoices/recurrence-ended'
  | 'invoices/recurrence-not-found'
  | 'invoices/settings-missing'
  | 'invoices/source-invoiced'
  | 'invoices/stale'
  | 'invoices/too-large'
  | 'invoices/unprintable'
  | 'jobs/already-ended'
  | 'jobs/bad-cursor'
  | 'jobs/no-such-queue'
  | 'jobs/not-failed'
  | 'jobs/not-found'
  | 'mail/bad-address'
  | 'mail/no-such-provider'
  | 'mail/no-such-subscription'
  | 'mail/no-such-suppression'
  | 'mail/no-such-template'
  | 'mail/not-found'
  | 'mail/not-uncertain'
  | 'mail/report-unreadable'
  | 'mail/report-unverified'
  | 'money/bad-rate'
  | 'money/currency-mismatch'
  | 'money/unknown-currency'
  | 'music/already-artist'
  | 'music/application-incomplete'
  | 'music/application-not-found'
  | 'music/application-open'
  | 'music/artist-not-found'
  | 'music/claimed'
  | 'music/duplicate-recording'
  | 'music/isrc-in-use'
  | 'music/item-not-found'
  | 'music/not-claimed'
  | 'music/not-your-artist'
  | 'music/own-artist'
  | 'music/playlist-full'
  | 'music/playlist-not-found'
  | 'music/reapply-later'
  | 'music/reasons-missing'
  | 'music/stale'
  | 'music/submission-invalid'
  | 'music/submission-not-found'
  | 'music/track-not-found'
  | 'music/wrong-state'
  | 'organisations/denied'
  | 'organisations/details-missing'
  | 'organisations/has-members'
  | 'organisations/invitation-gone'
  | 'organisations/invitation-not-found'
  | 'organisations/invitation-over'
  | 'organisations/last-owner'
  | 'organisations/member-not-found'
  | 'organisations/not-found'
  | 'organisations/sign-in-first'
  | 'organisations/slug-taken'
  | 'organisations/too-many-mails'
  | 'payments/amount-not-payable'
  | 'payments/bad-return-address'
  | 'payments/difference-remains'
  | 'payments/disputed'
  | 'payments/in-progress'
  | 'payments/item-closed'
  | 'payments/item-not-found'
  | 'payments/no-such-list'
  | 'payments/not-found'
  | 'payments/phone-missing'
  | 'payments/provider-unknown'
  | 'payments/refund-other-currency'
  | 'payments/refund-too-large'
  | 'payments/refused'
  | 'payments/subject-unknown'
  | 'payments/webhook-refused'
  | 'provider/bad-redirect-uri'
  | 'provider/client-not-found'
  | 'provider/consent-not-found'
  | 'provider/interaction-not-found'
  | 'secrets/bad-holder'
  | 'secrets/bad-lease-template'
  | 'secrets/bad-options'
  | 'secrets/bad-pattern'
  | 'secrets/bad-policy'
  | 'secrets/bad-reference'
  | 'secrets/changed-since'
  | 'secrets/deleted'
  | 'secrets/grant-not-found'
  | 'secrets/kept-stage'
  | 'secrets/lease-ended'
  | 'secrets/lease-not-found'
  | 'secrets/lease-template-not-found'
  | 'secrets/lease-template-taken'
  | 'secrets/lease-template-used'
  | 'secrets/no-field'
  | 'secrets/no-rotation'
  | 'secrets/not-deleted'
  | 'secrets/not-found'
  | 'secrets/not-json'
  | 'secrets/not-rotating'
  | 'secrets/nothing-before'
  | 'secrets/organisation-not-found'
  | 'secrets/overlap-running'
  | 'secrets/path-taken'
  | 'secrets/provider-failed'
  | 'secrets/rotation-running'
  | 'secrets/still-current'
  | 'secrets/target-failed'
  | 'secrets/too-large'
  | 'secrets/too-many'
  | 'secrets/unknown-owner'
  | 'secrets/unknown-rotator'
  | 'secrets/unreadable'
  | 'secrets/version-not-found'
  | 'settings/changed-since'
  | 'settings/conflicts'
  | 'settings/held-by-environment'
  | 'settings/no-such-revision'
  | 'settings/no-such-setting'
  | 'settings/not-of-the-schema'
  | 'settings/refused'
  | 'settings/secret-refused'
  | 'sms/bad-number'
  | 'sms/country-refused'
  | 'sms/not-set-up'
  | 'trading/account-archived'
  | 'trading/account-in-use'
  | 'trading/account-not-found'
  | 'trading/account-reworking'
  | 'trading/account-stale'
  | 'trading/alert-not-found'
  | 'trading/alert-step'
  | 'trading/alias-taken'
  | 'trading/cash-movement-imported'
  | 'trading/cash-movement-not-found'
  | 'trading/comment-not-found'
  | 'trading/confirmation-wrong'
  | 'trading/consent-needed'
  | 'trading/corporate-action-not-found'
  | 'trading/currency-rate-not-found'
  | 'trading/dashboard-named'
  | 'trading/dashboard-not-found'
  | 'trading/dashboard-stale'
  | 'trading/dashboards-full'
  | 'trading/difference-not-found'
  | 'trading/estimates-stale'
  | 'trading/execution-not-found'
  | 'trading/execution-of-system'
  | 'trading/execution-superseded'
  | 'trading/export-expired'
  | 'trading/export-not-found'
  | 'trading/export-not-ready'
  | 'trading/export-under-way'
  | 'trading/fee-schedule-in-use'
  | 'trading/fee-schedule-not-found'
  | 'trading/fee-schedule-stale'
  | 'trading/fee-schedules-full'
  | 'trading/figure-not-found'
  | 'trading/goal-not-found'
  | 'trading/import-file-not-found'
  | 'trading/import-file-unreadable'
  | 'trading/import-not-found'
  | 'trading/import-profile-invalid'
  | 'trading/import-profile-name-taken'
  | 'trading/import-profile-not-found'
  | 'trading/import-profile-stale'
  | 'trading/import-state'
  | 'trading/import-unmapped'
  | 'trading/instrument-not-found'
  | 'trading/instrument-stale'
  | 'trading/journal-entry-not-found'
  | 'trading/journal-full'
  | 'trading/journal-stale'
  | 'trading/mentor-already-invited'
  | 'trading/mentor-not-found'
  | 'trading/mentoring-not-found'
  | 'trading/mentors-closed'
  | 'trading/needs-multiplier'
  | 'trading/no-push-address'
  | 'trading/nothing-held'
  | 'trading/nothing-waits'
  | 'trading/oversight-full'
  | 'trading/oversight-stale'
  | 'trading/picture-not-usable'
  | 'trading/plan-changed'
  | 'trading/plan-limit'
  | 'trading/plan-not-needed'
  | 'trading/plan-not-offered'
  | 'trading/plan-not-payable'
  | 'trading/plan-nothing-due'
  | 'trading/plan-order-not-found'
  | 'trading/plan-other-currency'
  | 'trading/plan-paid-ahead'
  | 'trading/playbook-not-found'
  | 'trading/reflection-not-found'
  | 'trading/restore-file-not-found'
  | 'trading/restore-not-found'
  | 'trading/review-not-found'
  | 'trading/review-step'
  | 'trading/risk-profile-not-found'
  | 'trading/selection-too-large'
  | 'trading/session-not-found'
  | 'trading/session-over'
  | 'trading/session-running'
  | 'trading/share-not-found'
  | 'trading/statement-not-found'
  | 'trading/tag-exists'
  | 'trading/tag-not-found'
  | 'trading/too-many-exports'
  | 'trading/too-many-import-profiles'
  | 'trading/too-many-mentors'
  | 'trading/too-many-shares'
  | 'trading/too-many-tags'
  | 'trading/trade-beyond-plan'
  | 'trading/trade-group-full'
  | 'trading/trade-group-mixed'
  | 'trading/trade-group-not-found'
  | 'trading/trade-grouped'
  | 'trading/trade-has-note'
  | 'trading/trade-locked'
  | 'trading/trade-not-found'
  | 'trading/trade-note-not-found'
  | 'trading/trade-stale'
  | 'trading/value-invalid'
  | 'webhooks/bad-address'
  | 'webhooks/delivery-not-found'
  | 'webhooks/disabled'
  | 'webhooks/endpoint-not-found'
  | 'webhooks/too-many'
  | 'webhooks/unknown-event'
