import { type Cost, measurePeer, measurePlinth } from './identity.ts'
import { type RunningServer, startPeer } from './servers.ts'
import type { Row } from './table.ts'
import { measureVerification } from './verification.ts'

interface Identity {
  readonly server: RunningServer
  readonly environment: Readonly<Record<string, string>> & { readonly DATABASE_URL: string }
  readonly email: string
}

/** Identity beside its own hash and beside better-auth, in this run. */
export async function identityRows({ server, environment, email }: Identity): Promise<Row[]> {
  const plinth = await measurePlinth(server, email)
  const verification = await measureVerification(environment, plinth.tokens)
  const peer = await measureBeside(environment.DATABASE_URL)
  const own = plinth.login.ownMs
  const hash = plinth.login.cpuMs - own
  const answers = Object.entries(plinth.storm.answers).map(([status, count]) => `${count} x ${status}`)
  return [
    aimed('sign-in, CPU beyond the hash', `${own.toFixed(2)} ms (hash ${hash.toFixed(1)} ms)`, own, 3, 'ms'),
    aimed(
      'refresh, p50 of server time',
      `${plinth.refreshServerMs.toFixed(1)} ms (${plinth.refresh.p50Ms.toFixed(2)} ms as the client sees it)`,
      plinth.refreshServerMs,
      1,
      'ms',
    ),
    aimed(
      'token of another process, first sight, with revocation check',
      `${us(verification.firstSightUs)} (its ES256 signature alone ${us(verification.signatureUs)})`,
      verification.firstSightUs,
      100,
      'us',
    ),
    aimed('token, seen before, with revocation check', us(verification.cachedUs), verification.cachedUs, 10, 'us'),
    aimed(
      '/livez p99 during 200 sign-ins at once',
      `${plinth.storm.liveP99Ms.toFixed(0)} ms (${answers.join(', ')})`,
      plinth.storm.liveP99Ms,
      50,
      'ms',
    ),
    beside('session check, CPU by better-auth', plinth.sessionCheck, peer.sessionCheck),
    {
      what: 'sign-in without the hash, CPU by better-auth',
      measured: `${(own / peer.signIn.ownMs).toFixed(2)} (${own.toFixed(2)} of ${peer.signIn.ownMs.toFixed(2)} ms)`,
      aim: '',
      met: null,
    },
  ]
}

async function measureBeside(databaseUrl: string) {
  const peer = await startPeer(databaseUrl)
  try {
    return await measurePeer(peer)
  } finally {
    await peer.stop()
  }
}

function aimed(what: string, measured: string, value: number, atMost: number, unit: string): Row {
  return { what, measured, aim: `<= ${atMost} ${unit}`, met: value <= atMost }
}

function us(value: number): string {
  return `${value.toFixed(1)} us`
}

function beside(what: string, ours: Cost, theirs: Cost): Row {
  const measured = `${(ours.cpuMs / theirs.cpuMs).toFixed(2)} (${ours.cpuMs.toFixed(2)} of ${theirs.cpuMs.toFixed(2)} ms, p50 ${ours.p50Ms.toFixed(2)} of ${theirs.p50Ms.toFixed(2)} ms)`
  return { what, measured, aim: '', met: null }
}
