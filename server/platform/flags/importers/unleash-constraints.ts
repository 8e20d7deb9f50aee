import { type Condition, patternFault } from '@plinth/sdk/flags'
import { attributeStep, type JsonMap, listOf, nobody, type Reader, textOr } from './imported.ts'

const operators = new Set([
  'IN',
  'NOT_IN',
  'STR_CONTAINS',
  'STR_STARTS_WITH',
  'STR_ENDS_WITH',
  'NUM_EQ',
  'NUM_GT',
  'NUM_GTE',
  'NUM_LT',
  'NUM_LTE',
  'DATE_AFTER',
  'DATE_BEFORE',
  'SEMVER_EQ',
  'SEMVER_GT',
  'SEMVER_GTE',
  'SEMVER_LT',
  'SEMVER_LTE',
  'REGEX',
  'IN_CIDR',
])

/** The attribute of a field of Unleash's context, which may also be one of its properties. */
export function attributeOf(field: string): string {
  return field === 'userId' ? 'targetingKey' : attributeStep(field)
}

/** A constraint; one with an unknown operator is met by nobody, not even inverted. */
export function constraintCondition(constraint: JsonMap, reader: Reader, path: string): Condition {
  const operator = textOr(constraint.operator, '')
  if (!operators.has(operator)) {
    reader.fault(`${path}/operator`, `no operator ${operator}: met by nobody, as in Unleash's SDKs`)
    return nobody
  }
  const fault = operator === 'REGEX' ? patternFault(textOr(constraint.value, '')) : null
  if (fault !== null) reader.fault(`${path}/value`, `${fault}: met by nobody`)
  const isList = constraint.value === undefined || constraint.value === null || isListOperator(operator)
  const comparison: Condition = {
    as: 'unleash',
    attribute: operator.startsWith('DATE_') ? 'currentTime' : attributeOf(textOr(constraint.contextName, '')),
    operator,
    value: isList ? listOf(constraint.values) : (constraint.value ?? null),
    ...(constraint.caseInsensitive === true ? { ignoreCase: true } : {}),
  }
  return constraint.inverted === true ? { not: comparison } : comparison
}

function isListOperator(operator: string): boolean {
  return operator === 'IN' || operator === 'NOT_IN' || operator === 'IN_CIDR' || operator.startsWith('STR_')
}
