import { prose } from './prose.ts'

export const demoPosts = [
  {
    ...{ category: 'digital', daysAgo: 4 },
    fields: {
      title: 'What a page weighs in Kisumu',
      byline: 'Achieng Odhiambo',
      tags: ['performance', 'research'],
      summary:
        'We bought the ten most common phones and opened forty sites on each. Weight decides, not speed of the network.',
      body: prose(
        'Of forty sites that Kenyans use every day, nine open in under three seconds on a phone for 12,000 shillings. All nine are lighter than 400 KB.',
        '## How we measured',
        'Ten phones, bought second-hand on Luthuli Avenue, prepaid data, morning and evening for two weeks.',
        '- The median page had 2.1 MB',
        '- Fonts were a fifth of it, and hardly anybody would miss them',
        '- Pictures were never shown as large as they were sent',
        '## What we do now',
        'Every project has a budget in kilobytes, on the wall beside the one in shillings.',
      ),
    },
    swahili: {
      slug: 'uzito-wa-ukurasa-kisumu',
      fields: {
        title: 'Uzito wa ukurasa Kisumu',
        byline: 'Achieng Odhiambo',
        tags: ['performance'],
        body: prose(
          'Tulinunua simu kumi zinazotumika zaidi na kufungua tovuti arobaini kwenye kila moja. Uzito wa ukurasa ndio unaoamua.',
        ),
      },
    },
  },
  {
    ...{ category: 'brand', daysAgo: 19 },
    fields: {
      title: 'Why we sketch with the client in the room',
      byline: 'Brian Mutua',
      tags: ['process'],
      body: prose(
        'A sketch that is shown is judged. A sketch that is made together is understood.',
        'We lost a project that way once, in the first hour. It was cheaper for both than losing it in the third month.',
      ),
    },
  },
  {
    ...{ category: 'print', daysAgo: 33 },
    fields: {
      title: 'Notes from a night at the printer',
      byline: 'Wanjiru Kamau',
      tags: ['print', 'process'],
      body: prose(
        'The machine on Enterprise Road starts at ten, when power is steady. By midnight we knew why our green had been too blue for a year.',
        '> Bring the paper, not the swatch.',
      ),
    },
  },
]

export const demoTestimonials = [
  {
    ...{ service: 'brand-identity', daysAgo: 12 },
    fields: {
      ...{ author: 'Grace Njeri', role: 'Chairlady', company: 'Mto Dairy Cooperative', rating: 5, featured: true },
      quote:
        'They came to our meetings, all eight of them. When the name was chosen nobody asked whose idea it had been.',
    },
  },
  {
    ...{ service: 'website-design', daysAgo: 30 },
    fields: {
      ...{ author: 'Peter Ouma', role: 'Head librarian', company: 'City Libraries Trust', rating: 5 },
      quote: 'Our readers used to ask whether the site was down. Now they ask when the next library will be on it.',
    },
  },
  {
    ...{ service: 'packaging', daysAgo: 70 },
    fields: {
      ...{ author: 'Samuel Kariuki', company: 'Kiambu Gold Coffee', rating: 4 },
      quote: 'One plate for six bags saved us more than the design cost. The first samples came a week late.',
    },
  },
]

export const demoFaqs = [
  {
    question: 'Do you work with clients outside Nairobi?',
    topic: 'Working together',
    answer: prose(
      'Yes. A third of our clients are elsewhere in East Africa. Workshops are better in person, so we plan two visits.',
    ),
  },
  {
    question: 'How can I pay?',
    topic: 'Payment',
    answer: prose('By M-Pesa, card or bank transfer. Projects have a deposit, the rest follows on delivery.'),
  },
  {
    question: 'Who owns the work?',
    topic: 'Working together',
    answer: prose('You do, with all sources, once the last invoice is paid.'),
  },
  {
    question: 'Can I move an appointment?',
    topic: 'Payment',
    answer: prose('Up to 24 hours before it begins, for nothing. Later we keep half of the deposit.'),
  },
]

export const demoJobs = [
  {
    daysAgo: 6,
    fields: {
      ...{ title: 'Designer for digital products', department: 'Design', location: 'Kilimani, Nairobi' },
      ...{ employment: 'FULL_TIME' as const, remote: false },
      summary: 'Somebody who has shipped, and who likes to sit beside the people who use it.',
      body: prose(
        'You will work on two products at a time, with a developer.',
        '- Three years of practice',
        '- English and Swahili',
      ),
    },
  },
]

export const demoPages = [
  {
    slug: 'about',
    fields: {
      title: 'A studio of nine in Kilimani',
      body: prose(
        'We have drawn, built and printed since 2014, on the second floor above a carpenter. That is where the noise in our calls comes from.',
      ),
    },
  },
  {
    slug: 'terms',
    fields: {
      title: 'Terms of business',
      body: prose(
        '## Deposit',
        'Work begins when the deposit is paid.',
        '## Changes',
        'Two rounds are included; a third is agreed beforehand.',
      ),
    },
  },
]

export const demoProduct = {
  title: 'Kijitabu',
  status: 'beta' as const,
  website: 'https://kijitabu.example',
  summary: 'Receipts on a roll printer, designed. Made for stalls that have a phone and no till.',
  tags: ['print'],
  body: prose('Kijitabu turns an M-Pesa message into a receipt that a customer keeps.'),
}
