import { type Static, Type } from 'typebox'
import { nowMs } from '../../../kernel/clock.ts'
import { object } from '../../../kernel/http/schema.ts'
import type { Outbound } from '../../../kernel/outbound/outbound.ts'
import { signedHeaders } from '../../../kernel/outbound/signature.ts'
import type { StoreParts } from '../parts.ts'
import { PATH_FORM } from '../shapes.ts'
import { findVersion } from '../store/read.ts'
import { openValue } from '../store/sealing.ts'
import type { RotationPlan } from '../tables.ts'
import { badOption } from './options.ts'
import type { Rotator, Turn } from './rotator.ts'

type Step = 'install' | 'test' | 'undo' | 'retire'

const options = object({
  url: Type.String({ title: 'Address', description: 'Each step is sent to it', maxLength: 2000 }),
  signedBy: Type.String({
    ...PATH_FORM,
    title: 'Signed by',
    description: 'Path of the secret that signs, a whsec_ key',
  }),
})

/**
 * Has another program do each step: a POST signed by Standard Webhooks with the secret at `signedBy`, in the same environment. Its id is the
 * same for every try of a step.
 */
export function webhookRotator(parts: StoreParts & { readonly outbound: Outbound }): Rotator {
  const step = (name: Step) => (turn: Turn) => ask(parts, name, turn)
  return {
    name: 'webhook',
    title: 'A webhook of yours',
    description: 'Each step is a signed POST to a program of yours, which makes the value good where it is used.',
    options,
    ...{ isOfInstallation: false, alternates: false },
    uses: (plan) => [optionsOf(plan).signedBy],
    check(plan) {
      const { url } = optionsOf(plan)
      const objection = URL.canParse(url) ? parts.outbound.objection(new URL(url)) : 'is no URL'
      if (objection !== null) throw badOption('url', objection)
    },
    make: (_former, made) => made,
    install: step('install'),
    test: step('test'),
    undo: step('undo'),
    retire: step('retire'),
  }
}

async function ask(parts: StoreParts & { readonly outbound: Outbound }, step: Step, turn: Turn): Promise<void> {
  const { url, signedBy } = optionsOf(turn.plan)
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
  const { status } = await parts.outbound.post(new URL(url), { headers, body, signal })
  if (status < 200 || status >= 300) throw new Error(`the webhook answered ${status} to ${step}`)
}

function optionsOf({ options: chosen }: RotationPlan): Static<typeof options> {
  return chosen as Static<typeof options>
}
