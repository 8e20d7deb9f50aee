import { typedDecimal } from '../decimals.ts'
import type { RiskProfile, RiskProfileInput, RiskTemplate } from './types.ts'

/** A profile as the fields hold it; what is empty is not asked for. */
export interface ProfileValues {
  name: string
  startsOn: string
  startBalance: string
  dailyLoss: string
  drawdownKind: 'none' | NonNullable<RiskProfile['drawdown']>['kind']
  drawdownAmount: string
  drawdownLockAt: string
  bestDayPercent: string
  daysMin: string
  profitTarget: string
  warnAtPercent: string
  usesMarks: boolean
}

export function profileValues(profile: RiskProfile | null): ProfileValues {
  const today = new Date().toISOString().slice(0, 10)
  return {
    ...{ name: profile?.name ?? '', startsOn: profile?.startsOn ?? today, startBalance: profile?.startBalance ?? '' },
    ...ruleValues(profile),
    warnAtPercent: String(profile?.warnAtPercent ?? 80),
    usesMarks: profile?.usesMarks ?? false,
  }
}

/** The rules of a template, or of a profile. */
export function ruleValues(rules: RiskProfile | RiskTemplate | null) {
  const { dailyLoss, drawdown, bestDayPercent, daysMin, profitTarget } = rules ?? NO_RULES
  return {
    ...{ dailyLoss: dailyLoss ?? '', drawdownKind: drawdown?.kind ?? ('none' as const) },
    ...{ drawdownAmount: drawdown?.amount ?? '', drawdownLockAt: drawdown?.lockAt ?? '' },
    ...{ bestDayPercent: bestDayPercent ?? '', profitTarget: profitTarget ?? '' },
    daysMin: daysMin === null ? '' : String(daysMin),
  }
}

const NO_RULES = { dailyLoss: null, drawdown: null, bestDayPercent: null, daysMin: null, profitTarget: null }

/** What the server is sent; a text that is no number goes as it is, and is refused with its field. */
export function profileInput(values: ProfileValues): Omit<RiskProfileInput, 'accountId'> {
  const asked = (typed: string): string | null => (typed.trim() === '' ? null : (typedDecimal(typed) ?? typed))
  const { drawdownKind } = values
  return {
    ...{ name: values.name.trim(), startsOn: values.startsOn, startBalance: asked(values.startBalance) },
    ...{ dailyLoss: asked(values.dailyLoss), bestDayPercent: asked(values.bestDayPercent) },
    ...{ profitTarget: asked(values.profitTarget), usesMarks: values.usesMarks },
    daysMin: values.daysMin.trim() === '' ? null : Number(values.daysMin),
    warnAtPercent: Number(values.warnAtPercent),
    drawdown:
      drawdownKind === 'none'
        ? null
        : {
            ...{ kind: drawdownKind, amount: asked(values.drawdownAmount) ?? '' },
            lockAt: drawdownKind === 'static' ? null : asked(values.drawdownLockAt),
          },
  }
}

const isDecimal = (typed: string): boolean => typed.trim() === '' || typedDecimal(typed)?.startsWith('-') === false
const amount = (typed: string): string | null => (isDecimal(typed) ? null : 'Enter an amount, or leave it empty')
const whole =
  (least: number, most: number, message: string) =>
  (typed: string): string | null =>
    typed.trim() === '' || (/^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most)
      ? null
      : message

export const profileRules = {
  name: (typed: string) => (typed.trim() === '' ? 'Name it' : null),
  startsOn: (typed: string) => (typed === '' ? 'Choose the first day' : null),
  ...{ startBalance: amount, dailyLoss: amount, drawdownLockAt: amount, bestDayPercent: amount, profitTarget: amount },
  drawdownAmount: (typed: string, { drawdownKind }: ProfileValues) =>
    drawdownKind !== 'none' && typed.trim() === '' ? 'Enter how far equity may fall' : amount(typed),
  daysMin: whole(1, 1000, 'Enter a whole number of days, or leave it empty'),
  warnAtPercent: (typed: string) =>
    typed.trim() === '' ? 'Enter 1 to 99' : whole(1, 99, 'Enter a whole number from 1 to 99')(typed),
}

const PLACES: Readonly<Record<string, string>> = {
  'drawdown.kind': 'drawdownKind',
  'drawdown.amount': 'drawdownAmount',
  'drawdown.lockAt': 'drawdownLockAt',
}

export function profilePlace(path: string): string {
  return PLACES[path] ?? path
}
