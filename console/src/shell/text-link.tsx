import { Anchor, type AnchorProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps, ReactElement } from 'react'

type LinkProps = Omit<AnchorProps, 'href'> & Omit<ComponentProps<'a'>, keyof AnchorProps>

/** A link in running text to another page of the console. */
export const TextLink = createLink((props: LinkProps): ReactElement => <Anchor underline="always" {...props} />)
