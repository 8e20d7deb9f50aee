import { demoPolicyId } from '../demo-policy.ts'
import type { ServicePackage } from './packages.ts'
import { prose } from './prose.ts'

const kes = (shillings: number): ServicePackage['price'] => ({ minor: String(shillings * 100), currency: 'KES' })

export const demoCategories = [
  { key: 'brand', title: 'Brand identity', summary: 'Names, marks, type and the rules that hold them together.' },
  { key: 'digital', title: 'Digital product', summary: 'Websites and apps, from the first sketch to the release.' },
  { key: 'print', title: 'Print and packaging', summary: 'What people hold in their hands.' },
] as const

/** What the studio offers, with what it costs in Nairobi. */
export const demoServices = [
  {
    slug: 'brand-identity',
    category: 'brand',
    fields: {
      title: 'Brand identity',
      summary: 'A name, a mark and a voice that work on a shopfront in Ngara as well as on a phone.',
      featured: true,
      body: prose(
        'We start with the people who will meet the brand: in the shop, on the matatu, in a feed. Two weeks of listening come before the first sketch.',
        '## What you get',
        '- A logo family with rules for small sizes and one colour',
        '- Type, colour and photography, chosen for screens and for local printers',
        '- A guide of about 30 pages that your own team can work with',
        '## How it goes',
        'You see two directions after three weeks and choose one. What is delivered is yours, with all sources.',
      ),
      packages: [
        {
          ...{ key: 'consultation', title: 'First consultation', price: kes(7_500), depositBp: 10_000 },
          ...{ durationMin: 60, bookingKind: 'appointment' as const, policyId: demoPolicyId },
          summary: 'An hour about where the brand stands. Deducted when a project follows.',
        },
        {
          ...{ key: 'essential', title: 'Essential identity', price: kes(185_000), depositBp: 5000 },
          bookingKind: 'request' as const,
          features: ['Logo and two colour versions', 'Type and palette', 'Guide of 12 pages'],
        },
        {
          ...{ key: 'complete', title: 'Complete identity', price: kes(420_000), depositBp: 4000 },
          bookingKind: 'request' as const,
          features: ['Everything in Essential', 'Naming', 'Stationery, signage and templates', 'Guide of 40 pages'],
        },
      ],
    },
  },
  {
    slug: 'website-design',
    category: 'digital',
    fields: {
      title: 'Website design and build',
      summary: 'A fast site that your team can change, made for the phones that people really have.',
      featured: true,
      body: prose(
        'Most visitors come with a mid-range Android phone on mobile data. We measure on such phones, every week.',
        '- First page under 200 KB',
        '- English and Swahili from the start',
        '- M-Pesa, cards or bank transfer at the checkout',
        '> The old site took eleven seconds to open in Kisumu. The new one takes two.',
      ),
      packages: [
        {
          ...{ key: 'review', title: 'Website review', price: kes(12_000), depositBp: 10_000 },
          ...{ durationMin: 90, bookingKind: 'appointment' as const, policyId: demoPolicyId },
        },
        {
          ...{ key: 'first-call', title: 'First call', price: kes(0), depositBp: 0 },
          ...{ durationMin: 30, bookingKind: 'appointment' as const, policyId: demoPolicyId },
          summary: 'Half an hour to find out whether we are the right ones.',
        },
        {
          ...{ key: 'small-site', title: 'Small site', price: kes(240_000), depositBp: 4000 },
          bookingKind: 'request' as const,
          features: ['Up to eight kinds of pages', 'Two languages', 'Training for your editors'],
        },
      ],
    },
  },
  {
    slug: 'packaging',
    category: 'print',
    fields: {
      title: 'Packaging',
      summary: 'Labels, boxes and bags, drawn to what printers on Enterprise Road can make.',
      body: prose(
        'We have stood beside the machines. A drawing that cannot be printed in Industrial Area within a week is not finished.',
        '- Dielines and artwork ready for print',
        '- Samples on the stock that will be used',
      ),
      packages: [
        {
          ...{ key: 'label', title: 'One label', price: kes(45_000), depositBp: 5000 },
          bookingKind: 'request' as const,
        },
        {
          ...{ key: 'range', title: 'A range of up to six', price: kes(165_000), depositBp: 5000 },
          bookingKind: 'request' as const,
        },
      ],
    },
  },
  {
    slug: 'design-coaching',
    category: 'digital',
    fields: {
      title: 'Design coaching',
      summary: 'For teams with designers of their own: regular sessions with somebody who has done it before.',
      body: prose('Every second week, with your real work on the table. No slides.'),
      packages: [
        {
          ...{ key: 'session', title: 'Single session', price: kes(9_000), depositBp: 2500 },
          ...{ durationMin: 75, bookingKind: 'appointment' as const, policyId: demoPolicyId },
        },
        {
          ...{ key: 'abroad', title: 'Session from abroad', depositBp: 5000 },
          price: { minor: '8000', currency: 'USD' },
          ...{ durationMin: 75, bookingKind: 'appointment' as const, policyId: demoPolicyId },
          summary: 'The same in US dollars, by card or PayPal.',
        },
      ],
    },
  },
]

export const demoProjects = [
  {
    ...{ category: 'brand', service: 'brand-identity', daysAgo: 40 },
    fields: {
      ...{
        title: 'Mto Dairy',
        client: 'Mto Dairy Cooperative',
        year: 2026,
        featured: true,
        tags: ['identity', 'packaging'],
      },
      summary: 'Eleven hundred farmers around Nyandarua share one name on the shelf.',
      body: prose(
        'The cooperative sold to three brands and was known by none. Its members chose the name in eight meetings; we drew the river.',
        '## What changed',
        'In the first six months the cooperative sold a third of its milk under its own name.',
      ),
    },
  },
  {
    ...{ category: 'digital', service: 'website-design', daysAgo: 95 },
    fields: {
      ...{
        title: 'Nairobi Reads',
        client: 'City Libraries Trust',
        year: 2025,
        featured: true,
        tags: ['website', 'accessibility'],
      },
      summary: 'A catalogue of four libraries that works on a phone with a broken screen.',
      body: prose(
        'Readers reserve by a code on the shelf. The whole catalogue is 90 KB and works without a connection.',
      ),
    },
  },
  {
    ...{ category: 'print', service: 'packaging', daysAgo: 160 },
    fields: {
      ...{ title: 'Kiambu Gold', client: 'Kiambu Gold Coffee', year: 2025, tags: ['packaging'] },
      summary: 'Six bags, two colours, one plate: coffee that pays its farmers can pay its printer.',
      body: prose(
        'All six roasts share one printing plate. The roast is stamped by hand, which customers have come to like.',
      ),
    },
  },
]
