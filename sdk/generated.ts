// Generated from the OpenAPI document of the server by `npm run contract`: change the routes, not this file.

import type { BinaryBody, CallOptions, KeyedCallOptions, Operation } from './operation.ts'

export type Problem = {
  /** Path of a page that explains the problem */
  type: string
  title: string
  status: number
  detail?: string
  /** Stable, `unit/name` */
  code: string
  requestId: string
  traceId?: string
  retryAfterSeconds?: number
  params?: Record<string, unknown>
  errors?: {
    pointer: string
    code: string
    detail: string
  }[]
}

export interface AccessChangeRoleInput extends CallOptions {
  path: {
    name: string
  }
  body: {
    title?: string | undefined
    permissions?: string[] | undefined
    /** Whether holders must prove a second factor; null follows the server */
    mfaRequired?: boolean | null | undefined
  }
}

export type AccessChangeRoleAnswer = {
  name: string
  title: string
  builtIn: boolean
  permissions: string[]
  /** Whether holders must prove a second factor; null follows the server */
  mfaRequired: boolean | null
  demandsMfa: boolean
}

export interface AccessCreateRoleInput extends CallOptions {
  body: {
    name: string
    title: string
    permissions: string[]
    /** Whether holders must prove a second factor; null follows the server */
    mfaRequired?: boolean | null | undefined
  }
}

export type AccessCreateRoleAnswer = {
  name: string
  title: string
  builtIn: boolean
  permissions: string[]
  /** Whether holders must prove a second factor; null follows the server */
  mfaRequired: boolean | null
  demandsMfa: boolean
}

export interface AccessDeleteRoleInput extends CallOptions {
  path: {
    name: string
  }
}

export interface AccessDenyPermissionInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    permission: string
  }
  body: {
    reason?: string | undefined
    expiresAt?: string | null | undefined
  }
}

export interface AccessGetUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AccessGetUserAnswer = {
  /** Id of a user */
  id: string
  email: string
  name: string
  /** Language that mail is written in where it can be, a BCP 47 tag */
  locale: string | null
  emailVerifiedAt: string | null
  createdAt: string
  roles: string[]
  disabledAt: string | null
}

export interface AccessGetUserAccessInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AccessGetUserAccessAnswer = {
  grants: {
    role: string
    /** Id of a user */
    grantedBy: string | null
    grantedAt: string
    reason: string
    expiresAt: string | null
  }[]
  denials: {
    permission: string
    /** Id of a user */
    deniedBy: string | null
    deniedAt: string
    reason: string
    expiresAt: string | null
  }[]
  permissions: string[]
  mfaRequired: boolean
}

export interface AccessGrantRoleInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    role: string
  }
  body: {
    reason?: string | undefined
    expiresAt?: string | null | undefined
  }
}

export interface AccessLiftDenialInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    permission: string
  }
}

export type AccessListPermissionsInput = CallOptions

export type AccessListPermissionsAnswer = {
  items: {
    name: string
    title: string
  }[]
}

export type AccessListRolesInput = CallOptions

export type AccessListRolesAnswer = {
  items: {
    name: string
    title: string
    builtIn: boolean
    permissions: string[]
    /** Whether holders must prove a second factor; null follows the server */
    mfaRequired: boolean | null
    demandsMfa: boolean
  }[]
}

export interface AccessListUsersInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
        role?: string | undefined
      }
    | undefined
}

export type AccessListUsersAnswer = {
  items: {
    /** Id of a user */
    id: string
    email: string
    name: string
    /** Language that mail is written in where it can be, a BCP 47 tag */
    locale: string | null
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
    disabledAt: string | null
  }[]
  nextCursor: string | null
}

export interface AccessRevokeRoleInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    role: string
  }
}

export interface ApiKeysCreateInput extends CallOptions {
  body: {
    name: string
    scopes: string[]
    expiresAt?: string | undefined
    /** Id of a organisation */
    organisationId?: string | undefined
  }
}

export type ApiKeysCreateAnswer = {
  /** Id of a api-key */
  id: string
  name: string
  lastFour: string
  scopes: string[]
  /** Id of a organisation */
  organisationId: string | null
  createdAt: string
  expiresAt: string
  lastUsedAt: string | null
  reviewSince: string | null
  key: string
}

export interface ApiKeysKeepInput extends CallOptions {
  path: {
    /** Id of a api-key */
    id: string
  }
}

export interface ApiKeysListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type ApiKeysListAnswer = {
  items: {
    /** Id of a api-key */
    id: string
    name: string
    lastFour: string
    scopes: string[]
    /** Id of a organisation */
    organisationId: string | null
    createdAt: string
    expiresAt: string
    lastUsedAt: string | null
    reviewSince: string | null
  }[]
  nextCursor: string | null
}

export interface ApiKeysListOfUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type ApiKeysListOfUserAnswer = {
  items: {
    /** Id of a api-key */
    id: string
    name: string
    lastFour: string
    scopes: string[]
    /** Id of a organisation */
    organisationId: string | null
    createdAt: string
    expiresAt: string
    lastUsedAt: string | null
    reviewSince: string | null
  }[]
  nextCursor: string | null
}

export interface ApiKeysRevokeInput extends CallOptions {
  path: {
    /** Id of a api-key */
    id: string
  }
}

export interface ApiKeysRevokeOfUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    /** Id of a api-key */
    keyId: string
  }
}

export interface AuditListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        action?: string | undefined
        actor?: string | undefined
        subject?: string | undefined
      }
    | undefined
}

export type AuditListAnswer = {
  items: {
    id: string
    seq: number | null
    at: string
    action: string
    actor: {
      kind: 'anonymous' | 'system' | 'user'
      id: string | null
      name: string | null
      apiKeyId: string | null
    }
    impersonator:
      | {
          id: string
          name: string | null
        }
      | null
    subject: {
      kind: string
      id: string
    }
    details: Record<string, unknown>
    requestId: string
    ip: string | null
  }[]
  nextCursor: string | null
}

export type AuditVerifyInput = CallOptions

export type AuditVerifyAnswer = {
  ok: boolean
  checked: number
  sealedUpTo: number
  firstFault: string | null
}

export interface AuthAddPasskeyInput extends CallOptions {
  body: {
    credential: {
      id: string
      rawId: string
      type: 'public-key'
      clientExtensionResults: Record<string, unknown>
      response: {
        clientDataJSON: string
        attestationObject: string
        transports?: string[] | undefined
      } & Record<string, unknown>
    } & Record<string, unknown>
    name: string
  }
}

export type AuthAddPasskeyAnswer = {
  /** Id of a factor */
  id: string
  backupCodes?: string[]
}

export interface AuthCaptchaInput extends CallOptions {
  query?:
    | {
        action?: 'login' | 'register' | 'forgot-password' | 'magic-link' | undefined
      }
    | undefined
}

export type AuthCaptchaAnswer = {
  provider: 'altcha' | 'turnstile' | 'hcaptcha'
  challenge?: {
    parameters: Record<string, unknown>
    signature: string
  }
  siteKey?: string
}

export interface AuthChangeEmailInput extends CallOptions {
  body: {
    newEmail: string
    password?: string | undefined
  }
}

export type AuthChangeEmailAnswer = {
  status: 'accepted'
}

export interface AuthChangePasswordInput extends CallOptions {
  body: {
    currentPassword: string
    newPassword: string
  }
}

export type AuthChangePasswordAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    /** Language that mail is written in where it can be, a BCP 47 tag */
    locale: string | null
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
  accessToken: string
  /** Seconds that the access token is good for */
  expiresIn: number
  refreshToken?: string
}

export interface AuthCompromiseKeyInput extends CallOptions {
  path: {
    kid: string
  }
  body: {
    reason: string
  }
}

export interface AuthConfirmDeletionInput extends CallOptions {
  body: {
    token: string
  }
}

export interface AuthConfirmEmailInput extends CallOptions {
  body: {
    token: string
  }
}

export interface AuthConfirmEmailCodesInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
  body: {
    code: string
  }
}

export type AuthConfirmEmailCodesAnswer = {
  backupCodes?: string[]
}

export interface AuthConfirmSmsInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
  body: {
    code: string
  }
}

export type AuthConfirmSmsAnswer = {
  backupCodes?: string[]
}

export interface AuthConfirmTotpInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
  body: {
    code: string
  }
}

export type AuthConfirmTotpAnswer = {
  backupCodes?: string[]
}

export type AuthCsrfInput = CallOptions

export type AuthCsrfAnswer = {
  csrfToken: string
}

export interface AuthDisableUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export interface AuthEnableUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export interface AuthEraseUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  body: {
    reason: string
  }
}

export type AuthExportInput = CallOptions

export type AuthExportAnswer = {
  exportedAt: string
  /** Id of a user */
  userId: string
  units: Record<string, unknown>
}

export type AuthFactorsInput = CallOptions

export type AuthFactorsAnswer = {
  methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
  /** A role of the person demands a second factor */
  required: boolean
  backupCodesLeft: number
  passkeys: {
    /** Id of a factor */
    id: string
    name: string
    createdAt: string
    lastUsedAt: string | null
  }[]
  totp: {
    /** Id of a factor */
    id: string
    label: string
    createdAt: string
    lastUsedAt: string | null
  }[]
  phones: {
    /** Id of a factor */
    id: string
    /** Calling code and last digits */
    number: string
    createdAt: string
    lastUsedAt: string | null
  }[]
  emails: {
    /** Id of a factor */
    id: string
    createdAt: string
    lastUsedAt: string | null
  }[]
}

export interface AuthForgetDeviceInput extends CallOptions {
  path: {
    /** Id of a device */
    id: string
  }
}

export interface AuthForgetTrustedDeviceInput extends CallOptions {
  path: {
    /** Id of a device */
    id: string
  }
}

export type AuthForgetTrustedDevicesInput = CallOptions

export interface AuthForgotPasswordInput extends CallOptions {
  body: {
    email: string
    captcha?: string | undefined
  }
}

export type AuthForgotPasswordAnswer = {
  status: 'accepted'
}

export interface AuthImpersonateInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
  body: {
    reason: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthImpersonateAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    /** Language that mail is written in where it can be, a BCP 47 tag */
    locale: string | null
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
  accessToken: string
  /** Seconds that the access token is good for */
  expiresIn: number
  refreshToken?: string
}

export interface AuthImportUsersInput extends CallOptions {
  body: {
    format: 'auth0' | 'supabase' | 'firebase' | 'csv'
    content: string
    dryRun?: boolean | undefined
    firebase?:
      | {
          signerKey: string
          saltSeparator: string
          rounds: number
          memCost: number
        }
      | undefined
  }
}

export type AuthImportUsersAnswer = {
  items: {
    row: number
    email: string
    result: 'created' | 'duplicate' | 'error'
    reason: string | null
  }[]
}

export type AuthIssueBackupCodesInput = CallOptions

export type AuthIssueBackupCodesAnswer = {
  codes: string[]
}

export type AuthJwksInput = CallOptions

export type AuthJwksAnswer = {
  keys: {
    kty: string
    kid: string
    alg: 'ES256' | 'RS256'
    use: string
    crv?: string
    x?: string
    y?: string
    n?: string
    e?: string
  }[]
}

export interface AuthLinkIdentityInput extends CallOptions {
  path: {
    provider: string
  }
  body: {
    returnTo?: string | undefined
  }
}

export type AuthLinkIdentityAnswer = {
  url: string
}

export interface AuthListDevicesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthListDevicesAnswer = {
  items: {
    /** Id of a device */
    id: string
    createdAt: string
    lastSeenAt: string
    ip: string | null
    userAgent: string | null
    current: boolean
  }[]
  nextCursor: string | null
}

export interface AuthListIdentitiesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthListIdentitiesAnswer = {
  items: {
    /** Id of a identity */
    id: string
    provider: string
    title: string
    email: string | null
    name: string | null
    linkedAt: string
    lastUsedAt: string
  }[]
  nextCursor: string | null
}

export type AuthListKeysInput = CallOptions

export type AuthListKeysAnswer = {
  items: {
    kid: string
    algorithm: 'ES256' | 'RS256'
    /** RFC 7638, SHA-256 */
    thumbprint: string
    /** New tokens are signed with it */
    signs: boolean
    compromisedAt: string | null
  }[]
}

export type AuthListOauthProvidersInput = CallOptions

export type AuthListOauthProvidersAnswer = {
  items: {
    id: string
    title: string
    startUrl: string
  }[]
  nextCursor: string | null
}

export interface AuthListSessionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthListSessionsAnswer = {
  items: {
    /** Id of a session */
    id: string
    createdAt: string
    lastSeenAt: string
    expiresAt: string
    ip: string | null
    userAgent: string | null
    aal: number
    current: boolean
  }[]
  nextCursor: string | null
}

export interface AuthListTrustedDevicesInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthListTrustedDevicesAnswer = {
  items: {
    /** Id of a device */
    id: string
    userAgent: string
    createdAt: string
    lastUsedAt: string
    expiresAt: string
  }[]
  nextCursor: string | null
}

export interface AuthLoginInput extends CallOptions {
  body: {
    email: string
    password: string
    transport?: 'cookie' | 'bearer' | undefined
    captcha?: string | undefined
  }
}

export type AuthLoginAnswer =
  | {
      user: {
        /** Id of a user */
        id: string
        email: string
        name: string
        /** Language that mail is written in where it can be, a BCP 47 tag */
        locale: string | null
        emailVerifiedAt: string | null
        createdAt: string
        roles: string[]
      }
      accessToken: string
      /** Seconds that the access token is good for */
      expiresIn: number
      refreshToken?: string
    }
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }

export type AuthLogoutInput = CallOptions

export type AuthLogoutAllInput = CallOptions

export interface AuthMagicLinkInput extends CallOptions {
  body: {
    email: string
    captcha?: string | undefined
  }
}

export type AuthMagicLinkAnswer = {
  status: 'accepted'
}

export type AuthMeInput = CallOptions

export type AuthMeAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    /** Language that mail is written in where it can be, a BCP 47 tag */
    locale: string | null
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
  session: {
    /** Id of a session */
    id: string
    createdAt: string
    expiresAt: string
    aal: number
    /** Id of a user */
    impersonatorId: string | null
    due: 'mfa-required' | 'mfa-enrolment-required' | null
  }
  permissions: string[]
}

export interface AuthMfaPasskeyOptionsInput extends CallOptions {
  body: {
    /** As the sign-in answered it */
    challenge: string
  }
}

export type AuthMfaPasskeyOptionsAnswer = Record<string, unknown>

export interface AuthMfaSendInput extends CallOptions {
  body: {
    /** As the sign-in answered it */
    challenge: string
    method: 'sms' | 'email'
  }
}

export type AuthMfaSendAnswer = {
  status: 'accepted'
}

export interface AuthMfaVerifyInput extends CallOptions {
  body: {
    /** As the sign-in answered it */
    challenge: string
    method: 'totp' | 'sms' | 'email' | 'passkey' | 'backup'
    code?: string | undefined
    credential?: Record<string, unknown> | undefined
    /** Sign in without a second factor in this browser for 30 days; with cookies only */
    trustDevice?: boolean | undefined
  }
}

export type AuthMfaVerifyAnswer =
  | {
      user: {
        /** Id of a user */
        id: string
        email: string
        name: string
        /** Language that mail is written in where it can be, a BCP 47 tag */
        locale: string | null
        emailVerifiedAt: string | null
        createdAt: string
        roles: string[]
      }
      accessToken: string
      /** Seconds that the access token is good for */
      expiresIn: number
      refreshToken?: string
    }
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }

export interface AuthMfaVerifyBackupInput extends CallOptions {
  body: {
    /** As the sign-in answered it */
    challenge: string
    code: string
    /** Sign in without a second factor in this browser for 30 days; with cookies only */
    trustDevice?: boolean | undefined
  }
}

