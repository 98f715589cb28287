/** Lower ends of the classes of background-table.ts: a stem of class n stands in at least frequencyClasses[n] articles. */
export const frequencyClasses = [3, 5, 9, 17, 33, 65, 129, 257, 513] as const
