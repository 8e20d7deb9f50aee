import { Type } from 'typebox'
import { nowMs } from '../../../kernel/clock.ts'
import { object } from '../../../kernel/http/schema.ts'
import type { Outbound } from '../../../kernel/outbound/outbound.ts'
import { signedHeaders } from '../../../kernel/outbound/signature.ts'
import type { StoreParts } from '../parts.ts'
import { secretsProblem } from '../problems.ts'
import { findVersion } from '../store/read.ts'
import { openValue } from '../store/sealing.ts'
import type { RotationPlan } from '../tables.ts'
import type { Rotator, Turn } from './rotator.ts'

const OPTIONS = object({
  url: Type.String({ format: 'uri', title: 'Address', description: 'https; each step is a signed POST to it' }),
  signedBy: Type.String({
    ...{ maxLength: 200, title: 'Signed by' },
    description: 'The path of the secret, in the same environment, that holds a whsec_ key',
  }),
})

type Step = 'install' | 'test' | 'undo' | 'retire'

/**
 * Has another program do each step: a POST signed by Standard Webhooks with the secret at `signedBy`, in the same environment. Its id is the
 * same for every try of a step.
 */
export function webhookRotator(parts: StoreParts & { readonly outbound: Outbound }): Rotator {
  const step = (name: Step) => (turn: Turn) => ask(parts, name, turn)
  return {
    name: 'webhook',
    title: 'A webhook of yours',
    options: OPTIONS,
    check: (plan) => void optionsOf(parts.outbound, plan),
    install: step('install'),
    test: step('test'),
    undo: step('undo'),
    retire: step('retire'),
  }
}

async function ask(parts: StoreParts & { readonly outbound: Outbound }, step: Step, turn: Turn): Promise<void> {
  const { url, signedBy } = optionsOf(parts.outbound, turn.plan)
  const { secret, number, next, signal } = turn
  const { scope, environment } = secret
  const found = await findVersion(parts.db, { scope, environment, path: signedBy }, {})
  if (found === null) throw new Error(`there is no secret ${signedBy} to sign the webhook with`)
  const key = await openValue(parts, parts.db, found, found.value)
  const at = { id: secret.id, environment, path: secret.path, version: number, value: next.reveal() }
  const timestamp = new Date(nowMs()).toISOString()
  const body = JSON.stringify({ type: `secrets.rotation.${step}`, timestamp, data: at })
  const content = { id: `${secret.id}.${number}.${step}`, body, atSeconds: Math.floor(nowMs() / 1000) }
  const headers = { 'content-type': 'application/json', ...signedHeaders(content, [key.reveal()]) }
  const { status } = await parts.outbound.post(url, { headers, body, signal })
  if (status < 200 || status >= 300) throw new Error(`the webhook answered ${status} to ${step}`)
}

function optionsOf(outbound: Outbound, { options }: RotationPlan): { url: URL; signedBy: string } {
  const { url, signedBy } = options
  const objection =
    typeof url === 'string' && URL.canParse(url)
      ? outbound.objection(new URL(url))
      : 'is the URL that each step is sent to'
  if (objection !== null) throw badOption('url', objection)
  if (typeof signedBy !== 'string') throw badOption('signedBy', 'is the path of the secret that signs, a whsec_ key')
  return { url: new URL(url as string), signedBy }
}

function badOption(name: string, detail: string) {
  return secretsProblem('bad-options', { errors: [{ pointer: `/options/${name}`, code: 'option', detail }] })
}