export type AuthMfaVerifyBackupAnswer =
  | {
      user: {
        /** Id of a user */
        id: string
        email: string
        name: string
        /** Language that mail is written in where it can be, a BCP 47 tag */
        locale: string | null
        emailVerifiedAt: string | null
        createdAt: string
        roles: string[]
      }
      accessToken: string
      /** Seconds that the access token is good for */
      expiresIn: number
      refreshToken?: string
    }
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }

export interface AuthPasskeyLoginInput extends CallOptions {
  body: {
    /** Id of a challenge */
    challenge: string
    credential: {
      id: string
      rawId: string
      type: 'public-key'
      clientExtensionResults: Record<string, unknown>
      response: {
        clientDataJSON: string
        authenticatorData: string
        signature: string
        userHandle?: string | null | undefined
      } & Record<string, unknown>
    } & Record<string, unknown>
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthPasskeyLoginAnswer =
  | {
      user: {
        /** Id of a user */
        id: string
        email: string
        name: string
        /** Language that mail is written in where it can be, a BCP 47 tag */
        locale: string | null
        emailVerifiedAt: string | null
        createdAt: string
        roles: string[]
      }
      accessToken: string
      /** Seconds that the access token is good for */
      expiresIn: number
      refreshToken?: string
    }
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }

export type AuthPasskeyOptionsInput = CallOptions

export type AuthPasskeyOptionsAnswer = Record<string, unknown>

export type AuthPasskeySignInOptionsInput = CallOptions

export type AuthPasskeySignInOptionsAnswer = {
  options: Record<string, unknown>
  challenge: string
}

export interface AuthRedeemMagicLinkInput extends CallOptions {
  body: {
    token: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthRedeemMagicLinkAnswer =
  | {
      user: {
        /** Id of a user */
        id: string
        email: string
        name: string
        /** Language that mail is written in where it can be, a BCP 47 tag */
        locale: string | null
        emailVerifiedAt: string | null
        createdAt: string
        roles: string[]
      }
      accessToken: string
      /** Seconds that the access token is good for */
      expiresIn: number
      refreshToken?: string
    }
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }

export interface AuthRefreshInput extends CallOptions {
  body: {
    refreshToken?: string | undefined
  }
}

export type AuthRefreshAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    /** Language that mail is written in where it can be, a BCP 47 tag */
    locale: string | null
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
  accessToken: string
  /** Seconds that the access token is good for */
  expiresIn: number
  refreshToken?: string
}

export interface AuthRegisterInput extends CallOptions {
  body: {
    email: string
    password: string
    name: string
    captcha?: string | undefined
  }
}

export type AuthRegisterAnswer = {
  status: 'accepted'
}

export interface AuthRemoveEmailCodesInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
}

export interface AuthRemovePasskeyInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
}

export interface AuthRemoveSmsInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
}

export interface AuthRemoveTotpInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
}

export interface AuthRenamePasskeyInput extends CallOptions {
  path: {
    /** Id of a factor */
    id: string
  }
  body: {
    name: string
  }
}

export type AuthRequestDeletionInput = CallOptions

export type AuthRequestDeletionAnswer = {
  status: 'accepted'
}

export interface AuthResendVerificationInput extends CallOptions {
  body: {
    email: string
  }
}

export type AuthResendVerificationAnswer = {
  status: 'accepted'
}

export interface AuthResetPasswordInput extends CallOptions {
  body: {
    token: string
    password: string
  }
}

export interface AuthRevertEmailInput extends CallOptions {
  body: {
    token: string
  }
}

export interface AuthRevokeSessionInput extends CallOptions {
  path: {
    /** Id of a session */
    id: string
  }
}

export interface AuthSecurityEventsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthSecurityEventsAnswer = {
  items: {
    id: string
    at: string
    action: string
    by: 'self' | 'visitor' | 'other' | 'server'
    ip: string | null
    userAgent: string | null
  }[]
  nextCursor: string | null
}

export interface AuthSetupInput extends CallOptions {
  body: {
    token: string
    email: string
    password: string
    name: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthSetupAnswer =
  | {
      user: {
        /** Id of a user */
        id: string
        email: string
        name: string
        /** Language that mail is written in where it can be, a BCP 47 tag */
        locale: string | null
        emailVerifiedAt: string | null
        createdAt: string
        roles: string[]
      }
      accessToken: string
      /** Seconds that the access token is good for */
      expiresIn: number
      refreshToken?: string
    }
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }

export type AuthSetupStateInput = CallOptions

export type AuthSetupStateAnswer = {
  open: boolean
}

export interface AuthStartEmailCodesInput extends CallOptions {
  body: Record<string, never>
}

export type AuthStartEmailCodesAnswer = {
  /** Id of a factor */
  id: string
}

export interface AuthStartSmsInput extends CallOptions {
  body: {
    phone: string
  }
}

export type AuthStartSmsAnswer = {
  /** Id of a factor */
  id: string
  /** Calling code and last digits */
  number: string
}

export interface AuthStartTotpInput extends CallOptions {
  body: {
    label?: string | undefined
  }
}

export type AuthStartTotpAnswer = {
  /** Id of a factor */
  id: string
  /** The seed in base32, to type in */
  secret: string
  /** otpauth: address for the app */
  uri: string
  /** The address as a QR code */
  qrSvg: string
}

export interface AuthStepUpInput extends CallOptions {
  body: {
    password?: string | undefined
    method?: 'totp' | 'sms' | 'email' | 'passkey' | 'backup' | undefined
    code?: string | undefined
    credential?: Record<string, unknown> | undefined
  }
}

export type AuthStepUpAnswer =
  | {
      user: {
        /** Id of a user */
        id: string
        email: string
        name: string
        /** Language that mail is written in where it can be, a BCP 47 tag */
        locale: string | null
        emailVerifiedAt: string | null
        createdAt: string
        roles: string[]
      }
      accessToken: string
      /** Seconds that the access token is good for */
      expiresIn: number
      refreshToken?: string
    }
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }

export type AuthStepUpPasskeyOptionsInput = CallOptions

export type AuthStepUpPasskeyOptionsAnswer = Record<string, unknown>

export interface AuthStepUpSendInput extends CallOptions {
  body: {
    method: 'sms' | 'email'
  }
}

export type AuthStepUpSendAnswer = {
  status: 'accepted'
}

export type AuthStopImpersonatingInput = CallOptions

export interface AuthUnlinkIdentityInput extends CallOptions {
  path: {
    /** Id of a identity */
    id: string
  }
}

export interface AuthUnlockInput extends CallOptions {
  body: {
    token: string
  }
}

export interface AuthUpdateMeInput extends CallOptions {
  body: {
    name?: string | undefined
    /** BCP 47 */
    locale?: string | null | undefined
  }
}

export type AuthUpdateMeAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    /** Language that mail is written in where it can be, a BCP 47 tag */
    locale: string | null
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
}

export interface AuthVerifyInput extends CallOptions {
  body: {
    token: string
  }
}

export type AuthVerifyAnswer = {
  status: 'verified'
}

export interface FilesAddressInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export type FilesAddressAnswer = {
  url: string
  expiresAt: string
}

export interface FilesCancelInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
  }
}

export interface FilesConfirmInput extends CallOptions {
  body: {
    /** Id of a upload */
    uploadId: string
  }
}

export type FilesConfirmAnswer = {
  /** Id of a file */
  id: string
  filename: string
  contentType: string
  bytes: number
  sha256: string
  purpose: string
  visibility: 'public' | 'private'
  createdAt: string
  scan: 'none' | 'pending' | 'clean' | 'infected'
  image:
    | {
        state: 'pending' | 'ready' | 'refused'
        problem: 'files/image-unreadable' | 'files/image-too-large' | null
        variants: {
          name: string
          /** In pixels */
          width: number
          /** In pixels */
          height: number
          contentType: string
          bytes: number
          sha256: string
          url: string
        }[]
      }
    | null
}

export interface FilesContentInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export interface FilesGetInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export type FilesGetAnswer = {
  /** Id of a file */
  id: string
  filename: string
  contentType: string
  bytes: number
  sha256: string
  purpose: string
  visibility: 'public' | 'private'
  createdAt: string
  scan: 'none' | 'pending' | 'clean' | 'infected'
  image:
    | {
        state: 'pending' | 'ready' | 'refused'
        problem: 'files/image-unreadable' | 'files/image-too-large' | null
        variants: {
          name: string
          /** In pixels */
          width: number
          /** In pixels */
          height: number
          contentType: string
          bytes: number
          sha256: string
          url: string
        }[]
      }
    | null
}

export interface FilesGetUploadInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
  }
}

export type FilesGetUploadAnswer = {
  /** Id of a upload */
  uploadId: string
  state: 'open' | 'confirmed'
  filename: string
  contentType: string
  bytes: number
  sha256: string
  purpose: string
  expiresAt: string
  /** Id of a file */
  fileId: string | null
  /** All bytes have arrived: it can be confirmed */
  arrived: boolean
  parts:
    | {
        /** Length of each part but the last */
        bytes: number
        count: number
        /** Numbers of the parts that are there, from 1 */
        arrived: number[]
        /** Where the first missing parts go, good for an hour; then ask again */
        next: {
          number: number
          bytes: number
          url: string
          method: 'PUT'
          headers: Record<string, string>
        }[]
      }
    | null
}

export interface FilesPutInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
  }
  query: {
    expires: number
    signature: string
  }
  body: BinaryBody
}

export interface FilesPutPartInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
    number: string
  }
  query: {
    expires: number
    signature: string
  }
  body: BinaryBody
}

export interface FilesSignInput extends CallOptions {
  body: {
    filename: string
    contentType: string
    bytes: number
    /** SHA-256 of the bytes in lower-case hex */
    sha256: string
    purpose: string
    /** In parts, which can be resumed for a day: for large files and poor connections */
    parts?: boolean | undefined
  }
}

export type FilesSignAnswer = {
  /** Id of a upload */
  uploadId: string
  url: string
  method: 'PUT' | 'GET'
  headers: Record<string, string>
  expiresAt: string
  parts:
    | {
        bytes: number
        count: number
      }
    | null
}

export interface FilesVariantInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
    name: string
  }
}

export interface JobsCancelInput extends CallOptions {
  path: {
    /** Id of a job */
    id: string
  }
}

export interface JobsGetInput extends CallOptions {
  path: {
    /** Id of a job */
    id: string
  }
}

export type JobsGetAnswer = {
  /** Id of a job */
  id: string
  queue: string
  tenant: string | null
  state: 'queued' | 'active' | 'completed' | 'failed' | 'quarantined' | 'cancelled'
  attempt: number
  attempts: number
  createdAt: string
  startAfter: string
  startedAt: string | null
  endedAt: string | null
  reason: string | null
  progress:
    | {
        percent: number
        note: string | null
        at: string
      }
    | null
  /** The payload as it was stored; sensitive values are replaced */
  data: unknown
  payload:
    | {
        version: number
        /** Of the payloads that this program writes */
        currentVersion: number
        /** The payload as a handler would get it now; sensitive values are replaced */
        current: unknown
        /** Why a handler would not get it */
        fault: string | null
      }
    | null
}

export interface JobsListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        queue?: string | undefined
        state?: 'queued' | 'active' | 'completed' | 'failed' | 'quarantined' | 'cancelled' | undefined
      }
    | undefined
}

export type JobsListAnswer = {
  items: {
    /** Id of a job */
    id: string
    queue: string
    tenant: string | null
    state: 'queued' | 'active' | 'completed' | 'failed' | 'quarantined' | 'cancelled'
    attempt: number
    attempts: number
    createdAt: string
    startAfter: string
    startedAt: string | null
    endedAt: string | null
    reason: string | null
    progress:
      | {
          percent: number
          note: string | null
          at: string
        }
      | null
  }[]
  nextCursor: string | null
}

export type JobsOverviewInput = CallOptions

export type JobsOverviewAnswer = {
  queues: {
    name: string
    description: string
    idempotentBy: string
    ready: number
    delayed: number
    retrying: number
    active: number
    failed: number
    quarantined: number
    completedLastHour: number
    /** Starts no job until it is resumed */
    paused: boolean
  }[]
  schedules: {
    name: string
    queue: string
    /** Five fields */
    cron: string
    /** IANA */
    zone: string
  }[]
}

export interface JobsPauseQueueInput extends CallOptions {
  path: {
    queue: string
  }
}

export interface JobsRedriveQueueInput extends CallOptions {
  path: {
    queue: string
  }
}

export type JobsRedriveQueueAnswer = {
  jobs: number
}

export interface JobsResumeQueueInput extends CallOptions {
  path: {
    queue: string
  }
}

export interface JobsRetryInput extends CallOptions {
  path: {
    /** Id of a job */
    id: string
  }
}

export interface MailListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?: 'queued' | 'sending' | 'sent' | 'failed' | 'suppressed' | 'uncertain' | undefined
      }
    | undefined
}

export type MailListAnswer = {
  items: {
    /** Id of a mail */
    id: string
    to: string
    template: string
    purpose: 'essential' | 'service' | 'news'
    state: 'queued' | 'sending' | 'sent' | 'failed' | 'suppressed' | 'uncertain'
    attempts: number
    reason: string | null
    reported: 'bounce' | 'complaint' | null
    createdAt: string
    sentAt: string | null
  }[]
  nextCursor: string | null
}

export interface MailListSuppressionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        reason?: 'bounce' | 'complaint' | 'unsubscribe' | undefined
        address?: string | undefined
      }
    | undefined
}

export type MailListSuppressionsAnswer = {
  items: {
    /** Id of a mail-suppression */
    id: string
    /** Null once the person was erased */
    address: string | null
    scope: 'all' | 'ordinary' | 'subscription'
    subscription: string | null
    reason: 'bounce' | 'complaint' | 'unsubscribe'
    detail: string | null
    /** Id of a mail */
    mailId: string | null
    createdAt: string
  }[]
  nextCursor: string | null
}

export type MailListTemplatesInput = CallOptions

export type MailListTemplatesAnswer = {
  items: {
    name: string
    purpose: 'essential' | 'service' | 'news'
    subscription: string | null
    /** Of the sample */
    subject: string
    languages: string[]
  }[]
}

export interface MailPreviewTemplateInput extends CallOptions {
  path: {
    name: string
  }
  query?:
    | {
        language?: string | undefined
      }
    | undefined
}

export type MailPreviewTemplateAnswer = {
  name: string
  purpose: 'essential' | 'service' | 'news'
  subscription: string | null
  /** Of the sample */
  subject: string
  languages: string[]
  text: string
}

export interface MailRemoveSuppressionInput extends CallOptions {
  path: {
    /** Id of a mail-suppression */
    id: string
  }
}

export interface MailSendAgainInput extends CallOptions {
  path: {
    /** Id of a mail */
    id: string
  }
}

export interface MusicAddPlaylistItemInput extends KeyedCallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
  body: {
    /** Id of a track */
    trackId: string
    /** Id of a playlist-item */
    afterItemId?: string | null | undefined
  }
}

export type MusicAddPlaylistItemAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicAnswerApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    message: string
  }
}

export type MusicAnswerApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicApplicationQueueInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'submitted'
          | 'in_review'
          | 'info_requested'
          | 'approved'
          | 'rejected'
          | 'withdrawn'
          | 'expired'
          | undefined
      }
    | undefined
}

