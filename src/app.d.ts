import type { IncomingMessage } from 'node:http'
import type { Actor } from '#server/http/node-port.ts'
import type { HouseRequest } from '#server/http/request-context.ts'
import type { HouseLocals } from '#server/http/locals.ts'

declare global {
  namespace App {
    interface Platform {
      req: IncomingMessage & { actorContext: HouseRequest }
    }
    interface Locals extends HouseLocals {
      actor: Actor | null
    }
    interface Error {
      message: string
      /** To be told to the person who keeps the node. */
      id?: string
    }
  }
}
