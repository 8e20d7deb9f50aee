import { Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps, ReactElement } from 'react'

type LinkProps = ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>

/** A link that looks like a button: it goes somewhere and changes nothing. */
export const ButtonLink = createLink((props: LinkProps): ReactElement => <Button component="a" {...props} />)
