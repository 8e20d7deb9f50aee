import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object } from '../../kernel/http/schema.ts'
import { maskedNumber, parsePhoneNumber } from '../../kernel/sms/phone-number.ts'
import { changePolicy, changeProblems, changerOf } from './changes.ts'
import type { FactorKind } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'
import {
  confirmedPhone,
  confirmPhone,
  countPhones,
  dropPhones,
  removePhone,
  sendForChallenge,
  startPhone,
  verifySms,
} from './sms.ts'

const factorId = object({ id: idOf('factor') })
const masked = Type.String({ description: 'Calling code and last digits' })
const phoneItem = object({ id: idOf('factor'), number: masked, createdAt: instant, lastUsedAt: nullable(instant) })

/** Codes by SMS to one confirmed number. */
export function sms(parts: FactorsParts): FactorKind {
  return {
    method: 'sms',
    confirmedCount: countPhones,
    verify: (tx, presented) => verifySms(parts, tx, presented),
    send: (tx, asked) => sendForChallenge(parts, tx, asked),
    revokeAll: dropPhones,
    listing: {
      name: 'phones',
      shape: phoneItem,
      async items(reader, userId) {
        const phone = await confirmedPhone(parts, reader, userId)
        return phone === null ? [] : [{ ...phone, number: maskedNumber(phone.number) }]
      },
    },
    routes: [startRoute(parts), confirmRoute(parts), removeRoute(parts)],
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

function confirmRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.confirmSms',
      method: 'POST',
      path: '/api/auth/mfa/sms/{id}/confirm',
      summary: 'Proves that the code has come. With a first factor come ten backup codes, shown this once.',
      policy: changePolicy,
      schema: {
        params: factorId,
        body: object({ code: Type.String({ minLength: 1, maxLength: 20 }) }),
        response: { 200: object({ backupCodes: Type.Optional(Type.Array(Type.String())) }) },
      },
      problems: [...changeProblems, 'factors/not-found', 'factors/wrong-code', 'factors/too-many-attempts'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      await parts.attempts.take(changer.userId)
      const proof = { id: call.params.id, code: call.body.code }
      const confirmed = await call.transaction((tx) => confirmPhone(parts, tx, changer, proof))
      if (confirmed === false) throw factorsProblem('wrong-code')
      call.reply.header('cache-control', 'no-store')
      return confirmed.backupCodes === undefined ? {} : { backupCodes: confirmed.backupCodes }
    },
  )
}

function removeRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.removeSms',
      method: 'DELETE',
      path: '/api/auth/mfa/sms/{id}',
      summary: 'Removes a phone number.',
      policy: changePolicy,
      schema: { params: factorId, response: { 204: null } },
      problems: [...changeProblems, 'factors/not-found', 'factors/demanded-by-role'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      await call.transaction((tx) => removePhone(parts, tx, changer, call.params.id))
    },
  )
}
