import { controlKinds } from '#core/access/orders.ts'
import { createRegistry } from '#core/kind.ts'
import { membershipKinds } from '#features/membership/index.ts'
import { portalKinds } from '#features/portal/index.ts'

/** Every kind that this program knows. docs/registry.md lists their numbers, retired ones included. */
export const registry = createRegistry([...controlKinds, ...portalKinds, ...membershipKinds])