export type MusicApplicationQueueAnswer = {
  items: {
    /** Id of a application */
    id: string
    state:
      | 'draft'
      | 'submitted'
      | 'in_review'
      | 'info_requested'
      | 'approved'
      | 'rejected'
      | 'withdrawn'
      | 'expired'
    applicant:
      | {
          /** Id of a user */
          id: string
          name: string
          email: string
        }
      | null
    payload: {
      role?: 'solo' | 'band' | 'manager' | 'management-company'
      legalName?: string
      stageName?: string
      email?: string
      phone?: string
      country?: string
      bio?: string
      genres?: string[]
      ageVerified?: boolean
      bandMembers?: {
        name: string
        role: string
      }[]
      companyName?: string
      links?: {
        website?: string
        spotify?: string
        instagram?: string
        tiktok?: string
        youtube?: string
      }
      payout?: {
        frequency: 'monthly' | 'quarterly' | 'threshold'
        threshold?: {
          minor: string
          currency: string
        }
      }
    }
    agreementIds: string[]
    findings: {
      code: string
      path: string
      severity: 'error' | 'warning'
      params: Record<string, unknown>
      message: string
    }[]
    messages: {
      at: string
      from: 'reviewer' | 'applicant'
      text: string
    }[]
    version: number
    claim:
      | {
          reviewer: {
            /** Id of a user */
            id: string
            name: string
          }
          until: string
        }
      | null
    submittedAt: string | null
    dueAt: string | null
    decidedAt: string | null
    decisionReason: string | null
    reapplyAfter: string | null
    /** Id of a artist */
    artistId: string | null
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface MusicApproveApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicApproveApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicClaimApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicClaimApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicClaimTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicClaimTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export interface MusicCreatePlaylistInput extends KeyedCallOptions {
  body: {
    title: string
    description?: string | null | undefined
    visibility?: 'private' | 'unlisted' | 'public' | undefined
  }
}

export type MusicCreatePlaylistAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicDecideTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
  body: {
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons?: ('audio-quality' | 'artwork' | 'metadata' | 'rights' | 'fit')[] | undefined
    feedback?: string | undefined
    publishAt?: string | null | undefined
  }
}

export type MusicDecideTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export interface MusicDeletePlaylistInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
}

export interface MusicGetApplicationInput extends CallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicGetApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicGetArtistInput extends CallOptions {
  path: {
    slug: string
  }
}

export type MusicGetArtistAnswer = {
  /** Id of a artist */
  id: string
  name: string
  slug: string
  type: 'person' | 'group'
  bio: string | null
  links: {
    website?: string
    spotify?: string
    instagram?: string
    tiktok?: string
    youtube?: string
  }
  genres: string[]
  country: string | null
  createdAt: string
}

export interface MusicGetPlaylistInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
}

export type MusicGetPlaylistAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicGetSubmissionInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicGetSubmissionAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicGetTrackInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicGetTrackAnswer = {
  /** Id of a track */
  id: string
  title: string
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  genre: string
  durationMs: number
  explicit: boolean
  coverUrl: string | null
  streamUrl: string
  publishedAt: string
  bpm: number | null
  isrc: string | null
}

export interface MusicHeartbeatTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicHeartbeatTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export type MusicListAgreementsInput = CallOptions

export type MusicListAgreementsAnswer = {
  items: {
    /** Id of a agreement */
    id: string
    kind: 'terms' | 'license' | 'warranties'
    version: number
    title: string
    body: string
    sha256: string
    effectiveAt: string
  }[]
}

export interface MusicListAlbumsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        artist?: string | undefined
      }
    | undefined
}

export type MusicListAlbumsAnswer = {
  items: {
    /** Id of a album */
    id: string
    title: string
    artist: {
      /** Id of a artist */
      id: string
      name: string
      slug: string
    }
    coverUrl: string | null
    durationMs: number
    tracks: {
      /** Id of a track */
      id: string
      position: number
      title: string
      durationMs: number
    }[]
    createdAt: string
  }[]
  nextCursor: string | null
}

export interface MusicListArtistsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        mine?: boolean | undefined
      }
    | undefined
}

export type MusicListArtistsAnswer = {
  items: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
    type: 'person' | 'group'
    bio: string | null
    links: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    genres: string[]
    country: string | null
    createdAt: string
  }[]
  nextCursor: string | null
}

export type MusicListGenresInput = CallOptions

export type MusicListGenresAnswer = {
  items: {
    slug: string
    name: string
  }[]
}

export interface MusicListMyApplicationsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type MusicListMyApplicationsAnswer = {
  items: {
    /** Id of a application */
    id: string
    state:
      | 'draft'
      | 'submitted'
      | 'in_review'
      | 'info_requested'
      | 'approved'
      | 'rejected'
      | 'withdrawn'
      | 'expired'
    applicant:
      | {
          /** Id of a user */
          id: string
          name: string
          email: string
        }
      | null
    payload: {
      role?: 'solo' | 'band' | 'manager' | 'management-company'
      legalName?: string
      stageName?: string
      email?: string
      phone?: string
      country?: string
      bio?: string
      genres?: string[]
      ageVerified?: boolean
      bandMembers?: {
        name: string
        role: string
      }[]
      companyName?: string
      links?: {
        website?: string
        spotify?: string
        instagram?: string
        tiktok?: string
        youtube?: string
      }
      payout?: {
        frequency: 'monthly' | 'quarterly' | 'threshold'
        threshold?: {
          minor: string
          currency: string
        }
      }
    }
    agreementIds: string[]
    findings: {
      code: string
      path: string
      severity: 'error' | 'warning'
      params: Record<string, unknown>
      message: string
    }[]
    messages: {
      at: string
      from: 'reviewer' | 'applicant'
      text: string
    }[]
    version: number
    claim:
      | {
          reviewer: {
            /** Id of a user */
            id: string
            name: string
          }
          until: string
        }
      | null
    submittedAt: string | null
    dueAt: string | null
    decidedAt: string | null
    decisionReason: string | null
    reapplyAfter: string | null
    /** Id of a artist */
    artistId: string | null
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface MusicListMySubmissionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type MusicListMySubmissionsAnswer = {
  items: {
    /** Id of a submission */
    id: string
    state:
      | 'probing'
      | 'rejected'
      | 'submitted'
      | 'in_review'
      | 'changes_requested'
      | 'approved'
      | 'published'
      | 'declined'
      | 'withdrawn'
    round: number
    version: number
    artist: {
      /** Id of a artist */
      id: string
      name: string
      slug: string
    }
    title: string
    genre: string
    explicit: boolean
    language: string | null
    isrc: string | null
    description: string | null
    albumTitle: string | null
    /** Id of a file */
    audioFileId: string
    /** Id of a file */
    coverFileId: string
    coverUrl: string | null
    durationMs: number | null
    findings: {
      code: string
      path: string
      severity: 'error' | 'warning'
      params: Record<string, unknown>
      message: string
    }[]
    reviews: {
      round: number
      verdict: 'approve' | 'request_changes' | 'decline'
      reasons: string[]
      feedback: string
      at: string
    }[]
    submittedAt: string | null
    dueAt: string | null
    publishAt: string | null
    /** Id of a track */
    trackId: string | null
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface MusicListPlaylistsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        mine?: boolean | undefined
      }
    | undefined
}

export type MusicListPlaylistsAnswer = {
  items: {
    /** Id of a playlist */
    id: string
    title: string
    description: string | null
    visibility: 'private' | 'unlisted' | 'public'
    owner: {
      /** Id of a user */
      id: string
      name: string
    }
    isOwn: boolean
    trackCount: number
    version: number
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface MusicListTracksInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
        /** Slug of the artist */
        artist?: string | undefined
        genre?: string | undefined
      }
    | undefined
}

export type MusicListTracksAnswer = {
  items: {
    /** Id of a track */
    id: string
    title: string
    artist: {
      /** Id of a artist */
      id: string
      name: string
      slug: string
    }
    genre: string
    durationMs: number
    explicit: boolean
    coverUrl: string | null
    streamUrl: string
    publishedAt: string
    bpm: number | null
    isrc: string | null
  }[]
  nextCursor: string | null
}

export interface MusicMovePlaylistItemInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
    /** Id of a playlist-item */
    itemId: string
  }
  body: {
    /** Id of a playlist-item */
    afterItemId: string | null
  }
}

export type MusicMovePlaylistItemAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicPublishTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicPublishTrackAnswer = {
  /** Id of a track */
  id: string
  title: string
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  genre: string
  durationMs: number
  explicit: boolean
  coverUrl: string | null
  streamUrl: string
  publishedAt: string
  bpm: number | null
  isrc: string | null
}

export interface MusicRejectApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    reason: string
    reapplyAfterDays?: number | undefined
  }
}

export type MusicRejectApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicReleaseTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicReleaseTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export interface MusicRemovePlaylistItemInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
    /** Id of a playlist-item */
    itemId: string
  }
}

export type MusicRemovePlaylistItemAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicRequestInformationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    message: string
  }
}

export type MusicRequestInformationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicResubmitInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
  body: {
    title?: string | undefined
    genre?: string | undefined
    explicit?: boolean | undefined
    language?: string | null | undefined
    isrc?: string | null | undefined
    description?: string | null | undefined
    albumTitle?: string | null | undefined
    /** Id of a file */
    audioFileId?: string | undefined
    /** Id of a file */
    coverFileId?: string | undefined
    version?: number | undefined
  }
}

export type MusicResubmitAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicReviewDetailInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicReviewDetailAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export interface MusicReviewQueueInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'probing'
          | 'rejected'
          | 'submitted'
          | 'in_review'
          | 'changes_requested'
          | 'approved'
          | 'published'
          | 'declined'
          | 'withdrawn'
          | undefined
      }
    | undefined
}

export type MusicReviewQueueAnswer = {
  items: {
    /** Id of a submission */
    id: string
    state:
      | 'probing'
      | 'rejected'
      | 'submitted'
      | 'in_review'
      | 'changes_requested'
      | 'approved'
      | 'published'
      | 'declined'
      | 'withdrawn'
    round: number
    version: number
    artist: {
      /** Id of a artist */
      id: string
      name: string
      slug: string
    }
    title: string
    genre: string
    explicit: boolean
    language: string | null
    isrc: string | null
    description: string | null
    albumTitle: string | null
    /** Id of a file */
    audioFileId: string
    /** Id of a file */
    coverFileId: string
    coverUrl: string | null
    durationMs: number | null
    findings: {
      code: string
      path: string
      severity: 'error' | 'warning'
      params: Record<string, unknown>
      message: string
    }[]
    reviews: {
      round: number
      verdict: 'approve' | 'request_changes' | 'decline'
      reasons: string[]
      feedback: string
      at: string
    }[]
    submittedAt: string | null
    dueAt: string | null
    publishAt: string | null
    /** Id of a track */
    trackId: string | null
    createdAt: string
    updatedAt: string
    claim:
      | {
          reviewer: {
            /** Id of a user */
            id: string
            name: string
          }
          until: string
        }
      | null
    submitter:
      | {
          /** Id of a user */
          id: string
          name: string
        }
      | null
  }[]
  nextCursor: string | null
}

export interface MusicReviewStreamInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export interface MusicSaveApplicationInput extends CallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    role?: 'solo' | 'band' | 'manager' | 'management-company' | null | undefined
    legalName?: string | null | undefined
    stageName?: string | null | undefined
    email?: string | null | undefined
    phone?: string | null | undefined
    country?: string | null | undefined
    bio?: string | null | undefined
    genres?: string[] | null | undefined
    ageVerified?: boolean | null | undefined
    bandMembers?:
      | {
          name: string
          role: string
        }[]
      | null
      | undefined
    companyName?: string | null | undefined
    links?:
      | {
          website?: string | undefined
          spotify?: string | undefined
          instagram?: string | undefined
          tiktok?: string | undefined
          youtube?: string | undefined
        }
      | null
      | undefined
    payout?:
      | {
          frequency: 'monthly' | 'quarterly' | 'threshold'
          threshold?:
            | {
                minor: string
                currency: string
              }
            | undefined
        }
      | null
      | undefined
    agreementIds?: string[] | undefined
    version?: number | undefined
  }
}

export type MusicSaveApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicStartApplicationInput extends KeyedCallOptions {
  body: {
    role?: 'solo' | 'band' | 'manager' | 'management-company' | null | undefined
    legalName?: string | null | undefined
    stageName?: string | null | undefined
    email?: string | null | undefined
    phone?: string | null | undefined
    country?: string | null | undefined
    bio?: string | null | undefined
    genres?: string[] | null | undefined
    ageVerified?: boolean | null | undefined
    bandMembers?:
      | {
          name: string
          role: string
        }[]
      | null
      | undefined
    companyName?: string | null | undefined
    links?:
      | {
          website?: string | undefined
          spotify?: string | undefined
          instagram?: string | undefined
          tiktok?: string | undefined
          youtube?: string | undefined
        }
      | null
      | undefined
    payout?:
      | {
          frequency: 'monthly' | 'quarterly' | 'threshold'
          threshold?:
            | {
                minor: string
                currency: string
              }
            | undefined
        }
      | null
      | undefined
    agreementIds?: string[] | undefined
    submit?: boolean | undefined
  }
}

export type MusicStartApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicStreamTrackInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export interface MusicSubmissionCoverInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
  query: {
    /** Side in pixels */
    size: 64 | 320 | 640 | 1280
  }
}

export interface MusicSubmitApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicSubmitApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicSubmitTrackInput extends KeyedCallOptions {
  body: {
    /** Id of a artist */
    artistId: string
    title: string
    genre: string
    explicit: boolean
    language?: string | null | undefined
    isrc?: string | null | undefined
    description?: string | null | undefined
    albumTitle?: string | null | undefined
    /** Id of a file */
    audioFileId: string
    /** Id of a file */
    coverFileId: string
  }
}

export type MusicSubmitTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicTrackCoverInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
  query: {
    /** Side in pixels */
    size: 64 | 320 | 640 | 1280
  }
}

export interface MusicTrackWaveformInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicTrackWaveformAnswer = {
  version: number
  peaks: number[]
}

export interface MusicUnpublishTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicUnpublishTrackAnswer = {
  /** Id of a track */
  id: string
  title: string
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  genre: string
  durationMs: number
  explicit: boolean
  coverUrl: string | null
  streamUrl: string
  publishedAt: string
  bpm: number | null
  isrc: string | null
}

export interface MusicUpdatePlaylistInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
  body: {
    title?: string | undefined
    description?: string | null | undefined
    visibility?: 'private' | 'unlisted' | 'public' | undefined
    version?: number | undefined
  }
}

export type MusicUpdatePlaylistAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicWithdrawApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicWithdrawApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicWithdrawSubmissionInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicWithdrawSubmissionAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
}

export type OperationsStartupCheckInput = CallOptions

export type OperationsStartupCheckAnswer = {
  status: 'pass' | 'warn' | 'fail'
  checks: {
    name: string
    status: 'pass' | 'warn' | 'fail'
    observed: string
    fix: string | null
    tookMs: number
    at: string
  }[]
}

export interface OrganisationsAcceptInvitationInput extends CallOptions {
  body: {
    token: string
    name?: string | undefined
    password?: string | undefined
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type OrganisationsAcceptInvitationAnswer =
  | {
      user: {
        /** Id of a user */
        id: string
        email: string
        name: string
        /** Language that mail is written in where it can be, a BCP 47 tag */
        locale: string | null
        emailVerifiedAt: string | null
        createdAt: string
        roles: string[]
      }
      accessToken: string
      /** Seconds that the access token is good for */
      expiresIn: number
      refreshToken?: string
    }
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'sms' | 'email' | 'passkey' | 'backup')[]
    }
  | {
      accepted: true
      roles: string[]
      /** Id of a organisation */
      organisationId: string | null
      organisationRole: 'owner' | 'admin' | 'member' | null
    }

export interface OrganisationsChangeInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  body: {
    name?: string | undefined
    slug?: string | undefined
  }
}

export type OrganisationsChangeAnswer = {
  /** Id of a organisation */
  id: string
  name: string
  slug: string
  createdAt: string
  role: 'owner' | 'admin' | 'member'
}

export interface OrganisationsChangeMemberInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
    /** Id of a user */
    userId: string
  }
  body: {
    role: 'owner' | 'admin' | 'member'
  }
}

export interface OrganisationsCreateInput extends CallOptions {
  body: {
    name: string
    slug?: string | undefined
  }
}

export type OrganisationsCreateAnswer = {
  /** Id of a organisation */
  id: string
  name: string
  slug: string
  createdAt: string
  role: 'owner' | 'admin' | 'member'
}

export interface OrganisationsDeleteInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  query?:
    | {
        confirm?: string | undefined
      }
    | undefined
}

export interface OrganisationsGetInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
}

