/** Whether an error says that the database isn't one any more: SQLite's CORRUPT, or NOTADB. */
export const isDamage = (error: unknown): boolean => {
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode === 'number' && ((errcode & 0xff) === 11 || (errcode & 0xff) === 26)
}
