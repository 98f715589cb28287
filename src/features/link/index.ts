/** The link's door: what other features and the shell may use. */
export { failureToSentence, joinFailureToSentence } from './failures.ts'