export type OrganisationsGetAnswer = {
  /** Id of a organisation */
  id: string
  name: string
  slug: string
  createdAt: string
  role: 'owner' | 'admin' | 'member'
}

export interface OrganisationsInviteInput extends CallOptions {
  body: {
    email: string
    roles: string[]
    /** Id of a organisation */
    organisationId?: string | undefined
    organisationRole?: 'owner' | 'admin' | 'member' | undefined
  }
}

export type OrganisationsInviteAnswer = {
  /** Id of a invitation */
  id: string
  email: string
  roles: string[]
  /** Id of a organisation */
  organisationId: string | null
  organisationRole: 'owner' | 'admin' | 'member' | null
  /** Id of a user */
  invitedBy: string
  createdAt: string
  sentAt: string
  expiresAt: string
  state: 'open' | 'accepted' | 'revoked' | 'expired'
}

export interface OrganisationsInviteMemberInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  body: {
    email: string
    role?: 'owner' | 'admin' | 'member' | undefined
  }
}

export type OrganisationsInviteMemberAnswer = {
  /** Id of a invitation */
  id: string
  email: string
  roles: string[]
  /** Id of a organisation */
  organisationId: string | null
  organisationRole: 'owner' | 'admin' | 'member' | null
  /** Id of a user */
  invitedBy: string
  createdAt: string
  sentAt: string
  expiresAt: string
  state: 'open' | 'accepted' | 'revoked' | 'expired'
}

export interface OrganisationsListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type OrganisationsListAnswer = {
  items: {
    /** Id of a organisation */
    id: string
    name: string
    slug: string
    createdAt: string
    role: 'owner' | 'admin' | 'member'
  }[]
  nextCursor: string | null
}

export interface OrganisationsListInvitationsInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type OrganisationsListInvitationsAnswer = {
  items: {
    /** Id of a invitation */
    id: string
    email: string
    roles: string[]
    /** Id of a organisation */
    organisationId: string | null
    organisationRole: 'owner' | 'admin' | 'member' | null
    /** Id of a user */
    invitedBy: string
    createdAt: string
    sentAt: string
    expiresAt: string
    state: 'open' | 'accepted' | 'revoked' | 'expired'
  }[]
  nextCursor: string | null
}

export interface OrganisationsListMembersInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type OrganisationsListMembersAnswer = {
  items: {
    /** Id of a user */
    userId: string
    name: string
    email: string
    role: 'owner' | 'admin' | 'member'
    joinedAt: string
  }[]
  nextCursor: string | null
}

export interface OrganisationsListStaffInvitationsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type OrganisationsListStaffInvitationsAnswer = {
  items: {
    /** Id of a invitation */
    id: string
    email: string
    roles: string[]
    /** Id of a organisation */
    organisationId: string | null
    organisationRole: 'owner' | 'admin' | 'member' | null
    /** Id of a user */
    invitedBy: string
    createdAt: string
    sentAt: string
    expiresAt: string
    state: 'open' | 'accepted' | 'revoked' | 'expired'
  }[]
  nextCursor: string | null
}

export interface OrganisationsPeekInvitationInput extends CallOptions {
  body: {
    token: string
  }
}

export type OrganisationsPeekInvitationAnswer = {
  email: string
  roles: string[]
  organisation: string | null
  organisationRole: 'owner' | 'admin' | 'member' | null
  inviter: string | null
  expiresAt: string
  /** Sign in with it to accept; otherwise choose a name and a password */
  hasAccount: boolean
}

export interface OrganisationsRemoveMemberInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
    /** Id of a user */
    userId: string
  }
}

export interface OrganisationsResendInvitationInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
    /** Id of a invitation */
    invitationId: string
  }
}

export type OrganisationsResendInvitationAnswer = {
  /** Id of a invitation */
  id: string
  email: string
  roles: string[]
  /** Id of a organisation */
  organisationId: string | null
  organisationRole: 'owner' | 'admin' | 'member' | null
  /** Id of a user */
  invitedBy: string
  createdAt: string
  sentAt: string
  expiresAt: string
  state: 'open' | 'accepted' | 'revoked' | 'expired'
}

export interface OrganisationsResendStaffInvitationInput extends CallOptions {
  path: {
    /** Id of a invitation */
    id: string
  }
}

export type OrganisationsResendStaffInvitationAnswer = {
  /** Id of a invitation */
  id: string
  email: string
  roles: string[]
  /** Id of a organisation */
  organisationId: string | null
  organisationRole: 'owner' | 'admin' | 'member' | null
  /** Id of a user */
  invitedBy: string
  createdAt: string
  sentAt: string
  expiresAt: string
  state: 'open' | 'accepted' | 'revoked' | 'expired'
}

export interface OrganisationsRevokeInvitationInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
    /** Id of a invitation */
    invitationId: string
  }
}

export interface OrganisationsRevokeStaffInvitationInput extends CallOptions {
  path: {
    /** Id of a invitation */
    id: string
  }
}

export interface OrganisationsTransferInput extends CallOptions {
  path: {
    /** Id of a organisation */
    id: string
  }
  body: {
    /** Id of a user */
    userId: string
  }
}

export interface ProviderAddClientInput extends CallOptions {
  body: {
    name: string
    redirectUris: string[]
    confidential: boolean
    /** An application of your own team: no consent is asked */
    trusted?: boolean | undefined
  }
}

export type ProviderAddClientAnswer = {
  client: {
    /** Id of a client */
    id: string
    name: string
    redirectUris: string[]
    confidential: boolean
    trusted: boolean
    createdAt: string
  }
  secret: string | null
}

export interface ProviderApproveInput extends CallOptions {
  path: {
    uid: string
  }
}

export type ProviderApproveAnswer = {
  /** Where the browser goes now */
  redirectTo: string
}

export interface ProviderDenyInput extends CallOptions {
  path: {
    uid: string
  }
}

export type ProviderDenyAnswer = {
  /** Where the browser goes now */
  redirectTo: string
}

export interface ProviderInteractionInput extends CallOptions {
  path: {
    uid: string
  }
}

export type ProviderInteractionAnswer = {
  client: {
    /** Id of a client */
    id: string
    name: string
    host: string
  }
  scopes: string[]
  /** Nothing new is asked: the page goes on by itself */
  settled: boolean
}

export interface ProviderListClientsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type ProviderListClientsAnswer = {
  items: {
    /** Id of a client */
    id: string
    name: string
    redirectUris: string[]
    confidential: boolean
    trusted: boolean
    createdAt: string
  }[]
  nextCursor: string | null
}

export type ProviderListConsentsInput = CallOptions

export type ProviderListConsentsAnswer = {
  items: {
    client: {
      /** Id of a client */
      id: string
      name: string
    }
    scopes: string[]
    grantedAt: string
  }[]
  nextCursor: string | null
}

export interface ProviderRemoveClientInput extends CallOptions {
  path: {
    /** Id of a client */
    id: string
  }
}

export interface ProviderRenewSecretInput extends CallOptions {
  path: {
    /** Id of a client */
    id: string
  }
}

export type ProviderRenewSecretAnswer = {
  secret: string
}

export interface ProviderWithdrawConsentInput extends CallOptions {
  path: {
    /** Id of a client */
    id: string
  }
}

export interface WebhooksChangeEndpointInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
  body: {
    url?: string | undefined
    description?: string | undefined
    events?: string[] | undefined
    enabled?: boolean | undefined
  }
}

export type WebhooksChangeEndpointAnswer = {
  /** Id of a webhook-endpoint */
  id: string
  url: string
  description: string
  events: string[]
  createdAt: string
  disabledAt: string | null
  disabledReason: 'by-hand' | 'gone' | 'failing' | null
  /** Failed tries in a row */
  failures: number
  failingSince: string | null
  restingUntil: string | null
  previousSecretUntil: string | null
}

export interface WebhooksCreateEndpointInput extends CallOptions {
  body: {
    url: string
    description?: string | undefined
    events?: string[] | undefined
  }
}

export type WebhooksCreateEndpointAnswer = {
  /** Id of a webhook-endpoint */
  id: string
  url: string
  description: string
  events: string[]
  createdAt: string
  disabledAt: string | null
  disabledReason: 'by-hand' | 'gone' | 'failing' | null
  /** Failed tries in a row */
  failures: number
  failingSince: string | null
  restingUntil: string | null
  previousSecretUntil: string | null
  secret: string
}

export interface WebhooksDeleteEndpointInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
}

export interface WebhooksDeliveriesInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?: 'waiting' | 'delivered' | 'failed' | undefined
      }
    | undefined
}

export type WebhooksDeliveriesAnswer = {
  items: {
    /** Id of a webhook-delivery */
    id: string
    /** Id of a webhook-message */
    messageId: string
    /** Id of a webhook-endpoint */
    endpointId: string
    event: string
    state: 'waiting' | 'delivered' | 'failed'
    attempts: number
    createdAt: string
    finishedAt: string | null
  }[]
  nextCursor: string | null
}

export interface WebhooksDeliveryInput extends CallOptions {
  path: {
    /** Id of a webhook-delivery */
    id: string
  }
}

export type WebhooksDeliveryAnswer = {
  /** Id of a webhook-delivery */
  id: string
  /** Id of a webhook-message */
  messageId: string
  /** Id of a webhook-endpoint */
  endpointId: string
  event: string
  state: 'waiting' | 'delivered' | 'failed'
  attempts: number
  createdAt: string
  finishedAt: string | null
  body: string
  tries: {
    number: number
    at: string
    durationMs: number
    status: number | null
    error: string | null
  }[]
}

export interface WebhooksEndpointInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
}

export type WebhooksEndpointAnswer = {
  /** Id of a webhook-endpoint */
  id: string
  url: string
  description: string
  events: string[]
  createdAt: string
  disabledAt: string | null
  disabledReason: 'by-hand' | 'gone' | 'failing' | null
  /** Failed tries in a row */
  failures: number
  failingSince: string | null
  restingUntil: string | null
  previousSecretUntil: string | null
}

export type WebhooksEndpointsInput = CallOptions

export type WebhooksEndpointsAnswer = {
  items: {
    /** Id of a webhook-endpoint */
    id: string
    url: string
    description: string
    events: string[]
    createdAt: string
    disabledAt: string | null
    disabledReason: 'by-hand' | 'gone' | 'failing' | null
    /** Failed tries in a row */
    failures: number
    failingSince: string | null
    restingUntil: string | null
    previousSecretUntil: string | null
  }[]
}

export type WebhooksEventsInput = CallOptions

export type WebhooksEventsAnswer = {
  items: {
    name: string
    description: string
  }[]
}

export interface WebhooksRedeliverInput extends CallOptions {
  path: {
    /** Id of a webhook-delivery */
    id: string
  }
}

export type WebhooksRedeliverAnswer = {
  status: 'accepted'
}

export interface WebhooksRotateSecretInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
}

export type WebhooksRotateSecretAnswer = {
  secret: string
}

export interface WebhooksTestEndpointInput extends CallOptions {
  path: {
    /** Id of a webhook-endpoint */
    id: string
  }
}

export type WebhooksTestEndpointAnswer = {
  /** Id of a webhook-delivery */
  deliveryId: string
}

