import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type Me } from '../api.ts'
import styles from './account-corner.module.css'
import { ColorSchemeButton } from './color-scheme-button.tsx'
import navigation from './navigation.module.css'
import { notifyProblem } from './notify.ts'

interface AccountCornerProps {
  readonly me: Me | null | undefined
  readonly onLeave: () => void
}

/** Who is signed in, and the way in or out. */
export function AccountCorner({ me, onLeave }: AccountCornerProps): ReactElement {
  return (
    <div className={styles.corner}>
      {me ? <SignedIn me={me} onLeave={onLeave} /> : <SignedOut onLeave={onLeave} />}
      <ColorSchemeButton />
    </div>
  )
}

function SignedIn({ me, onLeave }: { me: Me; onLeave: () => void }): ReactElement {
  const signOut = useSignOut()
  return (
    <>
      <div className={styles.who}>
        {me.user.name}
        <span>{me.user.email}</span>
      </div>
      <Link to="/account" className={navigation.link} onClick={onLeave}>
        Your account
      </Link>
      <button type="button" className={navigation.button} onClick={() => signOut.mutate()} disabled={signOut.isPending}>
        Sign out
      </button>
    </>
  )
}

function SignedOut({ onLeave }: { onLeave: () => void }): ReactElement {
  return (
    <>
      <Link to="/login" className={navigation.link} onClick={onLeave}>
        Sign in
      </Link>
      <Link to="/register" className={navigation.link} onClick={onLeave}>
        Register
      </Link>
    </>
  )
}

function useSignOut() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.auth.logout(),
    onSuccess: async () => {
      await navigate({ to: '/' })
      queryClient.clear()
      queryClient.setQueryData(['me'], null)
    },
    onError: notifyProblem,
  })
}
