import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { type StandInAnswer, type StandInRequest, startHttpStandIn } from '../http-stand-in.ts'
import { assertShape } from './aws-model.ts'
import { type KeptVersion, keptSecrets, type SecretStandIn } from './kept.ts'

export const AWS_KEYS = { accessKeyId: 'AKIASTANDINEXAMPLE01', secretAccessKey: 'standInSecretAccessKey/example+key' }

/**
 * AWS Secrets Manager: JSON 1.1 with requests signed by Signature Version 4, which is verified. Every request and answer is checked against
 * the model that AWS publishes.
 */
export async function startAwsStandIn(): Promise<SecretStandIn> {
  const secrets = keptSecrets((number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)
  const denied = new Set<string>()

  const operations: Readonly<Record<string, (input: Record<string, unknown>) => StandInAnswer>> = {
    GetSecretValue(input) {
      const name = String(input.SecretId)
      const versions = secrets.versions(name)
      const wanted = input.VersionId ?? input.VersionStage ?? 'AWSCURRENT'
      const found = versions.find(({ id }) => id === wanted || stagesOf(versions, id).includes(String(wanted)))
      if (found === undefined) return refusal('ResourceNotFoundException')
      return answer('GetSecretValue', {
        ...{ ARN: arnOf(name), Name: name, VersionId: found.id, SecretString: found.value },
        ...{ VersionStages: stagesOf(versions, found.id), CreatedDate: 1_790_000_000 },
      })
    },
    PutSecretValue(input) {
      const name = String(input.SecretId)
      if (secrets.versions(name).length === 0) return refusal('ResourceNotFoundException')
      const { id } = secrets.add(name, String(input.SecretString))
      return answer('PutSecretValue', { ARN: arnOf(name), Name: name, VersionId: id, VersionStages: ['AWSCURRENT'] })
    },
    ListSecrets(input) {
      const [filter] = (input.Filters ?? []) as { Key: string; Values: string[] }[]
      const names = secrets.names().filter((name) => filter?.Values.some((value) => name.startsWith(value)) ?? true)
      const from = Number(input.NextToken ?? 0)
      // Two on a page, so that whoever lists must turn it.
      const page = names.slice(from, from + 2)
      return answer('ListSecrets', {
        SecretList: page.map((name) => ({ ARN: arnOf(name), Name: name })),
        ...(from + 2 < names.length ? { NextToken: String(from + 2) } : {}),
      })
    },
  }

  function answerOf(request: StandInRequest): StandInAnswer {
    const [prefix, operation = ''] = String(request.headers['x-amz-target']).split('.')
    assert.deepEqual([request.method, request.path, prefix], ['POST', '/', 'secretsmanager'])
    assert.equal(request.headers['content-type'], 'application/x-amz-json-1.1')
    if (!isSigned(request)) return refusal('InvalidSignatureException')
    const input = request.body as Record<string, unknown>
    assertShape(operation, 'input', input)
    if (denied.has(String(input.SecretId))) return refusal('AccessDeniedException')
    return operations[operation]?.(input) ?? refusal('UnknownOperationException')
  }
  return { ...(await startHttpStandIn(answerOf)), secrets, denied }
}

/** An error as JSON 1.1 says it. */
export function refusal(type: string, status = 400): StandInAnswer {
  return { status, headers: JSON_11, body: { __type: type, message: `${type}: nothing of the request is told` } }
}

const JSON_11 = { 'content-type': 'application/x-amz-json-1.1' }

function answer(operation: string, output: Record<string, unknown>): StandInAnswer {
  assertShape(operation, 'output', output)
  return { status: 200, headers: JSON_11, body: output }
}

function arnOf(name: string): string {
  return `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf`
}

function stagesOf(versions: readonly KeptVersion[], id: string): string[] {
  const fromEnd = versions.length - versions.findIndex((version) => version.id === id)
  return fromEnd === 1 ? ['AWSCURRENT'] : fromEnd === 2 ? ['AWSPREVIOUS'] : []
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function isSigned({ method, path, headers, text }: StandInRequest): boolean {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/
  const [, keyId, day = '', region = '', service = '', names = '', signature] =
    form.exec(headers.authorization ?? '') ?? []
  const signed = names.split(';')
  if (!['host', 'x-amz-date', 'x-amz-target'].every((name) => signed.includes(name))) return false
  if (keyId !== AWS_KEYS.accessKeyId || service !== 'secretsmanager') return false
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`)
  const canonical = [method, path, '', lines.join(''), names, sha256(text)].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    (parent, part) => hmac(parent, part),
    Buffer.from(`AWS4${AWS_KEYS.secretAccessKey}`),
  )
  return hmac(key, toSign).toString('hex') === signature
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