export interface PlinthClient {
  readonly access: {
    /** Changes a role at once for everybody who holds it; of a built-in one only whether it demands a second factor. */
    changeRole(input: AccessChangeRoleInput): Promise<AccessChangeRoleAnswer>
    /** Makes a role of permissions that the caller all holds. */
    createRole(input: AccessCreateRoleInput): Promise<AccessCreateRoleAnswer>
    /** Removes a role that nobody holds. */
    deleteRole(input: AccessDeleteRoleInput): Promise<void>
    /** Denies a person a permission, whatever the roles say, for good or until `expiresAt`. */
    denyPermission(input: AccessDenyPermissionInput): Promise<void>
    /** One person with roles. */
    getUser(input: AccessGetUserInput): Promise<AccessGetUserAnswer>
    /** Grants and denials of one person, with who made them, why and until when. */
    getUserAccess(input: AccessGetUserAccessInput): Promise<AccessGetUserAccessAnswer>
    /** Gives a person a role, whose permissions the caller must all hold, for good or until `expiresAt`. */
    grantRole(input: AccessGrantRoleInput): Promise<void>
    /** Lifts a denial. */
    liftDenial(input: AccessLiftDenialInput): Promise<void>
    /** Everything that may be allowed or denied, by name. */
    listPermissions(input?: AccessListPermissionsInput): Promise<AccessListPermissionsAnswer>
    /** Roles with the permissions they hold. */
    listRoles(input?: AccessListRolesInput): Promise<AccessListRolesAnswer>
    /** People with their roles, newest first; `search` looks into name and address. */
    listUsers(input?: AccessListUsersInput): Promise<AccessListUsersAnswer>
    /** Takes a role from a person; the last administrator stays. */
    revokeRole(input: AccessRevokeRoleInput): Promise<void>
  }
  readonly apiKeys: {
    /** Makes an API key; the answer is the only place where it is shown. */
    create(input: ApiKeysCreateInput): Promise<ApiKeysCreateAnswer>
    /** Says that a key under review stays. */
    keep(input: ApiKeysKeepInput): Promise<void>
    /** The own API keys, newest first; those with `reviewSince` wait for a word whether they stay. */
    list(input?: ApiKeysListInput): Promise<ApiKeysListAnswer>
    /** A person's API keys, newest first. */
    listOfUser(input: ApiKeysListOfUserInput): Promise<ApiKeysListOfUserAnswer>
    /** Ends an own API key at once. */
    revoke(input: ApiKeysRevokeInput): Promise<void>
    /** Ends an API key of a person who may do no more than the caller. */
    revokeOfUser(input: ApiKeysRevokeOfUserInput): Promise<void>
  }
  readonly audit: {
    /** Audit records, newest first */
    list(input?: AuditListInput): Promise<AuditListAnswer>
    /** Walks the hash chain and tells whether any record was changed */
    verify(input?: AuditVerifyInput): Promise<AuditVerifyAnswer>
  }
  readonly auth: {
    /** Takes up the passkey that was made. With a first factor come ten backup codes, shown this once. */
    addPasskey(input: AuthAddPasskeyInput): Promise<AuthAddPasskeyAnswer>
    /** What to solve when a route answers identity/captcha-required; the answer goes along as `captcha`. */
    captcha(input?: AuthCaptchaInput): Promise<AuthCaptchaAnswer>
    /** Mails a link to a new address, which becomes the account’s when the link is followed. */
    changeEmail(input: AuthChangeEmailInput): Promise<AuthChangeEmailAnswer>
    /** Sets a new password by the current one; every session ends and a new one begins. */
    changePassword(input: AuthChangePasswordInput): Promise<AuthChangePasswordAnswer>
    /** Refuses everything a key has signed, on every server at once, for good. Sessions go on with the next key. */
    compromiseKey(input: AuthCompromiseKeyInput): Promise<void>
    /** Deletes the account that the token was mailed to, for good; the last administrator stays. */
    confirmDeletion(input: AuthConfirmDeletionInput): Promise<void>
    /** Makes the address that the token was mailed to the account’s, once. */
    confirmEmail(input: AuthConfirmEmailInput): Promise<void>
    /** Proves that the code has come. With a first factor come ten backup codes, shown this once. */
    confirmEmailCodes(input: AuthConfirmEmailCodesInput): Promise<AuthConfirmEmailCodesAnswer>
    /** Proves that the code has come. With a first factor come ten backup codes, shown this once. */
    confirmSms(input: AuthConfirmSmsInput): Promise<AuthConfirmSmsAnswer>
    /** Proves that the app shows the right codes. With a first factor come ten backup codes, shown this once. */
    confirmTotp(input: AuthConfirmTotpInput): Promise<AuthConfirmTotpAnswer>
    /** The token that unsafe requests with cookies send as X-CSRF-Token. */
    csrf(input?: AuthCsrfInput): Promise<AuthCsrfAnswer>
    /** Closes an account and ends its sessions at once. */
    disableUser(input: AuthDisableUserInput): Promise<void>
    /** Opens a disabled account again. */
    enableUser(input: AuthEnableUserInput): Promise<void>
    /** Deletes a person who may do no more than the caller, for good. */
    eraseUser(input: AuthEraseUserInput): Promise<void>
    /** Everything that is held of the person, as JSON. */
    export(input?: AuthExportInput): Promise<AuthExportAnswer>
    /** The person's second factors, and whether a role demands one. */
    factors(input?: AuthFactorsInput): Promise<AuthFactorsAnswer>
    /** Makes a browser unknown again; its sessions go on. */
    forgetDevice(input: AuthForgetDeviceInput): Promise<void>
    /** Trusts one browser no longer. */
    forgetTrustedDevice(input: AuthForgetTrustedDeviceInput): Promise<void>
    /** Trusts no browser any longer. */
    forgetTrustedDevices(input?: AuthForgetTrustedDevicesInput): Promise<void>
    /** Mails a link to choose a new password; the answer never tells whether there was anybody to mail. */
    forgotPassword(input: AuthForgotPasswordInput): Promise<AuthForgotPasswordAnswer>
    /** Acts in the name of a person who may do less, for 15 minutes; both names stand in the audit trail. */
    impersonate(input: AuthImpersonateInput): Promise<AuthImpersonateAnswer>
    /** Makes accounts of an export of Auth0, Supabase or Firebase, or of CSV; one result per entry. */
    importUsers(input: AuthImportUsersInput): Promise<AuthImportUsersAnswer>
    /** Makes ten new backup codes and shows them this once; the former ones die. */
    issueBackupCodes(input?: AuthIssueBackupCodesInput): Promise<AuthIssueBackupCodesAnswer>
    /** Public keys of access tokens (RFC 7517). */
    jwks(input?: AuthJwksInput): Promise<AuthJwksAnswer>
    /** Where the browser goes to link an account at a provider, and from there to `returnTo`. */
    linkIdentity(input: AuthLinkIdentityInput): Promise<AuthLinkIdentityAnswer>
    /** Browsers the person has signed in with since the last change of password, newest first. */
    listDevices(input?: AuthListDevicesInput): Promise<AuthListDevicesAnswer>
    /** The accounts at providers that are ways into the person's account, newest first. */
    listIdentities(input?: AuthListIdentitiesInput): Promise<AuthListIdentitiesAnswer>
    /** The keys of access tokens that this server knows. */
    listKeys(input?: AuthListKeysInput): Promise<AuthListKeysAnswer>
    /** Who can sign people in besides a password; a browser goes to `startUrl`, with `returnTo` if wanted. */
    listOauthProviders(input?: AuthListOauthProvidersInput): Promise<AuthListOauthProvidersAnswer>
    /** The person's open sessions, newest first. */
    listSessions(input?: AuthListSessionsInput): Promise<AuthListSessionsAnswer>
    /** Browsers that sign in without a second factor, newest first. */
    listTrustedDevices(input?: AuthListTrustedDevicesInput): Promise<AuthListTrustedDevicesAnswer>
    /** Signs in with e-mail address and password. */
    login(input: AuthLoginInput): Promise<AuthLoginAnswer>
    /** Ends the session that the request carries; without one there is nothing to do. */
    logout(input?: AuthLogoutInput): Promise<void>
    /** Ends every session of the person. */
    logoutAll(input?: AuthLogoutAllInput): Promise<void>
    /** Mails a link to sign in with; the answer never tells whether there was anybody to mail. */
    magicLink(input: AuthMagicLinkInput): Promise<AuthMagicLinkAnswer>
    /** Who is signed in, in which session, and what is allowed. */
    me(input?: AuthMeInput): Promise<AuthMeAnswer>
    /** What navigator.credentials.get wants to know to end a sign-in with a passkey. */
    mfaPasskeyOptions(input: AuthMfaPasskeyOptionsInput): Promise<AuthMfaPasskeyOptionsAnswer>
    /** Sends a code for a sign-in to the phone or address of the person. */
    mfaSend(input: AuthMfaSendInput): Promise<AuthMfaSendAnswer>
    /** Ends a sign-in with a second factor: a code, or a passkey. */
    mfaVerify(input: AuthMfaVerifyInput): Promise<AuthMfaVerifyAnswer>
    /** Ends a sign-in with a backup code, which is used up. */
    mfaVerifyBackup(input: AuthMfaVerifyBackupInput): Promise<AuthMfaVerifyBackupAnswer>
    /** Signs in by passkey alone; one that did not make sure of its person is a first factor only. */
    passkeyLogin(input: AuthPasskeyLoginInput): Promise<AuthPasskeyLoginAnswer>
    /** Options of navigator.credentials.create, good for one passkey within five minutes. */
    passkeyOptions(input?: AuthPasskeyOptionsInput): Promise<AuthPasskeyOptionsAnswer>
    /** Options of navigator.credentials.get for a sign-in by passkey alone, good for one within five minutes. */
    passkeySignInOptions(input?: AuthPasskeySignInOptionsInput): Promise<AuthPasskeySignInOptionsAnswer>
    /** Signs in by a mailed link, once; a second factor is still asked for. */
    redeemMagicLink(input: AuthRedeemMagicLinkInput): Promise<AuthRedeemMagicLinkAnswer>
    /** Trades the refresh token (cookie, or in the body) for a new pair. */
    refresh(input: AuthRefreshInput): Promise<AuthRefreshAnswer>
    /** Makes an account and mails a link to prove the address; the answer never tells whether one existed. */
    register(input: AuthRegisterInput): Promise<AuthRegisterAnswer>
    /** Ends e-mail codes as a second factor. */
    removeEmailCodes(input: AuthRemoveEmailCodesInput): Promise<void>
    /** Removes a passkey. */
    removePasskey(input: AuthRemovePasskeyInput): Promise<void>
    /** Removes a phone number. */
    removeSms(input: AuthRemoveSmsInput): Promise<void>
    /** Removes an authenticator app. */
    removeTotp(input: AuthRemoveTotpInput): Promise<void>
    /** Gives a passkey another name. */
    renamePasskey(input: AuthRenamePasskeyInput): Promise<void>
    /** Mails a link that deletes the own account. */
    requestDeletion(input?: AuthRequestDeletionInput): Promise<AuthRequestDeletionAnswer>
    /** Mails a new verification link; the answer never tells whether there was anybody to mail. */
    resendVerification(input: AuthResendVerificationInput): Promise<AuthResendVerificationAnswer>
    /** Sets a new password by a mailed token, once; every session ends. */
    resetPassword(input: AuthResetPasswordInput): Promise<void>
    /** Gives the account back to its former address; everybody is signed out, the password is void, and what was added since is gone. */
    revertEmail(input: AuthRevertEmailInput): Promise<void>
    /** Ends one of the own sessions. */
    revokeSession(input: AuthRevokeSessionInput): Promise<void>
    /** What happened to the own account: sign-ins, refusals, changes; newest first. */
    securityEvents(input?: AuthSecurityEventsInput): Promise<AuthSecurityEventsAnswer>
    /** Makes the first administrator by the one-time link that the server printed, and signs in. */
    setup(input: AuthSetupInput): Promise<AuthSetupAnswer>
    /** Whether the server still waits for its first administrator. */
    setupState(input?: AuthSetupStateInput): Promise<AuthSetupStateAnswer>
    /** Sends a code to the account's address; codes there become a second factor when it has come back. */
    startEmailCodes(input: AuthStartEmailCodesInput): Promise<AuthStartEmailCodesAnswer>
    /** Sends a code to a phone number, which counts when the code has come back; it replaces the former number. */
    startSms(input: AuthStartSmsInput): Promise<AuthStartSmsAnswer>
    /** Makes a seed for an authenticator app, shown this once; it counts when its first code has come. */
    startTotp(input: AuthStartTotpInput): Promise<AuthStartTotpAnswer>
    /** Proves the person anew, by the password or by a second factor; a new session replaces this one. */
    stepUp(input: AuthStepUpInput): Promise<AuthStepUpAnswer>
    /** What navigator.credentials.get wants to know to prove the person anew with a passkey. */
    stepUpPasskeyOptions(input?: AuthStepUpPasskeyOptionsInput): Promise<AuthStepUpPasskeyOptionsAnswer>
    /** Sends a code for proving the person anew. */
    stepUpSend(input: AuthStepUpSendInput): Promise<AuthStepUpSendAnswer>
    /** Ends the session in the other name; a browser goes on with its own by refreshing. */
    stopImpersonating(input?: AuthStopImpersonatingInput): Promise<void>
    /** Ends a way in; the last one stays. */
    unlinkIdentity(input: AuthUnlinkIdentityInput): Promise<void>
    /** Ends the lock that a mailed token tells of, once, and makes this browser a known one. */
    unlock(input: AuthUnlockInput): Promise<void>
    /** Changes the own name, or the language of mail. */
    updateMe(input: AuthUpdateMeInput): Promise<AuthUpdateMeAnswer>
    /** Proves the address that the token was mailed to, once. */
    verify(input: AuthVerifyInput): Promise<AuthVerifyAnswer>
  }
  readonly files: {
    /** Where to read the bytes without the server in between, for five minutes */
    address(input: FilesAddressInput): Promise<FilesAddressAnswer>
    /** Gives an upload up and removes what has arrived of it */
    cancel(input: FilesCancelInput): Promise<void>
    /** Makes an upload a file after size, hash and type by content were checked */
    confirm(input: FilesConfirmInput): Promise<FilesConfirmAnswer>
    /** The bytes of a file, whole or a range */
    content(input: FilesContentInput): Promise<Response>
    /** What is known of a file */
    get(input: FilesGetInput): Promise<FilesGetAnswer>
    /** What has arrived of an upload, and where its next parts go */
    getUpload(input: FilesGetUploadInput): Promise<FilesGetUploadAnswer>
    /** Takes the bytes of an upload; the signed address is the permission */
    put(input: FilesPutInput): Promise<void>
    /** Takes one part of an upload, in place of a former one; the signed address is the permission */
    putPart(input: FilesPutPartInput): Promise<void>
    /** Announces an upload; answers where to PUT the bytes, or with `parts` where to GET the addresses of its parts */
    sign(input: FilesSignInput): Promise<FilesSignAnswer>
    /** A picture as it was made anew: the whole or a range */
    variant(input: FilesVariantInput): Promise<Response>
  }
  readonly jobs: {
    /** Ends a waiting or running job for good; a running one learns of it within seconds */
    cancel(input: JobsCancelInput): Promise<void>
    /** One job with its payload and the reason of its last failure */
    get(input: JobsGetInput): Promise<JobsGetAnswer>
    /** Jobs, newest first */
    list(input?: JobsListInput): Promise<JobsListAnswer>
    /** Every queue with its numbers */
    overview(input?: JobsOverviewInput): Promise<JobsOverviewAnswer>
    /** Lets no job of a queue start until it is resumed; what runs, runs on */
    pauseQueue(input: JobsPauseQueueInput): Promise<void>
    /** Puts the failed jobs of a queue back into it, 1,000 at most and none in quarantine */
    redriveQueue(input: JobsRedriveQueueInput): Promise<JobsRedriveQueueAnswer>
    /** Lets the jobs of a paused queue start again */
    resumeQueue(input: JobsResumeQueueInput): Promise<void>
    /** Puts a failed or quarantined job back into its queue */
    retry(input: JobsRetryInput): Promise<void>
  }
  readonly mail: {
    /** Mail, newest first, with what became of it */
    list(input?: MailListInput): Promise<MailListAnswer>
    /** Addresses that mail is not sent to, newest first */
    listSuppressions(input?: MailListSuppressionsInput): Promise<MailListSuppressionsAnswer>
    /** Every template of mail */
    listTemplates(input?: MailListTemplatesInput): Promise<MailListTemplatesAnswer>
    /** A template with its sample: subject and text */
    previewTemplate(input: MailPreviewTemplateInput): Promise<MailPreviewTemplateAnswer>
    /** Lets mail go to the address again */
    removeSuppression(input: MailRemoveSuppressionInput): Promise<void>
    /** Sends a mail once more of which nobody knows whether it arrived */
    sendAgain(input: MailSendAgainInput): Promise<void>
  }
  readonly music: {
    /** Adds a track at the end, or behind `afterItemId` (null: at the beginning). */
    addPlaylistItem(input: MusicAddPlaylistItemInput): Promise<MusicAddPlaylistItemAnswer>
    /** Answers the reviewer's question; the application goes back to review. */
    answerApplication(input: MusicAnswerApplicationInput): Promise<MusicAnswerApplicationAnswer>
    /** Applications by when an answer is due; without `state` those that wait for a reviewer. */
    applicationQueue(input?: MusicApplicationQueueInput): Promise<MusicApplicationQueueAnswer>
    /** Makes the applicant an artist. */
    approveApplication(input: MusicApproveApplicationInput): Promise<MusicApproveApplicationAnswer>
    /** Takes an application for 30 minutes; claiming again extends it. */
    claimApplication(input: MusicClaimApplicationInput): Promise<MusicClaimApplicationAnswer>
    /** Takes a submission for 30 minutes; claiming again extends it. */
    claimTrack(input: MusicClaimTrackInput): Promise<MusicClaimTrackAnswer>
    /** Makes an empty playlist. */
    createPlaylist(input: MusicCreatePlaylistInput): Promise<MusicCreatePlaylistAnswer>
    /** Approves, asks for changes or declines. All but approval need reasons and ten words of feedback. */
    decideTrack(input: MusicDecideTrackInput): Promise<MusicDecideTrackAnswer>
    /** Removes a playlist; its tracks are untouched. */
    deletePlaylist(input: MusicDeletePlaylistInput): Promise<void>
    /** One application: for its applicant, and once it is submitted for reviewers. */
    getApplication(input: MusicGetApplicationInput): Promise<MusicGetApplicationAnswer>
    /** One artist. */
    getArtist(input: MusicGetArtistInput): Promise<MusicGetArtistAnswer>
    /** A playlist with its tracks. Unlisted ones are found by who has the address, private ones by their owner. */
    getPlaylist(input: MusicGetPlaylistInput): Promise<MusicGetPlaylistAnswer>
    /** A submission of one of the caller's artists. */
    getSubmission(input: MusicGetSubmissionInput): Promise<MusicGetSubmissionAnswer>
    /** One published track. */
    getTrack(input: MusicGetTrackInput): Promise<MusicGetTrackAnswer>
    /** Extends the claim by another 30 minutes. */
    heartbeatTrack(input: MusicHeartbeatTrackInput): Promise<MusicHeartbeatTrackAnswer>
    /** The texts an applicant accepts, in the versions in force. */
    listAgreements(input?: MusicListAgreementsInput): Promise<MusicListAgreementsAnswer>
    /** Albums with their published tracks, newest first; one without any is not shown. */
    listAlbums(input?: MusicListAlbumsInput): Promise<MusicListAlbumsAnswer>
    /** Artists by name; with `mine` those the caller belongs to. */
    listArtists(input?: MusicListArtistsInput): Promise<MusicListArtistsAnswer>
    /** What tracks are filed under. */
    listGenres(input?: MusicListGenresInput): Promise<MusicListGenresAnswer>
    /** The caller's own applications, newest first. */
    listMyApplications(input?: MusicListMyApplicationsInput): Promise<MusicListMyApplicationsAnswer>
    /** Submissions of the caller's artists, newest first. */
    listMySubmissions(input?: MusicListMySubmissionsInput): Promise<MusicListMySubmissionsAnswer>
    /** Public playlists, newest first; with `mine` the caller's own, whatever their visibility. */
    listPlaylists(input?: MusicListPlaylistsInput): Promise<MusicListPlaylistsAnswer>
    /** Published tracks, newest first; `search` looks for the beginnings of words in title and artist name. */
    listTracks(input?: MusicListTracksInput): Promise<MusicListTracksAnswer>
    /** Moves an item behind another one (null: to the beginning). */
    movePlaylistItem(input: MusicMovePlaylistItemInput): Promise<MusicMovePlaylistItemAnswer>
    /** Puts a track back into the catalogue. */
    publishTrack(input: MusicPublishTrackInput): Promise<MusicPublishTrackAnswer>
    /** Declines an application with a reason, and says when the applicant may try again. */
    rejectApplication(input: MusicRejectApplicationInput): Promise<MusicRejectApplicationAnswer>
    /** Puts a claimed submission back into the queue. */
    releaseTrack(input: MusicReleaseTrackInput): Promise<MusicReleaseTrackAnswer>
    /** Takes an item out. */
    removePlaylistItem(input: MusicRemovePlaylistItemInput): Promise<MusicRemovePlaylistItemAnswer>
    /** Asks the applicant something; the application waits for the answer. */
    requestInformation(input: MusicRequestInformationInput): Promise<MusicRequestInformationAnswer>
    /** Changes a refused or criticised track and sends it in again. */
    resubmit(input: MusicResubmitInput): Promise<MusicResubmitAnswer>
    /** A submission with everything a reviewer looks at. */
    reviewDetail(input: MusicReviewDetailInput): Promise<MusicReviewDetailAnswer>
    /** Submissions by when an answer is due; without `state` those that wait for a reviewer. */
    reviewQueue(input?: MusicReviewQueueInput): Promise<MusicReviewQueueAnswer>
    /** The submitted recording, for reviewers. */
    reviewStream(input: MusicReviewStreamInput): Promise<Response>
    /** Changes a draft: fields left out stay, null empties one. With `version`, a stale change is refused. */
    saveApplication(input: MusicSaveApplicationInput): Promise<MusicSaveApplicationAnswer>
    /** Starts an artist application as a draft; with `submit` a whole one is submitted at once. */
    startApplication(input: MusicStartApplicationInput): Promise<MusicStartApplicationAnswer>
    /** The recording, whole or a range. */
    streamTrack(input: MusicStreamTrackInput): Promise<Response>
    /** The normalised cover of a submission, for its artist and for reviewers. */
    submissionCover(input: MusicSubmissionCoverInput): Promise<Response>
    /** Submits a draft for review, or a changed application back to its review. */
    submitApplication(input: MusicSubmitApplicationInput): Promise<MusicSubmitApplicationAnswer>
    /** Sends a track in; its uploaded files are measured, then it waits for review. */
    submitTrack(input: MusicSubmitTrackInput): Promise<MusicSubmitTrackAnswer>
    /** The cover as a square JPEG. */
    trackCover(input: MusicTrackCoverInput): Promise<Response>
    /** Peaks of 0 to 255 over the whole recording; none where its codec cannot be decoded here. */
    trackWaveform(input: MusicTrackWaveformInput): Promise<MusicTrackWaveformAnswer>
    /** Takes a track out of the catalogue at once. */
    unpublishTrack(input: MusicUnpublishTrackInput): Promise<MusicUnpublishTrackAnswer>
    /** Changes title, description or visibility. */
    updatePlaylist(input: MusicUpdatePlaylistInput): Promise<MusicUpdatePlaylistAnswer>
    /** Takes an application back before it is decided. */
    withdrawApplication(input: MusicWithdrawApplicationInput): Promise<MusicWithdrawApplicationAnswer>
    /** Takes a track back before it is decided. */
    withdrawSubmission(input: MusicWithdrawSubmissionInput): Promise<MusicWithdrawSubmissionAnswer>
  }
  readonly operations: {
    /** Every check with what was observed and how to mend it */
    startupCheck(input?: OperationsStartupCheckInput): Promise<OperationsStartupCheckAnswer>
  }
  readonly organisations: {
    /** Accepts an invitation once: with a new account, or signed in with the one of the invited address. */
    acceptInvitation(input: OrganisationsAcceptInvitationInput): Promise<OrganisationsAcceptInvitationAnswer>
    /** Changes name or short name; owners and admins. */
    change(input: OrganisationsChangeInput): Promise<OrganisationsChangeAnswer>
    /** Gives a member another role; only owners make or unmake owners, and the last one stays. */
    changeMember(input: OrganisationsChangeMemberInput): Promise<void>
    /** Makes an organisation with the caller as owner; without `slug` one is made from the name. */
    create(input: OrganisationsCreateInput): Promise<OrganisationsCreateAnswer>
    /** Deletes an organisation; with other members only when `confirm` repeats the short name. Owners. */
    delete(input: OrganisationsDeleteInput): Promise<void>
    /** One organisation, for its members. */
    get(input: OrganisationsGetInput): Promise<OrganisationsGetAnswer>
    /** Invites an address to roles, all of whose permissions the caller holds, and to an organisation of the caller. */
    invite(input: OrganisationsInviteInput): Promise<OrganisationsInviteAnswer>
    /** Invites an address to the organisation; owners and admins, and only owners invite owners. */
    inviteMember(input: OrganisationsInviteMemberInput): Promise<OrganisationsInviteMemberAnswer>
    /** The organisations the caller belongs to, newest first. */
    list(input?: OrganisationsListInput): Promise<OrganisationsListAnswer>
    /** Invitations to the organisation, newest first; owners and admins. */
    listInvitations(input: OrganisationsListInvitationsInput): Promise<OrganisationsListInvitationsAnswer>
    /** Members with their roles, for members. */
    listMembers(input: OrganisationsListMembersInput): Promise<OrganisationsListMembersAnswer>
    /** Invitations made by staff, newest first. */
    listStaffInvitations(input?: OrganisationsListStaffInvitationsInput): Promise<OrganisationsListStaffInvitationsAnswer>
    /** What the link of an invitation stands for; uses nothing up. */
    peekInvitation(input: OrganisationsPeekInvitationInput): Promise<OrganisationsPeekInvitationAnswer>
    /** Takes a member out; with the own id: leaves. The last owner stays. */
    removeMember(input: OrganisationsRemoveMemberInput): Promise<void>
    /** Mails a new link; the older one dies. Owners and admins. */
    resendInvitation(input: OrganisationsResendInvitationInput): Promise<OrganisationsResendInvitationAnswer>
    /** Mails a new link; the older one dies. */
    resendStaffInvitation(input: OrganisationsResendStaffInvitationInput): Promise<OrganisationsResendStaffInvitationAnswer>
    /** Takes an invitation back: its link dies. Owners and admins. */
    revokeInvitation(input: OrganisationsRevokeInvitationInput): Promise<void>
    /** Takes an invitation back: its link dies. */
    revokeStaffInvitation(input: OrganisationsRevokeStaffInvitationInput): Promise<void>
    /** Hands an organisation over: the member becomes owner, the caller an admin. Owners. */
    transfer(input: OrganisationsTransferInput): Promise<void>
  }
  readonly provider: {
    /** Registers an application; its secret is in this answer and never again. */
    addClient(input: ProviderAddClientInput): Promise<ProviderAddClientAnswer>
    /** The person allows what the application asks. */
    approve(input: ProviderApproveInput): Promise<ProviderApproveAnswer>
    /** The person refuses. */
    deny(input: ProviderDenyInput): Promise<ProviderDenyAnswer>
    /** Which application asks the person for what. */
    interaction(input: ProviderInteractionInput): Promise<ProviderInteractionAnswer>
    /** Applications that sign people in with this server, newest first. */
    listClients(input?: ProviderListClientsInput): Promise<ProviderListClientsAnswer>
    /** Applications the person signs in to with this account. */
    listConsents(input?: ProviderListConsentsInput): Promise<ProviderListConsentsAnswer>
    /** Removes an application; every token it holds ends. */
    removeClient(input: ProviderRemoveClientInput): Promise<void>
    /** Replaces the secret of an application; the old one is refused at once. */
    renewSecret(input: ProviderRenewSecretInput): Promise<ProviderRenewSecretAnswer>
    /** Takes back what an application was allowed; its tokens end at once. */
    withdrawConsent(input: ProviderWithdrawConsentInput): Promise<void>
  }
  readonly webhooks: {
    /** Changes where an endpoint is, what it is told of, or whether it is switched on. */
    changeEndpoint(input: WebhooksChangeEndpointInput): Promise<WebhooksChangeEndpointAnswer>
    /** Makes a webhook endpoint; the answer is the only place where its signing secret is shown. */
    createEndpoint(input: WebhooksCreateEndpointInput): Promise<WebhooksCreateEndpointAnswer>
    /** Removes an endpoint with what was and was still to be sent to it. */
    deleteEndpoint(input: WebhooksDeleteEndpointInput): Promise<void>
    /** What was and is to be sent to an endpoint, newest first. */
    deliveries(input: WebhooksDeliveriesInput): Promise<WebhooksDeliveriesAnswer>
    /** One delivery: what was sent, and what came of each try. */
    delivery(input: WebhooksDeliveryInput): Promise<WebhooksDeliveryAnswer>
    /** One webhook endpoint. */
    endpoint(input: WebhooksEndpointInput): Promise<WebhooksEndpointAnswer>
    /** All webhook endpoints, newest first. */
    endpoints(input?: WebhooksEndpointsInput): Promise<WebhooksEndpointsAnswer>
    /** What endpoints can be told of. */
    events(input?: WebhooksEventsInput): Promise<WebhooksEventsAnswer>
    /** Sends a message once more, under the same message id. */
    redeliver(input: WebhooksRedeliverInput): Promise<WebhooksRedeliverAnswer>
    /** Gives an endpoint a new signing secret; for a day everything is signed with the older one as well. */
    rotateSecret(input: WebhooksRotateSecretInput): Promise<WebhooksRotateSecretAnswer>
    /** Sends the endpoint a message of the event webhooks.test. */
    testEndpoint(input: WebhooksTestEndpointInput): Promise<WebhooksTestEndpointAnswer>
  }
}

