import type { Feature } from '#features/feature.server.ts'
import { link } from '#features/link/index.server.ts'
import { membership } from '#features/membership/index.server.ts'
import { portal } from '#features/portal/index.server.ts'
import { createAccounts } from './accounts/accounts.ts'

const { accounts, session } = createAccounts()

/** Every feature of this node, in the order in which they project. */
export const features: readonly Feature[] = [session, accounts, membership, portal, link]
