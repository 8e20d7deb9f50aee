import type { BookingPolicy, PolicyInput } from './types.ts'

/** A policy as the form holds it: numbers as typed, an empty limit for none. */
export interface PolicyValues {
  name: string
  scheduling: PolicyInput['scheduling']
  confirm: PolicyInput['confirm']
  bufferBeforeMinutes: string
  bufferAfterMinutes: string
  minNoticeMinutes: string
  slotIntervalMinutes: string
  seats: string
  dailyLimit: string
  weeklyLimit: string
  advanceKind: PolicyInput['advance']['kind']
  advanceDays: string
  advanceFrom: string
  advanceTo: string
  cancelCutoffHours: string
  noShowGraceMinutes: string
  refundRules: { hours: string; percent: string }[]
  hosts: { hostId: string; weight: string }[]
}

const fresh: PolicyValues = {
  ...{ name: '', scheduling: 'round_robin', confirm: 'auto', seats: '1', dailyLimit: '', weeklyLimit: '' },
  ...{ bufferBeforeMinutes: '0', bufferAfterMinutes: '15', minNoticeMinutes: '120', slotIntervalMinutes: '30' },
  ...{ advanceKind: 'rolling', advanceDays: '60', advanceFrom: '', advanceTo: '' },
  ...{ cancelCutoffHours: '24', noShowGraceMinutes: '15' },
  refundRules: [{ hours: '48', percent: '100' }],
  hosts: [],
}

export function policyValues(policy: BookingPolicy | null): PolicyValues {
  if (policy === null) return fresh
  const { name, scheduling, confirm, advance } = policy
  return {
    ...{ name, scheduling, confirm },
    bufferBeforeMinutes: String(policy.bufferBeforeMinutes),
    bufferAfterMinutes: String(policy.bufferAfterMinutes),
    minNoticeMinutes: String(policy.minNoticeMinutes),
    slotIntervalMinutes: String(policy.slotIntervalMinutes),
    seats: String(policy.seats),
    dailyLimit: policy.dailyLimit === null ? '' : String(policy.dailyLimit),
    weeklyLimit: policy.weeklyLimit === null ? '' : String(policy.weeklyLimit),
    advanceKind: advance.kind,
    advanceDays: advance.days === null ? '' : String(advance.days),
    ...{ advanceFrom: advance.from ?? '', advanceTo: advance.to ?? '' },
    cancelCutoffHours: String(policy.cancelCutoffHours),
    noShowGraceMinutes: String(policy.noShowGraceMinutes),
    refundRules: policy.refundRules.map(({ noticeAtLeastHours, refundBp }) => ({
      hours: String(noticeAtLeastHours),
      percent: String(refundBp / 100),
    })),
    hosts: policy.hosts.map(({ hostId, weight }) => ({ hostId, weight: String(weight) })),
  }
}

const whole = (value: string): string | null => (/^\d{1,6}$/.test(value.trim()) ? null : 'Write a whole number')
const limit = (value: string): string | null => (value.trim() === '' ? null : whole(value))
/** Hundredths of a percent are whole: 12.34 is, 12.345 is not. */
const percent = (value: string): string | null =>
  /^\d{1,3}([.,]\d{1,2})?$/.test(value.trim()) && basisPoints(value) <= 10_000 ? null : 'Write a percentage up to 100'

const number = (value: string): number => Number(value.trim())
const basisPoints = (value: string): number => Math.round(Number(value.trim().replace(',', '.')) * 100)

export const policyRules = {
  name: (value: string): string | null => (value.trim() === '' ? 'A name is needed' : null),
  bufferBeforeMinutes: whole,
  bufferAfterMinutes: whole,
  minNoticeMinutes: whole,
  slotIntervalMinutes: whole,
  seats: whole,
  dailyLimit: limit,
  weeklyLimit: limit,
  cancelCutoffHours: whole,
  noShowGraceMinutes: whole,
  advanceDays: (value: string, { advanceKind }: PolicyValues): string | null =>
    advanceKind === 'rolling' ? whole(value) : null,
  advanceFrom: (value: string, { advanceKind }: PolicyValues): string | null =>
    advanceKind === 'range' && value === '' ? 'Choose a day' : null,
  advanceTo: (value: string, { advanceKind }: PolicyValues): string | null =>
    advanceKind === 'range' && value === '' ? 'Choose a day' : null,
  refundRules: { hours: whole, percent },
  hosts: { weight: whole },
}

export function policyInput(values: PolicyValues): PolicyInput {
  const { name, scheduling, confirm, advanceKind: kind } = values
  const orNone = (value: string): number | null => (value.trim() === '' ? null : number(value))
  return {
    ...{ name: name.trim(), scheduling, confirm },
    bufferBeforeMinutes: number(values.bufferBeforeMinutes),
    bufferAfterMinutes: number(values.bufferAfterMinutes),
    minNoticeMinutes: number(values.minNoticeMinutes),
    slotIntervalMinutes: number(values.slotIntervalMinutes),
    seats: number(values.seats),
    dailyLimit: orNone(values.dailyLimit),
    weeklyLimit: orNone(values.weeklyLimit),
    advance: {
      kind,
      days: kind === 'rolling' ? number(values.advanceDays) : null,
      from: kind === 'range' ? values.advanceFrom : null,
      to: kind === 'range' ? values.advanceTo : null,
    },
    cancelCutoffHours: number(values.cancelCutoffHours),
    noShowGraceMinutes: number(values.noShowGraceMinutes),
    refundRules: values.refundRules.map(({ hours, percent: share }) => ({
      noticeAtLeastHours: number(hours),
      refundBp: basisPoints(share),
    })),
    hosts: values.hosts.map(({ hostId, weight }) => ({ hostId, weight: number(weight) })),
  }
}

/** Where the form shows what the server found. */
export function policyPlace(path: string): string {
  return path
    .replace(/^refundRules\.(\d+)\.noticeAtLeastHours$/, 'refundRules.$1.hours')
    .replace(/^refundRules\.(\d+)\.refundBp$/, 'refundRules.$1.percent')
    .replace(/^advance\.days$/, 'advanceDays')
    .replace(/^advance\.from$/, 'advanceFrom')
    .replace(/^advance\.to$/, 'advanceTo')
}
