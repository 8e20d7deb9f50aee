import type { JsonSchema } from '../forms/json-schema.ts'

const words = (title: string, description?: string): JsonSchema => ({
  ...{ type: 'array', title, items: { type: 'string', maxLength: 63 } },
  ...(description === undefined ? {} : { description }),
})

const privileges = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']

/** What a template says an account may do, as forms show it; the server judges what is sent. */
export const rulesSchemas: Readonly<Record<'postgresql' | 'redis', JsonSchema>> = {
  postgresql: {
    type: 'object',
    required: ['connections'],
    properties: {
      memberOf: words('Member of', 'Roles of the database; Enter or a comma ends each'),
      grants: {
        ...{ type: 'array', title: 'Grants' },
        items: {
          type: 'object',
          required: ['schema', 'privileges'],
          properties: {
            schema: { type: 'string', maxLength: 63, title: 'Schema' },
            tables: words('Tables', 'None named: all that are there when the account is made'),
            privileges: {
              ...{ type: 'array', title: 'Privileges' },
              items: { anyOf: privileges.map((name) => ({ const: name, title: name })) },
            },
          },
        },
      },
      connections: { type: 'integer', title: 'Connections at once' },
    },
  },
  redis: {
    type: 'object',
    properties: {
      commands: words('Commands', 'Such as +@read and -keys, in their order'),
      keys: words('Keys', 'Such as shop:*'),
      channels: words('Channels'),
    },
  },
}

/** What the server wants told also where it is nothing. */
export const noRules = {
  postgresql: { memberOf: [], grants: [] },
  redis: { commands: [], keys: [], channels: [] },
} as const

export const rulesAtFirst = {
  postgresql: { memberOf: [], grants: [{ schema: 'public', privileges: ['SELECT'] }], connections: 5 },
  redis: { commands: ['+@read', '-@dangerous'], keys: [], channels: [] },
} as const
