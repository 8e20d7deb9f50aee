const API = { kind: 'url', schemes: ['https:', 'http:'], group: 'Secrets' } as const

/** Where secrets are kept that settings and other variables refer to by `secret:path`. */
export const SECRET_VARIABLES = {
  SECRETS_PROVIDER: {
    kind: 'list',
    default: 'database',
    group: 'Secrets',
    description:
      'Where secrets are kept: database, env, file, aws, gcp, azure, vault. Of several, separated by commas, the first answers references such as `secret:mail/smtp`, the others those that name them, `vault:mail/smtp`; none stands in for another.',
  },
  SECRETS_DIR: {
    kind: 'path',
    group: 'Secrets',
    description: 'SECRETS_PROVIDER=file: folder with a file for each secret, as Kubernetes and Docker mount them.',
  },
  AWS_REGION: { kind: 'text', group: 'Secrets', description: 'SECRETS_PROVIDER=aws: region of AWS Secrets Manager.' },
  AWS_ACCESS_KEY_ID: {
    kind: 'text',
    group: 'Secrets',
    description:
      'SECRETS_PROVIDER=aws: access key, with AWS_SECRET_ACCESS_KEY. Absent: what the AWS SDK finds, such as the role of the machine.',
  },
  AWS_SECRET_ACCESS_KEY: { kind: 'secret', group: 'Secrets', description: 'Goes with AWS_ACCESS_KEY_ID.' },
  AWS_SESSION_TOKEN: {
    kind: 'secret',
    group: 'Secrets',
    description: 'Goes with AWS_ACCESS_KEY_ID where the key is a temporary one.',
  },
  AWS_SECRETS_API_BASE: {
    ...API,
    description: 'Where AWS Secrets Manager answers, where not by its region; http on loopback only.',
  },
  GCP_PROJECT_ID: {
    kind: 'text',
    group: 'Secrets',
    description: 'SECRETS_PROVIDER=gcp: project of Google Cloud Secret Manager.',
  },
  GCP_CREDENTIALS: {
    kind: 'secret',
    group: 'Secrets',
    description:
      'SECRETS_PROVIDER=gcp: JSON of a service account key. Absent: application default credentials, such as those of the machine.',
  },
  GCP_SECRETS_API_BASE: {
    ...API,
    description: 'Where Secret Manager answers, if not at Google; http on loopback only.',
  },
  AZURE_KEY_VAULT_URL: {
    kind: 'url',
    schemes: ['https:'],
    group: 'Secrets',
    description: 'SECRETS_PROVIDER=azure: the vault, `https://name.vault.azure.net`.',
  },
  AZURE_TENANT_ID: {
    kind: 'text',
    group: 'Secrets',
    description:
      'SECRETS_PROVIDER=azure: tenant of the application, with AZURE_CLIENT_ID and AZURE_CLIENT_SECRET. Absent: what the Azure SDK finds, such as the managed identity of the machine.',
  },
  AZURE_CLIENT_ID: { kind: 'text', group: 'Secrets', description: 'Goes with AZURE_TENANT_ID.' },
  AZURE_CLIENT_SECRET: { kind: 'secret', group: 'Secrets', description: 'Goes with AZURE_TENANT_ID.' },
  AZURE_SECRETS_API_BASE: {
    ...API,
    description: 'Where requests to Key Vault and its sign-in are sent instead of Azure: a stand-in on loopback.',
  },
  VAULT_ADDR: {
    ...API,
    description: 'SECRETS_PROVIDER=vault: HashiCorp Vault or OpenBao; http on loopback only.',
  },
  VAULT_MOUNT: {
    kind: 'text',
    default: 'secret',
    group: 'Secrets',
    description: 'Where the KV engine, version 2, is mounted.',
  },
  VAULT_NAMESPACE: { kind: 'text', group: 'Secrets', description: 'Namespace of Vault or OpenBao. Absent: the root.' },
  VAULT_TOKEN: {
    kind: 'secret',
    group: 'Secrets',
    description:
      'SECRETS_PROVIDER=vault: a token, renewed while it may be. One of VAULT_TOKEN, VAULT_ROLE_ID, VAULT_KUBERNETES_ROLE.',
  },
  VAULT_ROLE_ID: {
    kind: 'text',
    group: 'Secrets',
    description: 'Sign-in to Vault by AppRole, with VAULT_SECRET_ID.',
  },
  VAULT_SECRET_ID: { kind: 'secret', group: 'Secrets', description: 'Goes with VAULT_ROLE_ID.' },
  VAULT_KUBERNETES_ROLE: {
    kind: 'text',
    group: 'Secrets',
    description: 'Sign-in to Vault by the service account of the pod, as this role.',
  },
  VAULT_KUBERNETES_TOKEN_PATH: {
    kind: 'path',
    default: '/var/run/secrets/kubernetes.io/serviceaccount/token',
    group: 'Secrets',
    description: 'Where Kubernetes puts the token of the service account.',
  },
  VAULT_AUTH_PATH: {
    kind: 'text',
    group: 'Secrets',
    description: 'Where the sign-in method is mounted. Default: approle or kubernetes.',
  },
} as const
