import type { Clock, Keys, Random } from '#core/ports.ts'
import { openExchangeKeys } from './exchange-keys.ts'
import { openOffers } from './offers.ts'
import { openPeers } from './peers.ts'

/** What this node has of its own and of others to exchange with them: all of it in the key folder. */
export type Links = ReturnType<typeof openLinks>
export const openLinks = (folder: string, keys: Keys, clock: Clock, random: Random) => ({
  keys: openExchangeKeys(folder, keys, clock),
  peers: openPeers(folder),
  offers: openOffers(folder, random),
})
