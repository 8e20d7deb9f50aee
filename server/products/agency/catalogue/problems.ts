import { problems } from '../../../kernel/problem.ts'

export const catalogueProblem = problems('agency', {
  'package-twice': { status: 422, title: 'Two packages of a service have the same key' },
  'package-incomplete': { status: 422, title: 'A package that is booked as an appointment says how long it takes' },
})
