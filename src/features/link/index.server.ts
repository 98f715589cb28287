/** The link's door for the server. */
export { link } from './link.server.ts'
