import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object } from '../../kernel/http/schema.ts'
import { maskedNumber, parsePhoneNumber } from '../../kernel/sms/phone-number.ts'
import { changePolicy, changeProblems, changerOf } from './changes.ts'
import { confirmRoute, removeRoute } from './factor.routes.ts'
import type { FactorKind } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { confirmSent, verifySent } from './sent-factors.ts'
import { confirmedPhone, sendForChallenge, startPhone } from './sms.ts'

const masked = Type.String({ description: 'Calling code and last digits' })
const phoneItem = object({ id: idOf('factor'), number: masked, createdAt: instant, lastUsedAt: nullable(instant) })

/** Codes by SMS to one confirmed number. */
export function sms(parts: FactorsParts): FactorKind {
  return {
    method: 'sms',
    verify: (tx, presented) => verifySent(parts, tx, 'sms', presented),
    send: (tx, asked) => sendForChallenge(parts, tx, asked),
    listing: {
      name: 'phones',
      shape: phoneItem,
      async items(reader, userId) {
        const phone = await confirmedPhone(parts, reader, userId)
        return phone === null ? [] : [{ ...phone, number: maskedNumber(phone.number) }]
      },
    },
    routes: [
      startRoute(parts),
      confirmRoute(parts, {
        ...{ name: 'Sms', path: 'sms' },
        summary: 'Proves that the code has come. With a first factor come ten backup codes, shown this once.',
        confirm: (tx, changer, given) => confirmSent(parts, tx, changer, { ...given, method: 'sms' }),
      }),
      removeRoute(parts, { method: 'sms', name: 'Sms', path: 'sms', summary: 'Removes a phone number.' }),
    ],
  }
}

function startRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.startSms',
      method: 'POST',
      path: '/api/auth/mfa/sms',
      summary:
        'Sends a code to a phone number, which counts when the code has come back; it replaces the former number.',
      policy: { ...changePolicy, rate: 'mail' },
      schema: {
        body: object({ phone: Type.String({ minLength: 1, maxLength: 32 }) }),
        response: { 201: object({ id: idOf('factor'), number: masked }) },
      },
      problems: [...changeProblems, 'sms/bad-number', 'sms/country-refused', 'sms/not-set-up'],
    },
    async (call) => {
      const number = parsePhoneNumber(call.body.phone)
      const changer = await changerOf(parts, call)
      const id = await call.transaction((tx) => startPhone(parts, tx, changer, number))
      return { id, number: maskedNumber(number) }
    },
  )
}
