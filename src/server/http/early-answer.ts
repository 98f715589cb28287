import type { IncomingMessage, ServerResponse } from 'node:http'

/** Milliseconds for which a body that isn't wanted is still read and dropped. */
const LINGER = 2_000

/**
 * Ends an answer given before the request's body has all come. A connection closed while its peer still sends shows
 * the peer a broken line instead of the answer, so what comes is dropped for a moment first (RFC 9112 § 9.6); who then
 * still sends is cut off. A body that ends in time leaves the connection open for the next request.
 */
export const endEarly = (request: IncomingMessage, response: ServerResponse, body: string | undefined): void => {
  response.end(body)
  if (request.complete || request.destroyed) return
  const timer = setTimeout(() => request.socket.destroy(), LINGER)
  request.once('close', () => clearTimeout(timer))
  request.once('end', () => clearTimeout(timer))
  request.on('error', () => {})
  request.resume()
}
