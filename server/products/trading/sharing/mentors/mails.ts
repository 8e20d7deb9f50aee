import { Type } from 'typebox'
import { object } from '../../../../kernel/http/schema.ts'
import { mailTemplate } from '../../../../kernel/mail/template.ts'

const base = { name: Type.String(), url: Type.String() }

export const mentorInvitationMail = mailTemplate({
  name: 'trading.mentor-invitation',
  purpose: { news: 'trading.mentor-invitations', title: 'Invitations to be a mentor of traders' },
  repeatable: false,
  data: object({ ...base, trader: Type.String() }),
  sample: { name: 'Ada', url: 'https://plinth.example/trading/mentoring', trader: 'Ben' },
  render: ({ name, url, trader }) => ({
    subject: `${trader} asks you to be their mentor`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, ${trader} asks you to read their trades and journal and to comment on them.`,
      },
      { kind: 'paragraph', text: 'You can accept or decline, and stop at any time.' },
      { kind: 'button', label: 'See the invitation', url },
    ],
  }),
})

export const mentorCommentMail = mailTemplate({
  name: 'trading.mentor-comment',
  purpose: { news: 'trading.mentor-comments', title: 'Comments of your mentors', can: 'trading:use' },
  repeatable: false,
  data: object({ ...base, mentor: Type.String(), what: Type.String() }),
  sample: {
    ...{ name: 'Ben', url: 'https://plinth.example/trading/trades/sample', mentor: 'Ada' },
    what: 'a trade',
  },
  render: ({ name, url, mentor, what }) => ({
    subject: `${mentor} commented on ${what} of yours`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, ${mentor} commented on ${what} of yours.` },
      { kind: 'paragraph', text: 'Of what else they write within an hour there is no other mail.' },
      { kind: 'button', label: 'Read it', url },
    ],
  }),
})

export const mentorMails = [mentorInvitationMail, mentorCommentMail]