export const operations = {
  'access.changeRole': { method: 'PATCH', path: '/api/roles/{name}', answer: 'json', body: 'json' },
  'access.createRole': { method: 'POST', path: '/api/roles', answer: 'json', body: 'json' },
  'access.deleteRole': { method: 'DELETE', path: '/api/roles/{name}', answer: 'none' },
  'access.denyPermission': {
    method: 'PUT',
    path: '/api/users/{id}/denials/{permission}',
    answer: 'none',
    body: 'json',
  },
  'access.getUser': { method: 'GET', path: '/api/users/{id}', answer: 'json' },
  'access.getUserAccess': { method: 'GET', path: '/api/users/{id}/access', answer: 'json' },
  'access.grantRole': { method: 'PUT', path: '/api/users/{id}/roles/{role}', answer: 'none', body: 'json' },
  'access.liftDenial': { method: 'DELETE', path: '/api/users/{id}/denials/{permission}', answer: 'none' },
  'access.listPermissions': { method: 'GET', path: '/api/permissions', answer: 'json' },
  'access.listRoles': { method: 'GET', path: '/api/roles', answer: 'json' },
  'access.listUsers': { method: 'GET', path: '/api/users', answer: 'json' },
  'access.revokeRole': { method: 'DELETE', path: '/api/users/{id}/roles/{role}', answer: 'none' },
  'apiKeys.create': { method: 'POST', path: '/api/api-keys', answer: 'json', body: 'json' },
  'apiKeys.keep': { method: 'POST', path: '/api/api-keys/{id}/keep', answer: 'none' },
  'apiKeys.list': { method: 'GET', path: '/api/api-keys', answer: 'json' },
  'apiKeys.listOfUser': { method: 'GET', path: '/api/users/{id}/api-keys', answer: 'json' },
  'apiKeys.revoke': { method: 'DELETE', path: '/api/api-keys/{id}', answer: 'none' },
  'apiKeys.revokeOfUser': { method: 'DELETE', path: '/api/users/{id}/api-keys/{keyId}', answer: 'none' },
  'audit.list': { method: 'GET', path: '/api/audit', answer: 'json' },
  'audit.verify': { method: 'POST', path: '/api/audit/verify', answer: 'json' },
  'auth.addPasskey': { method: 'POST', path: '/api/auth/mfa/passkeys', answer: 'json', body: 'json' },
  'auth.captcha': { method: 'GET', path: '/api/auth/captcha', answer: 'json', public: true },
  'auth.changeEmail': { method: 'POST', path: '/api/auth/email', answer: 'json', body: 'json' },
  'auth.changePassword': { method: 'POST', path: '/api/auth/change-password', answer: 'json', body: 'json' },
  'auth.compromiseKey': { method: 'POST', path: '/api/keys/{kid}/compromise', answer: 'none', body: 'json' },
  'auth.confirmDeletion': {
    method: 'POST',
    path: '/api/auth/delete/confirm',
    answer: 'none',
    body: 'json',
    public: true,
  },
  'auth.confirmEmail': { method: 'POST', path: '/api/auth/email/confirm', answer: 'none', body: 'json', public: true },
  'auth.confirmEmailCodes': { method: 'POST', path: '/api/auth/mfa/email/{id}/confirm', answer: 'json', body: 'json' },
  'auth.confirmSms': { method: 'POST', path: '/api/auth/mfa/sms/{id}/confirm', answer: 'json', body: 'json' },
  'auth.confirmTotp': { method: 'POST', path: '/api/auth/mfa/totp/{id}/confirm', answer: 'json', body: 'json' },
  'auth.csrf': { method: 'GET', path: '/api/auth/csrf', answer: 'json', public: true },
  'auth.disableUser': { method: 'POST', path: '/api/users/{id}/disable', answer: 'none' },
  'auth.enableUser': { method: 'POST', path: '/api/users/{id}/enable', answer: 'none' },
  'auth.eraseUser': { method: 'POST', path: '/api/users/{id}/erase', answer: 'none', body: 'json' },
  'auth.export': { method: 'GET', path: '/api/auth/export', answer: 'json' },
  'auth.factors': { method: 'GET', path: '/api/auth/mfa', answer: 'json' },
  'auth.forgetDevice': { method: 'DELETE', path: '/api/auth/devices/{id}', answer: 'none' },
  'auth.forgetTrustedDevice': { method: 'DELETE', path: '/api/auth/trusted-devices/{id}', answer: 'none' },
  'auth.forgetTrustedDevices': { method: 'DELETE', path: '/api/auth/trusted-devices', answer: 'none' },
  'auth.forgotPassword': {
    method: 'POST',
    path: '/api/auth/forgot-password',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.impersonate': {
    method: 'POST',
    path: '/api/users/{id}/impersonate',
    answer: 'json',
    body: 'json',
    choosesTransport: true,
  },
  'auth.importUsers': { method: 'POST', path: '/api/users/import', answer: 'json', body: 'json' },
  'auth.issueBackupCodes': { method: 'POST', path: '/api/auth/mfa/backup-codes', answer: 'json' },
  'auth.jwks': { method: 'GET', path: '/api/.well-known/jwks.json', answer: 'json', public: true },
  'auth.linkIdentity': { method: 'POST', path: '/api/auth/identities/{provider}/start', answer: 'json', body: 'json' },
  'auth.listDevices': { method: 'GET', path: '/api/auth/devices', answer: 'json' },
  'auth.listIdentities': { method: 'GET', path: '/api/auth/identities', answer: 'json' },
  'auth.listKeys': { method: 'GET', path: '/api/keys', answer: 'json' },
  'auth.listOauthProviders': { method: 'GET', path: '/api/auth/oauth', answer: 'json', public: true },
  'auth.listSessions': { method: 'GET', path: '/api/auth/sessions', answer: 'json' },
  'auth.listTrustedDevices': { method: 'GET', path: '/api/auth/trusted-devices', answer: 'json' },
  'auth.login': {
    method: 'POST',
    path: '/api/auth/login',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.logout': { method: 'POST', path: '/api/auth/logout', answer: 'none', public: true },
  'auth.logoutAll': { method: 'POST', path: '/api/auth/logout-all', answer: 'none' },
  'auth.magicLink': { method: 'POST', path: '/api/auth/magic-link', answer: 'json', body: 'json', public: true },
  'auth.me': { method: 'GET', path: '/api/auth/me', answer: 'json' },
  'auth.mfaPasskeyOptions': {
    method: 'POST',
    path: '/api/auth/mfa/passkey-options',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.mfaSend': { method: 'POST', path: '/api/auth/mfa/send', answer: 'json', body: 'json', public: true },
  'auth.mfaVerify': { method: 'POST', path: '/api/auth/mfa/verify', answer: 'json', body: 'json', public: true },
  'auth.mfaVerifyBackup': {
    method: 'POST',
    path: '/api/auth/2fa/backup/verify',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.passkeyLogin': {
    method: 'POST',
    path: '/api/auth/passkey/login',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.passkeyOptions': { method: 'POST', path: '/api/auth/mfa/passkeys/options', answer: 'json' },
  'auth.passkeySignInOptions': { method: 'POST', path: '/api/auth/passkey/options', answer: 'json', public: true },
  'auth.redeemMagicLink': {
    method: 'POST',
    path: '/api/auth/magic-link/redeem',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.refresh': { method: 'POST', path: '/api/auth/refresh', answer: 'json', body: 'json', public: true },
  'auth.register': { method: 'POST', path: '/api/auth/register', answer: 'json', body: 'json', public: true },
  'auth.removeEmailCodes': { method: 'DELETE', path: '/api/auth/mfa/email/{id}', answer: 'none' },
  'auth.removePasskey': { method: 'DELETE', path: '/api/auth/mfa/passkeys/{id}', answer: 'none' },
  'auth.removeSms': { method: 'DELETE', path: '/api/auth/mfa/sms/{id}', answer: 'none' },
  'auth.removeTotp': { method: 'DELETE', path: '/api/auth/mfa/totp/{id}', answer: 'none' },
  'auth.renamePasskey': { method: 'PATCH', path: '/api/auth/mfa/passkeys/{id}', answer: 'none', body: 'json' },
  'auth.requestDeletion': { method: 'POST', path: '/api/auth/delete', answer: 'json' },
  'auth.resendVerification': {
    method: 'POST',
    path: '/api/auth/verify/resend',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.resetPassword': {
    method: 'POST',
    path: '/api/auth/reset-password',
    answer: 'none',
    body: 'json',
    public: true,
  },
  'auth.revertEmail': { method: 'POST', path: '/api/auth/email/revert', answer: 'none', body: 'json', public: true },
  'auth.revokeSession': { method: 'DELETE', path: '/api/auth/sessions/{id}', answer: 'none' },
  'auth.securityEvents': { method: 'GET', path: '/api/auth/security-events', answer: 'json' },
  'auth.setup': {
    method: 'POST',
    path: '/api/auth/setup',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.setupState': { method: 'GET', path: '/api/auth/setup', answer: 'json', public: true },
  'auth.startEmailCodes': { method: 'POST', path: '/api/auth/mfa/email', answer: 'json', body: 'json' },
  'auth.startSms': { method: 'POST', path: '/api/auth/mfa/sms', answer: 'json', body: 'json' },
  'auth.startTotp': { method: 'POST', path: '/api/auth/mfa/totp', answer: 'json', body: 'json' },
  'auth.stepUp': { method: 'POST', path: '/api/auth/step-up', answer: 'json', body: 'json' },
  'auth.stepUpPasskeyOptions': { method: 'POST', path: '/api/auth/step-up/passkey-options', answer: 'json' },
  'auth.stepUpSend': { method: 'POST', path: '/api/auth/step-up/send', answer: 'json', body: 'json' },
  'auth.stopImpersonating': { method: 'POST', path: '/api/auth/impersonation/stop', answer: 'none' },
  'auth.unlinkIdentity': { method: 'DELETE', path: '/api/auth/identities/{id}', answer: 'none' },
  'auth.unlock': { method: 'POST', path: '/api/auth/unlock', answer: 'none', body: 'json', public: true },
  'auth.updateMe': { method: 'PATCH', path: '/api/auth/me', answer: 'json', body: 'json' },
  'auth.verify': { method: 'POST', path: '/api/auth/verify', answer: 'json', body: 'json', public: true },
  'files.address': { method: 'GET', path: '/api/files/{id}/address', answer: 'json' },
  'files.cancel': { method: 'DELETE', path: '/api/uploads/{uploadId}', answer: 'none' },
  'files.confirm': { method: 'POST', path: '/api/uploads/confirm', answer: 'json', body: 'json' },
  'files.content': { method: 'GET', path: '/api/files/{id}/content', answer: 'bytes' },
  'files.get': { method: 'GET', path: '/api/files/{id}', answer: 'json' },
  'files.getUpload': { method: 'GET', path: '/api/uploads/{uploadId}', answer: 'json' },
  'files.put': { method: 'PUT', path: '/api/uploads/{uploadId}/content', answer: 'none', body: 'bytes', public: true },
  'files.putPart': {
    method: 'PUT',
    path: '/api/uploads/{uploadId}/parts/{number}',
    answer: 'none',
    body: 'bytes',
    public: true,
  },
  'files.sign': { method: 'POST', path: '/api/uploads/sign', answer: 'json', body: 'json' },
  'files.variant': { method: 'GET', path: '/api/files/{id}/variants/{name}/content', answer: 'bytes' },
  'jobs.cancel': { method: 'POST', path: '/api/jobs/{id}/cancel', answer: 'none' },
  'jobs.get': { method: 'GET', path: '/api/jobs/{id}', answer: 'json' },
  'jobs.list': { method: 'GET', path: '/api/jobs/list', answer: 'json' },
  'jobs.overview': { method: 'GET', path: '/api/jobs', answer: 'json' },
  'jobs.pauseQueue': { method: 'POST', path: '/api/job-queues/{queue}/pause', answer: 'none' },
  'jobs.redriveQueue': { method: 'POST', path: '/api/job-queues/{queue}/redrive', answer: 'json' },
  'jobs.resumeQueue': { method: 'POST', path: '/api/job-queues/{queue}/resume', answer: 'none' },
  'jobs.retry': { method: 'POST', path: '/api/jobs/{id}/retry', answer: 'none' },
  'mail.list': { method: 'GET', path: '/api/mail', answer: 'json' },
  'mail.listSuppressions': { method: 'GET', path: '/api/mail/suppressions', answer: 'json' },
  'mail.listTemplates': { method: 'GET', path: '/api/mail/templates', answer: 'json' },
  'mail.previewTemplate': { method: 'GET', path: '/api/mail/templates/{name}', answer: 'json' },
  'mail.removeSuppression': { method: 'DELETE', path: '/api/mail/suppressions/{id}', answer: 'none' },
  'mail.sendAgain': { method: 'POST', path: '/api/mail/{id}/send-again', answer: 'none' },
  'music.addPlaylistItem': {
    method: 'POST',
    path: '/api/playlists/{id}/items',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.answerApplication': {
    method: 'POST',
    path: '/api/artist/applications/{id}/answer',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.applicationQueue': { method: 'GET', path: '/api/review/applications', answer: 'json' },
  'music.approveApplication': {
    method: 'POST',
    path: '/api/review/applications/{id}/approve',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.claimApplication': {
    method: 'POST',
    path: '/api/review/applications/{id}/claim',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.claimTrack': { method: 'POST', path: '/api/review/tracks/{id}/claim', answer: 'json', idempotent: 'optional' },
  'music.createPlaylist': {
    method: 'POST',
    path: '/api/playlists',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.decideTrack': {
    method: 'POST',
    path: '/api/review/tracks/{id}/decide',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.deletePlaylist': { method: 'DELETE', path: '/api/playlists/{id}', answer: 'none' },
  'music.getApplication': { method: 'GET', path: '/api/artist/applications/{id}', answer: 'json' },
  'music.getArtist': { method: 'GET', path: '/api/artists/{slug}', answer: 'json', public: true },
  'music.getPlaylist': { method: 'GET', path: '/api/playlists/{id}', answer: 'json' },
  'music.getSubmission': { method: 'GET', path: '/api/tracks/submissions/{id}', answer: 'json' },
  'music.getTrack': { method: 'GET', path: '/api/tracks/{id}', answer: 'json', public: true },
  'music.heartbeatTrack': {
    method: 'POST',
    path: '/api/review/tracks/{id}/heartbeat',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.listAgreements': { method: 'GET', path: '/api/agreements/current', answer: 'json', public: true },
  'music.listAlbums': { method: 'GET', path: '/api/albums', answer: 'json', public: true },
  'music.listArtists': { method: 'GET', path: '/api/artists', answer: 'json' },
  'music.listGenres': { method: 'GET', path: '/api/genres', answer: 'json', public: true },
  'music.listMyApplications': { method: 'GET', path: '/api/artist/applications', answer: 'json' },
  'music.listMySubmissions': { method: 'GET', path: '/api/tracks/submissions', answer: 'json' },
  'music.listPlaylists': { method: 'GET', path: '/api/playlists', answer: 'json' },
  'music.listTracks': { method: 'GET', path: '/api/tracks', answer: 'json', public: true },
  'music.movePlaylistItem': {
    method: 'PATCH',
    path: '/api/playlists/{id}/items/{itemId}',
    answer: 'json',
    body: 'json',
  },
  'music.publishTrack': { method: 'POST', path: '/api/tracks/{id}/publish', answer: 'json', idempotent: 'optional' },
  'music.rejectApplication': {
    method: 'POST',
    path: '/api/review/applications/{id}/reject',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.releaseTrack': {
    method: 'POST',
    path: '/api/review/tracks/{id}/release',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.removePlaylistItem': { method: 'DELETE', path: '/api/playlists/{id}/items/{itemId}', answer: 'json' },
  'music.requestInformation': {
    method: 'POST',
    path: '/api/review/applications/{id}/request-info',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.resubmit': {
    method: 'PATCH',
    path: '/api/tracks/submissions/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.reviewDetail': { method: 'GET', path: '/api/review/tracks/{id}', answer: 'json' },
  'music.reviewQueue': { method: 'GET', path: '/api/review/tracks', answer: 'json' },
  'music.reviewStream': { method: 'GET', path: '/api/review/tracks/{id}/stream', answer: 'bytes' },
  'music.saveApplication': { method: 'PATCH', path: '/api/artist/applications/{id}', answer: 'json', body: 'json' },
  'music.startApplication': {
    method: 'POST',
    path: '/api/artist/signup',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.streamTrack': { method: 'GET', path: '/api/tracks/{id}/stream', answer: 'bytes', public: true },
  'music.submissionCover': { method: 'GET', path: '/api/tracks/submissions/{id}/cover', answer: 'bytes' },
  'music.submitApplication': {
    method: 'POST',
    path: '/api/artist/applications/{id}/submit',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.submitTrack': {
    method: 'POST',
    path: '/api/tracks/submit',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'music.trackCover': { method: 'GET', path: '/api/tracks/{id}/cover', answer: 'bytes', public: true },
  'music.trackWaveform': { method: 'GET', path: '/api/tracks/{id}/waveform', answer: 'json', public: true },
  'music.unpublishTrack': {
    method: 'POST',
    path: '/api/tracks/{id}/unpublish',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.updatePlaylist': { method: 'PATCH', path: '/api/playlists/{id}', answer: 'json', body: 'json' },
  'music.withdrawApplication': {
    method: 'POST',
    path: '/api/artist/applications/{id}/withdraw',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.withdrawSubmission': {
    method: 'POST',
    path: '/api/tracks/submissions/{id}/withdraw',
    answer: 'json',
    idempotent: 'optional',
  },
  'operations.startupCheck': { method: 'GET', path: '/api/startup-check', answer: 'json' },
  'organisations.acceptInvitation': {
    method: 'POST',
    path: '/api/invitations/accept',
    answer: 'json',
    body: 'json',
    choosesTransport: true,
  },
  'organisations.change': { method: 'PATCH', path: '/api/organisations/{id}', answer: 'json', body: 'json' },
  'organisations.changeMember': {
    method: 'PATCH',
    path: '/api/organisations/{id}/members/{userId}',
    answer: 'none',
    body: 'json',
  },
  'organisations.create': { method: 'POST', path: '/api/organisations', answer: 'json', body: 'json' },
  'organisations.delete': { method: 'DELETE', path: '/api/organisations/{id}', answer: 'none' },
  'organisations.get': { method: 'GET', path: '/api/organisations/{id}', answer: 'json' },
  'organisations.invite': { method: 'POST', path: '/api/invitations', answer: 'json', body: 'json' },
  'organisations.inviteMember': {
    method: 'POST',
    path: '/api/organisations/{id}/invitations',
    answer: 'json',
    body: 'json',
  },
  'organisations.list': { method: 'GET', path: '/api/organisations', answer: 'json' },
  'organisations.listInvitations': { method: 'GET', path: '/api/organisations/{id}/invitations', answer: 'json' },
  'organisations.listMembers': { method: 'GET', path: '/api/organisations/{id}/members', answer: 'json' },
  'organisations.listStaffInvitations': { method: 'GET', path: '/api/invitations', answer: 'json' },
  'organisations.peekInvitation': {
    method: 'POST',
    path: '/api/invitations/peek',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'organisations.removeMember': { method: 'DELETE', path: '/api/organisations/{id}/members/{userId}', answer: 'none' },
  'organisations.resendInvitation': {
    method: 'POST',
    path: '/api/organisations/{id}/invitations/{invitationId}/resend',
    answer: 'json',
  },
  'organisations.resendStaffInvitation': { method: 'POST', path: '/api/invitations/{id}/resend', answer: 'json' },
  'organisations.revokeInvitation': {
    method: 'DELETE',
    path: '/api/organisations/{id}/invitations/{invitationId}',
    answer: 'none',
  },
  'organisations.revokeStaffInvitation': { method: 'DELETE', path: '/api/invitations/{id}', answer: 'none' },
  'organisations.transfer': { method: 'POST', path: '/api/organisations/{id}/transfer', answer: 'none', body: 'json' },
  'provider.addClient': { method: 'POST', path: '/api/oidc/clients', answer: 'json', body: 'json' },
  'provider.approve': { method: 'POST', path: '/api/oidc/interactions/{uid}/approve', answer: 'json' },
  'provider.deny': { method: 'POST', path: '/api/oidc/interactions/{uid}/deny', answer: 'json' },
  'provider.interaction': { method: 'GET', path: '/api/oidc/interactions/{uid}', answer: 'json' },
  'provider.listClients': { method: 'GET', path: '/api/oidc/clients', answer: 'json' },
  'provider.listConsents': { method: 'GET', path: '/api/oidc/consents', answer: 'json' },
  'provider.removeClient': { method: 'DELETE', path: '/api/oidc/clients/{id}', answer: 'none' },
  'provider.renewSecret': { method: 'POST', path: '/api/oidc/clients/{id}/secret', answer: 'json' },
  'provider.withdrawConsent': { method: 'DELETE', path: '/api/oidc/consents/{id}', answer: 'none' },
  'webhooks.changeEndpoint': { method: 'PATCH', path: '/api/webhooks/endpoints/{id}', answer: 'json', body: 'json' },
  'webhooks.createEndpoint': { method: 'POST', path: '/api/webhooks/endpoints', answer: 'json', body: 'json' },
  'webhooks.deleteEndpoint': { method: 'DELETE', path: '/api/webhooks/endpoints/{id}', answer: 'none' },
  'webhooks.deliveries': { method: 'GET', path: '/api/webhooks/endpoints/{id}/deliveries', answer: 'json' },
  'webhooks.delivery': { method: 'GET', path: '/api/webhooks/deliveries/{id}', answer: 'json' },
  'webhooks.endpoint': { method: 'GET', path: '/api/webhooks/endpoints/{id}', answer: 'json' },
  'webhooks.endpoints': { method: 'GET', path: '/api/webhooks/endpoints', answer: 'json' },
  'webhooks.events': { method: 'GET', path: '/api/webhooks/events', answer: 'json' },
  'webhooks.redeliver': { method: 'POST', path: '/api/webhooks/deliveries/{id}/redeliver', answer: 'json' },
  'webhooks.rotateSecret': { method: 'POST', path: '/api/webhooks/endpoints/{id}/rotate-secret', answer: 'json' },
  'webhooks.testEndpoint': { method: 'POST', path: '/api/webhooks/endpoints/{id}/test', answer: 'json' },
} as const satisfies Record<string, Operation>

export type OperationId = keyof typeof operations

/** What each operation demands: a permission, `signed-in` for every session, or `public`. */
export const operationPermission = {
  'access.changeRole': 'access:manage',
  'access.createRole': 'access:manage',
  'access.deleteRole': 'access:manage',
  'access.denyPermission': 'access:manage',
  'access.getUser': 'access:read',
  'access.getUserAccess': 'access:read',
  'access.grantRole': 'access:manage',
  'access.liftDenial': 'access:manage',
  'access.listPermissions': 'access:read',
  'access.listRoles': 'access:read',
  'access.listUsers': 'access:read',
  'access.revokeRole': 'access:manage',
  'apiKeys.create': 'signed-in',
  'apiKeys.keep': 'signed-in',
  'apiKeys.list': 'signed-in',
  'apiKeys.listOfUser': 'access:read',
  'apiKeys.revoke': 'signed-in',
  'apiKeys.revokeOfUser': 'access:manage',
  'audit.list': 'audit:read',
  'audit.verify': 'audit:read',
  'auth.addPasskey': 'signed-in',
  'auth.captcha': 'public',
  'auth.changeEmail': 'signed-in',
  'auth.changePassword': 'signed-in',
  'auth.compromiseKey': 'identity:manage-keys',
  'auth.confirmDeletion': 'public',
  'auth.confirmEmail': 'public',
  'auth.confirmEmailCodes': 'signed-in',
  'auth.confirmSms': 'signed-in',
  'auth.confirmTotp': 'signed-in',
  'auth.csrf': 'public',
  'auth.disableUser': 'access:manage',
  'auth.enableUser': 'access:manage',
  'auth.eraseUser': 'identity:erase',
  'auth.export': 'signed-in',
  'auth.factors': 'signed-in',
  'auth.forgetDevice': 'signed-in',
  'auth.forgetTrustedDevice': 'signed-in',
  'auth.forgetTrustedDevices': 'signed-in',
  'auth.forgotPassword': 'public',
  'auth.impersonate': 'identity:impersonate',
  'auth.importUsers': 'identity:import',
  'auth.issueBackupCodes': 'signed-in',
  'auth.jwks': 'public',
  'auth.linkIdentity': 'signed-in',
  'auth.listDevices': 'signed-in',
  'auth.listIdentities': 'signed-in',
  'auth.listKeys': 'identity:manage-keys',
  'auth.listOauthProviders': 'public',
  'auth.listSessions': 'signed-in',
  'auth.listTrustedDevices': 'signed-in',
  'auth.login': 'public',
  'auth.logout': 'public',
  'auth.logoutAll': 'signed-in',
  'auth.magicLink': 'public',
  'auth.me': 'signed-in',
  'auth.mfaPasskeyOptions': 'public',
  'auth.mfaSend': 'public',
  'auth.mfaVerify': 'public',
  'auth.mfaVerifyBackup': 'public',
  'auth.passkeyLogin': 'public',
  'auth.passkeyOptions': 'signed-in',
  'auth.passkeySignInOptions': 'public',
  'auth.redeemMagicLink': 'public',
  'auth.refresh': 'public',
  'auth.register': 'public',
  'auth.removeEmailCodes': 'signed-in',
  'auth.removePasskey': 'signed-in',
  'auth.removeSms': 'signed-in',
  'auth.removeTotp': 'signed-in',
  'auth.renamePasskey': 'signed-in',
  'auth.requestDeletion': 'signed-in',
  'auth.resendVerification': 'public',
  'auth.resetPassword': 'public',
  'auth.revertEmail': 'public',
  'auth.revokeSession': 'signed-in',
  'auth.securityEvents': 'signed-in',
  'auth.setup': 'public',
  'auth.setupState': 'public',
  'auth.startEmailCodes': 'signed-in',
  'auth.startSms': 'signed-in',
  'auth.startTotp': 'signed-in',
  'auth.stepUp': 'signed-in',
  'auth.stepUpPasskeyOptions': 'signed-in',
  'auth.stepUpSend': 'signed-in',
  'auth.stopImpersonating': 'signed-in',
  'auth.unlinkIdentity': 'signed-in',
  'auth.unlock': 'public',
  'auth.updateMe': 'signed-in',
  'auth.verify': 'public',
  'files.address': 'optional',
  'files.cancel': 'signed-in',
  'files.confirm': 'signed-in',
  'files.content': 'optional',
  'files.get': 'optional',
  'files.getUpload': 'signed-in',
  'files.put': 'public',
  'files.putPart': 'public',
  'files.sign': 'signed-in',
  'files.variant': 'optional',
  'jobs.cancel': 'jobs:manage',
  'jobs.get': 'jobs:read',
  'jobs.list': 'jobs:read',
  'jobs.overview': 'jobs:read',
  'jobs.pauseQueue': 'jobs:manage',
  'jobs.redriveQueue': 'jobs:manage',
  'jobs.resumeQueue': 'jobs:manage',
  'jobs.retry': 'jobs:manage',
  'mail.list': 'mail:read',
  'mail.listSuppressions': 'mail:read',
  'mail.listTemplates': 'mail:read',
  'mail.previewTemplate': 'mail:read',
  'mail.removeSuppression': 'mail:manage',
  'mail.sendAgain': 'mail:manage',
  'music.addPlaylistItem': 'signed-in',
  'music.answerApplication': 'signed-in',
  'music.applicationQueue': 'music:review-applications',
  'music.approveApplication': 'music:review-applications',
  'music.claimApplication': 'music:review-applications',
  'music.claimTrack': 'music:review-tracks',
  'music.createPlaylist': 'signed-in',
  'music.decideTrack': 'music:review-tracks',
  'music.deletePlaylist': 'signed-in',
  'music.getApplication': 'signed-in',
  'music.getArtist': 'public',
  'music.getPlaylist': 'optional',
  'music.getSubmission': 'music:submit',
  'music.getTrack': 'public',
  'music.heartbeatTrack': 'music:review-tracks',
  'music.listAgreements': 'public',
  'music.listAlbums': 'public',
  'music.listArtists': 'optional',
  'music.listGenres': 'public',
  'music.listMyApplications': 'signed-in',
  'music.listMySubmissions': 'music:submit',
  'music.listPlaylists': 'optional',
  'music.listTracks': 'public',
  'music.movePlaylistItem': 'signed-in',
  'music.publishTrack': 'music:publish',
  'music.rejectApplication': 'music:review-applications',
  'music.releaseTrack': 'music:review-tracks',
  'music.removePlaylistItem': 'signed-in',
  'music.requestInformation': 'music:review-applications',
  'music.resubmit': 'music:submit',
  'music.reviewDetail': 'music:review-tracks',
  'music.reviewQueue': 'music:review-tracks',
  'music.reviewStream': 'music:review-tracks',
  'music.saveApplication': 'signed-in',
  'music.startApplication': 'signed-in',
  'music.streamTrack': 'public',
  'music.submissionCover': 'signed-in',
  'music.submitApplication': 'signed-in',
  'music.submitTrack': 'music:submit',
  'music.trackCover': 'public',
  'music.trackWaveform': 'public',
  'music.unpublishTrack': 'music:publish',
  'music.updatePlaylist': 'signed-in',
  'music.withdrawApplication': 'signed-in',
  'music.withdrawSubmission': 'music:submit',
  'operations.startupCheck': 'operations:read',
  'organisations.acceptInvitation': 'optional',
  'organisations.change': 'signed-in',
  'organisations.changeMember': 'signed-in',
  'organisations.create': 'signed-in',
  'organisations.delete': 'signed-in',
  'organisations.get': 'signed-in',
  'organisations.invite': 'identity:invite',
  'organisations.inviteMember': 'signed-in',
  'organisations.list': 'signed-in',
  'organisations.listInvitations': 'signed-in',
  'organisations.listMembers': 'signed-in',
  'organisations.listStaffInvitations': 'identity:invite',
  'organisations.peekInvitation': 'public',
  'organisations.removeMember': 'signed-in',
  'organisations.resendInvitation': 'signed-in',
  'organisations.resendStaffInvitation': 'identity:invite',
  'organisations.revokeInvitation': 'signed-in',
  'organisations.revokeStaffInvitation': 'identity:invite',
  'organisations.transfer': 'signed-in',
  'provider.addClient': 'provider:manage',
  'provider.approve': 'signed-in',
  'provider.deny': 'signed-in',
  'provider.interaction': 'signed-in',
  'provider.listClients': 'provider:manage',
  'provider.listConsents': 'signed-in',
  'provider.removeClient': 'provider:manage',
  'provider.renewSecret': 'provider:manage',
  'provider.withdrawConsent': 'signed-in',
  'webhooks.changeEndpoint': 'webhooks:manage',
  'webhooks.createEndpoint': 'webhooks:manage',
  'webhooks.deleteEndpoint': 'webhooks:manage',
  'webhooks.deliveries': 'webhooks:read',
  'webhooks.delivery': 'webhooks:read',
  'webhooks.endpoint': 'webhooks:read',
  'webhooks.endpoints': 'webhooks:read',
  'webhooks.events': 'webhooks:read',
  'webhooks.redeliver': 'webhooks:manage',
  'webhooks.rotateSecret': 'webhooks:manage',
  'webhooks.testEndpoint': 'webhooks:manage',
} as const satisfies Record<OperationId, string>

/** What a caller must hold; besides these an operation is open to everybody or to every session. */
export type Permission = Exclude<(typeof operationPermission)[OperationId], 'public' | 'signed-in'>

/** The codes of all problems the server tells of. */
export type ProblemCode =
  | 'access/administrator-exists'
  | 'access/beyond-own'
  | 'access/built-in-role'
  | 'access/expiry-past'
  | 'access/last-administrator'
  | 'access/role-exists'
  | 'access/role-held'
  | 'access/unknown-permission'
  | 'access/unknown-role'
  | 'api-keys/bad-expiry'
  | 'api-keys/beyond-own'
  | 'api-keys/invalid'
  | 'api-keys/not-found'
  | 'api-keys/organisation-not-found'
  | 'api-keys/second-factor-due'
  | 'api-keys/too-many'
  | 'blob/exists'
  | 'blob/full'
  | 'blob/length-differs'
  | 'blob/missing'
  | 'blob/refused'
  | 'blob/too-large'
  | 'blob/unavailable'
  | 'database/busy'
  | 'database/conflict'
  | 'database/full'
  | 'database/locked'
  | 'database/pool-timeout'
  | 'database/read-only'
  | 'database/rule-violated'
  | 'database/still-referenced'
  | 'database/timeout'
  | 'database/unavailable'
  | 'database/unusable-value'
  | 'factors/demanded-by-role'
  | 'factors/device-not-found'
  | 'factors/last-way-in'
  | 'factors/none-enrolled'
  | 'factors/not-found'
  | 'factors/not-sendable'
  | 'factors/passkey-refused'
  | 'factors/too-many'
  | 'factors/too-many-attempts'
  | 'factors/wrong-code'
  | 'federation/already-linked'
  | 'federation/bad-return'
  | 'federation/cancelled'
  | 'federation/identity-not-found'
  | 'federation/last-way-in'
  | 'federation/link-required'
  | 'federation/proof-invalid'
  | 'federation/provider-broken'
  | 'federation/provider-unavailable'
  | 'federation/response-invalid'
  | 'federation/state-invalid'
  | 'federation/unknown-provider'
  | 'files/already-uploaded'
  | 'files/bad-signature'
  | 'files/damaged'
  | 'files/hash-differs'
  | 'files/image-pending'
  | 'files/image-too-large'
  | 'files/image-unreadable'
  | 'files/infected'
  | 'files/not-found'
  | 'files/not-uploaded'
  | 'files/original-withheld'
  | 'files/parts-missing'
  | 'files/quarantined'
  | 'files/quota-exceeded'
  | 'files/range-not-satisfiable'
  | 'files/size-differs'
  | 'files/too-large'
  | 'files/too-many-open'
  | 'files/type-differs'
  | 'files/type-not-accepted'
  | 'files/unknown-purpose'
  | 'files/upload-not-found'
  | 'files/variant-not-found'
  | 'http/assurance-too-low'
  | 'http/bad-host'
  | 'http/bad-json'
  | 'http/bad-request'
  | 'http/bad-text'
  | 'http/body-too-large'
  | 'http/deadline-exceeded'
  | 'http/denied'
  | 'http/draining'
  | 'http/duplicate-key'
  | 'http/expectation'
  | 'http/headers-too-large'
  | 'http/idempotency-in-flight'
  | 'http/idempotency-key-missing'
  | 'http/idempotency-key-reused'
  | 'http/internal'
  | 'http/invalid'
  | 'http/method-not-allowed'
  | 'http/not-by-delegates'
  | 'http/not-found'
  | 'http/overloaded'
  | 'http/timeout'
  | 'http/too-deep'
  | 'http/too-many-requests'
  | 'http/unauthenticated'
  | 'http/unsupported-type'
  | 'identity/account-disabled'
  | 'identity/bad-email'
  | 'identity/bad-locale'
  | 'identity/busy'
  | 'identity/captcha-required'
  | 'identity/challenge-invalid'
  | 'identity/csrf'
  | 'identity/device-not-found'
  | 'identity/email-taken'
  | 'identity/email-unverified'
  | 'identity/import-under-way'
  | 'identity/import-unreadable'
  | 'identity/invalid-credentials'
  | 'identity/key-not-found'
  | 'identity/mfa-enrolment-required'
  | 'identity/mfa-required'
  | 'identity/no-signing-key'
  | 'identity/not-below'
  | 'identity/not-impersonating'
  | 'identity/passkey-refused'
  | 'identity/passkey-unverified'
  | 'identity/second-factor-wrong'
  | 'identity/session-expired'
  | 'identity/session-not-found'
  | 'identity/setup-closed'
  | 'identity/token-invalid'
  | 'identity/user-not-found'
  | 'identity/weak-password'
  | 'jobs/already-ended'
  | 'jobs/bad-cursor'
  | 'jobs/no-such-queue'
  | 'jobs/not-failed'
  | 'jobs/not-found'
  | 'mail/bad-address'
  | 'mail/no-such-provider'
  | 'mail/no-such-suppression'
  | 'mail/no-such-template'
  | 'mail/not-found'
  | 'mail/not-uncertain'
  | 'mail/report-unreadable'
  | 'mail/report-unverified'
  | 'money/bad-rate'
  | 'money/currency-mismatch'
  | 'money/unknown-currency'
  | 'music/already-artist'
  | 'music/application-incomplete'
  | 'music/application-not-found'
  | 'music/application-open'
  | 'music/artist-not-found'
  | 'music/claimed'
  | 'music/duplicate-recording'
  | 'music/isrc-in-use'
  | 'music/item-not-found'
  | 'music/not-claimed'
  | 'music/not-your-artist'
  | 'music/own-artist'
  | 'music/playlist-full'
  | 'music/playlist-not-found'
  | 'music/reapply-later'
  | 'music/reasons-missing'
  | 'music/stale'
  | 'music/submission-invalid'
  | 'music/submission-not-found'
  | 'music/track-not-found'
  | 'music/wrong-state'
  | 'organisations/denied'
  | 'organisations/details-missing'
  | 'organisations/has-members'
  | 'organisations/invitation-gone'
  | 'organisations/invitation-not-found'
  | 'organisations/invitation-over'
  | 'organisations/last-owner'
  | 'organisations/member-not-found'
  | 'organisations/not-found'
  | 'organisations/sign-in-first'
  | 'organisations/slug-taken'
  | 'organisations/too-many-mails'
  | 'provider/bad-redirect-uri'
  | 'provider/client-not-found'
  | 'provider/consent-not-found'
  | 'provider/interaction-not-found'
  | 'sms/bad-number'
  | 'sms/country-refused'
  | 'sms/not-set-up'
  | 'webhooks/bad-address'
  | 'webhooks/delivery-not-found'
  | 'webhooks/disabled'
  | 'webhooks/endpoint-not-found'
  | 'webhooks/too-many'
  | 'webhooks/unknown-event'
